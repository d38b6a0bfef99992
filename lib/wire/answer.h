/* Reads one HTTP/1 answer as its bytes arrive. No I/O: the caller feeds bytes and says
 * when the connection ended. Interim answers (1xx but 101) are skipped. Everything is
 * bounded: the heads together by HTTP_HEAD_MAX, the body by the caller's maximum. */
#ifndef FAVSPEC_WIRE_ANSWER_H
#define FAVSPEC_WIRE_ANSWER_H

#include "wire/body.h"

enum answer_state {
    ANSWER_MORE,
    ANSWER_DONE,
    ANSWER_NOT_HTTP,
    ANSWER_CUT, /* ended too early, or a broken chunk */
    ANSWER_LARGE_HEAD,
    ANSWER_LARGE_BODY,
    ANSWER_EMPTY, /* ended before its first byte */
};

struct answer {
    struct http_response *out;
    enum answer_state state;
    bool bodiless; /* the request was HEAD */
    bool in_body;
    bool left_over;     /* bytes came after the end */
    size_t line_len;    /* of the head line being read, without its LF */
    size_t interim_len; /* bytes of skipped heads */
    struct buf head;
    struct buf content;
    struct body body;
    struct buf *why;
};

/* `out` is filled when the head is complete; `why` gets one sentence for ANSWER_NOT_HTTP.
 */
void answer_init(struct answer *answer, struct span method, size_t max_body,
                 struct http_response *out, struct buf *why);
void answer_release(struct answer *answer);
enum answer_state answer_feed(struct answer *answer, struct span bytes);
/* Tells that the connection ended. */
enum answer_state answer_end(struct answer *answer);
/* Moves the body that arrived, all or part, into `out`. */
void answer_settle(struct answer *answer);
/* Whether the peer keeps the connection open for another request (RFC 9112 9.3). */
bool answer_keeps_open(const struct answer *answer);

#endif
