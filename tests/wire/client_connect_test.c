/* Getting to the peer: addresses, proxies, time. */
#include "wire/client_tests.h"

#include "wire/ask.h"
#include "wire/peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct peer_reply answers = { .bytes = ANSWER };

static const struct {
    const char *origin;
    enum client_error error;
    const char *why;
} unreachable[] = {
    { "", CLIENT_BAD_URL, "is not http://" },
    { "127.0.0.1:80", CLIENT_BAD_URL, "is not http://" },
    { "ftp://127.0.0.1", CLIENT_BAD_URL, "is not http://" },
    { "file:///etc/hostname", CLIENT_BAD_URL, "is not http://" },
    { "http://127.0.0.1:1/path", CLIENT_BAD_URL, "is not http://" },
    { "http://127.0.0.1:1?query", CLIENT_BAD_URL, "is not http://" },
    { "http://user@127.0.0.1:1", CLIENT_BAD_URL, "is not http://" },
    { "http://127.0.0.1:99999", CLIENT_BAD_URL, "is not a URL" },
    { "http://[::1", CLIENT_BAD_URL, "is not a URL" },
    { "http://127.0.0.1:1", CLIENT_REFUSED, "nobody listens at http://127.0.0.1:1" },
    { "https://127.0.0.1:1", CLIENT_REFUSED, "Connection refused" },
    { "http://no-such-host.invalid", CLIENT_UNRESOLVED, "has no address" },
};

START_TEST(client_names_unreachable_peers)
{
    struct client *client = client_new(&(struct client_options){ .http2 = _i % 2 });
    struct http_request request = { 0 };
    struct http_response response = { 0 };
    struct buf all;
    struct asked asked;
    enum client_error result;

    asked_init(&asked);
    buf_init(&all, BUF_MAX_TEXT);
    ask_post(client, unreachable[_i / 2].origin, &asked);
    ck_assert_asked(&asked, unreachable[_i / 2].error);
    ck_assert_msg(strstr(asked.why.p, unreachable[_i / 2].why) != NULL, "%s",
                  asked.why.p);
    ask_raw(client, unreachable[_i / 2].origin, "x", &asked);
    ck_assert_asked(&asked, unreachable[_i / 2].error);
    ck_assert_int_eq(client_send_raw_all(client, span_of(unreachable[_i / 2].origin),
                                         SPAN("x"), 10, &all, NULL),
                     unreachable[_i / 2].error);
    client_send_many(client, span_of(unreachable[_i / 2].origin), &request, 1, &response,
                     &result, NULL);
    ck_assert_int_eq(result, unreachable[_i / 2].error);
    asked_release(&asked);
    buf_release(&all);
    client_free(client);
}
END_TEST

START_TEST(client_reaches_a_listening_peer)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;
    char origin[64];

    peer_start(&peer, &answers, 1);
    asked_init(&asked);
    ask_post(client, peer.origin, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    ck_assert_int_gt(asked.times.connected_us, 0);
    ck_assert_int_ge(asked.times.first_byte_us, asked.times.connected_us);
    ck_assert_int_gt(asked.times.started_unix_ms, INT64_C(1500000000000));
    snprintf(origin, sizeof(origin), "HTTP%.47s/", peer.origin + 4);
    ask_post(client, origin, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

/* A listener whose queue is full answers no SYN. */
START_TEST(client_gives_up_connecting)
{
    struct client_options options = { .timeout_ms = 20000,
                                      .connect_timeout_ms = 300,
                                      .http2 = _i == 1 };
    struct client *client = client_new(&options);
    struct sockaddr_in address = { .sin_family = AF_INET };
    struct asked asked;
    int fillers[8], listener;
    uint16_t port;
    char origin[64];

    listener = peer_listen(0, &port);
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < COUNT_OF(fillers); i++) {
        fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(fillers[i], (struct sockaddr *)&address, sizeof(address));
    }
    snprintf(origin, sizeof(origin), "http://127.0.0.1:%d", port);
    asked_init(&asked);
    ask_post(client, origin, &asked);
    ck_assert_asked(&asked, CLIENT_CONNECT_TIMEOUT);
    ck_assert_int_ge(asked.times.total_us, 290000);
    ck_assert_int_eq(asked.times.connected_us, 0);
    ck_assert_ptr_nonnull(strstr(asked.why.p, "accept a connection"));
    ck_assert_int_lt(asked.took_ms, 15000);
    for (int i = 0; i < COUNT_OF(fillers); i++)
        close(fillers[i]);
    close(listener);
    client_free(client);
    asked_release(&asked);
}
END_TEST

START_TEST(client_follows_resolve_and_connect_to)
{
    char resolve[64], connect_to[64], origin[64];
    const char *const resolves[] = { resolve, NULL }, *const tos[] = { connect_to, NULL };
    struct client_options options = { 0 };
    struct client *client;
    struct asked asked;
    struct peer peer;
    struct buf seen;

    peer_start(&peer, &answers, 1);
    snprintf(resolve, sizeof(resolve), "api.example:%.8s:127.0.0.1",
             strrchr(peer.origin, ':') + 1);
    snprintf(connect_to, sizeof(connect_to), "api.example:80:%.40s", peer.origin + 7);
    snprintf(origin, sizeof(origin), "http://api.example%.8s", strrchr(peer.origin, ':'));
    options.resolve = _i == 0 ? resolves : NULL;
    options.connect_to = _i == 1 ? tos : NULL;
    client = client_new(&options);
    asked_init(&asked);
    ask_post(client, _i == 0 ? origin : "http://api.example:80", &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    peer_seen(&peer, &seen);
    ck_assert_ptr_nonnull(strstr(seen.p, "Host: api.example"));
    ck_assert_ptr_null(strstr(seen.p, "Host: api.example:80\r\n"));
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
    buf_release(&seen);
}
END_TEST

START_TEST(client_asks_no_environment)
{
    struct client *client;
    struct asked asked;
    struct peer peer;

    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    peer_start(&peer, &answers, 1);
    client = client_new(&(struct client_options){ .http2 = false });
    asked_init(&asked);
    ask_post(client, peer.origin, &asked);
    ck_assert_asked(&asked, CLIENT_OK);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

/* The proxy answers CONNECT and then plays the peer. */
static const struct peer_reply tunnel[] = {
    { .bytes = "HTTP/1.1 200 Connected\r\n\r\n" },
    { .bytes = ANSWER },
};
static const struct peer_reply no_tunnel = { .bytes = "HTTP/1.1 403 No\r\n"
                                                      "Content-Length: 0\r\n\r\n" };

static void ask_through(const struct peer_reply *replies, size_t count,
                        enum client_error error, const char *seen_start)
{
    struct client_options options = { 0 };
    struct client *client;
    struct asked asked;
    struct peer peer;
    struct buf seen;

    peer_start(&peer, replies, count);
    setenv("no_proxy", "*", 1);
    options.proxy = peer.origin;
    client = client_new(&options);
    asked_init(&asked);
    ask_post(client, "http://far.invalid:8080", &asked);
    ck_assert_asked(&asked, error);
    peer_seen(&peer, &seen);
    ck_assert_msg(span_starts(buf_span(&seen), span_of(seen_start)), "%s", seen.p);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
    buf_release(&seen);
}

START_TEST(client_tunnels_through_a_proxy)
{
    ask_through(tunnel, 2, CLIENT_OK, "POST / HTTP/1.1\r\nHost: far.invalid:8080\r\n");
    ask_through(&no_tunnel, 1, CLIENT_PROXY, "CONNECT far.invalid:8080 HTTP/1.1\r\n");
}
END_TEST

START_TEST(client_names_dead_proxies)
{
    static const char *const proxies[] = { "http://127.0.0.1:1",
                                           "http://proxy.invalid:1" };
    struct client *client = client_new(&(struct client_options){ .proxy = proxies[_i] });
    struct asked asked;

    asked_init(&asked);
    ask_post(client, "http://127.0.0.1:2", &asked);
    ck_assert_asked(&asked, CLIENT_PROXY);
    client_free(client);
    asked_release(&asked);
}
END_TEST

START_TEST(client_sets_timeouts)
{
    static const struct peer_reply silent = { .end = PEER_HOLD };
    struct client *client = client_new(&(struct client_options){ 0 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &silent, 1);
    asked_init(&asked);
    client_set_timeout(client, 200);
    ask_post(client, peer.origin, &asked);
    ck_assert_asked(&asked, CLIENT_TIMEOUT);
    ck_assert_ptr_nonnull(strstr(asked.why.p, "200 ms"));
    ck_assert_int_lt(asked.took_ms, 15000);
    ck_assert_int_ge(asked.took_ms, 199);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

static int ask_in_child(const char *origin)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    struct http_request request = { 0 };
    struct http_response response = { 0 };
    enum client_error error;

    http_request_set(&request, SPAN("POST"), SPAN("/"));
    error = client_send(client, span_of(origin), &request, &response, NULL, NULL);
    http_request_release(&request);
    http_response_release(&response);
    client_free(client);
    return error == CLIENT_OK ? 0 : 1;
}

START_TEST(client_works_after_fork)
{
    struct peer peer;
    int status = -1;
    pid_t child;

    ck_assert_int_eq(ask_in_child("http://127.0.0.1:1"), 1);
    peer_start(&peer, &answers, 1);
    child = fork();
    if (child == 0)
        _exit(ask_in_child(peer.origin));
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    peer_stop(&peer);
}
END_TEST

START_TEST(client_names_all_errors)
{
    ck_assert_str_eq(client_error_name(CLIENT_OK), "ok");
    ck_assert_str_eq(client_error_name(CLIENT_REFUSED), "connection-refused");
    for (int error = CLIENT_OTHER; error < CLIENT_OK; error++)
        for (int other = error + 1; other <= CLIENT_OK; other++)
            ck_assert_str_ne(client_error_name((enum client_error)error),
                             client_error_name((enum client_error)other));
}
END_TEST

TCase *client_connect_tcase(void)
{
    TCase *tcase = tcase_create("connect");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, client_names_unreachable_peers, 0,
                        2 * COUNT_OF(unreachable));
    tcase_add_test(tcase, client_reaches_a_listening_peer);
    tcase_add_loop_test(tcase, client_gives_up_connecting, 0, 2);
    tcase_add_loop_test(tcase, client_follows_resolve_and_connect_to, 0, 2);
    tcase_add_test(tcase, client_asks_no_environment);
    tcase_add_test(tcase, client_tunnels_through_a_proxy);
    tcase_add_loop_test(tcase, client_names_dead_proxies, 0, 2);
    tcase_add_test(tcase, client_sets_timeouts);
    tcase_add_test(tcase, client_works_after_fork);
    tcase_add_test(tcase, client_names_all_errors);
    return tcase;
}
