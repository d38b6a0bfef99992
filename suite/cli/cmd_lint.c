#include "cli/cli.h"
#include "report/report.h"
#include "json/lint.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

enum { O_AS = 1, O_ENTITIES, O_ID, O_JSON, O_GOLDEN };

static const struct cli_option options[] = {
    { "as", 0, "KIND", O_AS, "status or error; without it the document tells" },
    { "include-entities", 0, "BOOL", O_ENTITIES, "what was asked for: true or false" },
    { "id", 0, "ID", O_ID, "the status that was asked for" },
    { "json", 0, NULL, O_JSON, "findings as JSON" },
    { "golden", 0, "DIR", O_GOLDEN, "golden documents and schemas" },
    { NULL, 0, NULL, 0, NULL },
};

static const char help_text[] =
    "Judges recorded response bodies with the rules of test-server. Exit status: 0 when "
    "each\n"
    "file conforms, 1 when one does not, 2 when one cannot be read.\n";

struct lint {
    struct lint_options options;
    struct json_schemas schemas;
    const char *golden;
    bool json;
    cJSON *array;
    int status;
};

static bool take(const struct cli *cli, struct lint *lint, int id)
{
    uint64_t number;

    switch (id) {
    case O_AS:
        lint->options.as = strcmp(cli->value, "status") == 0 ? LINT_STATUS : LINT_ERROR;
        if (strcmp(cli->value, "status") == 0 || strcmp(cli->value, "error") == 0)
            return true;
        return cli_usage(cli, "--as takes status or error, not \"%s\"", cli->value) == 0;
    case O_ENTITIES:
        lint->options.entities =
            strcmp(cli->value, "true") == 0 ? LINT_ENTITIES_TRUE : LINT_ENTITIES_FALSE;
        if (strcmp(cli->value, "true") == 0 || strcmp(cli->value, "false") == 0)
            return true;
        return cli_usage(cli, "--include-entities takes true or false, not \"%s\"",
                         cli->value) == 0;
    case O_ID:
        lint->options.id = span_of(cli->value);
        if (span_u64(lint->options.id, &number))
            return true;
        return cli_usage(cli, "--id takes a decimal number, not \"%s\"", cli->value) == 0;
    case O_GOLDEN:
        lint->golden = cli->value;
        return true;
    default:
        lint->json = true;
        return true;
    }
}

static const char *level_name(enum lint_level level)
{
    return level == LINT_FAIL ? "fail" : "warn";
}

static void add_safe(cJSON *object, const char *name, const char *text)
{
    struct buf safe;

    buf_init(&safe, BUF_MAX_TEXT);
    report_neutralise(&safe, span_of(text), false);
    cJSON_AddStringToObject(object, name, safe.p);
    buf_release(&safe);
}

static void add_json(struct lint *lint, const char *file,
                     const struct lint_result *result)
{
    cJSON *object = cJSON_CreateObject(), *findings;

    cJSON_AddStringToObject(object, "file", file);
    cJSON_AddStringToObject(object, "as", result->as == LINT_ERROR ? "error" : "status");
    cJSON_AddBoolToObject(object, "conforms", result->conforms);
    findings = cJSON_AddArrayToObject(object, "findings");
    for (size_t i = 0; i < result->count; i++) {
        cJSON *one = cJSON_CreateObject();

        cJSON_AddStringToObject(one, "level", level_name(result->items[i].level));
        cJSON_AddStringToObject(one, "rule", result->items[i].rule);
        add_safe(one, "path", result->items[i].path);
        add_safe(one, "text", result->items[i].text);
        cJSON_AddItemToArray(findings, one);
    }
    cJSON_AddItemToArray(lint->array, object);
}

static void print_text(const char *file, const struct lint_result *result)
{
    printf("%s: %s as %s\n", file, result->conforms ? "conforms" : "does not conform",
           result->as == LINT_ERROR ? "an error document" : "a status");
    for (size_t i = 0; i < result->count; i++) {
        const struct lint_finding *f = &result->items[i];
        struct buf line;

        buf_init(&line, BUF_MAX_TEXT);
        report_neutralise(&line, span_of(f->path[0] ? f->path : "/"), false);
        buf_add_str(&line, ": ");
        report_neutralise(&line, span_of(f->text), false);
        printf("  %s %s %s\n", level_name(f->level), f->rule, line.p);
        buf_release(&line);
    }
}

static void judge_file(struct lint *lint, const char *file)
{
    struct lint_result *result = calloc(1, sizeof(*result));
    struct buf body, why;

    buf_init(&body, JSON_TEXT_MAX + 1);
    buf_init(&why, BUF_MAX_TEXT);
    if (!result || read_file(file, JSON_TEXT_MAX, &body, &why) != 0) {
        fprintf(stderr, "favspec lint: %s\n", why.p);
        lint->status = EXIT_USAGE;
    } else {
        if (!lint_body(buf_span(&body), &lint->options, &lint->schemas, result) &&
            lint->status == EXIT_OK)
            lint->status = EXIT_VIOLATED;
        if (lint->json)
            add_json(lint, file, result);
        else
            print_text(file, result);
    }
    free(result);
    buf_release(&body);
    buf_release(&why);
}

static void judge_files(struct lint *lint, int count, char **files)
{
    char *text;

    lint->array = cJSON_CreateArray();
    for (int i = 0; i < count; i++)
        judge_file(lint, files[i]);
    text = cJSON_Print(lint->array);
    if (lint->json)
        puts(text);
    free(text);
    cJSON_Delete(lint->array);
}

static int run(const struct cli *cli, struct lint *lint)
{
    struct buf why;
    const char *golden;
    bool ready;

    if (cli->operand == cli->argc)
        return cli_usage(cli, "which FILE? (- is stdin)");
    buf_init(&why, BUF_MAX_TEXT);
    golden = golden_folder(lint->golden, &why);
    ready = golden && json_schemas_load(&lint->schemas, golden, &why) == 0;
    if (!ready)
        cli_usage(cli, "%s", why.p);
    buf_release(&why);
    if (!ready)
        return EXIT_USAGE;
    judge_files(lint, cli->argc - cli->operand, cli->argv + cli->operand);
    json_schemas_release(&lint->schemas);
    return lint->status;
}

int cmd_lint(int argc, char **argv)
{
    struct cli cli = {
        .command = "lint", .options = options, .argc = argc, .argv = argv
    };
    struct lint lint = { .status = EXIT_OK };
    int id;

    while ((id = cli_next(&cli)) >= 0)
        if (!take(&cli, &lint, id))
            return EXIT_USAGE;
    if (id == CLI_ERROR)
        return EXIT_USAGE;
    if (id == CLI_HELP) {
        cli_help(&cli, "[OPTION…] FILE…", help_text);
        return EXIT_OK;
    }
    return run(&cli, &lint);
}
