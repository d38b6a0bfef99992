/* HTTP messages as both sides of the wire see them, with a text form for transcripts,
 * seeds and `explain`. A message owns its bytes through an arena: setters copy. Nothing
 * here does I/O. */
#ifndef FAVSPEC_WIRE_MESSAGE_H
#define FAVSPEC_WIRE_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"

enum {
    HTTP_HEADERS_MAX = 200,          /* header fields in one message */
    HTTP_HEAD_MAX = 256 * 1024,      /* bytes of start line and headers */
    HTTP_BODY_MAX = 8 * 1024 * 1024, /* bytes of a body */
};

struct http_header {
    struct span name, value;
};

struct http_headers {
    struct http_header items[HTTP_HEADERS_MAX];
    size_t count;
};

struct http_request {
    struct span method;
    struct span target; /* as in the request line: path and query, or an absolute URL */
    struct http_headers headers;
    struct span body;
    struct arena mem;
};

struct http_response {
    int status;  /* 100 to 999 */
    int version; /* 10, 11 or 20 */
    struct span reason;
    struct http_headers headers;
    struct span body; /* after transfer coding and content coding */
    struct arena mem;
};

/* A zeroed message is valid and empty; _init is for memory that is not. */
void http_request_init(struct http_request *request);
void http_request_release(struct http_request *request);
void http_request_reset(struct http_request *request);
void http_response_init(struct http_response *response);
void http_response_release(struct http_response *response);
void http_response_reset(struct http_response *response);

/* Setters copy. Adding beyond HTTP_HEADERS_MAX returns -1. */
void http_request_set(struct http_request *request, struct span method,
                      struct span target);
void http_request_set_body(struct http_request *request, struct span body);
int http_request_add(struct http_request *request, struct span name, struct span value);
void http_response_set_body(struct http_response *response, struct span body);
int http_response_add(struct http_response *response, struct span name,
                      struct span value);
/* Formats the value of one response header. */
int http_response_addf(struct http_response *response, const char *name,
                       const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The value of the first field with this name (any case), or the absent span. */
struct span http_find(const struct http_headers *headers, const char *name);
size_t http_count(const struct http_headers *headers, const char *name);

/* Splits a target or URL: `?` and what follows to out_query (without `?`; absent without
 * one), a fragment is left in the query. */
void http_split_target(struct span target, struct span *out_path, struct span *out_query);

/* Splits an absolute URL into scheme, authority (host and port) and target (from the path
 * on, `/` when empty). Returns 0 or -1. */
int http_split_url(struct span url, struct span *out_scheme, struct span *out_authority,
                   struct span *out_target);

/* Appends the text form: HTTP/1.1 as it would be on the wire (CRLF line ends). */
void http_request_write(struct buf *out, const struct http_request *request);
void http_response_write(struct buf *out, const struct http_response *response);

/* Reads the text form; line ends may be CRLF or LF. The body is what follows the empty
 * line: all of it for a request without Content-Length, that many bytes with one. Chunked
 * bodies are joined. Returns 0, or -1 and one sentence in `why` (may be NULL). */
int http_request_parse(struct span text, struct http_request *out, struct buf *why);
int http_response_parse(struct span text, struct http_response *out, struct buf *why);

/* The reason phrase of a status code, "" when it has none. */
const char *http_reason(int status);

#endif
