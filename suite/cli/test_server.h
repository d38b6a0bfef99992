/* `favspec test-server`: what its command line says. */
#ifndef FAVSPEC_SUITE_CLI_TEST_SERVER_H
#define FAVSPEC_SUITE_CLI_TEST_SERVER_H

#include "cli/cli.h"
#include "report/baseline.h"
#include "report/report.h"
#include "server/catalogue.h"
#include "server/target.h"

enum { PATTERNS_MAX = 256, REPORTS_MAX = 16, REROUTES_MAX = 32 };

/* The commands that share one option table. */
enum test_server_kind { KIND_TEST_SERVER, KIND_REPLAY, KIND_DOCTOR, KIND_RESTORE };

struct test_server {
    enum test_server_kind kind;
    struct settings settings;
    struct target_options target;
    const char *only[PATTERNS_MAX], *skip[PATTERNS_MAX];
    struct selection selection;
    bool *selected; /* by number in the catalogue */
    size_t selected_count;
    struct report_order reports[REPORTS_MAX];
    size_t report_count;
    const char *resolve[REROUTES_MAX + 1], *connect_to[REROUTES_MAX + 1];
    size_t resolve_count, connect_to_count;
    const char *baseline_file, *color, *ledger, *golden;
    struct baseline *baseline;
    bool show_secrets, baseline_update, strict, list, dry_run, fail_fast, quiet, verbose,
        production, hazardous;
    double jobs, retries;
    long max_time_ms;
    struct result_set set;
    const char *url;
    bool reachable;
};

/* Reads the command line and what goes with it; returns an exit status when the command
 * ends here (help, lists, errors), or -1 to run. */
int test_server_options(struct test_server *t, enum test_server_kind kind, int argc,
                        char **argv);
/* The second half of it: what the options mean together. Like test_server_options. */
int test_server_interpret(struct test_server *t, const struct cli *cli);
/* What is asked for before requests go to the original hosts: consent, and a plan that
 * stays below the daily limit of likes. Sets t->target.spare_likes. Like
 * test_server_options. */
int test_server_guard(struct test_server *t, const struct cli *cli);
void test_server_release(struct test_server *t);

/* Prints the exchanges of a result, neutralised: on stderr for -v, on stdout for replay.
 */
void test_server_show(const struct result *result);
void test_server_replay(const struct result *result);
/* Prints what would be sent, and which of it changes state (--dry-run). */
void test_server_dry_run(const struct test_server *t);

#endif
