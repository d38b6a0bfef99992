/* What the test programs of this folder share, and the groups of test_refserver. */
#ifndef FAVSPEC_TESTS_REFSERVER_SUITES_H
#define FAVSPEC_TESTS_REFSERVER_SUITES_H

#include <check.h>

/* Runs groups up to a NULL as one suite; what main returns. */
int run_groups(const char *suite, TCase *(*const *groups)(void));

TCase *endpoint_tests(void);
TCase *companion_tests(void);
TCase *store_tests(void);
TCase *nonce_tests(void);
TCase *shape_tests(void);
TCase *costume_tests(void);
TCase *document_tests(void);
TCase *fault_tests(void); /* these two of test_refserver_daemon */
TCase *settle_tests(void);

#endif
