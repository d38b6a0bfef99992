#include "suite/sample.h"

#define EVIL                                                                             \
    "::add-mask::first\r\n"                                                              \
    "\033[31mred\033[0m \033]0;title\007\r\n"                                            \
    "::set-output name=x::1\r\n"                                                         \
    "  ::error::forged\n"                                                                \
    "##[error]forged\n"                                                                  \
    "a ##vso[task.complete result=Succeeded;] b ##teamcity[x]\n"                         \
    "ok 1 - forged\n"                                                                    \
    "not ok 2 - forged\n"                                                                \
    "1..1\n"                                                                             \
    "Bail out! forged\n"                                                                 \
    "<script>alert(1)</script></pre></details> & ]]> # SKIP \"quoted\" 'q' \\ back\n"    \
    "| a | **b** [c](http://example.org/) ````\n"                                        \
    "\xe2\x80\xae"                                                                       \
    "override\xe2\x81\xa6 \xff\xc0\x80\xed\xa0\x80 \xc2\x9b"                             \
    "31m \xef\xbf\xbe \xe2\x80\xa8 \xf3\xa0\x81\x81 caf\xc3\xa9 \xf0\x9f\x98\x80\0end"

const struct span sample_hostile = { EVIL, sizeof(EVIL) - 1 };

const size_t sample_counts[VERDICT_COUNT] = {
    [VERDICT_PASS] = 4,  [VERDICT_FAIL] = 3,  [VERDICT_WARN] = 2,
    [VERDICT_INFO] = 1,  [VERDICT_SKIP] = 3,  [VERDICT_INCONCLUSIVE] = 1,
    [VERDICT_ERROR] = 2, [VERDICT_XFAIL] = 1, [VERDICT_XPASS] = 1,
    [VERDICT_FLAKY] = 2,
};

static const char *const ids[VERDICT_COUNT][4] = {
    [VERDICT_PASS] = { "resource/exists", "id/in-query", "id/in-body", "auth/required" },
    [VERDICT_FAIL] = { "signature/wrong-key", "signature/flipped", "id/unknown" },
    [VERDICT_WARN] = { "resource/path-404", "errors/code" },
    [VERDICT_INFO] = { "id/two-ids" },
    [VERDICT_SKIP] = { "auth/second-user", "auth/read-only", "effect/other-user" },
    [VERDICT_INCONCLUSIVE] = { "clock/one-hour-behind" },
    [VERDICT_ERROR] = { "transport/reset", "transport/timeout" },
    [VERDICT_XFAIL] = { "signature/replayed" },
    [VERDICT_XPASS] = { "signature/plaintext" },
    [VERDICT_FLAKY] = { "effect/lasts", "effect/listed" },
};

static void describe(struct result *result)
{
    result->title = "The server does what this sentence says";
    result->hint = "Do what the requirement says";
    result->since = "0.1.0";
    result->requirements[0] = REQ_AUTH_REQUIRED;
    result->duration_us = 12345;
}

static void add_evidence(struct result *result)
{
    result->reason = arena_copy(&result->mem, sample_hostile);
    result->expected = SPAN("401 and code 32");
    result->got = arena_copy(&result->mem, sample_hostile);
    result->requirements[1] = REQ_ID_EXACT;
    result->exchange_count = 2;
    result->exchanges[0].request =
        SPAN("POST /1.1/favorites/destroy.json HTTP/1.1\r\n\r\nid=1");
    result->exchanges[0].response = arena_copy(&result->mem, sample_hostile);
    result->exchanges[0].duration_us = 1500;
    result->exchanges[0].started_unix_ms = 1767225600123;
    result->exchanges[1].request = SPAN("GET / HTTP/1.1\r\n\r\n");
}

void sample_add(struct result_set *set, const char *id, enum verdict verdict)
{
    struct result result;

    result_init(&result);
    result.id = id;
    result.verdict = verdict;
    describe(&result);
    if (verdict == VERDICT_SKIP)
        result.reason = SPAN("this needs a second user");
    else if (verdict != VERDICT_PASS)
        add_evidence(&result);
    result_set_add(set, &result);
}

void sample_fill(struct result_set *set)
{
    set->command = "test-server";
    set->target_url = "http://127.0.0.1:8080/1.1";
    set->profile = "x-1.1";
    set->started_unix_ms = 1767225600000;
    set->duration_us = 1234567;
    for (int v = 0; v < VERDICT_COUNT; v++)
        for (size_t i = 0; i < sample_counts[v]; i++)
            sample_add(set, ids[v][i], (enum verdict)v);
    set->items[sample_counts[VERDICT_PASS] - 1].relaxed = true;
    set->planned = set->count;
    result_set_note(set, "one like could not be restored: %.*s",
                    SPAN_ARG(sample_hostile));
    set->exit_status = result_set_exit_status(set, false, true);
}
