#include "refserver/answer.h"

#include <inttypes.h>
#include <time.h>

static const struct edit shape_2012[] = {
    { "/favorite_count", EDIT_REMOVE, NULL },
    { "/lang", EDIT_REMOVE, NULL },
    { "/is_quote_status", EDIT_REMOVE, NULL },
    { "/extended_entities", EDIT_REMOVE, NULL },
    { "/entities/symbols", EDIT_REMOVE, NULL },
    { "/possibly_sensitive", EDIT_REMOVE, NULL },
    { "/user/has_extended_profile", EDIT_REMOVE, NULL },
    { "/user/is_translation_enabled", EDIT_REMOVE, NULL },
    { "/user/translator_type", EDIT_REMOVE, NULL },
    { "/user/show_all_inline_media", EDIT_ADD, "false" },
}, extra_members[] = {
    { "/supplemental_language", EDIT_ADD, "null" },
    { "/x_note", EDIT_ADD, "{\"version\":[1,2.5e0,\"\\u00fc\"]}" },
    { "/user/x_note", EDIT_ADD, "\"unknown members are ignored\"" },
    { "/entities/x_polls", EDIT_ADD, "[]" },
};

static void dress(struct work *work, struct node *root)
{
    const struct costume *costume = work->endpoint->costume;

    if (root->kind != NODE_OBJECT)
        return;
    if (costume->shape_2012)
        edit_apply(&work->mem, root, shape_2012,
                   sizeof(shape_2012) / sizeof(shape_2012[0]));
    if (costume->extra_members)
        edit_apply(&work->mem, root, extra_members,
                   sizeof(extra_members) / sizeof(extra_members[0]));
}

void answer_write(struct work *work, const struct node *root)
{
    const struct costume *costume = work->endpoint->costume;
    struct node_style style = {
        .alphabetic = costume->alphabetic,
        .pretty = costume->pretty,
        .plain_slashes = costume->unescaped_slashes,
        .unicode_escapes = costume->unicode_escapes,
    };

    buf_reset(&work->body);
    node_write(&work->body, root, &style);
}

void answer_send(struct work *work, enum layer layer, int status,
                 const char *content_type)
{
    work->out->status = status;
    work->out->version = 11;
    work->out->reason = span_of(http_reason(status));
    http_response_set_body(work->out, buf_span(&work->body));
    answer_headers(work, layer, status, content_type);
}

void answer_node(struct work *work, struct node *root)
{
    dress(work, root);
    answer_write(work, root);
    answer_send(work, LAYER_APP, 200, NULL);
}

/* Puts the bytes of a mutant before, into and behind the text, and cuts its end. */
static void spoil(struct work *work)
{
    const struct answer_defects *wrong = &work->wrong->answer;
    struct span text, head = SPAN("");

    if (!wrong->before && !wrong->inside && !wrong->after && !wrong->cut)
        return;
    text = arena_copy(&work->mem, buf_span(&work->body));
    buf_reset(&work->body);
    if (wrong->inside && text.len) {
        head = span_make(text.p, 1);
        text = span_from(text, 1);
    }
    buf_add_str(&work->body, wrong->before ? wrong->before : "");
    buf_add_span(&work->body, head);
    buf_add_str(&work->body, wrong->inside ? wrong->inside : "");
    buf_add(&work->body, text.p, text.len > wrong->cut ? text.len - wrong->cut : 0);
    buf_add_str(&work->body, wrong->after ? wrong->after : "");
}

static struct store_status other_status(struct work *work,
                                        const struct store_status *status)
{
    struct store_status other = *status;
    uint64_t likes[2] = { 0, 0 };
    size_t count = store_list(work->endpoint->store, act_user(work, status->id),
                              work->now_ms, likes, 2);

    if (count)
        store_status(work->endpoint->store, likes[0] == status->id ? likes[1] : likes[0],
                     &other);
    return other;
}

/* Writes the document again that was written before. */
static bool recall(struct work *work, const struct store_status *status,
                   const struct render_view *view)
{
    struct endpoint *endpoint = work->endpoint;
    bool known;

    if (!endpoint->honest)
        return false;
    buf_reset(&work->body);
    pthread_mutex_lock(&endpoint->lock);
    known = documents_find(&endpoint->documents, status, view, &work->body);
    pthread_mutex_unlock(&endpoint->lock);
    return known;
}

static void remember(const struct work *work, const struct store_status *status,
                     const struct render_view *view)
{
    struct endpoint *endpoint = work->endpoint;

    if (!endpoint->honest)
        return;
    pthread_mutex_lock(&endpoint->lock);
    documents_add(&endpoint->documents, status, view, buf_span(&work->body));
    pthread_mutex_unlock(&endpoint->lock);
}

void answer_write_status(struct work *work, const struct store_status *status,
                         const struct render_view *view)
{
    const struct answer_defects *wrong = &work->wrong->answer;
    struct node *root;

    if (recall(work, status, view))
        return;
    root = render_status(&work->mem, status, view);
    dress(work, root);
    edit_apply(&work->mem, root, wrong->edits, DEFECT_EDITS_MAX);
    if (wrong->body == ANSWER_IS_LIST) {
        struct node *list = node_array(&work->mem);

        node_push(list, root);
        root = list;
    }
    answer_write(work, root);
    spoil(work);
    remember(work, status, view);
}

void answer_status(struct work *work, const struct store_status *status,
                   const struct render_view *view)
{
    answer_write_status(work, status, view);
    answer_send(work, LAYER_APP, 200, NULL);
}

void answer_write_unliked(struct work *work, const struct store_status *status)
{
    const struct answer_defects *wrong = &work->wrong->answer;
    struct store_status shown =
        wrong->body == ANSWER_OTHER_STATUS ? other_status(work, status) : *status;
    struct render_view view;

    params_view(work, &view);
    view.favorited = work->endpoint->costume->favorited_lags || wrong->favorited_stays;
    answer_write_status(work, &shown, &view);
}

void answer_unliked(struct work *work, const struct store_status *status)
{
    const struct answer_defects *wrong = &work->wrong->answer;

    buf_reset(&work->body);
    if (wrong->body == ANSWER_TEXT)
        buf_add_str(&work->body, wrong->text);
    else if (wrong->body != ANSWER_EMPTY)
        answer_write_unliked(work, status);
    answer_send(work, LAYER_APP, wrong->status ? wrong->status : 200,
                wrong->content_type);
    for (size_t i = 0; i < DEFECT_HEADERS_MAX && wrong->headers[i].name; i++)
        http_response_addf(work->out, wrong->headers[i].name, "%s",
                           wrong->headers[i].value);
    if (work->wrong->auth.cookie && work->token)
        http_response_addf(work->out, "set-cookie", "session=%s; path=/",
                           work->token->text);
}

static void add_field(struct work *work, const char *name, const char *value)
{
    http_response_add(work->out, span_of(name), span_of(value));
}

/* `last-modified` is now, as it was recorded. */
static void add_dates(struct work *work, bool date, bool modified)
{
    time_t seconds = (time_t)(work->now_ms / 1000);
    struct tm now;
    char text[40];

    gmtime_r(&seconds, &now);
    strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &now);
    if (date)
        add_field(work, "date", text);
    if (modified)
        add_field(work, "last-modified", text);
}

static void add_content_type(struct work *work, enum layer layer,
                             const char *content_type)
{
    const struct costume *costume = work->endpoint->costume;
    const char *json = layer == LAYER_AUTH      ? "application/json; charset=utf-8"
                       : costume->no_charset    ? "application/json"
                       : costume->charset_space ? "application/json; charset=UTF-8"
                                                : "application/json;charset=utf-8";

    if (!content_type)
        content_type = json;
    if (content_type[0])
        add_field(work, "content-type", content_type);
}

/* Headers of the recorded answers behind the front layer. */
static const struct {
    const char *name, *value;
} app_headers[] = {
    { "cache-control", "no-cache, no-store, must-revalidate, pre-check=0, post-check=0" },
    { "content-disposition", "attachment; filename=json.json" },
    { "expires", "Tue, 31 Mar 1981 05:00:00 GMT" },
    { "pragma", "no-cache" },
    { "x-content-type-options", "nosniff" },
    { "x-frame-options", "SAMEORIGIN" },
    { "x-access-level", "read-write" },
};

static void add_rate_headers(struct work *work)
{
    int64_t window = 900, now = work->now_ms / 1000;

    http_response_addf(work->out, "x-rate-limit-limit", "%d", 1000);
    http_response_addf(work->out, "x-rate-limit-remaining", "%d", 617);
    http_response_addf(work->out, "x-rate-limit-reset", "%" PRId64,
                       now - now % window + window);
}

void answer_headers(struct work *work, enum layer layer, int status,
                    const char *content_type)
{
    const struct wire_defects *wire = &work->wrong->wire;

    if (wire->date)
        add_field(work, "date", wire->date);
    add_dates(work, !wire->date && !wire->no_date, layer != LAYER_FRONT);
    add_field(work, "server", "favspec");
    add_content_type(work, layer, content_type);
    if (layer == LAYER_FRONT)
        return;
    for (size_t i = 0; i < sizeof(app_headers) / sizeof(app_headers[0]); i++)
        add_field(work, app_headers[i].name, app_headers[i].value);
    http_response_addf(work->out, "status", "%d %s", status, http_reason(status));
    if (work->endpoint->costume->rate_headers)
        add_rate_headers(work);
}
