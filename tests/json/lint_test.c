#include "support.h"

#include <stdlib.h>

/* SPAN is no constant expression. */
#define TEXT(literal)                                                                    \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }

/* A body, how it is asked about, and what comes out: `rule` is that of the first finding.
 */
static const struct {
    const char *file;
    struct lint_options options;
    enum lint_as as;
    bool conforms;
    const char *rule;
} files[] = {
    { "golden/status/modern.json", { .as = LINT_AUTO }, LINT_STATUS, true, NULL },
    { "golden/status/modern.json",
      { .entities = LINT_ENTITIES_TRUE },
      LINT_STATUS,
      true,
      NULL },
    { "golden/status/modern.json",
      { .entities = LINT_ENTITIES_FALSE },
      LINT_STATUS,
      false,
      "entities-absent" },
    { "golden/status/no-entities.json", { .as = LINT_AUTO }, LINT_STATUS, true, NULL },
    { "golden/status/no-entities.json",
      { .entities = LINT_ENTITIES_FALSE },
      LINT_STATUS,
      true,
      NULL },
    { "golden/status/no-entities.json",
      { .entities = LINT_ENTITIES_TRUE },
      LINT_STATUS,
      false,
      "entities-present" },
    { "golden/status/modern.json",
      { .id = TEXT("1051000000000000501") },
      LINT_STATUS,
      true,
      NULL },
    { "golden/status/modern.json",
      { .id = TEXT("1051000000000000502") },
      LINT_STATUS,
      false,
      "id-requested" },
    { "golden/status/retweet.json",
      { .id = TEXT("1051000000000000400") },
      LINT_STATUS,
      true,
      "id-requested" },
    { "golden/status/trim-user.json",
      { .as = LINT_AUTO },
      LINT_STATUS,
      true,
      "user-fields" },
    { "golden/destroy.json",
      { .as = LINT_AUTO, .after_unlike = true },
      LINT_STATUS,
      true,
      "modern" },
    { "golden/bad/favorited-false--true.json",
      { .as = LINT_AUTO },
      LINT_STATUS,
      true,
      NULL },
    { "golden/bad/favorited-false--true.json",
      { .after_unlike = true },
      LINT_STATUS,
      true,
      "favorited-false" },
    { "golden/errors/array-144-no-status-found.json",
      { .as = LINT_AUTO },
      LINT_ERROR,
      true,
      NULL },
    { "golden/errors/array-144-no-status-found.json",
      { .as = LINT_STATUS },
      LINT_STATUS,
      false,
      "created-at" },
    { "golden/errors/request-read-only.json",
      { .as = LINT_AUTO },
      LINT_ERROR,
      true,
      "error-form" },
    { "golden/errors/string-duplicate.json",
      { .as = LINT_AUTO },
      LINT_ERROR,
      true,
      "error-form" },
    { "golden/errors/status-friendica-3.5.json",
      { .as = LINT_ERROR },
      LINT_ERROR,
      false,
      "error-form" },
    { "golden/errors/status-friendica-3.5.json",
      { .as = LINT_AUTO },
      LINT_STATUS,
      false,
      "created-at" },
    { "golden/status/modern.json",
      { .as = LINT_ERROR },
      LINT_ERROR,
      false,
      "error-form" },
    { "golden/bad/is-object--html.txt",
      { .as = LINT_AUTO },
      LINT_STATUS,
      false,
      "is-object" },
    { "golden/bad/error-code--text.json",
      { .as = LINT_AUTO },
      LINT_ERROR,
      false,
      "error-code" },
    { "golden/bad/error-message--missing.json",
      { .as = LINT_AUTO },
      LINT_ERROR,
      false,
      "error-message" },
    { "golden/bad/error-form--empty-array.json",
      { .as = LINT_AUTO },
      LINT_ERROR,
      false,
      "error-form" },
};

START_TEST(lint_judges_files)
{
    struct span body = read_source(files[_i].file);
    struct lint_result result;
    bool ok = lint_body(body, &files[_i].options, golden_schemas(), &result);
    const char *rule = result.count ? result.items[0].rule : NULL;

    ck_assert_int_eq(ok, result.conforms);
    ck_assert_msg(ok == files[_i].conforms, "%s: %s", files[_i].file,
                  result.items[0].text);
    ck_assert_int_eq(result.as, files[_i].as);
    if (files[_i].rule)
        ck_assert_pstr_eq(rule, files[_i].rule);
    else
        ck_assert_msg(rule == NULL, "%s: %s", rule, result.items[0].text);
    for (size_t i = 0; i < result.count; i++)
        ck_assert(ok <= (result.items[i].level == LINT_WARN));
    free((char *)body.p);
}
END_TEST

START_TEST(lint_notes_several_errors)
{
    struct lint_options options = { .as = LINT_AUTO };
    struct lint_result result;

    ck_assert(lint_body(SPAN("{\"errors\":[{\"code\":32,\"message\":\"a\"},{\"code\":34,"
                             "\"message\":\"b\"}]}"),
                        &options, golden_schemas(), &result));
    ck_assert_uint_eq(result.count, 1);
    ck_assert_str_eq(result.items[0].rule, "error-single");
    ck_assert_int_eq(result.items[0].level, LINT_WARN);
    ck_assert(!lint_body(
        SPAN("{\"errors\":[{\"code\":32,\"message\":\"a\"},{\"message\":\"b\"}]}"),
        &options, golden_schemas(), &result));
    ck_assert_str_eq(result.items[0].rule, "error-code");
    ck_assert_str_eq(result.items[0].path, "/errors/1/code");
}
END_TEST

START_TEST(lint_says_that_a_schema_was_given_up)
{
    struct json_schemas endless = *golden_schemas();
    struct lint_options options = { .as = LINT_STATUS };
    struct lint_result result;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    endless.status = json_schema_new(SPAN("{\"allOf\":[{\"$ref\":\"#\"}]}"), &why);
    ck_assert_msg(endless.status != NULL, "%s", why.p);
    ck_assert(
        !lint_body(SPAN("{\"id\":1,\"id_str\":\"1\"}"), &options, &endless, &result));
    for (size_t i = 0; i < result.count && !why.len; i++)
        if (strstr(result.items[i].text, "refers to itself without end"))
            buf_add_str(&why, result.items[i].rule);
    ck_assert_str_eq(why.p, "optional-types");
    json_schema_free(endless.status);
    buf_release(&why);
}
END_TEST

START_TEST(lint_fails_on_any_late_finding)
{
    struct lint_options options = { .as = LINT_ERROR };
    struct lint_result result;
    struct buf body;

    buf_init(&body, BUF_MAX_MESSAGE);
    buf_add_str(&body, "{\"errors\":[{\"code\":32,\"message\":\"a\"}");
    for (int i = 0; i < 1000; i++)
        buf_add_str(&body, ",{\"code\":\"32\"}");
    buf_add_str(&body, "]}");
    ck_assert(!lint_body(buf_span(&body), &options, golden_schemas(), &result));
    ck_assert_uint_eq(result.count, LINT_FINDINGS_MAX);
    ck_assert_uint_eq(result.count + result.dropped, 2001);
    buf_release(&body);
}
END_TEST

TCase *lint_tcase(void)
{
    TCase *tcase = tcase_create("lint");

    tcase_add_loop_test(tcase, lint_judges_files, 0, COUNT_OF(files));
    tcase_add_test(tcase, lint_notes_several_errors);
    tcase_add_test(tcase, lint_says_that_a_schema_was_given_up);
    tcase_add_test(tcase, lint_fails_on_any_late_finding);
    return tcase;
}
