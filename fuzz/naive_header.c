#include "fuzz/naive.h"

struct reader {
    struct span text;
    size_t at;
    struct buf name, value;
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

static bool read_name(struct reader *r)
{
    buf_reset(&r->name);
    for (; here(r) != '='; r->at++) {
        if (here(r) <= ' ' || here(r) == 0x7f || here(r) == '"' || here(r) == ',')
            return false;
        buf_add_char(&r->name, (char)here(r));
    }
    r->at++;
    r->realm = r->name.len == 5 && strncasecmp(r->name.p, "realm", 5) == 0;
    return r->name.len > 0;
}

/* A realm is a quoted-string, in which a backslash quotes (RFC 9110 5.6.4); the rest is
 * percent-encoded and ends at the next quote. */
static bool read_value(struct reader *r)
{
    buf_reset(&r->value);
    if (here(r) != '"')
        return false;
    for (r->at++; here(r) != '"'; r->at++) {
        bool quoting = r->realm && here(r) == '\\';

        if (here(r) < 0 || is_control(here(r)))
            return false;
        if (quoting) {
            r->at++;
            if (here(r) < 0 || is_control(here(r)))
                return false;
        }
        buf_add_char(&r->value, (char)here(r));
    }
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

static void keep(struct reader *r, struct naive_pairs *pairs)
{
    struct buf name, value;

    buf_init(&name, BUF_MAX_MESSAGE);
    buf_init(&value, BUF_MAX_MESSAGE);
    if (r->realm) {
        buf_add_str(&name, "realm");
        buf_add_span(&value, buf_span(&r->value));
    } else {
        naive_decode(&name, buf_span(&r->name), false);
        naive_decode(&value, buf_span(&r->value), false);
    }
    naive_pairs_add(pairs, buf_span(&name), buf_span(&value), NAIVE_HEADER);
    if (!pairs->overflow) {
        struct buf *as_sent = &pairs->items[pairs->count - 1].as_sent;

        buf_reset(as_sent);
        buf_add_span(as_sent, buf_span(&r->value));
    }
    buf_release(&name);
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
        keep(r, pairs);
        if (pairs->overflow)
            return NAIVE_BROKEN;
    }
}

enum naive_header naive_header(struct naive_pairs *pairs, struct span value)
{
    struct reader r = { .text = span_trim(value), .at = 5 };
    enum naive_header result;

    if (r.text.len == 0)
        return NAIVE_NO_HEADER;
    if (r.text.len < 5 || strncasecmp(r.text.p, "OAuth", 5) != 0 ||
        (here(&r) >= 0 && here(&r) != ' ' && here(&r) != '\t'))
        return NAIVE_OTHER_SCHEME;
    buf_init(&r.name, BUF_MAX_MESSAGE);
    buf_init(&r.value, BUF_MAX_MESSAGE);
    result = read_pairs(&r, pairs);
    buf_release(&r.name);
    buf_release(&r.value);
    return result;
}
