/* A growing byte buffer with a mandatory maximum. The bytes are always followed by a NUL
 * that is not counted in `len`, and `p` is never NULL after buf_init.
 *
 * An addition that would pass `max` adds what fits, sets `overflow`, and every later
 * addition is ignored: a caller that fills a buffer from a peer's bytes checks `overflow`
 * once at the end. Out of memory prints and aborts (base/die.h). */
#ifndef FAVSPEC_BASE_BUF_H
#define FAVSPEC_BASE_BUF_H

#include "base/span.h"

#include <stdarg.h>

/* Maxima for what is ours: texts for people, one message on the wire. */
enum {
    BUF_MAX_TEXT = 64 * 1024,
    BUF_MAX_MESSAGE = 16 * 1024 * 1024,
    BUF_MAX_REPORT = 1024 * 1024 * 1024,
};

struct buf {
    char *p;
    size_t len;
    size_t cap; /* 0 without memory; else above len, and at most max + 1 */
    size_t max;
    bool overflow;
};

/* The same as buf_init, for a static buffer. */
#define BUF_INIT(most)                                                                   \
    {                                                                                    \
        .p = (char *)(uintptr_t) "", .max = (most)                                       \
    }

/* Prepares an empty buffer that may hold up to `max` bytes. Allocates nothing. */
void buf_init(struct buf *b, size_t max);
/* Frees the bytes; the buffer must be initialised again before use. */
void buf_release(struct buf *b);
/* Empties the buffer and keeps its memory; clears `overflow`. */
void buf_reset(struct buf *b);
/* Shortens to `len` bytes; a larger `len` changes nothing. */
void buf_truncate(struct buf *b, size_t len);
/* What does not fit into the room that there is; for buf_add alone. */
void buf_add_slowly(struct buf *b, const char *p, size_t len);

static inline void buf_add(struct buf *b, const char *p, size_t len)
{
    if (b->overflow || len >= b->cap - b->len) {
        buf_add_slowly(b, p, len);
        return;
    }
    if (len)
        memcpy(b->p + b->len, p, len);
    b->len += len;
    b->p[b->len] = '\0';
}

static inline void buf_add_span(struct buf *b, struct span s)
{
    buf_add(b, s.p, s.len);
}

static inline void buf_add_char(struct buf *b, char c)
{
    if (b->overflow || b->cap - b->len < 2) {
        buf_add_slowly(b, &c, 1);
        return;
    }
    b->p[b->len++] = c;
    b->p[b->len] = '\0';
}

void buf_add_str(struct buf *b, const char *text);
void buf_addf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_addv(struct buf *b, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Makes room for `len` more bytes and returns where to write them, or NULL when that
 * would pass `max`; the caller then adds what it wrote to `len` and calls buf_terminate.
 */
char *buf_reserve(struct buf *b, size_t len);
void buf_terminate(struct buf *b);
/* Moves the bytes out: the caller frees them; the buffer is empty again. */
char *buf_take(struct buf *b);

static inline struct span buf_span(const struct buf *b)
{
    return span_make(b->p, b->len);
}

#endif
