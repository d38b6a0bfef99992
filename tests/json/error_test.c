#include "support.h"

#include <stdlib.h>

static const struct {
    const char *body;
    enum error_form form;
    bool has_code;
    int code;
    const char *message;
    const char *why; /* NULL: nothing is wrong */
} bodies[] = {
    { "{\"errors\":[{\"code\":144,\"message\":\"No.\"}]}", ERROR_ARRAY, true, 144, "No.",
      NULL },
    { "{\"errors\":[{\"message\":\"No\",\"code\":34}]}", ERROR_ARRAY, true, 34, "No",
      NULL },
    { "{\"errors\":[{\"code\":99,\"message\":\"\",\"label\":\"x\"}]}", ERROR_ARRAY, true,
      99, "", NULL },
    { "{\"errors\":[{\"code\":0,\"message\":\"%s%n\"}]}", ERROR_ARRAY, true, 0, "%s%n",
      NULL },
    { " {\"errors\":[{\"code\":32,\"message\":\"a\"}],\"error\":\"b\"} ", ERROR_ARRAY,
      true, 32, "a", NULL },
    { "{\"errors\":[{\"code\":32,\"message\":\"a\"},{\"code\":1,\"message\":\"b\"}]}",
      ERROR_ARRAY, true, 32, "a", "there is more than one error" },
    { "{\"errors\":[{\"code\":\"32\",\"message\":\"a\"}]}", ERROR_ARRAY, false, 0, "a",
      "code of the first error is not an integer" },
    { "{\"errors\":[{\"code\":32.0,\"message\":\"a\"}]}", ERROR_ARRAY, false, 0, "a",
      "code of the first error is not an integer" },
    { "{\"errors\":[{\"message\":\"a\"}]}", ERROR_ARRAY, false, 0, "a",
      "code of the first error is missing" },
    { "{\"errors\":[{\"code\":32}]}", ERROR_ARRAY, true, 32, "",
      "message of the first error is missing" },
    { "{\"errors\":[{\"code\":32,\"message\":[]}]}", ERROR_ARRAY, true, 32, "",
      "message of the first error is not a string" },
    { "{\"request\":\"\\/1.1\\/x\",\"error\":\"Not authorized.\"}", ERROR_REQUEST, false,
      0, "Not authorized.", "the body has error in place of an array of errors" },
    { "{\"error\":\"No\"}", ERROR_REQUEST, false, 0, "No",
      "the body has error in place of an array of errors" },
    { "{\"error\":\"No\",\"code\":\"400 Bad Request\"}", ERROR_REQUEST, false, 0, "No",
      "the body has error in place of an array of errors" },
    { "{\"errors\":\"Status is a duplicate.\"}", ERROR_STRING, false, 0,
      "Status is a duplicate.", "errors is a string, not an array" },
    { "{\"status\":{\"error\":\"No\",\"code\":\"400\"}}", ERROR_STATUS, false, 0, "No",
      "the body has status.error in place of an array of errors" },
    { "{\"errors\":[]}", ERROR_OTHER_JSON, false, 0, "",
      "errors is not an array of objects" },
    { "{\"errors\":[\"a\"]}", ERROR_OTHER_JSON, false, 0, "",
      "errors is not an array of objects" },
    { "{\"errors\":{\"code\":1}}", ERROR_OTHER_JSON, false, 0, "",
      "errors is not an array of objects" },
    { "{\"errors\":null}", ERROR_OTHER_JSON, false, 0, "",
      "errors is not an array of objects" },
    { "{\"error\":1}", ERROR_OTHER_JSON, false, 0, "", "the body has no errors" },
    { "{\"status\":\"error\"}", ERROR_OTHER_JSON, false, 0, "",
      "the body has no errors" },
    { "{}", ERROR_OTHER_JSON, false, 0, "", "the body has no errors" },
    { "[]", ERROR_OTHER_JSON, false, 0, "", "the body is JSON, but not an object" },
    { "\"No\"", ERROR_OTHER_JSON, false, 0, "", "the body is JSON, but not an object" },
    { "144", ERROR_OTHER_JSON, false, 0, "", "the body is JSON, but not an object" },
    { "", ERROR_NONE, false, 0, "", "the body is empty" },
    { " \n", ERROR_NONE, false, 0, "", "the body is empty" },
    { "Not found", ERROR_NOT_JSON, false, 0, "",
      "the body is not JSON: 'N' at byte 0, where a value is expected" },
    { "<html>", ERROR_NOT_JSON, false, 0, "",
      "the body is not JSON: '<' at byte 0, where a value is expected" },
    { "\xEF\xBB\xBF{}", ERROR_NOT_JSON, false, 0, "",
      "the body is not JSON: the document starts with a byte order mark" },
    { "{\"errors\":[{\"code\":1,\"code\":2,\"message\":\"\"}]}", ERROR_NOT_JSON, false, 0,
      "",
      "the body is not JSON: the name \"code\" at byte 21 stands twice in one object" },
};

START_TEST(error_reads_forms)
{
    struct span body = exact_copy(span_of(bodies[_i].body));
    struct error_doc doc;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    error_read(body, &doc, &why);
    ck_assert_str_eq(error_form_name(doc.form), error_form_name(bodies[_i].form));
    ck_assert_int_eq(doc.has_code, bodies[_i].has_code);
    ck_assert_int_eq(doc.code, bodies[_i].code);
    ck_assert_str_eq(doc.message, bodies[_i].message);
    ck_assert_str_eq(why.p, bodies[_i].why ? bodies[_i].why : "");
    bool flawed = doc.code_not_integer || doc.message_not_string || doc.more_than_one;

    ck_assert_int_eq(flawed, doc.form == ERROR_ARRAY && bodies[_i].why != NULL);
    error_read(body, &doc, NULL);
    buf_release(&why);
    free((char *)body.p);
}
END_TEST

START_TEST(error_cuts_message)
{
    struct error_doc doc;
    struct buf body;

    buf_init(&body, BUF_MAX_TEXT);
    buf_add_str(&body, "{\"error\":\"x");
    for (int i = 0; i < 300; i++)
        buf_add_str(&body, "é");
    buf_add_str(&body, "\"}");
    error_read(buf_span(&body), &doc, NULL);
    ck_assert_uint_eq(strlen(doc.message), 255);
    ck_assert_uint_eq(json_code_points(span_of(doc.message)), 128);
    buf_release(&body);
}
END_TEST

START_TEST(error_names_forms)
{
    for (int form = ERROR_NONE; form <= ERROR_STATUS; form++)
        ck_assert_str_ne(error_form_name((enum error_form)form), "unknown");
    ck_assert_str_eq(error_form_name((enum error_form)99), "unknown");
}
END_TEST

TCase *error_tcase(void)
{
    TCase *tcase = tcase_create("error");

    tcase_add_loop_test(tcase, error_reads_forms, 0, COUNT_OF(bodies));
    tcase_add_test(tcase, error_cuts_message);
    tcase_add_test(tcase, error_names_forms);
    return tcase;
}
