#include "support.h"

#include <stdlib.h>

int main(void)
{
    Suite *suite = suite_create("json");

    suite_add_tcase(suite, check_tcase());
    suite_add_tcase(suite, tree_tcase());
    suite_add_tcase(suite, number_tcase());
    suite_add_tcase(suite, schema_tcase());
    suite_add_tcase(suite, schema_load_tcase());
    suite_add_tcase(suite, error_tcase());

    SRunner *runner = srunner_create(suite);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
