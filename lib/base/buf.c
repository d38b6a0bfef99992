#include "base/buf.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>

static char nothing[1];

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){ .p = nothing, .max = max };
}

void buf_release(struct buf *b)
{
    if (b->cap)
        free(b->p);
    buf_init(b, b->max);
}

void buf_reset(struct buf *b)
{
    b->overflow = false;
    b->len = 0;
    if (b->cap)
        b->p[0] = '\0';
}

void buf_truncate(struct buf *b, size_t len)
{
    if (len >= b->len)
        return;
    b->len = len;
    b->p[len] = '\0';
}

static void grow(struct buf *b, size_t need)
{
    size_t cap = b->cap ? b->cap : 64;

    while (cap < need + 1)
        cap *= 2;
    cap = cap < b->max ? cap : b->max + 1;
    b->p = xrealloc(b->cap ? b->p : NULL, cap);
    b->cap = cap;
    b->p[b->len] = '\0';
}

char *buf_reserve(struct buf *b, size_t len)
{
    if (b->overflow || len > b->max - b->len) {
        b->overflow = true;
        return NULL;
    }
    if (b->len + len + 1 > b->cap)
        grow(b, b->len + len);
    return b->p + b->len;
}

void buf_terminate(struct buf *b)
{
    if (b->cap)
        b->p[b->len] = '\0';
}

void buf_add_slowly(struct buf *b, const char *p, size_t len)
{
    size_t room = b->max - b->len;
    size_t take = len < room ? len : room;

    if (b->overflow)
        return;
    if (take) {
        memcpy(buf_reserve(b, take), p, take);
        b->len += take;
        b->p[b->len] = '\0';
    }
    b->overflow = take < len;
}

void buf_add_str(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_addv(struct buf *b, const char *format, va_list args)
{
    va_list again;
    char small[256];
    int need;

    va_copy(again, args);
    need = vsnprintf(small, sizeof(small), format, args);
    if (need < 0)
        die("a format could not be printed");
    if ((size_t)need < sizeof(small)) {
        buf_add(b, small, (size_t)need);
    } else {
        char *large = xmalloc((size_t)need + 1);

        vsnprintf(large, (size_t)need + 1, format, again);
        buf_add(b, large, (size_t)need);
        free(large);
    }
    va_end(again);
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buf_addv(b, format, args);
    va_end(args);
}

char *buf_take(struct buf *b)
{
    char *p = b->cap ? b->p : xstrdup("");

    buf_init(b, b->max);
    return p;
}
