#include "suites.h"

#include "oauth/mistakes.h"
#include "oauth/verify.h"

START_TEST(mistakes_are_a_catalogue)
{
    static const size_t in_groups[] = { 10, 19, 12, 11, 4, 25, 11 };
    size_t counts[7] = { 0 };

    ck_assert_uint_eq(oauth_mistake_count, 92);
    for (int i = 0; i < OAUTH_MISTAKE_COUNT; i++) {
        const struct oauth_mistake_info *info = &oauth_mistakes[i];
        size_t len = strlen(info->description);

        counts[info->group]++;
        ck_assert_int_eq(oauth_mistake_find(span_of(info->name)), i);
        ck_assert_int_ne(info->description[len - 1], '.');
        ck_assert_int_eq(info->fix[strlen(info->fix) - 1], '.');
        ck_assert(i == 0 || oauth_mistakes[i - 1].group <= info->group);
    }
    ck_assert_mem_eq(counts, in_groups, sizeof(counts));
    ck_assert_int_eq(oauth_mistake_find(SPAN("no-such-mistake")), OAUTH_MISTAKE_NONE);
}
END_TEST

START_TEST(mistakes_follow_from_violations)
{
    enum oauth_mistake found[OAUTH_MISTAKE_COUNT];

    ck_assert_uint_eq(oauth_mistakes_of(0, found), 0);
    ck_assert_uint_eq(oauth_mistakes_of(OAUTH_BAD_SIGNATURE, found), 0);
    ck_assert_uint_eq(oauth_mistakes_of(OAUTH_MISSING_NONCE | OAUTH_MISSING_TOKEN, found),
                      1);
    ck_assert_int_eq(found[0], OAUTH_MISTAKE_OAUTH_PARAMETER_MISSING);
    ck_assert_uint_eq(oauth_mistakes_of(UINT32_MAX, found), 13);
    for (int i = 1; i < 13; i++)
        ck_assert_int_lt(found[i - 1], found[i]);
}
END_TEST

TCase *mistakes_tests(void)
{
    TCase *tests = tcase_create("mistakes");

    tcase_add_test(tests, mistakes_are_a_catalogue);
    tcase_add_test(tests, mistakes_follow_from_violations);
    return tests;
}
