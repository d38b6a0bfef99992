#include "cli/cli.h"
#include "server/catalogue.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>

enum { OPTIONS_MAX = 64, LONG_BASE = 1000 };

static int count_options(const struct cli *cli)
{
    int count = 0;

    while (cli->options[count].name)
        count++;
    return count;
}

static void fill(const struct cli *cli, struct option *longs, char *shorts)
{
    int count = count_options(cli);

    *shorts++ = cli->stop_at_operand ? '+' : ':';
    if (cli->stop_at_operand)
        *shorts++ = ':';
    for (int i = 0; i < count; i++) {
        const struct cli_option *o = &cli->options[i];

        longs[i] = (struct option){ o->name, o->value ? required_argument : no_argument,
                                    NULL, LONG_BASE + i };
        if (o->letter) {
            *shorts++ = o->letter;
            if (o->value)
                *shorts++ = ':';
        }
    }
    longs[count] = (struct option){ "help", no_argument, NULL, 'h' };
    *shorts++ = 'h';
    *shorts = '\0';
}

/* Options that people expect, and that would show a secret to every process. */
static const struct {
    const char *name, *variable;
} secret_options[] = {
    { "consumer-secret", "FAVSPEC_CONSUMER_SECRET" },
    { "token-secret", "FAVSPEC_TOKEN_SECRET" },
};

static int unknown_long(const struct cli *cli, const char *text)
{
    const char *names[OPTIONS_MAX + 1] = { "help" }, *near;
    int count = count_options(cli);

    for (size_t i = 0; i < sizeof(secret_options) / sizeof(secret_options[0]); i++)
        if (strcmp(text, secret_options[i].name) == 0)
            return cli_usage(cli, "secrets are never taken as arguments; put it in %s",
                             secret_options[i].variable);
    for (int i = 0; i < count; i++) {
        if (strcmp(text, cli->options[i].name) == 0)
            return cli_usage(cli, "--%s takes no value", text);
        names[i + 1] = cli->options[i].name;
    }
    near = closest_name(text, names, (size_t)count + 1);
    for (int i = count; i > 0; i--)
        if (*text && strncmp(names[i], text, strlen(text)) == 0)
            near = names[i];
    if (near)
        return cli_usage(cli, "there is no option --%s; did you mean --%s?", text, near);
    return cli_usage(cli, "there is no option --%s; favspec %s --help names them", text,
                     cli->command);
}

/* What stands behind a = is not repeated: it may be a secret. */
static int complain(const struct cli *cli, int got)
{
    const char *given = cli->argv[optind - 1];
    char text[80];

    if (got == ':')
        cli_usage(cli, "%s needs a value", given);
    else if (optopt > 0 && optopt < LONG_BASE)
        cli_usage(cli, "there is no option -%c; favspec %s --help names them", optopt,
                  cli->command);
    else {
        given += strspn(given, "-");
        snprintf(text, sizeof(text), "%.*s", (int)strcspn(given, "="), given);
        unknown_long(cli, text);
    }
    return CLI_ERROR;
}

static const struct cli_option *by_letter(const struct cli *cli, int letter)
{
    const struct cli_option *o = cli->options;

    while (o->name && o->letter != letter)
        o++;
    return o;
}

static int found(struct cli *cli, const struct cli_option *option)
{
    if (!option->name)
        return CLI_ERROR;
    snprintf(cli->name, sizeof(cli->name), "--%s", option->name);
    return option->id;
}

int cli_next(struct cli *cli)
{
    struct option longs[OPTIONS_MAX + 2] = { 0 };
    char shorts[2 * OPTIONS_MAX];
    int got;

    fill(cli, longs, shorts);
    opterr = 0;
    got = getopt_long(cli->argc, cli->argv, shorts, longs, NULL);
    cli->value = optarg;
    if (got == -1) {
        cli->operand = optind;
        return CLI_END;
    }
    if (got == 'h')
        return CLI_HELP;
    if (got == '?' || got == ':')
        return complain(cli, got);
    return found(cli,
                 got >= LONG_BASE ? &cli->options[got - LONG_BASE] : by_letter(cli, got));
}

void cli_help(const struct cli *cli, const char *usage, const char *text)
{
    printf("usage: favspec %s %s\n\n%s\n", cli->command, usage, text);
    for (const struct cli_option *o = cli->options; o->name; o++) {
        char left[64], letter[8] = "    ";

        if (o->letter)
            snprintf(letter, sizeof(letter), "-%c, ", o->letter);
        snprintf(left, sizeof(left), "%s--%s%s%s", letter, o->name, o->value ? " " : "",
                 o->value ? o->value : "");
        printf("  %-36s %s\n", left, o->help);
    }
}

int cli_usage(const struct cli *cli, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "favspec %s: ", cli->command);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return EXIT_USAGE;
}

bool cli_number(const struct cli *cli, const char *what, double min, double max,
                double *out)
{
    char *end = NULL;
    double value = strtod(cli->value, &end);

    if (end == cli->value || (*end && strcmp(end, "/s") != 0 && strcmp(end, "s") != 0) ||
        !(value >= min && value <= max)) {
        cli_usage(cli, "%s takes a number from %g to %g, not \"%s\"", what, min, max,
                  cli->value);
        return false;
    }
    *out = value;
    return true;
}

bool cli_version(const struct cli *cli, const char *text)
{
    unsigned part;
    int len = 0;

    if (sscanf(text, "%u.%u%n", &part, &part, &len) == 2 &&
        strspn(text, "0123456789.") == strlen(text))
        return true;
    cli_usage(cli, "--as-of takes a version such as 0.1.0, not \"%s\"", text);
    return false;
}
