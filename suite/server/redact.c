#include "server/redact.h"

#include "base/pct.h"

#include <nettle/base64.h>

void redactor_init(struct redactor *redactor)
{
    *redactor = (struct redactor){ 0 };
}

void redactor_release(struct redactor *redactor)
{
    arena_release(&redactor->mem);
}

static void add_needle(struct redactor *r, struct span needle)
{
    unsigned char first = (unsigned char)needle.p[0];

    for (size_t i = 0; i < r->count; i++)
        if (span_eq(r->needles[i], needle))
            return;
    if (r->count == REDACTOR_NEEDLES_MAX)
        return;
    r->needles[r->count] = arena_copy(&r->mem, needle);
    r->next[r->count] = r->first[first];
    r->first[first] = (uint8_t)++r->count;
}

static void add_hex(struct redactor *r, struct span secret, bool upper)
{
    struct buf hex;

    buf_init(&hex, BUF_MAX_TEXT);
    for (size_t i = 0; i < secret.len; i++)
        buf_addf(&hex, upper ? "%02X" : "%02x", (unsigned)(unsigned char)secret.p[i]);
    add_needle(r, buf_span(&hex));
    buf_release(&hex);
}

/* Base64 of a secret inside a longer text starts at any of three phases; the middle of
 * each, which does not depend on what stands around it, is the needle. */
static void add_base64(struct redactor *r, struct span secret)
{
    for (size_t phase = 0; phase < 3; phase++) {
        struct span s = span_from(secret, phase);
        char text[BASE64_ENCODE_RAW_LENGTH(300) + 1];

        s.len -= s.len % 3;
        if (s.len < 6 || s.len > 300)
            continue;
        base64_encode_raw(text, s.len, (const uint8_t *)s.p);
        add_needle(r, span_make(text, s.len / 3 * 4));
    }
}

/* How other writers escape characters: a table of pairs, character and text. */
struct escapes {
    const char *characters;
    const char *texts[6];
};

/* Percent-encoding in lower case is made below; these are forms, JSON, HTML and XML. */
static const struct escapes written[] = {
    { " ", { "+" } },
    { "\"\\", { "\\\"", "\\\\" } },
    { "\"\\/", { "\\\"", "\\\\", "\\/" } },
    { "&<>\"'", { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" } },
    { "&<>\"'", { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;" } },
    { "&<>", { "&amp;", "&lt;", "&gt;" } },
};

static void add_escaped(struct redactor *r, struct span secret, const struct escapes *e)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    for (size_t i = 0; i < secret.len; i++) {
        const char *at = secret.p[i] ? strchr(e->characters, secret.p[i]) : NULL;

        if (at)
            buf_add_str(&text, e->texts[at - e->characters]);
        else
            buf_add_char(&text, secret.p[i]);
    }
    add_needle(r, buf_span(&text));
    buf_release(&text);
}

/* Percent-encoded as a form does it, and in lower case. */
static void add_percent_forms(struct redactor *r, struct span encoded)
{
    struct buf form, lower;

    buf_init(&form, BUF_MAX_TEXT);
    buf_init(&lower, BUF_MAX_TEXT);
    for (size_t i = 0; i < encoded.len; i++) {
        bool escape = encoded.p[i] == '%' && i + 2 < encoded.len;

        if (escape && span_starts(span_from(encoded, i), SPAN("%20")))
            buf_add_char(&form, '+');
        else
            buf_add(&form, encoded.p + i, escape ? 3 : 1);
        for (size_t k = 0; k < (escape ? 3u : 1u); k++) {
            char c = encoded.p[i + k];

            buf_add_char(&lower, escape && c >= 'A' && c <= 'F' ? (char)(c + 32) : c);
        }
        i += escape ? 2 : 0;
    }
    add_needle(r, buf_span(&form));
    add_needle(r, buf_span(&lower));
    buf_release(&form);
    buf_release(&lower);
}

void redactor_add(struct redactor *redactor, struct span secret)
{
    struct buf encoded, twice;

    if (secret.len < 4)
        return;
    buf_init(&encoded, BUF_MAX_TEXT);
    buf_init(&twice, BUF_MAX_TEXT);
    pct_encode(&encoded, secret);
    pct_encode(&twice, buf_span(&encoded));
    add_needle(redactor, secret);
    add_needle(redactor, buf_span(&encoded));
    add_needle(redactor, buf_span(&twice));
    add_percent_forms(redactor, buf_span(&encoded));
    for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++)
        add_escaped(redactor, secret, &written[i]);
    add_hex(redactor, secret, false);
    add_hex(redactor, secret, true);
    add_base64(redactor, secret);
    buf_release(&encoded);
    buf_release(&twice);
}

static size_t needle_at(const struct redactor *r, struct span rest)
{
    size_t longest = 0;

    for (unsigned i = r->first[(unsigned char)rest.p[0]]; i; i = r->next[i - 1])
        if (r->needles[i - 1].len > longest && span_starts(rest, r->needles[i - 1]))
            longest = r->needles[i - 1].len;
    return longest;
}

bool redactor_finds(const struct redactor *redactor, struct span bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (redactor->first[(unsigned char)bytes.p[i]] &&
            needle_at(redactor, span_from(bytes, i)))
            return true;
    return false;
}

/* What stands before a value that is masked, and what ends the value. */
static const struct {
    const char *before, *end;
} masks[] = {
    { "oauth_token=\"", "\"" },     { "oauth_signature=\"", "\"" },
    { "oauth_token=", "& \r\n\"" }, { "oauth_signature=", "& \r\n\"" },
    { "Bearer ", "\r\n" },          { "Basic ", "\r\n" },
};

static size_t mask_at(struct span rest, struct buf *out)
{
    for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
        struct span before = span_of(masks[i].before);
        size_t end = before.len;

        if (!span_starts(rest, before))
            continue;
        while (end < rest.len && !strchr(masks[i].end, rest.p[end]))
            end++;
        if (end == before.len || (end - before.len < 8 && before.p[0] == 'B'))
            return 0; /* "Basic" and "Bearer" are words, too */
        buf_add_span(out, before);
        if (end - before.len >= 8)
            buf_add(out, rest.p + before.len, 4);
        buf_add_str(out, "***");
        return end;
    }
    return 0;
}

/* How many bytes from here on can neither be a secret nor begin something that is masked.
 */
static size_t plain_len(const struct redactor *r, struct span rest)
{
    size_t len = 0;

    while (len < rest.len && rest.p[len] != 'o' && rest.p[len] != 'B' &&
           !r->first[(unsigned char)rest.p[len]])
        len++;
    return len;
}

void redactor_write(const struct redactor *redactor, struct buf *out, struct span bytes)
{
    for (size_t i = 0; i < bytes.len;) {
        struct span rest = span_from(bytes, i);
        size_t len = plain_len(redactor, rest);

        if (len) {
            buf_add(out, rest.p, len);
            i += len;
            continue;
        }
        len = needle_at(redactor, rest);
        if (len)
            buf_add_str(out, "***");
        else if (!redactor->show)
            len = mask_at(rest, out);
        if (len == 0) {
            buf_add_char(out, rest.p[0]);
            len = 1;
        }
        i += len;
    }
}

void redact_url(struct buf *out, struct span url)
{
    struct span rest = url, authority, host;
    ptrdiff_t scheme = span_find(url, SPAN("://"));
    size_t len = 0;

    if (scheme >= 0) {
        buf_add(out, url.p, (size_t)scheme + 3);
        rest = span_from(url, (size_t)scheme + 3);
    }
    while (len < rest.len && !strchr("/?#", rest.p[len]))
        len++;
    authority = span_make(rest.p, len);
    if (span_find_char(authority, '@') >= 0) {
        buf_add_str(out, "***@");
        while (span_cut(authority, '@', &host, &authority))
            continue;
        authority = host;
    }
    buf_add_span(out, authority);
    for (; len < rest.len && rest.p[len] != '?' && rest.p[len] != '#'; len++)
        buf_add_char(out, rest.p[len]);
    if (len < rest.len)
        buf_addf(out, "%c***", rest.p[len]);
}
