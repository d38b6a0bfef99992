#include "cli/test_client.h"

#include "base/die.h"

#include <stdlib.h>

enum {
    O_ONLY = 1,
    O_SKIP,
    O_LIST,
    O_JOBS,
    O_TIMEOUT,
    O_LENIENT,
    O_NAME,
    O_TLS,
    O_PAUSE,
    O_STRICT,
    O_AS_OF,
    O_REPORT,
    O_SHOW_SECRETS,
    O_COLOR,
    O_QUIET,
    O_VERBOSE,
};

static const struct cli_option options[] = {
    { "only", 0, "ID-OR-GLOB", O_ONLY, "play these scenarios (repeatable)" },
    { "skip", 0, "ID-OR-GLOB", O_SKIP, "leave these out (repeatable)" },
    { "list", 0, NULL, O_LIST, "print the ids that would be played, and end" },
    { "as-of", 0, "VERSION", O_AS_OF, "no scenarios newer than this version of favspec" },
    { "jobs", 'j', "N", O_JOBS, "scenarios beside each other (default 4)" },
    { "timeout", 'm', "SECS", O_TIMEOUT, "a call (default 15)" },
    { "lenient", 0, NULL, O_LENIENT, "accept oauth_version=1.0A with a warning" },
    { "strict", 0, NULL, O_STRICT, "a warning is a failure" },
    { "tls", 0, NULL, O_TLS,
      "https, with a certificate of the authority in FAVSPEC_CACERT" },
    { "name", 0, "HOST", O_NAME, "host in the base URL and in the certificate" },
    { "pause", 0, NULL, O_PAUSE,
      "start no command: print what a client needs, and wait for Enter" },
    { "report", 'o', "FORMAT=FILE", O_REPORT,
      "as for test-server: json, junit, html … (repeatable)" },
    { "show-secrets", 0, NULL, O_SHOW_SECRETS, "do not mask token and signature" },
    { "color", 0, "WHEN", O_COLOR, "auto, always or never" },
    { "quiet", 'q', NULL, O_QUIET, "failures and the last line alone" },
    { "verbose", 'v', NULL, O_VERBOSE,
      "each exchange on stderr, and what COMMAND wrote" },
    { NULL, 0, NULL, 0, NULL },
};

static const char help_text[] =
    "Starts the reference server, runs COMMAND for each scenario, and judges what "
    "COMMAND\n"
    "put on the wire. COMMAND un-likes one status and exits 0 if the call succeeded, 77 "
    "if\n"
    "it does not support the scenario, anything else if the call failed. It runs without "
    "a\n"
    "shell; in its arguments these are replaced:\n"
    "  {base_url} {consumer_key} {token} {id} {include_entities} {scenario}\n"
    "and its environment has\n"
    "  FAVSPEC_BASE_URL         http://127.0.0.1:PORT/1.1\n"
    "  FAVSPEC_CONSUMER_KEY, FAVSPEC_CONSUMER_SECRET, FAVSPEC_TOKEN, "
    "FAVSPEC_TOKEN_SECRET\n"
    "  FAVSPEC_STATUS_ID        the status to un-like\n"
    "  FAVSPEC_INCLUDE_ENTITIES true, false, or empty: to be left out\n"
    "  FAVSPEC_SCENARIO         the id of the scenario\n"
    "  FAVSPEC_CACERT           with https: the certificate to trust\n";

static bool take_pattern(const struct cli *cli, const char **list, size_t *count)
{
    if (*count == CLIENT_PATTERNS_MAX) {
        cli_usage(cli, "more than %d patterns", CLIENT_PATTERNS_MAX);
        return false;
    }
    list[(*count)++] = cli->value;
    return true;
}

static bool take_report(struct test_client *t, const struct cli *cli)
{
    struct buf why;
    bool ok;

    buf_init(&why, BUF_MAX_TEXT);
    ok = report_order_add(cli->value, t->reports, CLIENT_REPORTS_MAX, &t->report_count,
                          &why) == 0;
    if (!ok)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    return ok;
}

static bool take_number(struct test_client *t, const struct cli *cli, int id)
{
    double n;

    if (!cli_number(cli, id == O_JOBS ? "--jobs" : "--timeout", id == O_JOBS ? 1 : 0.001,
                    id == O_JOBS ? JOBS_MAX : 86400, &n))
        return false;
    if (id == O_JOBS)
        t->jobs.jobs = (int)n;
    else
        t->jobs.run.timeout_ms = (long)(n * 1000) > 0 ? (long)(n * 1000) : 1;
    return true;
}

static bool take_color(struct test_client *t, const struct cli *cli)
{
    t->color = cli->value;
    return strcmp(cli->value, "auto") == 0 || strcmp(cli->value, "always") == 0 ||
           strcmp(cli->value, "never") == 0 ||
           cli_usage(cli, "--color takes auto, always or never, not \"%s\"",
                     cli->value) == 0;
}

/* What may stand in a URL and in a certificate. */
static bool take_name(struct test_client *t, const struct cli *cli)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    size_t len = strlen(cli->value);

    t->jobs.run.name = cli->value;
    return (len && len < 254 && strspn(cli->value, allowed) == len) ||
           cli_usage(cli, "\"%s\" is no host name", cli->value) == 0;
}

static bool take_flag(struct test_client *t, int id)
{
    bool *flags[] = {
        [O_LIST] = &t->list,     [O_LENIENT] = &t->jobs.run.lenient,
        [O_TLS] = &t->tls,       [O_PAUSE] = &t->pause,
        [O_STRICT] = &t->strict, [O_SHOW_SECRETS] = &t->jobs.show_secrets,
        [O_QUIET] = &t->quiet,   [O_VERBOSE] = &t->verbose,
    };

    *flags[id] = true;
    return true;
}

static bool take(struct test_client *t, const struct cli *cli, int id)
{
    switch (id) {
    case O_ONLY:
        return take_pattern(cli, t->only, &t->selection.only_count);
    case O_SKIP:
        return take_pattern(cli, t->skip, &t->selection.skip_count);
    case O_AS_OF:
        t->selection.as_of = cli->value;
        return true;
    case O_JOBS:
    case O_TIMEOUT:
        return take_number(t, cli, id);
    case O_NAME:
        return take_name(t, cli);
    case O_REPORT:
        return take_report(t, cli);
    case O_COLOR:
        return take_color(t, cli);
    default:
        return take_flag(t, id);
    }
}

static int select_scenarios(struct test_client *t, const struct cli *cli)
{
    struct buf why;
    ptrdiff_t count;

    if (t->selection.as_of && !cli_version(cli, t->selection.as_of))
        return EXIT_USAGE;
    t->selection.only = t->only;
    t->selection.skip = t->skip;
    t->selected = xcalloc(scenario_count(), sizeof(*t->selected));
    t->jobs.selected = t->selected;
    buf_init(&why, BUF_MAX_TEXT);
    count = scenario_select(&t->selection, t->selected, &why);
    if (count < 0)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    if (count < 0)
        return EXIT_USAGE;
    if (count > 0)
        return -1;
    fputs("favspec test-client: --only, --skip and --as-of leave no scenario to play\n",
          stderr);
    return EXIT_INCONCLUSIVE;
}

static int list_selected(const struct test_client *t)
{
    for (size_t i = 0; i < scenario_count(); i++)
        if (t->selected[i])
            puts(scenario_at(i)->id);
    return EXIT_OK;
}

static int interpret(struct test_client *t, const struct cli *cli)
{
    int status = select_scenarios(t, cli);

    if (status >= 0)
        return status;
    if (t->list)
        return list_selected(t);
    if (t->pause && cli->operand < cli->argc)
        return cli_usage(cli, "--pause starts no command, and there is one: %s",
                         cli->argv[cli->operand]);
    if (!t->pause && cli->operand >= cli->argc)
        return cli_usage(cli,
                         "no command: favspec test-client [OPTION…] -- COMMAND [ARG…]");
    t->jobs.run.command = cli->argv + cli->operand;
    t->jobs.run.pause = t->pause ? test_client_pause : NULL;
    return -1;
}

int test_client_options(struct test_client *t, int argc, char **argv)
{
    struct cli cli = { .command = "test-client",
                       .options = options,
                       .stop_at_operand = true,
                       .argc = argc,
                       .argv = argv };
    int id;

    t->jobs.jobs = 4;
    t->jobs.run.timeout_ms = 15000;
    t->color = "auto";
    while ((id = cli_next(&cli)) >= 0)
        if (!take(t, &cli, id))
            return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(&cli, "[OPTION…] -- COMMAND [ARG…]", help_text);
        return EXIT_OK;
    }
    return id == CLI_ERROR ? EXIT_USAGE : interpret(t, &cli);
}

void test_client_release(struct test_client *t)
{
    free(t->selected);
    run_trust_free(t->trust);
    if (t->summary)
        client_summary_free(t->summary);
}
