#include "refserver/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static const char *address_of(const char *listen_on)
{
    return listen_on ? listen_on : "127.0.0.1";
}

/* sin_port and sin6_port stand in the same place. */
static uint16_t port_of(const struct sockaddr_storage *address)
{
    return ntohs(((const struct sockaddr_in *)address)->sin_port);
}

static int bind_address(const char *listen_on, uint16_t port,
                        struct sockaddr_storage *out, socklen_t *out_len)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;

    *out = (struct sockaddr_storage){ 0 };
    if (inet_pton(AF_INET, listen_on, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        *out_len = sizeof(*v4);
        return 0;
    }
    if (inet_pton(AF_INET6, listen_on, &v6->sin6_addr) != 1)
        return -1;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    *out_len = sizeof(*v6);
    return 0;
}

int listen_open(const char *listen_on, uint16_t port, uint16_t *out_port, struct buf *why)
{
    const char *where = address_of(listen_on);
    struct sockaddr_storage address;
    socklen_t len;
    int fd, yes = 1;

    if (bind_address(where, port, &address, &len) < 0) {
        buf_addf(why, "%s is not an IP address.", where);
        return -1;
    }
    fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) < 0 ||
        listen(fd, BACKLOG) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) < 0) {
        buf_addf(why, "Cannot listen on %s port %u: %s.", where, port, strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    *out_port = port_of(&address);
    return fd;
}

int listen_come_from(const char *listen_on, uint16_t *out_port)
{
    struct sockaddr_storage address;
    socklen_t len;
    int fd;

    *out_port = 0;
    if (bind_address(address_of(listen_on), 0, &address, &len) < 0)
        return -1;
    fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && (bind(fd, (struct sockaddr *)&address, len) < 0 ||
                    getsockname(fd, (struct sockaddr *)&address, &len) < 0)) {
        close(fd);
        return -1;
    }
    *out_port = port_of(&address);
    return fd;
}

int listen_reach(int fd, const char *listen_on, uint16_t port)
{
    struct sockaddr_storage address;
    socklen_t len;

    if (bind_address(address_of(listen_on), port, &address, &len) < 0)
        return -1;
    return connect(fd, (struct sockaddr *)&address, len);
}

uint16_t listen_peer(int fd)
{
    struct sockaddr_storage address = { 0 };
    socklen_t len = sizeof(address);

    return getpeername(fd, (struct sockaddr *)&address, &len) < 0 ? 0 : port_of(&address);
}
