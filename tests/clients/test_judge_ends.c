#include "judge_rig.h"
#include "suites.h"

#include <stdio.h>

#define HERE "/1.1/favorites/destroy.json?id=1357924680135792641"
#define ELSEWHERE HERE "&moved=1"

/* One call: what the server saw of it, how it ended, and what that shows. */
static const struct {
    struct spec specs[3]; /* up to the first without a nonce */
    enum ending ending;   /* wanted after a scripted answer */
    bool redirects, untrusted;
    enum launch_how how;
    int status;
    const char *fails;
} rows[] = {
    { .specs = { { .nonce = "aaaaaaaa" } }, .fails = "" },
    { .specs = { { .nonce = "aaaaaaaa" } },
      .status = 1,
      .fails = "success-taken-for-error" },
    { .specs = { { .nonce = "aaaaaaaa", .status = 401, .refused = true } },
      .fails = "error-taken-for-success" },
    { .specs = { { .nonce = "aaaaaaaa", .status = 401, .refused = true } }, .status = 2 },
    { .specs = { { .nonce = "aaaaaaaa",
                   .target = "/1.1/account/verify_credentials.json",
                   .method = "GET" },
                 { .nonce = "bbbbbbbb" } } },
    /* the answer of the scenario */
    { .specs = { { .nonce = "aaaaaaaa", .status = 404, .scripted = true } },
      .ending = ENDS_BADLY,
      .status = 1 },
    { .specs = { { .nonce = "aaaaaaaa", .status = 404, .scripted = true } },
      .ending = ENDS_BADLY,
      .fails = "error-taken-for-success" },
    { .specs = { { .nonce = "aaaaaaaa", .scripted = true } },
      .ending = ENDS_BADLY,
      .fails = "broken-body-accepted" },
    { .specs = { { .nonce = "aaaaaaaa", .status = -1, .scripted = true } },
      .ending = ENDS_BADLY,
      .fails = "error-taken-for-success" },
    { .specs = { { .nonce = "aaaaaaaa", .scripted = true } },
      .ending = ENDS_WELL,
      .status = 1,
      .fails = "success-taken-for-error" },
    { .specs = { { .nonce = "aaaaaaaa", .scripted = true } }, .ending = ENDS_EITHER },
    { .specs = { { .nonce = "aaaaaaaa", .scripted = true } },
      .ending = ENDS_EITHER,
      .status = 1 },
    /* ends of the command itself */
    { .specs = { { .nonce = "aaaaaaaa" } },
      .how = LAUNCH_SIGNALLED,
      .status = 11,
      .fails = "crashed" },
    { .how = LAUNCH_SIGNALLED, .status = 11, .fails = "" }, /* before any request */
    { .specs = { { .nonce = "aaaaaaaa" } }, .how = LAUNCH_HUNG, .fails = "hung" },
    { .status = 1, .fails = "request-missing" },
    { .status = 77, .fails = "" },
    { .status = 127, .fails = "" },
    /* sent again */
    { .specs = { { .nonce = "aaaaaaaa", .status = 503, .scripted = true },
                 { .nonce = "bbbbbbbb" } },
      .ending = ENDS_BADLY },
    { .specs = { { .nonce = "aaaaaaaa", .status = 503, .scripted = true },
                 { .nonce = "aaaaaaaa" } },
      .ending = ENDS_BADLY,
      .fails = "retry-nonce-reused" },
    { .specs = { { .nonce = "aaaaaaaa", .status = 404, .scripted = true },
                 { .nonce = "bbbbbbbb", .status = 404, .scripted = true } },
      .ending = ENDS_BADLY,
      .status = 1,
      .fails = "retry-not-allowed" },
    { .specs = { { .nonce = "aaaaaaaa", .status = 429, .scripted = true, .reset_s = 2 },
                 { .nonce = "bbbbbbbb", .late_ms = 500 } },
      .ending = ENDS_BADLY,
      .fails = "rate-limit-ignored" },
    { .specs = { { .nonce = "aaaaaaaa", .status = 429, .scripted = true, .reset_s = 2 },
                 { .nonce = "bbbbbbbb", .late_ms = 2000 } },
      .ending = ENDS_BADLY },
    { .specs = { { .nonce = "aaaaaaaa",
                   .timestamp = "1600000000",
                   .status = 401,
                   .refused = true },
                 { .nonce = "bbbbbbbb" } },
      .fails = "timestamp-stale" }, /* a clock that was set: no retry-not-allowed */
    /* redirects */
    { .specs = { { .nonce = "aaaaaaaa", .status = 307, .scripted = true } },
      .ending = ENDS_BADLY,
      .redirects = true,
      .status = 1 },
    { .specs = { { .nonce = "aaaaaaaa", .status = 307, .scripted = true },
                 { .nonce = "bbbbbbbb", .target = ELSEWHERE, .follows = true } },
      .ending = ENDS_BADLY,
      .redirects = true },
    { .specs = { { .nonce = "aaaaaaaa", .status = 307, .scripted = true },
                 { .nonce = "bbbbbbbb",
                   .target = ELSEWHERE,
                   .follows = true,
                   .elsewhere = true,
                   .status = 401 } },
      .ending = ENDS_BADLY,
      .redirects = true,
      .status = 1,
      .fails = "redirect-credentials-leaked" },
    { .specs = { { .nonce = "aaaaaaaa", .status = 307, .scripted = true },
                 { .nonce = "bbbbbbbb",
                   .target = ELSEWHERE,
                   .follows = true,
                   .elsewhere = true,
                   .unsigned_ = true,
                   .status = 400 } },
      .ending = ENDS_BADLY,
      .redirects = true,
      .status = 1 },
    { .specs = { { .nonce = "aaaaaaaa", .status = 307, .scripted = true },
                 { .nonce = "aaaaaaaa",
                   .target = ELSEWHERE,
                   .follows = true,
                   .status = 401,
                   .refused = true } },
      .ending = ENDS_BADLY,
      .redirects = true,
      .status = 1,
      .fails = "nonce-reused" },
    { .specs = { { .nonce = "aaaaaaaa", .status = 307, .scripted = true },
                 { .nonce = "bbbbbbbb",
                   .target = ELSEWHERE,
                   .follows = true,
                   .signed_method = "GET",
                   .status = 401,
                   .refused = true } },
      .ending = ENDS_BADLY,
      .redirects = true,
      .status = 1,
      .fails = "method-other" },
    /* a certificate that cannot be trusted */
    { .untrusted = true, .ending = ENDS_BADLY, .status = 1 },
    { .untrusted = true, .ending = ENDS_BADLY, .fails = "error-taken-for-success" },
    { .specs = { { .nonce = "aaaaaaaa" } },
      .untrusted = true,
      .ending = ENDS_BADLY,
      .fails = "certificate-not-checked" },
};

START_TEST(judge_names_ends)
{
    struct scenario scenario = { .ending = rows[_i].ending,
                                 .redirects = rows[_i].redirects,
                                 .trust =
                                     rows[_i].untrusted ? TRUST_UNKNOWN : TRUST_GIVEN };
    struct rig rig;

    rig_open(&rig, &scenario);
    for (size_t i = 0; i < 3 && rows[_i].specs[i].nonce; i++)
        rig_see(&rig, &rows[_i].specs[i]);
    rig_end(&rig, rows[_i].how, rows[_i].status);
    ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL), rows[_i].fails ? rows[_i].fails : "");
    ck_assert_int_eq(rig.judgement.declined, rows[_i].status == 77);
    rig_close(&rig);
}
END_TEST

/* The same bytes at another URL. */
START_TEST(judge_knows_old_signatures)
{
    struct scenario scenario = { .ending = ENDS_BADLY, .redirects = true };
    struct spec first = { .nonce = "aaaaaaaa", .status = 307, .scripted = true };
    struct spec again = { .target = ELSEWHERE,
                          .unsigned_ = true,
                          .follows = true,
                          .status = 401,
                          .refused = true,
                          .header = "Authorization" };
    char header[1000];
    struct rig rig;

    rig_open(&rig, &scenario);
    rig_see(&rig, &first);
    snprintf(header, sizeof(header), "%.*s",
             SPAN_ARG(http_find(&rig.performance.trail.items[0].request.headers,
                                "Authorization")));
    again.header_value = header;
    rig_see(&rig, &again);
    rig_end(&rig, LAUNCH_EXITED, 1);
    ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL), "redirect-not-resigned");
    rig_close(&rig);
}
END_TEST

/* Calls beside each other cannot be told apart, but they can be counted. */
START_TEST(judge_counts_calls_at_once)
{
    struct scenario scenario = { .calls = 3, .at_once = true };
    struct spec good = { 0 }, bad = { .status = 401, .refused = true };

    for (int lying = 0; lying < 2; lying++) {
        struct rig rig;

        rig_open(&rig, &scenario);
        rig_see(&rig, &good);
        rig_see(&rig, &bad);
        rig_see(&rig, &good);
        rig_end(&rig, LAUNCH_EXITED, lying ? 0 : 1);
        rig_end(&rig, LAUNCH_EXITED, 0);
        rig_end(&rig, LAUNCH_EXITED, 0);
        ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL),
                         lying ? "error-taken-for-success" : "");
        rig_close(&rig);
    }
}
END_TEST

/* Those that hung say nothing about the others. */
START_TEST(judge_counts_the_calls_that_ended)
{
    struct scenario scenario = { .calls = 3, .at_once = true };
    struct spec good = { 0 };

    for (int missing = 0; missing < 2; missing++) {
        struct rig rig;

        rig_open(&rig, &scenario);
        rig_see(&rig, &good);
        rig_end(&rig, LAUNCH_EXITED, 0);
        rig_end(&rig, missing ? LAUNCH_EXITED : LAUNCH_HUNG, 0);
        rig_end(&rig, LAUNCH_HUNG, 0);
        ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL),
                         missing ? "request-missing hung" : "hung");
        rig_close(&rig);
    }
}
END_TEST

TCase *judge_ends_tests(void)
{
    TCase *tcase = tcase_create("judge ends");

    tcase_add_loop_test(tcase, judge_names_ends, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(tcase, judge_knows_old_signatures);
    tcase_add_test(tcase, judge_counts_calls_at_once);
    tcase_add_test(tcase, judge_counts_the_calls_that_ended);
    return tcase;
}
