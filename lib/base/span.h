/* A span is a borrowed run of bytes: it owns nothing and need not end in a NUL. `p` may
 * be NULL, which means "absent"; an absent span has len 0. A present empty span has p !=
 * NULL. Lengths are bytes. */
#ifndef FAVSPEC_BASE_SPAN_H
#define FAVSPEC_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
    const char *p;
    size_t len;
};

/* A span over a string literal. */
#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

/* The same as an initialiser in a static table. */
#define SPAN_INIT(literal)                                                               \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }

/* For printf: `"%.*s", SPAN_ARG(s)`. */
#define SPAN_ARG(s) (int)(s).len, (s).p ? (s).p : ""

/* Wraps a NUL-terminated string; NULL gives the absent span. */
static inline struct span span_of(const char *text)
{
    return (struct span){ text, text ? strlen(text) : 0 };
}

static inline struct span span_make(const char *p, size_t len)
{
    return (struct span){ p, len };
}

/* The bytes of `s` from offset `from` on; `from` past the end gives an empty span. */
static inline struct span span_from(struct span s, size_t from)
{
    return from < s.len ? span_make(s.p + from, s.len - from) : span_make(s.p, 0);
}

static inline bool span_eq(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

bool span_eq_str(struct span a, const char *b);
/* Compares ASCII letters without case. */
bool span_eq_nocase(struct span a, struct span b);
bool span_starts(struct span s, struct span prefix);
bool span_starts_nocase(struct span s, struct span prefix);
bool span_ends(struct span s, struct span suffix);
/* Orders by unsigned bytes, shorter first on a common prefix (RFC 5849 3.4.1.3.2). */
int span_cmp(struct span a, struct span b);
/* Finds the first occurrence; returns its offset, or -1. */
ptrdiff_t span_find(struct span s, struct span needle);
ptrdiff_t span_find_char(struct span s, char c);
/* Cuts `s` at the first `c`. Without one, before = s, after is absent, returns false. */
bool span_cut(struct span s, char c, struct span *out_before, struct span *out_after);
/* Drops spaces and tabs at both ends (the OWS of RFC 9110 5.6.3). */
struct span span_trim(struct span s);
/* Reads a decimal without sign; false when empty, not all digits, or above 2^64-1. */
bool span_u64(struct span s, uint64_t *out_value);

#endif
