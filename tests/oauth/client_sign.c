#include "client_parts.h"

#include "base/pct.h"

#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <stdio.h>
#include <stdlib.h>

static struct span signed_path(struct model *m)
{
    struct span path = span_of(m->path);

    if (WRONG(URL_VERSION_OTHER)) {
        bool newer = span_find(path, SPAN("/1.1/")) >= 0;
        struct span from = newer ? SPAN("/1.1/") : SPAN("/1/");
        struct span other = newer ? SPAN("/1/") : SPAN("/1.1/");

        path = model_replace(m, path, from,
                             READING(URL_VERSION_OTHER, 2) ? SPAN("/") : other);
    }
    if (WRONG(URL_SUFFIX_MISSING))
        path = model_replace(m, path, SPAN(".json"), SPAN(""));
    if (!WRONG(URL_TRAILING_SLASH))
        return path;
    if (span_ends(path, SPAN("/")) && READING(URL_TRAILING_SLASH, 2))
        return span_make(path.p, path.len - 1);
    if (READING(URL_TRAILING_SLASH, 3) == 0)
        return model_replace(m, path, SPAN("/favorites"), SPAN("//favorites"));
    return arena_printf(&m->mem, "%.*s/", SPAN_ARG(path));
}

static const char *other_host(const struct model *m)
{
    static const char *const hosts[] = { "api.twitter.com", "api.x.com", "localhost",
                                         "127.0.0.1", "known.example.net" };
    uint32_t at = READING(URL_HOST_OTHER, 5);

    return span_eq_nocase(span_of(m->host), span_of(hosts[at])) ? hosts[(at + 1) % 5]
                                                                : hosts[at];
}

static struct span lowered(struct model *m, const char *text)
{
    char *copy = arena_str(&m->mem, span_of(text));

    for (char *p = copy; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 32);
    return span_of(copy);
}

static struct span signed_uri(struct model *m)
{
    bool https = span_eq_str(span_of(m->scheme), "https") != WRONG(URL_SCHEME_OTHER);
    const char *port = m->port;
    struct span host = WRONG(URL_HOST_UPPERCASE) ? span_of(m->host) : lowered(m, m->host);
    struct span uri;

    if (WRONG(URL_HOST_OTHER)) {
        host = span_of(other_host(m));
        port = READING(URL_HOST_OTHER, 3) ? port : "";
    }
    if (WRONG(URL_PORT_DROPPED))
        port = "";
    if (WRONG(URL_DEFAULT_PORT_KEPT))
        port = https ? ":443" : ":80";
    uri = arena_printf(&m->mem, "%s://%.*s%s%.*s", https ? "https" : "http",
                       SPAN_ARG(host), port, SPAN_ARG(signed_path(m)));
    if (WRONG(URL_QUERY_KEPT))
        uri = arena_printf(&m->mem, "%.*s?%.*s", SPAN_ARG(uri),
                           SPAN_ARG(model_form(m, OAUTH_IN_QUERY)));
    if (WRONG(URL_FRAGMENT_KEPT))
        uri = arena_printf(&m->mem, "%.*s#%s", SPAN_ARG(uri), m->fragment);
    return uri;
}

static const char *signed_method(const struct model *m)
{
    static const char *const others[] = { "GET", "PUT", "DELETE" };

    if (WRONG(METHOD_OTHER))
        return WRONG(METHOD_LOWERCASE) ? "get" : others[READING(METHOD_OTHER, 3)];
    return WRONG(METHOD_LOWERCASE) ? "post" : m->method;
}

static struct span base_string(struct model *m)
{
    struct span uri = signed_uri(m), parameters = model_parameters(m);

    if (!WRONG(ENCODE_URL_RAW))
        uri = model_encode(m, uri, MODEL_LEVEL_URL);
    if (!WRONG(ENCODE_PARAMETERS_NOT_REENCODED))
        parameters = model_encode(m, parameters, MODEL_LEVEL_STRING);
    return arena_printf(&m->mem, "%s&%.*s&%.*s", signed_method(m), SPAN_ARG(uri),
                        SPAN_ARG(parameters));
}

static struct span with_white(struct model *m, struct span secret, bool chosen)
{
    static const char *const whites[] = { " ", "\n", "\r\n", "\t" };
    const char *white = whites[READING(KEY_SECRET_WHITESPACE, 4)];
    bool before = READING(KEY_SECRET_WHITESPACE, 5) == 0;

    if (!WRONG(KEY_SECRET_WHITESPACE) || !chosen)
        return secret;
    return arena_printf(&m->mem, "%s%.*s%s", before ? white : "", SPAN_ARG(secret),
                        before ? "" : white);
}

static struct span encode_secret(struct model *m, struct span secret)
{
    struct buf text;
    struct span copy;

    if (WRONG(KEY_SECRETS_NOT_ENCODED))
        return secret;
    buf_init(&text, BUF_MAX_TEXT);
    pct_encode(&text, secret);
    copy = arena_copy(&m->mem, buf_span(&text));
    buf_release(&text);
    return copy;
}

static struct span key(struct model *m)
{
    struct span consumer = m->who.consumer_secret, token = m->who.token_secret;
    uint32_t which = READING(KEY_SECRET_WHITESPACE, 3);

    if (WRONG(KEY_CONSUMER_KEY_FOR_SECRET)) {
        uint32_t reading = READING(KEY_CONSUMER_KEY_FOR_SECRET, 3);

        consumer = reading != 1 ? m->who.consumer_key : consumer;
        token = reading != 2 ? m->who.token : token;
    }
    consumer = encode_secret(m, with_white(m, consumer, which != 1));
    token = encode_secret(m, with_white(m, token, which != 2));
    if (WRONG(KEY_TOKEN_SECRET_MISSING))
        token = SPAN("");
    if (WRONG(KEY_SECRETS_SWAPPED)) {
        struct span first = token;

        token = consumer;
        consumer = first;
    }
    return arena_printf(&m->mem, "%.*s%s%.*s", SPAN_ARG(consumer),
                        WRONG(KEY_AMPERSAND_MISSING) ? "" : "&", SPAN_ARG(token));
}

static const uint8_t *octets(struct span s)
{
    return (const uint8_t *)s.p;
}

static size_t digest(struct model *m, struct span secret, struct span text, uint8_t *out)
{
    struct hmac_sha256_ctx sha256;
    struct hmac_sha1_ctx hmac;
    struct sha1_ctx sha1;

    if (WRONG(DIGEST_SHA256)) {
        hmac_sha256_set_key(&sha256, secret.len, octets(secret));
        hmac_sha256_update(&sha256, text.len, octets(text));
        hmac_sha256_digest(&sha256, SHA256_DIGEST_SIZE, out);
        return SHA256_DIGEST_SIZE;
    }
    if (WRONG(DIGEST_PLAIN_SHA1)) {
        bool text_first = READING(DIGEST_PLAIN_SHA1, 2);

        sha1_init(&sha1);
        sha1_update(&sha1, text_first ? text.len : secret.len,
                    octets(text_first ? text : secret));
        sha1_update(&sha1, text_first ? secret.len : text.len,
                    octets(text_first ? secret : text));
        sha1_digest(&sha1, SHA1_DIGEST_SIZE, out);
        return SHA1_DIGEST_SIZE;
    }
    hmac_sha1_set_key(&hmac, secret.len, octets(secret));
    hmac_sha1_update(&hmac, text.len, octets(text));
    hmac_sha1_digest(&hmac, SHA1_DIGEST_SIZE, out);
    return SHA1_DIGEST_SIZE;
}

static struct span spell(struct model *m, const uint8_t *bytes, size_t len)
{
    char hex[2 * SHA256_DIGEST_SIZE + 1], *text;
    uint32_t url = READING(DIGEST_BASE64URL, 3);

    for (size_t i = 0; i < len; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    if (WRONG(DIGEST_HEX) && READING(DIGEST_HEX, 2))
        return arena_copy(&m->mem, span_make(hex, 2 * len));
    if (WRONG(DIGEST_HEX)) {
        bytes = (const uint8_t *)hex;
        len = 2 * len;
    }
    text = arena_alloc(&m->mem, BASE64_ENCODE_RAW_LENGTH(len) + 1);
    base64_encode_raw(text, len, bytes);
    len = strlen(text);
    for (size_t i = 0; WRONG(DIGEST_BASE64URL) && url != 1 && i < len; i++)
        text[i] = text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i];
    while (WRONG(DIGEST_BASE64URL) && url > 0 && text[len - 1] == '=')
        len--;
    return span_make(text, len);
}

struct span model_sign(struct model *m)
{
    struct span text = base_string(m), secret = key(m);
    uint8_t bytes[SHA256_DIGEST_SIZE];
    size_t len;

    if (WRONG(KEY_BASE_STRING_SWAPPED))
        len = digest(m, text, secret, bytes);
    else
        len = digest(m, secret, text, bytes);
    return spell(m, bytes, len);
}
