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

static size_t common_start(struct span a, struct span b)
{
    size_t len = 0;

    while (len < a.len && len < b.len && a.p[len] == b.p[len])
        len++;
    return len;
}

static size_t common_end(struct span a, struct span b)
{
    size_t len = 0;

    while (len < a.len && len < b.len && a.p[a.len - 1 - len] == b.p[b.len - 1 - len])
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

/* What stands between two texts that all nonces have in common. */
struct middle {
    size_t start, end; /* octets before and behind it */
    unsigned base;
    bool down;
};

/* Whether that is a number that changes by small steps. */
static bool is_counter_in(const struct span *nonces, size_t count, struct middle m)
{
    uint64_t before = 0, value;

    for (size_t i = 0; i < count; i++) {
        struct span nonce = nonces[m.down ? count - 1 - i : i];
        size_t len = nonce.len > m.start + m.end ? nonce.len - m.start - m.end : 0;

        if (!len || !read_number(span_make(nonce.p + m.start, len), m.base, &value) ||
            (i && (value < before || value - before > STEP_MAX)))
            return false;
        before = value;
    }
    return true;
}

/* 99, 100: the digits in common are part of the number. */
static bool is_counter(const struct span *nonces, size_t count)
{
    size_t start = nonces[0].len, end = nonces[0].len;

    for (size_t i = 1; i < count; i++) {
        size_t head = common_start(nonces[0], nonces[i]);
        size_t tail = common_end(nonces[0], nonces[i]);

        start = head < start ? head : start;
        end = tail < end ? tail : end;
    }
    for (unsigned way = 0; way < 12; way++) {
        static const unsigned bases[] = { 10, 16, 36 };
        struct middle m = { .end = way & 1 ? end : 0,
                            .base = bases[way / 4],
                            .down = way & 2 };

        for (m.start = start + 1; m.start-- > 0 && start - m.start < DIGITS_MAX;)
            if (is_counter_in(nonces, count, m))
                return true;
    }
    return false;
}

/* The nonce without the timestamp that it begins or ends with. */
static struct span without_time(const struct told *told)
{
    struct span nonce = told->nonce, time = told->timestamp;

    if (time.len && span_starts(nonce, time))
        return span_from(nonce, time.len);
    if (time.len && nonce.len > time.len &&
        span_eq(span_from(nonce, nonce.len - time.len), time))
        return span_make(nonce.p, nonce.len - time.len);
    return nonce;
}

/* Of each call the first nonce. */
static size_t list_nonces(const struct judging *j, bool whole, struct span *out)
{
    size_t count = 0;

    for (size_t i = 0; i < j->count; i++)
        if (is_judged(&j->sightings[i]) && j->told[i].nonce.len &&
            (!count || j->sightings[i].call != j->sightings[i - 1].call))
            out[count++] = whole ? j->told[i].nonce : without_time(&j->told[i]);
    return count;
}

static void judge_counter(struct judging *j)
{
    struct span *nonces = arena_alloc(&j->out->mem, (j->count + 1) * sizeof(*nonces));
    size_t count = list_nonces(j, false, nonces);
    bool counts = count >= COUNTER_MIN && is_counter(nonces, count);

    list_nonces(j, true, nonces);
    if (count < COUNTER_MIN || (!counts && !is_counter(nonces, count)))
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
