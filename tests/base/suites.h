/* The suites of test_base, one a module. */
#ifndef FAVSPEC_TESTS_BASE_SUITES_H
#define FAVSPEC_TESTS_BASE_SUITES_H

#include <check.h>

TCase *arena_tests(void);
TCase *buf_tests(void);
TCase *pct_tests(void);
TCase *span_tests(void);

#endif
