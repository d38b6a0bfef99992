#include "oauth/nonce.h"

enum { STEP_MAX = 16, DIGITS_MAX = 18 };

static size_t common_start(struct span a, struct span b)
{
    size_t len = 0;

    while (len < a.len && len < b.len && a.p[len] == b.p[len])
        len++;
    return len;
}

static size_t common_end(struct span a, struct span b)
{
    size_t len = 0;

    while (len < a.len && len < b.len && a.p[a.len - 1 - len] == b.p[b.len - 1 - len])
        len++;
    return len;
}

static bool read_number(struct span text, unsigned base, uint64_t *out)
{
    uint64_t value = 0;

    if (text.len > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') + 10
                                                : 99;

        if (digit >= base || value > (UINT64_MAX - digit) / base)
            return false;
        value = value * base + digit;
    }
    *out = value;
    return true;
}

/* What stands between two texts that all nonces have in common. */
struct middle {
    size_t start, end; /* octets before and behind it */
    unsigned base;
    bool down;
};

/* Whether that is a number that changes by small steps. */
static bool is_counter_in(const struct span *nonces, size_t count, struct middle m)
{
    uint64_t before = 0, value;

    for (size_t i = 0; i < count; i++) {
        struct span nonce = nonces[m.down ? count - 1 - i : i];
        size_t len = nonce.len > m.start + m.end ? nonce.len - m.start - m.end : 0;

        if (!len || !read_number(span_make(nonce.p + m.start, len), m.base, &value) ||
            (i && (value < before || value - before > STEP_MAX)))
            return false;
        before = value;
    }
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* 99, 100: the digits in common are part of the number. */
bool oauth_nonces_count(const struct span *nonces, size_t count)
{
    size_t start, end;

    if (count < OAUTH_COUNTER_MIN)
        return false;
    start = end = nonces[0].len;
    for (size_t i = 1; i < count; i++) {
        start = least(start, common_start(nonces[0], nonces[i]));
        end = least(end, common_end(nonces[0], nonces[i]));
    }
    for (unsigned way = 0; way < 12; way++) {
        static const unsigned bases[] = { 10, 16, 36 };
        struct middle m = { .end = way & 1 ? end : 0,
                            .base = bases[way / 4],
                            .down = way & 2 };

        for (m.start = start + 1; m.start-- > 0 && start - m.start < DIGITS_MAX;)
            if (is_counter_in(nonces, count, m))
                return true;
    }
    return false;
}

struct span oauth_nonce_without_time(struct span nonce, struct span timestamp)
{
    if (timestamp.len && span_starts(nonce, timestamp))
        return span_from(nonce, timestamp.len);
    if (timestamp.len && span_ends(nonce, timestamp))
        return span_make(nonce.p, nonce.len - timestamp.len);
    return nonce;
}
