#include "support.h"

#include <stdlib.h>

int main(void)
{
    Suite *suite = suite_create("json_status");

    suite_add_tcase(suite, status_edit_tcase());
    suite_add_tcase(suite, status_indices_tcase());
    suite_add_tcase(suite, status_date_tcase());
    suite_add_tcase(suite, summary_tcase());
    suite_add_tcase(suite, lint_tcase());
    suite_add_tcase(suite, golden_tcase());
    suite_add_tcase(suite, golden_bad_tcase());
    suite_add_tcase(suite, recorded_tcase());

    SRunner *runner = srunner_create(suite);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
