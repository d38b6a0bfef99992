#include "support.h"

#include <stdlib.h>

/* Answers of the real service with other people in them (recorded/README.md). */
static const struct {
    const char *file;
    struct status_question question;
    const char *broken; /* all broken rules, soft ones too */
    const char *noted;  /* all rules with a note */
} statuses[] = {
    { "cashtag-2016", { .entities = ENTITIES_WANTED }, "", "" },
    { "create-2022", { .entities = ENTITIES_WANTED }, "", "" },
    { "destroy-2016-media",
      { .entities = ENTITIES_WANTED, .after_unlike = true },
      "",
      "" },
    { "destroy-2019", { .entities = ENTITIES_WANTED, .after_unlike = true }, "", "" },
    { "extended-2016-quote", { .entities = ENTITIES_WANTED }, "", "" },
    { "list-2016-entities", { .entities = ENTITIES_WANTED }, "", "" },
    { "list-2016-no-entities", { .entities = ENTITIES_OMITTED }, "", "" },
    { "quote-2015-rounded",
      { .entities = ENTITIES_WANTED },
      "id-str quote-pair nested ",
      "" },
    { "retweet-2010",
      { .entities = ENTITIES_ANY },
      "modern ",
      "retweet-count user-fields nested " },
    { "retweet-2018", { .entities = ENTITIES_WANTED }, "", "" },
    { "search-2015-place", { .entities = ENTITIES_WANTED }, "", "" },
    { "show-2006", { .entities = ENTITIES_WANTED }, "", "" },
    { "show-2006-trimmed", { .entities = ENTITIES_OMITTED, .trimmed = true }, "", "" },
    { "show-2012-place",
      { .entities = ENTITIES_WANTED },
      "entities-symbols modern ",
      "" },
    { "show-2018-cut-down",
      { .entities = ENTITIES_ANY },
      "truncated retweeted retweet-count nested modern nulls ",
      "favorited user-fields nested " },
    { "stream-2018-mention-gone", { .entities = ENTITIES_WANTED }, "", "" },
};

static void count_file(const char *name, struct span text)
{
    ck_assert_msg(text.len > 0, "%s is empty", name);
}

static void judge(int row, struct status_findings *out)
{
    struct buf path;

    buf_init(&path, BUF_MAX_TEXT);
    buf_addf(&path, "tests/json/recorded/statuses/%s.json", statuses[row].file);
    struct span text = read_source(path.p);

    status_judge(text, STATUS_ALL_RULES, &statuses[row].question, golden_schemas(), out);
    free((char *)text.p);
    buf_release(&path);
}

START_TEST(recorded_status_is_judged)
{
    struct status_findings findings;
    uint64_t noted = 0;

    judge(_i, &findings);
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].noted)
            noted |= STATUS_RULE(findings.items[i].rule);
    ck_assert_msg(strcmp(rules_text(broken_rules(&findings)), statuses[_i].broken) == 0,
                  "%s breaks %s: %s", statuses[_i].file,
                  rules_text(broken_rules(&findings)), findings.items[0].text);
    ck_assert_str_eq(rules_text(noted), statuses[_i].noted);
}
END_TEST

START_TEST(recorded_rounded_id_is_explained)
{
    struct status_findings findings;
    int row = 0;

    while (strcmp(statuses[row].file, "quote-2015-rounded") != 0)
        row++;
    judge(row, &findings);
    ck_assert_uint_eq(findings.count, 3);
    for (size_t i = 0; i < findings.count; i++)
        ck_assert_msg(strstr(findings.items[i].text, "in a double"), "%s",
                      findings.items[i].text);
}
END_TEST

START_TEST(recorded_statuses_are_all_judged)
{
    ck_assert_int_eq(each_source("tests/json/recorded/statuses", count_file),
                     COUNT_OF(statuses));
    ck_assert_int_eq(COUNT_OF(statuses), 16);
}
END_TEST

static int form_counts[ERROR_STATUS + 1];

/* Files whose name starts with a code hold the array form. */
static void judge_error(const char *name, struct span text)
{
    struct error_doc error;
    struct lint_result result;
    struct lint_options options = { .as = LINT_AUTO };
    bool named_by_code = name[0] >= '0' && name[0] <= '9';

    error_read(text, &error, NULL);
    form_counts[error.form]++;
    ck_assert_msg(error.has_code == named_by_code, "%s", name);
    if (error.has_code)
        ck_assert_int_eq(error.code, strtol(name, NULL, 10));
    ck_assert_msg(error.message[0] != '\0', "%s", name);
    ck_assert_msg(lint_body(text, &options, golden_schemas(), &result), "%s", name);
    ck_assert_int_eq(result.as, LINT_ERROR);
    ck_assert_msg((result.count == 0) == named_by_code, "%s", name);
}

START_TEST(recorded_errors_are_read)
{
    memset(form_counts, 0, sizeof(form_counts));
    ck_assert_int_eq(each_source("tests/json/recorded/errors", judge_error), 36);
    ck_assert_int_eq(form_counts[ERROR_ARRAY], 25);
    ck_assert_int_eq(form_counts[ERROR_STRING], 3);
    ck_assert_int_eq(form_counts[ERROR_REQUEST], 8);
}
END_TEST

TCase *recorded_tcase(void)
{
    TCase *tcase = tcase_create("recorded");

    tcase_add_loop_test(tcase, recorded_status_is_judged, 0, COUNT_OF(statuses));
    tcase_add_test(tcase, recorded_rounded_id_is_explained);
    tcase_add_test(tcase, recorded_statuses_are_all_judged);
    tcase_add_test(tcase, recorded_errors_are_read);
    return tcase;
}
