#include "cli/test_server_table.h"

static const struct cli_option options[] = {
    { "consumer-key", 0, "KEY", O_CONSUMER_KEY, "the application's key" },
    { "token", 0, "TOKEN", O_TOKEN, "the access token" },
    { "id", 0, "ID", O_ID, "a status that the account may like and un-like" },
    { "config", 0, "FILE", O_CONFIG, "INI file with url, consumer_key, …, [profile]" },
    { "url", 0, "URL", O_URL, "base URL of the server" },
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
    { "max-requests", 0, "N", O_MAX_REQUESTS,
      "at most so many requests (restoring likes comes on top)" },
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
    { "report", 'o', "FORMAT=FILE", O_REPORT,
      "json, junit, tap, html, har, sarif, markdown, text, badge, github (repeatable)" },
    { "ledger", 0, "FILE", O_LEDGER, "what was liked before (default favspec.ledger)" },
    { "yes-this-is-production", 0, NULL, O_PRODUCTION, "for the original hosts" },
    { "hazardous", 0, NULL, O_HAZARDOUS,
      "there: also what a broken server could turn on other likes" },
    { "color", 0, "WHEN", O_COLOR, "auto, always or never" },
    { "show-secrets", 0, NULL, O_SHOW_SECRETS, "do not mask tokens and signatures" },
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

const struct test_server_help test_server_kinds[] = {
    [KIND_TEST_SERVER] = { "test-server", "[OPTION…] [URL]", help_text },
    [KIND_REPLAY] = { "replay", "[OPTION…] ID…",
                      "Sends cases again, freshly signed, and prints every exchange. The "
                      "server\n"
                      "is that of --url, FAVSPEC_URL or --config; without one the "
                      "embedded "
                      "server.\n" },
    [KIND_DOCTOR] = { "doctor", "[OPTION…] [URL]",
                      "Checks what makes every case fail at once: reachability, TLS, "
                      "clock,\n"
                      "credentials, and whether the status can be liked.\n" },
    [KIND_RESTORE] = { "restore", "[OPTION…] LEDGER",
                       "After a run that was killed: puts the likes back as they were "
                       "before it.\n"
                       "Secrets come from the environment or --config, as for "
                       "test-server.\n" },
};

/* What speaks of a run has no meaning where none is made; a URL that is the operand is no
 * option. */
static bool has_option(enum test_server_kind kind, int id)
{
    static const int of_connection[] = {
        O_CONSUMER_KEY,    O_TOKEN,    O_ID,         O_CONFIG,  O_TIMEOUT,
        O_CONNECT_TIMEOUT, O_INSECURE, O_CACERT,     O_PROXY,   O_GOLDEN,
        O_CONNECT_TO,      O_RESOLVE,  O_RATE,       O_COSTUME, O_QUIET,
        O_MUTANT,          O_VERBOSE,  O_PRODUCTION, O_LEDGER,
    };

    if (id == O_URL)
        return kind == KIND_REPLAY || kind == KIND_RESTORE;
    if (kind == KIND_TEST_SERVER || kind == KIND_REPLAY)
        return true;
    for (size_t i = 0; i < sizeof(of_connection) / sizeof(*of_connection); i++)
        if (of_connection[i] == id)
            return true;
    return false;
}

const struct cli_option *test_server_table(enum test_server_kind kind)
{
    static struct cli_option found[sizeof(options) / sizeof(*options)];
    size_t count = 0;

    for (size_t i = 0; options[i].name; i++)
        if (has_option(kind, options[i].id))
            found[count++] = options[i];
    found[count] = (struct cli_option){ .name = NULL };
    return found;
}
