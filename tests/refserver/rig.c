#include "rig.h"

#include "base/die.h"
#include "base/pct.h"
#include "json/error.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void rig_init(struct rig *rig, const struct endpoint_options *options, unsigned world)
{
    static const struct endpoint_options none;

    memset(rig, 0, sizeof(*rig));
    rig->store = store_new(42);
    store_world(rig->store, world, &rig->world);
    rig->endpoint = endpoint_new(rig->store, options ? options : &none);
    rig->now_ms = RIG_NOW_S * 1000;
}

void rig_release(struct rig *rig)
{
    endpoint_free(rig->endpoint);
    store_free(rig->store);
    http_request_release(&rig->request);
    http_response_release(&rig->response);
}

static const char * or (const char *text, const char *other)
{
    return text ? text : other;
}

/* The digits U+FF10 to U+FF19, percent-encoded. */
static void add_fullwidth(uint64_t id, struct buf *out)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%" PRIu64, id);
    for (size_t i = 0; digits[i]; i++)
        buf_addf(out, "%%EF%%BC%%%02X", (unsigned)(0x90 + digits[i] - '0'));
}

/* The value of a placeholder. */
static void add_value(const struct rig *rig, const char *name, enum status_kind kind,
                      struct buf *out)
{
    uint64_t id = rig->world.ids[kind];

    if (strcmp(name, "id") == 0)
        buf_addf(out, "%" PRIu64, id);
    else if (strcmp(name, "neighbour") == 0)
        buf_addf(out, "%" PRIu64, rig->world.ids[KIND_NEIGHBOUR_HIGH]);
    else if (strcmp(name, "unknown") == 0)
        buf_addf(out, "%" PRIu64, rig->world.unknown_id);
    else if (strcmp(name, "id+2^32") == 0)
        buf_addf(out, "%" PRIu64, id + (UINT64_C(1) << 32));
    else if (strcmp(name, "id+2^64") == 0) /* 2^64 is 18446744073 709551616 */
        buf_addf(out, "%" PRIu64 "%09" PRIu64,
                 UINT64_C(18446744073) + (id + 709551616) / 1000000000,
                 (id + 709551616) % 1000000000);
    else if (strcmp(name, "hex") == 0)
        buf_addf(out, "0x%" PRIx64, id);
    else if (strcmp(name, "fullwidth") == 0)
        add_fullwidth(id, out);
    else if (strcmp(name, "bearer") == 0)
        buf_add_str(out, rig->world.bearer);
    else if (strcmp(name, "cookie") == 0)
        buf_add_str(out, rig->cookie);
    else if (strcmp(name, "many") == 0)
        for (int i = 0; i < 5000; i++)
            buf_add_char(out, 'x');
    else
        ck_abort_msg("no placeholder {%s}", name);
}

static void fill_in(const struct rig *rig, const char *text, enum status_kind kind,
                    struct buf *out)
{
    const char *open, *close;
    char name[32];

    while ((open = strchr(text, '{')) && (close = strchr(open, '}')) &&
           close - open < (ptrdiff_t)sizeof(name) && !strchr(open + 1, '"')) {
        buf_add(out, text, (size_t)(open - text));
        snprintf(name, sizeof(name), "%.*s", (int)(close - open - 1), open + 1);
        add_value(rig, name, kind, out);
        text = close + 1;
    }
    buf_add_str(out, text);
}

static struct oauth_credentials credentials_of(const struct rig *rig, enum as as)
{
    const struct world *w = &rig->world;
    struct oauth_credentials c = { span_of(w->consumer_key), span_of(w->consumer_secret),
                                   span_of(w->token), span_of(w->token_secret) };
    struct {
        const char *token, *secret;
    } tokens[] = {
        [AS_SECOND] = { w->second_token, w->second_secret },
        [AS_READ_ONLY] = { w->readonly_token, w->readonly_secret },
        [AS_REVOKED] = { w->revoked_token, w->revoked_secret },
        [AS_UNKNOWN_TOKEN] = { "1-nobody", "none" },
        [AS_NO_TOKEN] = { NULL, NULL },
    };

    if (as == AS_NO_TOKEN ||
        (as < sizeof(tokens) / sizeof(tokens[0]) && tokens[as].token)) {
        c.token = span_of(tokens[as].token);
        c.token_secret = span_of(tokens[as].secret);
    }
    if (as == AS_UNKNOWN_CONSUMER)
        c.consumer_key = SPAN("nobody");
    if (as == AS_OTHER_CONSUMER) {
        c.consumer_key = span_of(w->other_consumer_key);
        c.consumer_secret = span_of(w->other_consumer_secret);
    }
    if (as == AS_WRONG_SECRET)
        c.token_secret = SPAN("wrong");
    if (as == AS_NO_CONSUMER_SECRET)
        c.consumer_secret = SPAN("");
    if (as == AS_WRONG_CONSUMER_SECRET)
        c.consumer_secret = SPAN("wrong");
    return c;
}

static void add_oauth(struct oauth_params *list, const struct asking *asking,
                      const char *name, const char *value)
{
    bool omitted = asking->omit && strcmp(asking->omit, name) == 0;
    bool twice = asking->repeat && strcmp(asking->repeat, name) == 0;

    if (asking->set_name && strcmp(asking->set_name, name) == 0)
        value = asking->set_value;
    if (omitted || !value)
        return;
    oauth_params_add(list, span_of(name), span_of(value), asking->place);
    if (twice)
        oauth_params_add(list, span_of(name), span_of(value), asking->place);
}

static bool is_standard(const char *name)
{
    return strstr("oauth_consumer_key oauth_nonce oauth_signature_method oauth_timestamp "
                  "oauth_token oauth_version oauth_signature",
                  name) != NULL;
}

/* The list of oauth_ parameters, signed over these parts. */
static void sign(struct rig *rig, const struct asking *asking,
                 const struct oauth_request *request, struct oauth_params *list)
{
    struct oauth_credentials credentials = credentials_of(rig, asking->as);
    char nonce[33], timestamp[24];
    struct buf signature;

    oauth_nonce(nonce, sizeof(nonce) - 1);
    snprintf(timestamp, sizeof(timestamp), "%" PRId64,
             rig->now_ms / 1000 + asking->skew_s);
    buf_init(&signature, BUF_MAX_TEXT);
    ck_assert_int_eq(oauth_collect(list, request, NULL), 0);
    add_oauth(list, asking, "oauth_consumer_key", credentials.consumer_key.p);
    add_oauth(list, asking, "oauth_nonce", or (asking->nonce, nonce));
    add_oauth(list, asking, "oauth_signature_method", "HMAC-SHA1");
    add_oauth(list, asking, "oauth_timestamp", timestamp);
    add_oauth(list, asking, "oauth_token", credentials.token.p);
    add_oauth(list, asking, "oauth_version", "1.0");
    if (asking->set_name && !is_standard(asking->set_name))
        add_oauth(list, asking, asking->set_name, "");
    if (asking->set_value && strcmp(asking->set_value, "PLAINTEXT") == 0)
        oauth_key(&signature, &credentials, NULL);
    else
        oauth_sign(&signature, request, list, &credentials, &asking->recipe, NULL);
    if (asking->signature && strcmp(asking->signature, "~") == 0)
        signature.p[signature.len - 3] =
            signature.p[signature.len - 3] == 'A' ? 'B' : 'A';
    else if (asking->signature) {
        buf_reset(&signature);
        buf_add_str(&signature, asking->signature);
    }
    add_oauth(list, asking, "oauth_signature", signature.p);
    buf_release(&signature);
}

/* The oauth_ parameters as form text. */
static void add_form(struct buf *out, const struct oauth_params *list,
                     enum oauth_place place)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].place != place ||
            !span_starts(list->items[i].name, SPAN("oauth_")))
            continue;
        if (out->len && out->p[out->len - 1] != '?')
            buf_add_char(out, '&');
        pct_encode(out, list->items[i].name);
        buf_add_char(out, '=');
        pct_encode(out, list->items[i].value);
    }
}

static void make_target(const struct rig *rig, const struct asking *asking,
                        const char *query, struct buf *out)
{
    fill_in(rig, or (asking->prefix, "/1.1"), asking->kind, out);
    fill_in(rig, or (asking->path, "/favorites/destroy.json"), asking->kind, out);
    if (query[0] || asking->place == OAUTH_IN_QUERY)
        buf_add_char(out, '?');
    fill_in(rig, query, asking->kind, out);
}

static void add_header(struct rig *rig, const char *line, enum status_kind kind)
{
    struct span name, value;
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    fill_in(rig, line, kind, &text);
    span_cut(buf_span(&text), ':', &name, &value);
    http_request_add(&rig->request, name, span_trim(value));
    buf_release(&text);
}

/* The parts of a request before they are put together. */
struct parts {
    struct buf target, body, url, value, sent;
    struct oauth_params list;
};

static void parts_init(struct parts *p)
{
    buf_init(&p->target, BUF_MAX_MESSAGE);
    buf_init(&p->body, BUF_MAX_MESSAGE);
    buf_init(&p->url, BUF_MAX_MESSAGE);
    buf_init(&p->value, BUF_MAX_MESSAGE);
    buf_init(&p->sent, BUF_MAX_MESSAGE);
    oauth_params_init(&p->list);
}

static void parts_release(struct parts *p)
{
    buf_release(&p->target);
    buf_release(&p->body);
    buf_release(&p->url);
    buf_release(&p->value);
    buf_release(&p->sent);
    oauth_params_release(&p->list);
}

static const char *form_type(const struct asking *asking)
{
    bool has_body = asking->body || asking->place == OAUTH_IN_BODY;

    return asking->content_type ? asking->content_type
           : has_body           ? "application/x-www-form-urlencoded"
                                : "";
}

/* Spells the first digit of the version as an escape, or all escapes with small letters.
 */
static void respell(struct buf *value, bool lower)
{
    char *at = strstr(value->p, "\"1.0\"");

    if (!lower && at) {
        char *tail = xstrdup(at + 2);

        buf_truncate(value, (size_t)(at + 1 - value->p));
        buf_addf(value, "%%31%s", tail);
        free(tail);
    }
    for (at = value->p; lower && (at = strchr(at, '%')); at += 3)
        for (int i = 1; i < 3; i++)
            at[i] = (char)(at[i] >= 'A' && at[i] <= 'F' ? at[i] | 0x20 : at[i]);
}

static void sign_parts(struct rig *rig, const struct asking *asking, const char *query,
                       struct parts *p)
{
    struct oauth_request request = { .method = span_of(or (asking->method, "POST")),
                                     .content_type = span_of(form_type(asking)) };

    make_target(rig, asking, or (asking->sign_query, query), &p->target);
    fill_in(rig, or (asking->sign_body, or (asking->body, "")), asking->kind, &p->body);
    buf_addf(&p->url, "http://%s%s",
             or (asking->sign_host,
                 asking->host && asking->host[0] ? asking->host : "127.0.0.1:8080"),
             p->target.p);
    request.url = buf_span(&p->url);
    request.body = buf_span(&p->body);
    sign(rig, asking, &request, &p->list);
    if (asking->authorization)
        fill_in(rig, asking->authorization, asking->kind, &p->value);
    else if (asking->place == OAUTH_IN_HEADER)
        oauth_header_write(&p->value, &p->list, asking->style);
    if (asking->encode_more || asking->lower_hex)
        respell(&p->value, asking->lower_hex);
}

static void add_headers(struct rig *rig, const struct asking *asking,
                        const struct parts *p)
{
    struct http_request *request = &rig->request;

    if (!asking->host || asking->host[0])
        http_request_add(request, SPAN("Host"),
                         span_of(or (asking->host, "127.0.0.1:8080")));
    if (p->value.len)
        http_request_add(request, span_of(or (asking->field, "Authorization")),
                         buf_span(&p->value));
    if (form_type(asking)[0])
        http_request_add(request, SPAN("Content-Type"), span_of(form_type(asking)));
    for (size_t i = 0; i < 3 && asking->headers[i]; i++)
        add_header(rig, asking->headers[i], asking->kind);
}

void rig_build(struct rig *rig, const struct asking *asking)
{
    const char *query = or (asking->query, asking->body ? "" : "id={id}");
    struct parts p;

    parts_init(&p);
    sign_parts(rig, asking, query, &p);
    buf_reset(&p.target);
    buf_reset(&p.body);
    if (asking->absolute)
        buf_addf(&p.target, "http://%s", or (asking->host, "127.0.0.1:8080"));
    make_target(rig, asking, query, &p.target);
    fill_in(rig, or (asking->body, ""), asking->kind, &p.body);
    if (asking->place != OAUTH_IN_HEADER)
        add_form(asking->place == OAUTH_IN_QUERY ? &p.target : &p.body, &p.list,
                 asking->place);
    http_request_reset(&rig->request);
    http_request_set(&rig->request, span_of(or (asking->method, "POST")),
                     buf_span(&p.target));
    add_headers(rig, asking, &p);
    http_request_set_body(&rig->request, buf_span(&p.body));
    parts_release(&p);
}

int rig_ask(struct rig *rig, const struct asking *asking)
{
    struct span cookie;

    rig->now_ms += asking->wait_ms;
    if (!asking->again)
        rig_build(rig, asking);
    endpoint_answer(rig->endpoint, "http", rig->now_ms, &rig->request, &rig->response,
                    &rig->seen);
    cookie = http_find(&rig->response.headers, "Set-Cookie");
    if (cookie.p)
        snprintf(rig->cookie, sizeof(rig->cookie), "%.*s", SPAN_ARG(cookie));
    return rig->response.status;
}

bool rig_likes(const struct rig *rig, enum status_kind kind)
{
    return store_likes(rig->store, rig->world.user_id, rig->world.ids[kind], rig->now_ms,
                       VIEW_STATUS);
}

int rig_code(const struct rig *rig)
{
    struct error_doc doc;

    error_read(rig->response.body, &doc, NULL);
    return doc.has_code ? (int)doc.code : 0;
}

bool rig_says(const struct rig *rig, const char *text)
{
    return span_find(rig->response.body, span_of(text)) >= 0;
}
