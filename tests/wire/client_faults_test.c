/* What a peer can do to an answer, and what the client calls it: the same rows for a
 * request, for raw bytes, and for a request that libcurl's own HTTP sends. */
#include "wire/client_tests.h"

#include "wire/ask.h"
#include "wire/peer.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define LENGTH OK "Content-Length: 4\r\n\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"
#define PAGE "<!DOCTYPE html><title>hello</title>"

enum {
    TIMEOUT_MS = 500, /* where one is expected */
    PATIENCE_MS = 10000,
    MAX_BODY = 64 * 1024,
};

static const struct {
    struct peer_reply reply;
    enum client_error error;
    int status;
    const char *body; /* NULL: none or any */
    const char *why;  /* a part of the sentence */
} faults[] = {
    { { .bytes = LENGTH "body", .end = PEER_KEEP }, CLIENT_OK, 200, "body", "" },
    { { .bytes = LENGTH "body", .end = PEER_CLOSE }, CLIENT_OK, 200, "body", "" },
    { { .bytes = OK "\r\nbody", .end = PEER_CLOSE }, CLIENT_OK, 200, "body", "" },
    { { .bytes = "HTTP/1.0 404 No\r\n\r\n" PAGE, .end = PEER_CLOSE },
      CLIENT_OK,
      404,
      PAGE,
      "" },
    { { .bytes = CHUNKED "2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n" },
      CLIENT_OK,
      200,
      "body",
      "" },
    { { .bytes = CHUNKED "4\r\nbody\r\n0\r\nTrailer: x\r\n\r\n" },
      CLIENT_OK,
      200,
      "body",
      "" },
    { { .bytes = "HTTP/1.1 100 Continue\r\n\r\n" LENGTH "body" },
      CLIENT_OK,
      200,
      "body",
      "" },
    { { .bytes = "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n" },
      CLIENT_OK,
      302,
      "",
      "" },
    { { .bytes = "HTTP/1.1 204 No Content\r\n\r\n" }, CLIENT_OK, 204, "", "" },
    { { .bytes = LENGTH "body", .drip_ms = 1 }, CLIENT_OK, 200, "body", "" },
    /* nothing */
    { { .end = PEER_CLOSE }, CLIENT_EMPTY, 0, NULL, "without an answer" },
    { { .end = PEER_RESET }, CLIENT_RESET, 0, NULL, "before any" },
    { { .end = PEER_HOLD }, CLIENT_TIMEOUT, 0, NULL, "in time" },
    /* half */
    { { .bytes = OK "X: y", .end = PEER_CLOSE }, CLIENT_CUT, 0, NULL, "before its end" },
    { { .bytes = OK "X: y\r\n", .end = PEER_RESET },
      CLIENT_CUT,
      0,
      NULL,
      "before its end" },
    { { .bytes = LENGTH "bo", .end = PEER_CLOSE },
      CLIENT_CUT,
      200,
      "bo",
      "before its end" },
    { { .bytes = CHUNKED "4\r\nbo", .end = PEER_CLOSE },
      CLIENT_CUT,
      200,
      "bo",
      "before its end" },
    { { .bytes = CHUNKED "4\r\nbody\r\n", .end = PEER_CLOSE },
      CLIENT_CUT,
      200,
      "body",
      "before its end" },
    { { .bytes = CHUNKED "zz\r\nbody", .end = PEER_HOLD },
      CLIENT_CUT,
      200,
      "",
      "before its end" },
    { { .bytes = LENGTH "bo", .end = PEER_HOLD }, CLIENT_TIMEOUT, 200, "bo", "in time" },
    { { .bytes = "HTTP/1.1 200 OK, but very slow\r\n\r\n", .drip_ms = 50 },
      CLIENT_TIMEOUT,
      0,
      NULL,
      "in time" },
    { { .bytes = LENGTH "body", .drip_ms = 50 }, CLIENT_TIMEOUT, 0, NULL, "in time" },
    /* not HTTP */
    { { .bytes = PAGE, .end = PEER_CLOSE }, CLIENT_NOT_HTTP, 0, NULL, "not HTTP" },
    { { .bytes = "SSH-2.0-OpenSSH_9.2\r\n", .end = PEER_HOLD },
      CLIENT_NOT_HTTP,
      0,
      NULL,
      "not HTTP" },
    { { .bytes = "\x15\x03\x01\x02\x02\n", .end = PEER_CLOSE },
      CLIENT_NOT_HTTP,
      0,
      NULL,
      "not HTTP" },
    { { .bytes = "HTTP/1.1 twohundred\r\n\r\n", .end = PEER_CLOSE },
      CLIENT_NOT_HTTP,
      0,
      NULL,
      "not HTTP" },
    { { .bytes = OK "no colon\r\n\r\n", .end = PEER_CLOSE },
      CLIENT_NOT_HTTP,
      0,
      NULL,
      "not HTTP" },
    { { .bytes = OK "Content-Length: 1\r\nContent-Length: 2\r\n\r\n12",
        .end = PEER_CLOSE },
      CLIENT_NOT_HTTP,
      -1,
      NULL,
      "not HTTP" },
    /* without end */
    { { .bytes = OK "\r\n", .repeat = "0123456789abcdef" },
      CLIENT_TOO_LARGE,
      200,
      NULL,
      "too large" },
    { { .bytes = OK "Content-Length: 99999999999\r\n\r\n", .repeat = "0123456789abcdef" },
      CLIENT_TOO_LARGE,
      200,
      NULL,
      "too large" },
    { { .bytes = CHUNKED, .repeat = "10\r\n0123456789abcdef\r\n" },
      CLIENT_TOO_LARGE,
      200,
      NULL,
      "too large" },
    { { .bytes = OK, .repeat = "X: 0123456789abcdef\r\n" },
      CLIENT_TOO_LARGE,
      0,
      NULL,
      "too large" },
    { { .bytes = OK "X: ", .repeat = "0123456789abcdef" },
      CLIENT_TOO_LARGE,
      0,
      NULL,
      "too large" },
    { { .repeat = "HTTP/1.1 100 Continue\r\n\r\n" },
      CLIENT_TOO_LARGE,
      0,
      NULL,
      "too large" },
};

static void check_fault(int row, const struct asked *asked)
{
    ck_assert_asked(asked, faults[row].error);
    if (faults[row].status >= 0)
        ck_assert_int_eq(asked->response.status, faults[row].status);
    if (faults[row].body)
        ck_assert(span_eq_str(asked->response.body, faults[row].body));
    ck_assert_msg(strstr(asked->why.p, faults[row].why) != NULL, "\"%s\" lacks \"%s\"",
                  asked->why.p, faults[row].why);
    ck_assert_uint_le(asked->response.body.len, MAX_BODY);
    ck_assert_int_lt(asked->took_ms, PATIENCE_MS);
    if (faults[row].error == CLIENT_TIMEOUT)
        ck_assert_int_ge(asked->took_ms, TIMEOUT_MS - 1);
}

static struct client *new_client(int row)
{
    return client_new(&(struct client_options){
        .timeout_ms = faults[row].error == CLIENT_TIMEOUT ? TIMEOUT_MS : PATIENCE_MS,
        .max_body = MAX_BODY,
    });
}

START_TEST(client_names_faults)
{
    struct client *client = new_client(_i);
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &faults[_i].reply, 1);
    asked_init(&asked);
    ask_post(client, peer.origin, &asked);
    check_fault(_i, &asked);
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.requests), 1);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

START_TEST(client_names_faults_of_raw_answers)
{
    struct client *client = new_client(_i);
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &faults[_i].reply, 1);
    asked_init(&asked);
    ask_raw(client, peer.origin, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nid=1",
            &asked);
    check_fault(_i, &asked);
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.requests), 1);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

START_TEST(client_names_faults_through_libcurl)
{
    struct client *client = new_client(_i);
    struct http_request request = { 0 };
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &faults[_i].reply, 1);
    asked_init(&asked);
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_add(&request, SPAN("Accept-Encoding"), SPAN("gzip"));
    http_request_set_body(&request, SPAN("id=1"));
    ask(client, peer.origin, &request, &asked);
    check_fault(_i, &asked);
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.requests), 1);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
}
END_TEST

TCase *client_faults_tcase(void)
{
    TCase *tcase = tcase_create("faults");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, client_names_faults, 0, COUNT_OF(faults));
    tcase_add_loop_test(tcase, client_names_faults_of_raw_answers, 0, COUNT_OF(faults));
    tcase_add_loop_test(tcase, client_names_faults_through_libcurl, 0, COUNT_OF(faults));
    return tcase;
}
