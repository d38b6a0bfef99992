#include "client/judge_parts.h"

#include "oauth/verify.h"

#include <inttypes.h>

/* A timer may fire a little early. */
enum { EARLY_MS = 50 };

/* What may succeed when it is sent again: a time-out, a request that came too early or to
 * the wrong connection, a limit; a clock that was wrong and has been set since. */
static bool may_succeed(const struct judging *j, const struct sighting *before,
                        const struct sighting *again)
{
    const struct told *a = &j->told[before - j->sightings];
    const struct told *b = &j->told[again - j->sightings];

    switch (before->status) {
    case 408:
    case 421:
    case 425:
    case 429:
        return true;
    default:
        return before->status < 400 || before->status > 499 ||
               (before->violations & (OAUTH_STALE | OAUTH_FUTURE) &&
                !span_eq(a->timestamp, b->timestamp));
    }
}

static void judge_again(struct judging *j, const struct sighting *before,
                        const struct sighting *again)
{
    const struct told *a = &j->told[before - j->sightings];
    const struct told *b = &j->told[again - j->sightings];

    if (a->nonce.len && span_eq(a->nonce, b->nonce))
        judge_found(j, CHECK_REPEAT, OAUTH_MISTAKE_RETRY_NONCE_REUSED, VERDICT_FAIL,
                    "It sent the request again with the nonce %.*s.", SPAN_ARG(b->nonce));
    if (before->status != 200 && !may_succeed(j, before, again))
        judge_found(j, CHECK_REPEAT, OAUTH_MISTAKE_RETRY_NOT_ALLOWED, VERDICT_FAIL,
                    "It got %d and sent the request again.", before->status);
    if (before->status == 429 && again->at_ms < before->reset_s * 1000 - EARLY_MS)
        judge_found(
            j, CHECK_REPEAT, OAUTH_MISTAKE_RATE_LIMIT_IGNORED, VERDICT_FAIL,
            "It got 429 with x-rate-limit-reset and sent the request again %" PRId64
            " ms before that time.",
            before->reset_s * 1000 - again->at_ms);
}

static bool has_script(const struct judging *j)
{
    for (size_t i = 0; i < j->count; i++)
        if (j->sightings[i].scripted)
            return true;
    return false;
}

/* Which call a request belongs to is known only when calls do not run beside each other.
 */
void judge_repeats(struct judging *j)
{
    const struct sighting *before = NULL;

    if (!has_script(j)) {
        judge_open(j, CHECK_REPEAT, "no request was right, so this answer was not given");
        judge_open(j, CHECK_REDIRECT, "no request was right, so no redirect was given");
    }
    for (size_t i = 0; i < j->count && !j->question->scenario->at_once; i++) {
        const struct sighting *s = &j->sightings[i];

        if (!sighting_is_call(s))
            continue;
        if (before && before->call == s->call && before->asked == s->asked)
            judge_again(j, before, s);
        before = s;
    }
}

static bool has_credentials(const struct judging *j, const struct sighting *s)
{
    const struct told *told = &j->told[s - j->sightings];

    return http_find(&s->request.headers, "Authorization").p || told->token.len ||
           told->signature.len;
}

/* The request before this one with the same signature; NULL: it was signed anew. */
static const struct sighting *find_signed(const struct judging *j,
                                          const struct sighting *s)
{
    const struct told *told = &j->told[s - j->sightings];

    for (size_t i = 0; told->signature.len && &j->sightings[i] < s; i++)
        if (span_eq(j->told[i].signature, told->signature))
            return &j->sightings[i];
    return NULL;
}

/* RFC 5849 3.4.1: the URL is signed, so that a signature belongs to one URL. */
static void judge_followed(struct judging *j, const struct sighting *s)
{
    const struct sighting *before = find_signed(j, s);

    if (!before && j->told[s - j->sightings].signature.len)
        judge_signature(j, s);
    if (before && !span_eq(before->url, s->url))
        judge_found(j, CHECK_REDIRECT, OAUTH_MISTAKE_REDIRECT_NOT_RESIGNED, VERDICT_FAIL,
                    "It followed the redirect to %.*s with the signature of the URL "
                    "before.",
                    SPAN_ARG(s->url));
}

void judge_redirects(struct judging *j)
{
    for (size_t i = 0; i < j->count; i++) {
        const struct sighting *s = &j->sightings[i];

        if (s->elsewhere && has_credentials(j, s))
            judge_found(j, CHECK_REDIRECT, OAUTH_MISTAKE_REDIRECT_CREDENTIALS_LEAKED,
                        VERDICT_FAIL,
                        "It followed the redirect to another origin and sent its token "
                        "and signature there.");
        else if (s->follows && !s->elsewhere)
            judge_followed(j, s);
    }
}
