#include "rig.h"

#include "json/error.h"
#include "oauth/header.h"

#include <inttypes.h>
#include <stdio.h>

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

static void fill_in(struct rig *rig, const char *text, enum status_kind kind, struct buf *out)
{
    const char *mark = strstr(text, "{id}");

    if (!mark) {
        buf_add_str(out, text);
        return;
    }
    buf_addf(out, "%.*s%" PRIu64, (int)(mark - text), text, rig->world.ids[kind]);
    fill_in(rig, mark + 4, kind, out);
}

static const char *or(const char *text, const char *other)
{
    return text ? text : other;
}

static void add_oauth(struct oauth_params *list, const struct asking *asking, const char *name,
                      const char *value)
{
    if (asking->omit && strcmp(asking->omit, name) == 0)
        return;
    if (asking->set_name && strcmp(asking->set_name, name) == 0)
        value = asking->set_value;
    oauth_params_add(list, span_of(name), span_of(value), OAUTH_IN_HEADER);
}

static void sign(struct rig *rig, const struct asking *asking, struct span url, struct span body,
                 struct span type, struct buf *out)
{
    const struct world *w = &rig->world;
    struct oauth_credentials credentials = {
        span_of(or(asking->consumer_key, w->consumer_key)),
        span_of(or(asking->consumer_secret, w->consumer_secret)),
        span_of(or(asking->token, w->token)),
        span_of(or(asking->token_secret, w->token_secret)),
    };
    struct oauth_request request = { span_of(or(asking->method, "POST")), url, type, body,
                                     { NULL, 0 } };
    struct oauth_params list;
    char nonce[33], timestamp[24];
    struct buf signature;

    oauth_nonce(nonce, sizeof(nonce) - 1);
    snprintf(timestamp, sizeof(timestamp), "%" PRId64, rig->now_ms / 1000 + asking->skew_s);
    buf_init(&signature, BUF_MAX_TEXT);
    oauth_params_init(&list);
    oauth_collect(&list, &request, NULL);
    add_oauth(&list, asking, "oauth_consumer_key", credentials.consumer_key.p);
    add_oauth(&list, asking, "oauth_nonce", or(asking->nonce, nonce));
    add_oauth(&list, asking, "oauth_signature_method", "HMAC-SHA1");
    add_oauth(&list, asking, "oauth_timestamp", timestamp);
    add_oauth(&list, asking, "oauth_token", credentials.token.p);
    add_oauth(&list, asking, "oauth_version", "1.0");
    oauth_sign(&signature, &request, &list, &credentials, asking->recipe, NULL);
    add_oauth(&list, asking, "oauth_signature", signature.p);
    oauth_header_write(out, &list, NULL);
    oauth_params_release(&list);
    buf_release(&signature);
}

static void make_target(struct rig *rig, const struct asking *asking, const char *query,
                        struct buf *out)
{
    buf_reset(out);
    buf_addf(out, "/1.1%s", or(asking->path, "/favorites/destroy.json"));
    if (!query[0])
        return;
    buf_add_char(out, '?');
    fill_in(rig, query, asking->kind, out);
}

void rig_build(struct rig *rig, const struct asking *asking)
{
    struct http_request *request = &rig->request;
    const char *host = or(asking->host, "127.0.0.1:8080");
    const char *query = or(asking->query, asking->body ? "" : "id={id}");
    struct span type = asking->body ? span_of(or(asking->content_type,
                                                 "application/x-www-form-urlencoded"))
                                    : span_of(asking->content_type);
    struct buf target, body, url, value;

    buf_init(&target, BUF_MAX_TEXT);
    buf_init(&body, BUF_MAX_MESSAGE);
    buf_init(&url, BUF_MAX_TEXT);
    buf_init(&value, BUF_MAX_TEXT);
    fill_in(rig, or(asking->body, ""), asking->kind, &body);
    make_target(rig, asking, or(asking->sign_query, query), &target);
    buf_addf(&url, "http://%s%s", host, target.p);
    if (asking->authorization)
        buf_add_str(&value, asking->authorization);
    else
        sign(rig, asking, buf_span(&url), buf_span(&body), type, &value);
    make_target(rig, asking, query, &target);
    http_request_reset(request);
    http_request_set(request, span_of(or(asking->method, "POST")), buf_span(&target));
    http_request_add(request, SPAN("Host"), span_of(host));
    if (value.len)
        http_request_add(request, SPAN("Authorization"), buf_span(&value));
    if (type.len)
        http_request_add(request, SPAN("Content-Type"), type);
    if (asking->header_name)
        http_request_add(request, span_of(asking->header_name), span_of(asking->header_value));
    http_request_set_body(request, buf_span(&body));
    buf_release(&target);
    buf_release(&body);
    buf_release(&url);
    buf_release(&value);
}

int rig_ask(struct rig *rig, const struct asking *asking)
{
    rig_build(rig, asking);
    endpoint_answer(rig->endpoint, "http", rig->now_ms, &rig->request, &rig->response, &rig->seen);
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
