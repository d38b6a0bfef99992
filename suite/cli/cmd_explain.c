#include "cli/explain.h"

#include "oauth/url.h"
#include "server/catalogue.h"

enum {
    O_CONSUMER_KEY = 1,
    O_TOKEN,
    O_CONFIG,
    O_SCHEME,
    O_AT,
    O_KNOWN_HOST,
    O_JSON,
};

enum { CLOCK_WINDOW_S = 300 };
/* As seconds this is the year 5138, as milliseconds 1973. */
#define FAR_AHEAD INT64_C(100000000000)

static const struct cli_option options[] = {
    { "consumer-key", 0, "KEY", O_CONSUMER_KEY, "the application's key" },
    { "token", 0, "TOKEN", O_TOKEN, "the access token" },
    { "config", 0, "FILE", O_CONFIG, "INI file with consumer_secret, token_secret, …" },
    { "scheme", 0, "SCHEME", O_SCHEME,
      "http or https (the default), when the first line has no absolute URL" },
    { "at", 0, "UNIX-TIME", O_AT, "judge the clock too, as it was at this time" },
    { "known-host", 0, "HOST", O_KNOWN_HOST,
      "a host that may have been signed (repeatable)" },
    { "json", 0, NULL, O_JSON, "findings as JSON" },
    { NULL, 0, NULL, 0, NULL },
};

static const char help_text[] =
    "Reads a raw HTTP request (first line, headers, body; - or no FILE is stdin) and\n"
    "says why its signature does not verify: each known mistake is tried, alone and in\n"
    "pairs, until one makes the signature that was received. Needs both secrets, from\n"
    "FAVSPEC_CONSUMER_SECRET and FAVSPEC_TOKEN_SECRET or the file of --config. Exit\n"
    "status: 0 the signature is right, 1 it is wrong and explained (or there is none), "
    "4\n"
    "it is wrong and no known mistake explains it, 2 the input cannot be read.\n";

static bool take_scheme(struct explain *explain, const struct cli *cli)
{
    static const char *const schemes[] = { "http", "https" };

    explain->scheme = span_of(cli->value);
    for (size_t i = 0; i < 2; i++)
        if (strcmp(cli->value, schemes[i]) == 0)
            return true;
    cli_usage(cli, "--scheme takes http or https, not \"%s\"", cli->value);
    return false;
}

static bool take_at(struct explain *explain, const struct cli *cli)
{
    uint64_t at = 0;

    explain->has_at = span_u64(span_of(cli->value), &at) && at <= INT64_MAX;
    explain->at = (int64_t)at;
    if (!explain->has_at)
        cli_usage(cli, "--at takes seconds since 1970, not \"%s\"", cli->value);
    return explain->has_at;
}

static bool take_host(struct explain *explain, const struct cli *cli)
{
    struct span authority = span_of(cli->value), host, port;

    if (explain->host_count == EXPLAIN_HOSTS_MAX) {
        cli_usage(cli, "more than %d known hosts", EXPLAIN_HOSTS_MAX);
        return false;
    }
    if (oauth_authority_split(authority, &host, &port) < 0 ||
        span_find_char(authority, '/') >= 0) {
        cli_usage(cli, "--known-host takes HOST or HOST:PORT, not \"%s\"", cli->value);
        return false;
    }
    explain->hosts[explain->host_count++] = authority;
    return true;
}

static bool take(struct explain *explain, const struct cli *cli, int id)
{
    switch (id) {
    case O_CONSUMER_KEY:
        settings_set(&explain->settings.consumer_key, cli->value);
        return true;
    case O_TOKEN:
        settings_set(&explain->settings.token, cli->value);
        return true;
    case O_CONFIG:
        settings_set(&explain->settings.config, cli->value);
        return true;
    case O_SCHEME:
        return take_scheme(explain, cli);
    case O_AT:
        return take_at(explain, cli);
    case O_KNOWN_HOST:
        return take_host(explain, cli);
    default:
        explain->json = true;
        return true;
    }
}

static enum oauth_mistake judge_clock(const struct explain *explain)
{
    uint32_t violations;

    if (!explain->has_at || !explain->claim.timestamp_text.len)
        return OAUTH_MISTAKE_NONE;
    if (explain->violations & OAUTH_BAD_TIMESTAMP || explain->claim.timestamp > FAR_AHEAD)
        return OAUTH_MISTAKE_TIMESTAMP_NOT_SECONDS;
    violations = oauth_claim_clock(&explain->claim, explain->at, CLOCK_WINDOW_S);
    if (violations & OAUTH_STALE)
        return OAUTH_MISTAKE_TIMESTAMP_STALE;
    return violations & OAUTH_FUTURE ? OAUTH_MISTAKE_TIMESTAMP_FUTURE
                                     : OAUTH_MISTAKE_NONE;
}

static void hide(struct explain *explain, const struct oauth_credentials *credentials)
{
    struct buf key;

    buf_init(&key, BUF_MAX_TEXT);
    oauth_key(&key, credentials, NULL);
    explain->redactor.show = true;
    redactor_add(&explain->redactor, credentials->consumer_secret);
    redactor_add(&explain->redactor, credentials->token_secret);
    redactor_add(&explain->redactor, buf_span(&key));
    buf_release(&key);
}

/* Names that were not given are those of the request. */
static void investigate(struct explain *explain)
{
    const struct settings *s = &explain->settings;
    struct oauth_credentials credentials = {
        s->consumer_key ? span_of(s->consumer_key) : explain->claim.consumer_key,
        span_of(s->consumer_secret ? s->consumer_secret : ""),
        s->token ? span_of(s->token) : explain->claim.token,
        span_of(s->token_secret ? s->token_secret : ""),
    };

    hide(explain, &credentials);
    oauth_autopsy_run(&explain->autopsy, &explain->request, &credentials, explain->hosts,
                      explain->host_count);
    explain->clock = judge_clock(explain);
}

/* A request without a signature is judged without secrets. */
static int finish(struct explain *explain, const struct cli *cli)
{
    const struct settings *s = &explain->settings;

    investigate(explain);
    if (explain->autopsy.verdict != OAUTH_AUTOPSY_UNVERIFIABLE) {
        if (!s->consumer_secret)
            return cli_usage(cli, "the consumer secret is needed "
                                  "(FAVSPEC_CONSUMER_SECRET, or --config FILE)");
        if (!s->token_secret)
            return cli_usage(cli, "the token secret is needed (FAVSPEC_TOKEN_SECRET, or "
                                  "--config FILE)");
    }
    return explain_print(explain);
}

static int read_and_finish(struct explain *explain, const struct cli *cli)
{
    int count = cli->argc - cli->operand;
    const char *file = count ? cli->argv[cli->operand] : "-";
    struct buf text, why;
    int status = -1;

    if (count > 1)
        return cli_usage(cli, "one FILE at a time, not also \"%s\"",
                         cli->argv[cli->operand + 1]);
    buf_init(&text, EXPLAIN_TEXT_MAX + 1);
    buf_init(&why, BUF_MAX_TEXT);
    if (settings_complete(&explain->settings, &why) != 0 ||
        read_file(file, EXPLAIN_TEXT_MAX, &text, &why) != 0)
        status = cli_usage(cli, "%s", why.p);
    else if (explain_read(explain, buf_span(&text), &why) != 0)
        status =
            cli_usage(cli, "%s is no HTTP request that can be judged: %s", file, why.p);
    buf_release(&text);
    buf_release(&why);
    return status >= 0 ? status : finish(explain, cli);
}

static int run(struct explain *explain, struct cli *cli)
{
    int id;

    while ((id = cli_next(cli)) >= 0)
        if (!take(explain, cli, id))
            return EXIT_USAGE;
    if (id == CLI_ERROR)
        return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(cli, "[OPTION…] [FILE]", help_text);
        return EXIT_OK;
    }
    return read_and_finish(explain, cli);
}

int cmd_explain(int argc, char **argv)
{
    struct cli cli = {
        .command = "explain", .options = options, .argc = argc, .argv = argv
    };
    struct explain explain = { .scheme = SPAN("https"), .clock = OAUTH_MISTAKE_NONE };
    int status;

    oauth_claim_init(&explain.claim);
    oauth_autopsy_init(&explain.autopsy);
    redactor_init(&explain.redactor);
    buf_init(&explain.url, BUF_MAX_MESSAGE);
    status = run(&explain, &cli);
    http_request_release(&explain.http);
    oauth_claim_release(&explain.claim);
    oauth_autopsy_release(&explain.autopsy);
    redactor_release(&explain.redactor);
    buf_release(&explain.url);
    settings_release(&explain.settings);
    return status;
}
