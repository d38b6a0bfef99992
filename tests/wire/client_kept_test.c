/* Kept connections: reused when they can be, and never a request sent twice. */
#include "wire/client_tests.h"

#include "wire/ask.h"
#include "wire/peer.h"

#include <sys/socket.h>
#include <unistd.h>

enum { WAYS = 2 }; /* our own HTTP/1, and through libcurl */

static void ask_way(struct client *client, const char *origin, int way,
                    struct asked *asked)
{
    struct http_request request = { 0 };

    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_set_body(&request, SPAN("id=1"));
    if (way)
        http_request_add(&request, SPAN("Accept-Encoding"), SPAN("gzip"));
    ask(client, origin, &request, asked);
    http_request_release(&request);
}

static const struct {
    const char *answer;
    enum peer_end end;
    int connections; /* for three requests */
} keeping[] = {
    { ANSWER, PEER_KEEP, 1 },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      PEER_KEEP, 1 },
    { "HTTP/1.1 204 No Content\r\n\r\n", PEER_KEEP, 1 },
    { "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", PEER_KEEP,
      3 },
    { "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", PEER_CLOSE,
      3 },
    { "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", PEER_CLOSE, 3 },
    { "HTTP/1.1 200 OK\r\n\r\n{}", PEER_CLOSE, 3 },
};

START_TEST(client_reuses_connections)
{
    struct peer_reply reply = { .bytes = keeping[_i / WAYS].answer,
                                .end = keeping[_i / WAYS].end };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    for (int i = 0; i < 3; i++) {
        ask_way(client, peer.origin, _i % WAYS, &asked);
        ck_assert_asked(&asked, CLIENT_OK);
    }
    ck_assert_int_eq(asked.times.connected_us == 0, keeping[_i / WAYS].connections == 1);
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.connections), keeping[_i / WAYS].connections);
    ck_assert_int_eq(atomic_load(&peer.requests), 3);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

START_TEST(client_closes_when_the_request_says_so)
{
    static const struct peer_reply reply = { .bytes = ANSWER };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_request request = { 0 };
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_add(&request, SPAN("connection"), SPAN("close"));
    for (int i = 0; i < 2; i++) {
        ask(client, peer.origin, &request, &asked);
        ck_assert_asked(&asked, CLIENT_OK);
    }
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.connections), 2);
    peer_stop(&peer);
    http_request_release(&request);
    asked_release(&asked);
}
END_TEST

/* The peer closes after each answer without saying so. Two hundred requests all succeed,
 * and each arrives once. */
START_TEST(client_survives_silent_closing)
{
    static const struct peer_reply replies[] = { { .bytes = ANSWER, .end = PEER_CLOSE },
                                                 { .bytes = ANSWER, .end = PEER_RESET } };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &replies[_i], 1);
    asked_init(&asked);
    for (int i = 0; i < PEER_CONNECTIONS_MAX; i++) {
        ask_post(client, peer.origin, &asked);
        ck_assert_asked(&asked, CLIENT_OK);
    }
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.requests), PEER_CONNECTIONS_MAX);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

static const struct {
    struct peer_reply second;
    enum client_error error;
} dying[] = {
    { { .end = PEER_CLOSE }, CLIENT_EMPTY },
    { { .end = PEER_RESET }, CLIENT_RESET },
};

/* The peer answers once, takes the second request and dies. It must not see that request
 * again, though libcurl by itself would send it. */
START_TEST(client_never_sends_twice)
{
    struct peer_reply replies[] = { { .bytes = ANSWER },
                                    dying[_i / WAYS].second,
                                    { .bytes = ANSWER } };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, replies, COUNT_OF(replies));
    asked_init(&asked);
    ask_way(client, peer.origin, _i % WAYS, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    ask_way(client, peer.origin, _i % WAYS, &asked);
    ck_assert_asked(&asked, dying[_i / WAYS].error);
    usleep(20000);
    ck_assert_int_eq(atomic_load(&peer.requests), 2);
    ask_way(client, peer.origin, _i % WAYS, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    ck_assert_int_eq(atomic_load(&peer.requests), 3);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

static void serve_one_then_die(struct peer *peer, int fd)
{
    if (peer_read(peer, fd))
        peer_write(fd, SPAN(ANSWER));
    if (peer_read(peer, fd))
        shutdown(peer->listener, SHUT_RDWR);
}

/* The peer crashes on the second request: that is not "nobody listens". */
START_TEST(client_tells_crashed_from_absent)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;

    peer_start_serving(&peer, serve_one_then_die, NULL);
    asked_init(&asked);
    ask_way(client, peer.origin, _i, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    ask_way(client, peer.origin, _i, &asked);
    ck_assert_msg(asked.error == CLIENT_EMPTY || asked.error == CLIENT_RESET, "%s",
                  asked.why.p);
    ask_way(client, peer.origin, _i, &asked);
    ck_assert_asked(&asked, CLIENT_REFUSED);
    ck_assert_int_eq(atomic_load(&peer.requests), 2);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

static void serve_some_then_close_late(struct peer *peer, int fd)
{
    const int *count = peer->data;

    for (int i = 0; i < *count && peer_read(peer, fd); i++)
        peer_write(fd, SPAN(ANSWER));
    usleep(100000);
}

/* The kept connection dies while the client does something else, before or after it was
 * reused. */
START_TEST(client_replaces_connections_that_died_idle)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    int count = 1 + _i / WAYS;
    struct asked asked;
    struct peer peer;

    peer_start_serving(&peer, serve_some_then_close_late, &count);
    asked_init(&asked);
    for (int i = 1; i <= 2 * count; i++) {
        ask_way(client, peer.origin, _i % WAYS, &asked);
        ck_assert_asked(&asked, CLIENT_OK);
        if (i % count == 0)
            usleep(200000);
    }
    ck_assert_int_eq(atomic_load(&peer.requests), 2 * count);
    ck_assert_int_eq(atomic_load(&peer.connections), 2);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

START_TEST(client_keeps_one_connection_per_origin)
{
    static const struct peer_reply reply = { .bytes = ANSWER };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct peer peers[2];
    struct asked asked;

    asked_init(&asked);
    for (int i = 0; i < 2; i++)
        peer_start(&peers[i], &reply, 1);
    for (int i = 0; i < 4; i++) {
        ask_post(client, peers[i % 2].origin, &asked);
        ck_assert_asked(&asked, CLIENT_OK);
    }
    client_free(client);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(atomic_load(&peers[i].requests), 2);
        peer_stop(&peers[i]);
    }
    asked_release(&asked);
}
END_TEST

/* An answer that nobody asked for must not be taken for the next one. */
START_TEST(client_drops_connections_with_left_over_bytes)
{
    static const struct peer_reply reply = {
        .bytes = ANSWER "HTTP/1.1 500 Late\r\nContent-Length: 0\r\n\r\n",
    };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &reply, 1);
    asked_init(&asked);
    for (int i = 0; i < 3; i++) {
        ask_post(client, peer.origin, &asked);
        ck_assert_asked(&asked, CLIENT_OK);
        ck_assert_int_eq(asked.response.status, 200);
    }
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.connections), 3);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

TCase *client_kept_tcase(void)
{
    TCase *tcase = tcase_create("kept");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, client_reuses_connections, 0, WAYS * COUNT_OF(keeping));
    tcase_add_test(tcase, client_closes_when_the_request_says_so);
    tcase_add_loop_test(tcase, client_survives_silent_closing, 0, 2);
    tcase_add_loop_test(tcase, client_never_sends_twice, 0, WAYS * COUNT_OF(dying));
    tcase_add_loop_test(tcase, client_tells_crashed_from_absent, 0, WAYS);
    tcase_add_loop_test(tcase, client_replaces_connections_that_died_idle, 0, 2 * WAYS);
    tcase_add_test(tcase, client_keeps_one_connection_per_origin);
    tcase_add_test(tcase, client_drops_connections_with_left_over_bytes);
    return tcase;
}
