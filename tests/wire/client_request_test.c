/* What of a request is on the wire, byte for byte. */
#include "wire/client_tests.h"

#include "wire/ask.h"
#include "wire/peer.h"

#include <stdlib.h>

#define LONG_BODY 300000

static const struct peer_reply answers = { .bytes = ANSWER };

struct field {
    const char *name, *value; /* value NULL: absent */
};

/* `@` in the expectation stands for the peer's host and port. */
static const struct {
    const char *method, *target;
    struct field fields[6];
    const char *body;
    const char *wire;
    const char *wire_libcurl; /* NULL: the same with Accept-Encoding in front */
} rows[] = {
    { "GET", "/", { { 0 } }, NULL, "GET / HTTP/1.1\r\nHost: @\r\n\r\n", NULL },
    { "POST",
      "/a?b=c",
      { { 0 } },
      "id=1",
      "POST /a?b=c HTTP/1.1\r\nHost: @\r\nContent-Length: 4\r\n\r\nid=1",
      NULL },
    { "POST",
      "/",
      { { 0 } },
      NULL,
      "POST / HTTP/1.1\r\nHost: @\r\nContent-Length: 0\r\n\r\n",
      NULL },
    { "PUT",
      "/",
      { { 0 } },
      NULL,
      "PUT / HTTP/1.1\r\nHost: @\r\nContent-Length: 0\r\n\r\n",
      NULL },
    { "DELETE", "/", { { 0 } }, NULL, "DELETE / HTTP/1.1\r\nHost: @\r\n\r\n", NULL },
    { "get",
      "/a/../b/./c?%7e%zz",
      { { 0 } },
      NULL,
      "get /a/../b/./c?%7e%zz HTTP/1.1\r\nHost: @\r\n\r\n",
      NULL },
    { "POST",
      "http://elsewhere.example/a?b",
      { { 0 } },
      NULL,
      "POST http://elsewhere.example/a?b HTTP/1.1\r\nHost: @\r\nContent-Length: "
      "0\r\n\r\n",
      NULL },
    { "OPTIONS", "*", { { 0 } }, NULL, "OPTIONS * HTTP/1.1\r\nHost: @\r\n\r\n", NULL },
    { "GET",
      "/",
      { { 0 } },
      "x",
      "GET / HTTP/1.1\r\nHost: @\r\nContent-Length: 1\r\n\r\nx",
      NULL },
    { "POST",
      "/",
      { { "X-b", "1" },
        { "content-length", "1" },
        { "x-A", "2" },
        { "HOST", "h" },
        { "X-b", "3" } },
      "x",
      "POST / HTTP/1.1\r\nX-b: 1\r\ncontent-length: 1\r\nx-A: 2\r\nHOST: h\r\nX-b: "
      "3\r\n\r\nx",
      NULL },
    { "GET",
      "/",
      { { "Host", "a" }, { "Host", "b" } },
      NULL,
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      NULL },
    { "GET", "/", { { "Host", NULL } }, NULL, "GET / HTTP/1.1\r\n\r\n", NULL },
    { "POST",
      "/",
      { { "Content-Length", NULL }, { "Host", NULL } },
      NULL,
      "POST / HTTP/1.1\r\n\r\n",
      NULL },
    { "GET",
      "/",
      { { "Empty", "" }, { "Host", "h" } },
      NULL,
      "GET / HTTP/1.1\r\nEmpty: \r\nHost: h\r\n\r\n",
      "GET / HTTP/1.1\r\nAccept-Encoding: gzip\r\nEmpty:\r\nHost: h\r\n\r\n" },
    { "POST",
      "/",
      { { "Accept", "a/b" },
        { "User-Agent", "u" },
        { "Expect", "100-continue" },
        { "Content-Type", "c" },
        { "Host", "h" } },
      NULL,
      "POST / HTTP/1.1\r\nAccept: a/b\r\nUser-Agent: u\r\nExpect: 100-continue\r\n"
      "Content-Type: c\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
      NULL },
    { "POST",
      "/",
      { { "Transfer-Encoding", "chunked" }, { "Host", "h" } },
      "id=1",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: h\r\n\r\n"
      "4\r\nid=1\r\n0\r\n\r\n",
      NULL },
    { "POST",
      "/",
      { { "Transfer-Encoding", "chunked" }, { "Host", "h" } },
      NULL,
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: h\r\n\r\n0\r\n\r\n",
      NULL },
    { "POST",
      "/",
      { { "Authorization", "OAuth a=\"b\"" }, { "Cookie", "c=d" }, { "Host", "h" } },
      NULL,
      "POST / HTTP/1.1\r\nAuthorization: OAuth a=\"b\"\r\nCookie: c=d\r\nHost: h\r\n"
      "Content-Length: 0\r\n\r\n",
      NULL },
};

static void fill(struct http_request *request, int row, bool libcurl)
{
    http_request_set(request, span_of(rows[row].method), span_of(rows[row].target));
    if (libcurl)
        http_request_add(request, SPAN("Accept-Encoding"), SPAN("gzip"));
    for (const struct field *field = rows[row].fields; field->name; field++)
        http_request_add(request, span_of(field->name), span_of(field->value));
    http_request_set_body(request, span_of(rows[row].body));
}

static void expect(struct buf *out, int row, bool libcurl, const char *host)
{
    bool own = libcurl && rows[row].wire_libcurl;
    struct span rest = span_of(own ? rows[row].wire_libcurl : rows[row].wire);
    ptrdiff_t line = span_find(rest, SPAN("\r\n"));
    struct span before;

    if (libcurl && !own) {
        buf_add(out, rest.p, (size_t)line + 2);
        buf_add_str(out, "Accept-Encoding: gzip\r\n");
        rest = span_from(rest, (size_t)line + 2);
    }
    if (span_cut(rest, '@', &before, &rest)) {
        buf_add_span(out, before);
        buf_add_str(out, host);
        buf_add_span(out, rest);
    } else {
        buf_add_span(out, before);
    }
}

static void check_row(int row, bool libcurl)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_request request = { 0 };
    struct asked asked;
    struct buf seen, expected;
    struct peer peer;

    peer_start(&peer, &answers, 1);
    asked_init(&asked);
    fill(&request, row, libcurl);
    ask(client, peer.origin, &request, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    peer_seen(&peer, &seen);
    buf_init(&expected, BUF_MAX_TEXT);
    expect(&expected, row, libcurl, peer.origin + strlen("http://"));
    ck_assert_str_eq(seen.p, expected.p);
    client_free(client);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
    buf_release(&seen);
    buf_release(&expected);
}

START_TEST(client_sends_exactly_this)
{
    check_row(_i, false);
}
END_TEST

START_TEST(client_sends_exactly_this_through_libcurl)
{
    check_row(_i, true);
}
END_TEST

START_TEST(client_sends_large_bodies)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_request request = { 0 };
    char *body = malloc(LONG_BODY);
    struct asked asked;
    struct buf seen;
    struct peer peer;

    memset(body, 'b', LONG_BODY);
    peer_start(&peer, &answers, 1);
    asked_init(&asked);
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    if (_i)
        http_request_add(&request, SPAN("Accept-Encoding"), SPAN("gzip"));
    http_request_set_body(&request, span_make(body, LONG_BODY));
    ask(client, peer.origin, &request, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    peer_seen(&peer, &seen);
    ck_assert(span_ends(buf_span(&seen), request.body));
    client_free(client);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
    buf_release(&seen);
    free(body);
}
END_TEST

START_TEST(client_sends_malformed_headers_as_they_are)
{
    static const struct peer_reply reply = { ANSWER, .unread = true, .end = PEER_HOLD };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_request request = { 0 };
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_add(&request, SPAN("Bad Name"), SPAN("x\r\n folded"));
    ask(client, peer.origin, &request, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    http_request_add(&request, SPAN("Accept-Encoding"), SPAN("gzip"));
    ask(client, peer.origin, &request, &asked);
    ck_assert_asked(&asked, CLIENT_OTHER);
    client_free(client);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
}
END_TEST

START_TEST(client_reads_no_body_of_head)
{
    static const struct peer_reply reply = {
        .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n",
    };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_request request = { 0 };
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    http_request_set(&request, SPAN("HEAD"), SPAN("/"));
    if (_i)
        http_request_add(&request, SPAN("Accept-Encoding"), SPAN("gzip"));
    for (int i = 0; i < 2; i++) {
        ask(client, peer.origin, &request, &asked);
        ck_assert_asked(&asked, CLIENT_OK);
        ck_assert_uint_eq(asked.response.body.len, 0);
    }
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.connections), 1);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
}
END_TEST

/* gzip of "{}", with and without having been asked for. */
static void serve_gzip(struct peer *peer, int fd)
{
    static const char gzip[] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                               "Content-Length: 22\r\n\r\n"
                               "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\xae\x05\x00"
                               "\x43\xbf\xa6\xa3\x02\x00\x00\x00";

    while (peer_read(peer, fd))
        peer_write(fd, span_make(gzip, sizeof(gzip) - 1));
}

START_TEST(client_decodes_what_was_asked_for)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_request request = { 0 };
    struct asked asked;
    struct peer peer;

    peer_start_serving(&peer, serve_gzip, NULL);
    asked_init(&asked);
    ask_post(client, peer.origin, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    ck_assert(span_starts(asked.response.body, SPAN("\x1f\x8b\x08")));
    ck_assert_uint_eq(asked.response.body.len, 22);
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_add(&request, SPAN("Accept-Encoding"), SPAN("br, gzip"));
    ask(client, peer.origin, &request, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    ck_assert(span_eq_str(asked.response.body, "{}"));
    client_free(client);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
}
END_TEST

TCase *client_request_tcase(void)
{
    TCase *tcase = tcase_create("request");

    tcase_add_loop_test(tcase, client_sends_exactly_this, 0, COUNT_OF(rows));
    tcase_add_loop_test(tcase, client_sends_exactly_this_through_libcurl, 0,
                        COUNT_OF(rows));
    tcase_add_loop_test(tcase, client_sends_large_bodies, 0, 2);
    tcase_add_test(tcase, client_sends_malformed_headers_as_they_are);
    tcase_add_loop_test(tcase, client_reads_no_body_of_head, 0, 2);
    tcase_add_test(tcase, client_decodes_what_was_asked_for);
    return tcase;
}
