#include "suites.h"

#include <stdlib.h>

int run_groups(const char *suite_name, TCase *(*const *groups)(void))
{
    Suite *suite = suite_create(suite_name);
    SRunner *runner;
    int failed;

    for (; *groups; groups++) {
        TCase *tc = (*groups)();

        tcase_set_timeout(tc, 60);
        suite_add_tcase(suite, tc);
    }
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
