#include "wire/ask.h"
#include "wire/tls_peer.h"

#include <stdio.h>
#include <stdlib.h>

enum { LARGE = 1000000 };

enum way { SEND, RAW, LIBCURL, HTTP2, WAYS };

static void ask_way(struct client *client, const char *origin, enum way way,
                    struct asked *asked)
{
    struct http_request request = { 0 };

    if (way == RAW) {
        ask_raw(client, origin, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nid=1",
                asked);
        return;
    }
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_set_body(&request, SPAN("id=1"));
    if (way == LIBCURL)
        http_request_add(&request, SPAN("Accept-Encoding"), SPAN("gzip"));
    ask(client, origin, &request, asked);
    http_request_release(&request);
}

enum trust { NOT_AT_ALL, INSECURE, CACERT, NO_SUCH_FILE };

static const struct {
    const char *host; /* in the certificate */
    enum trust trust;
    enum client_error error;
    const char *why;
} trusting[] = {
    { "127.0.0.1", NOT_AT_ALL, CLIENT_TLS, "--insecure" },
    { "127.0.0.1", INSECURE, CLIENT_OK, "" },
    { "127.0.0.1", CACERT, CLIENT_OK, "" },
    { "127.0.0.1", NO_SUCH_FILE, CLIENT_TLS, "--cacert" },
    { "other.example", CACERT, CLIENT_TLS, "--insecure" },
    { "other.example", INSECURE, CLIENT_OK, "" },
};

static struct client *client_that_trusts(enum trust trust, const struct tls_files *files,
                                         bool http2)
{
    struct client_options options = { .timeout_ms = 20000, .http2 = http2 };

    options.insecure = trust == INSECURE;
    if (trust == CACERT)
        options.cacert = files->cert;
    if (trust == NO_SUCH_FILE)
        options.cacert = "/nowhere/cert.pem";
    return client_new(&options);
}

START_TEST(tls_trusts_as_told)
{
    int row = _i / WAYS;
    enum way way = (enum way)(_i % WAYS);
    struct tls_files files;
    struct tls_script script = { .files = &files, .answer = ANSWER };
    struct client *client;
    struct asked asked;
    struct peer peer;

    tls_files_make(&files, trusting[row].host);
    peer_start_serving(&peer, tls_serve, &script);
    tls_peer_rename(&peer);
    client = client_that_trusts(trusting[row].trust, &files, way == HTTP2);
    asked_init(&asked);
    ask_way(client, peer.origin, way, &asked);
    ck_assert_asked(&asked, trusting[row].error);
    ck_assert_msg(strstr(asked.why.p, trusting[row].why) != NULL, "%s", asked.why.p);
    ck_assert_int_eq(asked.response.version, trusting[row].error ? 0 : 11);
    client_free(client);
    ck_assert_int_eq(atomic_load(&peer.requests), trusting[row].error ? 0 : 1);
    peer_stop(&peer);
    tls_files_remove(&files);
    asked_release(&asked);
}
END_TEST

/* One peer and one client that does not check it. */
struct pair {
    struct tls_files files;
    struct tls_script script;
    struct peer peer;
    struct client *client;
    struct asked asked;
};

static void pair_init(struct pair *pair, struct tls_script script)
{
    tls_files_make(&pair->files, "127.0.0.1");
    script.files = &pair->files;
    pair->script = script;
    peer_start_serving(&pair->peer, tls_serve, &pair->script);
    tls_peer_rename(&pair->peer);
    pair->client =
        client_new(&(struct client_options){ .timeout_ms = 20000, .insecure = true });
    asked_init(&pair->asked);
}

static void pair_release(struct pair *pair)
{
    client_free(pair->client);
    peer_stop(&pair->peer);
    tls_files_remove(&pair->files);
    asked_release(&pair->asked);
}

START_TEST(tls_keeps_connections)
{
    struct pair pair;

    pair_init(&pair, (struct tls_script){ .answer = ANSWER });
    for (int i = 0; i < 4; i++) {
        ask_way(pair.client, pair.peer.origin, _i ? LIBCURL : SEND, &pair.asked);
        ck_assert_asked(&pair.asked, CLIENT_OK);
    }
    ck_assert_int_eq(atomic_load(&pair.peer.connections), 1);
    ck_assert_int_eq(atomic_load(&pair.peer.requests), 4);
    pair_release(&pair);
}
END_TEST

static const struct {
    struct tls_script script;
    enum client_error error;
} endings[] = {
    { { .answer = "HTTP/1.1 200 OK\r\n\r\nbody", .close_after = true }, CLIENT_OK },
    { { .answer = "HTTP/1.1 200 OK\r\n\r\nbody", .close_after = true, .rude = true },
      CLIENT_CUT },
    { { .answer = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody",
        .close_after = true },
      CLIENT_CUT },
    { { .answer = ANSWER, .close_after = true, .rude = true }, CLIENT_OK },
    { { .answer = "", .close_after = true }, CLIENT_EMPTY },
    { { .answer = "", .close_after = true, .rude = true }, CLIENT_RESET },
};

START_TEST(tls_tells_endings_apart)
{
    struct pair pair;

    pair_init(&pair, endings[_i / 3].script);
    ask_way(pair.client, pair.peer.origin, (enum way)(_i % 3), &pair.asked);
    ck_assert_asked(&pair.asked, endings[_i / 3].error);
    ck_assert_int_eq(atomic_load(&pair.peer.requests), 1);
    pair_release(&pair);
}
END_TEST

START_TEST(tls_carries_large_bodies)
{
    char *body = malloc(LARGE + 1);
    struct http_request request = { 0 };
    struct buf answer;
    struct pair pair;

    memset(body, 'b', LARGE);
    body[LARGE] = '\0';
    buf_init(&answer, BUF_MAX_MESSAGE);
    buf_addf(&answer, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", LARGE, body);
    pair_init(&pair, (struct tls_script){ .answer = answer.p });
    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_set_body(&request, span_make(body, LARGE));
    for (int i = 0; i < 2; i++) {
        ask(pair.client, pair.peer.origin, &request, &pair.asked);
        ck_assert_asked(&pair.asked, CLIENT_OK);
        ck_assert(span_eq(pair.asked.response.body, request.body));
    }
    ck_assert_int_eq(atomic_load(&pair.peer.connections), 1);
    pair_release(&pair);
    http_request_release(&request);
    buf_release(&answer);
    free(body);
}
END_TEST

START_TEST(tls_sends_many)
{
    enum { MANY = 8 };
    struct http_request requests[MANY] = { 0 };
    struct http_response responses[MANY] = { 0 };
    enum client_error results[MANY];
    struct pair pair;

    pair_init(&pair, (struct tls_script){ .answer = ANSWER });
    for (int i = 0; i < MANY; i++)
        http_request_set(&requests[i], SPAN("POST"), SPAN("/"));
    client_send_many(pair.client, span_of(pair.peer.origin), requests, MANY, responses,
                     results, &pair.asked.why);
    for (int i = 0; i < MANY; i++) {
        ck_assert_msg(results[i] == CLIENT_OK, "%s", pair.asked.why.p);
        ck_assert_int_eq(responses[i].status, 200);
        http_request_release(&requests[i]);
        http_response_release(&responses[i]);
    }
    ck_assert_int_eq(atomic_load(&pair.peer.connections), MANY);
    pair_release(&pair);
}
END_TEST

static const struct {
    struct peer_reply reply; /* in clear text, to a handshake */
    enum client_error error;
    const char *why;
} clear[] = {
    { { .bytes = ANSWER, .unread = true, .end = PEER_HOLD }, CLIENT_TLS, "handshake" },
    { { .unread = true, .end = PEER_CLOSE }, CLIENT_TLS, "" },
    { { .unread = true, .end = PEER_RESET }, CLIENT_TLS, "" },
    { { .unread = true, .end = PEER_HOLD }, CLIENT_TIMEOUT, "in time" },
};

START_TEST(tls_names_peers_without_tls)
{
    int row = _i / WAYS;
    struct client *client = client_new(&(struct client_options){
        .timeout_ms = clear[row].error == CLIENT_TIMEOUT ? 500 : 20000,
        .insecure = true,
        .http2 = _i % WAYS == HTTP2 });
    struct asked asked;
    struct peer peer;

    peer_start(&peer, &clear[row].reply, 1);
    tls_peer_rename(&peer);
    asked_init(&asked);
    ask_way(client, peer.origin, (enum way)(_i % WAYS), &asked);
    ck_assert_asked(&asked, clear[row].error);
    ck_assert_msg(strstr(asked.why.p, clear[row].why) != NULL, "%s", asked.why.p);
    client_free(client);
    peer_stop(&peer);
    asked_release(&asked);
}
END_TEST

START_TEST(tls_peers_do_not_answer_clear_text)
{
    struct pair pair;
    char origin[64];

    pair_init(&pair, (struct tls_script){ .answer = ANSWER });
    snprintf(origin, sizeof(origin), "http%.47s", pair.peer.origin + 5);
    ask_way(pair.client, origin, (enum way)(_i % 3), &pair.asked);
    ck_assert_int_ne(pair.asked.error, CLIENT_OK);
    ck_assert_int_eq(pair.asked.response.status, 0);
    pair_release(&pair);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wire/tls");
    SRunner *runner = srunner_create(suite);
    TCase *tcase = tcase_create("tls");
    int failed;

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, tls_trusts_as_told, 0, WAYS * COUNT_OF(trusting));
    tcase_add_loop_test(tcase, tls_keeps_connections, 0, 2);
    tcase_add_loop_test(tcase, tls_tells_endings_apart, 0, 3 * COUNT_OF(endings));
    tcase_add_test(tcase, tls_carries_large_bodies);
    tcase_add_test(tcase, tls_sends_many);
    tcase_add_loop_test(tcase, tls_names_peers_without_tls, 0, WAYS * COUNT_OF(clear));
    tcase_add_loop_test(tcase, tls_peers_do_not_answer_clear_text, 0, 3);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
