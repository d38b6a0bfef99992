/* The groups of tests of suite/client. */
#ifndef FAVSPEC_TESTS_CLIENTS_SUITES_H
#define FAVSPEC_TESTS_CLIENTS_SUITES_H

#include <check.h>

TCase *catalogue_tests(void);
TCase *script_tests(void);
TCase *launch_tests(void);
TCase *judge_tests(void);
TCase *judge_ends_tests(void);

#endif
