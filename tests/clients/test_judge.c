#include "judge_rig.h"
#include "suites.h"

#include <stdio.h>

#define PATH "/1.1/favorites/destroy.json"
#define FORM "application/x-www-form-urlencoded"
#define ID "1357924680135792641"

/* One request, and what it shows. */
static const struct {
    struct spec spec;
    const char *entities; /* asked for */
    const char *fails, *warns;
} rows[] = {
    { .spec = { 0 }, .fails = "", .warns = "" },
    /* the request */
    { .spec = { .target = PATH, .type = FORM, .body = "id=" ID } },
    { .spec = { .type = "application/json" } }, /* a note: the body is empty */
    { .spec = { .method = "GET" }, .fails = "method-wrong" },
    { .spec = { .target = "/1.1/favorites/destroy/" ID ".json" }, .fails = "path-wrong" },
    { .spec = { .target = "/1.1/account/verify_credentials.json", .method = "GET" },
      .fails = "path-wrong" },
    { .spec = { .target = "/1.1/favorites/destroy", .method = "PUT" },
      .fails = "path-wrong method-wrong" },
    { .spec = { .host = "127.0.0.1" }, .fails = "host-wrong" },
    { .spec = { .host = "localhost:8080" }, .fails = "host-wrong" },
    { .spec = { .host = "localhost", .signed_host = "127.0.0.1:8080" },
      .fails = "host-wrong" },
    { .spec = { .host = "127.0.0.1", .signed_host = "127.0.0.1:8080" },
      .fails = "host-wrong" },
    { .spec = { .host = "localhost:8080",
                .signed_host = "127.0.0.1:8080",
                .signed_method = "GET" },
      .fails = "host-wrong method-other" },
    { .spec = { .host = "localhost:8080", .signed_host = "api.twitter.com" },
      .fails = "host-wrong url-host-other" },
    { .spec = { .target = PATH, .type = "text/plain", .body = "id=" ID },
      .fails = "content-type-wrong" },
    { .spec = { .target = PATH, .body = "id=" ID }, .fails = "content-type-wrong" },
    { .spec = { .target = PATH, .type = "application/json", .body = "{\"id\":1}" },
      .fails = "content-type-wrong" },
    { .spec = { .target = PATH, .type = FORM, .body = "{\"id\":\"" ID "\"}" },
      .fails = "content-type-wrong" },
    { .spec = { .target = PATH,
                .type = FORM,
                .body = "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n" ID
                        "\r\n--x--\r\n" },
      .fails = "content-type-wrong" },
    { .spec = { .target = PATH, .type = FORM, .body = "{id}=1" }, .fails = "id-missing" },
    /* the id */
    { .spec = { .target = PATH }, .fails = "id-missing" },
    { .spec = { .target = PATH "?ID=" ID }, .fails = "id-missing" },
    { .spec = { .target = PATH "?id=" }, .fails = "id-wrong" },
    { .spec = { .target = PATH "?id=1357924680135792642" }, .fails = "id-wrong" },
    { .spec = { .target = PATH "?id=0" ID }, .fails = "id-wrong" },
    { .spec = { .target = PATH "?id=" ID "%20" }, .fails = "id-wrong" },
    { .spec = { .target = PATH "?id=" ID "%23now" }, .fails = "id-wrong" },
    { .spec = { .target = PATH "?id=1357924680135792600" }, .fails = "id-rounded" },
    { .spec = { .target = PATH "?id=1357924680135792640" }, .fails = "id-rounded" },
    { .spec = { .target = PATH "?id=1.3579246801357926e%2B18" }, .fails = "id-rounded" },
    { .spec = { .target = PATH "?id=2147483647" }, .fails = "id-rounded" },
    { .spec = { .target = PATH "?id=0" }, .fails = "id-wrong" },
    { .spec = { .target = PATH "?id=" ID "&id=" ID }, .fails = "parameter-repeated" },
    { .spec = { .target = PATH "?id=" ID, .type = FORM, .body = "id=" ID },
      .fails = "parameter-repeated" },
    /* include_entities: asked, sent */
    { .entities = "true", .fails = "include-entities-missing" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=true" }, .entities = "true" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=t" },
      .entities = "true",
      .warns = "include-entities-wrong" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=1" },
      .entities = "true",
      .warns = "include-entities-wrong" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=True" },
      .entities = "true",
      .warns = "include-entities-wrong" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=yes" },
      .entities = "true",
      .fails = "include-entities-wrong" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=false" },
      .entities = "false" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=0" },
      .entities = "false",
      .warns = "include-entities-wrong" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=1" },
      .entities = "false",
      .fails = "include-entities-wrong" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=true" },
      .warns = "include-entities-wrong" },
    { .spec = { .target = PATH "?id=" ID "&include_entities=" },
      .fails = "include-entities-wrong" },
    /* clock and nonce */
    { .spec = { .timestamp = "1699999000" }, .fails = "timestamp-stale" },
    { .spec = { .timestamp = "1699999800" } },
    { .spec = { .timestamp = "1700001000" }, .fails = "timestamp-future" },
    { .spec = { .timestamp = "1700000000123" }, .fails = "timestamp-not-seconds" },
    { .spec = { .timestamp = "1700000000.5" }, .fails = "timestamp-not-seconds" },
    { .spec = { .nonce = "abcde" }, .fails = "nonce-weak" },
    { .spec = { .nonce = "abcdef" } },
    { .spec = { .nonce = "" }, .fails = "nonce-weak" },
    /* OAuth */
    { .spec = { .version = "2.0" }, .fails = "oauth-parameter-unknown-value" },
    { .spec = { .unsigned_ = true }, .fails = "authorization-missing" },
    { .spec = { .unsigned_ = true,
                .header = "Authorization",
                .header_value = "Basic YTpi" },
      .fails = "authorization-not-oauth" },
    { .spec = { .unsigned_ = true,
                .header = "Authorization",
                .header_value = "OAuth oauth_token=abc" },
      .fails = "authorization-malformed" },
    { .spec = { .unsigned_ = true,
                .header = "Authorization",
                .header_value = "OAuth oauth_token=\"abc\"" },
      .fails = "oauth-parameter-missing oauth-parameter-unknown-value" },
};

START_TEST(judge_names_requests)
{
    struct scenario scenario = { .include_entities = rows[_i].entities };
    struct rig rig;

    rig_open(&rig, &scenario);
    rig_see(&rig, &rows[_i].spec);
    rig_end(&rig, LAUNCH_EXITED, 0);
    ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL), rows[_i].fails ? rows[_i].fails : "");
    ck_assert_str_eq(rig_names(&rig, VERDICT_WARN), rows[_i].warns ? rows[_i].warns : "");
    rig_close(&rig);
}
END_TEST

/* What stands before and behind a secret. */
static const struct {
    const char *before, *behind;
} places[] = { { "k=", "" }, { "prefix", "suffix" }, { "%41%42 ", " %zz" } };

START_TEST(judge_finds_secrets)
{
    struct scenario scenario = { .consumer_secret = "a/b c" };
    char text[300];
    struct rig rig;

    for (int right = 0; right < 2; right++) {
        struct spec spec = { .header = "X-Debug", .header_value = text };

        rig_open(&rig, &scenario);
        snprintf(text, sizeof(text), "%s%s%s", places[_i].before,
                 right ? "harmless" : rig.account.credentials.consumer_secret.p,
                 places[_i].behind);
        rig_see(&rig, &spec);
        rig_end(&rig, LAUNCH_EXITED, 0);
        ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL), right ? "" : "secret-leaked");
        rig_close(&rig);
    }
}
END_TEST

/* Nonces of calls, one after the other; the timestamps differ. */
static const struct {
    const char *nonces[5];
    bool same_second;
    const char *fails;
} series[] = {
    { { "Qz81mXoe", "7YbbaLp0", "kk3Nv5Tq" }, true, "" },
    { { "harbour99", "harbour100", "harbour101" }, false, "nonce-weak" },
    { { "harbour99", "harbour100", "harbour101" }, true, "nonce-weak" },
    { { "0000fe-x", "0000ff-x", "000100-x" }, false, "nonce-weak" },
    { { "n-8fQ-x", "n-91k-x", "n-0aZ-x" }, false, "" },
    { { "Qz81mXoe==", "7YbbaLp0==", "kk3Nv5Tq==" }, false, "" },
    { { "x0000fe", "x0000ff", "x000100" }, false, "nonce-weak" },
    { { "harbour1", "harbour1", "harbour1" }, false, "nonce-weak" },
    { { "harbour1", "harbour1", "harbour1" }, true, "nonce-reused" },
    { { "harbour1", "harbour9", "harbour1" }, true, "nonce-reused" },
    { { "harbour3", "harbour2", "harbour1" }, false, "nonce-weak" },
    { { "harbour3", "harbour5", "harbour1" }, false, "" },
    { { "1700000000", "1700000001", "1700000002" }, false, "nonce-weak" },
    /* the timestamp, then a number */
    { { "17000000000041", "17000000010042", "17000000020043" }, false, "nonce-weak" },
    { { "41-1700000000", "42-1700000001", "43-1700000002" }, false, "nonce-weak" },
    { { "1700000000Qz8", "17000000017Yb", "1700000002kk3" }, false, "" },
    { { "170000000041", "170000090007", "170000190033" }, false, "" },
    { { "harbour1", "harbour2" }, false, "" }, /* two are no series */
};

START_TEST(judge_knows_weak_nonces)
{
    struct scenario scenario = { .calls = 4 };
    struct rig rig;

    rig_open(&rig, &scenario);
    for (unsigned i = 0; series[_i].nonces[i]; i++) {
        char timestamp[20];
        struct spec spec = { .nonce = series[_i].nonces[i],
                             .timestamp = timestamp,
                             .call = i };

        snprintf(timestamp, sizeof(timestamp), "%u",
                 1700000000u + (series[_i].same_second ? 0 : i));
        rig_see(&rig, &spec);
        rig_end(&rig, LAUNCH_EXITED, 0);
    }
    ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL), series[_i].fails);
    rig_close(&rig);
}
END_TEST

/* Nothing is worse than a warn where the scenario is a SHOULD. */
START_TEST(judge_softens)
{
    struct scenario scenario = { .level = LEVEL_SHOULD };
    struct spec spec = { .method = "GET" };
    struct rig rig;

    rig_open(&rig, &scenario);
    rig_see(&rig, &spec);
    rig_end(&rig, LAUNCH_EXITED, 0);
    ck_assert_str_eq(rig_names(&rig, VERDICT_FAIL), "");
    ck_assert_str_eq(rig_names(&rig, VERDICT_WARN), "method-wrong");
    rig_close(&rig);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

TCase *judge_tests(void)
{
    TCase *tcase = tcase_create("judge");

    tcase_add_loop_test(tcase, judge_names_requests, 0, COUNT(rows));
    tcase_add_loop_test(tcase, judge_finds_secrets, 0, COUNT(places));
    tcase_add_loop_test(tcase, judge_knows_weak_nonces, 0, COUNT(series));
    tcase_add_test(tcase, judge_softens);
    return tcase;
}
