#include "client/judge_parts.h"

enum { NOT_SUPPORTED = 77 };

/* What one call did on the wire. */
struct call {
    size_t requests;              /* all of them */
    const struct sighting *last;  /* that could un-like; NULL: none */
    const struct sighting *final; /* the last one of all, redirects included */
    bool scripted;                /* one of them got the answer of the scenario */
};

static void look(const struct judging *j, unsigned number, struct call *out)
{
    bool at_once = j->question->scenario->at_once;

    *out = (struct call){ 0 };
    for (size_t i = 0; i < j->count; i++) {
        const struct sighting *s = &j->sightings[i];

        if (!at_once && s->call != number)
            continue;
        out->requests++;
        out->scripted |= s->scripted;
        if (s->asked == ASKED_COMPANION && !s->follows)
            continue;
        out->final = s;
        if (sighting_is_call(s))
            out->last = s;
    }
}

/* Calls at once cannot be told apart: those that ended by themselves are known as a
 * whole.
 */
static bool is_missing(const struct judging *j, const struct call *call)
{
    const struct performance *p = j->question->performance;
    size_t least = 0;

    for (unsigned i = 0; i < p->calls && j->question->scenario->at_once; i++)
        least += p->ends[i].how == LAUNCH_EXITED && p->ends[i].status != NOT_SUPPORTED;
    return call->requests < (least ? least : 1);
}

static void judge_signal(struct judging *j, const struct call *call, const char *how)
{
    if (call->requests) {
        judge_found(j, CHECK_CALLS, OAUTH_MISTAKE_CRASHED, VERDICT_FAIL,
                    "The command %s after its request had arrived.", how);
        judge_open(j, CHECK_ANSWER, "the command crashed");
        return;
    }
    j->out->excuse = arena_printf(&j->out->mem, "the command %s before any request", how);
}

static void judge_missing(struct judging *j, const char *how)
{
    judge_found(j, CHECK_CALLS, OAUTH_MISTAKE_REQUEST_MISSING, VERDICT_FAIL,
                "The command %s, and no request arrived.", how);
    judge_open(j, CHECK_ANSWER, "no request arrived");
    j->out->missing = true;
}

/* The call asked for other resources of the server, and left this one out. */
static void judge_elsewhere(struct judging *j)
{
    judge_found(j, CHECK_REQUEST, OAUTH_MISTAKE_PATH_WRONG, VERDICT_FAIL,
                "A call never asked for /1.1/favorites/destroy.json.");
    judge_open(j, CHECK_ANSWER, "the resource was not asked for");
}

/* Which end is the truth about the last answer. */
static enum ending wanted(const struct judging *j, const struct call *call)
{
    const struct scenario *scenario = j->question->scenario;

    if (!call->final)
        return ENDS_BADLY;
    if (call->final->scripted)
        return scenario->ending;
    return call->final->status == 200 && call->final->served ? ENDS_WELL : ENDS_BADLY;
}

static enum oauth_mistake name_of_lie(const struct call *call, int status)
{
    if (status)
        return OAUTH_MISTAKE_SUCCESS_TAKEN_FOR_ERROR;
    return call->final && call->final->status == 200
               ? OAUTH_MISTAKE_BROKEN_BODY_ACCEPTED
               : OAUTH_MISTAKE_ERROR_TAKEN_FOR_SUCCESS;
}

static void judge_exit(struct judging *j, const struct launch_end *end,
                       const struct call *call)
{
    const struct scenario *scenario = j->question->scenario;
    enum ending want = wanted(j, call);
    struct finding *f;

    if (want == ENDS_EITHER || (end->status == 0) == (want == ENDS_WELL)) {
        if (scenario->answer.status && call->last && !call->scripted)
            judge_open(j, CHECK_ANSWER,
                       "the request was refused, so the answer of this scenario was not "
                       "given");
        return;
    }
    f = judge_found(j, CHECK_ANSWER, name_of_lie(call, end->status), VERDICT_FAIL,
                    "It exited with status %d after %s%.0d.", end->status,
                    call->final && call->final->status ? "an answer with status "
                                                       : "no answer at all",
                    call->final ? call->final->status : 0);
    if (!f)
        return;
    f->expected = want == ENDS_WELL ? SPAN("exit status 0") : SPAN("another exit status");
    f->got = arena_printf(&j->out->mem, "exit status %d", end->status);
}

/* Calls at once cannot be told apart, but they can be counted. */
static void judge_exits_at_once(struct judging *j)
{
    const struct performance *p = j->question->performance;
    size_t served = 0, well = 0, ended = 0;

    for (size_t i = 0; i < j->count; i++)
        served += sighting_is_call(&j->sightings[i]) && j->sightings[i].served;
    for (unsigned i = 0; i < p->calls; i++) {
        ended += p->ends[i].how == LAUNCH_EXITED && p->ends[i].status != NOT_SUPPORTED;
        well += p->ends[i].how == LAUNCH_EXITED && p->ends[i].status == 0;
    }
    if (ended == p->calls && well != served)
        judge_found(j, CHECK_ANSWER,
                    well > served ? OAUTH_MISTAKE_ERROR_TAKEN_FOR_SUCCESS
                                  : OAUTH_MISTAKE_SUCCESS_TAKEN_FOR_ERROR,
                    VERDICT_FAIL, "Of %u calls %zu succeeded, and %zu exited with 0.",
                    p->calls, served, well);
}

static void judge_unusable(struct judging *j, const char *how)
{
    j->out->unusable = true;
    j->out->excuse = arena_printf(&j->out->mem, "the command %s", how);
}

static void judge_end(struct judging *j, const struct launch_end *end,
                      const struct call *call, const char *how)
{
    bool honest = j->question->scenario->trust == TRUST_GIVEN;

    if (launch_unusable(end)) {
        judge_unusable(j, how);
    } else if (end->how == LAUNCH_STOPPED) {
        j->out->stopped = true;
    } else if (end->how == LAUNCH_HUNG) {
        judge_found(j, CHECK_CALLS, OAUTH_MISTAKE_HUNG, VERDICT_FAIL, "The command %s.",
                    how);
        judge_open(j, CHECK_ANSWER, "the command did not end");
        j->out->hung = true;
    } else if (end->how == LAUNCH_SIGNALLED) {
        judge_signal(j, call, how);
    } else if (end->status == NOT_SUPPORTED) {
        j->out->declined = true;
    } else if (honest && is_missing(j, call)) {
        judge_missing(j, how);
    } else if (honest && !call->final) {
        judge_elsewhere(j);
    } else if (!j->question->scenario->at_once) {
        judge_exit(j, end, call);
    }
}

/* After a pause there is no end to judge. */
static void judge_pause(struct judging *j)
{
    struct call call;

    look(j, 0, &call);
    if (!call.requests && j->question->scenario->trust == TRUST_GIVEN)
        judge_found(j, CHECK_CALLS, OAUTH_MISTAKE_REQUEST_MISSING, VERDICT_FAIL,
                    "No request arrived.");
    judge_open(j, CHECK_ANSWER, "there was no command, and so no exit status");
}

void judge_calls(struct judging *j)
{
    const struct performance *p = j->question->performance;
    struct buf how;

    if (!p->calls)
        judge_pause(j);
    buf_init(&how, BUF_MAX_TEXT);
    for (unsigned i = 0; i < p->calls; i++) {
        struct call call;

        buf_reset(&how);
        launch_end_write(&how, &p->ends[i]);
        look(j, i, &call);
        judge_end(j, &p->ends[i], &call, how.p);
    }
    buf_release(&how);
    if (j->question->scenario->at_once)
        judge_exits_at_once(j);
}
