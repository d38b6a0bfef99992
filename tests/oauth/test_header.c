#include "suites.h"

#include "base/die.h"
#include "oauth/header.h"

#include <stdlib.h>

enum {
    OK = OAUTH_HEADER_OK,
    BAD = OAUTH_HEADER_MALFORMED,
    OTHER = OAUTH_HEADER_NOT_OAUTH,
    NONE = OAUTH_HEADER_ABSENT,
};

static const struct {
    const char *value;
    int error;
    const char *pairs;
} read_rows[] = {
    { "OAuth a=\"1\", b=\"2\"", OK, "a=1|b=2|" },
    { "oauth a=\"1\",b=\"2\"", OK, "a=1|b=2|" },
    { "OAUTH\ta=\"1\" \t,\t b=\"2\"  ", OK, "a=1|b=2|" },
    { "  OAuth ,, a=\"1\",,b=\"2\",", OK, "a=1|b=2|" },
    { "OAuth realm=\"http://x/\", a=\"1\"", OK, "realm=http://x/|a=1|" },
    { "OAuth a=\"1\", realm=\"a%20\\\"b\\\\,c=\"", OK, "a=1|realm=a%20\"b\\,c=|" },
    { "OAuth realm=\"\"", OK, "realm=|" },
    { "OAuth REALM=\"%41\"", OK, "realm=%41|" },
    { "OAuth rEaL%4d=\"a\\\"%41\"", OK, "realm=a\"%41|" },
    { "OAuth real%6=\"a\\\"", OK, "real%6=a\\|" },
    { "OAuth a=\"\"", OK, "a=|" },
    { "OAuth a=\"%2B+%2b%20\"", OK, "a=+++ |" },
    { "OAuth %61%2b=\"1\"", OK, "a+=1|" },
    { "OAuth a=\"=,&\"", OK, "a==,&|" },
    { "OAuth a=\"1\", a=\"1\"", OK, "a=1|a=1|" },
    { "OAuth", OK, "" },
    { "OAuth ", OK, "" },
    { "OAuth ,", OK, "" },
    { "", NONE, "" },
    { " \t", NONE, "" },
    { "Bearer abc", OTHER, "" },
    { "Basic a=\"1\"", OTHER, "" },
    { "OAuth2 a=\"1\"", OTHER, "" },
    { "OAuth,a=\"1\"", OTHER, "" },
    { "OAut", OTHER, "" },
    { "OAuth a=1", BAD, "" },
    { "OAuth a", BAD, "" },
    { "OAuth a=", BAD, "" },
    { "OAuth a=\"", BAD, "" },
    { "OAuth a=\"1", BAD, "" },
    { "OAuth a=\"1\" b=\"2\"", BAD, "" },
    { "OAuth a=\"1\"b=\"2\"", BAD, "" },
    { "OAuth a=\"1\";b=\"2\"", BAD, "" },
    { "OAuth a = \"1\"", BAD, "" },
    { "OAuth a= \"1\"", BAD, "" },
    { "OAuth =\"1\"", BAD, "" },
    { "OAuth a=\"1\", b", BAD, "" },
    { "OAuth a=\"1\\\"\"", BAD, "" },
    { "OAuth realm=\"\\\"", BAD, "" },
    { "OAuth a=\"1\n\"", BAD, "" },
    { "OAuth a\r=\"1\"", BAD, "" },
    { "OAuth a=\"\x7f\"", BAD, "" },
};

START_TEST(header_is_read)
{
    for (size_t i = 0; i < sizeof(read_rows) / sizeof(*read_rows); i++) {
        size_t len = strlen(read_rows[i].value);
        char *copy = memcpy(xmalloc(len), read_rows[i].value, len);
        struct oauth_params list = { 0 };
        struct buf got, why;

        buf_init(&got, BUF_MAX_TEXT);
        buf_init(&why, BUF_MAX_TEXT);
        ck_assert_int_eq(oauth_header_parse(span_make(copy, len), &list, &why),
                         read_rows[i].error);
        ck_assert_int_eq(why.len == 0, read_rows[i].error == OK);
        for (size_t k = 0; k < list.count; k++)
            buf_addf(&got, "%.*s=%.*s|", SPAN_ARG(list.items[k].name),
                     SPAN_ARG(list.items[k].value));
        if (read_rows[i].error == OK)
            ck_assert_str_eq(got.p, read_rows[i].pairs);
        buf_release(&got);
        buf_release(&why);
        oauth_params_release(&list);
        free(copy);
    }
}
END_TEST

START_TEST(header_is_written)
{
    static const struct {
        struct oauth_header_style style;
        const char *text;
    } rows[] = {
        { { 0 }, "OAuth a=\"1%2F\", b%20=\"\"" },
        { { .scheme = "oauth" }, "oauth a=\"1%2F\", b%20=\"\"" },
        { { .separator = "," }, "OAuth a=\"1%2F\",b%20=\"\"" },
        { { .realm = "x\"y" }, "OAuth realm=\"x\\\"y\", a=\"1%2F\", b%20=\"\"" },
        { { .realm = "", .realm_last = true },
          "OAuth a=\"1%2F\", b%20=\"\", realm=\"\"" },
        { { .reversed = true }, "OAuth b%20=\"\", a=\"1%2F\"" },
        { { .unquoted = true }, "OAuth a=1%2F, b%20=" },
        { { .raw_values = true }, "OAuth a=\"1/\", b%20=\"\"" },
        { { .twice = true }, "OAuth a=\"1%252F\", b%20=\"\"" },
        { { .spaces = true }, "OAuth a = \"1%2F\", b%20 = \"\"" },
    };
    struct oauth_params list = { 0 };

    oauth_params_add(&list, SPAN("a"), SPAN("1/"), OAUTH_IN_HEADER);
    oauth_params_add(&list, SPAN("id"), SPAN("1"), OAUTH_IN_BODY);
    oauth_params_add(&list, SPAN("b "), SPAN(""), OAUTH_IN_HEADER);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct buf text;

        buf_init(&text, BUF_MAX_TEXT);
        oauth_header_write(&text, &list, i ? &rows[i].style : NULL);
        ck_assert_str_eq(text.p, rows[i].text);
        buf_release(&text);
    }
    oauth_params_release(&list);
}
END_TEST

/* What is written is read back, octet for octet. */
START_TEST(header_round_trip)
{
    struct oauth_params list = { 0 }, read = { 0 };
    struct buf text;
    char every[256];

    for (int i = 0; i < 256; i++)
        every[i] = (char)i;
    buf_init(&text, BUF_MAX_TEXT);
    oauth_params_add(&list, span_make(every, 256), span_make(every, 256),
                     OAUTH_IN_HEADER);
    oauth_params_add(&list, SPAN("realm"), SPAN("a\\b\"c%20"), OAUTH_IN_HEADER);
    oauth_header_write(&text, &list, NULL);
    ck_assert_int_eq(oauth_header_parse(buf_span(&text), &read, NULL), OAUTH_HEADER_OK);
    ck_assert_uint_eq(read.count, 2);
    ck_assert(span_eq(read.items[0].name, list.items[0].name));
    ck_assert(span_eq(read.items[0].value, list.items[0].value));
    ck_assert(!read.items[0].raw);
    ck_assert(span_eq(read.items[1].value, list.items[1].value));
    oauth_params_release(&list);
    oauth_params_release(&read);
    buf_release(&text);
}
END_TEST

TCase *header_tests(void)
{
    TCase *tests = tcase_create("header");

    tcase_add_test(tests, header_is_read);
    tcase_add_test(tests, header_is_written);
    tcase_add_test(tests, header_round_trip);
    return tests;
}
