/* A TLS peer with a self-signed certificate made on the spot. */
#ifndef FAVSPEC_TESTS_WIRE_TLS_PEER_H
#define FAVSPEC_TESTS_WIRE_TLS_PEER_H

#include "wire/peer.h"

struct tls_files {
    char folder[64];
    char cert[96], key[96]; /* PEM */
};

/* Makes a key and a certificate for this host name or IPv4 address. */
void tls_files_make(struct tls_files *files, const char *host);
void tls_files_remove(struct tls_files *files);

struct tls_script {
    const struct tls_files *files;
    const char *answer; /* to every request */
    bool close_after;   /* the first answer */
    bool rude;          /* closes without close_notify */
};

/* For peer_start_serving, with a struct tls_script as data; then call tls_peer_rename. */
void tls_serve(struct peer *peer, int fd);
/* Makes the peer's origin https. */
void tls_peer_rename(struct peer *peer);

#endif
