#include "base/pct.h"
#include "server/builder.h"

#include <nettle/base64.h>

static const char *const queries[] = {
    [RESOURCE_DESTROY] = "id={id}", [RESOURCE_CREATE] = "id={id}",
    [RESOURCE_SHOW] = "id={id}",    [RESOURCE_LIST] = "count=200",
    [RESOURCE_VERIFY] = "",
};

struct span builder_text(struct builder *b, const char *text)
{
    struct buf out;
    struct span s;

    if (!text)
        return (struct span){ NULL, 0 };
    buf_init(&out, BUF_MAX_MESSAGE);
    template_expand(&out, text, &b->values);
    s = arena_copy(&b->s->mem, buf_span(&out));
    buf_release(&out);
    return s;
}

uint64_t exchange_id(const struct session *s, enum status_role role)
{
    return s->subject.ids[role];
}

static bool reads(enum resource resource)
{
    return resource == RESOURCE_SHOW || resource == RESOURCE_LIST ||
           resource == RESOURCE_VERIFY;
}

static const char *path_of(const struct session *s, enum resource resource)
{
    const char *path = profile_path(&s->target->options.profile, resource);

    return path ? path : "/";
}

/* Where the id travels when neither the case nor the path of the profile says so. */
static bool id_goes_into_body(const struct session *s, const struct sending *send)
{
    return s->target->options.profile.id_in_body && !reads(send->resource) &&
           !send->query && !send->body && !send->raw && !send->method &&
           !send->content_type && !send->flaw.sign_query && !send->flaw.sign_body &&
           !send->flaw.also_in_query && send->transport == TRANSPORT_HEADER;
}

static const char *query_of(const struct session *s, const struct sending *send)
{
    if (send->query)
        return send->query;
    if (send->body || (!send->path && strstr(path_of(s, send->resource), "{id}")) ||
        id_goes_into_body(s, send))
        return "";
    return queries[send->resource];
}

static void builder_init(struct builder *b, struct session *s, const struct sending *send,
                         struct record *out)
{
    *b = (struct builder){ .s = s, .send = send, .out = out };
    b->values = (struct template_values){
        .target = s->target,
        .subject = &s->subject,
        .role = send->status,
        .now_s = target_now_ms(s->target) / 1000,
    };
    b->as = &s->subject.as[send->who];
    b->method = span_of(send->method            ? send->method
                        : reads(send->resource) ? "GET"
                                                : "POST");
    b->path = arena_printf(
        &s->mem, "%.*s%.*s", SPAN_ARG(s->target->base_path),
        SPAN_ARG(builder_text(b, send->path ? send->path : path_of(s, send->resource))));
    b->query = builder_text(b, query_of(s, send));
    b->body = builder_text(b, id_goes_into_body(s, send) ? "id={id}" : send->body);
    b->content_type = span_of(send->content_type ? send->content_type
                              : b->body.p || send->transport == TRANSPORT_BODY
                                  ? "application/x-www-form-urlencoded"
                                  : NULL);
}

/* Appends the oauth_ parameters to query or form text. */
static struct span with_pairs(struct builder *b, struct span text)
{
    struct buf out;
    struct span s;

    buf_init(&out, BUF_MAX_MESSAGE);
    buf_add_span(&out, text);
    for (size_t i = 0; i <= b->pair_count; i++) {
        bool last = i == b->pair_count;

        if (out.len)
            buf_add_char(&out, '&');
        pct_encode(&out, last ? SPAN("oauth_signature") : b->pairs[i].name);
        buf_add_char(&out, '=');
        pct_encode(&out, last ? b->signature : b->pairs[i].value);
    }
    s = arena_copy(&b->s->mem, buf_span(&out));
    buf_release(&out);
    return s;
}

static struct span basic_value(struct builder *b)
{
    struct span pair = arena_printf(
        &b->s->mem, "%.*s:%.*s", SPAN_ARG(b->as->consumer_key), SPAN_ARG(b->as->token));
    char *text = arena_alloc(&b->s->mem, BASE64_ENCODE_RAW_LENGTH(pair.len) + 1);

    base64_encode_raw(text, pair.len, (const uint8_t *)pair.p);
    return arena_printf(&b->s->mem, "Basic %s", text);
}

static struct span authorization(struct builder *b)
{
    if (b->send->who == AS_BEARER)
        return arena_printf(&b->s->mem, "Bearer %.*s", SPAN_ARG(b->s->subject.bearer));
    if (b->send->who == AS_BASIC)
        return basic_value(b);
    b->values.authorization = builder_header(b);
    b->values.oauth = span_from(b->values.authorization, 6);
    if (b->send->flaw.header)
        return builder_text(b, b->send->flaw.header);
    return b->values.authorization;
}

/* "Name: value" adds a field, "Name:" suppresses one that would be added. */
static void add_header_line(struct builder *b, const char *line)
{
    struct span name, value;

    span_cut(builder_text(b, line), ':', &name, &value);
    value = span_trim(value);
    http_request_add(&b->out->request, name,
                     value.len ? value : (struct span){ NULL, 0 });
}

static void add_headers(struct builder *b)
{
    struct http_request *request = &b->out->request;

    if (b->send->transport == TRANSPORT_HEADER && b->send->who != AS_NOBODY)
        http_request_add(request, SPAN("Authorization"), authorization(b));
    if (b->content_type.len)
        http_request_add(request, SPAN("Content-Type"), b->content_type);
    http_request_add(request, SPAN("Accept"), SPAN("*/*"));
    http_request_add(request, SPAN("User-Agent"), SPAN("favspec/" FAVSPEC_VERSION));
    for (int i = 0; i < CASE_HEADERS_MAX && b->send->header[i]; i++)
        add_header_line(b, b->send->header[i]);
}

/* A doubled oauth_ parameter in the query; unlike its neighbours it may be a decoy. */
static void repeat_in_query(struct builder *b)
{
    const char *also = b->send->flaw.also_in_query;

    for (size_t i = 0; also && i < b->pair_count; i++)
        if (span_eq_str(b->pairs[i].name, also))
            b->query =
                arena_printf(&b->s->mem, "%.*s%s%s=%.*s", SPAN_ARG(b->query),
                             b->query.len ? "&" : "", also, SPAN_ARG(b->pairs[i].value));
}

static void assemble(struct builder *b)
{
    struct http_request *request = &b->out->request;

    if (b->send->who != AS_NOBODY && b->send->transport == TRANSPORT_QUERY)
        b->query = with_pairs(b, b->query);
    if (b->send->who != AS_NOBODY && b->send->transport == TRANSPORT_BODY)
        b->body = with_pairs(b, b->body);
    repeat_in_query(b);
    http_request_set(request, b->method,
                     arena_printf(&b->s->mem, "%.*s%s%.*s", SPAN_ARG(b->path),
                                  b->query.len ? "?" : "", SPAN_ARG(b->query)));
    add_headers(b);
    if (b->body.p)
        http_request_set_body(request, b->body);
}

/* A raw request signs what raw_query and raw_body say, and then stands as it is. */
static void build_raw(struct builder *b, struct buf *out_raw)
{
    b->values.authorization = builder_header(b);
    b->values.oauth = span_from(b->values.authorization, 6);
    template_expand(out_raw, b->send->raw, &b->values);
}

int exchange_build(struct session *s, const struct sending *send, struct record *out,
                   struct buf *out_raw)
{
    struct builder b;

    http_request_reset(&out->request);
    http_response_reset(&out->response);
    builder_init(&b, s, send, out);
    if (send->raw) {
        b.query = builder_text(&b, send->raw_query ? send->raw_query : "id={id}");
        b.body = builder_text(&b, send->raw_body);
        b.content_type =
            span_of(send->raw_body ? "application/x-www-form-urlencoded" : NULL);
    }
    if (builder_sign(&b) != 0)
        return -1;
    if (send->raw)
        build_raw(&b, out_raw);
    else
        assemble(&b);
    return 0;
}
