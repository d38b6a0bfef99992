#include "suites.h"

#include "base/die.h"
#include "oauth/base_string.h"
#include "oauth/url.h"

#include <stdlib.h>

static struct span exact_copy(const char *text, char **out_copy)
{
    size_t len = strlen(text);

    *out_copy = memcpy(xmalloc(len), text, len);
    return span_make(*out_copy, len);
}

/* RFC 5849 3.4.1.3.1: what a form decodes to, as name=value pairs joined by `|`. */
START_TEST(param_splits_forms)
{
    static const struct {
        const char *form, *pairs;
    } rows[] = {
        { "", "" },
        { "a", "a=|" },
        { "a=", "a=|" },
        { "=a", "=a|" },
        { "=", "=|" },
        { "&&a=b&&", "a=b|" },
        { "a=b=c", "a=b=c|" },
        { "a=1&a=1&A=1", "a=1|a=1|A=1|" },
        { "a+b=c+d%20e%2B", "a b=c d e+|" },
        { "a%3Db=%26", "a=b=&|" },
        { "a=%", "a=%|" },
        { "a=%4", "a=%4|" },
        { "%6fauth_x=%e4", "oauth_x=\xe4|" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct oauth_params list = { 0 };
        struct buf got;
        char *copy;

        buf_init(&got, BUF_MAX_TEXT);
        ck_assert_int_eq(
            oauth_params_add_form(&list, exact_copy(rows[i].form, &copy), OAUTH_IN_BODY),
            0);
        for (size_t k = 0; k < list.count; k++) {
            ck_assert_int_eq(list.items[k].place, OAUTH_IN_BODY);
            buf_addf(&got, "%.*s=%.*s|", SPAN_ARG(list.items[k].name),
                     SPAN_ARG(list.items[k].value));
        }
        ck_assert_str_eq(got.p, rows[i].pairs);
        buf_release(&got);
        oauth_params_release(&list);
        free(copy);
    }
}
END_TEST

START_TEST(param_plus_is_a_space_only_in_forms)
{
    struct oauth_params list = { 0 };

    oauth_params_add_encoded(&list, SPAN("a+"), SPAN("%20+"), OAUTH_IN_HEADER);
    oauth_params_add_encoded(&list, SPAN("a+"), SPAN("%20+"), OAUTH_IN_QUERY);
    ck_assert(span_eq_str(list.items[0].name, "a+"));
    ck_assert(span_eq_str(list.items[0].value, " +"));
    ck_assert(list.items[0].raw);
    ck_assert(span_eq_str(list.items[1].name, "a "));
    ck_assert(span_eq_str(list.items[1].value, "  "));
    ck_assert(!list.items[1].raw);
    oauth_params_release(&list);
}
END_TEST

START_TEST(param_list_has_a_maximum)
{
    struct oauth_params list = { 0 };

    for (int i = 0; i < OAUTH_PARAMS_MAX; i++)
        ck_assert_int_eq(oauth_params_add(&list, SPAN("a"), SPAN("b"), OAUTH_IN_QUERY),
                         0);
    ck_assert_int_eq(oauth_params_add(&list, SPAN("a"), SPAN("b"), OAUTH_IN_QUERY), -1);
    ck_assert_int_eq(oauth_params_add_form(&list, SPAN("a=b"), OAUTH_IN_QUERY), -1);
    ck_assert_uint_eq(list.count, OAUTH_PARAMS_MAX);
    oauth_params_reset(&list);
    ck_assert_int_eq(oauth_params_add_form(&list, SPAN("a=b"), OAUTH_IN_QUERY), 0);
    oauth_params_release(&list);
}
END_TEST

START_TEST(param_find_takes_the_first)
{
    struct oauth_params list = { 0 };

    oauth_params_add_form(&list, SPAN("a=1&b=2&a=3"), OAUTH_IN_QUERY);
    ck_assert(span_eq_str(oauth_params_find(&list, SPAN("a"))->value, "1"));
    ck_assert_ptr_null(oauth_params_find(&list, SPAN("c")));
    oauth_params_release(&list);
}
END_TEST

/* RFC 5849 3.4.1.2; NULL: not usable. */
START_TEST(url_becomes_a_base_uri)
{
    static const struct {
        const char *url, *uri;
    } rows[] = {
        { "https://api.example.org/1.1/x.json?id=1#f",
          "https://api.example.org/1.1/x.json" },
        { "https://api.example.org?id=1", "https://api.example.org/" },
        { "https://api.example.org#f", "https://api.example.org/" },
        { "HTTP://A.B:80/X", "http://a.b/X" },
        { "http://a.b:080/", "http://a.b/" },
        { "http://a.b:443/", "http://a.b:443/" },
        { "https://user:pw@a.b:8443/%7e//", "https://a.b:8443/%7e//" },
        { "http://[::1]:8080/a?b", "http://[::1]:8080/a" },
        { "http://a.b:", "http://a.b/" },
        { "http://a.b/#x?y", "http://a.b/" },
        { "ftp://a.b/", NULL },
        { "/1.1/x.json", NULL },
        { "http://", NULL },
        { "http:///x", NULL },
        { "http://a b/", NULL },
        { "http://a.b:x/", NULL },
        { "http://a.b:65536/", NULL },
        { "http://[::1/", NULL },
        { "http://[::1]x/", NULL },
        { "http://user@/", NULL },
        { "", NULL },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct oauth_recipe recipe = { .sort = OAUTH_SORT_BY_NAME };
        struct oauth_params list = { 0 };
        struct oauth_request request = { .method = SPAN("GET") };
        struct buf uri, fast, slow;
        char *copy;

        buf_init(&uri, 1000);
        buf_init(&fast, 1000);
        buf_init(&slow, 1000);
        request.url = exact_copy(rows[i].url, &copy);
        ck_assert_int_eq(oauth_base_uri(&uri, request.url), rows[i].uri ? 0 : -1);
        ck_assert_str_eq(uri.p, rows[i].uri ? rows[i].uri : "");
        ck_assert_int_eq(oauth_base_string(&fast, &request, &list, NULL, NULL),
                         rows[i].uri ? 0 : -1);
        ck_assert_int_eq(oauth_base_string(&slow, &request, &list, &recipe, NULL),
                         rows[i].uri ? 0 : -1);
        ck_assert_str_eq(fast.p, slow.p);
        buf_release(&uri);
        buf_release(&fast);
        buf_release(&slow);
        free(copy);
    }
}
END_TEST

START_TEST(content_type_of_a_form)
{
    static const struct {
        const char *type;
        bool form;
    } rows[] = {
        { "application/x-www-form-urlencoded", true },
        { "Application/X-WWW-Form-URLEncoded", true },
        { "application/x-www-form-urlencoded;charset=utf-8", true },
        { " application/x-www-form-urlencoded ; charset=utf-8", true },
        { "application/x-www-form-urlencoded2", false },
        { "application/json", false },
        { "multipart/form-data; boundary=x", false },
        { "", false },
        { NULL, false },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        ck_assert_int_eq(oauth_is_form(span_of(rows[i].type)), rows[i].form);
}
END_TEST

TCase *param_tests(void)
{
    TCase *tests = tcase_create("param");

    tcase_add_test(tests, param_splits_forms);
    tcase_add_test(tests, param_plus_is_a_space_only_in_forms);
    tcase_add_test(tests, param_list_has_a_maximum);
    tcase_add_test(tests, param_find_takes_the_first);
    tcase_add_test(tests, url_becomes_a_base_uri);
    tcase_add_test(tests, content_type_of_a_form);
    return tests;
}
