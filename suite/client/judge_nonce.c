#include "client/judge_parts.h"

enum { SHORT = 6, STEP_MAX = 16, DIGITS_MAX = 18, COUNTER_MIN = 3 };

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

/* Within one call it is a repetition, which judge_repeat.c names. */
static void judge_reuse(struct judging *j)
{
    bool at_once = j->question->scenario->at_once;

    for (size_t i = 1; i < j->count; i++)
        for (size_t k = 0; k < i; k++) {
            if (!is_judged(&j->sightings[i]) || !is_judged(&j->sightings[k]) ||
                !is_same(&j->told[i], &j->told[k]) ||
                (!at_once && j->sightings[i].call == j->sightings[k].call))
                continue;
            judge_found(j, CHECK_NONCE, OAUTH_MISTAKE_NONCE_REUSED, VERDICT_FAIL,
                        "Two calls had the nonce %.*s and the timestamp %.*s.",
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

static size_t common_start(struct span a, struct span b)
{
    size_t len = 0;

    while (len < a.len && len < b.len && a.p[len] == b.p[len])
        len++;
    return len;
}

static bool read_number(struct span text, unsigned base, uint64_t *out)
{
    uint64_t value = 0;

    if (text.len > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') + 10
                                                : 99;

        if (digit >= base || value > (UINT64_MAX - digit) / base)
            return false;
        value = value * base + digit;
    }
    *out = value;
    return true;
}

/* Whether what the nonces do not have in common is a number that grows by small steps. */
static bool is_counter_in(const struct span *nonces, size_t count, size_t start,
                          unsigned base)
{
    uint64_t before = 0, value;

    for (size_t i = 0; i < count; i++) {
        if (!read_number(span_from(nonces[i], start), base, &value) ||
            (i && (value < before || value - before > STEP_MAX)))
            return false;
        before = value;
    }
    return true;
}

/* 99, 100: the digits in common are part of the number. */
static bool is_counter(const struct span *nonces, size_t count)
{
    size_t start = nonces[0].len;

    for (size_t i = 1; i < count; i++) {
        size_t len = common_start(nonces[0], nonces[i]);

        start = len < start ? len : start;
    }
    for (unsigned base = 10; base <= 36; base += base == 16 ? 20 : 6)
        for (size_t from = start + 1; from-- > 0 && start - from < DIGITS_MAX;)
            if (is_counter_in(nonces, count, from, base))
                return true;
    return false;
}

static void judge_counter(struct judging *j)
{
    struct span *nonces = arena_alloc(&j->out->mem, (j->count + 1) * sizeof(*nonces));
    size_t count = 0;

    for (size_t i = 0; i < j->count; i++)
        if (is_judged(&j->sightings[i]) && j->told[i].nonce.len &&
            (!count || j->sightings[i].call != j->sightings[i - 1].call))
            nonces[count++] = j->told[i].nonce;
    if (count < COUNTER_MIN || !is_counter(nonces, count))
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
