/* The HTTP client: the one module that opens connections to the subject, through libcurl.
 * Follows no redirect, keeps no cookie, reads no .netrc and no proxy from the environment
 * unless told to, and bounds everything that the peer decides. A client is used by one
 * thread, made after a fork, and keeps the connection of its last client_send open for
 * the next one.
 *
 * At most once: a request of which the peer may have seen one byte is never sent again,
 * so a nonce is never spent twice behind the caller's back. When a kept connection dies
 * under a request, that is reported as CLIENT_RESET or CLIENT_EMPTY; only when it died
 * before taking a byte is the request sent on a fresh one. A connection that was idle
 * for 1.5 s is not used again, and after a peer closed one without "Connection: close",
 * none is kept any more. */
#ifndef FAVSPEC_WIRE_CLIENT_H
#define FAVSPEC_WIRE_CLIENT_H

#include "wire/message.h"

enum client_error {
    CLIENT_OK = 0,
    CLIENT_BAD_URL = -1,
    CLIENT_UNRESOLVED = -2, /* the host name has no address */
    CLIENT_REFUSED = -3,    /* nobody listens there, or no route */
    CLIENT_TLS = -4,        /* handshake or certificate */
    CLIENT_TIMEOUT = -5,    /* connected, and no complete answer in time */
    CLIENT_CONNECT_TIMEOUT = -6,
    CLIENT_RESET = -7,      /* the connection broke before any byte of an answer */
    CLIENT_EMPTY = -8,      /* closed without an answer */
    CLIENT_CUT = -9,        /* the answer ended before its end */
    CLIENT_NOT_HTTP = -10,  /* the answer does not parse as HTTP */
    CLIENT_TOO_LARGE = -11, /* more than max_body or HTTP_HEAD_MAX */
    CLIENT_PROXY = -12,
    CLIENT_OTHER = -13,
};

/* The stable word for an error, for example "connection-refused". */
const char *client_error_name(enum client_error error);

struct client_options {
    long timeout_ms;            /* 0: 10,000; a whole request */
    long connect_timeout_ms;    /* 0: the same as timeout_ms */
    size_t max_body;            /* 0: HTTP_BODY_MAX */
    bool insecure;              /* do not check certificates */
    const char *cacert;         /* PEM file, NULL: the system's */
    const char *proxy;          /* NULL: none, the environment is not asked */
    const char *const *resolve; /* curl's HOST:PORT:ADDRESS, NULL-terminated, or NULL */
    const char *const *connect_to; /* curl's HOST1:PORT1:HOST2:PORT2, likewise */
    bool http2; /* ask for HTTP/2 (prior knowledge over http, ALPN over https) */
};

struct client;

/* Times of one exchange, in microseconds since it was started. */
struct client_times {
    int64_t started_unix_ms; /* wall clock */
    int64_t connected_us;    /* 0 when a kept connection served */
    int64_t first_byte_us;
    int64_t total_us;
};

/* Strings in `options` must live as long as the client. */
struct client *client_new(const struct client_options *options);
void client_free(struct client *client);
void client_set_timeout(struct client *client, long timeout_ms);

/* Sends one request to `origin` ("http://host:port", no path) and receives the answer.
 * request->target goes on the request line as it is; headers go out as given, in order,
 * even malformed ones; Host, Content-Length (when there is a body or the method is POST
 * or PUT) and nothing else are added after them when missing. A header with an absent
 * value (value.p NULL) suppresses one of these two. With "Transfer-Encoding: chunked" the
 * body goes out as one chunk. Content codings gzip and deflate are decoded only if the
 * request asked for them. Over HTTP/2, and when it asked for a coding, libcurl writes the
 * request: names must be tokens then, and values and the target hold no line ends (else
 * CLIENT_OTHER). On CLIENT_OK *out holds the answer; CLIENT_CUT, _TOO_LARGE and _TIMEOUT
 * leave what arrived. `why` gets one sentence; `out_times` may be NULL. */
enum client_error client_send(struct client *client, struct span origin,
                              const struct http_request *request,
                              struct http_response *out, struct client_times *out_times,
                              struct buf *why);

/* Sends these bytes as they are (through TLS when the origin is https) on a connection of
 * its own, and reads one answer: up to Content-Length, the last chunk, or the end; none
 * of these when the bytes begin with "HEAD ". What follows the first answer is dropped.
 */
enum client_error client_send_raw(struct client *client, struct span origin,
                                  struct span bytes, struct http_response *out,
                                  struct client_times *out_times, struct buf *why);

/* Sends these bytes likewise and appends all that comes back to out_bytes, answers or
 * not, until the peer closes or sends nothing for idle_ms. So the answers to pipelined
 * requests can be counted. CLIENT_OK when anything came; CLIENT_TOO_LARGE when out_bytes
 * is full. */
enum client_error client_send_raw_all(struct client *client, struct span origin,
                                      struct span bytes, long idle_ms,
                                      struct buf *out_bytes, struct buf *why);

/* Sends `count` requests at once, each on a connection of its own; the first bytes of all
 * leave before any answer is awaited. results[i] is the error of request i. */
void client_send_many(struct client *client, struct span origin,
                      const struct http_request *requests, size_t count,
                      struct http_response *outs, enum client_error *results,
                      struct buf *why);

#endif
