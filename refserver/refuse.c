#include "refserver/answer.h"

#include "base/pct.h"

const struct reason_row reasons[REASON_COUNT] = {
#define X(enumerator, status, code, layer, message, note)                                \
    { status, code, layer, message, note },
    REASONS(X)
#undef X
};

/* One refusal: the reason's row with what a mutant makes of it. */
struct refusal {
    struct work *work;
    enum reason reason;
    enum layer layer;
    int status, code;
    enum refusal_body body;
    struct span message;
    const struct refusal_defects *wrong; /* NULL: recorded */
};

static void add_leak(struct refusal *r, struct buf *out)
{
    const struct oauth_credentials *credentials = &r->work->seen->credentials;

    switch (r->wrong ? r->wrong->leak : LEAK_NONE) {
    case LEAK_KEY:
        oauth_key(out, credentials, NULL);
        break;
    case LEAK_BASE_STRING:
        oauth_key(out, credentials, NULL);
        buf_add_char(out, ' ');
        oauth_base_string(out, &r->work->oauth, &r->work->claim.params, NULL, NULL);
        break;
    case LEAK_CONSUMER_SECRET:
        pct_encode(out, credentials->consumer_secret);
        break;
    default:
        break;
    }
}

static struct span make_message(struct refusal *r)
{
    struct work *work = r->work;
    const char *message = reasons[r->reason].message;
    struct buf *text = &work->text;

    buf_reset(text);
    if (r->reason == REASON_METHOD &&
        (work->resource == RESOURCE_SHOW || work->resource == RESOURCE_LIST ||
         work->resource == RESOURCE_VERIFY))
        message = "This method requires a GET or HEAD";
    if (work->endpoint->costume->other_messages)
        buf_addf(text, "refused (%s)", reasons[r->reason].note);
    else
        buf_add_str(text, message);
    add_leak(r, text);
    return arena_copy(&work->mem, buf_span(text));
}

static struct node *error_request(struct refusal *r)
{
    struct arena *mem = &r->work->mem;
    struct node *root = node_object(mem);

    node_put(root, "request", node_string(mem, r->work->path));
    node_put(root, "error", node_string(mem, r->message));
    return root;
}

static void put_code(struct refusal *r, struct node *error)
{
    if (r->body == REFUSAL_CODE_MISSING)
        return;
    node_put_int(&r->work->mem, error, "code", r->code);
    if (r->body == REFUSAL_CODE_STRING)
        error->last->kind = NODE_STRING;
}

static void put_message(struct refusal *r, struct node *error)
{
    if (r->body == REFUSAL_MESSAGE_NUMBER)
        node_put_int(&r->work->mem, error, "message", r->code);
    else if (r->body != REFUSAL_MESSAGE_MISSING)
        node_put(error, "message", node_string(&r->work->mem, r->message));
}

static struct node *errors_array(struct refusal *r)
{
    struct arena *mem = &r->work->mem;
    struct node *root = node_object(mem), *error = node_object(mem);
    bool message_first =
        r->layer == LAYER_FRONT || r->work->endpoint->costume->message_first;

    if (message_first)
        put_message(r, error);
    put_code(r, error);
    if (!message_first)
        put_message(r, error);
    if (r->body == REFUSAL_OBJECT) {
        node_put(root, "errors", error);
        return root;
    }
    node_put(root, "errors", node_array(mem));
    if (r->body != REFUSAL_NO_ERRORS)
        node_push(root->last, error);
    if (r->body == REFUSAL_ERRORS_STRING) {
        root->last->kind = NODE_STRING;
        root->last->text = r->message;
    }
    return root;
}

static void write_soft_status(struct refusal *r)
{
    struct work *work = r->work;
    struct store_status status;

    if (work->id_count && store_status(work->endpoint->store, work->ids[0], &status))
        answer_write_unliked(work, &status);
}

static void write_json(struct refusal *r)
{
    bool old = r->body == REFUSAL_V1 ||
               (r->body == REFUSAL_RECORDED &&
                (r->layer == LAYER_OLD || r->work->endpoint->costume->v1_errors));

    answer_write(r->work, old ? error_request(r) : errors_array(r));
    if (r->body == REFUSAL_TWICE) {
        struct span once = arena_copy(&r->work->mem, buf_span(&r->work->body));

        buf_add_span(&r->work->body, once);
    }
    if (r->body == REFUSAL_TRUNCATED)
        buf_truncate(&r->work->body, r->work->body.len - 3);
}

static void write_body(struct refusal *r)
{
    struct buf *body = &r->work->body;

    buf_reset(body);
    switch (r->body) {
    case REFUSAL_EMPTY:
        break;
    case REFUSAL_TEXT:
        buf_addf(body, "%.*s\n", SPAN_ARG(r->message));
        break;
    case REFUSAL_HTML:
        buf_addf(body,
                 "<!DOCTYPE html><html><body><h1>%d</h1><p>%.*s</p></body></html>\n",
                 r->status, SPAN_ARG(r->message));
        break;
    case REFUSAL_NULL:
        buf_add_str(body, "null");
        break;
    case REFUSAL_LIST:
        buf_add_str(body, "[]");
        break;
    case REFUSAL_STATUS:
        write_soft_status(r);
        break;
    default:
        write_json(r);
    }
}

static const char *content_type_of(const struct refusal *r)
{
    static const char *const types[] = {
        [REFUSAL_TEXT] = "text/plain; charset=utf-8",
        [REFUSAL_HTML] = "text/html; charset=utf-8",
    };

    if (r->wrong && r->wrong->content_type)
        return r->wrong->content_type;
    return r->body < sizeof(types) / sizeof(types[0]) ? types[r->body] : NULL;
}

/* RFC 9110 15.5.2, 15.5.6 and 15.6.4. */
static void add_headers(struct refusal *r)
{
    struct http_response *out = r->work->out;
    bool acts =
        r->work->resource == RESOURCE_DESTROY || r->work->resource == RESOURCE_CREATE;

    if (r->status == 401 && !(r->wrong && r->wrong->no_challenge)) {
        if (r->layer == LAYER_AUTH)
            http_response_addf(
                out, "www-authenticate",
                "OAuth realm=\"https://api.twitter.com\", api_error_code=%d", r->code);
        else
            http_response_addf(out, "www-authenticate",
                               "OAuth realm=\"https://api.twitter.com\"");
    }
    if (r->status == 405)
        http_response_addf(out, "allow", "%s", acts ? "POST" : "GET, HEAD");
    if (r->status == 503)
        http_response_addf(out, "retry-after", "%d", 60);
    if (r->wrong && r->wrong->location)
        http_response_addf(out, "location", "%s", r->wrong->location);
    if (r->wrong && r->wrong->leak == LEAK_TOKEN_SECRET)
        http_response_addf(out, "x-debug", "%.*s",
                           SPAN_ARG(r->work->seen->credentials.token_secret));
}

/* What a mutant does although it refuses. */
static void act_all_the_same(struct work *work)
{
    struct store_status status;

    if (id_read(work) != REASON_NONE)
        return;
    for (size_t i = 0; i < work->id_count; i++)
        if (store_status(work->endpoint->store, work->ids[i], &status))
            effect_unlike(work, act_user(work, status.id), status.id);
}

static void apply_defects(struct refusal *r)
{
    const struct refusal_defects *wrong = r->wrong;

    r->status = wrong->status ? wrong->status : r->status;
    r->code = wrong->code ? wrong->code : r->code;
    r->body = wrong->body;
    if (wrong->acts)
        act_all_the_same(r->work);
    if (wrong->dies)
        r->work->seen->wire.mode = WIRE_DROP;
}

static int status_of(const struct work *work, enum reason reason)
{
    if (reason == REASON_INTERNAL && work->forced_status)
        return work->forced_status;
    if (reason == REASON_ENTITIES_WORD)
        return work->wrong->entities.other_word_status;
    return reasons[reason].status;
}

void refuse(struct work *work, enum reason reason)
{
    const struct reason_row *row = &reasons[reason];
    struct refusal r = {
        .work = work,
        .reason = reason,
        .layer = row->layer,
        .status = status_of(work, reason),
        .code = row->code,
    };

    if (work->wrong->refusal.when & BECAUSE(reason)) {
        r.wrong = &work->wrong->refusal;
        apply_defects(&r);
    }
    r.message = make_message(&r);
    write_body(&r);
    answer_send(work, r.layer, r.status, content_type_of(&r));
    add_headers(&r);
}
