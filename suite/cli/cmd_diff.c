#include "base/die.h"
#include "cli/cli.h"
#include "report/report.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static const struct cli_option options[] = { { NULL, 0, NULL, 0, NULL } };

static const char help_text[] = "Compares two JSON reports by case id, regressions "
                                "first. Exit status: 0 when nothing\n"
                                "changed, 1 when a case got worse or is missing, or NEW "
                                "is cut short, 16 when cases\nchanged but none got "
                                "worse.\n";

enum { DIFF_MAX = 256 * 1024 * 1024 };

/* How bad a verdict is. */
static const int badness[VERDICT_COUNT] = {
    [VERDICT_PASS] = 0,  [VERDICT_INFO] = 0,  [VERDICT_XFAIL] = 0,
    [VERDICT_FLAKY] = 1, [VERDICT_SKIP] = 2,  [VERDICT_WARN] = 3,
    [VERDICT_ERROR] = 4, [VERDICT_XPASS] = 4, [VERDICT_INCONCLUSIVE] = 4,
    [VERDICT_FAIL] = 5,
};

static const char *text_of(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

    return cJSON_IsString(item) ? item->valuestring : "";
}

static cJSON *load(const struct cli *cli, const char *file)
{
    struct buf text, why;
    cJSON *root = NULL;

    buf_init(&text, DIFF_MAX + 1);
    buf_init(&why, BUF_MAX_TEXT);
    if (read_file(file, DIFF_MAX, &text, &why) != 0)
        cli_usage(cli, "%s", why.p);
    else if (!(root = cJSON_ParseWithLength(text.p, text.len)))
        cli_usage(cli, "%s is not JSON", file);
    else if (strcmp(text_of(root, "schema"), "favspec/report-1") != 0 ||
             !cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "cases")))
        cli_usage(cli, "%s is no report of favspec (schema favspec/report-1)", file);
    else
        goto out;
    cJSON_Delete(root);
    root = NULL;
out:
    buf_release(&text);
    buf_release(&why);
    return root;
}

/* A report's cases, sorted by id. */
struct side {
    const cJSON **cases;
    size_t count;
};

static int by_id(const void *a, const void *b)
{
    return strcmp(text_of(*(const cJSON *const *)a, "id"),
                  text_of(*(const cJSON *const *)b, "id"));
}

static struct side side_of(const cJSON *root)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "cases"), *item;
    struct side side = { xcalloc((size_t)cJSON_GetArraySize(list), sizeof(*side.cases)),
                         0 };

    cJSON_ArrayForEach(item, list) side.cases[side.count++] = item;
    qsort(side.cases, side.count, sizeof(*side.cases), by_id);
    return side;
}

static int badness_of(const cJSON *test)
{
    int verdict = test ? verdict_find(text_of(test, "verdict")) : -1;

    return verdict < 0 ? 6 : badness[verdict];
}

/* Why a report says nothing of the cases that it lacks; NULL when it is whole. */
static const char *incomplete(const cJSON *root)
{
    const cJSON *summary = cJSON_GetObjectItemCaseSensitive(root, "summary");
    const cJSON *planned = cJSON_GetObjectItemCaseSensitive(summary, "planned");
    const cJSON *status = cJSON_GetObjectItemCaseSensitive(root, "exit_status");
    const cJSON *cases = cJSON_GetObjectItemCaseSensitive(root, "cases");

    if (cJSON_IsNumber(status) && (status->valueint == 130 || status->valueint == 143))
        return "its run was interrupted";
    if (cJSON_IsNumber(planned) && planned->valueint > cJSON_GetArraySize(cases))
        return "it has fewer cases than were planned";
    return cJSON_GetArraySize(cases) ? NULL : "it has no cases";
}

enum change { WORSE, MISSING, BETTER, OTHER, ADDED, CHANGE_COUNT };

struct diff {
    struct buf lines[CHANGE_COUNT];
    size_t counts[CHANGE_COUNT];
};

static void add(struct diff *diff, enum change change, const cJSON *old, const cJSON *new)
{
    const cJSON *named = new ? new : old;
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    buf_addf(&line, "%s: %s -> %s", text_of(named, "id"),
             old ? text_of(old, "verdict") : "(not there)",
             new ? text_of(new, "verdict") : "(not there)");
    if (new &&text_of(new, "reason")[0])
        buf_addf(&line, " (%s)", text_of(new, "reason"));
    buf_add_str(&diff->lines[change], "  ");
    report_neutralise(&diff->lines[change], buf_span(&line), false);
    buf_add_char(&diff->lines[change], '\n');
    diff->counts[change]++;
    buf_release(&line);
}

static void compare(struct diff *diff, const cJSON *old, const cJSON *new)
{
    int before = badness_of(old), after = badness_of(new);

    if (strcmp(text_of(old, "verdict"), text_of(new, "verdict")) != 0)
        add(diff, after > before ? WORSE : after < before ? BETTER : OTHER, old, new);
}

static void merge(struct diff *diff, struct side old, struct side new)
{
    size_t i = 0, k = 0;

    while (i < old.count || k < new.count) {
        int order = i == old.count   ? 1
                    : k == new.count ? -1
                                     : by_id(&old.cases[i], &new.cases[k]);

        if (order == 0)
            compare(diff, old.cases[i++], new.cases[k++]);
        else if (order < 0)
            add(diff, MISSING, old.cases[i++], NULL);
        else
            add(diff, badness_of(new.cases[k]) >= badness[VERDICT_WARN] ? WORSE : ADDED,
                NULL, new.cases[k]),
                k++;
    }
}

static int print(struct diff *diff)
{
    static const char *const titles[CHANGE_COUNT] = {
        [WORSE] = "worse",   [MISSING] = "no longer there",
        [BETTER] = "better", [OTHER] = "changed",
        [ADDED] = "new",
    };
    size_t all = 0;

    for (int i = 0; i < CHANGE_COUNT; i++) {
        if (diff->counts[i])
            printf("%s (%zu)\n%s", titles[i], diff->counts[i], diff->lines[i].p);
        all += diff->counts[i];
        buf_release(&diff->lines[i]);
    }
    if (all == 0)
        puts("no case changed");
    if (diff->counts[WORSE] || diff->counts[MISSING])
        return EXIT_VIOLATED;
    return all ? EXIT_CHANGED : EXIT_OK;
}

static bool warn_of(const char *file, const char *why)
{
    if (why)
        printf("%s is cut short: %s\n", file, why);
    return why != NULL;
}

static int run(const struct cli *cli)
{
    struct diff diff = { 0 };
    struct side old, new;
    cJSON *first, *second;
    int status = EXIT_USAGE;

    if (cli->argc - cli->operand != 2)
        return cli_usage(cli, "two reports are compared: OLD.json NEW.json");
    first = load(cli, cli->argv[cli->operand]);
    second = first ? load(cli, cli->argv[cli->operand + 1]) : NULL;
    if (second) {
        for (int i = 0; i < CHANGE_COUNT; i++)
            buf_init(&diff.lines[i], BUF_MAX_REPORT);
        old = side_of(first);
        new = side_of(second);
        merge(&diff, old, new);
        status = print(&diff);
        warn_of(cli->argv[cli->operand], incomplete(first));
        if (warn_of(cli->argv[cli->operand + 1], incomplete(second)))
            status = EXIT_VIOLATED;
        free(old.cases);
        free(new.cases);
    }
    cJSON_Delete(first);
    cJSON_Delete(second);
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
