/* Takes a body out of its transfer framing as bytes arrive. No I/O. What comes after the
 * body is left; trailer fields are skipped. */
#ifndef FAVSPEC_WIRE_BODY_H
#define FAVSPEC_WIRE_BODY_H

#include "wire/head.h"

enum body_state {
    BODY_MORE, /* wants more bytes */
    BODY_DONE,
    BODY_BAD,   /* a broken chunk */
    BODY_LARGE, /* `out` is full */
};

struct body {
    struct buf *out;
    enum body_state state;
    int step;
    uint64_t left;   /* bytes of the body, or of this chunk, that are still to come */
    size_t digits;   /* of a chunk size */
    size_t overhead; /* bytes that are not content, since the last content */
    char last;       /* byte of a chunk's size line */
    bool crlf;       /* how that line ended; the chunk must end likewise */
    bool blank;      /* nothing on this trailer line yet */
};

/* Starts a body that is appended to `out`, whose maximum bounds it. */
void body_start(struct body *body, enum head_framing framing, uint64_t length,
                struct buf *out);
/* Feeds bytes; out_used says how many belonged to the body. */
enum body_state body_feed(struct body *body, struct span bytes, size_t *out_used);
/* Whether the body may end here because the connection did. */
bool body_may_end(const struct body *body);

#endif
