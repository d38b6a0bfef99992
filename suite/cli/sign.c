#include "cli/sign.h"

#include "base/pct.h"
#include "cli/curl_line.h"
#include "oauth/header.h"
#include "oauth/url.h"
#include "report/json_writer.h"

#include <stdlib.h>
#include <time.h>

static const struct span form = SPAN_INIT("application/x-www-form-urlencoded");

void sign_init(struct sign *sign)
{
    struct buf *texts[] = { &sign->called,    &sign->body,          &sign->parameters,
                            &sign->base,      &sign->key,           &sign->curl,
                            &sign->signature, &sign->authorization, NULL };

    *sign = (struct sign){ .transport = OAUTH_IN_HEADER };
    for (size_t i = 0; texts[i]; i++)
        buf_init(texts[i], BUF_MAX_MESSAGE);
}

void sign_release(struct sign *sign)
{
    struct buf *texts[] = { &sign->called,    &sign->body,          &sign->parameters,
                            &sign->base,      &sign->key,           &sign->curl,
                            &sign->signature, &sign->authorization, NULL };

    for (size_t i = 0; texts[i]; i++)
        buf_release(texts[i]);
    settings_release(&sign->settings);
    oauth_params_release(&sign->params);
    arena_release(&sign->mem);
}

static int set_method(struct sign *sign, struct buf *why)
{
    char *upper = arena_str(&sign->mem, sign->method);

    for (char *c = upper; *c; c++) {
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
        if (*c < 'A' || *c > 'Z') {
            buf_addf(why, "\"%s\" is no method; it is written GET, POST …", upper);
            return -1;
        }
    }
    if (!*upper)
        buf_add_str(why, "the METHOD is empty");
    sign->method = span_of(upper);
    return sign->method.len ? 0 : -1;
}

/* What no URL may hold is percent-encoded, as a browser does; a fragment is never sent.
 */
static int set_url(struct sign *sign, struct buf *why)
{
    struct span before, fragment;
    struct oauth_url parts;

    span_cut(sign->url, '#', &before, &fragment);
    for (size_t i = 0; i < before.len; i++) {
        unsigned char c = (unsigned char)before.p[i];

        if (c <= ' ' || c > '~')
            pct_encode(&sign->called, span_make(before.p + i, 1));
        else
            buf_add_char(&sign->called, (char)c);
    }
    if (oauth_url_split(buf_span(&sign->called), &parts) == 0 && before.len &&
        span_find_char(parts.host, '%') < 0)
        return 0;
    buf_addf(why, "\"%.*s\" is no URL; it looks like https://api.example.org/1.1/x.json",
             SPAN_ARG(sign->url));
    return -1;
}

static bool goes_to_query(const struct sign *sign, const struct sign_pair *pair)
{
    static const char *const methods[] = { "GET", "DELETE", "HEAD", "OPTIONS" };

    for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
        if (!pair->data && span_eq_str(sign->method, methods[i]))
            return true;
    return false;
}

static bool goes_with_oauth(const struct sign_pair *pair)
{
    return !pair->data && span_starts(pair->name, SPAN("oauth_"));
}

static void add_encoded(struct buf *out, struct span name, struct span value)
{
    pct_encode(out, name);
    buf_add_char(out, '=');
    pct_encode(out, value);
}

static void add_to_query(struct sign *sign, struct span name, struct span value)
{
    bool first = span_find_char(buf_span(&sign->called), '?') < 0;
    char last = sign->called.p[sign->called.len - 1];

    if (first || (last != '?' && last != '&'))
        buf_add_char(&sign->called, first ? '?' : '&');
    add_encoded(&sign->called, name, value);
}

static void add_to_body(struct sign *sign, struct span name, struct span value)
{
    if (sign->body.len)
        buf_add_char(&sign->body, '&');
    add_encoded(&sign->body, name, value);
    sign->has_body = true;
}

static void place_pairs(struct sign *sign)
{
    for (size_t i = 0; i < sign->pair_count; i++) {
        const struct sign_pair *pair = &sign->pairs[i];

        if (goes_with_oauth(pair))
            continue;
        if (goes_to_query(sign, pair))
            add_to_query(sign, pair->name, pair->value);
        else
            add_to_body(sign, pair->name, pair->value);
    }
}

struct oauth_set {
    struct oauth_param items[SIGN_PAIRS_MAX + 8];
    size_t count;
};

static void add_oauth(struct oauth_set *set, const char *name, struct span value,
                      enum oauth_place place)
{
    set->items[set->count++] = (struct oauth_param){ span_of(name), value, place, false };
}

static int by_name(const void *a, const void *b)
{
    const struct oauth_param *left = a, *right = b;
    int order = span_cmp(left->name, right->name);

    return order ? order : span_cmp(left->value, right->value);
}

/* The protocol parameters in the order of the documentation: by name. */
static void list_oauth(struct sign *sign, struct oauth_set *set)
{
    const struct settings *s = &sign->settings;
    char nonce[33];

    if (!sign->nonce.p) {
        oauth_nonce(nonce, sizeof(nonce) - 1);
        sign->nonce = arena_copy(&sign->mem, span_of(nonce));
    }
    if (!sign->timestamp.p)
        sign->timestamp = arena_printf(&sign->mem, "%lld", (long long)time(NULL));
    add_oauth(set, "oauth_consumer_key", span_of(s->consumer_key), sign->transport);
    add_oauth(set, "oauth_nonce", sign->nonce, sign->transport);
    add_oauth(set, "oauth_signature", SPAN(""), sign->transport);
    add_oauth(set, "oauth_signature_method", SPAN("HMAC-SHA1"), sign->transport);
    add_oauth(set, "oauth_timestamp", sign->timestamp, sign->transport);
    if (!sign->no_token)
        add_oauth(set, "oauth_token", span_of(s->token), sign->transport);
    if (!sign->no_version)
        add_oauth(set, "oauth_version", SPAN("1.0"), sign->transport);
    for (size_t i = 0; i < sign->pair_count; i++)
        if (goes_with_oauth(&sign->pairs[i]))
            set->items[set->count++] =
                (struct oauth_param){ sign->pairs[i].name, sign->pairs[i].value,
                                      sign->transport, false };
    qsort(set->items, set->count, sizeof(*set->items), by_name);
}

static void compute(struct sign *sign, const struct oauth_request *request)
{
    const struct settings *s = &sign->settings;
    struct oauth_credentials credentials = {
        span_of(s->consumer_key),
        span_of(s->consumer_secret),
        span_of(sign->no_token ? NULL : s->token),
        span_of(sign->no_token ? "" : s->token_secret),
    };

    oauth_parameter_string(&sign->parameters, &sign->params);
    oauth_base_string(&sign->base, request, &sign->params, NULL, NULL);
    oauth_key(&sign->key, &credentials, NULL);
    oauth_digest(&sign->signature, buf_span(&sign->key), buf_span(&sign->base), NULL);
}

static void write_header(struct sign *sign, struct oauth_set *set)
{
    struct oauth_params list = { .items = set->items, .count = set->count };

    oauth_header_write(&sign->authorization, &list, NULL);
}

/* Puts the signed parameters where they travel. */
static void place_oauth(struct sign *sign, struct oauth_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct oauth_param *item = &set->items[i];

        if (span_eq_str(item->name, "oauth_signature") && !item->value.len)
            item->value = buf_span(&sign->signature);
        if (item->place == OAUTH_IN_QUERY)
            add_to_query(sign, item->name, item->value);
        else if (item->place == OAUTH_IN_BODY)
            add_to_body(sign, item->name, item->value);
    }
    if (sign->transport == OAUTH_IN_HEADER)
        write_header(sign, set);
}

static bool wants_body(const struct sign *sign)
{
    return sign->has_body || span_eq_str(sign->method, "POST") ||
           span_eq_str(sign->method, "PUT") || span_eq_str(sign->method, "PATCH");
}

static void write_curl(struct sign *sign)
{
    struct http_header headers[] = {
        { SPAN("Content-Type"), form },
        { SPAN("Authorization"), buf_span(&sign->authorization) },
    };
    struct curl_line line = {
        .method = sign->method,
        .url = buf_span(&sign->called),
        .headers = wants_body(sign) ? headers : headers + 1,
        .header_count =
            (wants_body(sign) ? 1u : 0u) + (sign->authorization.len ? 1u : 0u),
        .body = wants_body(sign) ? buf_span(&sign->body) : span_of(NULL),
    };

    curl_line_write(&sign->curl, &line);
}

static int collect(struct sign *sign, const struct oauth_request *request,
                   const struct oauth_set *set, struct buf *why)
{
    if (oauth_collect(&sign->params, request, why) < 0)
        return -1;
    for (size_t i = 0; i < set->count; i++)
        if (oauth_params_add(&sign->params, set->items[i].name, set->items[i].value,
                             set->items[i].place) < 0) {
            buf_addf(why, "more than %d parameters", OAUTH_PARAMS_MAX);
            return -1;
        }
    return 0;
}

int sign_make(struct sign *sign, struct buf *why)
{
    struct oauth_set *set = arena_alloc(&sign->mem, sizeof(*set));
    struct oauth_request request;

    if (set_method(sign, why) < 0 || set_url(sign, why) < 0)
        return -1;
    place_pairs(sign);
    if (sign->has_body && span_eq_str(sign->method, "HEAD")) {
        buf_add_str(why, "HEAD has no body, so there is no room for --data");
        return -1;
    }
    request = (struct oauth_request){ .method = sign->method,
                                      .url = buf_span(&sign->called),
                                      .content_type = form,
                                      .body = buf_span(&sign->body) };
    list_oauth(sign, set);
    if (collect(sign, &request, set, why) < 0)
        return -1;
    compute(sign, &request);
    place_oauth(sign, set);
    write_curl(sign);
    return 0;
}

static void print_json(const struct sign *sign)
{
    struct json_writer w;
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    json_writer_init(&w, &text);
    json_writer_open(&w, NULL, '{');
    json_writer_text(&w, "parameter_string", buf_span(&sign->parameters));
    json_writer_text(&w, "base_string", buf_span(&sign->base));
    json_writer_text(&w, "signature", buf_span(&sign->signature));
    json_writer_text(&w, "authorization", buf_span(&sign->authorization));
    json_writer_text(&w, "curl", buf_span(&sign->curl));
    json_writer_close(&w, '}');
    fwrite(text.p, 1, text.len, stdout);
    buf_release(&text);
}

static const char *key_to_show(const struct sign *sign)
{
    if (sign->show_secrets)
        return sign->key.p;
    return sign->key.p[sign->key.len - 1] == '&' ? "***&" : "***&***";
}

void sign_print(const struct sign *sign)
{
    const struct {
        const char *label, *text;
    } stages[] = {
        { "parameter string", sign->parameters.p },
        { "base string", sign->base.p },
        { sign->show_secrets ? "signing key" : "signing key (--show-secrets prints it)",
          key_to_show(sign) },
        { "signature", sign->signature.p },
        { "header", sign->authorization.p },
        { "curl", sign->curl.p },
    };

    if (sign->json) {
        print_json(sign);
        return;
    }
    for (size_t i = 0; i < sizeof(stages) / sizeof(*stages); i++) {
        bool header = strcmp(stages[i].label, "header") == 0;

        if (stages[i].text[0])
            printf("%s%s\n%s%s\n", i ? "\n" : "", stages[i].label,
                   header ? "Authorization: " : "", stages[i].text);
    }
}
