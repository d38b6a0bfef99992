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
    "Prints the catalogue. With ids or globs only the cases that match, each in full;\n"
    "with names of requirements, mutants or mistakes, those.\n";

/* Indexed by enum list_format. */
static const char *const format_names[] = { "text", "json", "markdown", NULL };

static bool take_format(const struct cli *cli, struct list *list)
{
    const char *near;

    for (int i = 0; format_names[i]; i++)
        if (strcmp(cli->value, format_names[i]) == 0) {
            list->format = (enum list_format)i;
            return true;
        }
    near = closest_name(cli->value, format_names, 3);
    cli_usage(cli,
              "there is no format \"%s\"; did you mean \"%s\"? (known: text, json, "
              "markdown)",
              cli->value, near ? near : "text");
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

static bool is_named(enum list_what what, const char *name)
{
    const char *other;

    for (size_t i = 0; (other = list_name(what, i)); i++)
        if (strcmp(other, name) == 0)
            return true;
    return false;
}

/* Which kind an operand belongs to; what is no name of the others is for the cases. */
static enum list_what kind_of(const char *name)
{
    for (int what = LIST_REQUIREMENTS; what < LIST_KINDS; what++)
        if (is_named((enum list_what)what, name))
            return (enum list_what)what;
    return LIST_CASES;
}

static int unknown_name(const struct cli *cli, const char *name)
{
    const char **names = NULL, *one, *near;
    size_t count = 0;

    for (int what = LIST_CASES; what < LIST_KINDS; what++)
        for (size_t i = 0; (one = list_name((enum list_what)what, i)); i++) {
            names = xrealloc(names, (count + 1) * sizeof(*names));
            names[count++] = one;
        }
    near = closest_name(name, names, count);
    cli_usage(cli, "nothing is called \"%s\"%s%s%s", name,
              near ? "; did you mean \"" : "; favspec list names everything",
              near ? near : "", near ? "\"?" : "");
    free(names);
    return EXIT_USAGE;
}

/* Operands are of one kind, which the first one tells unless an option did. */
static int take_operands(const struct cli *cli, struct list *list, bool kind_given)
{
    const char *const *names = (const char *const *)cli->argv + cli->operand;
    size_t count = (size_t)(cli->argc - cli->operand);

    if (count && !kind_given)
        list->what = kind_of(names[0]);
    for (size_t i = 0; i < count; i++) {
        if (list->what == LIST_CASES && strpbrk(names[i], "/*?["))
            continue; /* an id or a glob: the catalogue says whether it matches */
        if (list->what != LIST_CASES && is_named(list->what, names[i]))
            continue;
        if (kind_of(names[i]) == LIST_CASES && !is_named(LIST_CASES, names[i]))
            return unknown_name(cli, names[i]);
        return cli_usage(cli, "\"%s\" is of another kind than %s", names[i],
                         i ? names[0] : "the option asks for");
    }
    if (list->what == LIST_CASES) {
        list->selection.only = names;
        list->selection.only_count = count;
        list->in_full = count > 0;
    } else {
        list->names = names;
        list->name_count = count;
    }
    return -1;
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
    bool kind_given = false;
    int id, status;

    while ((id = cli_next(&cli)) >= 0) {
        kind_given = kind_given || (id != O_FORMAT && id != O_AS_OF);
        if (!take(&cli, &list, id))
            return EXIT_USAGE;
    }
    if (id == CLI_ERROR)
        return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(&cli, "[OPTION…] [ID…]", help_text);
        return EXIT_OK;
    }
    if (list.selection.as_of && !cli_version(&cli, list.selection.as_of))
        return EXIT_USAGE;
    status = take_operands(&cli, &list, kind_given);
    return status >= 0 ? status : select_and_print(&cli, &list);
}
