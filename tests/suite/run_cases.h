/* The main of a Check program with one TCase. */
#ifndef FAVSPEC_TESTS_SUITE_RUN_CASES_H
#define FAVSPEC_TESTS_SUITE_RUN_CASES_H

#include <check.h>
#include <stdlib.h>

static inline int run_cases(TCase *tc)
{
    Suite *suite = suite_create("report");
    SRunner *runner;
    int failed;

    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner) || !srunner_ntests_run(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
