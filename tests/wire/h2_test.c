/* HTTP/2 against node's own server: in clear text by prior knowledge, and over TLS by
 * ALPN. */
#include "wire/ask.h"
#include "wire/tls_peer.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLEAR, SECURE, PORTS };
enum { PATIENCE_MS = 20000 };

static struct {
    struct tls_files files;
    pid_t node;
    int to_node; /* closing it ends the server */
    char origins[PORTS][48];
} server;

static struct client *client;
static struct asked asked;

static void spawn_node(int in, int out)
{
    char *const args[] = { (char *)"node", (char *)SOURCE_DIR "/tests/wire/h2_server.js",
                           server.files.key, server.files.cert, NULL };
    posix_spawn_file_actions_t actions;
    int result;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    result = posix_spawnp(&server.node, "node", &actions, NULL, args, environ);
    posix_spawn_file_actions_destroy(&actions);
    ck_assert_msg(result == 0,
                  "HTTP/2 is tested against node, and node does not start: %s",
                  strerror(result));
}

static void read_ports(int fd)
{
    char line[64] = "";
    int ports[PORTS] = { 0 };
    size_t len = 0;

    while (!strchr(line, '\n') && len < sizeof(line) - 1) {
        ssize_t got = read(fd, line + len, sizeof(line) - 1 - len);

        ck_assert_msg(got > 0, "HTTP/2 is tested against node, and h2_server.js ended");
        len += (size_t)got;
    }
    ck_assert_int_eq(sscanf(line, "%d %d", &ports[CLEAR], &ports[SECURE]), 2);
    for (int i = 0; i < PORTS; i++)
        snprintf(server.origins[i], sizeof(server.origins[i]), "http%s://127.0.0.1:%d",
                 i == SECURE ? "s" : "", ports[i]);
}

static void start_node(void)
{
    int in[2], out[2];

    tls_files_make(&server.files, "127.0.0.1");
    ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
    spawn_node(in[0], out[1]);
    close(in[0]);
    close(out[1]);
    server.to_node = in[1];
    read_ports(out[0]);
    close(out[0]);
}

static void stop_node(void)
{
    close(server.to_node);
    waitpid(server.node, NULL, 0);
    tls_files_remove(&server.files);
}

static void set_up(void)
{
    client = client_new(&(struct client_options){ .timeout_ms = PATIENCE_MS,
                                                  .max_body = 1024 * 1024,
                                                  .cacert = server.files.cert,
                                                  .http2 = true });
    asked_init(&asked);
}

static void tear_down(void)
{
    client_free(client);
    asked_release(&asked);
}

static void ask_path(int port, const char *path)
{
    struct http_request request = { 0 };

    http_request_set(&request, SPAN("POST"), span_of(path));
    http_request_add(&request, SPAN("Content-Type"), SPAN("text/plain"));
    http_request_set_body(&request, SPAN("id=1"));
    ask(client, server.origins[port], &request, &asked);
    http_request_release(&request);
}

/* How often the server saw this path, asked over a connection that may be kept. */
static void check_count(int port, const char *path, int expected)
{
    struct buf part;

    buf_init(&part, BUF_MAX_TEXT);
    buf_addf(&part, "\"%s\":%d", path, expected);
    ask_path(port, "/count");
    ck_assert_asked(&asked, CLIENT_OK);
    ck_assert_msg((span_find(asked.response.body, buf_span(&part)) >= 0) ==
                      (expected > 0),
                  "%s in %.*s", part.p, SPAN_ARG(asked.response.body));
    buf_release(&part);
}

START_TEST(h2_carries_requests)
{
    const char *path = _i ? "/echo?secure" : "/echo?clear";

    for (int i = 0; i < 5; i++) {
        struct buf expected;

        ask_path(_i, path);
        ck_assert_asked(&asked, CLIENT_OK);
        ck_assert_int_eq(asked.response.version, 20);
        ck_assert_int_eq(asked.response.status, 200);
        ck_assert(span_eq_str(http_find(&asked.response.headers, "content-type"),
                              "application/json"));
        ck_assert_ptr_nonnull(http_find(&asked.response.headers, "X-Empty").p);
        buf_init(&expected, BUF_MAX_TEXT);
        buf_addf(&expected,
                 "{\"method\":\"POST\",\"authority\":\"%s\",\"type\":\"text/plain\","
                 "\"length\":\"4\",\"body\":\"id=1\"}",
                 strstr(server.origins[_i], "127"));
        ck_assert(span_eq(asked.response.body, buf_span(&expected)));
        buf_release(&expected);
    }
    check_count(_i, path, 5);
}
END_TEST

static const struct {
    const char *path;
    enum client_error error;
    int status;
    const char *body; /* NULL: any */
} rows[] = {
    { "/hints", CLIENT_OK, 404, "no" }, { "/trailers", CLIENT_OK, 200, "body" },
    { "/empty", CLIENT_OK, 204, "" },   { "/redirect", CLIENT_OK, 302, "" },
    { "/reset", CLIENT_RESET, 0, "" },  { "/refuse", CLIENT_RESET, 0, "" },
    { "/die", CLIENT_RESET, 0, "" },    { "/half", CLIENT_CUT, 200, "half" },
    { "/hang", CLIENT_TIMEOUT, 0, "" }, { "/endless", CLIENT_TOO_LARGE, 200, NULL },
};

/* A socket that dies shows as either, as the packets fall. */
static enum client_error one_of_two(enum client_error error)
{
    return error == CLIENT_EMPTY ? CLIENT_RESET : error;
}

/* With a warm connection too, where libcurl would try again by itself. */
START_TEST(h2_names_faults)
{
    int row = _i / 4, port = _i / 2 % 2;
    char path[32];

    snprintf(path, sizeof(path), "%s?%d", rows[row].path, _i);
    if (_i % 2)
        check_count(port, path, 0);
    if (rows[row].error == CLIENT_TIMEOUT)
        client_set_timeout(client, 1000);
    ask_path(port, path);
    asked.error = one_of_two(asked.error);
    ck_assert_asked(&asked, rows[row].error);
    ck_assert_int_eq(asked.response.status, rows[row].status);
    ck_assert(!rows[row].body || span_eq_str(asked.response.body, rows[row].body));
    ck_assert_uint_eq(http_count(&asked.response.headers, "x-trailer"), 0);
    client_set_timeout(client, PATIENCE_MS);
    check_count(port, path, 1);
}
END_TEST

START_TEST(h2_needs_a_peer_that_speaks_it)
{
    static const struct peer_reply reply = { ANSWER, .unread = true, .end = PEER_HOLD };
    struct peer peer;

    peer_start(&peer, &reply, 1);
    ask_post(client, peer.origin, &asked);
    ck_assert_msg(asked.error == CLIENT_NOT_HTTP || asked.error == CLIENT_EMPTY, "%s",
                  asked.why.p);
    peer_stop(&peer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wire/h2");
    SRunner *runner = srunner_create(suite);
    TCase *tcase = tcase_create("h2");
    int failed;

    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, start_node, stop_node);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, h2_carries_requests, 0, PORTS);
    tcase_add_loop_test(tcase, h2_names_faults, 0, 4 * COUNT_OF(rows));
    tcase_add_test(tcase, h2_needs_a_peer_that_speaks_it);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
