#include "fuzz/host/domain.h"

#include "oauth/url.h"
#include "json/utf8.h"

#include <ctype.h>

#define HOST "api.twitter.com"
#define UNRESERVED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
#define SUB_DELIMITERS "!$&'()*+,;="

static struct fav_in keep(struct span s)
{
    struct span copy = fuzz_copy(s);

    return (struct fav_in){ (const uint8_t *)copy.p, copy.len };
}

static bool is_escape(struct span s)
{
    return s.len >= 3 && isxdigit((unsigned char)s.p[1]) &&
           isxdigit((unsigned char)s.p[2]);
}

/* Appends with everything escaped but `allowed`; an octet that is no UTF-8 counts as
 * Latin-1. */
static void add_escaped(struct buf *out, struct span s, const char *allowed)
{
    static const char hex[] = "0123456789ABCDEF";

    while (s.len) {
        unsigned char c = (unsigned char)s.p[0];
        uint32_t point;
        char octets[4];
        size_t len = utf8_decode(s, &point), octet_count;

        if (c == '%' && is_escape(s)) {
            buf_add(out, s.p, 3);
            s = span_from(s, 3);
            continue;
        }
        octet_count = utf8_encode(len ? point : c, octets);
        if (c && c < 0x80 && strchr(allowed, c))
            buf_add_char(out, (char)c);
        else
            for (size_t i = 0; i < octet_count; i++) {
                unsigned char octet = (unsigned char)octets[i];

                buf_add(out, (const char[]){ '%', hex[octet / 16], hex[octet % 16] }, 3);
            }
        s = span_from(s, len ? len : 1);
    }
}

/* Credentials: UTF-8 without control characters. */
static struct fav_in clean_text(struct span s)
{
    struct fav_in result;
    struct buf text;

    if (!s.p)
        return (struct fav_in){ 0 };
    buf_init(&text, BUF_MAX_MESSAGE);
    while (s.len) {
        uint32_t point;
        char octets[4];
        size_t len = utf8_decode(s, &point);

        point = len ? point : (unsigned char)s.p[0];
        if (point < 0x20 || point == 0x7f)
            point = '_';
        buf_add(&text, octets, utf8_encode(point, octets));
        s = span_from(s, len ? len : 1);
    }
    result = keep(text.p ? buf_span(&text) : SPAN(""));
    buf_release(&text);
    return result;
}

static bool host_is_plain(struct span host)
{
    bool brackets = host.len > 2 && host.p[0] == '[';

    for (size_t i = 0; i < host.len; i++) {
        unsigned char c = (unsigned char)host.p[i];

        if (brackets ? !strchr("0123456789abcdefABCDEF:.[]", c)
                     : !isalnum(c) && c != '-' && c != '.')
            return false;
    }
    return host.len > 0 && isalnum((unsigned char)host.p[brackets]);
}

/* Scheme and authority, as they stand if they are usable. */
static void add_origin(struct buf *out, struct span *rest)
{
    bool https = span_starts_nocase(*rest, SPAN("https://"));
    bool http = span_starts_nocase(*rest, SPAN("http://"));
    size_t scheme = https ? 8 : http ? 7 : 0, end = scheme;
    struct oauth_url url;

    while (scheme && end < rest->len && !memchr("/?#", rest->p[end], 3))
        end++;
    if (scheme && oauth_url_split(span_make(rest->p, end), &url) == 0 &&
        host_is_plain(url.host)) {
        struct span name = span_make(rest->p + scheme, end - scheme);
        ptrdiff_t at = span_find_char(name, '@');

        buf_add(out, rest->p, scheme);
        if (at >= 0) {
            add_escaped(out, span_make(name.p, (size_t)at),
                        UNRESERVED SUB_DELIMITERS ":");
            buf_add_char(out, '@');
            name = span_from(name, (size_t)at + 1);
        }
        if (span_find_char(name, '@') < 0)
            buf_add_span(out, name);
        else
            buf_add_str(out, HOST);
    } else {
        buf_add_str(out, "https://" HOST);
    }
    *rest = span_from(*rest, end);
    if (rest->len && !memchr("/?#", rest->p[0], 3))
        buf_add_char(out, '/');
}

static struct fav_in clean_url(struct span text)
{
    struct fav_in result;
    struct span path, query, fragment;
    struct buf url;

    buf_init(&url, BUF_MAX_MESSAGE);
    add_origin(&url, &text);
    span_cut(text, '#', &text, &fragment);
    span_cut(text, '?', &path, &query);
    add_escaped(&url, path, UNRESERVED SUB_DELIMITERS ":@/");
    if (query.p) {
        buf_add_char(&url, '?');
        add_escaped(&url, query, UNRESERVED SUB_DELIMITERS ":@/?");
    }
    if (fragment.p) {
        buf_add_char(&url, '#');
        add_escaped(&url, fragment, UNRESERVED SUB_DELIMITERS ":@/?");
    }
    result = keep(buf_span(&url));
    buf_release(&url);
    return result;
}

static struct fav_in clean_body(struct span body, bool form)
{
    struct fav_in result;
    struct buf text;

    if (!form || !body.p)
        return keep(body);
    buf_init(&text, BUF_MAX_MESSAGE);
    add_escaped(&text, body, UNRESERVED SUB_DELIMITERS ":@/?");
    result = keep(text.p ? buf_span(&text) : SPAN(""));
    buf_release(&text);
    return result;
}

/* RFC 9110 5.6.2: a token; anything else becomes POST. */
static struct fav_in clean_method(struct span method)
{
    for (size_t i = 0; i < method.len; i++)
        if (!isalnum((unsigned char)method.p[i]) && method.p[i] != '-')
            return keep(SPAN("POST"));
    return keep(method.len ? method : SPAN("POST"));
}

static struct fav_in clean_type(struct span type)
{
    for (size_t i = 0; i < type.len; i++)
        if ((unsigned char)type.p[i] < 0x20 || (unsigned char)type.p[i] > 0x7e)
            return (struct fav_in){ 0 };
    return type.len ? keep(type) : (struct fav_in){ 0 };
}

static struct fav_in parameter(const struct naive_pairs *pairs, const char *name,
                               struct span otherwise)
{
    const struct naive_pair *pair = naive_pairs_find(pairs, name);

    return clean_text(pair ? buf_span(&pair->value) : otherwise);
}

/* A timestamp is digits (RFC 5849 3.3). */
static void clean_timestamp(struct fav_in *timestamp)
{
    struct span text = span_make((const char *)timestamp->p, timestamp->n);
    uint64_t value;

    if (span_u64(text, &value))
        return;
    fuzz_free(text);
    *timestamp = keep(SPAN("1318622958"));
}

void domain_make(struct domain *domain, const struct fuzz_input *fields)
{
    const struct span *field = fields->field;
    struct fav_request *r = &domain->request;
    struct naive_pairs pairs;
    struct span type;

    naive_pairs_init(&pairs);
    naive_header(&pairs, field[FIELD_AUTHORIZATION]);
    *domain = (struct domain){ .authorization = keep(field[FIELD_AUTHORIZATION]) };
    *r = (struct fav_request){
        .size = sizeof(*r),
        .method = clean_method(field[FIELD_METHOD]),
        .url = clean_url(field[FIELD_URL]),
        .content_type = clean_type(field[FIELD_TYPE]),
        .consumer_key = parameter(&pairs, "oauth_consumer_key", SPAN("key")),
        .consumer_secret = clean_text(
            field[FIELD_CONSUMER_SECRET].p ? field[FIELD_CONSUMER_SECRET] : SPAN("")),
        .token = parameter(&pairs, "oauth_token", span_of(NULL)),
        .token_secret = clean_text(field[FIELD_TOKEN_SECRET].p ? field[FIELD_TOKEN_SECRET]
                                                               : SPAN("")),
        .nonce = parameter(&pairs, "oauth_nonce", SPAN("nonce")),
        .timestamp = parameter(&pairs, "oauth_timestamp", SPAN("1318622958")),
    };
    clean_timestamp(&r->timestamp);
    type = span_make((const char *)r->content_type.p, r->content_type.n);
    r->body = clean_body(field[FIELD_BODY], naive_is_form(type));
    naive_pairs_release(&pairs);
}

static void drop(struct fav_in value)
{
    fuzz_free(span_make((const char *)value.p, value.n));
}

void domain_release(struct domain *domain)
{
    const struct fav_request *r = &domain->request;
    const struct fav_in all[] = {
        r->method,
        r->url,
        r->content_type,
        r->body,
        r->consumer_key,
        r->consumer_secret,
        r->token,
        r->token_secret,
        r->nonce,
        r->timestamp,
        domain->authorization,
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        drop(all[i]);
}
