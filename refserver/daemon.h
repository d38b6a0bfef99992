/* The reference server on a socket, through libmicrohttpd. */
#ifndef FAVSPEC_REFSERVER_DAEMON_H
#define FAVSPEC_REFSERVER_DAEMON_H

#include "refserver/endpoint.h"
#include "refserver/faults.h"

#include <stdatomic.h>

struct daemon_options {
    const char *listen;             /* NULL: 127.0.0.1 */
    uint16_t port;                  /* 0: any free one */
    const char *cert_pem, *key_pem; /* both texts: TLS; NULL: plain */
    unsigned threads;               /* 0: 1 */
    size_t head_max;                /* of a request, in bytes, about; 0: 32 KiB */
    /* Milliseconds added to the system's clock; may be NULL. In memory shared with forked
     * runners (mmap MAP_SHARED), so that a case can move the clock instead of waiting. */
    _Atomic int64_t *clock_offset_ms;
    /* Called for every answered request, from the daemon's thread; may be NULL. */
    void (*seen)(void *context, const struct http_request *request,
                 const struct http_response *response, const struct endpoint_seen *seen);
    /* Asked first: true when it has answered itself, with pages that are not the API's;
     * then neither the endpoint nor `seen` gets the request. May be NULL. */
    bool (*page)(void *context, const struct http_request *request,
                 struct http_response *out);
    /* May change an answer, and how it goes out, after all else; `seen` then gets what it
     * made of it. May be NULL. */
    void (*alter)(void *context, const struct http_request *request,
                  struct http_response *response, struct endpoint_seen *seen);
    void *context;
    atomic_uint *connections;  /* is increased by one for each; may be NULL */
    const struct fault *fault; /* NULL: none; borrowed */
};

struct daemon;

/* Starts serving. NULL and one sentence in `why` when the port cannot be had. The
 * endpoint is borrowed. */
struct daemon *daemon_start(struct endpoint *endpoint,
                            const struct daemon_options *options, struct buf *why);
uint16_t daemon_port(const struct daemon *daemon);
/* Waits (4 s at most) until all connections made so far are accepted and what came on
 * them is read: what a client that is gone already has sent. A thread pool is not waited
 * for. */
void daemon_settle(struct daemon *daemon);
/* Stops: no new connections, those under way end. */
void daemon_stop(struct daemon *daemon);

#endif
