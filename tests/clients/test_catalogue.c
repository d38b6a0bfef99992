#include "client/catalogue.h"
#include "client/check.h"
#include "client/script.h"
#include "suites.h"
#include "json/status.h"

#include <stdlib.h>

START_TEST(catalogue_is_sound)
{
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    scenario_self_check(&why);
    ck_assert_str_eq(why.p ? why.p : "", "");
    buf_release(&why);
    ck_assert_uint_ge(scenario_count(), 60);
}
END_TEST

/* The scripted answer of a scenario, with its placeholders replaced. */
static void answer_of(const struct scenario *scenario, struct account *account,
                      struct http_response *out)
{
    struct script_names names = { .base_url = "http://127.0.0.1:1/1.1",
                                  .other_url = "http://127.0.0.1:2/1.1",
                                  .now_s = 1700000000 };

    account_init(account, scenario);
    names.status_id = account->status_id;
    script_answer(&scenario->answer, &names, out);
}

static const struct status_finding *first_hard(const struct status_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (status_rules[findings->items[i].rule].hard && !findings->items[i].noted)
            return &findings->items[i];
    return NULL;
}

/* What a client has to take for success is a status by the rules of the server's side. */
START_TEST(catalogue_answers_that_succeed_conform)
{
    struct status_findings *findings = calloc(1, sizeof(*findings));
    struct json_schemas schemas;
    struct buf why;
    size_t seen = 0;

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_msg(json_schemas_load(&schemas, GOLDEN, &why) == 0, "%s", why.p);
    for (size_t i = 0; i < scenario_count(); i++) {
        const struct scenario *s = scenario_at(i);
        struct http_response answer = { 0 };
        struct account account;
        struct status_question question = { .entities = ENTITIES_ANY };

        if (s->answer.status != 200 || s->ending != ENDS_WELL)
            continue;
        answer_of(s, &account, &answer);
        question.id = account.status_id;
        status_judge(answer.body, UINT64_MAX, &question, &schemas, findings);
        ck_assert_msg(!first_hard(findings), "%s: %s %s", s->id,
                      first_hard(findings)->path, first_hard(findings)->text);
        seen++;
        http_response_release(&answer);
        account_release(&account);
    }
    ck_assert_uint_ge(seen, 20);
    json_schemas_release(&schemas);
    buf_release(&why);
    free(findings);
}
END_TEST

START_TEST(catalogue_broken_answers_are_not_the_status)
{
    size_t seen = 0;

    for (size_t i = 0; i < scenario_count(); i++) {
        const struct scenario *s = scenario_at(i);
        struct http_response answer = { 0 };
        struct status_summary summary;
        struct account account;

        if (s->answer.status != 200 || s->ending != ENDS_BADLY ||
            s->answer.manner != MANNER_PLAIN)
            continue;
        answer_of(s, &account, &answer);
        ck_assert_msg(!status_summarise(answer.body, &summary) ||
                          !span_eq_str(account.status_id, summary.id),
                      "%s is the status", s->id);
        seen++;
        http_response_release(&answer);
        account_release(&account);
    }
    ck_assert_uint_ge(seen, 8);
}
END_TEST

START_TEST(catalogue_credentials_differ)
{
    for (size_t i = 0; i < scenario_count(); i++)
        for (size_t k = 0; k < i; k++) {
            struct account a, b;

            account_init(&a, scenario_at(i));
            account_init(&b, scenario_at(k));
            ck_assert(!span_eq(a.credentials.token, b.credentials.token));
            ck_assert(
                !span_eq(a.credentials.consumer_secret, b.credentials.consumer_secret));
            account_release(&a);
            account_release(&b);
        }
}
END_TEST

static const struct {
    const char *only, *skip;
    ptrdiff_t count; /* -2: some, but not all */
} selections[] = {
    { "call/plain", NULL, 1 },
    { "call/plain/signature", NULL, 1 },
    { "call", NULL, 3 },
    { "call/*", "call/plain", 2 },
    { "id/*-32-bits", NULL, 3 },
    { "*", "*", 0 },
    { NULL, "trust/*", -2 },
    { "call/plian", NULL, -1 },
    { "call/plain/nonsense", NULL, -1 },
    { NULL, "nothing", -1 },
};

START_TEST(catalogue_selects)
{
    bool *selected = calloc(scenario_count(), sizeof(*selected));
    struct scenario_selection s = { .only = &selections[_i].only,
                                    .only_count = selections[_i].only != NULL,
                                    .skip = &selections[_i].skip,
                                    .skip_count = selections[_i].skip != NULL };
    ptrdiff_t count;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    count = scenario_select(&s, selected, &why);
    if (selections[_i].count == -2)
        ck_assert(count > 0 && (size_t)count < scenario_count());
    else
        ck_assert_int_eq(count, selections[_i].count);
    ck_assert_int_eq(why.len > 0, count < 0);
    buf_release(&why);
    free(selected);
}
END_TEST

START_TEST(catalogue_checks_apply)
{
    for (size_t i = 0; i < scenario_count(); i++) {
        const struct scenario *s = scenario_at(i);

        ck_assert_uint_ge(check_count(s), 3);
        ck_assert(check_applies(CHECK_ANSWER, s));
        ck_assert_int_eq(check_applies(CHECK_TRUST, s), s->trust != TRUST_GIVEN);
        ck_assert_int_eq(check_applies(CHECK_SIGNATURE, s), s->trust == TRUST_GIVEN);
    }
}
END_TEST

TCase *catalogue_tests(void)
{
    TCase *tcase = tcase_create("catalogue");
    int count = sizeof(selections) / sizeof(selections[0]);

    tcase_add_test(tcase, catalogue_is_sound);
    tcase_add_test(tcase, catalogue_answers_that_succeed_conform);
    tcase_add_test(tcase, catalogue_broken_answers_are_not_the_status);
    tcase_add_test(tcase, catalogue_credentials_differ);
    tcase_add_loop_test(tcase, catalogue_selects, 0, count);
    tcase_add_test(tcase, catalogue_checks_apply);
    tcase_set_timeout(tcase, 60);
    return tcase;
}
