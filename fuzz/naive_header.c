#include "fuzz/naive.h"

struct reader {
    struct span text;
    size_t at;
    struct span name, value; /* as they stand */
    bool realm;
};

/* The character at the reader, -1 at the end. */
static int here(const struct reader *r)
{
    return r->at < r->text.len ? (unsigned char)r->text.p[r->at] : -1;
}

static bool is_control(int c)
{
    return (c < ' ' && c != '\t') || c == 0x7f;
}

/* An escape in the name does not make it another name. */
static bool is_realm(struct span sent)
{
    struct buf name;
    bool realm;

    if (naive_up_to(sent, "%") == sent.len)
        return naive_is_word(sent, "realm");
    buf_init(&name, BUF_MAX_MESSAGE);
    naive_decode(&name, sent, false);
    realm = naive_is_word(buf_span(&name), "realm");
    buf_release(&name);
    return realm;
}

static bool read_name(struct reader *r)
{
    size_t start = r->at;

    for (; here(r) != '='; r->at++)
        if (here(r) <= ' ' || here(r) == 0x7f || here(r) == '"' || here(r) == ',')
            return false;
    r->name = span_make(r->text.p + start, r->at - start);
    r->at++;
    r->realm = is_realm(r->name);
    return r->name.len > 0;
}

/* A realm is a quoted-string, in which a backslash quotes (RFC 9110 5.6.4); the rest is
 * percent-encoded and ends at the next quote. */
static bool read_value(struct reader *r)
{
    size_t start = r->at + 1;

    if (here(r) != '"')
        return false;
    for (r->at++; here(r) != '"'; r->at++) {
        if (r->realm && here(r) == '\\')
            r->at++;
        if (here(r) < 0 || is_control(here(r)))
            return false;
    }
    r->value = span_make(r->text.p + start, r->at - start);
    r->at++;
    return true;
}

static bool at_separator(const struct reader *r)
{
    struct reader ahead = *r;

    while (here(&ahead) == ' ' || here(&ahead) == '\t')
        ahead.at++;
    return here(&ahead) < 0 || here(&ahead) == ',';
}

static void keep_realm(const struct reader *r, struct naive_pairs *pairs)
{
    struct buf value;

    buf_init(&value, BUF_MAX_MESSAGE);
    for (size_t i = 0; i < r->value.len; i++) {
        if (r->value.p[i] == '\\')
            i++;
        buf_add_char(&value, r->value.p[i]);
    }
    naive_pairs_add(pairs, SPAN("realm"), buf_span(&value), NAIVE_HEADER);
    buf_release(&value);
}

static enum naive_header read_pairs(struct reader *r, struct naive_pairs *pairs)
{
    for (;;) {
        while (here(r) == ' ' || here(r) == '\t' || here(r) == ',')
            r->at++;
        if (here(r) < 0)
            return NAIVE_OAUTH;
        if (!read_name(r) || !read_value(r) || !at_separator(r))
            return NAIVE_BROKEN;
        if (r->realm)
            keep_realm(r, pairs);
        else
            naive_pairs_add_sent(pairs, r->name, r->value, NAIVE_HEADER);
        if (pairs->overflow)
            return NAIVE_BROKEN;
    }
}

enum naive_header naive_header(struct naive_pairs *pairs, struct span value)
{
    struct reader r = { .text = span_trim(value), .at = 5 };

    if (r.text.len == 0)
        return NAIVE_NO_HEADER;
    if (r.text.len < 5 || !naive_is_word(span_make(r.text.p, 5), "oauth") ||
        (here(&r) >= 0 && here(&r) != ' ' && here(&r) != '\t'))
        return NAIVE_OTHER_SCHEME;
    return read_pairs(&r, pairs);
}
