/* The options of test-server, and of the commands that share them. */
#ifndef FAVSPEC_SUITE_CLI_TEST_SERVER_TABLE_H
#define FAVSPEC_SUITE_CLI_TEST_SERVER_TABLE_H

#include "cli/test_server.h"

enum {
    O_CONSUMER_KEY = 1,
    O_TOKEN,
    O_ID,
    O_CONFIG,
    O_ONLY,
    O_SKIP,
    O_LEVEL,
    O_STRICT,
    O_LIST,
    O_DRY_RUN,
    O_JOBS,
    O_TIMEOUT,
    O_CONNECT_TIMEOUT,
    O_MAX_TIME,
    O_RATE,
    O_MAX_REQUESTS,
    O_RETRIES,
    O_BASELINE,
    O_BASELINE_UPDATE,
    O_FAIL_FAST,
    O_INSECURE,
    O_CACERT,
    O_CONNECT_TO,
    O_RESOLVE,
    O_PROXY,
    O_GOLDEN,
    O_QUIET,
    O_VERBOSE,
    O_EFFECT_TIMEOUT,
    O_MUTANT,
    O_COSTUME,
    O_REPORT,
    O_COLOR,
    O_LEDGER,
    O_PRODUCTION,
    O_HAZARDOUS,
    O_AS_OF,
    O_SHOW_SECRETS,
    O_URL,
};

/* The commands that share these options, and what their operands are; indexed by kind. */
extern const struct test_server_help {
    const char *command, *usage, *text;
} test_server_kinds[];

/* The options that a command takes; ends with name NULL. Valid until the next call. */
const struct cli_option *test_server_table(enum test_server_kind kind);

#endif
