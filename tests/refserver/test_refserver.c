#include "suites.h"

#include <stdlib.h>

int main(void)
{
    static TCase *(*const groups[])(void) = {
        endpoint_tests,
    };
    Suite *suite = suite_create("refserver");
    SRunner *runner;
    int failed;

    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        TCase *tc = groups[i]();

        tcase_set_timeout(tc, 60);
        suite_add_tcase(suite, tc);
    }
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
