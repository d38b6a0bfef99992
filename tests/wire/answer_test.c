/* One answer from bytes: each input is fed whole, byte by byte, and in sevens, and all
 * three must agree. */
#include "wire/answer.h"

#include "base/die.h"

#include <check.h>
#include <stdlib.h>

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

enum { BODY_MAX_HERE = 64 };

static const struct {
    const char *bytes;
    enum answer_state fed, ended; /* after the bytes, and after the end */
    int status;
    const char *body;
    bool keeps_open;
    const char *method; /* NULL: POST */
} rows[] = {
    /* Content-Length */
    { OK "Content-Length: 2\r\n\r\n{}", ANSWER_DONE, ANSWER_DONE, 200, "{}", true, NULL },
    { OK "Content-Length: 2\r\n\r\n{", ANSWER_MORE, ANSWER_CUT, 200, "{", false, NULL },
    { OK "Content-Length: 0\r\n\r\n", ANSWER_DONE, ANSWER_DONE, 200, "", true, NULL },
    { OK "Content-Length: 2\r\n\r\n{}x", ANSWER_DONE, ANSWER_DONE, 200, "{}", false,
      NULL },
    { OK "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", ANSWER_DONE, ANSWER_DONE,
      200, "{}", true, NULL },
    { OK "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}", ANSWER_NOT_HTTP,
      ANSWER_NOT_HTTP, 200, NULL, false, NULL },
    { OK "Content-Length: two\r\n\r\n{}", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 200, NULL,
      false, NULL },
    { OK "Content-Length: 99\r\n\r\n0123456789012345678901234567890123456789"
         "012345678901234567890123xx",
      ANSWER_LARGE_BODY, ANSWER_LARGE_BODY, 200,
      "0123456789012345678901234567890123456789012345678901234567890123"
      /* the first 64 */,
      false, NULL },
    /* chunks */
    { CHUNKED "2\r\n{}\r\n0\r\n\r\n", ANSWER_DONE, ANSWER_DONE, 200, "{}", true, NULL },
    { CHUNKED "1;a=b\r\n{\r\n01 \r\n}\r\n0\r\nT: u\r\n\r\n", ANSWER_DONE, ANSWER_DONE,
      200, "{}", true, NULL },
    { CHUNKED "2\r\n{}\r\n0\r\n", ANSWER_MORE, ANSWER_CUT, 200, "{}", false, NULL },
    { CHUNKED "2\r\n{}", ANSWER_MORE, ANSWER_CUT, 200, "{}", false, NULL },
    { CHUNKED "2\r\n{}}\r\n0\r\n\r\n", ANSWER_CUT, ANSWER_CUT, 200, "{}", false, NULL },
    { CHUNKED "3\r\n{}\r\n0\r\n\r\n", ANSWER_CUT, ANSWER_CUT, 200, "{}\r", false, NULL },
    { CHUNKED "zz\r\n", ANSWER_CUT, ANSWER_CUT, 200, "", false, NULL },
    { CHUNKED "2\r\n{}\r\n0\r\n\r\nx", ANSWER_DONE, ANSWER_DONE, 200, "{}", false, NULL },
    { OK "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ANSWER_DONE,
      ANSWER_DONE, 200, "", true, NULL },
    /* one CR too many does not end a head, in pieces or not */
    { OK "A: b\r\n\r\r\n{}", ANSWER_MORE, ANSWER_CUT, 0, NULL, false, NULL },
    { OK "A: b\r\n\r\r\n\r\n{}", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false, NULL },
    /* up to the end of the connection */
    { OK "\r\n{}", ANSWER_MORE, ANSWER_DONE, 200, "{}", false, NULL },
    { "HTTP/1.0 200 OK\r\n\r\n", ANSWER_MORE, ANSWER_DONE, 200, "", false, NULL },
    { "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n1", ANSWER_DONE, ANSWER_DONE, 200, "1",
      false, NULL },
    { OK "Transfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\n12", ANSWER_MORE,
      ANSWER_DONE, 200, "12", false, NULL },
    { OK "Connection: keep-alive, Close\r\nContent-Length: 1\r\n\r\n1", ANSWER_DONE,
      ANSWER_DONE, 200, "1", false, NULL },
    /* no body */
    { "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", ANSWER_DONE, ANSWER_DONE,
      204, "", true, NULL },
    { "HTTP/1.1 304 Not Modified\r\n\r\n", ANSWER_DONE, ANSWER_DONE, 304, "", true,
      NULL },
    { "HTTP/1.1 101 Switching Protocols\r\n\r\n", ANSWER_DONE, ANSWER_DONE, 101, "",
      false, NULL },
    { OK "Content-Length: 5\r\n\r\n", ANSWER_DONE, ANSWER_DONE, 200, "", true, "HEAD" },
    { OK "Transfer-Encoding: chunked\r\n\r\n", ANSWER_DONE, ANSWER_DONE, 200, "", true,
      "HEAD" },
    { OK "Content-Length: 5\r\n\r\n", ANSWER_MORE, ANSWER_CUT, 200, "", false, "head" },
    /* interim answers */
    { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" OK
      "Content-Length: 2\r\n\r\n{}",
      ANSWER_DONE, ANSWER_DONE, 200, "{}", true, NULL },
    { "HTTP/1.1 100 Continue\r\n\r\n", ANSWER_MORE, ANSWER_CUT, 0, NULL, false, NULL },
    { "HTTP/1.1 100 Continue\r\n\r\n<html>", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL,
      false, NULL },
    /* heads */
    { "", ANSWER_MORE, ANSWER_EMPTY, 0, NULL, false, NULL },
    { "H", ANSWER_MORE, ANSWER_CUT, 0, NULL, false, NULL },
    { OK "X: y", ANSWER_MORE, ANSWER_CUT, 0, NULL, false, NULL },
    { "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", ANSWER_DONE, ANSWER_DONE, 200, "{}",
      true, NULL },
    { "<", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false, NULL },
    { "HTTQ", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false, NULL },
    { "\r\n" OK "\r\n", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false, NULL },
    { "HTTP/2 200 OK\r\n\r\n", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false, NULL },
    { "HTTP/1.1 twohundred OK\r\n\r\n", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false,
      NULL },
    { OK "X y\r\n\r\n", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false, NULL },
    { OK "X: y\r\n folded\r\n\r\n", ANSWER_NOT_HTTP, ANSWER_NOT_HTTP, 0, NULL, false,
      NULL },
};

static enum answer_state feed(struct answer *answer, struct span bytes, size_t step)
{
    enum answer_state state = answer->state;

    for (size_t at = 0; at < bytes.len; at += step) {
        struct span rest = span_from(bytes, at);
        size_t len = rest.len < step ? rest.len : step;
        char *exact = xmemdup0(rest.p, len);

        exact = xrealloc(exact, len);
        state = answer_feed(answer, span_make(exact, len));
        free(exact);
    }
    return state;
}

static void check_row(int row, size_t step)
{
    struct http_response response = { 0 };
    struct answer answer;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    answer_init(&answer, span_of(rows[row].method ? rows[row].method : "POST"),
                BODY_MAX_HERE, &response, &why);
    ck_assert_int_eq(feed(&answer, span_of(rows[row].bytes), step), rows[row].fed);
    ck_assert_int_eq(answer_keeps_open(&answer), rows[row].keeps_open);
    ck_assert_int_eq(answer_end(&answer), rows[row].ended);
    answer_settle(&answer);
    ck_assert_int_eq(response.status, rows[row].status);
    ck_assert_int_eq(response.body.p != NULL, rows[row].body != NULL);
    ck_assert(!response.body.p || span_eq_str(response.body, rows[row].body));
    ck_assert_int_eq(why.len != 0, rows[row].fed == ANSWER_NOT_HTTP);
    answer_release(&answer);
    http_response_release(&response);
    buf_release(&why);
}

START_TEST(answer_reads_pieces)
{
    check_row(_i, 1000);
    check_row(_i, 7);
    check_row(_i, 1);
}
END_TEST

static const struct {
    const char *begin, *repeat;
    enum answer_state state;
} endless[] = {
    { OK "X: ", "y", ANSWER_LARGE_HEAD },
    { OK, "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n",
      ANSWER_LARGE_HEAD },
    { "", "HTTP/1.1 100 Continue\r\n\r\n", ANSWER_LARGE_HEAD },
    { "HTTP/1.1 100 ", "x", ANSWER_LARGE_HEAD },
    { OK "\r\n", "body", ANSWER_LARGE_BODY },
    { OK "Content-Length: 18446744073709551615\r\n\r\n", "body", ANSWER_LARGE_BODY },
    { CHUNKED, "1\r\nx\r\n", ANSWER_LARGE_BODY },
    { CHUNKED "fffffffffffffff\r\n", "x", ANSWER_LARGE_BODY },
    { CHUNKED "1;", "x", ANSWER_LARGE_BODY },
    { CHUNKED "0\r\n", "T: u\r\n", ANSWER_LARGE_BODY },
    { CHUNKED, "0", ANSWER_CUT },
};

START_TEST(answer_bounds_endless_peers)
{
    struct http_response response = { 0 };
    struct answer answer;
    struct buf why;
    size_t fed = 0;

    buf_init(&why, BUF_MAX_TEXT);
    answer_init(&answer, SPAN("POST"), BODY_MAX_HERE, &response, &why);
    answer_feed(&answer, span_of(endless[_i].begin));
    while (answer.state == ANSWER_MORE && fed < 2 * HTTP_HEAD_MAX) {
        answer_feed(&answer, span_of(endless[_i].repeat));
        fed += strlen(endless[_i].repeat);
    }
    ck_assert_int_eq(answer.state, endless[_i].state);
    ck_assert_uint_le(answer.content.len, BODY_MAX_HERE);
    ck_assert_uint_le(answer.head.len, HTTP_HEAD_MAX);
    answer_release(&answer);
    http_response_release(&response);
    buf_release(&why);
}
END_TEST

START_TEST(answer_refuses_too_many_headers)
{
    struct http_response response = { 0 };
    struct answer answer;
    struct buf why;

    for (int extra = 0; extra < 2; extra++) {
        buf_init(&why, BUF_MAX_TEXT);
        answer_init(&answer, SPAN("HEAD"), BODY_MAX_HERE, &response, &why);
        answer_feed(&answer, SPAN(OK));
        for (int i = 0; i < HTTP_HEADERS_MAX + extra; i++)
            answer_feed(&answer, SPAN("X: y\r\n"));
        answer_feed(&answer, SPAN("\r\n"));
        ck_assert_int_eq(answer.state, extra ? ANSWER_NOT_HTTP : ANSWER_DONE);
        answer_release(&answer);
        buf_release(&why);
    }
    http_response_release(&response);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wire/answer");
    SRunner *runner = srunner_create(suite);
    TCase *tcase = tcase_create("answer");
    int failed;

    tcase_add_loop_test(tcase, answer_reads_pieces, 0, COUNT_OF(rows));
    tcase_add_loop_test(tcase, answer_bounds_endless_peers, 0, COUNT_OF(endless));
    tcase_add_test(tcase, answer_refuses_too_many_headers);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
