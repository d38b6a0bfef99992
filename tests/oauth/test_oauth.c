#include "suites.h"

#include <stdlib.h>

int main(void)
{
    Suite *suite = suite_create("oauth");
    SRunner *runner;
    int failed;

    suite_add_tcase(suite, vector_tests());
    suite_add_tcase(suite, mistakes_tests());
    suite_add_tcase(suite, param_tests());
    suite_add_tcase(suite, header_tests());
    suite_add_tcase(suite, sign_tests());
    suite_add_tcase(suite, recipe_tests());
    suite_add_tcase(suite, recipe_request_tests());
    suite_add_tcase(suite, verify_tests());
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner) || srunner_ntests_run(runner) == 0;
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
