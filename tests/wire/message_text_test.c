#include "wire/message_tests.h"

#include "base/die.h"

#include <stdlib.h>

static struct span exact(const char *text)
{
    size_t len = strlen(text);

    return span_make(memcpy(xmalloc(len + !len), text, len), len);
}

/* Requests: what is read, and its text form afterwards ("" when that is the same). */
static const struct {
    const char *text, *method, *target, *body, *again;
    size_t headers;
} requests[] = {
    { "GET / HTTP/1.1\r\n\r\n", "GET", "/", "", "", 0 },
    { "GET / HTTP/1.1\n\n", "GET", "/", "", "GET / HTTP/1.1\r\n\r\n", 0 },
    { "GET / HTTP/1.0\r\n\r\n", "GET", "/", "", "GET / HTTP/1.1\r\n\r\n", 0 },
    { "POST http://h/a?b HTTP/1.1\r\nHost: h\r\n\r\n", "POST", "http://h/a?b", "", "",
      1 },
    { "POST /a HTTP/1.1\r\nHost: h\r\n\r\nid=1", "POST", "/a", "id=1", "", 1 },
    { "POST /a HTTP/1.1\nHost:h\nX:  y \t\n\nid=1\n", "POST", "/a", "id=1\n",
      "POST /a HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\nid=1\n", 2 },
    { "POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nid=1 and more", "POST", "/a", "id=1",
      "POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nid=1", 1 },
    { "POST /a HTTP/1.1\r\nContent-Length: 0\r\n\r\nmore", "POST", "/a", "",
      "POST /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 1 },
    { "POST /a HTTP/1.1\r\nContent-Length: 4\r\ncontent-length: 4\r\n\r\nid=1", "POST",
      "/a", "id=1", "", 2 },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nid=1\r\n0\r\n\r\n",
      "POST", "/a", "id=1", "", 1 },
    { "POST /a HTTP/1.1\nTransfer-Encoding: Chunked\n\n2;x=y\nid\n00002\r\n=1\r\n0\nT: "
      "u\n\n",
      "POST", "/a", "id=1",
      "POST /a HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n4\r\nid=1\r\n0\r\n\r\n", 1 },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n"
      "0\r\n\r\n",
      "POST", "/a", "", "", 2 },
    { "m!#$%&'*+-.^_`|~9 /\xc3\xa9 HTTP/1.1\r\n\r\n", "m!#$%&'*+-.^_`|~9", "/\xc3\xa9",
      "", "", 0 },
    { "GET / HTTP/1.1\r\nEmpty:\r\nTwo: a: b\r\n\r\n", "GET", "/", "",
      "GET / HTTP/1.1\r\nEmpty: \r\nTwo: a: b\r\n\r\n", 2 },
};

static void check_written(const struct http_request *request, const char *expected)
{
    struct buf out;

    buf_init(&out, BUF_MAX_TEXT);
    http_request_write(&out, request);
    ck_assert_str_eq(out.p, expected);
    buf_release(&out);
}

START_TEST(message_reads_requests)
{
    struct span text = exact(requests[_i].text);
    struct http_request request = { 0 };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_msg(http_request_parse(text, &request, &why) == 0, "%s", why.p);
    free((char *)text.p);
    ck_assert_uint_eq(why.len, 0);
    ck_assert(span_eq_str(request.method, requests[_i].method));
    ck_assert(span_eq_str(request.target, requests[_i].target));
    ck_assert(span_eq_str(request.body, requests[_i].body));
    ck_assert_uint_eq(request.headers.count, requests[_i].headers);
    check_written(&request, *requests[_i].again ? requests[_i].again : requests[_i].text);
    http_request_release(&request);
    buf_release(&why);
}
END_TEST

/* Each differs in one thing from a request above. */
static const struct {
    const char *text, *why;
} bad_requests[] = {
    { "", "no start line" },
    { "GET / HTTP/1.1", "no start line" },
    { "GET / HTTP/1.1\r\n", "no empty line" },
    { "GET / HTTP/1.1\r\nHost: h\r\n", "no empty line" },
    { "\r\nGET / HTTP/1.1\r\n\r\n", "METHOD TARGET VERSION" },
    { "GET /\r\n\r\n", "METHOD TARGET VERSION" },
    { "GET  / HTTP/1.1\r\n\r\n", "request target is empty" },
    { "GET / HTTP/1.1 \r\n\r\n", "does not end in HTTP/1.1" },
    { "GET / HTTP/1.2\r\n\r\n", "does not end in HTTP/1.1" },
    { "GET / http/1.1\r\n\r\n", "does not end in HTTP/1.1" },
    { "G@T / HTTP/1.1\r\n\r\n", "method is not a token" },
    { " / HTTP/1.1\r\n\r\n", "method is not a token" },
    { "GET /\t HTTP/1.1\r\n\r\n", "control character" },
    { "GET /\x01 HTTP/1.1\r\n\r\n", "control character" },
    { "GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", "folded" },
    { "GET / HTTP/1.1\r\nHost: h\r\n\tfolded\r\n\r\n", "folded" },
    { "GET / HTTP/1.1\r\nHost h\r\n\r\n", "no colon" },
    { "GET / HTTP/1.1\r\nHost : h\r\n\r\n", "not a token" },
    { "GET / HTTP/1.1\r\n: h\r\n\r\n", "not a token" },
    { "GET / HTTP/1.1\r\nH\xc3\xa9: h\r\n\r\n", "not a token" },
    { "GET / HTTP/1.1\r\nHost: h\x7f\r\n\r\n", "control character" },
    { "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", "control character" },
    { "POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nid=1", "ends before" },
    { "POST /a HTTP/1.1\r\nContent-Length: 4x\r\n\r\nid=1", "not a number" },
    { "POST /a HTTP/1.1\r\nContent-Length: -4\r\n\r\nid=1", "not a number" },
    { "POST /a HTTP/1.1\r\nContent-Length:\r\n\r\nid=1", "not a number" },
    { "POST /a HTTP/1.1\r\nContent-Length: 18446744073709551616\r\n\r\nid=1",
      "not a number" },
    { "POST /a HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\nid=1",
      "ends before" },
    { "POST /a HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 3\r\n\r\nid=1",
      "differ" },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nid=1\r\n0\r\n",
      "ends before" },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nid=1\r\n0\r\n\r\n",
      "broken chunk" },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\ng\r\nid=1\r\n0\r\n\r\n",
      "broken chunk" },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\nid=1\r\n0\r\n\r\n",
      "broken chunk" },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1000000000000004\r\nid=1",
      "broken chunk" },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-4\r\nid=1\r\n0\r\n\r\n",
      "broken chunk" },
    { "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nid=1", "broken chunk" },
};

START_TEST(message_refuses_requests)
{
    struct span text = exact(bad_requests[_i].text);
    struct http_request request = { 0 };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    http_request_set(&request, SPAN("OLD"), SPAN("/old"));
    ck_assert_int_eq(http_request_parse(text, &request, &why), -1);
    ck_assert_msg(strstr(why.p, bad_requests[_i].why) != NULL,
                  "\"%s\" is not about \"%s\"", why.p, bad_requests[_i].why);
    ck_assert(span_eq_str(request.method, "OLD"));
    ck_assert_int_eq(http_request_parse(text, &request, NULL), -1);
    free((char *)text.p);
    http_request_release(&request);
    buf_release(&why);
}
END_TEST

static const struct {
    const char *text, *reason, *body, *again;
    int status, version;
} responses[] = {
    { "HTTP/1.1 200 OK\r\n\r\n", "OK", "", "", 200, 11 },
    { "HTTP/1.0 404 Not Found\r\nX: y\r\n\r\nbody", "Not Found", "body", "", 404, 10 },
    { "HTTP/2 200 \r\n\r\n{}", "", "{}", "", 200, 20 },
    { "HTTP/1.1 200\n\n", "", "", "HTTP/1.1 200 \r\n\r\n", 200, 11 },
    { "HTTP/1.1 999 A b  c\r\n\r\n", "A b  c", "", "", 999, 11 },
    { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}trailing", "OK", "{}",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, 11 },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n10\r\n"
      "0123456789abcdef\r\n0\r\n\r\n",
      "OK", "a0123456789abcdef",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n11\r\n"
      "a0123456789abcdef\r\n0\r\n\r\n",
      200, 11 },
};

START_TEST(message_reads_responses)
{
    struct span text = exact(responses[_i].text);
    struct http_response response = { 0 };
    struct buf why, out;

    buf_init(&why, BUF_MAX_TEXT);
    buf_init(&out, BUF_MAX_TEXT);
    ck_assert_msg(http_response_parse(text, &response, &why) == 0, "%s", why.p);
    free((char *)text.p);
    ck_assert_int_eq(response.status, responses[_i].status);
    ck_assert_int_eq(response.version, responses[_i].version);
    ck_assert(span_eq_str(response.reason, responses[_i].reason));
    ck_assert(span_eq_str(response.body, responses[_i].body));
    http_response_write(&out, &response);
    ck_assert_str_eq(out.p,
                     *responses[_i].again ? responses[_i].again : responses[_i].text);
    http_response_release(&response);
    buf_release(&out);
    buf_release(&why);
}
END_TEST

static const struct {
    const char *text, *why;
} bad_responses[] = {
    { "", "no start line" },
    { "HTTP/1.1 200 OK\r\n", "no empty line" },
    { "<html>\r\n\r\n", "does not begin with HTTP" },
    { "HTTP/1.1200 OK\r\n\r\n", "does not begin with HTTP" },
    { "HTTP/3 200 OK\r\n\r\n", "does not begin with HTTP" },
    { "HTTP/1.1 20 OK\r\n\r\n", "three digits" },
    { "HTTP/1.1 2000 OK\r\n\r\n", "three digits" },
    { "HTTP/1.1 099 OK\r\n\r\n", "three digits" },
    { "HTTP/1.1 +20 OK\r\n\r\n", "three digits" },
    { "HTTP/1.1  200 OK\r\n\r\n", "three digits" },
    { "HTTP/1.1 200 O\x01K\r\n\r\n", "reason phrase" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}", "ends before" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}", "differ" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}", "not a number" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}", "ends before" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n0\r\n\r\n",
      "broken chunk" },
};

START_TEST(message_refuses_responses)
{
    struct span text = exact(bad_responses[_i].text);
    struct http_response response = { .status = 7 };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_int_eq(http_response_parse(text, &response, &why), -1);
    ck_assert_msg(strstr(why.p, bad_responses[_i].why) != NULL,
                  "\"%s\" is not about \"%s\"", why.p, bad_responses[_i].why);
    ck_assert_int_eq(response.status, 7);
    free((char *)text.p);
    http_response_release(&response);
    buf_release(&why);
}
END_TEST

START_TEST(message_writes_reason_of_status)
{
    struct http_response response = { .status = 503, .version = 10 };
    struct buf out;

    buf_init(&out, BUF_MAX_TEXT);
    http_response_add(&response, SPAN("X"), SPAN("y"));
    http_response_set_body(&response, SPAN("z"));
    http_response_write(&out, &response);
    ck_assert_str_eq(out.p, "HTTP/1.0 503 Service Unavailable\r\nX: y\r\n\r\nz");
    http_response_release(&response);
    buf_release(&out);
}
END_TEST

static int parse_padded(size_t headers, size_t padding)
{
    struct http_request request = { 0 };
    struct buf text;
    int result;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_str(&text, "GET / HTTP/1.1\r\n");
    for (size_t i = 0; i < headers; i++)
        buf_add_str(&text, "X: y\r\n");
    buf_add_str(&text, "Pad: ");
    for (size_t i = 0; i < padding; i++)
        buf_add_char(&text, 'p');
    buf_add_str(&text, "\r\n\r\n");
    result = http_request_parse(buf_span(&text), &request, NULL);
    buf_release(&text);
    http_request_release(&request);
    return result;
}

START_TEST(message_bounds_heads)
{
    size_t other = strlen("GET / HTTP/1.1\r\nPad: \r\n\r\n");

    ck_assert_int_eq(parse_padded(HTTP_HEADERS_MAX - 1, 1), 0);
    ck_assert_int_eq(parse_padded(HTTP_HEADERS_MAX, 1), -1);
    ck_assert_int_eq(parse_padded(0, HTTP_HEAD_MAX - other), 0);
    ck_assert_int_eq(parse_padded(0, HTTP_HEAD_MAX - other + 1), -1);
}
END_TEST

static int parse_body_of(size_t len)
{
    struct http_request request = { 0 };
    struct buf text;
    int result;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_str(&text, "POST / HTTP/1.1\r\n\r\n");
    memset(buf_reserve(&text, len), 'b', len);
    text.len += len;
    buf_terminate(&text);
    result = http_request_parse(buf_span(&text), &request, NULL);
    ck_assert_uint_eq(request.body.len, result ? 0 : len);
    buf_release(&text);
    http_request_release(&request);
    return result;
}

START_TEST(message_bounds_bodies)
{
    ck_assert_int_eq(parse_body_of(HTTP_BODY_MAX), 0);
    ck_assert_int_eq(parse_body_of(HTTP_BODY_MAX + 1), -1);
}
END_TEST

START_TEST(message_takes_nul_in_bodies_only)
{
    static const char body[] = "POST / HTTP/1.1\r\nX: y\r\n\r\na\0b";
    static const char value[] = "POST / HTTP/1.1\r\nX: \0\r\n\r\n";
    static const char name[] = "POST / HTTP/1.1\r\nX\0: y\r\n\r\n";
    struct http_request request = { 0 };

    ck_assert_int_eq(
        http_request_parse(span_make(body, sizeof(body) - 1), &request, NULL), 0);
    ck_assert(span_eq(request.body, span_make("a\0b", 3)));
    ck_assert_int_eq(
        http_request_parse(span_make(value, sizeof(value) - 1), &request, NULL), -1);
    ck_assert_int_eq(
        http_request_parse(span_make(name, sizeof(name) - 1), &request, NULL), -1);
    http_request_release(&request);
}
END_TEST

TCase *message_text_tcase(void)
{
    TCase *tcase = tcase_create("text");

    tcase_add_loop_test(tcase, message_reads_requests, 0, COUNT_OF(requests));
    tcase_add_loop_test(tcase, message_refuses_requests, 0, COUNT_OF(bad_requests));
    tcase_add_loop_test(tcase, message_reads_responses, 0, COUNT_OF(responses));
    tcase_add_loop_test(tcase, message_refuses_responses, 0, COUNT_OF(bad_responses));
    tcase_add_test(tcase, message_writes_reason_of_status);
    tcase_add_test(tcase, message_bounds_heads);
    tcase_add_test(tcase, message_bounds_bodies);
    tcase_add_test(tcase, message_takes_nul_in_bodies_only);
    return tcase;
}
