/* The head of a message: start line and header fields, up to and including the empty
 * line, and how its fields frame the body (RFC 9112 2 to 6). Strict: field names are
 * tokens, folded lines and control characters are refused. */
#ifndef FAVSPEC_WIRE_HEAD_H
#define FAVSPEC_WIRE_HEAD_H

#include "wire/message.h"

enum head_framing {
    HEAD_OPEN, /* neither field: what follows, up to the end of the connection */
    HEAD_LENGTH,
    HEAD_CHUNKED,
};

/* Parse the head that `text` begins with into an empty message. Return its length, or -1
 * and one sentence in `why` (may be NULL). */
ptrdiff_t head_parse_request(struct span text, struct http_request *out, struct buf *why);
ptrdiff_t head_parse_response(struct span text, struct http_response *out,
                              struct buf *why);

/* Says how the body is framed; out_length is set for HEAD_LENGTH only. Returns 0, or -1
 * when Content-Length is not a number or two of them differ (RFC 9112 6.3). */
int head_framing(const struct http_headers *headers, enum head_framing *out_framing,
                 uint64_t *out_length, struct buf *why);

/* Whether the comma-separated list in the fields with this name has this member. */
bool head_lists(const struct http_headers *headers, const char *name, const char *member);

/* Append the fields that have a value, and a body in the framing that the fields ask for.
 */
void head_write_fields(struct buf *out, const struct http_headers *headers);
void head_write_body(struct buf *out, const struct http_headers *headers,
                     struct span body);

/* Prints a sentence to `why` unless it is NULL; returns -1. */
int head_fail(struct buf *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
