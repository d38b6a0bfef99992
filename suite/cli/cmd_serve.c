#include "cli/serve.h"

#include "server/catalogue.h"

#include <stdlib.h>
#include <time.h>

enum {
    O_CONSUMER_KEY = 1,
    O_TOKEN,
    O_ID,
    O_CONFIG,
    O_PORT,
    O_PORT_FILE,
    O_LISTEN,
    O_NAME,
    O_TLS,
    O_CERT,
    O_KEY,
    O_KEEP_LIKED,
    O_LENIENT,
    O_MUTANT,
    O_FAULT,
    O_REPORT,
    O_SHOW_SECRETS,
    O_QUIET,
};

static const struct cli_option options[] = {
    { "consumer-key", 0, "KEY", O_CONSUMER_KEY, "the application's key" },
    { "token", 0, "TOKEN", O_TOKEN, "the access token" },
    { "id", 0, "ID", O_ID, "the status that is there and liked" },
    { "config", 0, "FILE", O_CONFIG, "INI file with consumer_key, token, …" },
    { "port", 'p', "PORT", O_PORT, "0 (the default) is any free one" },
    { "port-file", 0, "FILE", O_PORT_FILE, "write the port there once it is open" },
    { "listen", 0, "ADDR", O_LISTEN, "IP address to bind to (default 127.0.0.1)" },
    { "name", 0, "HOST", O_NAME, "host of the base URL and of the certificate" },
    { "tls", 0, NULL, O_TLS, "https, with a certificate made at start" },
    { "cert", 0, "FILE", O_CERT, "https, with this certificate (PEM)" },
    { "key", 0, "FILE", O_KEY, "and this key (PEM)" },
    { "keep-liked", 0, NULL, O_KEEP_LIKED, "like again after each un-like" },
    { "lenient", 0, NULL, O_LENIENT, "accept oauth_version 1.0A, with a note" },
    { "mutant", 0, "NAME", O_MUTANT, "be wrong in this way; list names them" },
    { "fault", 0, "NAME", O_FAULT, "answers suffer from this; list names them" },
    { "report", 'o', "FORMAT=FILE", O_REPORT,
      "at the end, as for test-server: json, junit, html … (repeatable)" },
    { "show-secrets", 0, NULL, O_SHOW_SECRETS,
      "tokens and signatures in full in reports" },
    { "quiet", 'q', NULL, O_QUIET, "no line for each request" },
    { NULL, 0, NULL, 0, NULL },
};

static const char help_text[] =
    "Runs the reference server until it is interrupted: POST "
    "/1.1/favorites/destroy.json\n"
    "and what is needed to see its effect. Prints \"READY URL\" once it accepts\n"
    "connections (with --tls also \"CACERT FILE\"), then on stderr one line a request "
    "with\n"
    "what is wrong with it. A browser sees the same at /. Secrets come from\n"
    "FAVSPEC_CONSUMER_SECRET and FAVSPEC_TOKEN_SECRET or from the file of --config.\n"
    "Without any credentials it knows these:\n\n"
    "  consumer key     " DEMO_CONSUMER_KEY "\n"
    "  consumer secret  " DEMO_CONSUMER_SECRET "\n"
    "  token            " DEMO_TOKEN "\n"
    "  token secret     " DEMO_TOKEN_SECRET "\n"
    "  status id        " DEMO_STATUS_ID "\n";

enum { NAMES_MAX = 1024, PEM_FILE_MAX = 60 * 1024 };

static bool unknown_name(const struct cli *cli, const char *what, const char **names,
                         size_t count)
{
    const char *near = closest_name(cli->value, names, count);

    cli_usage(cli, "there is no %s \"%s\"%s%s%s", what, cli->value,
              near ? "; did you mean \"" : "; list names them", near ? near : "",
              near ? "\"?" : "");
    return false;
}

static bool take_mutant(struct serve_options *o, const struct cli *cli)
{
    const char *names[NAMES_MAX];
    size_t count = 0;

    o->mutant = mutant_find(cli->value);
    for (; count < mutant_count && count < NAMES_MAX; count++)
        names[count] = mutants[count].name;
    return o->mutant || unknown_name(cli, "mutant", names, count);
}

static bool take_fault(struct serve_options *o, const struct cli *cli)
{
    const char *names[NAMES_MAX];
    size_t count = 0;

    o->fault = fault_find(cli->value);
    for (; faults[count].name && count < NAMES_MAX; count++)
        names[count] = faults[count].name;
    return o->fault || unknown_name(cli, "fault", names, count);
}

static bool take_report(struct serve_options *o, const struct cli *cli)
{
    struct buf why;
    bool ok;

    buf_init(&why, BUF_MAX_TEXT);
    ok = report_order_add(cli->value, o->reports, SERVE_REPORTS_MAX, &o->report_count,
                          &why) == 0;
    if (!ok)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    return ok;
}

static bool take_port(struct serve_options *o, const struct cli *cli)
{
    uint64_t port;

    if (span_u64(span_of(cli->value), &port) && port <= 65535) {
        o->port = (uint16_t)port;
        return true;
    }
    cli_usage(cli, "--port takes a number from 0 to 65535, not \"%s\"", cli->value);
    return false;
}

static bool take_name(struct serve_options *o, const struct cli *cli)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    size_t len = strlen(cli->value);

    o->name = cli->value;
    if (len && len <= 253 && strspn(cli->value, allowed) == len)
        return true;
    cli_usage(cli, "--name takes a host name, not \"%s\"", cli->value);
    return false;
}

static bool take_setting(struct serve_options *o, const struct cli *cli, int id)
{
    char **fields[] = {
        [O_CONSUMER_KEY] = &o->settings.consumer_key,
        [O_TOKEN] = &o->settings.token,
        [O_ID] = &o->settings.status_id,
        [O_CONFIG] = &o->settings.config,
    };

    settings_set(fields[id], cli->value);
    return true;
}

static bool take_text(struct serve_options *o, const struct cli *cli, int id)
{
    const char **texts[] = {
        [O_PORT_FILE] = &o->port_file,
        [O_LISTEN] = &o->listen,
        [O_CERT] = &o->cert,
        [O_KEY] = &o->key,
    };

    *texts[id] =
        strcmp(cli->value, "localhost") == 0 && id == O_LISTEN ? "127.0.0.1" : cli->value;
    return true;
}

static bool take_flag(struct serve_options *o, int id)
{
    bool *flags[] = {
        [O_TLS] = &o->tls,         [O_KEEP_LIKED] = &o->keep_liked,
        [O_LENIENT] = &o->lenient, [O_SHOW_SECRETS] = &o->show_secrets,
        [O_QUIET] = &o->quiet,
    };

    *flags[id] = true;
    return true;
}

static bool take(struct serve_options *o, const struct cli *cli, int id)
{
    switch (id) {
    case O_CONSUMER_KEY:
    case O_TOKEN:
    case O_ID:
    case O_CONFIG:
        return take_setting(o, cli, id);
    case O_PORT:
        return take_port(o, cli);
    case O_NAME:
        return take_name(o, cli);
    case O_PORT_FILE:
    case O_LISTEN:
    case O_CERT:
    case O_KEY:
        return take_text(o, cli, id);
    case O_MUTANT:
        return take_mutant(o, cli);
    case O_FAULT:
        return take_fault(o, cli);
    case O_REPORT:
        return take_report(o, cli);
    default:
        return take_flag(o, id);
    }
}

static int print_names(int id)
{
    for (size_t i = 0; id == O_MUTANT && i < mutant_count; i++)
        printf("%-40s %s\n", mutants[i].name, mutants[i].sentence);
    for (size_t i = 0; id == O_FAULT && faults[i].name; i++)
        printf("%-20s %s\n", faults[i].name, faults[i].sentence);
    return EXIT_OK;
}

/* All four, or none of them. */
static int check_credentials(struct serve_options *o, const struct cli *cli)
{
    struct settings *s = &o->settings;
    const struct {
        char **field;
        const char *demo, *what;
        bool may_be_empty;
    } rows[] = {
        { &s->consumer_key, DEMO_CONSUMER_KEY,
          "the consumer key (--consumer-key or FAVSPEC_CONSUMER_KEY)", false },
        { &s->consumer_secret, DEMO_CONSUMER_SECRET,
          "the consumer secret (FAVSPEC_CONSUMER_SECRET)", true },
        { &s->token, DEMO_TOKEN, "the access token (--token or FAVSPEC_TOKEN)", false },
        { &s->token_secret, DEMO_TOKEN_SECRET, "the token secret (FAVSPEC_TOKEN_SECRET)",
          true },
    };
    bool any = s->consumer_key || s->consumer_secret || s->token || s->token_secret;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (!any)
            settings_set(rows[i].field, rows[i].demo);
        else if (!*rows[i].field)
            return cli_usage(cli, "%s is missing; all four credentials belong together",
                             rows[i].what);
        else if (!**rows[i].field && !rows[i].may_be_empty)
            return cli_usage(cli, "%s is empty", rows[i].what);
    }
    if (!s->status_id)
        settings_set(&s->status_id, DEMO_STATUS_ID);
    if (!span_u64(span_of(s->status_id), &o->id) || o->id == 0 || o->id > INT64_MAX)
        return cli_usage(cli, "the status id \"%s\" is no positive decimal number",
                         s->status_id);
    return EXIT_OK;
}

static int read_pair(struct serve_options *o, struct buf *why)
{
    if (read_file(o->cert, PEM_FILE_MAX, &o->identity.chain, why) != 0 ||
        read_file(o->key, PEM_FILE_MAX, &o->identity.key, why) != 0)
        return -1;
    return tls_pair_check(buf_span(&o->identity.chain), buf_span(&o->identity.key), why);
}

static int get_identity(struct serve_options *o, const struct cli *cli)
{
    int status = EXIT_OK;
    struct buf why;

    if (!o->cert != !o->key)
        return cli_usage(cli, "--cert and --key belong together");
    if (o->cert && o->tls)
        return cli_usage(cli, "--tls makes a certificate; --cert and --key bring one");
    buf_init(&why, BUF_MAX_TEXT);
    if ((o->cert && read_pair(o, &why) != 0) ||
        (o->tls && tls_identity_make(o->name, time(NULL), &o->identity, &why) != 0))
        status = cli_usage(cli, "%s", why.p);
    buf_release(&why);
    return status;
}

static int complete(struct serve_options *o, const struct cli *cli)
{
    int status = EXIT_OK;
    struct buf why;

    if (cli->operand < cli->argc)
        return cli_usage(cli, "serve takes no operand, such as \"%s\"",
                         cli->argv[cli->operand]);
    buf_init(&why, BUF_MAX_TEXT);
    if (settings_complete(&o->settings, &why) != 0)
        status = cli_usage(cli, "%s", why.p);
    buf_release(&why);
    if (status == EXIT_OK)
        status = check_credentials(o, cli);
    return status == EXIT_OK ? get_identity(o, cli) : status;
}

static int run(struct serve_options *o, struct cli *cli)
{
    int id, status;

    while ((id = cli_next(cli)) >= 0) {
        if ((id == O_MUTANT || id == O_FAULT) && strcmp(cli->value, "list") == 0)
            return print_names(id);
        if (!take(o, cli, id))
            return EXIT_USAGE;
    }
    if (id == CLI_ERROR)
        return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(cli, "[OPTION…]", help_text);
        return EXIT_OK;
    }
    status = complete(o, cli);
    return status == EXIT_OK ? serve(o) : status;
}

int cmd_serve(int argc, char **argv)
{
    struct cli cli = {
        .command = "serve", .options = options, .argc = argc, .argv = argv
    };
    struct serve_options o = { 0 };
    int status;

    tls_identity_init(&o.identity);
    status = run(&o, &cli);
    tls_identity_release(&o.identity);
    settings_release(&o.settings);
    return status;
}
