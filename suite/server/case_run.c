#include "server/case_run.h"

#include "base/die.h"
#include "report/report.h"
#include "server/blind.h"
#include "server/effect.h"
#include "server/exchange.h"
#include "server/judge.h"
#include "server/needs.h"
#include "server/plan.h"
#include "server/verdict.h"

#include <stdlib.h>
#include <time.h>

/* Some servers refuse a new like within a second of the last change. */
enum { ATTEMPTS = 3, BETWEEN_CHANGES_MS = 1100 };

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Worlds of the embedded server are fresh, so only other targets and second attempts need
 * the companions. */
static void set_up(struct session *s, bool fresh)
{
    unsigned done = 0;

    for (int i = 0; i < case_step_count(s->test) && !fresh; i++) {
        enum status_role role = s->test->steps[i].send.status;
        int state = plan_state_of(role);

        if (state < 0 || done & 1u << role || (state && blind_target(s->target)))
            continue;
        done |= 1u << role;
        if (!effect_prepare(s, role, state == 1))
            return;
    }
}

/* The request of a step without its flaw. */
static struct sending without_flaw(const struct sending *send)
{
    struct sending right = {
        .transport = send->transport,
        .spelling = send->spelling,
    };

    if (send->who == AS_ACCOUNT && !send->path && !send->method && !send->raw &&
        send->status == ROLE_LIKED && !send->flaw.header && !send->flaw.also_in_query) {
        right.query = send->query;
        right.body = send->body;
        if (oauth_is_form(span_of(send->content_type)))
            right.content_type = send->content_type;
    }
    return right;
}

static bool was_served(const struct record *record)
{
    return record->response.status >= 200 && record->response.status < 300;
}

static bool was_accepted(struct session *s, const struct record *record)
{
    bool accepted = !record->error && was_served(record);

    if (accepted)
        atomic_store(&s->target->shared->accepted, true);
    return accepted;
}

/* The minimal pair: the refusal counts only if the same request without the flaw
 * succeeds. */
static void judge_control(struct session *s, const struct step *step,
                          const struct record *refusal)
{
    struct sending right = without_flaw(&step->send);
    struct record *record = &s->side[0];
    struct buf got;

    if (!plan_names_the_status(right.query) && !plan_names_the_status(right.body))
        right.query = right.body = right.content_type = NULL;
    if (step->send.status != ROLE_LIKED && !blind_target(s->target) &&
        !effect_prepare(s, ROLE_LIKED, true))
        return;
    if (exchange_extra(s, &right, record) == CLIENT_OK && was_accepted(s, record))
        return;
    if (blind_target(s->target) && blind_control(s, step, refusal, record))
        return;
    buf_init(&got, BUF_MAX_TEXT);
    judge_describe(s, &got, record);
    session_doubt(
        s,
        "the same request without the flaw was not accepted either, so the refusal "
        "proves nothing: %s",
        got.p);
    buf_release(&got);
}

static void run_steps(struct session *s)
{
    const struct record *refused = NULL;
    bool witness = false;

    for (int i = 0; i < case_step_count(s->test) && !session_over(s); i++) {
        const struct step *step = &s->test->steps[i];

        effect_before(s, i);
        exchange_step(s, i);
        if (step->send.resource == RESOURCE_CREATE && !s->records[i].error &&
            !was_served(&s->records[i])) {
            target_pass_ms(s->target, BETWEEN_CHANGES_MS);
            exchange_step(s, i);
        }
        if (blind_target(s->target))
            blind_after(s, step, &s->records[i]);
        if (session_over(s))
            return;
        judge_answer(s, i);
        if (session_over(s) || verdict_failed(s))
            return;
        effect_judge(s, i);
        if (situations[step->expect.answer].refusal &&
            step->send.resource == RESOURCE_DESTROY &&
            s->records[i].response.status >= 300)
            refused = &s->records[i];
        witness = witness || (plan_is_witness(step) && was_accepted(s, &s->records[i]));
    }
    if (refused && !witness && !s->test->no_control && !verdict_failed(s) &&
        !session_over(s))
        judge_control(s, &s->test->steps[refused - s->records], refused);
}

/* Whether the subject still serves a plain request; between two repetitions. */
static bool still_serves(struct session *s)
{
    struct sending send = { .resource = RESOURCE_SHOW };

    session_restart(s);
    if (!(s->target->companions & COMPANION_SHOW))
        send.resource = RESOURCE_LIST;
    exchange_extra(s, &send, &s->side[0]);
    return s->side[0].error != CLIENT_REFUSED && s->side[0].error != CLIENT_UNRESOLVED;
}

/* Another attempt needs another nonce; one that the case fixes is new in a new second. */
static void renew_nonces(struct session *s)
{
    for (int i = 0; i < case_step_count(s->test); i++) {
        const struct flaw *flaw = &s->test->steps[i].send.flaw;

        if (flaw->nonce && !flaw->nonce_from_step && !strstr(flaw->nonce, "{random")) {
            target_pass_ms(s->target, 1000);
            return;
        }
    }
}

/* A reset, an empty or cut answer, a timeout or a 5xx is repeated twice: always the same
 * is a fail, else an error. */
static void repeat_unstable(struct session *s)
{
    char first[sizeof(s->unstable)];
    int same = 1;

    memcpy(first, s->unstable, sizeof(first));
    client_set_timeout(s->client, 2000);
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
        if (!still_serves(s)) {
            session_restart(s);
            session_break(s, "%s, and then nobody listened any more", first);
            return;
        }
        session_restart(s);
        renew_nonces(s);
        set_up(s, false);
        run_steps(s);
        same += strcmp(first, s->unstable) == 0;
    }
    if (same == ATTEMPTS) {
        if (strcmp(first, client_error_name(CLIENT_TIMEOUT)) == 0)
            atomic_store(&s->target->shared->hung, true);
        return;
    }
    session_restart(s);
    session_break(s, "%s once, but not always: %d of %d times", first, same, ATTEMPTS);
}

/* 403 may just as well say that there is no like; only its code tells. */
static bool is_auth_refusal(const struct record *record)
{
    struct error_doc error;

    error_read(record->response.body, &error, NULL);
    return !record->error &&
           (record->response.status == 400 || record->response.status == 401 ||
            (record->response.status == 403 && error.has_code && error.code != 144));
}

/* The set-up was refused. A positive case sends its own request all the same: when that
 * is refused for the credentials too, it is the server that fails. */
static void try_without_set_up(struct session *s)
{
    struct span why = s->why;

    session_restart(s);
    run_steps(s);
    if (is_auth_refusal(&s->records[0]))
        return;
    session_restart(s);
    session_doubt(s, "%.*s", SPAN_ARG(why));
}

static void attempt(struct session *s, bool first)
{
    session_restart(s);
    if (!needs_met(s) || (blind_target(s->target) && !blind_can_run(s)))
        return;
    set_up(s, first && s->target->embedded);
    if (!session_over(s))
        run_steps(s);
    else if (s->inconclusive && plan_is_witness(&s->test->steps[0]))
        try_without_set_up(s);
    if (s->unstable[0] && !session_over(s))
        repeat_unstable(s);
}

static bool failed(const struct result *result)
{
    return result->verdict == VERDICT_FAIL || result->verdict == VERDICT_ERROR ||
           result->verdict == VERDICT_INCONCLUSIVE || result->verdict == VERDICT_WARN;
}

void case_run(const struct target *target, const struct conformance_case *test,
              unsigned index, int retries, struct client *client, struct result *result)
{
    int64_t started = now_us();
    struct session *s = xcalloc(1, sizeof(*s));

    session_init(s, target, test, index, client, result);
    result->id = test->id;
    result->title = test->title;
    result->hint = test->hint;
    result->since = test->since ? test->since : "0.1.0";
    attempt(s, true);
    verdict_decide(s);
    for (int again = 0; again < retries && failed(result); again++) {
        enum verdict before = result->verdict;
        struct span reason = result->reason;

        renew_nonces(s);
        attempt(s, false);
        verdict_decide(s);
        if (result->verdict == VERDICT_PASS && before != VERDICT_WARN) {
            result->verdict = VERDICT_FLAKY;
            result->reason = reason;
        }
    }
    result->duration_us = now_us() - started;
    session_release(s);
    free(s);
}
