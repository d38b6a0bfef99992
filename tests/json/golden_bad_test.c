#include "support.h"

#include <stdlib.h>

/* golden/bad/RULE--VARIANT breaks exactly RULE. */
enum { BAD_MIN = 170 };

static uint64_t rules_seen;

/* Entities are judged as the rule of the name needs it. */
static struct status_question question_of(struct span rule)
{
    struct status_question question = { .entities = ENTITIES_ANY, .after_unlike = true };

    if (span_eq_str(rule, "entities-present"))
        question.entities = ENTITIES_WANTED;
    if (span_eq_str(rule, "entities-absent"))
        question.entities = ENTITIES_OMITTED;
    if (span_eq_str(rule, "id-requested"))
        question.id = SPAN("1051000000000000501");
    return question;
}

static uint64_t rule_of(struct span name)
{
    for (int i = 0; i < STATUS_RULE_COUNT; i++)
        if (span_eq_str(name, status_rules[i].name))
            return STATUS_RULE(i);
    return 0;
}

static void judge_status(const char *file, struct span rule_name, struct span text)
{
    struct status_question question = question_of(rule_name);
    uint64_t rule = rule_of(rule_name);
    struct status_findings findings;

    ck_assert_msg(rule != 0, "%s has the name of no rule", file);
    status_judge(text, STATUS_ALL_RULES, &question, golden_schemas(), &findings);
    ck_assert_msg(broken_rules(&findings) == rule, "%s breaks %s", file,
                  rules_text(broken_rules(&findings)));
    rules_seen |= rule;
}

static void judge_error(const char *file, struct span rule_name, struct span text)
{
    struct lint_options options = { .as = LINT_ERROR };
    struct lint_result result;

    ck_assert_msg(!lint_body(text, &options, golden_schemas(), &result), "%s conforms",
                  file);
    for (size_t i = 0; i < result.count; i++)
        ck_assert_msg(span_eq_str(rule_name, result.items[i].rule), "%s breaks %s", file,
                      result.items[i].rule);
}

static void judge(const char *file, struct span text)
{
    ptrdiff_t end = span_find(span_of(file), SPAN("--"));
    ptrdiff_t dot = span_find_char(span_of(file), '.');
    struct span rule = span_make(file, (size_t)(end < 0 ? dot : end));

    if (span_starts(rule, SPAN("error-")))
        judge_error(file, rule, text);
    else
        judge_status(file, rule, text);
}

START_TEST(golden_bad_breaks_its_rule)
{
    rules_seen = 0;
    ck_assert_int_ge(each_source("golden/bad", judge), BAD_MIN);
    ck_assert_msg(rules_seen == STATUS_ALL_RULES, "no document breaks %s",
                  rules_text(STATUS_ALL_RULES & ~rules_seen));
}
END_TEST

TCase *golden_bad_tcase(void)
{
    TCase *tcase = tcase_create("golden_bad");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, golden_bad_breaks_its_rule);
    return tcase;
}
