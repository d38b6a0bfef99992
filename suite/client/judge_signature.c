#include "client/judge_parts.h"

#include "oauth/autopsy.h"

/* A signature that nothing explains takes the longest, and is no better the fourth time.
 */
enum { UNEXPLAINED_MAX = 3 };

static void add_equivalent(struct buf *out, const struct oauth_autopsy *autopsy)
{
    for (size_t i = 0; i < autopsy->equivalent_count; i++)
        buf_addf(out, "%s%s", i ? ", " : " The same bytes come from ",
                 oauth_mistakes[autopsy->equivalent[i]].name);
    if (autopsy->equivalent_count)
        buf_add_char(out, '.');
}

static void found_cause(struct judging *j, const struct oauth_autopsy *autopsy, size_t i)
{
    const struct oauth_finding *cause = &autopsy->found[i];
    struct buf others;
    struct finding *f;

    buf_init(&others, BUF_MAX_TEXT);
    add_equivalent(&others, autopsy);
    f = judge_found(j, CHECK_SIGNATURE, cause->mistake, VERDICT_FAIL, "%.*s%s",
                    SPAN_ARG(cause->detail), others.p);
    if (f && autopsy->difference >= 0) {
        f->expected = arena_copy(&j->out->mem, autopsy->expected);
        f->got = arena_copy(&j->out->mem, autopsy->matched);
        f->difference = autopsy->difference;
    }
    buf_release(&others);
}

static void found_nothing(struct judging *j, const struct oauth_autopsy *autopsy)
{
    struct finding *f =
        judge_found(j, CHECK_SIGNATURE, OAUTH_MISTAKE_SIGNATURE_UNEXPLAINED, VERDICT_FAIL,
                    "%.*s", SPAN_ARG(autopsy->advice));

    if (f)
        f->expected = arena_copy(&j->out->mem, autopsy->expected);
}

static size_t count_unexplained(const struct judging *j)
{
    for (size_t i = 0; i < j->out->count; i++)
        if (j->out->items[i].mistake == OAUTH_MISTAKE_SIGNATURE_UNEXPLAINED)
            return j->out->items[i].count;
    return 0;
}

static void found_unverifiable(struct judging *j, const struct oauth_autopsy *autopsy)
{
    judge_open(j, CHECK_SIGNATURE, "there is nothing to verify: %s",
               autopsy->found_count ? oauth_mistakes[autopsy->found[0].mistake].name
                                    : "the request does not parse");
}

static bool signed_elsewhere(const struct oauth_autopsy *autopsy)
{
    for (size_t i = 0; i < autopsy->found_count; i++)
        if (autopsy->found[i].mistake == OAUTH_MISTAKE_URL_HOST_OTHER ||
            autopsy->found[i].mistake == OAUTH_MISTAKE_URL_PORT_DROPPED ||
            autopsy->found[i].mistake == OAUTH_MISTAKE_URL_DEFAULT_PORT_KEPT)
            return true;
    return false;
}

/* With a wrong Host header, who signed the host that was called signed the right one.
 * Returns whether that explains more than the header does. */
static bool try_called_host(struct judging *j, struct oauth_request request,
                            const struct oauth_autopsy *autopsy,
                            struct oauth_autopsy *called)
{
    const struct judge_question *q = j->question;
    struct span scheme, authority, target;

    if ((autopsy->verdict != OAUTH_AUTOPSY_EXPLAINED || !signed_elsewhere(autopsy)) &&
        autopsy->verdict != OAUTH_AUTOPSY_UNEXPLAINED)
        return false;
    if (http_split_url(request.url, &scheme, &authority, &target) != 0 ||
        span_eq_nocase(authority, span_of(q->performance->authority)))
        return false;
    request.url = arena_printf(&j->out->mem, "%.*s://%s%.*s", SPAN_ARG(scheme),
                               q->performance->authority, SPAN_ARG(target));
    oauth_autopsy_run(called, &request, &q->account->credentials, NULL, 0);
    return called->verdict == OAUTH_AUTOPSY_VALID ||
           (called->verdict == OAUTH_AUTOPSY_EXPLAINED && !signed_elsewhere(called));
}

static void add_verdict(struct judging *j, const struct oauth_autopsy *autopsy)
{
    switch (autopsy->verdict) {
    case OAUTH_AUTOPSY_VALID:
        break;
    case OAUTH_AUTOPSY_EXPLAINED:
        for (size_t i = 0; i < autopsy->found_count; i++)
            found_cause(j, autopsy, i);
        break;
    case OAUTH_AUTOPSY_UNEXPLAINED:
        found_nothing(j, autopsy);
        break;
    case OAUTH_AUTOPSY_UNVERIFIABLE:
        found_unverifiable(j, autopsy);
        break;
    }
}

static void run_autopsy(struct judging *j, const struct sighting *s)
{
    const struct judge_question *q = j->question;
    struct oauth_request request = sighting_oauth(s);
    struct span hosts[2] = { span_of(q->performance->authority), span_of(q->name) };
    struct oauth_autopsy autopsy, called;

    oauth_autopsy_init(&autopsy);
    oauth_autopsy_init(&called);
    oauth_autopsy_run(&autopsy, &request, &q->account->credentials, hosts,
                      q->name ? 2 : 1);
    if (try_called_host(j, request, &autopsy, &called)) {
        judge_open(j, CHECK_SIGNATURE,
                   "the host that was called is signed, and the Host header is another");
        add_verdict(j, &called);
    } else {
        add_verdict(j, &autopsy);
    }
    oauth_autopsy_release(&autopsy);
    oauth_autopsy_release(&called);
}

void judge_signature(struct judging *j, const struct sighting *s)
{
    if (count_unexplained(j) >= UNEXPLAINED_MAX)
        return;
    run_autopsy(j, s);
    if (s->violations & OAUTH_VALUE_NOT_ENCODED)
        judge_found(j, CHECK_SIGNATURE, OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED,
                    VERDICT_FAIL, "The client %s.",
                    oauth_mistakes[OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED].description);
}
