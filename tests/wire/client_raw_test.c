#include "wire/client_tests.h"

#include "wire/ask.h"
#include "wire/peer.h"

#include <sys/socket.h>

#define POST_1 "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nid=1"

enum { IDLE_MS = 700 };

START_TEST(client_raw_sends_bytes_as_they_are)
{
    static const char *const texts[] = {
        POST_1,
        "GET / HTTP/1.1\nX : y\n folded: z\n\n",
        "\r\n\r\n",
        "NONSENSE",
    };
    static const struct peer_reply reply = { ANSWER, .unread = true, .end = PEER_HOLD };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    ask_raw(client, peer.origin, texts[_i], &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    ck_assert(span_eq_str(asked.response.body, "{}"));
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

/* Says back what came, so that the bytes themselves can be compared. */
static void serve_echo(struct peer *peer, int fd)
{
    static const char text[] = "\0\xff raw\r\n\x80 bytes";
    char got[sizeof(text)];
    size_t len = 0;
    struct buf answer;

    (void)peer;
    while (len < sizeof(text) - 1) {
        ssize_t more = recv(fd, got + len, sizeof(text) - 1 - len, 0);

        if (more <= 0)
            return;
        len += (size_t)more;
    }
    buf_init(&answer, BUF_MAX_TEXT);
    buf_addf(&answer, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", len);
    buf_add(&answer, got, len);
    peer_write(fd, buf_span(&answer));
    buf_release(&answer);
}

START_TEST(client_raw_sends_any_byte)
{
    static const char text[] = "\0\xff raw\r\n\x80 bytes";
    struct span bytes = span_make(text, sizeof(text) - 1);
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_response response = { 0 };
    struct peer peer;

    peer_start_serving(&peer, serve_echo, NULL);
    ck_assert_int_eq(
        client_send_raw(client, span_of(peer.origin), bytes, &response, NULL, NULL),
        CLIENT_OK);
    ck_assert(span_eq(response.body, bytes));
    http_response_release(&response);
    client_free(client);
    peer_stop(&peer);
}
END_TEST

static const struct {
    const char *request;
    enum client_error error;
} heads[] = {
    { "HEAD / HTTP/1.1\r\n\r\n", CLIENT_OK },
    { "head / HTTP/1.1\r\n\r\n", CLIENT_TIMEOUT },
    { "HEAD\t/ HTTP/1.1\r\n\r\n", CLIENT_TIMEOUT },
};

START_TEST(client_raw_knows_head)
{
    static const struct peer_reply reply = {
        .bytes = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        .unread = true,
        .end = PEER_HOLD,
    };
    struct client *client = client_new(
        &(struct client_options){ .timeout_ms = heads[_i].error ? 300 : 20000 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    ask_raw(client, peer.origin, heads[_i].request, &asked);
    ck_assert_asked(&asked, heads[_i].error);
    ck_assert_int_eq(asked.response.status, 200);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

static size_t count_of(const struct buf *bytes, const char *text)
{
    struct span rest = buf_span(bytes), needle = span_of(text);
    size_t count = 0;

    for (ptrdiff_t at; (at = span_find(rest, needle)) >= 0; count++)
        rest = span_from(rest, (size_t)at + needle.len);
    return count;
}

static const struct {
    struct peer_reply reply;
    enum client_error error;
    size_t answers;
} all[] = {
    { { .bytes = ANSWER ANSWER ANSWER, .end = PEER_CLOSE }, CLIENT_OK, 3 },
    { { .bytes = ANSWER ANSWER, .end = PEER_HOLD }, CLIENT_OK, 2 },
    { { .bytes = ANSWER, .end = PEER_RESET }, CLIENT_OK, 1 },
    { { .bytes = "no HTTP at all", .end = PEER_CLOSE }, CLIENT_OK, 0 },
    { { .end = PEER_CLOSE }, CLIENT_EMPTY, 0 },
    { { .end = PEER_RESET }, CLIENT_RESET, 0 },
    { { .end = PEER_HOLD }, CLIENT_TIMEOUT, 0 },
    { { .repeat = "x" }, CLIENT_TOO_LARGE, 0 },
};

START_TEST(client_raw_all_returns_what_arrives)
{
    struct client *client = client_new(&(struct client_options){ .timeout_ms = 20000 });
    struct buf bytes, why;
    int64_t start = now_ms();
    struct peer peer;

    peer_start(&peer, &all[_i].reply, 1);
    buf_init(&bytes, 10000);
    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_int_eq(client_send_raw_all(client, span_of(peer.origin), SPAN(POST_1),
                                         IDLE_MS, &bytes, &why),
                     all[_i].error);
    ck_assert_uint_eq(count_of(&bytes, "HTTP/1.1 200"), all[_i].answers);
    ck_assert_int_eq(why.len != 0, all[_i].error != CLIENT_OK);
    ck_assert_int_lt(now_ms() - start, 15000);
    client_free(client);
    peer_stop(&peer);
    buf_release(&bytes);
    buf_release(&why);
}
END_TEST

START_TEST(client_raw_all_counts_pipelined_answers)
{
    static const struct peer_reply reply = { .bytes = ANSWER ANSWER };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct buf bytes;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    buf_init(&bytes, BUF_MAX_TEXT);
    ck_assert_int_eq(client_send_raw_all(client, span_of(peer.origin),
                                         SPAN(POST_1 POST_1), IDLE_MS, &bytes, NULL),
                     CLIENT_OK);
    ck_assert_uint_eq(count_of(&bytes, ANSWER), 2);
    client_free(client);
    peer_stop(&peer);
    buf_release(&bytes);
}
END_TEST

/* The peer answers and closes without reading: sending breaks, the answer counts. */
START_TEST(client_takes_early_answers)
{
    static const struct peer_reply reply = {
        .bytes = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n",
        .unread = true,
        .end = PEER_CLOSE,
    };
    struct client *client = client_new(&(struct client_options){ .timeout_ms = 20000 });
    struct http_request request = { 0 };
    static char body[8 * 1024 * 1024];
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_set_body(&request, span_make(body, sizeof(body)));
    ask(client, peer.origin, &request, &asked);
    if (asked.error != CLIENT_RESET) { /* the kernel may drop the answer with the rest */
        ck_assert_asked(&asked, CLIENT_OK);
        ck_assert_int_eq(asked.response.status, 413);
    }
    client_free(client);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
}
END_TEST

TCase *client_raw_tcase(void)
{
    TCase *tcase = tcase_create("raw");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, client_raw_sends_bytes_as_they_are, 0, 4);
    tcase_add_test(tcase, client_raw_sends_any_byte);
    tcase_add_loop_test(tcase, client_raw_knows_head, 0, COUNT_OF(heads));
    tcase_add_loop_test(tcase, client_raw_all_returns_what_arrives, 0, COUNT_OF(all));
    tcase_add_test(tcase, client_raw_all_counts_pipelined_answers);
    tcase_add_test(tcase, client_takes_early_answers);
    return tcase;
}
