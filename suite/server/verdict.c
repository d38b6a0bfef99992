#include "server/verdict.h"

#include "report/report.h"
#include "server/plan.h"

bool verdict_failed(const struct session *s)
{
    for (size_t i = 0; i < s->finding_count; i++)
        if (s->findings[i].tier == TIER_FAIL)
            return true;
    return false;
}

static enum verdict failing_verdict(const struct session *s,
                                    enum requirement_id requirement, enum tier tier)
{
    enum requirement_level level = requirements[requirement].level;

    if (level == LEVEL_MAY || profile_relaxes(&s->target->options.profile, requirement))
        return VERDICT_INFO;
    return tier == TIER_FAIL && level == LEVEL_MUST ? VERDICT_FAIL : VERDICT_WARN;
}

static int weight(const struct session *s, const struct finding *f)
{
    static const int weights[] = {
        [VERDICT_FAIL] = 3, [VERDICT_WARN] = 2, [VERDICT_INFO] = 1
    };

    return weights[failing_verdict(s, f->requirement, f->tier)];
}

/* The finding that decides: the first of the heaviest. */
static const struct finding *worst(const struct session *s)
{
    const struct finding *found = NULL;

    for (size_t i = 0; i < s->finding_count; i++)
        if (!found || weight(s, &s->findings[i]) > weight(s, found))
            found = &s->findings[i];
    return found;
}

/* Puts the requirement that was broken in front of those that the case cites. */
static void blame(struct result *result, enum requirement_id requirement)
{
    enum requirement_id before = requirement;

    for (int i = 0; i < RESULT_REQUIREMENTS_MAX; i++) {
        enum requirement_id here = result->requirements[i];

        result->requirements[i] = before;
        if (here == requirement || here == REQ_NONE)
            return;
        before = here;
    }
}

static struct span clean(struct session *s, struct span text)
{
    struct buf redacted, harmless;
    struct span kept;

    buf_init(&redacted, BUF_MAX_TEXT);
    buf_init(&harmless, BUF_MAX_TEXT);
    redactor_write(&s->redactor, &redacted, text);
    report_neutralise(&harmless, buf_span(&redacted), false);
    kept = arena_copy(&s->result->mem, buf_span(&harmless));
    buf_release(&redacted);
    buf_release(&harmless);
    return kept;
}

/* The reason; for a relaxed requirement also why the profile relaxes it. */
static struct span reason_of(struct session *s, const struct finding *f)
{
    const char *why = profile_relaxes(&s->target->options.profile, f->requirement);

    s->result->relaxed = why != NULL;
    if (!why)
        return clean(s, f->reason);
    return clean(s,
                 arena_printf(&s->mem, "relaxed by profile %s (%s): %.*s",
                              s->target->options.profile.name, why, SPAN_ARG(f->reason)));
}

static void decide_from_findings(struct session *s)
{
    const struct finding *f = worst(s);

    if (!f) {
        s->result->verdict = s->test->survey ? VERDICT_INFO : VERDICT_PASS;
        return;
    }
    s->result->verdict = failing_verdict(s, f->requirement, f->tier);
    blame(s->result, f->requirement);
    s->result->reason = reason_of(s, f);
    s->result->expected = clean(s, f->expected);
    s->result->got = clean(s, f->got);
}

/* What the server does, in a few words: status and code. */
static void describe_survey(struct session *s)
{
    const struct record *last = &s->records[case_step_count(s->test) - 1];
    struct error_doc error;

    if (s->result->verdict != VERDICT_INFO || s->result->reason.len)
        return;
    error_read(last->response.body, &error, NULL);
    s->result->reason =
        last->error ? arena_printf(&s->result->mem, "%s", client_error_name(last->error))
        : error.has_code
            ? arena_printf(&s->result->mem, "answers %d with code %lld",
                           last->response.status, (long long)error.code)
            : arena_printf(&s->result->mem, "answers %d", last->response.status);
}

void verdict_decide(struct session *s)
{
    struct result *result = s->result;

    for (int i = 0; i < RESULT_REQUIREMENTS_MAX; i++)
        result->requirements[i] = s->test->requirements[i];
    result->expected = result->got = SPAN("");
    result->reason = SPAN("");
    if (verdict_failed(s) || !session_over(s)) {
        decide_from_findings(s);
        describe_survey(s);
        return;
    }
    result->verdict = s->skipped        ? VERDICT_SKIP
                      : s->inconclusive ? VERDICT_INCONCLUSIVE
                                        : VERDICT_ERROR;
    result->reason = clean(s, s->why);
}
