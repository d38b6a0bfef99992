#include "check_cases.h"
#include "support.h"

#include <stdlib.h>

static void judge(const struct check_case *c)
{
    struct span text = exact_copy(c->text);
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    enum json_error error = json_check(text, &why);

    ck_assert_msg(error == c->error, "%s: %d where %d is expected: %s", c->name, error,
                  c->error, why.p);
    ck_assert_msg((why.len == 0) == (error == JSON_OK), "%s: why is \"%s\"", c->name,
                  why.p);
    ck_assert_int_eq(json_check(text, NULL), error);
    buf_release(&why);
    free((char *)text.p);
}

/* What is rejected leaves the document alone; what is accepted can be built. */
static void build(const struct check_case *c)
{
    struct span text = exact_copy(c->text);
    struct json_doc doc = { .number_count = 4711 };
    enum json_error error = json_parse(text, &doc, NULL);

    ck_assert_msg(error == c->error, "%s: %d", c->name, error);
    if (error) {
        ck_assert_uint_eq(doc.number_count, 4711);
    } else {
        ck_assert_ptr_nonnull(doc.root);
        json_release(&doc);
    }
    free((char *)text.p);
}

/* One process for all: a fork for each of hundreds takes longer than all of them. */
START_TEST(check_judges)
{
    for (int i = 0; i < check_case_count; i++)
        judge(&check_cases[i]);
}
END_TEST

START_TEST(check_agrees_with_parse)
{
    for (int i = 0; i < check_case_count; i++)
        build(&check_cases[i]);
}
END_TEST

static struct span nest(struct buf *out, const char *open, const char *close, int depth)
{
    buf_init(out, BUF_MAX_TEXT);
    for (int i = 0; i < depth; i++)
        buf_add_str(out, open);
    for (int i = 0; i < depth; i++)
        buf_add_str(out, close);
    return buf_span(out);
}

START_TEST(check_bounds_depth)
{
    static const struct {
        const char *open, *close;
        int depth;
        enum json_error error;
    } cases[] = {
        { "[", "]", JSON_DEPTH_MAX, JSON_OK },
        { "[", "]", JSON_DEPTH_MAX + 1, JSON_DEPTH },
        { "[", "]", 30000, JSON_DEPTH },
        { "[", "", 30000, JSON_DEPTH },
        { "[", "", JSON_DEPTH_MAX, JSON_SYNTAX },
        { "{\"a\":[", "]}", JSON_DEPTH_MAX / 2, JSON_OK },
        { "{\"a\":[", "]}", JSON_DEPTH_MAX / 2 + 1, JSON_DEPTH },
    };
    struct buf text, why;
    struct span nested = nest(&text, cases[_i].open, cases[_i].close, cases[_i].depth);

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_int_eq(json_check(nested, &why), cases[_i].error);
    buf_release(&why);
    buf_release(&text);
}
END_TEST

START_TEST(check_bounds_values)
{
    struct buf text;

    buf_init(&text, JSON_TEXT_MAX);
    buf_add_char(&text, '[');
    for (int i = 0; i < JSON_VALUES_MAX - 2; i++)
        buf_add_str(&text, "0,");
    size_t fits = text.len;

    buf_add_str(&text, "0]");
    ck_assert_int_eq(json_check(buf_span(&text), NULL), JSON_OK);
    buf_truncate(&text, fits);
    buf_add_str(&text, "0,0]");
    ck_assert_int_eq(json_check(buf_span(&text), NULL), JSON_TOO_LARGE);
    buf_release(&text);
}
END_TEST

START_TEST(check_bounds_bytes)
{
    size_t len = (size_t)JSON_TEXT_MAX + 1;
    char *text = malloc(len);

    ck_assert_ptr_nonnull(text);
    memset(text, ' ', len);
    text[0] = '1';
    ck_assert_int_eq(json_check(span_make(text, len - 1), NULL), JSON_OK);
    ck_assert_int_eq(json_check(span_make(text, len), NULL), JSON_TOO_LARGE);
    free(text);
}
END_TEST

/* Sorted names keep a large object fast, and the duplicate is still found. */
START_TEST(check_finds_duplicate_among_many)
{
    struct buf text;

    buf_init(&text, JSON_TEXT_MAX);
    buf_add_char(&text, '{');
    for (int i = 0; i < 100000; i++)
        buf_addf(&text, "\"k%d\":0,", i);
    size_t end = text.len;

    buf_add_str(&text, "\"last\":0}");
    ck_assert_int_eq(json_check(buf_span(&text), NULL), JSON_OK);
    buf_truncate(&text, end);
    buf_add_str(&text, "\"k777\":0}");
    ck_assert_int_eq(json_check(buf_span(&text), NULL), JSON_DUPLICATE);
    buf_release(&text);
}
END_TEST

START_TEST(check_says_where)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "[1,]", "']' at byte 3, where a value is expected" },
        { "{\"a\":1,}", "'}' at byte 7, where a name in quotes is expected" },
        { "[1", "the document ends at byte 2, where a comma or ] is expected" },
        { "{} x", "bytes after the end of the document, from byte 3 on" },
        { "{\"a\":1,\"a\":2}", "the name \"a\" at byte 7 stands twice in one object" },
        { "{\"c\":1,\"a\":2,\"b\":3,\"\\u0062\":4,\"c\":5,\"a\":6}",
          "the name \"b\" at byte 19 stands twice in one object" },
        { "[\"\\ud83d\"]", "a lone surrogate escape at byte 2" },
        { "[\"\xFF\"]", "byte 0xFF at 2 is not UTF-8" },
        { "[\"\x01\"]", "a raw control character 0x01 at byte 2" },
        { "", "the document is empty" },
        { "  ", "the document is nothing but white space" },
    };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_int_ne(json_check(span_of(cases[_i].text), &why), JSON_OK);
    ck_assert_str_eq(why.p, cases[_i].why);
    ck_assert_int_ne(json_check(SPAN("["), &why), JSON_OK);
    ck_assert_str_eq(why.p, cases[_i].why);
    buf_release(&why);
}
END_TEST

START_TEST(check_has_enough_cases)
{
    int rejected = 0;

    for (int i = 0; i < check_case_count; i++)
        rejected += check_cases[i].error != JSON_OK;
    ck_assert_int_ge(check_case_count - rejected, 70);
    ck_assert_int_ge(rejected, 150);
}
END_TEST

TCase *check_tcase(void)
{
    TCase *tcase = tcase_create("check");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, check_judges);
    tcase_add_test(tcase, check_agrees_with_parse);
    tcase_add_loop_test(tcase, check_bounds_depth, 0, 7);
    tcase_add_test(tcase, check_bounds_values);
    tcase_add_test(tcase, check_bounds_bytes);
    tcase_add_test(tcase, check_finds_duplicate_among_many);
    tcase_add_loop_test(tcase, check_says_where, 0, 10);
    tcase_add_test(tcase, check_has_enough_cases);
    return tcase;
}
