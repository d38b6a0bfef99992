/* One case from set-up to verdict: in a runner process. */
#ifndef FAVSPEC_SUITE_SERVER_CASE_RUN_H
#define FAVSPEC_SUITE_SERVER_CASE_RUN_H

#include "server/session.h"

/* Runs case `index` of the catalogue; with `retries` a failure is tried again, and a
 * later pass is flaky. *result must be initialised. */
void case_run(const struct target *target, const struct conformance_case *test,
              unsigned index, int retries, struct client *client, struct result *result);

#endif
