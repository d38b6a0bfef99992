#include "cli/test_server.h"

#include "base/die.h"
#include "cli/test_server_table.h"

#include <stdlib.h>

static long milliseconds(double seconds)
{
    return (long)(seconds * 1000);
}

static bool take_word(const struct cli *cli, const char *const *words, size_t count,
                      size_t *out)
{
    const char *near = closest_name(cli->value, words, count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], cli->value) == 0) {
            *out = i;
            return true;
        }
    cli_usage(cli, "\"%s\" is none of %s, %s and %s; did you mean \"%s\"?", cli->value,
              words[0], words[1], words[2], near ? near : words[0]);
    return false;
}

static bool take_report(struct test_server *t, const struct cli *cli)
{
    struct buf why;
    bool ok;

    buf_init(&why, BUF_MAX_TEXT);
    ok = report_order_add(cli->value, t->reports, REPORTS_MAX, &t->report_count, &why) ==
         0;
    if (!ok)
        cli_usage(cli, "%s", why.p);
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
    return *count < REROUTES_MAX || cli_usage(cli, "too many times %s", cli->name) == 0;
}

static bool take_number(struct test_server *t, const struct cli *cli, int id)
{
    double n = 0;
    bool ok = cli_number(cli, cli->name,
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
    static const char *const words[] = { "must", "should", "may" };
    size_t level;

    if (!take_word(cli, words, 3, &level))
        return false;
    t->selection.level = (enum requirement_level)level;
    return true;
}

static bool take_color(struct test_server *t, const struct cli *cli)
{
    static const char *const words[] = { "auto", "always", "never" };
    size_t word;

    t->color = cli->value;
    return take_word(cli, words, 3, &word);
}

static bool take_flag(struct test_server *t, int id)
{
    bool *flags[] = {
        [O_STRICT] = &t->strict,         [O_LIST] = &t->list,
        [O_DRY_RUN] = &t->dry_run,       [O_BASELINE_UPDATE] = &t->baseline_update,
        [O_FAIL_FAST] = &t->fail_fast,   [O_INSECURE] = &t->target.client.insecure,
        [O_QUIET] = &t->quiet,           [O_VERBOSE] = &t->verbose,
        [O_PRODUCTION] = &t->production, [O_SHOW_SECRETS] = &t->show_secrets,
        [O_HAZARDOUS] = &t->hazardous,
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
        [O_URL] = &t->settings.url,
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
    case O_URL:
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

static int take_operands(struct test_server *t, const struct cli *cli)
{
    int count = cli->argc - cli->operand;
    char **operands = cli->argv + cli->operand;

    if (t->kind == KIND_REPLAY) {
        if (count == 0)
            return cli_usage(cli, "which case? favspec list names them");
        for (int i = 0; i < count && i < PATTERNS_MAX; i++)
            t->only[t->selection.only_count++] = operands[i];
        return -1;
    }
    if (t->kind == KIND_RESTORE && count == 0)
        return cli_usage(cli, "which ledger?");
    if (count > 1)
        return cli_usage(cli, "one %s at a time, not also \"%s\"",
                         t->kind == KIND_RESTORE ? "ledger" : "URL", operands[1]);
    if (count && t->kind == KIND_RESTORE)
        t->ledger = operands[0];
    else if (count)
        settings_set(&t->settings.url, operands[0]);
    return -1;
}

int test_server_options(struct test_server *t, enum test_server_kind kind, int argc,
                        char **argv)
{
    struct cli cli = {
        .command = test_server_kinds[kind].command,
        .options = test_server_table(kind),
        .argc = argc,
        .argv = argv,
    };
    int id, status;

    t->kind = kind;
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
        cli_help(&cli, test_server_kinds[kind].usage, test_server_kinds[kind].text);
        return EXIT_OK;
    }
    status = id == CLI_ERROR ? EXIT_USAGE : take_operands(t, &cli);
    return status >= 0 ? status : test_server_interpret(t, &cli);
}

void test_server_release(struct test_server *t)
{
    free(t->selected);
    settings_release(&t->settings);
}
