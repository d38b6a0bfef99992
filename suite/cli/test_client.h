/* `favspec test-client`: what its command line says. */
#ifndef FAVSPEC_SUITE_CLI_TEST_CLIENT_H
#define FAVSPEC_SUITE_CLI_TEST_CLIENT_H

#include "cli/cli.h"
#include "cli/client_summary.h"
#include "client/catalogue.h"
#include "client/jobs.h"
#include "report/report.h"

enum { CLIENT_PATTERNS_MAX = 256, CLIENT_REPORTS_MAX = 16 };

struct test_client {
    struct jobs_options jobs;
    const char *only[CLIENT_PATTERNS_MAX], *skip[CLIENT_PATTERNS_MAX];
    struct scenario_selection selection;
    bool *selected; /* by number in the catalogue */
    struct report_order reports[CLIENT_REPORTS_MAX];
    size_t report_count;
    const char *color;
    bool list, tls, pause, strict, quiet, verbose;
    struct run_trust *trust;
    struct client_summary *summary;
    struct progress progress;
    struct result_set set;
};

/* Reads the command line; returns an exit status when the command ends here (help, lists,
 * errors), or -1 to run. */
int test_client_options(struct test_client *t, int argc, char **argv);
void test_client_release(struct test_client *t);

/* For run_options.pause: prints what the client needs, and waits for Enter; at the end of
 * the input, for a signal. */
void test_client_pause(const struct scenario *scenario, const struct launch_value *values,
                       size_t count);

#endif
