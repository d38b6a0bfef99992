/* Sockets of the reference server. `listen_on` is an IP address, NULL for 127.0.0.1. */
#ifndef FAVSPEC_REFSERVER_LISTEN_H
#define FAVSPEC_REFSERVER_LISTEN_H

#include "base/buf.h"

/* A socket that listens at port (0: any free one), not blocking; -1 and one sentence in
 * `why`. */
int listen_open(const char *listen_on, uint16_t port, uint16_t *out_port,
                struct buf *why);
/* A socket that is about to connect to such an address, and its own port; -1 on failure,
 * then the port is 0. */
int listen_come_from(const char *listen_on, uint16_t *out_port);
/* Connects it. -1 on failure. */
int listen_reach(int fd, const char *listen_on, uint16_t port);
/* The port of the other end; 0: it is gone. */
uint16_t listen_peer(int fd);

#endif
