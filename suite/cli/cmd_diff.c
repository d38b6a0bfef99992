#include "cli/cli.h"
#include "report/compare.h"

static const struct cli_option options[] = { { NULL, 0, NULL, 0, NULL } };

static const char help_text[] = "Compares two JSON reports by case id, regressions "
                                "first. Exit status: 0 when nothing\n"
                                "changed, 1 when a case got worse or is missing, or NEW "
                                "is cut short, 16 when cases\nchanged but none got "
                                "worse.\n";

enum { DIFF_MAX = 256 * 1024 * 1024 };

static struct compare_side *load(const struct cli *cli, const char *file)
{
    struct compare_side *side = NULL;
    struct buf text, why;

    buf_init(&text, DIFF_MAX + 1);
    buf_init(&why, BUF_MAX_TEXT);
    if (read_file(file, DIFF_MAX, &text, &why) != 0)
        cli_usage(cli, "%s", why.p);
    else if (!(side = compare_read(buf_span(&text), &why)))
        cli_usage(cli, "%s %s", file, why.p);
    buf_release(&text);
    buf_release(&why);
    return side;
}

static bool warn_of(const char *file, const char *why)
{
    if (why)
        printf("%s is cut short: %s\n", file, why);
    return why != NULL;
}

static int compare(const struct cli *cli, const struct compare_side *old,
                   const struct compare_side *new)
{
    static const int statuses[] = {
        [COMPARE_SAME] = EXIT_OK,
        [COMPARE_CHANGED] = EXIT_CHANGED,
        [COMPARE_WORSE] = EXIT_VIOLATED,
    };
    struct buf text;
    int status;

    buf_init(&text, BUF_MAX_REPORT);
    status = statuses[compare_write(&text, old, new)];
    fputs(text.p, stdout);
    buf_release(&text);
    warn_of(cli->argv[cli->operand], compare_incomplete(old));
    if (warn_of(cli->argv[cli->operand + 1], compare_incomplete(new)))
        status = EXIT_VIOLATED;
    return status;
}

static int run(const struct cli *cli)
{
    struct compare_side *old, *new;
    int status = EXIT_USAGE;

    if (cli->argc - cli->operand != 2)
        return cli_usage(cli, "two reports are compared: OLD.json NEW.json");
    old = load(cli, cli->argv[cli->operand]);
    new = old ? load(cli, cli->argv[cli->operand + 1]) : NULL;
    if (new)
        status = compare(cli, old, new);
    compare_free(old);
    compare_free(new);
    return status;
}

int cmd_diff(int argc, char **argv)
{
    struct cli cli = {
        .command = "diff", .options = options, .argc = argc, .argv = argv
    };
    int id = cli_next(&cli);

    if (id == CLI_HELP) {
        cli_help(&cli, "OLD.json NEW.json", help_text);
        return EXIT_OK;
    }
    return id == CLI_ERROR ? EXIT_USAGE : run(&cli);
}
