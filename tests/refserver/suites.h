/* The test cases of this folder, one function a file. */
#ifndef FAVSPEC_TESTS_REFSERVER_SUITES_H
#define FAVSPEC_TESTS_REFSERVER_SUITES_H

#include <check.h>

TCase *endpoint_tests(void);
TCase *companion_tests(void);
TCase *store_tests(void);
TCase *nonce_tests(void);
TCase *shape_tests(void);
TCase *costume_tests(void);
TCase *mutant_tests(void);
TCase *daemon_tests(void);

#endif
