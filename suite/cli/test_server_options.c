#include "cli/test_server.h"

#include "base/die.h"

#include <stdlib.h>

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
    O_AS_OF,
};

static const struct cli_option options[] = {
    { "consumer-key", 0, "KEY", O_CONSUMER_KEY, "the application's key" },
    { "token", 0, "TOKEN", O_TOKEN, "the access token" },
    { "id", 0, "ID", O_ID, "a status that the account may like and un-like" },
    { "config", 0, "FILE", O_CONFIG, "INI file with url, consumer_key, …, [profile]" },
    { "only", 0, "ID-OR-GLOB", O_ONLY, "run these cases (repeatable)" },
    { "skip", 0, "ID-OR-GLOB", O_SKIP, "leave these out (repeatable)" },
    { "level", 0, "LEVEL", O_LEVEL, "must, should or may: this level and harder ones" },
    { "as-of", 0, "VERSION", O_AS_OF, "no cases newer than this version of favspec" },
    { "strict", 0, NULL, O_STRICT, "a SHOULD that is not kept is a failure" },
    { "list", 0, NULL, O_LIST, "print the ids that would run, and end" },
    { "dry-run", 0, NULL, O_DRY_RUN,
      "print each request that would be sent; send nothing" },
    { "jobs", 'j', "N", O_JOBS, "runner processes (embedded server; default 2)" },
    { "timeout", 'm', "SECS", O_TIMEOUT, "a request (default 10)" },
    { "connect-timeout", 0, "SECS", O_CONNECT_TIMEOUT,
      "a connection (default: timeout)" },
    { "max-time", 0, "SECS", O_MAX_TIME, "the whole run" },
    { "effect-timeout", 0, "SECS", O_EFFECT_TIMEOUT,
      "how long an effect may lag behind its 200 (default 2)" },
    { "rate", 0, "N/s", O_RATE, "at most so many requests a second" },
    { "max-requests", 0, "N", O_MAX_REQUESTS, "at most so many requests in all" },
    { "retries", 0, "N", O_RETRIES, "try failures again; a later pass is flaky" },
    { "baseline", 0, "FILE", O_BASELINE,
      "known failures, with reason, issue and expiry" },
    { "baseline-update", 0, NULL, O_BASELINE_UPDATE,
      "write what fails into the baseline" },
    { "fail-fast", 0, NULL, O_FAIL_FAST, "end with the first failure" },
    { "insecure", 'k', NULL, O_INSECURE, "do not check certificates" },
    { "cacert", 0, "FILE", O_CACERT, "certificates to trust, PEM" },
    { "connect-to", 0, "H1:P1:H2:P2", O_CONNECT_TO, "connect elsewhere, as curl does" },
    { "resolve", 0, "HOST:PORT:ADDR", O_RESOLVE, "resolve a name, as curl does" },
    { "proxy", 'x', "URL", O_PROXY, "through this proxy" },
    { "golden", 0, "DIR", O_GOLDEN, "golden documents and schemas" },
    { "mutant", 0, "NAME", O_MUTANT, "a defect of the embedded server; list names them" },
    { "costume", 0, "NAME", O_COSTUME, "another spelling of the embedded server" },
    { "report", 'o', "FORMAT=FILE", O_REPORT, "json, junit, tap, markdown (repeatable)" },
    { "ledger", 0, "FILE", O_LEDGER, "what was liked before (default favspec.ledger)" },
    { "yes-this-is-production", 0, NULL, O_PRODUCTION, "for the original hosts" },
    { "color", 0, "WHEN", O_COLOR, "auto, always or never" },
    { "quiet", 'q', NULL, O_QUIET, "failures and the last line alone" },
    { "verbose", 'v', NULL, O_VERBOSE, "each exchange on stderr, redacted" },
    { NULL, 0, NULL, 0, NULL },
};

static const char help_text[] =
    "Runs the conformance suite against the server at base URL; the resource is\n"
    "URL/favorites/destroy.json. Without a URL the embedded reference server is tested.\n"
    "Credentials: --consumer-key, --token, and the variables FAVSPEC_CONSUMER_KEY,\n"
    "FAVSPEC_CONSUMER_SECRET, FAVSPEC_TOKEN, FAVSPEC_TOKEN_SECRET, FAVSPEC_STATUS_ID,\n"
    "or the file that --config names. Secrets are never taken from the command line.\n";

static long milliseconds(double seconds)
{
    return (long)(seconds * 1000);
}

static bool take_word(const struct cli *cli, const char *const *words, size_t *out)
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], cli->value) == 0) {
            *out = i;
            return true;
        }
    cli_usage(cli, "\"%s\" is none of the words that this option takes", cli->value);
    return false;
}

static bool take_report(struct test_server *t, const struct cli *cli)
{
    struct buf why;
    bool ok;

    buf_init(&why, BUF_MAX_TEXT);
    ok = t->report_count < REPORTS_MAX &&
         report_order_parse(cli->value, &t->reports[t->report_count], &why) == 0;
    if (ok)
        t->report_count++;
    else
        cli_usage(cli, "%s", why.len ? why.p : "too many reports");
    buf_release(&why);
    return ok;
}

static bool take_pattern(const struct cli *cli, const char **list, size_t *count)
{
    if (*count == PATTERNS_MAX) {
        cli_usage(cli, "more than %d patterns", PATTERNS_MAX);
        return false;
    }
    list[(*count)++] = cli->value;
    return true;
}

static bool take_route(const struct cli *cli, const char **list, size_t *count)
{
    if (*count < REROUTES_MAX)
        list[(*count)++] = cli->value;
    return *count < REROUTES_MAX || cli_usage(cli, "too many routes") == 0;
}

static bool take_number(struct test_server *t, const struct cli *cli, int id)
{
    double n = 0;
    bool ok = cli_number(cli, "this option",
                         id == O_JOBS   ? 1
                         : id == O_RATE ? 0.001
                                        : 0,
                         1e9, &n);

    if (!ok)
        return false;
    if (id == O_JOBS)
        t->jobs = n;
    else if (id == O_RETRIES)
        t->retries = n;
    else if (id == O_TIMEOUT)
        t->target.client.timeout_ms = milliseconds(n);
    else if (id == O_CONNECT_TIMEOUT)
        t->target.client.connect_timeout_ms = milliseconds(n);
    else if (id == O_MAX_TIME)
        t->max_time_ms = milliseconds(n);
    else if (id == O_EFFECT_TIMEOUT)
        t->target.effect_timeout_ms = milliseconds(n);
    else if (id == O_RATE)
        t->target.rate = n;
    else if (id == O_MAX_REQUESTS)
        t->target.max_requests = (int64_t)n;
    return true;
}

static bool take_level(struct test_server *t, const struct cli *cli)
{
    static const char *const words[] = { "must", "should", "may", NULL };
    size_t level;

    if (!take_word(cli, words, &level))
        return false;
    t->selection.level = (enum requirement_level)level;
    return true;
}

static bool take_color(struct test_server *t, const struct cli *cli)
{
    static const char *const words[] = { "auto", "always", "never", NULL };
    size_t word;

    t->color = cli->value;
    return take_word(cli, words, &word);
}

static bool take_flag(struct test_server *t, int id)
{
    bool *flags[] = {
        [O_STRICT] = &t->strict,         [O_LIST] = &t->list,
        [O_DRY_RUN] = &t->dry_run,       [O_BASELINE_UPDATE] = &t->baseline_update,
        [O_FAIL_FAST] = &t->fail_fast,   [O_INSECURE] = &t->target.client.insecure,
        [O_QUIET] = &t->quiet,           [O_VERBOSE] = &t->verbose,
        [O_PRODUCTION] = &t->production,
    };

    *flags[id] = true;
    return true;
}

static bool take_text(struct test_server *t, const struct cli *cli, int id)
{
    const char **texts[] = {
        [O_CACERT] = &t->target.client.cacert,
        [O_PROXY] = &t->target.client.proxy,
        [O_GOLDEN] = &t->golden,
        [O_MUTANT] = &t->target.mutant,
        [O_COSTUME] = &t->target.costume,
        [O_BASELINE] = &t->baseline_file,
        [O_LEDGER] = &t->ledger,
        [O_AS_OF] = &t->selection.as_of,
    };

    *texts[id] = cli->value;
    return true;
}

static bool take_setting(struct test_server *t, const struct cli *cli, int id)
{
    char **fields[] = {
        [O_CONSUMER_KEY] = &t->settings.consumer_key,
        [O_TOKEN] = &t->settings.token,
        [O_ID] = &t->settings.status_id,
        [O_CONFIG] = &t->settings.config,
    };

    settings_set(fields[id], cli->value);
    return true;
}

static bool take(struct test_server *t, const struct cli *cli, int id)
{
    switch (id) {
    case O_CONSUMER_KEY:
    case O_TOKEN:
    case O_ID:
    case O_CONFIG:
        return take_setting(t, cli, id);
    case O_ONLY:
        return take_pattern(cli, t->only, &t->selection.only_count);
    case O_SKIP:
        return take_pattern(cli, t->skip, &t->selection.skip_count);
    case O_LEVEL:
        return take_level(t, cli);
    case O_COLOR:
        return take_color(t, cli);
    case O_REPORT:
        return take_report(t, cli);
    case O_RESOLVE:
        return take_route(cli, t->resolve, &t->resolve_count);
    case O_CONNECT_TO:
        return take_route(cli, t->connect_to, &t->connect_to_count);
    case O_JOBS:
    case O_RETRIES:
    case O_TIMEOUT:
    case O_CONNECT_TIMEOUT:
    case O_MAX_TIME:
    case O_EFFECT_TIMEOUT:
    case O_RATE:
    case O_MAX_REQUESTS:
        return take_number(t, cli, id);
    case O_CACERT:
    case O_PROXY:
    case O_GOLDEN:
    case O_MUTANT:
    case O_COSTUME:
    case O_BASELINE:
    case O_LEDGER:
    case O_AS_OF:
        return take_text(t, cli, id);
    default:
        return take_flag(t, id);
    }
}

static int select_cases(struct test_server *t, const struct cli *cli)
{
    struct buf why;
    ptrdiff_t count;

    t->selection.only = t->only;
    t->selection.skip = t->skip;
    t->selected = xcalloc(catalogue_count(), sizeof(*t->selected));
    buf_init(&why, BUF_MAX_TEXT);
    count = catalogue_select(&t->selection, t->selected, &why);
    if (count < 0)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    if (count < 0)
        return EXIT_USAGE;
    t->selected_count = (size_t)count;
    if (count > 0)
        return -1;
    fputs("favspec test-server: --only, --skip and --level leave no case to run\n",
          stderr);
    return EXIT_INCONCLUSIVE;
}

static bool is_production(const char *url)
{
    static const char *const hosts[] = { "api.twitter.com", "api.x.com", "twitter.com",
                                         "x.com" };
    struct span scheme, authority, target, host, port;

    if (http_split_url(span_of(url), &scheme, &authority, &target) != 0)
        return false;
    span_cut(authority, ':', &host, &port);
    while (host.len && host.p[host.len - 1] == '.')
        host.len--;
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
        if (span_eq_nocase(host, span_of(hosts[i])))
            return true;
    return false;
}

/* A URL needs all four credentials and a status id. */
static int check_settings(const struct test_server *t, const struct cli *cli)
{
    const struct settings *s = &t->settings;
    const struct {
        const char *value, *what;
    } needed[] = {
        { s->consumer_key, "the consumer key (--consumer-key or FAVSPEC_CONSUMER_KEY)" },
        { s->consumer_secret, "the consumer secret (FAVSPEC_CONSUMER_SECRET)" },
        { s->token, "the access token (--token or FAVSPEC_TOKEN)" },
        { s->token_secret, "the token secret (FAVSPEC_TOKEN_SECRET)" },
        { s->status_id,
          "the id of a status to like and un-like (--id or FAVSPEC_STATUS_ID)" },
    };
    uint64_t id;

    if (!s->url)
        return -1;
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        if (!needed[i].value)
            return cli_usage(cli, "a URL needs %s", needed[i].what);
    if (!span_u64(span_of(s->status_id), &id) || id == 0)
        return cli_usage(cli, "the status id \"%s\" is no positive decimal number",
                         s->status_id);
    if (t->target.mutant || t->target.costume)
        return cli_usage(cli, "--mutant and --costume are for the embedded server alone");
    if (is_production(s->url) && !t->production)
        return cli_usage(cli,
                         "%s is the original service; --yes-this-is-production says that "
                         "this is meant",
                         s->url);
    return -1;
}

static int fill_target(struct test_server *t, const struct cli *cli)
{
    struct target_options *o = &t->target;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    o->golden = golden_folder(t->golden, &why);
    if (!o->golden)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    o->url = t->settings.url;
    o->consumer_key = t->settings.consumer_key;
    o->consumer_secret = t->settings.consumer_secret;
    o->token = t->settings.token;
    o->token_secret = t->settings.token_secret;
    o->status_id = t->settings.status_id;
    o->worlds = (unsigned)catalogue_count();
    o->client.resolve = t->resolve_count ? t->resolve : NULL;
    o->client.connect_to = t->connect_to_count ? t->connect_to : NULL;
    return o->golden ? -1 : EXIT_USAGE;
}

static int list_mutants(void)
{
    struct mutant_row row;

    for (size_t i = 0; target_mutant(i, &row); i++)
        printf("%-40s %-24s %s\n", row.name, row.requirement, row.sentence);
    return EXIT_OK;
}

static int list_selected(const struct test_server *t)
{
    for (size_t i = 0; i < catalogue_count(); i++)
        if (t->selected[i])
            puts(catalogue_case(i)->id);
    return EXIT_OK;
}

static int complete(struct test_server *t, const struct cli *cli)
{
    struct buf why;
    int status = -1;

    buf_init(&why, BUF_MAX_TEXT);
    if (settings_complete(&t->settings, &why) != 0)
        status = cli_usage(cli, "%s", why.p);
    buf_release(&why);
    if (status < 0)
        status = check_settings(t, cli);
    if (status < 0 && t->baseline_update && !t->baseline_file)
        status = cli_usage(cli, "--baseline-update needs --baseline FILE");
    return status;
}

static int interpret(struct test_server *t, const struct cli *cli)
{
    int status;

    if (t->target.mutant && strcmp(t->target.mutant, "list") == 0)
        return list_mutants();
    status = select_cases(t, cli);
    if (status >= 0)
        return status;
    if (t->list)
        return list_selected(t);
    status = complete(t, cli);
    if (status < 0)
        status = fill_target(t, cli);
    if (status < 0 && t->dry_run) {
        test_server_dry_run(t);
        return EXIT_OK;
    }
    return status;
}

int test_server_options(struct test_server *t, int argc, char **argv)
{
    struct cli cli = {
        .command = "test-server", .options = options, .argc = argc, .argv = argv
    };
    int id;

    t->selection.level = LEVEL_MAY;
    t->jobs = 2;
    t->color = "auto";
    t->ledger = "favspec.ledger";
    t->target.client.timeout_ms = 10000;
    t->target.effect_timeout_ms = 2000;
    while ((id = cli_next(&cli)) >= 0)
        if (!take(t, &cli, id))
            return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(&cli, "[OPTION…] [URL]", help_text);
        return EXIT_OK;
    }
    if (id == CLI_ERROR)
        return EXIT_USAGE;
    if (argc - cli.operand > 1)
        return cli_usage(&cli, "one URL at a time, not also \"%s\"",
                         argv[cli.operand + 1]);
    if (argc > cli.operand)
        settings_set(&t->settings.url, argv[cli.operand]);
    return interpret(t, &cli);
}

void test_server_release(struct test_server *t)
{
    free(t->selected);
    settings_release(&t->settings);
}
