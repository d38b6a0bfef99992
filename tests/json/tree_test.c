#include "support.h"

#include <stdlib.h>

static struct json_doc parse(const char *text)
{
    struct span copy = exact_copy(span_of(text));
    struct json_doc doc;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_msg(json_parse(copy, &doc, &why) == JSON_OK, "%s", why.p);
    buf_release(&why);
    free((char *)copy.p); /* the document keeps its own copy */
    return doc;
}

static struct span token(const struct json_doc *doc, const char *name)
{
    return json_number(doc, cJSON_GetObjectItemCaseSensitive(doc->root, name));
}

START_TEST(tree_keeps_number_tokens)
{
    struct json_doc doc =
        parse("{\"id\":243138128959913986,\"near\":243138128959913984,"
              "\"exp\":1.50e+3,\"minus\":-0,\"text\":\"7\",\"list\":[1,[2],3]}");
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(doc.root, "list");

    ck_assert(span_eq_str(token(&doc, "id"), "243138128959913986"));
    ck_assert(span_eq_str(token(&doc, "near"), "243138128959913984"));
    ck_assert(span_eq_str(token(&doc, "exp"), "1.50e+3"));
    ck_assert(span_eq_str(token(&doc, "minus"), "-0"));
    ck_assert_ptr_null(token(&doc, "text").p);
    ck_assert_ptr_null(token(&doc, "list").p);
    ck_assert_ptr_null(json_number(&doc, NULL).p);
    ck_assert(span_eq_str(json_number(&doc, cJSON_GetArrayItem(list, 2)), "3"));
    ck_assert_uint_eq(doc.number_count, 7);
    json_release(&doc);
    ck_assert_ptr_null(doc.root);
}
END_TEST

/* cJSON alone stops at 63 characters of a number. */
START_TEST(tree_takes_long_numbers)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_add_str(&text, "{\"n\":1.");
    for (int i = 0; i < 500; i++)
        buf_add_char(&text, '5');
    buf_add_str(&text, ",\"after\":2}");
    struct json_doc doc = parse(text.p);

    ck_assert_uint_eq(token(&doc, "n").len, 502);
    ck_assert(span_eq_str(token(&doc, "after"), "2"));
    const cJSON *n = cJSON_GetObjectItemCaseSensitive(doc.root, "n");

    ck_assert(n->valuedouble > 1.5 && n->valuedouble < 1.6);
    json_release(&doc);
    buf_release(&text);
}
END_TEST

START_TEST(tree_shows_nul)
{
    struct json_doc doc =
        parse("{\"id_str\":\"12\\u00003\",\"a\\u0000b\":1,\"t\":\"\\\\u0000\"}");

    ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(doc.root, "id_str")->valuestring,
                     "12\xEF\xBF\xBD"
                     "3");
    ck_assert_ptr_null(cJSON_GetObjectItemCaseSensitive(doc.root, "a"));
    ck_assert_str_eq(cJSON_GetObjectItemCaseSensitive(doc.root, "t")->valuestring,
                     "\\u0000");
    json_release(&doc);
}
END_TEST

START_TEST(tree_decodes_strings)
{
    struct json_doc doc = parse("[\"\\ud83d\\ude00\\u00e9\\n\\/\"]");

    ck_assert_str_eq(doc.root->child->valuestring, "\xF0\x9F\x98\x80\xC3\xA9\n/");
    json_release(&doc);
}
END_TEST

START_TEST(tree_is_empty_after_failure)
{
    struct json_doc doc = { .number_count = 5 };

    ck_assert_int_eq(json_parse(SPAN("{\"a\":1,\"a\":1}"), &doc, NULL), JSON_DUPLICATE);
    ck_assert_uint_eq(doc.number_count, 5);
    ck_assert_int_eq(json_parse(span_make(NULL, 0), &doc, NULL), JSON_EMPTY);
}
END_TEST

TCase *tree_tcase(void)
{
    TCase *tcase = tcase_create("tree");

    tcase_add_test(tcase, tree_keeps_number_tokens);
    tcase_add_test(tcase, tree_takes_long_numbers);
    tcase_add_test(tcase, tree_shows_nul);
    tcase_add_test(tcase, tree_decodes_strings);
    tcase_add_test(tcase, tree_is_empty_after_failure);
    return tcase;
}
