#include "support.h"

#include <stdlib.h>

/* One keyword a row: what conforms and what does not differ in one thing. */
static const struct {
    const char *schema, *good, *bad;
} pairs[] = {
    { "{\"type\":\"null\"}", "null", "0" },
    { "{\"type\":\"boolean\"}", "true", "1" },
    { "{\"type\":\"boolean\"}", "false", "\"false\"" },
    { "{\"type\":\"object\"}", "{}", "[]" },
    { "{\"type\":\"array\"}", "[]", "{}" },
    { "{\"type\":\"string\"}", "\"\"", "null" },
    { "{\"type\":\"number\"}", "1.5", "\"1.5\"" },
    { "{\"type\":\"integer\"}", "3", "3.0" },
    { "{\"type\":\"integer\"}", "1000", "1e3" },
    { "{\"type\":\"integer\"}", "243138128959913986", "2.43e17" },
    { "{\"type\":[\"integer\",\"null\"]}", "null", "\"\"" },
    { "{\"enum\":[1,\"a\",null]}", "\"a\"", "\"b\"" },
    { "{\"enum\":[243138128959913986]}", "243138128959913986", "243138128959913984" },
    { "{\"enum\":[{\"a\":1,\"b\":[2]}]}", "{\"b\":[2],\"a\":1}", "{\"b\":[3],\"a\":1}" },
    { "{\"const\":\"Point\"}", "\"Point\"", "\"point\"" },
    { "{\"const\":[1,2]}", "[1,2]", "[2,1]" },
    { "{\"const\":true}", "true", "false" },
    { "{\"const\":1}", "1.0", "1.5" },
    { "{\"properties\":{\"a\":{\"type\":\"string\"}}}", "{\"a\":\"\"}", "{\"a\":1}" },
    { "{\"properties\":{\"a\":{\"type\":\"string\"}}}", "{\"b\":1}",
      "{\"b\":1,\"a\":1}" },
    { "{\"properties\":{\"a\":false}}", "{\"A\":1}", "{\"a\":1}" },
    { "{\"required\":[\"a\",\"b\"]}", "{\"a\":1,\"b\":1}", "{\"a\":1}" },
    { "{\"required\":[\"a\"]}", "[]", "{}" },
    { "{\"properties\":{\"a\":true},\"additionalProperties\":false}", "{\"a\":1}",
      "{\"b\":1}" },
    { "{\"additionalProperties\":{\"type\":\"integer\"}}", "{\"x\":1}", "{\"x\":\"1\"}" },
    { "{\"items\":{\"type\":\"integer\"}}", "[1,2]", "[1,\"2\"]" },
    { "{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}",
      "[1,\"a\",null]", "[\"a\",1]" },
    { "{\"prefixItems\":[true],\"items\":{\"type\":\"string\"}}", "[1,\"a\"]", "[1,2]" },
    { "{\"minItems\":2}", "[1,2]", "[1]" },
    { "{\"minItems\":1}", "\"\"", "[]" },
    { "{\"minItems\":9007199254740993}", "null", "[1]" },
    { "{\"maxItems\":2}", "[1,2]", "[1,2,3]" },
    { "{\"minimum\":0}", "0", "-1" },
    { "{\"minimum\":-90}", "-90", "-90.5" },
    { "{\"maximum\":9223372036854775807}", "9223372036854775807", "9223372036854775808" },
    { "{\"maximum\":9007199254740992}", "9007199254740992", "9007199254740993" },
    { "{\"maximum\":1}", "\"2\"", "2" },
    { "{\"minLength\":2}", "\"éé\"", "\"é\"" },
    { "{\"maxLength\":1}", "\"😀\"", "\"😀😀\"" },
    { "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"integer\"}}}", "1", "\"1\"" },
    { "{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"type\":\"object\"}",
      "{\"a\":{\"a\":{}}}", "{\"a\":{\"a\":1}}" },
    { "{\"allOf\":[{\"minimum\":1},{\"maximum\":2}]}", "2", "3" },
    { "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "null", "1" },
    { "{\"oneOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}", "{\"b\":1}", "{}" },
    { "{\"oneOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}", "{\"a\":1}",
      "{\"a\":1,\"b\":1}" },
    { "{\"not\":{\"type\":\"null\"}}", "0", "null" },
    { "{\"items\":false}", "[]", "[1]" },
    { "{\"title\":\"x\",\"$comment\":\"x\",\"description\":\"x\",\"default\":1,"
      "\"examples\":[1],"
      "\"$id\":\"x\",\"$schema\":\"x\",\"type\":\"null\"}",
      "null", "1" },
};

static struct json_schema *load(const char *text)
{
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    struct json_schema *schema = json_schema_new(span_of(text), &why);

    ck_assert_msg(schema != NULL, "%s", why.p);
    buf_release(&why);
    return schema;
}

static bool validate(const struct json_schema *schema, const char *text,
                     struct json_breaches *out)
{
    struct json_doc doc;

    ck_assert_msg(json_parse(span_of(text), &doc, NULL) == JSON_OK, "%s", text);
    bool ok = json_schema_validate(schema, &doc, doc.root, out);

    json_release(&doc);
    return ok;
}

START_TEST(schema_judges)
{
    struct json_schema *schema = load(pairs[_i].schema);
    struct json_breaches breaches = { .count = 0 };

    ck_assert_msg(validate(schema, pairs[_i].good, &breaches), "%s: %s", pairs[_i].schema,
                  breaches.items[0].text);
    ck_assert_uint_eq(breaches.count, 0);
    ck_assert_msg(!validate(schema, pairs[_i].bad, &breaches), "%s takes %s",
                  pairs[_i].schema, pairs[_i].bad);
    ck_assert_uint_ge(breaches.count, 1);
    ck_assert(!validate(schema, pairs[_i].bad, NULL));
    json_schema_free(schema);
}
END_TEST

static const struct {
    const char *schema, *text, *path, *sentence;
} places[] = {
    { "{\"type\":\"integer\"}", "\"0\"", "", "is \"0\", expected integer" },
    { "{\"type\":[\"integer\",\"null\"]}", "{}", "", "is {}, expected integer or null" },
    { "{\"required\":[\"id_str\"]}", "{}", "/id_str", "is missing" },
    { "{\"properties\":{\"a/b\":{\"items\":{\"type\":\"null\"}}}}", "{\"a/b\":[null,1]}",
      "/a~1b/1", "is 1, expected null" },
    { "{\"properties\":{\"~\":{\"minItems\":2}}}", "{\"~\":[1]}", "/~0",
      "has 1 elements, at least 2 expected" },
    { "{\"additionalProperties\":false}", "{\"x\":1}", "/x", "is not allowed here" },
    { "{\"oneOf\":[true,true]}", "1", "", "fits 2 of the alternatives, not exactly one" },
};

START_TEST(schema_says_where)
{
    struct json_schema *schema = load(places[_i].schema);
    struct json_breaches breaches = { .count = 0 };

    ck_assert(!validate(schema, places[_i].text, &breaches));
    ck_assert_uint_eq(breaches.count, 1);
    ck_assert_str_eq(breaches.items[0].path, places[_i].path);
    ck_assert_str_eq(breaches.items[0].text, places[_i].sentence);
    json_schema_free(schema);
}
END_TEST

START_TEST(schema_reports_every_breach)
{
    struct json_schema *schema =
        load("{\"required\":[\"a\",\"b\"],\"properties\":{\"c\":{\"type\":\"null\"}}}");
    struct json_breaches breaches = { .count = 0 };

    ck_assert(!validate(schema, "{\"c\":1}", &breaches));
    ck_assert_uint_eq(breaches.count, 3);
    json_schema_free(schema);
}
END_TEST

START_TEST(schema_bounds_breaches)
{
    struct json_schema *schema = load("{\"items\":{\"type\":\"null\"}}");
    struct json_breaches breaches = { .count = 0 };
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_add_str(&text, "[0");
    for (int i = 0; i < 100; i++)
        buf_add_str(&text, ",0");
    buf_add_char(&text, ']');
    ck_assert(!validate(schema, text.p, &breaches));
    ck_assert_uint_eq(breaches.count, JSON_BREACHES_MAX);
    buf_release(&text);
    json_schema_free(schema);
}
END_TEST

/* A name longer than the pointer's field is cut, and what follows still balances. */
START_TEST(schema_cuts_long_pointers)
{
    struct json_schema *schema =
        load("{\"additionalProperties\":{\"additionalProperties\":false},"
             "\"required\":[\"z\"]}");
    struct json_breaches breaches = { .count = 0 };
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_add_str(&text, "{\"");
    for (int i = 0; i < 200; i++)
        buf_add_str(&text, "é");
    buf_add_str(&text, "\":{\"x\":1}}");
    ck_assert(!validate(schema, text.p, &breaches));
    ck_assert_uint_eq(breaches.count, 2);
    ck_assert_str_eq(breaches.items[0].path, "/z");
    ck_assert_str_eq(breaches.items[1].path, "/…");
    buf_release(&text);
    json_schema_free(schema);
}
END_TEST

/* Schemas that cost more than any document is worth, in one place and in many. */
static const struct {
    const char *schema, *text, *sentence;
} given_up[] = {
    { "{\"allOf\":[{\"$ref\":\"#\"}]}", "1",
      "cannot be judged: the schema refers to itself without end" },
    { "{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"},false]}", "1",
      "cannot be judged: the schema refers to itself without end" },
    { "{\"not\":{\"allOf\":[{\"$ref\":\"#\"}]}}", "1",
      "cannot be judged: the schema refers to itself without end" },
    { "{\"allOf\":[{\"items\":{\"$ref\":\"#\"}},{\"items\":{\"$ref\":\"#\"}}]}",
      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
      "cannot be judged: the schema's references multiply too much" },
    { "{\"not\":{\"anyOf\":[{\"items\":{\"$ref\":\"#\"}},{\"items\":{\"$ref\":\"#\"}}]}}",
      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
      "cannot be judged: the schema's references multiply too much" },
};

START_TEST(schema_gives_up)
{
    struct json_schema *schema = load(given_up[_i].schema);
    struct json_breaches breaches = { .count = 0 };

    ck_assert(!validate(schema, given_up[_i].text, &breaches));
    ck_assert_uint_eq(breaches.count, 1);
    ck_assert_str_eq(breaches.items[0].path, "");
    ck_assert_str_eq(breaches.items[0].text, given_up[_i].sentence);
    ck_assert(breaches.items[0].given_up);
    ck_assert(!validate(schema, given_up[_i].text, NULL));
    json_schema_free(schema);
}
END_TEST

/* a is b twice, b is c twice, …: 2^24 times the last, without a cycle. */
START_TEST(schema_gives_up_on_references_that_multiply)
{
    struct json_breaches breaches = { .count = 0 };
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_add_str(&text, "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"y\":{}");
    for (char name = 'a'; name < 'y'; name++)
        buf_addf(&text,
                 ",\"%c\":{\"allOf\":[{\"$ref\":\"#/$defs/%c\"},"
                 "{\"$ref\":\"#/$defs/%c\"}]}",
                 name, name + 1, name + 1);
    buf_add_str(&text, "}}");

    struct json_schema *schema = load(text.p);

    ck_assert(!validate(schema, "1", &breaches));
    ck_assert_uint_eq(breaches.count, 1);
    ck_assert_str_eq(breaches.items[0].text,
                     "cannot be judged: the schema's references multiply too much");
    json_schema_free(schema);
    buf_release(&text);
}
END_TEST

/* Without references a document may be as large as it likes: 400,000 applied here. */
START_TEST(schema_goes_on_without_references)
{
    struct buf schema_text, text;

    buf_init(&schema_text, BUF_MAX_TEXT);
    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_str(&schema_text, "{\"items\":{\"allOf\":[{}");
    buf_add_str(&text, "[0");
    for (int i = 1; i < 100; i++)
        buf_add_str(&schema_text, ",{}");
    for (int i = 1; i < 4000; i++)
        buf_add_str(&text, ",0");
    buf_add_str(&schema_text, "]}}");
    buf_add_char(&text, ']');

    struct json_schema *schema = load(schema_text.p);

    ck_assert(validate(schema, text.p, NULL));
    json_schema_free(schema);
    buf_release(&text);
    buf_release(&schema_text);
}
END_TEST

TCase *schema_tcase(void)
{
    TCase *tcase = tcase_create("schema");

    tcase_add_loop_test(tcase, schema_judges, 0, COUNT_OF(pairs));
    tcase_add_loop_test(tcase, schema_says_where, 0, COUNT_OF(places));
    tcase_add_test(tcase, schema_reports_every_breach);
    tcase_add_test(tcase, schema_bounds_breaches);
    tcase_add_test(tcase, schema_cuts_long_pointers);
    tcase_add_loop_test(tcase, schema_gives_up, 0, COUNT_OF(given_up));
    tcase_add_test(tcase, schema_gives_up_on_references_that_multiply);
    tcase_add_test(tcase, schema_goes_on_without_references);
    return tcase;
}
