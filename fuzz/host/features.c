/* The features of a request, each by the plainest test of its text. */
#include "fuzz/host/quirks.h"
#include "fuzz/naive.h"
#include "oauth/url.h"
#include "json/utf8.h"

#include <stdlib.h>

enum { LONG_FROM = 900 };

static struct span in(struct fav_in value)
{
    return span_make((const char *)value.p, value.n);
}

static bool has_range(struct span s, unsigned char from, unsigned char to)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= from && (unsigned char)s.p[i] <= to)
            return true;
    return false;
}

static bool has_any(struct span s, const char *characters)
{
    for (; *characters; characters++)
        if (span_find_char(s, *characters) >= 0)
            return true;
    return false;
}

bool features_utf8(struct span s)
{
    uint32_t point;

    while (s.len) {
        size_t len = utf8_decode(s, &point);

        if (len == 0)
            return false;
        s = span_from(s, len);
    }
    return true;
}

static uint64_t when(bool holds, uint64_t bit)
{
    return holds ? bit : 0;
}

static bool odd_port(struct span port)
{
    return port.p && (port.len == 0 || port.p[0] == '0');
}

static bool odd_path(struct span path)
{
    return has_any(path, ";") || span_find(path, SPAN("//")) >= 0 ||
           span_find(path, SPAN("/.")) >= 0;
}

/* The authority as it stands, with user info. */
static struct span authority(struct span url)
{
    ptrdiff_t start = span_find(url, SPAN("://"));
    size_t len = 0;

    url = span_from(url, start < 0 ? url.len : (size_t)start + 3);
    while (len < url.len && !memchr("/?#", url.p[len], 3))
        len++;
    return span_make(url.p, len);
}

static uint64_t url_features(struct span text)
{
    struct oauth_url url;
    bool is_default, port_text = span_find(text, SPAN(":80/")) >= 0;
    struct span name;

    if (oauth_url_split(text, &url) != 0)
        return 0;
    name = authority(text);
    is_default = url.port.len && oauth_port_is_default(url.port, url.https);
    return when(has_range(url.scheme, 'A', 'Z') || has_range(url.host, 'A', 'Z'),
                FAV_QUIRK_URL_CASE) |
           when(is_default, FAV_QUIRK_DEFAULT_PORT) |
           when(odd_port(url.port) || span_ends(name, SPAN(":")), FAV_QUIRK_ODD_PORT) |
           when(port_text && !(is_default && !url.https), FAV_QUIRK_PORT_TEXT) |
           when(url.path.len == 0, FAV_QUIRK_EMPTY_PATH) |
           when(has_any(name, "@"), FAV_QUIRK_USER_INFO) |
           when(has_any(text, "#"), FAV_QUIRK_FRAGMENT) |
           when(has_any(url.host, "["), FAV_QUIRK_IPV6) |
           when(has_any(url.path, "+&"), FAV_QUIRK_PATH_TEXT) |
           when(odd_path(url.path), FAV_QUIRK_ODD_PATH);
}

/* %3D, %26 or %3F. */
static bool has_escaped_delimiter(struct span text)
{
    for (; text.len >= 3; text = span_from(text, 1))
        if (span_starts(text, SPAN("%26")) || span_starts_nocase(text, SPAN("%3D")) ||
            span_starts_nocase(text, SPAN("%3F")))
            return true;
    return false;
}

/* One piece between two &. */
static uint64_t piece_features(struct span piece, uint64_t extra_equals)
{
    struct span name, value;
    bool equals = span_cut(piece, '=', &name, &value);

    return when(piece.len == 0, FAV_QUIRK_EMPTY_PAIR) |
           when(piece.len && !equals, FAV_QUIRK_NO_EQUALS) |
           when(piece.len && name.len == 0, FAV_QUIRK_EMPTY_NAME) |
           when(has_any(name, "%"), FAV_QUIRK_ESCAPED_NAME) |
           when(equals && value.len == 0, FAV_QUIRK_EMPTY_VALUE) |
           when(equals && has_any(value, "="), extra_equals);
}

static uint64_t form_features(struct span text, uint64_t plus, uint64_t extra_equals)
{
    uint64_t set = when(has_any(text, ";"), FAV_QUIRK_SEMICOLON) |
                   when(has_any(text, "?"), FAV_QUIRK_QUESTION) |
                   when(has_any(text, "!*'()"), FAV_QUIRK_RESERVED) |
                   when(has_escaped_delimiter(text), FAV_QUIRK_DELIMITER) |
                   when(has_any(text, "+"), plus);
    struct span piece;

    if (text.len == 0)
        return 0;
    while (text.p) {
        span_cut(text, '&', &piece, &text);
        set |= piece_features(piece, extra_equals);
    }
    return set;
}

static bool is_number(struct span s)
{
    uint64_t value;

    return span_u64(s, &value);
}

/* What every object of JavaScript has. */
static bool is_inherited(struct span name)
{
    static const char *const names[] = {
        "__proto__",        "constructor",      "hasOwnProperty",
        "isPrototypeOf",    "toLocaleString",   "propertyIsEnumerable",
        "toString",         "valueOf",          "__defineGetter__",
        "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (span_eq_str(name, names[i]))
            return true;
    return false;
}

static uint64_t decoded_features(struct span name, struct span value)
{
    const struct span parts[] = { name, value };
    uint64_t set =
        when(span_starts(name, SPAN("oauth_")), FAV_QUIRK_OAUTH_NAME) |
        when(span_starts_nocase(name, SPAN("oauth_signature")), FAV_QUIRK_SIGNATURE) |
        when(is_inherited(name), FAV_QUIRK_PROTO) |
        when(is_number(name), FAV_QUIRK_NUMBER_NAME);

    for (size_t i = 0; i < 2; i++)
        set |= when(span_find_char(parts[i], '\0') >= 0, FAV_QUIRK_NUL) |
               when(has_range(parts[i], 1, 0x1f) || has_any(parts[i], "\x7f"),
                    FAV_QUIRK_CONTROL) |
               when(!features_utf8(parts[i]), FAV_QUIRK_NOT_UTF8) |
               when(has_range(parts[i], 0x80, 0xff), FAV_QUIRK_NON_ASCII) |
               when(parts[i].len > LONG_FROM / 3, FAV_QUIRK_LONG);
    return set;
}

static uint64_t order_features(const struct naive_pairs *pairs)
{
    uint64_t set = 0;

    for (size_t i = 0; i < pairs->count; i++)
        for (size_t k = 0; k < pairs->count; k++) {
            struct span a = buf_span(&pairs->items[i].name);
            struct span b = buf_span(&pairs->items[k].name);

            if (i == k)
                continue;
            set |= span_eq(a, b)       ? FAV_QUIRK_DUPLICATE
                   : span_starts(b, a) ? FAV_QUIRK_PREFIX
                                       : 0;
        }
    return set;
}

static uint64_t text_features(const struct fav_request *r)
{
    const struct fav_in texts[] = { r->url,          r->body,  r->consumer_key,
                                    r->token,        r->nonce, r->consumer_secret,
                                    r->token_secret, r->method };
    uint64_t set =
        when(r->token.n == 0, FAV_QUIRK_NO_TOKEN) |
        when(r->consumer_secret.n == 0 || r->token_secret.n == 0 ||
                 r->consumer_key.n == 0 || r->nonce.n == 0 || r->timestamp.n == 0,
             FAV_QUIRK_EMPTY_SECRET) |
        when(has_range(in(r->method), 'a', 'z'), FAV_QUIRK_METHOD_CASE);

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        set |= when(texts[i].n > LONG_FROM / (i < 2 ? 1 : 3), FAV_QUIRK_LONG) |
               when(i >= 2 && has_range(in(texts[i]), 0x80, 0xff), FAV_QUIRK_NON_ASCII);
    return set;
}

uint64_t request_features(const struct fav_request *r)
{
    bool form = naive_is_form(in(r->content_type));
    struct span query = naive_query(in(r->url)), body = form ? in(r->body) : SPAN("");
    uint64_t set = url_features(in(r->url)) | text_features(r) |
                   form_features(query, FAV_QUIRK_PLUS, FAV_QUIRK_EQUALS) |
                   form_features(body, FAV_QUIRK_PLUS_BODY, FAV_QUIRK_EQUALS_BODY) |
                   when(query.p && query.len == 0, FAV_QUIRK_EMPTY_PAIR) |
                   when(span_find(body, SPAN(":/")) >= 0, FAV_QUIRK_URL_TEXT) |
                   when(!form && r->body.n, FAV_QUIRK_BODY_TYPE);
    struct naive_pairs pairs;
    size_t in_query;

    naive_pairs_init(&pairs);
    naive_pairs_add_form(&pairs, query, NAIVE_QUERY);
    in_query = pairs.count;
    naive_pairs_add_form(&pairs, body, NAIVE_BODY);
    set |= when(in_query && pairs.count > in_query, FAV_QUIRK_BOTH);
    for (size_t i = 0; i < pairs.count; i++)
        set |= decoded_features(buf_span(&pairs.items[i].name),
                                buf_span(&pairs.items[i].value));
    if (pairs.count < 100)
        set |= order_features(&pairs);
    naive_pairs_release(&pairs);
    return set;
}
