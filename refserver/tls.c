#include "refserver/tls.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

enum { DAY_S = 24 * 60 * 60, VALID_DAYS = 30, SERIAL_LEN = 16, PEM_MAX = 64 * 1024 };

void tls_identity_init(struct tls_identity *identity)
{
    buf_init(&identity->ca, PEM_MAX);
    buf_init(&identity->chain, PEM_MAX);
    buf_init(&identity->key, PEM_MAX);
}

void tls_identity_release(struct tls_identity *identity)
{
    if (identity->key.len)
        gnutls_memset(identity->key.p, 0, identity->key.len);
    buf_release(&identity->ca);
    buf_release(&identity->chain);
    buf_release(&identity->key);
}

/* The first error of a row of calls; later ones are not made. */
struct maker {
    int error;
    int64_t now;
};

#define STEP(m, call)                                                                    \
    do {                                                                                 \
        if ((m)->error >= 0)                                                             \
            (m)->error = (call);                                                         \
    } while (0)

static void make_key(struct maker *m, gnutls_x509_privkey_t *out)
{
    STEP(m, gnutls_x509_privkey_init(out));
    STEP(m, gnutls_x509_privkey_generate(*out, GNUTLS_PK_ECDSA,
                                         GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
                                         0));
}

/* What an authority's certificate and a server's have in common. */
static void make_certificate(struct maker *m, const char *common_name,
                             gnutls_x509_privkey_t key, gnutls_x509_crt_t *out)
{
    unsigned char serial[SERIAL_LEN] = { 0 };

    STEP(m, gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial)));
    serial[0] &= 0x7f; /* RFC 5280 4.1.2.2: positive */
    STEP(m, gnutls_x509_crt_init(out));
    STEP(m, gnutls_x509_crt_set_version(*out, 3));
    STEP(m, gnutls_x509_crt_set_serial(*out, serial, sizeof(serial)));
    STEP(m, gnutls_x509_crt_set_activation_time(*out, (time_t)(m->now - DAY_S)));
    STEP(m, gnutls_x509_crt_set_expiration_time(
                *out, (time_t)(m->now + (int64_t)VALID_DAYS * DAY_S)));
    STEP(m, gnutls_x509_crt_set_dn_by_oid(*out, GNUTLS_OID_X520_COMMON_NAME, 0,
                                          common_name, (unsigned)strlen(common_name)));
    STEP(m, gnutls_x509_crt_set_key(*out, key));
}

static void add_key_id(struct maker *m, gnutls_x509_crt_t subject,
                       gnutls_x509_crt_t issuer)
{
    unsigned char id[64];
    size_t len = sizeof(id);

    STEP(m, gnutls_x509_crt_get_key_id(subject, GNUTLS_KEYID_USE_SHA1, id, &len));
    STEP(m, gnutls_x509_crt_set_subject_key_id(subject, id, len));
    len = sizeof(id);
    STEP(m, gnutls_x509_crt_get_key_id(issuer, GNUTLS_KEYID_USE_SHA1, id, &len));
    STEP(m, gnutls_x509_crt_set_authority_key_id(subject, id, len));
}

static void add_name(struct maker *m, gnutls_x509_crt_t certificate, const char *name)
{
    unsigned char address[16];

    if (inet_pton(AF_INET, name, address) == 1)
        STEP(m, gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS,
                                                     address, 4, GNUTLS_FSAN_APPEND));
    else if (inet_pton(AF_INET6, name, address) == 1)
        STEP(m, gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS,
                                                     address, 16, GNUTLS_FSAN_APPEND));
    else
        STEP(m, gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME,
                                                     name, (unsigned)strlen(name),
                                                     GNUTLS_FSAN_APPEND));
}

static void finish_authority(struct maker *m, gnutls_x509_crt_t ca,
                             gnutls_x509_privkey_t key)
{
    STEP(m, gnutls_x509_crt_set_basic_constraints(ca, 1, 0));
    STEP(m, gnutls_x509_crt_set_key_usage(ca, GNUTLS_KEY_KEY_CERT_SIGN |
                                                  GNUTLS_KEY_CRL_SIGN));
    add_key_id(m, ca, ca);
    STEP(m, gnutls_x509_crt_sign2(ca, ca, key, GNUTLS_DIG_SHA256, 0));
}

static void finish_server(struct maker *m, gnutls_x509_crt_t leaf, const char *name,
                          gnutls_x509_crt_t ca, gnutls_x509_privkey_t ca_key)
{
    static const char *const names[] = { "localhost", "127.0.0.1", "::1" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        add_name(m, leaf, names[i]);
    if (name)
        add_name(m, leaf, name);
    STEP(m, gnutls_x509_crt_set_basic_constraints(leaf, 0, -1));
    STEP(m, gnutls_x509_crt_set_key_usage(leaf, GNUTLS_KEY_DIGITAL_SIGNATURE));
    STEP(m, gnutls_x509_crt_set_key_purpose_oid(leaf, GNUTLS_KP_TLS_WWW_SERVER, 0));
    add_key_id(m, leaf, ca);
    STEP(m, gnutls_x509_crt_sign2(leaf, ca, ca_key, GNUTLS_DIG_SHA256, 0));
}

static void add_certificate(struct maker *m, gnutls_x509_crt_t certificate,
                            struct buf *out)
{
    gnutls_datum_t pem = { NULL, 0 };

    STEP(m, gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem));
    if (m->error >= 0)
        buf_add(out, (const char *)pem.data, pem.size);
    gnutls_free(pem.data);
}

static void add_private_key(struct maker *m, gnutls_x509_privkey_t key, struct buf *out)
{
    gnutls_datum_t pem = { NULL, 0 };

    STEP(m, gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL,
                                              GNUTLS_PKCS_PLAIN, &pem));
    if (m->error < 0)
        return;
    buf_add(out, (const char *)pem.data, pem.size);
    gnutls_memset(pem.data, 0, pem.size);
    gnutls_free(pem.data);
}

int tls_identity_make(const char *name, int64_t now, struct tls_identity *out,
                      struct buf *why)
{
    struct maker m = { .now = now };
    gnutls_x509_privkey_t ca_key = NULL, key = NULL;
    gnutls_x509_crt_t ca = NULL, leaf = NULL;

    make_key(&m, &ca_key);
    make_key(&m, &key);
    make_certificate(&m, "favspec reference server, made at start", ca_key, &ca);
    make_certificate(&m, name && strlen(name) <= 64 ? name : "localhost", key, &leaf);
    if (m.error >= 0) {
        finish_authority(&m, ca, ca_key);
        finish_server(&m, leaf, name, ca, ca_key);
        add_certificate(&m, ca, &out->ca);
        add_certificate(&m, leaf, &out->chain);
        add_certificate(&m, ca, &out->chain);
        add_private_key(&m, key, &out->key);
    }
    if (m.error < 0)
        buf_addf(why, "no certificate could be made: %s", gnutls_strerror(m.error));
    gnutls_x509_crt_deinit(ca);
    gnutls_x509_crt_deinit(leaf);
    gnutls_x509_privkey_deinit(ca_key);
    gnutls_x509_privkey_deinit(key);
    return m.error < 0 ? -1 : 0;
}

static gnutls_datum_t datum(struct span s)
{
    return (gnutls_datum_t){ (unsigned char *)(uintptr_t)s.p, (unsigned)s.len };
}

int tls_pair_check(struct span cert_pem, struct span key_pem, struct buf *why)
{
    gnutls_certificate_credentials_t credentials;
    gnutls_datum_t cert = datum(cert_pem), key = datum(key_pem);
    int error = gnutls_certificate_allocate_credentials(&credentials);

    if (error < 0) {
        buf_addf(why, "GnuTLS: %s", gnutls_strerror(error));
        return -1;
    }
    error = gnutls_certificate_set_x509_key_mem(credentials, &cert, &key,
                                                GNUTLS_X509_FMT_PEM);
    if (error < 0)
        buf_addf(why, "the certificate and the key do not serve: %s",
                 gnutls_strerror(error));
    gnutls_certificate_free_credentials(credentials);
    return error < 0 ? -1 : 0;
}
