/* A certificate made at start: a certificate authority of its own, and a server
 * certificate that it signed, for 127.0.0.1, ::1, localhost and one more name. The
 * authority's key is forgotten at once, so nothing else will ever be signed by it. */
#ifndef FAVSPEC_REFSERVER_TLS_H
#define FAVSPEC_REFSERVER_TLS_H

#include "base/buf.h"

struct tls_identity {
    struct buf ca;    /* PEM: what a client is to trust */
    struct buf chain; /* PEM: the server's certificate, then the authority's */
    struct buf key;   /* PEM: the server's private key */
};

void tls_identity_init(struct tls_identity *identity);
/* Forgets the key too. */
void tls_identity_release(struct tls_identity *identity);

/* Makes one that is valid from a day before `now` (Unix time) for 30 days. `name` is a
 * further host name or IP address, or NULL. Returns 0, or -1 and one sentence in `why`.
 */
int tls_identity_make(const char *name, int64_t now, struct tls_identity *out,
                      struct buf *why);

/* Whether a certificate (or chain) and a key, both PEM, can be read and belong together.
 * Returns 0, or -1 and one sentence in `why`. */
int tls_pair_check(struct span cert_pem, struct span key_pem, struct buf *why);

#endif
