#include "json/check_state.h"

#include "base/die.h"
#include "base/pct.h"
#include "json/utf8.h"

struct span checker_rest(const struct checker *c)
{
    return span_from(c->text, c->at);
}

/* One sentence: what was expected at the current byte, and what stands there. */
enum json_error checker_expected(struct checker *c, const char *what)
{
    int ch = checker_peek(c);
    if (ch < 0) {
        json_why(c->why, "the document ends at byte %zu, where %s is expected", c->at,
                 what);
    } else if (ch > 0x20 && ch < 0x7F) {
        json_why(c->why, "'%c' at byte %zu, where %s is expected", ch, c->at, what);
    } else {
        json_why(c->why, "byte 0x%02X at %zu, where %s is expected", (unsigned)ch, c->at,
                 what);
    }
    return JSON_SYNTAX;
}

void *checker_grow(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 64;
    return xrealloc(items, *cap * size);
}

static void note_number(struct checker *c, size_t start)
{
    struct json_tokens *tokens = c->tokens;
    if (tokens) {
        tokens->indigestible |= c->at - start > CJSON_NUMBER_MAX;
        tokens->items = checker_grow(tokens->items, tokens->count, &tokens->cap,
                                     sizeof *tokens->items);
        tokens->items[tokens->count++] = span_make(c->text.p + start, c->at - start);
    }
    if (c->scratch && c->at - start > CJSON_NUMBER_MAX) {
        memset(c->scratch + start, ' ', c->at - start);
        c->scratch[start] = '0';
    }
}

static bool skip_digits(struct checker *c)
{
    size_t start = c->at;
    while (checker_peek(c) >= '0' && checker_peek(c) <= '9')
        c->at++;
    return c->at > start;
}

static bool skip_either(struct checker *c, char a, char b)
{
    int ch = checker_peek(c);
    if (ch != a && ch != b)
        return false;
    c->at++;
    return true;
}

/* RFC 8259 section 6. */
enum json_error checker_number(struct checker *c)
{
    size_t start = c->at;
    skip_either(c, '-', '-');
    if (!skip_either(c, '0', '0') && !skip_digits(c))
        return checker_expected(c, "a digit");
    if (skip_either(c, '.', '.') && !skip_digits(c))
        return checker_expected(c, "a digit after the point");
    if (skip_either(c, 'e', 'E')) {
        skip_either(c, '+', '-');
        if (!skip_digits(c))
            return checker_expected(c, "a digit of the exponent");
    }
    note_number(c, start);
    return JSON_OK;
}

static bool hex4(struct checker *c, uint32_t *out_unit)
{
    uint32_t unit = 0;
    for (size_t i = 0; i < 4; i++) {
        int value = checker_peek(c) < 0 ? -1 : pct_hex_value(c->text.p[c->at]);
        if (value < 0)
            return false;
        unit = unit << 4 | (uint32_t)value;
        c->at++;
    }
    *out_unit = unit;
    return true;
}

static enum json_error lone_surrogate(struct checker *c, size_t start)
{
    json_why(c->why, "a lone surrogate escape at byte %zu", start);
    return JSON_SURROGATE;
}

/* After \u: one escape, or two that make a surrogate pair (RFC 8259 section 7). */
static enum json_error unicode_escape(struct checker *c, struct buf *decoded)
{
    size_t start = c->at - 2;
    uint32_t point, low;
    char bytes[4];
    if (!hex4(c, &point))
        return checker_expected(c, "a hex digit of \\u");
    if (point >= 0xDC00 && point <= 0xDFFF)
        return lone_surrogate(c, start);
    if (point >= 0xD800 && point <= 0xDBFF) {
        if (!span_starts(checker_rest(c), SPAN("\\u")))
            return lone_surrogate(c, start);
        c->at += 2;
        if (!hex4(c, &low))
            return checker_expected(c, "a hex digit of \\u");
        if (low < 0xDC00 || low > 0xDFFF)
            return lone_surrogate(c, start);
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    if (c->tokens && point == 0)
        c->tokens->indigestible = true;
    if (c->scratch && point == 0)
        memcpy(c->scratch + start, "\\ufffd", 6);
    if (decoded)
        buf_add(decoded, bytes, utf8_encode(point, bytes));
    return JSON_OK;
}

static enum json_error escape(struct checker *c, struct buf *decoded)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    int ch = checker_peek(c);
    const char *found = ch > 0 ? strchr(from, ch) : NULL;
    if (ch == 'u') {
        c->at++;
        return unicode_escape(c, decoded);
    }
    if (!found)
        return checker_expected(c, "one of \" \\ / b f n r t u after a backslash");
    if (decoded)
        buf_add_char(decoded, to[found - from]);
    c->at++;
    return JSON_OK;
}

static enum json_error raw_character(struct checker *c)
{
    uint32_t point;
    size_t len = utf8_decode(checker_rest(c), &point);
    if (len == 0) {
        json_why(c->why, "byte 0x%02X at %zu is not UTF-8", (unsigned)checker_peek(c),
                 c->at);
        return JSON_UTF8;
    }
    if (point < 0x20) {
        json_why(c->why, "a raw control character 0x%02X at byte %zu", point, c->at);
        return JSON_SYNTAX;
    }
    c->at += len;
    return JSON_OK;
}

/* Whether eight octets are all printable ASCII or DEL without quote and backslash: no
 * octet's top bit is set, none borrows when 0x20 is taken off, and none is zero once a
 * quote or a backslash is. */
static bool is_plain(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t octets, quotes, backslashes;
    memcpy(&octets, p, sizeof octets);
    quotes = octets ^ (ones * '"');
    backslashes = octets ^ (ones * '\\');
    return !((octets | (octets - ones * 0x20) | (quotes - ones) | (backslashes - ones)) &
             tops);
}

static void skip_plain(struct checker *c)
{
    const char *p = c->text.p;
    size_t at = c->at, end = c->text.len;
    while (at + 8 <= end && is_plain(p + at))
        at += 8;
    while (at < end && (unsigned char)p[at] >= 0x20 && (unsigned char)p[at] < 0x80 &&
           p[at] != '"' && p[at] != '\\')
        at++;
    c->at = at;
}

/* Up to the closing quote. `decoded` may be NULL. */
static enum json_error characters(struct checker *c, struct buf *decoded, bool *escaped)
{
    enum json_error error = JSON_OK;
    while (!error) {
        size_t from = c->at;
        skip_plain(c);
        int ch = checker_peek(c);
        if (ch >= 0x80 || (ch >= 0 && ch < 0x20))
            error = raw_character(c);
        if (decoded)
            buf_add(decoded, c->text.p + from, c->at - from);
        if (ch == '"')
            return JSON_OK;
        if (ch == '\\') {
            *escaped = true;
            c->at++;
            error = escape(c, decoded);
        } else if (ch < 0) {
            error = checker_expected(c, "the closing quote");
        }
    }
    return error;
}

/* The string from `start` on once more, now that it is known to have escapes. */
static struct span decoded_string(struct checker *c, size_t start)
{
    struct buf decoded;
    bool escaped;
    buf_init(&decoded, JSON_TEXT_MAX);
    c->at = start;
    characters(c, &decoded, &escaped);
    struct span kept = arena_copy(&c->arena, buf_span(&decoded));
    buf_release(&decoded);
    return kept;
}

enum json_error checker_string(struct checker *c, struct span *said)
{
    size_t start = ++c->at;
    bool escaped = false;
    enum json_error error = characters(c, NULL, &escaped);
    if (error)
        return error;
    if (said)
        *said = escaped ? decoded_string(c, start)
                        : span_make(c->text.p + start, c->at - start);
    c->at++;
    return JSON_OK;
}
