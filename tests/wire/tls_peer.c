#include "wire/tls_peer.h"

#include "wire/message.h"

#include <arpa/inet.h>
#include <check.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void sure(int result)
{
    ck_assert_msg(result >= 0, "GnuTLS: %s", gnutls_strerror(result));
}

static void save(const char *path, gnutls_datum_t *pem)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(pem->data, 1, pem->size, file), pem->size);
    ck_assert_int_eq(fclose(file), 0);
    gnutls_free(pem->data);
}

static void name_host(gnutls_x509_crt_t cert, const char *host)
{
    struct in_addr ip;

    if (inet_pton(AF_INET, host, &ip) == 1)
        sure(gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, &ip,
                                                  sizeof(ip), GNUTLS_FSAN_SET));
    else
        sure(gnutls_x509_crt_set_subject_alt_name(
            cert, GNUTLS_SAN_DNSNAME, host, (unsigned)strlen(host), GNUTLS_FSAN_SET));
    sure(gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, host,
                                       (unsigned)strlen(host)));
}

static void make_cert(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key, const char *host)
{
    time_t now = time(NULL);

    sure(gnutls_x509_privkey_generate(
        key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    sure(gnutls_x509_crt_set_version(cert, 3));
    sure(gnutls_x509_crt_set_serial(cert, "\x01", 1));
    sure(gnutls_x509_crt_set_activation_time(cert, now - 3600));
    sure(gnutls_x509_crt_set_expiration_time(cert, now + 3600));
    sure(gnutls_x509_crt_set_basic_constraints(cert, 1, -1));
    name_host(cert, host);
    sure(gnutls_x509_crt_set_key(cert, key));
    sure(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0));
}

void tls_files_make(struct tls_files *files, const char *host)
{
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t cert;
    gnutls_datum_t pem;

    snprintf(files->folder, sizeof(files->folder), "/tmp/favspec-tls-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(files->folder));
    snprintf(files->cert, sizeof(files->cert), "%s/cert.pem", files->folder);
    snprintf(files->key, sizeof(files->key), "%s/key.pem", files->folder);
    sure(gnutls_x509_privkey_init(&key));
    sure(gnutls_x509_crt_init(&cert));
    make_cert(cert, key, host);
    sure(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem));
    save(files->cert, &pem);
    sure(gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL,
                                           GNUTLS_PKCS_PLAIN, &pem));
    save(files->key, &pem);
    gnutls_x509_crt_deinit(cert);
    gnutls_x509_privkey_deinit(key);
}

void tls_files_remove(struct tls_files *files)
{
    unlink(files->cert);
    unlink(files->key);
    rmdir(files->folder);
}

static bool read_request(struct peer *peer, gnutls_session_t session)
{
    struct http_request request = { 0 };
    struct buf bytes;
    bool whole = false;
    char chunk[16384];
    ssize_t got;

    buf_init(&bytes, BUF_MAX_MESSAGE);
    while (!whole && (got = gnutls_record_recv(session, chunk, sizeof(chunk))) > 0) {
        buf_add(&bytes, chunk, (size_t)got);
        whole = http_request_parse(buf_span(&bytes), &request, NULL) == 0;
    }
    if (whole)
        atomic_fetch_add(&peer->requests, 1);
    http_request_release(&request);
    buf_release(&bytes);
    return whole;
}

static bool answer(gnutls_session_t session, struct span bytes)
{
    while (bytes.len) {
        ssize_t sent = gnutls_record_send(session, bytes.p, bytes.len);

        if (sent <= 0)
            return false;
        bytes = span_from(bytes, (size_t)sent);
    }
    return true;
}

static void talk(struct peer *peer, gnutls_session_t session)
{
    const struct tls_script *script = peer->data;

    if (gnutls_handshake(session) < 0)
        return;
    while (read_request(peer, session))
        if (!answer(session, span_of(script->answer)) || script->close_after)
            break;
    if (!script->rude)
        gnutls_bye(session, GNUTLS_SHUT_WR);
}

void tls_serve(struct peer *peer, int fd)
{
    const struct tls_script *script = peer->data;
    gnutls_certificate_credentials_t credentials;
    gnutls_session_t session;

    sure(gnutls_certificate_allocate_credentials(&credentials));
    sure(gnutls_certificate_set_x509_key_file(credentials, script->files->cert,
                                              script->files->key, GNUTLS_X509_FMT_PEM));
    sure(gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL));
    sure(gnutls_set_default_priority(session));
    sure(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials));
    gnutls_transport_set_int(session, fd);
    talk(peer, session);
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
}

void tls_peer_rename(struct peer *peer)
{
    size_t len = strlen(peer->origin);

    ck_assert_uint_lt(len + 1, sizeof(peer->origin));
    memmove(peer->origin + 5, peer->origin + 4, len - 3);
    peer->origin[4] = 's';
}
