#include "cli/sign.h"

#include "server/catalogue.h"

enum {
    O_CONSUMER_KEY = 1,
    O_TOKEN,
    O_CONFIG,
    O_DATA,
    O_NONCE,
    O_TIMESTAMP,
    O_NO_VERSION,
    O_NO_TOKEN,
    O_TRANSPORT,
    O_JSON,
    O_SHOW_SECRETS,
};

static const struct cli_option options[] = {
    { "consumer-key", 0, "KEY", O_CONSUMER_KEY, "the application's key" },
    { "token", 0, "TOKEN", O_TOKEN, "the access token" },
    { "config", 0, "FILE", O_CONFIG, "INI file with consumer_key, token, …" },
    { "data", 'd', "NAME=VALUE", O_DATA,
      "a parameter of the form body, literal (repeatable)" },
    { "nonce", 0, "TEXT", O_NONCE, "oauth_nonce (default: random)" },
    { "timestamp", 0, "TEXT", O_TIMESTAMP, "oauth_timestamp (default: now)" },
    { "no-version", 0, NULL, O_NO_VERSION, "without oauth_version" },
    { "no-token", 0, NULL, O_NO_TOKEN, "without oauth_token: two-legged" },
    { "transport", 0, "PLACE", O_TRANSPORT,
      "of the oauth_ parameters: header, query or body" },
    { "json", 0, NULL, O_JSON, "parameter_string, base_string, signature … as JSON" },
    { "show-secrets", 0, NULL, O_SHOW_SECRETS, "print the signing key" },
    { NULL, 0, NULL, 0, NULL },
};

static const char help_text[] =
    "Signs a request with HMAC-SHA1 (RFC 5849) and prints every stage, the\n"
    "Authorization header and a curl command; sends nothing. Each NAME=VALUE is "
    "literal,\n"
    "split at the first =, and goes to the query (GET, DELETE, HEAD, OPTIONS) or to the\n"
    "form body (POST, PUT, PATCH …); one whose name begins with oauth_ goes where the\n"
    "other oauth_ parameters are. Secrets come from FAVSPEC_CONSUMER_SECRET and\n"
    "FAVSPEC_TOKEN_SECRET or from the file that --config names, never from the command\n"
    "line; a variable that is set but empty is an empty value.\n";

/* Indexed by enum oauth_place. */
static const char *const places[] = { "header", "query", "body" };
enum { PLACES = sizeof(places) / sizeof(*places) };

static bool take_transport(struct sign *sign, const struct cli *cli)
{
    const char *near;

    for (int i = 0; i < PLACES; i++)
        if (strcmp(cli->value, places[i]) == 0) {
            sign->transport = (enum oauth_place)i;
            return true;
        }
    near = closest_name(cli->value, places, PLACES);
    cli_usage(cli, "--transport takes header, query or body, not \"%s\"%s%s%s",
              cli->value, near ? "; did you mean " : "", near ? near : "",
              near ? "?" : "");
    return false;
}

static bool take_pair(struct sign *sign, const struct cli *cli, const char *text,
                      bool data)
{
    struct span name, value;

    if (!span_cut(span_of(text), '=', &name, &value)) {
        cli_usage(cli, "\"%s\" has no =; parameters are written NAME=VALUE", text);
        return false;
    }
    if (sign->pair_count == SIGN_PAIRS_MAX) {
        cli_usage(cli, "more than %d parameters", SIGN_PAIRS_MAX);
        return false;
    }
    sign->pairs[sign->pair_count++] = (struct sign_pair){ name, value, data };
    return true;
}

static void take_flag(struct sign *sign, int id)
{
    bool *flags[] = {
        [O_NO_VERSION] = &sign->no_version,
        [O_NO_TOKEN] = &sign->no_token,
        [O_JSON] = &sign->json,
        [O_SHOW_SECRETS] = &sign->show_secrets,
    };

    *flags[id] = true;
}

static bool take(struct sign *sign, const struct cli *cli, int id)
{
    switch (id) {
    case O_CONSUMER_KEY:
        settings_set(&sign->settings.consumer_key, cli->value);
        return true;
    case O_TOKEN:
        settings_set(&sign->settings.token, cli->value);
        return true;
    case O_CONFIG:
        settings_set(&sign->settings.config, cli->value);
        return true;
    case O_DATA:
        return take_pair(sign, cli, cli->value, true);
    case O_NONCE:
        sign->nonce = span_of(cli->value);
        return true;
    case O_TIMESTAMP:
        sign->timestamp = span_of(cli->value);
        return true;
    case O_TRANSPORT:
        return take_transport(sign, cli);
    default:
        take_flag(sign, id);
        return true;
    }
}

static bool take_operands(struct sign *sign, const struct cli *cli)
{
    int left = cli->argc - cli->operand;
    char **operand = cli->argv + cli->operand;

    if (left < 2) {
        cli_usage(cli, left ? "which URL? The operands are METHOD URL [NAME=VALUE…]"
                            : "which METHOD and URL?");
        return false;
    }
    sign->method = span_of(operand[0]);
    sign->url = span_of(operand[1]);
    for (int i = 2; i < left; i++)
        if (!take_pair(sign, cli, operand[i], false))
            return false;
    return true;
}

static int check_settings(const struct sign *sign, const struct cli *cli)
{
    const struct settings *s = &sign->settings;
    const struct {
        const char *value, *what;
    } needed[] = {
        { s->consumer_key, "the consumer key (--consumer-key or FAVSPEC_CONSUMER_KEY)" },
        { s->consumer_secret, "the consumer secret (FAVSPEC_CONSUMER_SECRET)" },
        { s->token, "the access token (--token or FAVSPEC_TOKEN), or --no-token" },
        { s->token_secret, "the token secret (FAVSPEC_TOKEN_SECRET), or --no-token" },
    };

    for (size_t i = 0; i < (sign->no_token ? 2 : 4); i++)
        if (!needed[i].value)
            return cli_usage(cli, "a signature needs %s", needed[i].what);
    return 0;
}

static int complete(struct sign *sign, const struct cli *cli)
{
    struct buf why;
    int status = EXIT_OK;

    buf_init(&why, BUF_MAX_TEXT);
    if (settings_complete(&sign->settings, &why) != 0)
        status = cli_usage(cli, "%s", why.p);
    if (status == EXIT_OK)
        status = check_settings(sign, cli);
    if (status == EXIT_OK && sign_make(sign, &why) != 0)
        status = cli_usage(cli, "%s", why.p);
    buf_release(&why);
    return status;
}

static int run(struct sign *sign, struct cli *cli)
{
    int id, status;

    while ((id = cli_next(cli)) >= 0)
        if (!take(sign, cli, id))
            return EXIT_USAGE;
    if (id == CLI_ERROR)
        return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(cli, "[OPTION…] METHOD URL [NAME=VALUE…]", help_text);
        return EXIT_OK;
    }
    if (!take_operands(sign, cli))
        return EXIT_USAGE;
    status = complete(sign, cli);
    if (status == EXIT_OK)
        sign_print(sign);
    return status;
}

int cmd_sign(int argc, char **argv)
{
    struct cli cli = {
        .command = "sign", .options = options, .argc = argc, .argv = argv
    };
    struct sign sign;
    int status;

    sign_init(&sign);
    status = run(&sign, &cli);
    sign_release(&sign);
    return status;
}
