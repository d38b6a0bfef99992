#include "wire/message_tests.h"

#include <stdlib.h>

START_TEST(message_finds_first_of_any_case)
{
    struct http_request request = { 0 };

    ck_assert_int_eq(http_request_add(&request, SPAN("Host"), SPAN("a")), 0);
    ck_assert_int_eq(http_request_add(&request, SPAN("X-Two"), SPAN("1")), 0);
    ck_assert_int_eq(http_request_add(&request, SPAN("x-two"), SPAN("2")), 0);
    ck_assert(span_eq_str(http_find(&request.headers, "X-TWO"), "1"));
    ck_assert(span_eq_str(http_find(&request.headers, "host"), "a"));
    ck_assert_ptr_null(http_find(&request.headers, "X-Tw").p);
    ck_assert_uint_eq(http_count(&request.headers, "X-two"), 2);
    ck_assert_uint_eq(http_count(&request.headers, "X-three"), 0);
    http_request_release(&request);
    ck_assert_uint_eq(request.headers.count, 0);
}
END_TEST

START_TEST(message_setters_copy)
{
    struct http_request request = { 0 };
    char *method = strdup("POST"), *target = strdup("/a"), *body = strdup("id=1");

    http_request_set(&request, span_of(method), span_of(target));
    http_request_set_body(&request, span_of(body));
    free(method);
    free(target);
    free(body);
    ck_assert(span_eq_str(request.method, "POST"));
    ck_assert(span_eq_str(request.target, "/a"));
    ck_assert(span_eq_str(request.body, "id=1"));
    http_request_reset(&request);
    ck_assert_ptr_null(request.method.p);
    ck_assert_ptr_null(request.body.p);
    http_request_release(&request);
}
END_TEST

START_TEST(message_keeps_absent_values)
{
    struct http_request request = { 0 };
    struct buf out;

    buf_init(&out, BUF_MAX_TEXT);
    http_request_set(&request, SPAN("GET"), SPAN("/"));
    http_request_add(&request, SPAN("Host"), span_of(NULL));
    http_request_add(&request, SPAN("Empty"), SPAN(""));
    http_request_write(&out, &request);
    ck_assert_str_eq(out.p, "GET / HTTP/1.1\r\nEmpty: \r\n\r\n");
    buf_release(&out);
    http_request_release(&request);
}
END_TEST

START_TEST(message_stops_at_headers_max)
{
    struct http_response response = { 0 };

    for (int i = 0; i < HTTP_HEADERS_MAX; i++)
        ck_assert_int_eq(http_response_addf(&response, "X", "%d", i), 0);
    ck_assert_int_eq(http_response_addf(&response, "X", "%d", 200), -1);
    ck_assert_int_eq(http_response_add(&response, SPAN("X"), SPAN("200")), -1);
    ck_assert_uint_eq(response.headers.count, HTTP_HEADERS_MAX);
    ck_assert(span_eq_str(response.headers.items[HTTP_HEADERS_MAX - 1].value, "199"));
    http_response_release(&response);
}
END_TEST

START_TEST(message_formats_large_values)
{
    struct http_response response = { 0 };

    ck_assert_int_eq(http_response_addf(&response, "X", "%0500d", 7), 0);
    ck_assert_uint_eq(http_find(&response.headers, "x").len, 500);
    http_response_release(&response);
}
END_TEST

static const struct {
    const char *target, *path, *query;
} targets[] = {
    { "/a", "/a", NULL },      { "/a?", "/a", "" },
    { "/a?b=c", "/a", "b=c" }, { "/a?b?c", "/a", "b?c" },
    { "?b", "", "b" },         { "", "", NULL },
    { "/a?b#c", "/a", "b#c" }, { "http://h/a?b", "http://h/a", "b" },
};

START_TEST(message_splits_targets)
{
    struct span path, query;

    http_split_target(span_of(targets[_i].target), &path, &query);
    ck_assert(span_eq_str(path, targets[_i].path));
    ck_assert_int_eq(query.p != NULL, targets[_i].query != NULL);
    ck_assert(!query.p || span_eq_str(query, targets[_i].query));
}
END_TEST

static const struct {
    const char *url, *scheme, *authority, *target; /* scheme NULL: not a URL */
} urls[] = {
    { "http://h", "http", "h", "/" },
    { "http://h/", "http", "h", "/" },
    { "https://h:8443/a?b", "https", "h:8443", "/a?b" },
    { "http://[::1]:80/x", "http", "[::1]:80", "/x" },
    { "http://u:p@h/x", "http", "u:p@h", "/x" },
    { "HTTP://H/x", "HTTP", "H", "/x" },
    { "http://h?x", "http", "h", "?x" },
    { "http://h/a://b", "http", "h", "/a://b" },
    { "a+b-c.1://h", "a+b-c.1", "h", "/" },
    { "", NULL, NULL, NULL },
    { "/1.1/a", NULL, NULL, NULL },
    { "http:/h", NULL, NULL, NULL },
    { "http://", NULL, NULL, NULL },
    { "http:///a", NULL, NULL, NULL },
    { "://h", NULL, NULL, NULL },
    { "1http://h", NULL, NULL, NULL },
    { "ht tp://h", NULL, NULL, NULL },
    { "http://h h/", NULL, NULL, NULL },
    { "http://h\n/", NULL, NULL, NULL },
    { "/a?u=http://h", NULL, NULL, NULL },
};

START_TEST(message_splits_urls)
{
    struct span scheme = SPAN("?"), authority, target;
    size_t len = strlen(urls[_i].url);
    char *exact = memcpy(malloc(len + !len), urls[_i].url, len);
    int result = http_split_url(span_make(exact, len), &scheme, &authority, &target);

    ck_assert_int_eq(result, urls[_i].scheme ? 0 : -1);
    if (result) {
        ck_assert(span_eq_str(scheme, "?"));
    } else {
        ck_assert(span_eq_str(scheme, urls[_i].scheme));
        ck_assert(span_eq_str(authority, urls[_i].authority));
        ck_assert(span_eq_str(target, urls[_i].target));
    }
    free(exact);
}
END_TEST

START_TEST(message_knows_reasons)
{
    ck_assert_str_eq(http_reason(200), "OK");
    ck_assert_str_eq(http_reason(404), "Not Found");
    ck_assert_str_eq(http_reason(505), "HTTP Version Not Supported");
    ck_assert_str_eq(http_reason(299), "");
    ck_assert_str_eq(http_reason(0), "");
    ck_assert_str_eq(http_reason(-1), "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wire/message");
    SRunner *runner = srunner_create(suite);
    TCase *tcase = tcase_create("message");
    int failed;

    tcase_add_test(tcase, message_finds_first_of_any_case);
    tcase_add_test(tcase, message_setters_copy);
    tcase_add_test(tcase, message_keeps_absent_values);
    tcase_add_test(tcase, message_stops_at_headers_max);
    tcase_add_test(tcase, message_formats_large_values);
    tcase_add_loop_test(tcase, message_splits_targets, 0, COUNT_OF(targets));
    tcase_add_loop_test(tcase, message_splits_urls, 0, COUNT_OF(urls));
    tcase_add_test(tcase, message_knows_reasons);
    suite_add_tcase(suite, tcase);
    suite_add_tcase(suite, message_text_tcase());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
