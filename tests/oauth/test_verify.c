#include "suites.h"

#include "oauth/header.h"
#include "oauth/verify.h"

#define URL "https://api.example.org/1.1/favorites/destroy.json"
#define FORM "application/x-www-form-urlencoded"
#define ALL                                                                              \
    "oauth_consumer_key=\"ck\", oauth_token=\"tk\", "                                    \
    "oauth_signature_method=\"HMAC-SHA1\", "                                             \
    "oauth_timestamp=\"1318622958\", oauth_nonce=\"abc\""
#define SIGNATURE ", oauth_signature=\"s%3D\""
#define ALL_FORM                                                                         \
    "oauth_consumer_key=ck&oauth_token=tk&oauth_signature_method=HMAC-SHA1&"             \
    "oauth_timestamp=1318622958&oauth_nonce=abc&oauth_signature=s%3D"

enum {
    EVERYTHING_MISSING = OAUTH_MISSING_CONSUMER_KEY | OAUTH_MISSING_TOKEN |
                         OAUTH_MISSING_SIGNATURE | OAUTH_MISSING_METHOD |
                         OAUTH_MISSING_TIMESTAMP | OAUTH_MISSING_NONCE,
};

/* Each violation of the structure by a request that differs in one thing from a valid
 * one. */
static const struct {
    const char *authorization, *query, *type, *body;
    uint32_t violations;
} violation_rows[] = {
    { "OAuth " ALL SIGNATURE, "", FORM, "id=1", 0 },
    { "OAuth " ALL SIGNATURE, "", "text/plain", "id=1", 0 },
    { "OAuth " ALL SIGNATURE ", realm=\"oauth_token\"", "?realm=x", FORM, "realm=y", 0 },
    { NULL, "?" ALL_FORM, FORM, "id=1", 0 },
    { "", "?" ALL_FORM, FORM, "id=1", 0 },
    { NULL, "?id=1", FORM, ALL_FORM, 0 },
    { "OAuth realm=\"x\"", "?id=1", FORM, ALL_FORM, 0 },
    { NULL, "?id=1", FORM, "id=2", OAUTH_NO_CREDENTIALS },
    { "", "?id=1", FORM, "id=2", OAUTH_NO_CREDENTIALS },
    { NULL, "", FORM, "xoauth_token=1", OAUTH_NO_CREDENTIALS },
    { NULL, "#" ALL_FORM, FORM, "", OAUTH_NO_CREDENTIALS },
    { "Bearer abc", "", FORM, "id=1", OAUTH_OTHER_SCHEME },
    { "Bearer abc", "", FORM, ALL_FORM, OAUTH_OTHER_SCHEME },
    { "OAuth " ALL SIGNATURE " x", "", FORM, "", OAUTH_MALFORMED },
    { "OAuth oauth_token=tk", "", FORM, "", OAUTH_MALFORMED },
    { "OAuth", "", FORM, "", EVERYTHING_MISSING },
    { "OAuth realm=\"x\"", "", FORM, "", EVERYTHING_MISSING },
    { "OAuth " ALL SIGNATURE, "?oauth_x=1", FORM, "", OAUTH_TWO_PLACES },
    { "OAuth " ALL SIGNATURE, "?oauth_token=tk", FORM, "", OAUTH_TWO_PLACES },
    { "OAuth " ALL SIGNATURE, "", FORM, "oauth_x=1", OAUTH_TWO_PLACES },
    { NULL, "?oauth_x=1", FORM, ALL_FORM, OAUTH_TWO_PLACES },
    { "OAuth " ALL SIGNATURE, "?oauth_version=2.0", FORM, "oauth_version=1.0",
      OAUTH_TWO_PLACES }, /* the body's goes before the query's */
    { "OAuth " ALL, "?oauth_signature=s", FORM, "", OAUTH_TWO_PLACES },
    { "OAuth " ALL, "", FORM, "", OAUTH_MISSING_SIGNATURE },
    { "OAuth " ALL ", oauth_signature=\"\"", "", FORM, "", OAUTH_MISSING_SIGNATURE },
    { "OAuth " ALL SIGNATURE ", oauth_x=\"1\", oauth_x=\"2\"", "", FORM, "",
      OAUTH_REPEATED },
    { "OAuth " ALL SIGNATURE ", oauth_token=\"tk\"", "", FORM, "", OAUTH_REPEATED },
    { "OAuth " ALL SIGNATURE, "?id=1&id=2", FORM, "id=3", 0 },
    { "OAuth " ALL SIGNATURE ", oauth_version=\"1.0\"", "", FORM, "", 0 },
    { "OAuth " ALL SIGNATURE ", oauth_version=\"1.0A\"", "", FORM, "",
      OAUTH_BAD_VERSION },
    { "OAuth " ALL SIGNATURE ", oauth_version=\"\"", "", FORM, "", OAUTH_BAD_VERSION },
    { "OAuth " ALL ", oauth_signature=\"s=\"", "", FORM, "",
      OAUTH_SIGNATURE_NOT_ENCODED },
    { "OAuth " ALL ", oauth_signature=\"s+\"", "", FORM, "",
      OAUTH_SIGNATURE_NOT_ENCODED },
    { "OAuth " ALL SIGNATURE ", oauth_callback=\"http://x\"", "", FORM, "",
      OAUTH_VALUE_NOT_ENCODED },
    { "OAuth " ALL SIGNATURE ", oauth_callback=\"http%3a%2F%2fx\"", "", FORM, "", 0 },
    { "OAuth " ALL SIGNATURE ", oauth_body_hash=\"x\"", "", FORM, "", 0 },
    { NULL, "", "text/plain", ALL_FORM, OAUTH_BODY_NOT_FORM },
    { NULL, "", NULL, ALL_FORM, OAUTH_BODY_NOT_FORM },
    { "OAuth " ALL SIGNATURE, "", "text/plain", "oauth_x=1", OAUTH_BODY_NOT_FORM },
};

START_TEST(verify_names_violations)
{
    for (size_t i = 0; i < sizeof(violation_rows) / sizeof(*violation_rows); i++) {
        struct oauth_request request = { .method = SPAN("POST"),
                                         .content_type = span_of(violation_rows[i].type),
                                         .body = span_of(violation_rows[i].body),
                                         .authorization =
                                             span_of(violation_rows[i].authorization) };
        struct oauth_claim claim;
        struct buf url, why;
        uint32_t got;

        buf_init(&url, BUF_MAX_TEXT);
        buf_init(&why, BUF_MAX_TEXT);
        buf_addf(&url, "%s%s", URL, violation_rows[i].query);
        request.url = buf_span(&url);
        oauth_claim_init(&claim);
        got = oauth_claim_read(&claim, &request, &why);
        ck_assert_msg(got == violation_rows[i].violations, "row %zu: %x, expected %x", i,
                      got, violation_rows[i].violations);
        ck_assert_int_eq(why.len > 0, got != 0);
        if (!(got & (OAUTH_MALFORMED | EVERYTHING_MISSING | OAUTH_NO_CREDENTIALS |
                     OAUTH_OTHER_SCHEME)))
            ck_assert(span_eq_str(claim.consumer_key, "ck"));
        oauth_claim_release(&claim);
        buf_release(&url);
        buf_release(&why);
    }
}
END_TEST

/* One parameter of a valid header left out, emptied or changed. */
START_TEST(verify_looks_at_each_parameter)
{
    static const struct {
        const char *name, *value;
        uint32_t missing;
    } known[] = {
        { "oauth_consumer_key", "ck", OAUTH_MISSING_CONSUMER_KEY },
        { "oauth_token", "tk", OAUTH_MISSING_TOKEN },
        { "oauth_signature_method", "HMAC-SHA1", OAUTH_MISSING_METHOD },
        { "oauth_timestamp", "1318622958", OAUTH_MISSING_TIMESTAMP },
        { "oauth_nonce", "abc", OAUTH_MISSING_NONCE },
        { "oauth_signature", "s=", OAUTH_MISSING_SIGNATURE },
    };
    enum { COUNT = sizeof(known) / sizeof(*known) };

    for (size_t bad = 0; bad < 2 * COUNT; bad++) {
        struct oauth_request request = { .url = SPAN(URL) };
        struct oauth_params list = { 0 };
        struct oauth_claim claim;
        struct buf header;

        for (size_t i = 0; i < COUNT; i++)
            if (i != bad)
                oauth_params_add(&list, span_of(known[i].name),
                                 i + COUNT == bad ? SPAN("") : span_of(known[i].value),
                                 OAUTH_IN_HEADER);
        buf_init(&header, BUF_MAX_TEXT);
        oauth_header_write(&header, &list, NULL);
        request.authorization = buf_span(&header);
        oauth_claim_init(&claim);
        ck_assert_uint_eq(oauth_claim_read(&claim, &request, NULL),
                          known[bad % COUNT].missing);
        oauth_claim_release(&claim);
        oauth_params_release(&list);
        buf_release(&header);
    }
}
END_TEST

START_TEST(verify_reads_words)
{
    static const struct {
        const char *method, *timestamp;
        uint32_t violations;
        int64_t seconds;
    } rows[] = {
        { "HMAC-SHA1", "1", 0, 1 },
        { "HMAC-SHA1", "9223372036854775807", 0, INT64_MAX },
        { "HMAC-SHA1", "9223372036854775808", OAUTH_BAD_TIMESTAMP, 0 },
        { "HMAC-SHA1", "99999999999999999999", OAUTH_BAD_TIMESTAMP, 0 },
        { "HMAC-SHA1", "0", OAUTH_BAD_TIMESTAMP, 0 },
        { "HMAC-SHA1", "-5", OAUTH_BAD_TIMESTAMP, 0 },
        { "HMAC-SHA1", "1.5", OAUTH_BAD_TIMESTAMP, 0 },
        { "HMAC-SHA1", "abc", OAUTH_BAD_TIMESTAMP, 0 },
        { "HMAC-SHA1", "%201", OAUTH_BAD_TIMESTAMP, 0 },
        { "hmac-sha1", "1", OAUTH_BAD_METHOD, 1 },
        { "HMAC-SHA256", "1", OAUTH_BAD_METHOD, 1 },
        { "PLAINTEXT", "1", OAUTH_BAD_METHOD, 1 },
        { "RSA-SHA1", "x", OAUTH_BAD_METHOD | OAUTH_BAD_TIMESTAMP, 0 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct oauth_request request = { .url = SPAN(URL) };
        struct oauth_claim claim;
        struct buf header;

        buf_init(&header, BUF_MAX_TEXT);
        buf_addf(&header,
                 "OAuth oauth_consumer_key=\"c\", oauth_token=\"t\", oauth_nonce=\"n\", "
                 "oauth_signature=\"s\", oauth_signature_method=\"%s\", "
                 "oauth_timestamp=\"%s\"",
                 rows[i].method, rows[i].timestamp);
        request.authorization = buf_span(&header);
        oauth_claim_init(&claim);
        ck_assert_uint_eq(oauth_claim_read(&claim, &request, NULL), rows[i].violations);
        ck_assert_int_eq(claim.timestamp, rows[i].seconds);
        oauth_claim_release(&claim);
        buf_release(&header);
    }
}
END_TEST

START_TEST(verify_looks_at_the_clock)
{
    static const struct {
        int64_t timestamp, now;
        uint32_t violation;
    } rows[] = {
        { 1000, 1000, 0 },
        { 700, 1000, 0 },
        { 699, 1000, OAUTH_STALE },
        { 1300, 1000, 0 },
        { 1301, 1000, OAUTH_FUTURE },
        { 0, 1000, 0 },
        { INT64_MAX, 1000, OAUTH_FUTURE },
        { 1, 1000, OAUTH_STALE },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct oauth_claim claim = { .timestamp = rows[i].timestamp };

        ck_assert_uint_eq(oauth_claim_clock(&claim, rows[i].now, 300), rows[i].violation);
    }
}
END_TEST

static const struct oauth_credentials who = {
    .consumer_key = SPAN_INIT("ck"),
    .consumer_secret = SPAN_INIT("c s"),
    .token = SPAN_INIT("tk"),
    .token_secret = SPAN_INIT("t/s"),
};

/* Signs by one recipe, verifies by another: only the same one agrees. */
START_TEST(verify_checks_signatures)
{
    static const struct oauth_recipe recipes[] = {
        { 0 },
        { .method = OAUTH_METHOD_LOWER },
        { .key = OAUTH_KEY_SWAPPED },
        { .output = OAUTH_OUTPUT_HEX },
        { .oauth_only = 1 },
    };
    enum { COUNT = sizeof(recipes) / sizeof(*recipes) };
    struct oauth_scratch scratch;

    oauth_scratch_init(&scratch);
    for (size_t i = 0; i < COUNT * COUNT; i++) {
        struct oauth_request request = { .method = SPAN("POST"),
                                         .url = SPAN(URL "?id=1") };
        struct oauth_params list = { 0 };
        struct oauth_claim claim;
        struct buf signature, header;

        buf_init(&signature, BUF_MAX_TEXT);
        buf_init(&header, BUF_MAX_TEXT);
        oauth_claim_init(&claim);
        request.authorization = SPAN("OAuth " ALL);
        oauth_collect(&list, &request, NULL);
        oauth_sign(&signature, &request, &list, &who, &recipes[i / COUNT], NULL);
        oauth_params_add(&list, SPAN("oauth_signature"), buf_span(&signature),
                         OAUTH_IN_HEADER);
        oauth_header_write(&header, &list, NULL);
        request.authorization = buf_span(&header);
        ck_assert_uint_eq(oauth_claim_read(&claim, &request, NULL), 0);
        ck_assert_uint_eq(oauth_claim_check(&claim, &request, &who, &recipes[i % COUNT],
                                            NULL, &scratch),
                          i / COUNT == i % COUNT ? 0 : OAUTH_BAD_SIGNATURE);
        oauth_claim_release(&claim);
        oauth_params_release(&list);
        buf_release(&signature);
        buf_release(&header);
    }
    oauth_scratch_release(&scratch);
}
END_TEST

/* Every octet of a request that is signed counts, every octet that is not does not. */
START_TEST(verify_notices_a_change)
{
    static const struct {
        const char *method, *url, *authorization;
        uint32_t violation;
    } rows[] = {
        { "POST", URL "?id=1", ALL, 0 },
        { "post", URL "?id=1", ALL, 0 },
        { "POST", "HTTPS://API.Example.org:443/1.1/favorites/destroy.json?id=1", ALL, 0 },
        { "POST", URL "?id=%31#x", "realm=\"r\"," ALL, 0 },
        { "GET", URL "?id=1", ALL, OAUTH_BAD_SIGNATURE },
        { "POST", URL "?id=2", ALL, OAUTH_BAD_SIGNATURE },
        { "POST", URL "?id=1&id=1", ALL, OAUTH_BAD_SIGNATURE },
        { "POST", URL "/?id=1", ALL, OAUTH_BAD_SIGNATURE },
        { "POST", URL "?id=1", ALL ", oauth_x=\"\"", OAUTH_BAD_SIGNATURE },
        { "POST", "/1.1/favorites/destroy.json?id=1", ALL, OAUTH_BAD_SIGNATURE },
    };
    struct oauth_request signed_one = { .method = SPAN("POST"),
                                        .url = SPAN(URL "?id=1"),
                                        .authorization = SPAN("OAuth " ALL) };
    struct oauth_params list = { 0 };
    struct oauth_scratch scratch;
    struct buf signature;

    buf_init(&signature, BUF_MAX_TEXT);
    oauth_scratch_init(&scratch);
    oauth_collect(&list, &signed_one, NULL);
    oauth_sign(&signature, &signed_one, &list, &who, NULL, NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct oauth_request request = { .method = span_of(rows[i].method),
                                         .url = span_of(rows[i].url) };
        struct oauth_claim claim;
        struct buf header;

        buf_init(&header, BUF_MAX_TEXT);
        buf_addf(&header, "OAuth %s, oauth_signature=\"%.*s\"", rows[i].authorization,
                 SPAN_ARG(buf_span(&signature)));
        request.authorization = buf_span(&header);
        oauth_claim_init(&claim);
        oauth_claim_read(&claim, &request, NULL);
        ck_assert_uint_eq(oauth_claim_check(&claim, &request, &who, NULL, NULL, &scratch),
                          rows[i].violation);
        oauth_claim_release(&claim);
        buf_release(&header);
    }
    oauth_params_release(&list);
    oauth_scratch_release(&scratch);
    buf_release(&signature);
}
END_TEST

/* The scratch keeps a key, but only for whom it belongs to. */
START_TEST(verify_keeps_keys_apart)
{
    struct oauth_credentials others[] = { who, who, who };
    struct oauth_request request = { .method = SPAN("POST"), .url = SPAN(URL "?id=1") };
    struct oauth_scratch scratch;

    others[1].token_secret = SPAN("another");
    others[2].consumer_secret = SPAN("");
    oauth_scratch_init(&scratch);
    for (size_t i = 0; i < 9; i++) {
        struct oauth_claim claim;

        oauth_claim_init(&claim);
        oauth_params_add(&claim.params, SPAN("id"), SPAN("1"), OAUTH_IN_QUERY);
        buf_reset(&scratch.signature);
        oauth_sign(&scratch.signature, &request, &claim.params, &others[i % 3], NULL,
                   NULL);
        claim.signature = arena_copy(&claim.params.mem, buf_span(&scratch.signature));
        for (size_t k = 0; k < 3; k++)
            ck_assert_uint_eq(
                oauth_claim_check(&claim, &request, &others[k], NULL, NULL, &scratch),
                k == i % 3 ? 0 : OAUTH_BAD_SIGNATURE);
        oauth_claim_release(&claim);
    }
    oauth_scratch_release(&scratch);
}
END_TEST

START_TEST(verify_refuses_too_many_parameters)
{
    struct oauth_request request = { .url = SPAN(URL),
                                     .content_type = SPAN(FORM),
                                     .authorization = SPAN("OAuth " ALL SIGNATURE) };
    struct oauth_claim claim;
    struct buf body;

    buf_init(&body, BUF_MAX_TEXT);
    oauth_claim_init(&claim);
    for (int i = 0; i < OAUTH_PARAMS_MAX - 6; i++)
        buf_add_str(&body, "a=b&");
    request.body = buf_span(&body);
    ck_assert_uint_eq(oauth_claim_read(&claim, &request, NULL), 0);
    buf_add_str(&body, "a=b");
    request.body = buf_span(&body);
    ck_assert_uint_eq(oauth_claim_read(&claim, &request, NULL), OAUTH_TOO_MANY);
    for (int i = 0; i < 10; i++)
        buf_add_str(&body, "&a=b");
    request.body = buf_span(&body);
    ck_assert_uint_eq(oauth_claim_read(&claim, &request, NULL), OAUTH_TOO_MANY);
    oauth_claim_release(&claim);
    buf_release(&body);
}
END_TEST

START_TEST(verify_compares_secrets)
{
    ck_assert(oauth_equal_secret(SPAN("a\0b"), SPAN("a\0b")));
    ck_assert(!oauth_equal_secret(SPAN("a\0b"), SPAN("a\0c")));
    ck_assert(!oauth_equal_secret(SPAN("ab"), SPAN("abc")));
    ck_assert(oauth_equal_secret(SPAN(""), span_of(NULL)));
}
END_TEST

TCase *verify_tests(void)
{
    TCase *tests = tcase_create("verify");

    tcase_add_test(tests, verify_names_violations);
    tcase_add_test(tests, verify_looks_at_each_parameter);
    tcase_add_test(tests, verify_reads_words);
    tcase_add_test(tests, verify_looks_at_the_clock);
    tcase_add_test(tests, verify_checks_signatures);
    tcase_add_test(tests, verify_notices_a_change);
    tcase_add_test(tests, verify_keeps_keys_apart);
    tcase_add_test(tests, verify_refuses_too_many_parameters);
    tcase_add_test(tests, verify_compares_secrets);
    return tests;
}
