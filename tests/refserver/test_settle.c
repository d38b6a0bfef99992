#include "rig.h"
#include "suites.h"

#include "refserver/daemon.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

static void count_request(void *context, const struct http_request *request,
                          const struct http_response *response,
                          const struct endpoint_seen *seen)
{
    (void)request, (void)response, (void)seen;
    atomic_fetch_add((atomic_uint *)context, 1);
}

/* Sends these bytes, or nothing, and is gone. */
static void come_and_go(uint16_t port, const char *bytes)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    if (bytes)
        ck_assert_int_gt(send(fd, bytes, strlen(bytes), MSG_NOSIGNAL), 0);
    close(fd);
}

START_TEST(settle_sees_those_that_are_gone)
{
    enum { CLIENTS = 60 };
    atomic_uint connections = 0, requests = 0;
    struct daemon_options options = { .connections = &connections,
                                      .seen = count_request,
                                      .context = &requests };
    struct rig rig;
    struct daemon *daemon;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    rig_init(&rig, NULL, 3);
    daemon = daemon_start(rig.endpoint, &options, &why);
    ck_assert_msg(daemon != NULL, "%s", why.p);
    for (int i = 0; i < CLIENTS; i++)
        come_and_go(daemon_port(daemon),
                    i % 2 ? "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n" : NULL);
    daemon_settle(daemon);
    ck_assert_uint_eq(connections, CLIENTS);
    ck_assert_uint_eq(requests, CLIENTS / 2);
    daemon_stop(daemon);
    rig_release(&rig);
    buf_release(&why);
}
END_TEST

TCase *settle_tests(void)
{
    TCase *tc = tcase_create("settle");

    tcase_add_test(tc, settle_sees_those_that_are_gone);
    return tc;
}
