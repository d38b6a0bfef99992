#include "base/span.h"

static int lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool span_eq_str(struct span a, const char *b)
{
    return span_eq(a, span_of(b));
}

bool span_eq_nocase(struct span a, struct span b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower((unsigned char)a.p[i]) != lower((unsigned char)b.p[i]))
            return false;
    return true;
}

bool span_starts(struct span s, struct span prefix)
{
    return s.len >= prefix.len && span_eq(span_make(s.p, prefix.len), prefix);
}

bool span_starts_nocase(struct span s, struct span prefix)
{
    return s.len >= prefix.len && span_eq_nocase(span_make(s.p, prefix.len), prefix);
}

bool span_ends(struct span s, struct span suffix)
{
    return s.len >= suffix.len && span_eq(span_from(s, s.len - suffix.len), suffix);
}

int span_cmp(struct span a, struct span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.p, b.p, common) : 0;

    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

ptrdiff_t span_find(struct span s, struct span needle)
{
    struct span rest = s;

    if (needle.len == 0)
        return 0;
    while (rest.len >= needle.len) {
        const char *at = memchr(rest.p, needle.p[0], rest.len - needle.len + 1);

        if (!at)
            return -1;
        if (memcmp(at, needle.p, needle.len) == 0)
            return at - s.p;
        rest = span_from(rest, (size_t)(at - rest.p) + 1);
    }
    return -1;
}

ptrdiff_t span_find_char(struct span s, char c)
{
    const char *at = s.len ? memchr(s.p, c, s.len) : NULL;

    return at ? at - s.p : -1;
}

bool span_cut(struct span s, char c, struct span *out_before, struct span *out_after)
{
    ptrdiff_t at = span_find_char(s, c);

    if (at < 0) {
        *out_before = s;
        *out_after = (struct span){ NULL, 0 };
        return false;
    }
    *out_before = span_make(s.p, (size_t)at);
    *out_after = span_make(s.p + at + 1, s.len - (size_t)at - 1);
    return true;
}

struct span span_trim(struct span s)
{
    while (s.len && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = span_make(s.p + 1, s.len - 1);
    while (s.len && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t'))
        s.len--;
    return s;
}

bool span_u64(struct span s, uint64_t *out_value)
{
    uint64_t value = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(unsigned char)s.p[i] - '0';

        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out_value = value;
    return true;
}
