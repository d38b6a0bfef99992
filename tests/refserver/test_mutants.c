#include "probes.h"
#include "suites.h"

#include "suite/requirement.h"
#include "json/error.h"

enum { MUTANT_GROUPS = 16 };

/* Defects of a connection, which only test_daemon.c can see. */
static const char *const of_a_connection[] = { "kept-connection-first-answer",
                                               "kept-connection-500",
                                               "garbage-kills-next" };

static bool needs_connection(const char *name)
{
    for (size_t i = 0; i < sizeof(of_a_connection) / sizeof(of_a_connection[0]); i++)
        if (strcmp(of_a_connection[i], name) == 0)
            return true;
    return false;
}

START_TEST(mutants_have_unique_names)
{
    for (size_t i = 0; i < mutant_count; i++) {
        ck_assert_ptr_eq(mutant_find(mutants[i].name), &mutants[i]);
        ck_assert(mutants[i].sentence[0] != '\0');
        for (const char *c = mutants[i].name; *c; c++)
            ck_assert(strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *c));
    }
    ck_assert_ptr_null(mutant_find("no-such-mutant"));
    ck_assert_uint_ge(mutant_count, 100);
}
END_TEST

START_TEST(mutants_cite_requirements)
{
    for (size_t i = 0; i < mutant_count; i++)
        ck_assert_msg(requirement_find(mutants[i].requirement) != REQ_NONE, "%s cites %s",
                      mutants[i].name, mutants[i].requirement);
}
END_TEST

START_TEST(mutants_are_different_rows)
{
    for (size_t i = 0; i < mutant_count; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert_msg(memcmp(&mutants[i].defects, &mutants[j].defects,
                                 sizeof(mutants[i].defects)) != 0,
                          "%s is %s", mutants[i].name, mutants[j].name);
}
END_TEST

static void run_all(const struct mutant *mutant, struct buf *out)
{
    struct rig rig;

    rig_init(&rig, &(struct endpoint_options){ .mutant = mutant }, 0);
    for (size_t i = 0; i < probe_count; i++)
        probe_run(&rig, i, out);
    rig_release(&rig);
}

START_TEST(mutants_honest_server_is_deterministic)
{
    struct buf first, second;

    buf_init(&first, BUF_MAX_MESSAGE);
    buf_init(&second, BUF_MAX_MESSAGE);
    run_all(NULL, &first);
    run_all(NULL, &second);
    ck_assert(!first.overflow && first.len > 10000);
    ck_assert(span_eq(buf_span(&first), buf_span(&second)));
    buf_release(&first);
    buf_release(&second);
}
END_TEST

START_TEST(mutants_differ_from_the_honest_server)
{
    struct buf honest, wrong;

    buf_init(&honest, BUF_MAX_MESSAGE);
    buf_init(&wrong, BUF_MAX_MESSAGE);
    run_all(NULL, &honest);
    for (size_t i = (size_t)_i; i < mutant_count; i += MUTANT_GROUPS) {
        buf_reset(&wrong);
        run_all(&mutants[i], &wrong);
        ck_assert_msg(needs_connection(mutants[i].name) ==
                          span_eq(buf_span(&honest), buf_span(&wrong)),
                      "%s shows in no probe", mutants[i].name);
    }
    buf_release(&honest);
    buf_release(&wrong);
}
END_TEST

static TCase *mutant_tests(void)
{
    TCase *tc = tcase_create("mutants");

    tcase_add_test(tc, mutants_have_unique_names);
    tcase_add_test(tc, mutants_cite_requirements);
    tcase_add_test(tc, mutants_are_different_rows);
    tcase_add_test(tc, mutants_honest_server_is_deterministic);
    tcase_add_loop_test(tc, mutants_differ_from_the_honest_server, 0, MUTANT_GROUPS);
    return tc;
}

int main(void)
{
    static TCase *(*const groups[])(void) = { mutant_tests, NULL };

    return run_groups("mutants", groups);
}
