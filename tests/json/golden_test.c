#include "support.h"

#include <stdlib.h>

enum { STATUSES_MIN = 20, ERRORS_MIN = 24 };

static const struct status_question *question_of(const char *name)
{
    static const struct {
        const char *name;
        struct status_question question;
    } special[] = {
        { "no-entities.json", { .entities = ENTITIES_OMITTED, .after_unlike = true } },
        { "trim-user.json",
          { .entities = ENTITIES_WANTED, .trimmed = true, .after_unlike = true } },
    };
    static const struct status_question usual = { .entities = ENTITIES_WANTED,
                                                  .after_unlike = true };

    for (int i = 0; i < COUNT_OF(special); i++)
        if (strcmp(name, special[i].name) == 0)
            return &special[i].question;
    return &usual;
}

/* No finding at all, save the notes that a document is there for. */
static void judge_status(const char *name, struct span text)
{
    struct status_findings findings;

    status_judge(text, STATUS_ALL_RULES, question_of(name), golden_schemas(), &findings);
    for (size_t i = 0; i < findings.count; i++) {
        const struct status_finding *found = &findings.items[i];

        ck_assert_msg(found->noted, "%s: %s: %s", name, status_rules[found->rule].name,
                      found->text);
        ck_assert_msg(strcmp(name, "favorited-null.json") == 0, "%s: %s", name,
                      found->text);
    }
}

START_TEST(golden_statuses_conform)
{
    ck_assert_int_ge(each_source("golden/status", judge_status), STATUSES_MIN);
}
END_TEST

/* The documentation's example is of 2012: three members and symbols were not there yet.
 */
START_TEST(golden_destroy_conforms)
{
    struct status_question question = { .entities = ENTITIES_WANTED,
                                        .after_unlike = true,
                                        .id = SPAN("243138128959913986") };
    struct span text = read_source("golden/destroy.json");
    struct status_findings findings;

    status_judge(text, STATUS_ALL_RULES, &question, golden_schemas(), &findings);
    ck_assert_str_eq(rules_text(broken_rules(&findings)), "entities-symbols modern ");
    ck_assert_uint_eq(findings.count, 2);
    free((char *)text.p);
}
END_TEST

/* Later editions of the page lost the anchor around the name of the client. */
START_TEST(golden_destroy_without_anchor)
{
    struct status_question question = { .entities = ENTITIES_WANTED };
    struct span text = read_source("golden/destroy.json");
    struct span plain = replace_once(
        text,
        "<a href=\\\"http://itunes.apple.com/us/app/twitter/id409789998?mt=12\\\" "
        "rel=\\\"nofollow\\\">Twitter for Mac</a>",
        "Twitter for Mac");
    struct status_findings findings;

    status_judge(plain, STATUS_ALL_RULES, &question, golden_schemas(), &findings);
    ck_assert_str_eq(rules_text(broken_rules(&findings)),
                     "source-anchor entities-symbols modern ");
    free((char *)plain.p);
    free((char *)text.p);
}
END_TEST

/* The form is the first word of the file's name, an array's code the second. */
static void judge_error(const char *name, struct span text)
{
    static const struct {
        const char *prefix;
        enum error_form form;
        bool conforms, clean;
    } forms[] = {
        { "array-", ERROR_ARRAY, true, true },
        { "request-", ERROR_REQUEST, true, false },
        { "string-", ERROR_STRING, true, false },
        { "status-", ERROR_STATUS, false, false },
    };
    struct lint_options options = { .as = LINT_ERROR };
    struct lint_result result;
    struct error_doc error;
    int row = 0;

    while (row < COUNT_OF(forms) &&
           !span_starts(span_of(name), span_of(forms[row].prefix)))
        row++;
    ck_assert_msg(row < COUNT_OF(forms), "%s has the name of no form", name);
    error_read(text, &error, NULL);
    ck_assert_msg(error.form == forms[row].form, "%s is read as %s", name,
                  error_form_name(error.form));
    ck_assert_uint_gt(strlen(error.message), 0);
    ck_assert_int_eq(error.has_code, error.form == ERROR_ARRAY);
    if (error.has_code)
        ck_assert_int_eq(error.code, strtol(name + strlen("array-"), NULL, 10));
    ck_assert_msg(lint_body(text, &options, golden_schemas(), &result) ==
                      forms[row].conforms,
                  "%s", name);
    ck_assert_msg((result.count == 0) == forms[row].clean, "%s", name);
}

START_TEST(golden_errors_are_read)
{
    ck_assert_int_ge(each_source("golden/errors", judge_error), ERRORS_MIN);
}
END_TEST

TCase *golden_tcase(void)
{
    TCase *tcase = tcase_create("golden");

    tcase_add_test(tcase, golden_statuses_conform);
    tcase_add_test(tcase, golden_destroy_conforms);
    tcase_add_test(tcase, golden_destroy_without_anchor);
    tcase_add_test(tcase, golden_errors_are_read);
    return tcase;
}
