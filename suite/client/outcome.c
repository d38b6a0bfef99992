#include "client/outcome.h"

#include "base/die.h"
#include "base/pct.h"
#include "server/redact.h"

#include <stdlib.h>

enum { EXCHANGES_SHOWN = 8 };

struct making {
    const struct scenario *scenario;
    const struct performance *performance;
    const struct judgement *judgement;
    const struct redactor *redactor;
    struct outcome *out;
};

static struct span clean(const struct making *m, struct arena *mem, struct span text)
{
    struct buf out;
    struct span copy;

    if (!text.p)
        return text;
    buf_init(&out, BUF_MAX_MESSAGE);
    redactor_write(m->redactor, &out, text);
    copy = arena_copy(mem, buf_span(&out));
    buf_release(&out);
    return copy;
}

static void add_exchanges(const struct making *m, struct result *result)
{
    const struct trail *trail = &m->performance->trail;
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    for (size_t i = 0; i < trail->count && i < EXCHANGES_SHOWN; i++) {
        const struct sighting *s = &trail->items[i];

        buf_reset(&text);
        http_request_write(&text, &s->request);
        result->exchanges[result->exchange_count++] = (struct exchange){
            .request = clean(m, &result->mem, buf_span(&text)),
            .response = clean(m, &result->mem, s->response),
            .started_unix_ms = s->at_ms,
        };
    }
    buf_release(&text);
}

static struct result *add_result(const struct making *m, enum check check)
{
    struct outcome *out = m->out;
    struct result *r;

    if (out->count == out->cap) {
        out->cap = out->cap ? out->cap * 2 : CHECK_COUNT;
        out->items = xrealloc(out->items, out->cap * sizeof(*out->items));
    }
    r = &out->items[out->count++];
    result_init(r);
    r->id = arena_printf(&r->mem, "%s/%s", m->scenario->id, check_word(check)).p;
    r->title = m->scenario->title;
    r->since = m->scenario->since;
    r->own = check_requirement(check, m->scenario->level);
    r->duration_us = m->performance->duration_us;
    return r;
}

static void fill_finding(const struct making *m, struct result *r,
                         const struct finding *f)
{
    struct span detail = clean(m, &r->mem, f->detail);

    r->verdict = f->verdict;
    if (f->mistake == OAUTH_MISTAKE_NONE) {
        r->reason = detail;
        return;
    }
    r->reason = span_of(oauth_mistakes[f->mistake].name);
    r->hint = oauth_mistakes[f->mistake].fix;
    r->expected =
        f->expected.p ? clean(m, &r->mem, f->expected) : span_of(r->own->sentence);
    r->got = f->got.p ? arena_printf(&r->mem, "%.*s (%.*s)", SPAN_ARG(detail),
                                     SPAN_ARG(clean(m, &r->mem, f->got)))
                      : detail;
    add_exchanges(m, r);
}

static void fill_quiet(const struct making *m, struct result *r, enum check check)
{
    const struct judgement *j = m->judgement;
    bool should = m->scenario->level != LEVEL_MUST;

    if (j->declined) {
        r->verdict = VERDICT_SKIP;
        r->reason = SPAN("the command does not support this scenario (exit status 77)");
    } else if (j->excuse.p && (!m->performance->trail.count || check == CHECK_CALLS ||
                               check == CHECK_ANSWER)) {
        r->verdict = VERDICT_ERROR;
        r->reason = clean(m, &r->mem, j->excuse);
    } else if (j->open[check].p) {
        r->verdict = should ? VERDICT_SKIP : VERDICT_INCONCLUSIVE;
        r->reason = clean(m, &r->mem, j->open[check]);
    }
    if (check == CHECK_CALLS)
        add_exchanges(m, r);
}

/* Findings of one check in the order of the table of mistakes, notes last. */
static const struct finding *next_finding(const struct judgement *j, enum check check,
                                          const struct finding *after)
{
    const struct finding *best = NULL;

    for (size_t i = 0; i < j->count; i++) {
        const struct finding *f = &j->items[i];
        unsigned rank = (unsigned)f->mistake;

        if (f->check != check || (after && rank <= (unsigned)after->mistake))
            continue;
        if (!best || rank < (unsigned)best->mistake)
            best = f;
    }
    return best;
}

static void add_check(const struct making *m, enum check check)
{
    const struct finding *f = next_finding(m->judgement, check, NULL);
    struct result *r;

    if (!f && !check_applies(check, m->scenario))
        return;
    r = add_result(m, check);
    if (!f) {
        fill_quiet(m, r, check);
        return;
    }
    fill_finding(m, r, f);
    while ((f = next_finding(m->judgement, check, f))) {
        r = add_result(m, check);
        if (f->mistake != OAUTH_MISTAKE_NONE)
            r->id =
                arena_printf(&r->mem, "%s/%s", r->id, oauth_mistakes[f->mistake].name).p;
        else
            r->id = arena_printf(&r->mem, "%s/note", r->id).p;
        fill_finding(m, r, f);
    }
}

/* Raw, and as they stand in the signing key, which in base64 is another text. */
static void hide(struct redactor *redactor, struct span secret)
{
    struct buf encoded;

    buf_init(&encoded, BUF_MAX_TEXT);
    pct_encode(&encoded, secret);
    redactor_add(redactor, secret);
    redactor_add(redactor, buf_span(&encoded));
    buf_release(&encoded);
}

static void make_redactor(const struct account *account, bool show, struct redactor *out)
{
    redactor_init(out);
    out->show = show;
    hide(out, account->credentials.consumer_secret);
    hide(out, account->credentials.token_secret);
    if (!show)
        hide(out, account->credentials.token);
}

/* What the command wrote, where nothing else says what went wrong. */
static void keep_output(const struct making *m)
{
    const struct performance *p = m->performance;
    struct span output;

    if (!p->calls)
        return;
    output = buf_span(&p->ends[p->calls - 1].output);
    if (output.len > 2000)
        output = span_from(output, output.len - 2000);
    m->out->output = clean(m, &m->out->mem, output);
}

static void keep_findings(const struct making *m)
{
    const struct judgement *j = m->judgement;
    struct outcome *out = m->out;

    for (size_t i = 0; i < j->count; i++) {
        struct finding *f = &out->findings[out->finding_count++];

        *f = j->items[i];
        f->detail = clean(m, &out->mem, f->detail);
        f->expected = clean(m, &out->mem, f->expected);
        f->got = clean(m, &out->mem, f->got);
    }
}

static void judge_performance(const struct run_options *options,
                              const struct account *account, struct making *m)
{
    struct judge_question question = { m->scenario, account, m->performance,
                                       options->lenient, options->name };
    struct judgement *judgement = xcalloc(1, sizeof(*judgement));

    judge(&question, judgement);
    m->judgement = judgement;
    m->out->connected = m->performance->connections > 0;
    m->out->unusable = judgement->unusable;
    m->out->hung = judgement->hung;
    m->out->missing = judgement->missing;
    m->out->declined = judgement->declined;
    m->out->stopped = judgement->stopped;
    for (int i = 0; i < CHECK_COUNT && !judgement->stopped; i++)
        add_check(m, (enum check)i);
    keep_findings(m);
    keep_output(m);
    judgement_release(judgement);
    free(judgement);
}

static void add_trouble(struct making *m, struct span why)
{
    static const struct judgement nothing;

    m->judgement = &nothing;
    for (int i = 0; i < CHECK_COUNT; i++)
        if (check_applies((enum check)i, m->scenario)) {
            struct result *r = add_result(m, (enum check)i);

            r->verdict = VERDICT_ERROR;
            r->reason = arena_copy(&r->mem, why);
        }
}

void outcome_make(const struct run_options *options, const struct scenario *scenario,
                  bool show_secrets, struct outcome *out)
{
    struct redactor *redactor = xcalloc(1, sizeof(*redactor));
    struct performance performance;
    struct account account;
    struct making m = { scenario, &performance, NULL, redactor, out };
    struct buf why;

    *out = (struct outcome){ 0 };
    buf_init(&why, BUF_MAX_TEXT);
    account_init(&account, scenario);
    make_redactor(&account, show_secrets, redactor);
    if (run_scenario(options, scenario, &account, &performance, &why) == 0)
        judge_performance(options, &account, &m);
    else
        add_trouble(&m, buf_span(&why));
    performance_release(&performance);
    account_release(&account);
    redactor_release(redactor);
    free(redactor);
    buf_release(&why);
}

void outcome_release(struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->count; i++)
        result_release(&outcome->items[i]);
    free(outcome->items);
    arena_release(&outcome->mem);
}
