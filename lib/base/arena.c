#include "base/arena.h"

#include "base/die.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHUNK = 4096, KEPT_MAX = 64 * 1024 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *a)
{
    *a = (struct arena){ 0 };
}

static void free_chain(struct arena_chunk *c)
{
    while (c) {
        struct arena_chunk *next = c->next;

        free(c);
        c = next;
    }
}

void arena_release(struct arena *a)
{
    free_chain(a->first);
    arena_init(a);
}

static struct arena_chunk *add_chunk(struct arena *a, size_t size)
{
    struct arena_chunk *c;

    size = size < CHUNK ? CHUNK : size;
    c = xmalloc(sizeof(*c) + size);
    *c = (struct arena_chunk){ .size = size };
    if (a->last)
        a->last->next = c;
    else
        a->first = c;
    a->last = c;
    return c;
}

void arena_reset(struct arena *a)
{
    size_t total = 0;

    if (!a->first)
        return;
    for (const struct arena_chunk *c = a->first; c; c = c->next)
        total += c->size;
    if (a->first->next && total <= KEPT_MAX) {
        arena_release(a);
        add_chunk(a, total);
        return;
    }
    free_chain(a->first->next);
    a->first->next = NULL;
    a->first->used = 0;
    a->last = a->first;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t need =
        (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    struct arena_chunk *c = a->last;
    void *p;

    if (!c || c->size - c->used < need)
        c = add_chunk(a, need);
    p = c->bytes + c->used;
    c->used += need;
    return memset(p, 0, size);
}

struct span arena_copy(struct arena *a, struct span s)
{
    char *p;

    if (!s.p)
        return s;
    p = arena_alloc(a, s.len + 1);
    memcpy(p, s.p, s.len);
    return span_make(p, s.len);
}

char *arena_str(struct arena *a, struct span s)
{
    char *p = arena_alloc(a, s.len + 1);

    if (s.len)
        memcpy(p, s.p, s.len);
    return p;
}

struct span arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    char *p;
    int need;

    va_start(args, format);
    va_copy(again, args);
    need = vsnprintf(NULL, 0, format, args);
    if (need < 0)
        die("a format could not be printed");
    p = arena_alloc(a, (size_t)need + 1);
    vsnprintf(p, (size_t)need + 1, format, again);
    va_end(again);
    va_end(args);
    return span_make(p, (size_t)need);
}
