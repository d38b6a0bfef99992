#include "client/judge_parts.h"

#include "oauth/param.h"
#include "json/json.h"

/* What query and form body hold. */
struct parameters {
    struct oauth_params list;
    bool other_body; /* there is one that is no form */
};

static void read_parameters(const struct sighting *s, struct parameters *out)
{
    struct span path, query, body = s->request.body;
    bool form = oauth_is_form(http_find(&s->request.headers, "Content-Type")) &&
                !judge_body_in_disguise(s);

    oauth_params_init(&out->list);
    out->other_body = body.len && !form;
    http_split_target(s->request.target, &path, &query);
    if (query.p)
        oauth_params_add_form(&out->list, query, OAUTH_IN_QUERY);
    if (form)
        oauth_params_add_form(&out->list, body, OAUTH_IN_BODY);
}

static size_t count_named(const struct parameters *p, struct span name)
{
    size_t count = 0;

    for (size_t i = 0; i < p->list.count; i++)
        count += span_eq(p->list.items[i].name, name);
    return count;
}

/* Conversions of numbers explain numbers alone. */
static const char *explain(struct span asked, struct span sent)
{
    for (size_t i = 0; i < sent.len; i++)
        if (!strchr("0123456789.eE+-", sent.p[i]))
            return NULL;
    return sent.len > 1 && sent.p[0] == '0' ? NULL : json_explain_id(asked, sent);
}

static void judge_id_value(struct judging *j, struct span sent)
{
    struct span asked = j->question->account->status_id;
    const char *how = explain(asked, sent);
    struct finding *f;

    if (span_eq(sent, asked))
        return;
    if (how)
        f = judge_found(j, CHECK_PARAMETERS, OAUTH_MISTAKE_ID_ROUNDED, VERDICT_FAIL,
                        "It was asked for %.*s and sent %.*s, which %s makes of it.",
                        SPAN_ARG(asked), SPAN_ARG(sent), how);
    else
        f = judge_found(j, CHECK_PARAMETERS, OAUTH_MISTAKE_ID_WRONG, VERDICT_FAIL,
                        "It was asked for %.*s and sent \"%.*s\".", SPAN_ARG(asked),
                        SPAN_ARG(sent));
    if (!f)
        return;
    f->expected = asked;
    f->got = arena_copy(&j->out->mem, sent);
}

static void judge_id(struct judging *j, const struct parameters *p)
{
    if (!count_named(p, SPAN("id")) && !p->other_body)
        judge_found(j, CHECK_PARAMETERS, OAUTH_MISTAKE_ID_MISSING, VERDICT_FAIL,
                    "There is no id in the query and none in the form body.");
    for (size_t i = 0; i < p->list.count; i++)
        if (span_eq_str(p->list.items[i].name, "id"))
            judge_id_value(j, p->list.items[i].value);
}

/* What the reference server makes of a word: only these are true. */
static bool means_true(struct span word)
{
    return span_eq_str(word, "true") || span_eq_str(word, "t") || span_eq_str(word, "1");
}

static void judge_entities_word(struct judging *j, struct span word)
{
    struct span asked = j->question->account->include_entities;
    bool wanted = !span_eq_str(asked, "false");
    bool same =
        means_true(word) == wanted || (asked.len && wanted && span_eq_str(word, "True"));

    if (asked.len && span_eq(word, asked))
        return;
    judge_found(j, CHECK_PARAMETERS, OAUTH_MISTAKE_INCLUDE_ENTITIES_WRONG,
                same ? VERDICT_WARN : VERDICT_FAIL,
                "It was asked %s%.*s and sent include_entities=%.*s%s.",
                asked.len ? "for include_entities=" : "to leave include_entities out",
                SPAN_ARG(asked), SPAN_ARG(word), same ? ", which means the same" : "");
}

static void judge_entities(struct judging *j, const struct parameters *p)
{
    struct span asked = j->question->account->include_entities;

    if (asked.len && !count_named(p, SPAN("include_entities")) && !p->other_body)
        judge_found(j, CHECK_PARAMETERS, OAUTH_MISTAKE_INCLUDE_ENTITIES_MISSING,
                    VERDICT_FAIL,
                    "It was asked for include_entities=%.*s and did not send it.",
                    SPAN_ARG(asked));
    for (size_t i = 0; i < p->list.count; i++)
        if (span_eq_str(p->list.items[i].name, "include_entities"))
            judge_entities_word(j, p->list.items[i].value);
}

void judge_parameters(struct judging *j, const struct sighting *s)
{
    static const char *const once[] = { "id", "include_entities" };
    struct parameters p;

    read_parameters(s, &p);
    for (size_t i = 0; i < 2; i++)
        if (count_named(&p, span_of(once[i])) > 1)
            judge_found(j, CHECK_PARAMETERS, OAUTH_MISTAKE_PARAMETER_REPEATED,
                        VERDICT_FAIL, "It sent %s %zu times.", once[i],
                        count_named(&p, span_of(once[i])));
    judge_id(j, &p);
    judge_entities(j, &p);
    if (p.other_body)
        judge_open(j, CHECK_PARAMETERS,
                   "the body is no form: its parameters are unknown");
    oauth_params_release(&p.list);
}
