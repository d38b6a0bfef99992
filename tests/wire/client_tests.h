/* The parts of wire_client_test. */
#ifndef FAVSPEC_TESTS_WIRE_CLIENT_TESTS_H
#define FAVSPEC_TESTS_WIRE_CLIENT_TESTS_H

#include <check.h>

TCase *client_connect_tcase(void);
TCase *client_faults_tcase(void);
TCase *client_kept_tcase(void);
TCase *client_many_tcase(void);
TCase *client_raw_tcase(void);
TCase *client_request_tcase(void);

#endif
