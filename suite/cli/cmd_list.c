#include "cli/list.h"

#include "base/die.h"
#include "server/catalogue.h"

#include <stdlib.h>

enum { O_FORMAT = 1, O_REQUIREMENTS, O_CASES, O_MUTANTS, O_MISTAKES, O_AS_OF };

static const struct cli_option options[] = {
    { "format", 0, "FORMAT", O_FORMAT, "text, json or markdown" },
    { "requirements", 0, NULL, O_REQUIREMENTS, "the requirements" },
    { "cases", 0, NULL, O_CASES, "the cases (the default)" },
    { "mutants", 0, NULL, O_MUTANTS, "the defects of the embedded server" },
    { "mistakes", 0, NULL, O_MISTAKES, "the mistakes that clients make, by name" },
    { "as-of", 0, "VERSION", O_AS_OF, "no cases newer than this version of favspec" },
    { NULL, 0, NULL, 0, NULL },
};

static const char help_text[] =
    "Prints the catalogue. With ids or globs only the cases that match, each in full.\n";

/* Indexed by enum list_format. */
static const char *const format_names[] = { "text", "json", "markdown", NULL };

static bool take_format(const struct cli *cli, struct list *list)
{
    for (int i = 0; format_names[i]; i++)
        if (strcmp(cli->value, format_names[i]) == 0) {
            list->format = (enum list_format)i;
            return true;
        }
    cli_usage(cli, "there is no format \"%s\"; text, json and markdown are known",
              cli->value);
    return false;
}

static bool take(const struct cli *cli, struct list *list, int id)
{
    switch (id) {
    case O_FORMAT:
        return take_format(cli, list);
    case O_AS_OF:
        list->selection.as_of = cli->value;
        return true;
    default:
        list->what = id == O_REQUIREMENTS ? LIST_REQUIREMENTS
                     : id == O_MUTANTS    ? LIST_MUTANTS
                     : id == O_MISTAKES   ? LIST_MISTAKES
                                          : LIST_CASES;
        return true;
    }
}

static int select_and_print(const struct cli *cli, struct list *list)
{
    struct buf text;
    ptrdiff_t count;

    buf_init(&text, BUF_MAX_REPORT);
    list->selected = xcalloc(catalogue_count(), sizeof(*list->selected));
    count = catalogue_select(&list->selection, list->selected, &text);
    if (count < 0) {
        cli_usage(cli, "%s", text.p);
    } else {
        list_write(list, &text);
        fwrite(text.p, 1, text.len, stdout);
    }
    free(list->selected);
    buf_release(&text);
    return count < 0 ? EXIT_USAGE : EXIT_OK;
}

int cmd_list(int argc, char **argv)
{
    struct cli cli = {
        .command = "list", .options = options, .argc = argc, .argv = argv
    };
    struct list list = { .selection.level = LEVEL_MAY };
    int id;

    while ((id = cli_next(&cli)) >= 0)
        if (!take(&cli, &list, id))
            return EXIT_USAGE;
    if (id == CLI_ERROR)
        return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(&cli, "[OPTION…] [ID…]", help_text);
        return EXIT_OK;
    }
    list.selection.only = (const char *const *)argv + cli.operand;
    list.selection.only_count = (size_t)(argc - cli.operand);
    list.in_full = list.selection.only_count > 0;
    return select_and_print(&cli, &list);
}
