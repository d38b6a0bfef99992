/* A server in this process on a loopback port of its own, one thread a connection, that
 * answers from a list of replies: the n-th request of all gets the n-th reply, and the
 * last one goes on for ever. What it saw is counted and kept. */
#ifndef FAVSPEC_TESTS_WIRE_PEER_H
#define FAVSPEC_TESTS_WIRE_PEER_H

#include "base/buf.h"

#include <pthread.h>
#include <stdatomic.h>

enum { PEER_CONNECTIONS_MAX = 64 };

enum peer_end {
    PEER_KEEP,  /* wait for the next request on this connection */
    PEER_CLOSE, /* FIN */
    PEER_RESET, /* RST */
    PEER_HOLD,  /* say nothing more until the client closes */
};

struct peer_reply {
    const char *bytes;  /* NULL: nothing */
    const char *repeat; /* sent again and again after them until nobody listens */
    int drip_ms;        /* when set: one byte each so many milliseconds */
    bool unread;        /* answer without reading the request */
    enum peer_end end;
};

struct peer {
    char origin[48];
    int listener;
    const struct peer_reply *replies;
    size_t reply_count;
    /* When set, runs instead of the replies; the connection is closed afterwards. */
    void (*serve)(struct peer *peer, int fd);
    void *data;
    atomic_int connections, requests;
    atomic_bool stopping;
    pthread_mutex_t lock; /* of what follows */
    struct buf seen;      /* bytes of the last request */
    int fds[PEER_CONNECTIONS_MAX];
    pthread_t threads[PEER_CONNECTIONS_MAX], acceptor;
};

void peer_start(struct peer *peer, const struct peer_reply *replies, size_t count);
void peer_start_serving(struct peer *peer, void (*serve)(struct peer *peer, int fd),
                        void *data);
void peer_stop(struct peer *peer);
/* Reads one whole request, notes it; false when the client closed. */
bool peer_read(struct peer *peer, int fd);
void peer_write(int fd, struct span bytes);
/* Copies the last request's bytes; the caller releases them. */
void peer_seen(struct peer *peer, struct buf *out);
void peer_reset(int fd);
/* Binds a loopback port; listens with this backlog unless it is negative. */
int peer_listen(int backlog, uint16_t *out_port);

#endif
