/* An arena hands out memory that is freed all at once. What it handed out stays where it
 * is until arena_reset or arena_release. A reset keeps one chunk, large enough for what
 * was handed out since the last one (up to 64 KiB), so a loop that resets once a round
 * allocates nothing in the steady state. */
#ifndef FAVSPEC_BASE_ARENA_H
#define FAVSPEC_BASE_ARENA_H

#include "base/span.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *first;
    struct arena_chunk *last;
};

/* A zeroed arena is valid; this is the same. Allocates nothing. */
void arena_init(struct arena *a);
void arena_release(struct arena *a);
void arena_reset(struct arena *a);
/* Returns `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* Copies the bytes and adds a NUL that is not counted. An absent span stays absent. */
struct span arena_copy(struct arena *a, struct span s);
char *arena_str(struct arena *a, struct span s);
struct span arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
