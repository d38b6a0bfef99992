/* The suites of test_oauth and test_autopsy, one a module. */
#ifndef FAVSPEC_TESTS_OAUTH_SUITES_H
#define FAVSPEC_TESTS_OAUTH_SUITES_H

#include <check.h>

TCase *autopsy_tests(void);
TCase *header_tests(void);
TCase *mistakes_tests(void);
TCase *param_tests(void);
TCase *recipe_request_tests(void);
TCase *recipe_tests(void);
TCase *sign_tests(void);
TCase *vector_tests(void);
TCase *verify_tests(void);

#endif
