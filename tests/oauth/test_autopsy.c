#include "client_model.h"
#include "suites.h"

#include "oauth/autopsy.h"

#include <stdlib.h>

/* How many requests; FAVSPEC_LONG=1 in the environment asks for what the project
 * promises. Sanitizers and builds without optimization make each some thirty times
 * slower. */
struct amount {
    int requests, pair_step;
    uint64_t valid, wrong_keys;
};

static struct amount amount(void)
{
#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
    static const struct amount usual = { 2, 97, 200, 4 };
#else
    static const struct amount usual = { 20, 13, 2000, 60 };
#endif
    static const struct amount promised = { 20, 1, 2000, 500 };

    return getenv("FAVSPEC_LONG") ? promised : usual;
}

enum { SIGNATURE_MISTAKES = OAUTH_MISTAKE_HEADER_CLOCK_DIFFERS + 1, ATTEMPTS = 400 };

static const struct span hosts[] = { SPAN_INIT("known.example.net") };

static enum oauth_autopsy_verdict run(struct oauth_autopsy *autopsy,
                                      const struct model *m,
                                      const struct oauth_request *request)
{
    return oauth_autopsy_run(autopsy, request, &m->who, hosts, 1);
}

static bool names(const struct oauth_autopsy *autopsy, enum oauth_mistake mistake)
{
    for (size_t i = 0; i < autopsy->found_count; i++)
        if (autopsy->found[i].mistake == mistake)
            return true;
    for (size_t i = 0; i < autopsy->equivalent_count; i++)
        if (autopsy->equivalent[i] == mistake)
            return true;
    return false;
}

/* What an autopsy promises whatever it found. */
static void check_autopsy(const struct oauth_autopsy *a, const struct model *m)
{
    bool explained = a->verdict == OAUTH_AUTOPSY_EXPLAINED;

    ck_assert_int_eq(a->found_count > 0,
                     explained || a->verdict == OAUTH_AUTOPSY_UNVERIFIABLE);
    ck_assert(explained || a->equivalent_count == 0);
    ck_assert_int_eq(a->matched.p != NULL,
                     explained || a->verdict == OAUTH_AUTOPSY_VALID);
    ck_assert_int_eq(a->difference < 0,
                     !a->matched.p || span_eq(a->expected, a->matched));
    for (size_t i = 0; i < a->found_count; i++) {
        ck_assert(span_starts(a->found[i].detail, SPAN("The client ")));
        ck_assert(span_ends(a->found[i].detail, SPAN(".")));
        ck_assert(i == 0 || a->found[i - 1].mistake < a->found[i].mistake);
    }
    for (size_t i = 0; i < a->equivalent_count; i++)
        ck_assert(i == 0 || a->equivalent[i - 1] < a->equivalent[i]);
    ck_assert_int_lt(span_find(a->authorization, m->who.consumer_secret), 0);
    ck_assert_int_lt(span_find(a->authorization, m->who.token_secret), 0);
}

static struct oauth_request signed_with(struct model *m, int a, int b)
{
    memset(m->wrong, 0, sizeof(m->wrong));
    if (a >= 0)
        m->wrong[a] = true;
    if (b >= 0)
        m->wrong[b] = true;
    return model_send(m, model_sign(m));
}

/* A request in which the mistake `a`, and `b` if there is one, shows; false when this
 * seed gives none. The caller releases the model when true. */
static bool make(struct model *m, uint64_t seed, int a, int b, struct oauth_request *out)
{
    struct oauth_request others[3];

    model_init(m, seed, (enum oauth_mistake)a, (enum oauth_mistake)b);
    others[0] = signed_with(m, -1, -1);
    others[1] = signed_with(m, b < 0 ? -1 : a, -1);
    others[2] = signed_with(m, b, -1);
    *out = signed_with(m, a, b);
    for (int i = 0; i < 3; i++) {
        if (span_eq(others[i].authorization, out->authorization)) {
            model_release(m);
            return false;
        }
    }
    return true;
}

START_TEST(autopsy_names_each_mistake)
{
    struct oauth_autopsy autopsy;
    struct oauth_request request;
    struct model m;
    int made = 0;

    oauth_autopsy_init(&autopsy);
    for (uint64_t i = 0; made < amount().requests && i < ATTEMPTS; i++) {
        if (!make(&m, (uint64_t)_i * ATTEMPTS + i + 1, _i, -1, &request))
            continue;
        made++;
        ck_assert_int_eq(run(&autopsy, &m, &request), OAUTH_AUTOPSY_EXPLAINED);
        ck_assert_msg(names(&autopsy, (enum oauth_mistake)_i), "%s taken for %s",
                      oauth_mistakes[_i].name,
                      oauth_mistakes[autopsy.found[0].mistake].name);
        check_autopsy(&autopsy, &m);
        model_release(&m);
    }
    ck_assert_int_eq(made, amount().requests);
    oauth_autopsy_release(&autopsy);
}
END_TEST

/* Some pairs do not show: one mistake hides what the other does. */
static bool make_pair(struct model *m, int a, int b, struct oauth_request *out)
{
    for (uint64_t i = 0; i < 10; i++)
        if (make(m, (uint64_t)(a * 1000 + b) * 10 + i, a, b, out))
            return true;
    return false;
}

START_TEST(autopsy_names_pairs)
{
    struct oauth_autopsy autopsy;
    struct oauth_request request;
    struct model m;
    int made = 0, named = 0, count = 0;

    oauth_autopsy_init(&autopsy);
    for (int a = 0; a < SIGNATURE_MISTAKES; a++) {
        for (int b = a + 1; b < SIGNATURE_MISTAKES; b++) {
            if (count++ % amount().pair_step || !make_pair(&m, a, b, &request))
                continue;
            made++;
            run(&autopsy, &m, &request);
            named += names(&autopsy, (enum oauth_mistake)a) &&
                     names(&autopsy, (enum oauth_mistake)b);
            check_autopsy(&autopsy, &m);
            model_release(&m);
        }
    }
    ck_assert_int_ge(made * 10, count / amount().pair_step * 9);
    ck_assert_msg(named * 100 >= made * 95, "%d of %d pairs named", named, made);
    oauth_autopsy_release(&autopsy);
}
END_TEST

START_TEST(autopsy_accuses_no_valid_request)
{
    static const enum oauth_place places[] = { OAUTH_IN_HEADER, OAUTH_IN_HEADER,
                                               OAUTH_IN_QUERY, OAUTH_IN_BODY };
    struct oauth_autopsy autopsy;

    oauth_autopsy_init(&autopsy);
    for (uint64_t i = 0; i < amount().valid; i++) {
        struct oauth_request request;
        struct model m;

        model_init(&m, 7000000 + i, OAUTH_MISTAKE_NONE, OAUTH_MISTAKE_NONE);
        m.spelling = model_random(&m, 256);
        model_move(&m, places[i % 4]);
        request = model_send(&m, model_sign(&m));
        ck_assert_msg(run(&autopsy, &m, &request) == OAUTH_AUTOPSY_VALID, "%.*s",
                      SPAN_ARG(request.authorization));
        check_autopsy(&autopsy, &m);
        model_release(&m);
    }
    oauth_autopsy_release(&autopsy);
}
END_TEST

START_TEST(autopsy_accuses_nobody_of_a_wrong_key)
{
    struct oauth_autopsy autopsy;

    oauth_autopsy_init(&autopsy);
    for (uint64_t i = 0; i < amount().wrong_keys; i++) {
        struct oauth_credentials other;
        struct oauth_request request;
        struct model m;

        model_init(&m, 8000000 + i, OAUTH_MISTAKE_NONE, OAUTH_MISTAKE_NONE);
        other = m.who;
        if (i % 2)
            other.consumer_secret = SPAN("another-consumer-secret");
        else
            other.token_secret = SPAN("another-token-secret");
        request = model_send(&m, model_sign(&m));
        ck_assert_int_eq(oauth_autopsy_run(&autopsy, &request, &other, hosts, 1),
                         OAUTH_AUTOPSY_UNEXPLAINED);
        check_autopsy(&autopsy, &m);
        ck_assert_uint_gt(autopsy.ruled_out_count, 20);
        ck_assert(span_find(autopsy.advice, m.who.token) >= 0);
        model_release(&m);
    }
    oauth_autopsy_release(&autopsy);
}
END_TEST

/* Only what is suspected is tried, and of that no more readings than were allowed. */
START_TEST(autopsy_stays_within_bounds)
{
    static bool only[OAUTH_MISTAKE_COUNT];
    struct oauth_autopsy_bounds bounds = { .only = only };
    const enum oauth_mistake made = OAUTH_MISTAKE_KEY_SECRET_WHITESPACE;
    struct oauth_autopsy autopsy;
    struct oauth_request request;
    struct model m;

    oauth_autopsy_init(&autopsy);
    model_init(&m, 1, made, OAUTH_MISTAKE_NONE);
    request = signed_with(&m, made, -1);
    only[OAUTH_MISTAKE_SORT_MISSING] = true;
    ck_assert_int_eq(
        oauth_autopsy_run_within(&autopsy, &request, &m.who, hosts, 1, &bounds),
        OAUTH_AUTOPSY_UNEXPLAINED);
    ck_assert_uint_le(autopsy.ruled_out_count, 1);
    only[made] = true;
    ck_assert_int_eq(
        oauth_autopsy_run_within(&autopsy, &request, &m.who, hosts, 1, &bounds),
        OAUTH_AUTOPSY_EXPLAINED);
    ck_assert_int_eq(autopsy.found[0].mistake, made);
    check_autopsy(&autopsy, &m);
    bounds.readings = 1;
    oauth_autopsy_run_within(&autopsy, &request, &m.who, hosts, 1, &bounds);
    ck_assert_uint_le(autopsy.singles, 3); /* the right one, and one of each name */
    model_release(&m);
    oauth_autopsy_release(&autopsy);
}
END_TEST

/* The header that the autopsy proposes is accepted. */
START_TEST(autopsy_repairs_the_header)
{
    struct oauth_autopsy autopsy;
    struct oauth_request request;
    struct model m;
    int made = 0;

    oauth_autopsy_init(&autopsy);
    for (uint64_t i = 0; made < 5; i++) {
        struct buf header;

        ck_assert_uint_lt(i, ATTEMPTS);
        if (!make(&m, 9000000 + i, OAUTH_MISTAKE_METHOD_OTHER, -1, &request))
            continue;
        made++;
        run(&autopsy, &m, &request);
        ck_assert_uint_eq(autopsy.found_count, 1);
        ck_assert(autopsy.difference == 0 || autopsy.difference == 1);
        ck_assert(span_starts(autopsy.expected, SPAN("POST&")));
        ck_assert(!span_starts(autopsy.matched, SPAN("POST&")));
        ck_assert(span_eq(autopsy.expected_uri, autopsy.matched_uri));
        buf_init(&header, BUF_MAX_TEXT);
        buf_add_span(&header, autopsy.authorization);
        request.authorization = buf_span(&header);
        ck_assert_int_eq(run(&autopsy, &m, &request), OAUTH_AUTOPSY_VALID);
        buf_release(&header);
        model_release(&m);
    }
    oauth_autopsy_release(&autopsy);
}
END_TEST

START_TEST(autopsy_says_what_was_signed)
{
    static const struct {
        enum oauth_mistake mistake;
        const char *uri; /* part of the URL that was signed and not called */
    } rows[] = {
        { OAUTH_MISTAKE_URL_SCHEME_OTHER, "://" },
        { OAUTH_MISTAKE_URL_SUFFIX_MISSING, "/favorites/destroy" },
        { OAUTH_MISTAKE_URL_VERSION_OTHER, "/favorites/destroy.json" },
    };
    struct oauth_autopsy autopsy;
    struct oauth_request request;
    struct model m;

    oauth_autopsy_init(&autopsy);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        ck_assert(make(&m, 9100000 + i, (int)rows[i].mistake, -1, &request));
        run(&autopsy, &m, &request);
        ck_assert_int_eq(autopsy.found[0].mistake, rows[i].mistake);
        ck_assert(span_find(autopsy.matched_uri, span_of(rows[i].uri)) >= 0);
        ck_assert(!span_eq(autopsy.matched_uri, autopsy.expected_uri));
        ck_assert_int_ge(autopsy.difference, 5);
        model_release(&m);
    }
    oauth_autopsy_release(&autopsy);
}
END_TEST

#define GOOD                                                                             \
    "OAuth oauth_consumer_key=\"c\", oauth_token=\"t\", oauth_timestamp=\"1\", "         \
    "oauth_nonce=\"n\", oauth_signature_method=\"HMAC-SHA1\""

START_TEST(autopsy_needs_something_to_verify)
{
    static const struct {
        const char *authorization;
        enum oauth_autopsy_verdict verdict;
        enum oauth_mistake mistake;
    } rows[] = {
        { NULL, OAUTH_AUTOPSY_UNVERIFIABLE, OAUTH_MISTAKE_AUTHORIZATION_MISSING },
        { "Basic abc", OAUTH_AUTOPSY_UNVERIFIABLE,
          OAUTH_MISTAKE_AUTHORIZATION_NOT_OAUTH },
        { "OAuth x", OAUTH_AUTOPSY_UNVERIFIABLE, OAUTH_MISTAKE_AUTHORIZATION_MALFORMED },
        { "OAuth", OAUTH_AUTOPSY_UNVERIFIABLE, OAUTH_MISTAKE_OAUTH_PARAMETER_MISSING },
        { GOOD, OAUTH_AUTOPSY_UNVERIFIABLE, OAUTH_MISTAKE_OAUTH_PARAMETER_MISSING },
        { "OAuth oauth_consumer_key=\"c\", oauth_token=\"t\", oauth_timestamp=\"1\", "
          "oauth_nonce=\"n\", oauth_signature_method=\"PLAINTEXT\", "
          "oauth_signature=\"s\"",
          OAUTH_AUTOPSY_UNVERIFIABLE, OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE },
        { GOOD ", oauth_signature=\"s\"", OAUTH_AUTOPSY_UNEXPLAINED, OAUTH_MISTAKE_NONE },
        { GOOD ", oauth_signature=\"%25%25%00%2541%25\"", OAUTH_AUTOPSY_UNEXPLAINED,
          OAUTH_MISTAKE_NONE },
        { GOOD ", oauth_signature=\"AAAAAAAAAAAAAAAAAAAAAAAAAAB%3D\"",
          OAUTH_AUTOPSY_UNEXPLAINED, OAUTH_MISTAKE_NONE },
    };
    static const struct oauth_credentials who = {
        .consumer_secret = SPAN_INIT("s1"),
        .token_secret = SPAN_INIT("s2"),
    };
    struct oauth_autopsy autopsy;

    oauth_autopsy_init(&autopsy);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct oauth_request request = { .method = SPAN("POST"),
                                         .url =
                                             SPAN("http://h/1.1/favorites/destroy.json"),
                                         .authorization =
                                             span_of(rows[i].authorization) };

        ck_assert_int_eq(oauth_autopsy_run(&autopsy, &request, &who, NULL, 0),
                         rows[i].verdict);
        if (rows[i].mistake == OAUTH_MISTAKE_NONE)
            ck_assert_uint_eq(autopsy.found_count, 0);
        else
            ck_assert_int_eq(autopsy.found[0].mistake, rows[i].mistake);
        ck_assert_int_eq(autopsy.advice.len > 0, rows[i].mistake == OAUTH_MISTAKE_NONE);
    }
    oauth_autopsy_release(&autopsy);
}
END_TEST

/* Found by fuzzing: such a request got a "corrected" header that no server can accept. */
START_TEST(autopsy_repairs_no_url_that_cannot_be_signed)
{
    static const struct oauth_credentials who = { .consumer_secret = SPAN_INIT("s") };
    struct oauth_request request = { .method = SPAN("POST"), .url = SPAN("http:///x") };
    struct oauth_autopsy autopsy;

    request.authorization =
        SPAN(GOOD ", oauth_signature=\"AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D\"");
    oauth_autopsy_init(&autopsy);
    ck_assert_int_eq(oauth_autopsy_run(&autopsy, &request, &who, NULL, 0),
                     OAUTH_AUTOPSY_UNEXPLAINED);
    ck_assert(!autopsy.expected.p && !autopsy.authorization.p);
    ck_assert_int_eq(autopsy.difference, -1);
    ck_assert_int_ge(span_find(autopsy.advice, SPAN("cannot be signed")), 0);
    oauth_autopsy_release(&autopsy);
}
END_TEST

TCase *autopsy_tests(void)
{
    TCase *tests = tcase_create("autopsy");

    tcase_set_timeout(tests, 110);
    tcase_add_loop_test(tests, autopsy_names_each_mistake, 0, SIGNATURE_MISTAKES);
    tcase_add_test(tests, autopsy_names_pairs);
    tcase_add_test(tests, autopsy_accuses_no_valid_request);
    tcase_add_test(tests, autopsy_accuses_nobody_of_a_wrong_key);
    tcase_add_test(tests, autopsy_stays_within_bounds);
    tcase_add_test(tests, autopsy_repairs_the_header);
    tcase_add_test(tests, autopsy_says_what_was_signed);
    tcase_add_test(tests, autopsy_needs_something_to_verify);
    tcase_add_test(tests, autopsy_repairs_no_url_that_cannot_be_signed);
    return tests;
}
