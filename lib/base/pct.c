#include "base/pct.h"

#include "base/die.h"

#include <endian.h>
#include <stdlib.h>

static const bool unreserved[256] = {
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1,
    ['7'] = 1, ['8'] = 1, ['9'] = 1, ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1,
    ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1,
    ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1,
    ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1,
    ['Z'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
    ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1,
    ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1,
    ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1, ['-'] = 1,
    ['.'] = 1, ['_'] = 1, ['~'] = 1,
};

bool pct_is_unreserved(unsigned char c)
{
    return unreserved[c];
}

static const char hex[] = "0123456789ABCDEF";

/* Sixteen octets at a time, which a compiler turns into a few vector instructions: most
 * of what is signed is letters and digits. */
typedef uint8_t lane __attribute__((vector_size(16)));

/* How many octets at the start of a lane stay as they are. */
static size_t lane_plain_len(const char *p)
{
    uint64_t halves[2];
    lane c, plain;

    memcpy(&c, p, sizeof(c));
    plain = (lane)((c | 0x20) - 'a' < 26) | (lane)(c - '0' < 10) | (lane)(c - '-' < 2) |
            (lane)(c == '_') | (lane)(c == '~');
    memcpy(halves, &plain, sizeof(halves));
    for (size_t i = 0; i < 2; i++) {
        uint64_t other = ~le64toh(halves[i]);

        if (other)
            return 8 * i + (size_t)__builtin_ctzll(other) / 8;
    }
    return sizeof(lane);
}

static char *write_octet(char *to, unsigned char c)
{
    if (unreserved[c]) {
        *to++ = (char)c;
    } else {
        *to++ = '%';
        *to++ = hex[c >> 4];
        *to++ = hex[c & 15];
    }
    return to;
}

static char *write_octet_twice(char *to, unsigned char c)
{
    if (unreserved[c]) {
        *to++ = (char)c;
    } else {
        memcpy(to, "%25", 3);
        to[3] = hex[c >> 4];
        to[4] = hex[c & 15];
        to += 5;
    }
    return to;
}

typedef char *octet_writer(char *to, unsigned char c);

/* A lane is copied whole, and what stands behind the first octet that does not stay is
 * written over: there is as much room as there are octets left. */
static inline char *write_all(char *to, struct span s, octet_writer *write)
{
    while (s.len >= sizeof(lane)) {
        size_t len = lane_plain_len(s.p);
        lane c;

        memcpy(&c, s.p, sizeof(c));
        memcpy(to, &c, sizeof(c));
        to += len;
        s = span_from(s, len);
        for (; s.len && !unreserved[(unsigned char)*s.p]; s = span_from(s, 1))
            to = write(to, (unsigned char)*s.p);
    }
    for (size_t i = 0; i < s.len; i++)
        to = write(to, (unsigned char)s.p[i]);
    return to;
}

char *pct_write(char *to, struct span s)
{
    return write_all(to, s, write_octet);
}

char *pct_write_twice(char *to, struct span s)
{
    return write_all(to, s, write_octet_twice);
}

/* Close to the maximum: what fits is kept, and not more encoded than that. */
static void encode_what_fits(struct buf *out, struct span s)
{
    size_t room = out->max - out->len;
    char *text;

    if (out->overflow)
        return;
    s.len = s.len > room ? room + 1 : s.len;
    text = xmalloc(3 * s.len);
    buf_add(out, text, (size_t)(pct_write(text, s) - text));
    free(text);
}

void pct_encode(struct buf *out, struct span s)
{
    if (out->overflow || s.len > (out->max - out->len) / 3) {
        encode_what_fits(out, s);
        return;
    }
    out->len += (size_t)(pct_write(buf_reserve(out, 3 * s.len), s) - (out->p + out->len));
    buf_terminate(out);
}

/* In encoded text an encoded octet begins with `%`, which stands before all unreserved
 * ones, and two encoded octets are ordered by their digits. */
static int rank(char c)
{
    unsigned char octet = (unsigned char)c;

    return unreserved[octet] ? 256 + octet : octet;
}

int pct_cmp(struct span a, struct span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    size_t i = 0;

    while (i < common && a.p[i] == b.p[i])
        i++;
    if (i < common)
        return rank(a.p[i]) - rank(b.p[i]);
    return (a.len > b.len) - (a.len < b.len);
}

/* One more than the value of a digit. */
static const uint8_t digits[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
    ['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['A'] = 11, ['B'] = 12,
    ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['a'] = 11, ['b'] = 12,
    ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

int pct_hex_value(char c)
{
    return digits[(unsigned char)c] - 1;
}

/* The octet that `s` begins with, -1 if it does not begin with %XX. */
static int escaped(struct span s)
{
    int high, low;

    if (s.len < 3 || s.p[0] != '%')
        return -1;
    high = pct_hex_value(s.p[1]);
    low = pct_hex_value(s.p[2]);
    return (high | low) < 0 ? -1 : high * 16 + low;
}

size_t pct_plain_len(struct span s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;

    while (i + sizeof(lane) <= s.len) {
        size_t len = lane_plain_len(s.p + i);

        i += len;
        if (len < sizeof(lane))
            return i;
    }
    while (i + 4 <= s.len && unreserved[p[i]] & unreserved[p[i + 1]] &
                                 unreserved[p[i + 2]] & unreserved[p[i + 3]])
        i += 4;
    while (i < s.len && unreserved[p[i]])
        i++;
    return i;
}

bool pct_is_encoded(struct span s)
{
    size_t i = 0;

    while (i < s.len) {
        size_t len = s.p[i] == '%' ? 0 : pct_plain_len(span_from(s, i));

        if (len == 0 && escaped(span_from(s, i)) < 0)
            return false;
        i += len ? len : 3;
    }
    return true;
}

size_t pct_read_octet(struct span s, char *out)
{
    int octet = escaped(s);

    *out = octet < 0 ? s.p[0] : (char)octet;
    return octet < 0 ? 1 : 3;
}

/* Copies what stands before the first `%`, `plus` for each plus sign, and cuts it off. */
static char *take_run(char *to, struct span *s, char plus)
{
    size_t i = 0;

    while (s->len - i >= sizeof(lane)) {
        uint64_t halves[2];
        lane c, stop;

        memcpy(&c, s->p + i, sizeof(c));
        stop = (lane)(c == '%');
        memcpy(halves, &stop, sizeof(halves));
        if (halves[0] | halves[1])
            break;
        c ^= (lane)(c == '+') & (uint8_t)('+' ^ plus);
        memcpy(to + i, &c, sizeof(c));
        i += sizeof(c);
    }
    for (; i < s->len && s->p[i] != '%'; i++)
        to[i] = s->p[i] == '+' ? plus : s->p[i];
    *s = span_from(*s, i);
    return to + i;
}

/* *bad: whether there is a `%` without two digits. */
static char *read_all(char *to, struct span s, bool form, bool *bad)
{
    while (s.len) {
        int octet;

        if (s.p[0] != '%')
            to = take_run(to, &s, form ? ' ' : '+');
        if (!s.len)
            break;
        octet = escaped(s);
        *bad = *bad || octet < 0;
        *to++ = octet < 0 ? '%' : (char)octet;
        s = span_from(s, octet < 0 ? 1 : 3);
    }
    return to;
}

char *pct_read(char *to, struct span s, bool form)
{
    bool bad = false;

    return read_all(to, s, form, &bad);
}

static int decode(struct buf *out, struct span s, bool form)
{
    bool bad = false, fits = !out->overflow && s.len <= out->max - out->len;
    char *to = fits ? buf_reserve(out, s.len) : xmalloc(s.len);
    char *end = read_all(to, s, form, &bad);

    if (fits) {
        out->len += (size_t)(end - to);
        buf_terminate(out);
    } else {
        buf_add(out, to, (size_t)(end - to));
        free(to);
    }
    return bad ? -1 : 0;
}

int pct_decode(struct buf *out, struct span s)
{
    return decode(out, s, false);
}

int pct_decode_form(struct buf *out, struct span s)
{
    return decode(out, s, true);
}
