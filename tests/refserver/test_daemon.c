#include "rig.h"
#include "suites.h"

#include "refserver/daemon.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A daemon, and what comes back from a socket. */
struct served {
    struct rig rig;
    struct daemon *daemon;
    char answer[65536];
    size_t len;
    bool closed;
};

static void serve(struct served *s, const struct endpoint_options *options)
{
    struct daemon_options daemon = { 0 };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    rig_init(&s->rig, options, 3);
    s->daemon = daemon_start(s->rig.endpoint, &daemon, &why);
    ck_assert_msg(s->daemon != NULL, "%s", why.p);
    ck_assert_uint_ne(daemon_port(s->daemon), 0);
    s->rig.now_ms = (int64_t)time(NULL) * 1000;
    buf_release(&why);
}

static void end(struct served *s)
{
    daemon_stop(s->daemon);
    rig_release(&s->rig);
}

static int dial(const struct served *s)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(daemon_port(s->daemon)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static void wait_for(int fd, int ms)
{
    struct timeval patience = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
}

/* Sends and reads until the end, or silence after the first bytes. */
static void talk(struct served *s, int fd, struct span bytes)
{
    ssize_t got;

    ck_assert_int_eq(send(fd, bytes.p, bytes.len, MSG_NOSIGNAL), (ssize_t)bytes.len);
    s->len = 0;
    wait_for(fd, 5000);
    while ((got = recv(fd, s->answer + s->len, sizeof(s->answer) - 1 - s->len, 0)) > 0) {
        s->len += (size_t)got;
        wait_for(fd, 200);
    }
    s->answer[s->len] = '\0';
    s->closed = got == 0;
}

static void talk_once(struct served *s, const char *text)
{
    int fd = dial(s);

    talk(s, fd, span_of(text));
    close(fd);
}

static size_t count(const char *text, const char *what)
{
    size_t count = 0;

    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
}

static size_t count_answers(const struct served *s)
{
    return count(s->answer, "HTTP/1.");
}

static void write_request(struct served *s, const struct asking *asking, struct buf *out)
{
    rig_build(&s->rig, asking);
    http_request_write(out, &s->rig.request);
}

START_TEST(daemon_serves_the_valid_request)
{
    struct served s;
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    serve(&s, NULL);
    write_request(
        &s, &(struct asking){ .headers = { "Content-Length: 0", "Connection: close" } },
        &text);
    talk_once(&s, text.p);
    ck_assert_msg(strncmp(s.answer, "HTTP/1.1 200 OK\r\n", 17) == 0, "%s", s.answer);
    ck_assert_ptr_nonnull(strstr(s.answer, "\"favorited\":false"));
    ck_assert_ptr_nonnull(strstr(s.answer, "Content-Length: "));
    s.rig.now_ms += 60000;
    ck_assert(!rig_likes(&s.rig, KIND_LIKED) && s.closed);
    buf_release(&text);
    end(&s);
}
END_TEST

START_TEST(daemon_sees_target_and_body_as_sent)
{
    struct served s;
    struct buf text;
    struct asking ask = { .query = "a=%7e%2B+b&a=1&&c",
                          .body = "id={id}&x=%c3%a9",
                          .headers = { "Content-Length: 31" } };

    buf_init(&text, BUF_MAX_MESSAGE);
    serve(&s, NULL);
    rig_build(&s.rig, &ask);
    ck_assert_uint_eq(s.rig.request.body.len, 31);
    write_request(&s, &ask, &text);
    talk_once(&s, text.p);
    ck_assert_msg(strncmp(s.answer, "HTTP/1.1 200", 12) == 0, "%s", s.answer);
    buf_release(&text);
    end(&s);
}
END_TEST

/* Raw bytes, and how the answer begins; NULL: the connection ends without one. */
static const struct raw {
    const char *bytes, *answer;
    bool closed;
    size_t answers;
} raws[] = {
    { "POST /1.1/x HTTP/1.1\r\n\r\n", "HTTP/1.1 400", true, 1 },
    { "POST /1.1/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400", true, 1 },
    { "POST /1.1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: "
      "4\r\n\r\nabcd"
      "GET /y HTTP/1.1\r\nHost: a\r\n\r\n",
      "HTTP/1.1 400", true, 1 },
    { "POST /1.1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
      "chunked\r\n\r\n"
      "0\r\n\r\n",
      "HTTP/1.1 400", true, 1 },
    { "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
      "HTTP/1.1 400", true, 1 },
    { "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 400",
      true, 1 },
    { "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 404", false, 1 },
    { "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", "HTTP/1.1 413",
      true, 1 },
    { "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 404", false, 1 },
    { "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /y "
      "HTTP/1.1\r\nHost: a\r\n"
      "Connection: close\r\n\r\n",
      "HTTP/1.1 404", true, 2 },
    { "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: "
      "100-continue\r\n\r\nabc",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404", false, 2 },
    { "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 404", false, 1 },
    { "GET /x HTTP/1.0\r\nHost: a\r\n\r\n", "HTTP/1.", true, 1 },
};

START_TEST(daemon_frames_messages)
{
    const struct raw *raw = &raws[_i];
    struct served s;

    serve(&s, NULL);
    talk_once(&s, raw->bytes);
    ck_assert_msg(strncmp(s.answer, raw->answer, strlen(raw->answer)) == 0, "%s",
                  s.answer);
    ck_assert_int_eq(s.closed, raw->closed);
    ck_assert_uint_eq(count_answers(&s), raw->answers);
    if (strncmp(raw->bytes, "HEAD", 4) == 0)
        ck_assert_ptr_null(strstr(s.answer, "errors"));
    talk_once(&s, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    ck_assert_uint_eq(count_answers(&s), 1);
    end(&s);
}
END_TEST

START_TEST(daemon_survives_garbage)
{
    static const char *const garbage[] = { "GARBAGE\r\n\r\n", "\x16\x03\x01\x02",
                                           "{}\n\n\n", "GET\r\n\r\n",
                                           " / HTTP/1.1\r\n\r\n" };
    struct served s;

    serve(&s, NULL);
    for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
        talk_once(&s, garbage[i]);
        talk_once(&s, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
        ck_assert_msg(strncmp(s.answer, "HTTP/1.1 404", 12) == 0, "%s", s.answer);
    }
    end(&s);
}
END_TEST

/* A mutant, the request that shows it, and a look at what came back. */
static bool is_short(const struct served *s)
{
    const char *length = strstr(s->answer, "Content-Length: "),
               *body = strstr(s->answer, "\r\n\r\n");

    return s->closed && length && body &&
           strtoul(length + 16, NULL, 10) > strlen(body + 4);
}

static bool is_long(const struct served *s)
{
    const char *length = strstr(s->answer, "Content-Length: "),
               *body = strstr(s->answer, "\r\n\r\n");

    return length && body && strtoul(length + 16, NULL, 10) < strlen(body + 4);
}

static bool is_nothing(const struct served *s)
{
    return s->len == 0 && s->closed;
}

static bool is_reset(const struct served *s)
{
    return s->len == 0 && !s->closed;
}

static bool has_body(const struct served *s)
{
    return strstr(s->answer, "{\"errors\"") != NULL;
}

static const struct {
    const char *mutant, *method;
    bool (*shows)(const struct served *s);
} wires[] = {
    { "length-too-large", "POST", is_short },    { "length-too-small", "POST", is_long },
    { "length-in-characters", "POST", is_long }, { "wire-dies", "POST", is_nothing },
    { "wire-resets", "POST", is_reset },         { "head-with-body", "HEAD", has_body },
};

START_TEST(daemon_is_wrong_on_the_wire)
{
    struct served s;
    struct buf text;
    struct asking ask = { .method = wires[_i].method };

    buf_init(&text, BUF_MAX_MESSAGE);
    serve(&s, &(struct endpoint_options){ .mutant = mutant_find(wires[_i].mutant) });
    write_request(&s, &ask, &text);
    talk_once(&s, text.p);
    ck_assert_msg(wires[_i].shows(&s), "%s: %s", wires[_i].mutant, s.answer);
    end(&s);
    serve(&s, NULL);
    buf_reset(&text);
    write_request(&s, &ask, &text);
    talk_once(&s, text.p);
    ck_assert_msg(!wires[_i].shows(&s), "honest: %s", s.answer);
    end(&s);
    buf_release(&text);
}
END_TEST

#define REQUESTS                                                                         \
    "POST /1.1/favorites/destroy.json?id=1 HTTP/1.1\r\nHost: a\r\n\r\n"                  \
    "GET /1.1/account/verify_credentials.json HTTP/1.1\r\nHost: a\r\n\r\n"               \
    "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"

/* On one connection: 400, 400 and 404, and the same again. */
static bool is_mixed_up(struct served *s, const char *mutant)
{
    bool right;

    serve(s, &(struct endpoint_options){ .mutant = mutant ? mutant_find(mutant) : NULL });
    talk_once(s, REQUESTS REQUESTS);
    right = count_answers(s) == 6 && count(s->answer, "HTTP/1.1 400") == 4 &&
            count(s->answer, "HTTP/1.1 404") == 2 && count(s->answer, "\"code\":34") == 2;
    end(s);
    return !right;
}

START_TEST(daemon_mixes_up_connections)
{
    static const char *const names[] = { "kept-connection-first-answer",
                                         "kept-connection-500", "pipeline-lost" };
    struct served s;

    ck_assert(!is_mixed_up(&s, NULL));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        ck_assert_msg(is_mixed_up(&s, names[i]), "%s", names[i]);
}
END_TEST

START_TEST(daemon_dies_after_garbage)
{
    struct served s;

    serve(&s, &(struct endpoint_options){ .mutant = mutant_find("garbage-kills-next") });
    talk_once(&s, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    ck_assert_uint_eq(count_answers(&s), 1);
    talk_once(&s, "GARBAGE\r\n\r\n");
    talk_once(&s, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    ck_assert_uint_eq(count_answers(&s), 0);
    talk_once(&s, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    ck_assert_uint_eq(count_answers(&s), 1);
    end(&s);
}
END_TEST

START_TEST(daemon_wears_costumes)
{
    struct served s;
    const struct costume chunked = { .name = "c", .chunked = true },
                         old = { .name = "o", .http_1_0 = true };

    serve(&s, &(struct endpoint_options){ .costume = &chunked });
    talk_once(&s, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    ck_assert_ptr_nonnull(strstr(s.answer, "Transfer-Encoding: chunked"));
    ck_assert_ptr_null(strstr(s.answer, "Content-Length"));
    ck_assert_ptr_nonnull(strstr(s.answer, "\r\n0\r\n\r\n"));
    end(&s);
    serve(&s, &(struct endpoint_options){ .costume = &old });
    talk_once(&s, "GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    ck_assert_msg(strncmp(s.answer, "HTTP/1.0 404", 12) == 0 && s.closed, "%s", s.answer);
    end(&s);
}
END_TEST

START_TEST(daemon_clock_can_be_moved)
{
    static _Atomic int64_t offset;
    struct rig rig;
    struct served s;
    struct buf text, why;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_init(&why, BUF_MAX_TEXT);
    rig_init(&rig, NULL, 3);
    s.rig = rig;
    s.daemon = daemon_start(rig.endpoint,
                            &(struct daemon_options){ .clock_offset_ms = &offset }, &why);
    s.rig.now_ms = (int64_t)time(NULL) * 1000;
    offset = 3600000;
    write_request(&s, &(struct asking){ 0 }, &text);
    talk_once(&s, text.p);
    ck_assert_ptr_nonnull(strstr(s.answer, "135"));
    offset = 0;
    talk_once(&s, text.p);
    ck_assert_msg(strncmp(s.answer, "HTTP/1.1 200", 12) == 0, "%s", s.answer);
    end(&s);
    buf_release(&text);
    buf_release(&why);
}
END_TEST

static TCase *daemon_tests(void)
{
    TCase *tc = tcase_create("daemon");

    tcase_add_test(tc, daemon_serves_the_valid_request);
    tcase_add_test(tc, daemon_sees_target_and_body_as_sent);
    tcase_add_loop_test(tc, daemon_frames_messages, 0,
                        (int)(sizeof(raws) / sizeof(raws[0])));
    tcase_add_test(tc, daemon_survives_garbage);
    tcase_add_loop_test(tc, daemon_is_wrong_on_the_wire, 0,
                        (int)(sizeof(wires) / sizeof(wires[0])));
    tcase_add_test(tc, daemon_mixes_up_connections);
    tcase_add_test(tc, daemon_dies_after_garbage);
    tcase_add_test(tc, daemon_wears_costumes);
    tcase_add_test(tc, daemon_clock_can_be_moved);
    return tc;
}

int main(void)
{
    static TCase *(*const groups[])(void) = { daemon_tests, fault_tests, settle_tests,
                                              NULL };

    return run_groups("daemon", groups);
}
