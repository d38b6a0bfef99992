#include "server/backoff.h"

/* The original service counts in windows of 15 minutes; a server that is being built and
 * asks for more than seconds is told of, not waited for. */
enum {
    ATTEMPTS_MAX = 3,
    SHORTEST_MS = 200,
    LONGEST_MS = 10000,
    LONGEST_ORIGINAL_MS = 16 * 60 * 1000,
};

static int64_t asked_ms(const struct session *s, const struct http_response *response,
                        int attempt)
{
    struct span reset = http_find(&response->headers, "x-rate-limit-reset");
    struct span after = http_find(&response->headers, "retry-after");
    int64_t now = target_now_ms(s->target), ms;
    uint64_t number;

    if (span_u64(reset, &number) && number < INT32_MAX)
        ms = (int64_t)number * 1000 - now + SHORTEST_MS;
    else if (span_u64(after, &number) && number < INT32_MAX)
        ms = (int64_t)number * 1000 + SHORTEST_MS;
    else
        ms = INT64_C(1000) << (attempt < ATTEMPTS_MAX ? attempt : ATTEMPTS_MAX);
    return ms < SHORTEST_MS ? SHORTEST_MS : ms;
}

/* A 429 with another code and no time to wait for is an answer like any other. */
static bool is_limit(const struct record *record)
{
    const struct http_headers *headers = &record->response.headers;
    struct error_doc error;

    if (record->error || record->response.status != 429)
        return false;
    error_read(record->response.body, &error, NULL);
    return !error.has_code || error.code == 88 ||
           http_find(headers, "x-rate-limit-reset").p ||
           http_find(headers, "retry-after").p;
}

bool backoff_wait(struct session *s, const struct record *record, int attempt)
{
    int64_t ms, longest = s->target->options.original ? LONGEST_ORIGINAL_MS : LONGEST_MS;

    if (!is_limit(record) || session_over(s))
        return false;
    ms = asked_ms(s, &record->response, attempt);
    if (attempt < ATTEMPTS_MAX && ms <= longest &&
        !atomic_load(&s->target->shared->throttled)) {
        target_pass_ms(s->target, ms);
        return true;
    }
    atomic_store(&s->target->shared->throttled, true);
    session_break(s,
                  "the server limits the rate: 429, and another %lld s to wait; --rate "
                  "slows the run down",
                  (long long)(ms / 1000));
    return false;
}
