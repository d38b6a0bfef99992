#include "wire/peer.h"

#include "wire/message.h"

#include <arpa/inet.h>
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int peer_listen(int backlog, uint16_t *out_port)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, len), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    if (backlog >= 0)
        ck_assert_int_eq(listen(fd, backlog), 0);
    *out_port = ntohs(address.sin_port);
    return fd;
}

void peer_reset(int fd)
{
    struct linger now = { .l_onoff = 1 };

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

static bool send_all(int fd, struct span bytes)
{
    while (bytes.len) {
        ssize_t sent = send(fd, bytes.p, bytes.len, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        bytes = span_from(bytes, (size_t)sent);
    }
    return true;
}

void peer_write(int fd, struct span bytes)
{
    send_all(fd, bytes);
}

static void drip(const struct peer *peer, int fd, struct span bytes, int ms)
{
    struct timespec pause = { .tv_nsec = ms * 1000000L };

    for (size_t i = 0; i < bytes.len && !atomic_load(&peer->stopping); i++) {
        if (!send_all(fd, span_make(bytes.p + i, 1)))
            return;
        nanosleep(&pause, NULL);
    }
}

static void note(struct peer *peer, const struct buf *bytes)
{
    pthread_mutex_lock(&peer->lock);
    buf_reset(&peer->seen);
    buf_add_span(&peer->seen, buf_span(bytes));
    pthread_mutex_unlock(&peer->lock);
    atomic_fetch_add(&peer->requests, 1);
}

bool peer_read(struct peer *peer, int fd)
{
    struct http_request request = { 0 };
    struct buf bytes;
    bool whole = false;
    char chunk[65536];
    ssize_t got = 1;

    buf_init(&bytes, BUF_MAX_MESSAGE);
    while (!whole && (got = recv(fd, chunk, sizeof(chunk), 0)) > 0) {
        buf_add(&bytes, chunk, (size_t)got);
        whole = http_request_parse(buf_span(&bytes), &request, NULL) == 0;
    }
    if (whole)
        note(peer, &bytes);
    http_request_release(&request);
    buf_release(&bytes);
    return whole;
}

void peer_seen(struct peer *peer, struct buf *out)
{
    buf_init(out, BUF_MAX_MESSAGE);
    pthread_mutex_lock(&peer->lock);
    buf_add_span(out, buf_span(&peer->seen));
    pthread_mutex_unlock(&peer->lock);
}

static void hold(int fd)
{
    char chunk[4096];

    while (recv(fd, chunk, sizeof(chunk), 0) > 0)
        continue;
}

static const struct peer_reply *next_reply(struct peer *peer)
{
    size_t served = (size_t)atomic_load(&peer->requests) - 1;

    return &peer->replies[served < peer->reply_count ? served : peer->reply_count - 1];
}

/* Many at a time, or a slow machine would never reach a limit. */
static void repeat(int fd, const char *text)
{
    struct buf block;

    buf_init(&block, BUF_MAX_TEXT);
    while (block.len < BUF_MAX_TEXT / 2)
        buf_add_str(&block, text);
    while (send_all(fd, buf_span(&block)))
        continue;
    buf_release(&block);
}

static void say(const struct peer *peer, int fd, const struct peer_reply *reply)
{
    struct span bytes = reply->bytes ? span_of(reply->bytes) : SPAN("");

    if (reply->drip_ms)
        drip(peer, fd, bytes, reply->drip_ms);
    else
        send_all(fd, bytes);
    if (reply->repeat)
        repeat(fd, reply->repeat);
}

static void serve_replies(struct peer *peer, int fd)
{
    const struct peer_reply *reply;

    do {
        if (peer->replies[0].unread)
            atomic_fetch_add(&peer->requests, 1);
        else if (!peer_read(peer, fd))
            return;
        reply = next_reply(peer);
        say(peer, fd, reply);
    } while (reply->end == PEER_KEEP);
    if (reply->end == PEER_HOLD)
        hold(fd);
    if (reply->end == PEER_RESET)
        peer_reset(fd);
}

struct serving {
    struct peer *peer;
    int slot;
};

static void *run_connection(void *data)
{
    struct serving serving = *(struct serving *)data;
    struct peer *peer = serving.peer;
    int fd = peer->fds[serving.slot];

    free(data);
    if (peer->serve)
        peer->serve(peer, fd);
    else
        serve_replies(peer, fd);
    pthread_mutex_lock(&peer->lock);
    close(fd);
    peer->fds[serving.slot] = -1;
    pthread_mutex_unlock(&peer->lock);
    return NULL;
}

static void *run_acceptor(void *data)
{
    struct peer *peer = data;
    int fd;

    while ((fd = accept(peer->listener, NULL, NULL)) >= 0) {
        struct serving *serving = malloc(sizeof(*serving));
        int slot = atomic_fetch_add(&peer->connections, 1);

        ck_assert_int_lt(slot, PEER_CONNECTIONS_MAX);
        *serving = (struct serving){ peer, slot };
        peer->fds[slot] = fd;
        pthread_create(&peer->threads[slot], NULL, run_connection, serving);
    }
    return NULL;
}

static void start(struct peer *peer)
{
    uint16_t port;

    peer->listener = peer_listen(PEER_CONNECTIONS_MAX, &port);
    snprintf(peer->origin, sizeof(peer->origin), "http://127.0.0.1:%d", port);
    pthread_mutex_init(&peer->lock, NULL);
    buf_init(&peer->seen, BUF_MAX_MESSAGE);
    pthread_create(&peer->acceptor, NULL, run_acceptor, peer);
}

void peer_start(struct peer *peer, const struct peer_reply *replies, size_t count)
{
    *peer = (struct peer){ .replies = replies, .reply_count = count };
    start(peer);
}

void peer_start_serving(struct peer *peer, void (*serve)(struct peer *peer, int fd),
                        void *data)
{
    *peer = (struct peer){ .serve = serve, .data = data };
    start(peer);
}

void peer_stop(struct peer *peer)
{
    int connections;

    atomic_store(&peer->stopping, true);
    shutdown(peer->listener, SHUT_RDWR);
    pthread_join(peer->acceptor, NULL);
    close(peer->listener);
    connections = atomic_load(&peer->connections);
    pthread_mutex_lock(&peer->lock);
    for (int i = 0; i < connections; i++)
        if (peer->fds[i] >= 0)
            shutdown(peer->fds[i], SHUT_RDWR);
    pthread_mutex_unlock(&peer->lock);
    for (int i = 0; i < connections; i++)
        pthread_join(peer->threads[i], NULL);
    buf_release(&peer->seen);
    pthread_mutex_destroy(&peer->lock);
}
