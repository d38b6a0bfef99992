#include "wire/client_tests.h"

#include "wire/ask.h"
#include "wire/peer.h"

#include <stdlib.h>
#include <time.h>

enum { MANY = 32 };

/* A meeting: nobody is answered before all have asked. */
struct meeting {
    atomic_int early;
    int wanted, odd_one;
};

static void serve_meeting(struct peer *peer, int fd)
{
    struct meeting *meeting = peer->data;
    struct timespec moment = { .tv_nsec = 1000000 };
    int turn;

    if (!peer_read(peer, fd))
        return;
    turn = atomic_load(&peer->requests);
    while (atomic_load(&peer->requests) < meeting->wanted &&
           !atomic_load(&peer->stopping))
        nanosleep(&moment, NULL);
    if (atomic_load(&peer->requests) < meeting->wanted)
        atomic_fetch_add(&meeting->early, 1);
    else if (turn != meeting->odd_one)
        peer_write(fd, SPAN(ANSWER));
}

struct many {
    struct http_request requests[MANY];
    struct http_response responses[MANY];
    enum client_error results[MANY];
    struct buf why;
};

static struct many *many_new(void)
{
    struct many *many = calloc(1, sizeof(*many));

    for (int i = 0; i < MANY; i++) {
        http_request_set(&many->requests[i], SPAN("POST"), SPAN("/"));
        http_request_set_body(&many->requests[i], SPAN("id=1"));
    }
    buf_init(&many->why, BUF_MAX_TEXT);
    return many;
}

static void many_free(struct many *many)
{
    for (int i = 0; i < MANY; i++) {
        http_request_release(&many->requests[i]);
        http_response_release(&many->responses[i]);
    }
    buf_release(&many->why);
    free(many);
}

static size_t count_results(const struct many *many, enum client_error error)
{
    size_t count = 0;

    for (int i = 0; i < MANY; i++)
        count += many->results[i] == error;
    return count;
}

static void meet(struct meeting *meeting, size_t answered, size_t empty)
{
    struct client *client = client_new(&(struct client_options){ .timeout_ms = 20000 });
    struct many *many = many_new();
    struct peer peer;

    peer_start_serving(&peer, serve_meeting, meeting);
    client_send_many(client, span_of(peer.origin), many->requests, MANY, many->responses,
                     many->results, &many->why);
    ck_assert_uint_eq(count_results(many, CLIENT_OK), answered);
    ck_assert_uint_eq(count_results(many, CLIENT_EMPTY), empty);
    ck_assert_int_eq(many->why.len != 0, empty != 0);
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(many->responses[i].status, many->results[i] ? 0 : 200);
    client_free(client);
    peer_stop(&peer);
    ck_assert_int_eq(atomic_load(&peer.connections), MANY);
    ck_assert_int_eq(atomic_load(&peer.requests), MANY);
    ck_assert_int_eq(atomic_load(&meeting->early), 0);
    many_free(many);
}

START_TEST(client_many_are_in_flight_at_once)
{
    struct meeting meeting = { .wanted = MANY };

    meet(&meeting, MANY, 0);
}
END_TEST

START_TEST(client_many_fail_one_by_one)
{
    struct meeting meeting = { .wanted = MANY, .odd_one = 7 };

    meet(&meeting, MANY - 1, 1);
}
END_TEST

START_TEST(client_many_time_out_together)
{
    static const struct peer_reply silent = { .end = PEER_HOLD };
    struct client *client = client_new(
        &(struct client_options){ .timeout_ms = 300, .connect_timeout_ms = 20000 });
    struct many *many = many_new();
    int64_t start = now_ms();
    struct peer peer;

    peer_start(&peer, &silent, 1);
    client_send_many(client, span_of(peer.origin), many->requests, MANY, many->responses,
                     many->results, &many->why);
    ck_assert_uint_eq(count_results(many, CLIENT_TIMEOUT), MANY);
    ck_assert_int_lt(now_ms() - start, 15000);
    ck_assert_ptr_nonnull(strstr(many->why.p, "request 1: "));
    client_free(client);
    peer_stop(&peer);
    many_free(many);
}
END_TEST

START_TEST(client_many_may_be_none)
{
    struct client *client = client_new(&(struct client_options){ 0 });
    enum client_error untouched = CLIENT_PROXY;

    client_send_many(client, SPAN("http://127.0.0.1:1"), NULL, 0, NULL, &untouched, NULL);
    ck_assert_int_eq(untouched, CLIENT_PROXY);
    client_free(client);
}
END_TEST

TCase *client_many_tcase(void)
{
    TCase *tcase = tcase_create("many");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, client_many_are_in_flight_at_once);
    tcase_add_test(tcase, client_many_fail_one_by_one);
    tcase_add_test(tcase, client_many_time_out_together);
    tcase_add_test(tcase, client_many_may_be_none);
    return tcase;
}
