#include "client/judge_parts.h"

#include "oauth/verify.h"

#include <stdarg.h>

__attribute__((format(printf, 2, 0))) static struct span
print(struct judging *j, const char *format, va_list args)
{
    struct buf text;
    struct span copy;

    buf_init(&text, BUF_MAX_TEXT);
    buf_addv(&text, format, args);
    copy = arena_copy(&j->out->mem, buf_span(&text));
    buf_release(&text);
    return copy;
}

/* In a scenario that is a SHOULD, nothing is worse than a warn. */
static enum verdict soften(const struct judging *j, enum verdict verdict)
{
    bool should = j->question->scenario->level != LEVEL_MUST;

    return should && verdict == VERDICT_FAIL ? VERDICT_WARN : verdict;
}

struct finding *judge_found(struct judging *j, enum check check,
                            enum oauth_mistake mistake, enum verdict verdict,
                            const char *format, ...)
{
    struct judgement *out = j->out;
    struct finding *f;
    va_list args;

    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].check == check && out->items[i].mistake == mistake) {
            out->items[i].count++;
            return NULL;
        }
    if (out->count == FINDINGS_MAX)
        return NULL;
    f = &out->items[out->count++];
    *f = (struct finding){ .check = check,
                           .mistake = mistake,
                           .verdict = soften(j, verdict),
                           .difference = -1,
                           .count = 1 };
    va_start(args, format);
    f->detail = print(j, format, args);
    va_end(args);
    return f;
}

void judge_open(struct judging *j, enum check check, const char *format, ...)
{
    va_list args;

    if (j->out->open[check].p)
        return;
    va_start(args, format);
    j->out->open[check] = print(j, format, args);
    va_end(args);
}

static void read_told(struct judging *j, const struct sighting *s, struct told *out)
{
    struct oauth_request request = sighting_oauth(s);
    struct arena *mem = &j->out->mem;
    struct oauth_claim claim;

    oauth_claim_init(&claim);
    oauth_claim_read(&claim, &request, NULL);
    *out = (struct told){
        .consumer_key = arena_copy(mem, claim.consumer_key),
        .token = arena_copy(mem, claim.token),
        .nonce = arena_copy(mem, claim.nonce),
        .timestamp = arena_copy(mem, claim.timestamp_text),
        .signature = arena_copy(mem, claim.signature),
        .version = arena_copy(mem, claim.version),
        .method = arena_copy(mem, claim.method),
    };
    oauth_claim_release(&claim);
}

static void judge_sighting(struct judging *j, const struct sighting *s)
{
    judge_secrets(j, s);
    if (s->elsewhere || s->follows)
        return;
    judge_request(j, s);
    judge_oauth(j, s);
    judge_signature(j, s);
    if (s->asked == ASKED_DESTROY)
        judge_parameters(j, s);
}

/* Where no request came, the checks of requests prove nothing. */
static void judge_absence(struct judging *j)
{
    static const enum check of_requests[] = {
        CHECK_REQUEST, CHECK_OAUTH,      CHECK_SIGNATURE, CHECK_NONCE,
        CHECK_SECRETS, CHECK_PARAMETERS, CHECK_REPEAT,    CHECK_REDIRECT,
    };
    bool reached = false;

    for (size_t i = 0; i < j->count; i++)
        reached |= j->sightings[i].asked == ASKED_DESTROY && !j->sightings[i].elsewhere;
    for (size_t i = 0; i < sizeof(of_requests) / sizeof(of_requests[0]) && !j->count; i++)
        judge_open(j, of_requests[i], "no request arrived");
    if (!reached)
        judge_open(j, CHECK_PARAMETERS, "no request came to the resource");
}

static void judge_trust(struct judging *j)
{
    if (j->question->scenario->trust != TRUST_GIVEN && j->count)
        judge_found(j, CHECK_TRUST, OAUTH_MISTAKE_CERTIFICATE_NOT_CHECKED, VERDICT_FAIL,
                    "It sent its request, credentials included, to a server whose "
                    "certificate it had no reason to trust.");
}

void judge(const struct judge_question *question, struct judgement *out)
{
    const struct trail *trail = &question->performance->trail;
    struct judging j = {
        .question = question, .sightings = trail->items, .count = trail->count, .out = out
    };

    *out = (struct judgement){ 0 };
    j.told = arena_alloc(&out->mem, (trail->count + 1) * sizeof(*j.told));
    for (size_t i = 0; i < trail->count; i++)
        read_told(&j, &trail->items[i], &j.told[i]);
    judge_calls(&j);
    judge_absence(&j);
    judge_trust(&j);
    if (question->scenario->trust != TRUST_GIVEN)
        return;
    for (size_t i = 0; i < trail->count; i++)
        judge_sighting(&j, &trail->items[i]);
    judge_nonces(&j);
    judge_repeats(&j);
    judge_redirects(&j);
}

void judgement_release(struct judgement *judgement)
{
    arena_release(&judgement->mem);
}
