/* What the files of the client share. A line is one connection that libcurl opened (name
 * resolution, proxy, TLS); an exchange is one request and its answer on a line. HTTP/1 is
 * spoken here and not by libcurl, because libcurl silently sends a request again when a
 * kept connection dies, writes Host first, and folds several ways of dying into one. */
#ifndef FAVSPEC_WIRE_CLIENT_PARTS_H
#define FAVSPEC_WIRE_CLIENT_PARTS_H

#include "wire/answer.h"
#include "wire/client.h"

#include <curl/curl.h>

struct line {
    CURL *easy; /* NULL: closed */
    curl_socket_t fd;
};

struct client {
    struct client_options options; /* zeroes replaced */
    struct curl_slist *resolve, *connect_to;
    CURLSH *share; /* name resolutions and TLS sessions */
    struct line kept;
    struct buf kept_origin;
    int64_t kept_since_us;
    bool was_connected; /* of the socket closed last: the peer had accepted it */
    bool keeps_open;    /* a kept connection was seen alive after an answer */
    bool never_keep;    /* the peer closes after an answer without saying so */
    CURL *easy;         /* for what libcurl itself speaks, NULL until wanted */
};

enum line_state {
    LINE_OK,
    LINE_AGAIN,
    LINE_END, /* closed in order */
    LINE_BROKEN,
};

/* line.c */

/* Sets what every transfer of this client has in common. */
void line_configure(struct client *client, CURL *easy, struct span origin,
                    long timeout_ms);
enum client_error line_open(struct client *client, struct span origin,
                            int64_t deadline_us, struct line *out, struct buf *why);
void line_close(struct line *line);
/* What libcurl's code means when it came before a request was sent. */
enum client_error line_explain(const struct client *client, CURL *easy, CURLcode code,
                               struct span origin, const char *detail, struct buf *why);
/* Whether nothing came in and nobody closed, waiting up to wait_ms for either. */
bool line_is_quiet(const struct line *line, int wait_ms);
enum line_state line_send(struct line *line, struct span bytes, size_t *out_sent);
enum line_state line_recv(struct line *line, char *into, size_t size, size_t *out_len);

/* exchange.c */

struct exchange {
    struct line line;
    struct span bytes; /* of the request */
    size_t sent;
    bool send_broken;
    struct answer answer;
    struct buf *all; /* when set: collects bytes and reads no answer */
    struct buf detail;
    enum client_error result;
    bool done;
    int64_t first_byte_us, end_us; /* monotonic, 0: never */
};

void exchange_init(struct exchange *exchange, struct span bytes, struct span method,
                   size_t max_body, struct http_response *out);
/* Frees everything but the line. */
void exchange_release(struct exchange *exchange);
/* Sends all requests, then reads all answers, until the deadline or until idle_ms (0: no
 * such limit) passed without a byte. */
void exchange_run(struct exchange *exchanges, size_t count, int64_t deadline_us,
                  long idle_ms);
/* Whether not one byte of the request can have reached the peer. */
bool exchange_is_untouched(const struct exchange *exchange);
void exchange_explain(const struct exchange *exchange, struct span origin,
                      const struct client_options *options, struct buf *why);

/* client_send.c */

/* Whether Content-Length is to be added (RFC 9110 8.6). */
bool client_wants_length(const struct http_request *request);
/* Appends the request as it goes over HTTP/1, with what is added. Returns 0, or -1 when
 * it is larger than `out` may be. */
int client_write_wire(struct buf *out, struct span origin,
                      const struct http_request *request, struct buf *why);

/* libcurl_http.c: through libcurl's own HTTP, for HTTP/2 and content codings. */
enum client_error libcurl_http_send(struct client *client, struct span origin,
                                    const struct http_request *request,
                                    struct http_response *out,
                                    struct client_times *out_times, struct buf *why);

/* client_error.c */

enum client_error client_explain_curl(CURLcode code, struct span origin,
                                      const char *detail, struct buf *why);
/* Prints to `why` unless it is NULL. */
void client_say(struct buf *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same for a fixed sentence in which `@` stands for the origin. */
void client_say_of(struct buf *why, const char *sentence, struct span origin);

/* client.c */

/* Returns 0 for "http://host:port" or "https://…" without path and user name. */
int client_check_origin(struct span origin, struct buf *why);
/* The value of Host: the authority without the scheme's own port. */
struct span client_host_of(struct span origin);
int64_t client_now_us(void);
int64_t client_unix_ms(void);

#endif
