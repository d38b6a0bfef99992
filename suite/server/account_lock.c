#include "server/account_lock.h"

#include <errno.h>
#include <nettle/sha1.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 40, BETWEEN_TRIES_NS = 50000000 };

/* Which account, without saying which. */
static socklen_t name_of(const struct target *target, struct sockaddr_un *out)
{
    struct sha1_ctx hash;
    uint8_t digest[SHA1_DIGEST_SIZE];
    size_t at = 1; /* a name that begins with NUL is no file */

    sha1_init(&hash);
    sha1_update(&hash, target->origin.len, (const uint8_t *)target->origin.p);
    sha1_update(&hash, 1, (const uint8_t *)"\n");
    sha1_update(&hash, strlen(target->options.token),
                (const uint8_t *)target->options.token);
    sha1_digest(&hash, sizeof(digest), digest);
    *out = (struct sockaddr_un){ .sun_family = AF_UNIX };
    at += (size_t)snprintf(out->sun_path + at, sizeof(out->sun_path) - at, "favspec-");
    for (size_t i = 0; i < sizeof(digest); i++)
        at += (size_t)snprintf(out->sun_path + at, sizeof(out->sun_path) - at, "%02x",
                               digest[i]);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + at);
}

int account_lock(const struct target *target, struct buf *why)
{
    const struct timespec pause = { 0, BETWEEN_TRIES_NS };
    struct sockaddr_un name;
    socklen_t len = name_of(target, &name);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    for (int i = 0; fd >= 0 && i < TRIES; i++) {
        if (bind(fd, (const struct sockaddr *)&name, len) == 0)
            return fd;
        if (errno != EADDRINUSE)
            break;
        nanosleep(&pause, NULL);
    }
    if (errno == EADDRINUSE)
        buf_addf(
            why,
            "another run of favspec uses this account at %.*s at this moment; wait for "
            "its end",
            SPAN_ARG(target->origin));
    else
        buf_addf(why, "the account cannot be locked: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}
