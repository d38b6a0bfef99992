#include "wire/client_tests.h"

#include <stdlib.h>

int main(void)
{
    Suite *suite = suite_create("wire/client");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, client_request_tcase());
    suite_add_tcase(suite, client_connect_tcase());
    suite_add_tcase(suite, client_kept_tcase());
    suite_add_tcase(suite, client_faults_tcase());
    suite_add_tcase(suite, client_raw_tcase());
    suite_add_tcase(suite, client_many_tcase());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
