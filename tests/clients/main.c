#include "suites.h"

#include <stdlib.h>

int main(void)
{
    Suite *suite = suite_create("client");
    SRunner *runner;
    int failed;

    suite_add_tcase(suite, catalogue_tests());
    suite_add_tcase(suite, script_tests());
    suite_add_tcase(suite, launch_tests());
    suite_add_tcase(suite, judge_tests());
    suite_add_tcase(suite, judge_ends_tests());
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner) || srunner_ntests_run(runner) == 0;
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
