#include "client/judge_parts.h"
#include "oauth/nonce.h"

enum { SHORT = 6 };

static bool is_judged(const struct sighting *s)
{
    return !s->elsewhere && !s->follows;
}

/* RFC 5849 3.3: unique across all requests with the same timestamp, client and token. */
static bool is_same(const struct told *a, const struct told *b)
{
    return a->nonce.len && span_eq(a->nonce, b->nonce) &&
           span_eq(a->timestamp, b->timestamp) && span_eq(a->token, b->token) &&
           span_eq(a->consumer_key, b->consumer_key);
}

/* Within one call it is a repetition, which judge_repeat.c names; so it does with the old
 * signature behind a redirect, but not with a new one. */
static bool is_reuse(const struct judging *j, size_t before, size_t after)
{
    const struct sighting *a = &j->sightings[before], *b = &j->sightings[after];
    const struct told *told_a = &j->told[before], *told_b = &j->told[after];

    if (a->elsewhere || b->elsewhere || !is_same(told_a, told_b))
        return false;
    if (b->follows)
        return told_b->signature.len && !span_eq(told_a->signature, told_b->signature);
    return !a->follows && (j->question->scenario->at_once || a->call != b->call);
}

static void judge_reuse(struct judging *j)
{
    for (size_t i = 1; i < j->count; i++)
        for (size_t k = 0; k < i; k++)
            if (is_reuse(j, k, i)) {
                judge_found(j, CHECK_NONCE, OAUTH_MISTAKE_NONCE_REUSED, VERDICT_FAIL,
                            "Two requests had the nonce %.*s and the timestamp %.*s.",
                            SPAN_ARG(j->told[i].nonce), SPAN_ARG(j->told[i].timestamp));
                break;
            }
}

static void judge_short(struct judging *j)
{
    for (size_t i = 0; i < j->count; i++)
        if (is_judged(&j->sightings[i]) && j->told[i].nonce.len &&
            j->told[i].nonce.len < SHORT)
            judge_found(j, CHECK_NONCE, OAUTH_MISTAKE_NONCE_WEAK, VERDICT_FAIL,
                        "The nonce is \"%.*s\": under %d characters.",
                        SPAN_ARG(j->told[i].nonce), SHORT);
}

/* Of each call the first nonce. */
static size_t list_nonces(const struct judging *j, bool whole, struct span *out)
{
    size_t count = 0;

    for (size_t i = 0; i < j->count; i++)
        if (is_judged(&j->sightings[i]) && j->told[i].nonce.len &&
            (!count || j->sightings[i].call != j->sightings[i - 1].call))
            out[count++] =
                whole ? j->told[i].nonce
                      : oauth_nonce_without_time(j->told[i].nonce, j->told[i].timestamp);
    return count;
}

static void judge_counter(struct judging *j)
{
    struct span *nonces = arena_alloc(&j->out->mem, (j->count + 1) * sizeof(*nonces));
    size_t count = list_nonces(j, false, nonces);
    bool counts = oauth_nonces_count(nonces, count);

    list_nonces(j, true, nonces);
    if (!counts && !oauth_nonces_count(nonces, count))
        return;
    judge_found(j, CHECK_NONCE, OAUTH_MISTAKE_NONCE_WEAK, VERDICT_FAIL,
                "The nonces of %zu calls are %.*s, %.*s, … %.*s: the next one is known "
                "beforehand.",
                count, SPAN_ARG(nonces[0]), SPAN_ARG(nonces[1]),
                SPAN_ARG(nonces[count - 1]));
}

static bool has_reuse(const struct judging *j)
{
    for (size_t i = 0; i < j->out->count; i++)
        if (j->out->items[i].mistake == OAUTH_MISTAKE_NONCE_REUSED)
            return true;
    return false;
}

void judge_nonces(struct judging *j)
{
    judge_reuse(j);
    judge_short(j);
    if (!j->question->scenario->at_once && !has_reuse(j))
        judge_counter(j);
}
