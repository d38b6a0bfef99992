#include "refserver/work.h"

static bool is_form(const struct work *work)
{
    return oauth_is_form(work->content_type);
}

/* The digits behind a marker in text of another media type: all that a mutant reads
 * there. */
static void add_digits_behind(struct work *work, struct span text, struct span marker)
{
    ptrdiff_t at = span_find(text, marker);
    size_t from, to;

    if (at < 0)
        return;
    from = (size_t)at + marker.len;
    while (from < text.len && strchr(" :\"\r\n", text.p[from]))
        from++;
    to = from;
    while (to < text.len && text.p[to] >= '0' && text.p[to] <= '9')
        to++;
    oauth_params_add(&work->params, SPAN("id"), span_make(text.p + from, to - from),
                     OAUTH_IN_BODY);
}

static void read_other_body(struct work *work)
{
    uint32_t bodies = work->wrong->id.other_bodies;
    struct span body = work->request->body, type = work->content_type;

    if (bodies & FROM_JSON && span_starts_nocase(type, SPAN("application/json")))
        add_digits_behind(work, body, SPAN("\"id\""));
    if (bodies & FROM_MULTIPART && span_starts_nocase(type, SPAN("multipart/")))
        add_digits_behind(work, body, SPAN("name=\"id\""));
    if (bodies & FROM_ANY_TYPE)
        oauth_params_add_form(&work->params, body, OAUTH_IN_BODY);
}

void params_read(struct work *work)
{
    struct span type = http_find(&work->request->headers, "Content-Type");
    const char *exact = work->wrong->auth.exact_media_type;

    work->content_type = exact && !span_eq_str(type, exact) ? span_of(NULL) : type;
    if (work->query.p)
        oauth_params_add_form(&work->params, work->query, OAUTH_IN_QUERY);
    if (is_form(work))
        oauth_params_add_form(&work->params, work->request->body, OAUTH_IN_BODY);
    else
        read_other_body(work);
}

/* A body that is not a form would be ignored silently: its sender meant something by it.
 */
enum reason params_media_type(const struct work *work)
{
    if (work->request->body.len == 0 || is_form(work) || work->wrong->id.other_bodies ||
        work_overlooks(work, REASON_MEDIA_TYPE))
        return REASON_NONE;
    return REASON_MEDIA_TYPE;
}

struct span params_find(const struct work *work, const char *name)
{
    const struct oauth_param *param = oauth_params_find(&work->params, span_of(name));

    return param ? param->value : span_of(NULL);
}

static bool is_true_word(const struct work *work, struct span word)
{
    const struct entities_defects *wrong = &work->wrong->entities;

    return span_eq_str(word, "true") || (span_eq_str(word, "t") && !wrong->t_is_false) ||
           (span_eq_str(word, "1") && !wrong->one_is_false);
}

static struct span entities_word(const struct work *work)
{
    const struct entities_defects *wrong = &work->wrong->entities;
    const struct oauth_param *param =
        oauth_params_find(&work->params, SPAN("include_entities"));

    if (!param || (wrong->only_from_query && param->place != OAUTH_IN_QUERY) ||
        (wrong->only_from_body && param->place != OAUTH_IN_BODY))
        return span_of(NULL);
    return param->value;
}

/* Any word but true, t and 1 is false, as the sibling flags are documented. */
static bool wants_entities(const struct work *work)
{
    const struct entities_defects *wrong = &work->wrong->entities;
    struct span word = entities_word(work);

    if (wrong->always || wrong->never)
        return wrong->always;
    if (!word.p)
        return !wrong->only_if_true;
    return is_true_word(work, word) && !wrong->any_value_omits;
}

void params_view(const struct work *work, struct render_view *out)
{
    const struct entities_defects *wrong = &work->wrong->entities;
    bool wanted = wants_entities(work);

    *out = (struct render_view){
        .no_entities = !wanted,
        .null_entities = !wanted && wrong->null_instead,
        .empty_entities = !wanted && wrong->empty_instead,
        .no_user_entities = !wanted && wrong->user_too,
        .no_extended_entities = !wanted && wrong->extended_too,
        .extended = span_eq_str(params_find(work, "tweet_mode"), "extended"),
        .trim_user = params_find(work, "trim_user").p &&
                     is_true_word(work, params_find(work, "trim_user")),
    };
}

enum reason params_entities_word(const struct work *work)
{
    struct span word = entities_word(work);
    bool known = !word.p || is_true_word(work, word) || span_eq_str(word, "false");

    return known || !work->wrong->entities.other_word_status ? REASON_NONE
                                                             : REASON_ENTITIES_WORD;
}
