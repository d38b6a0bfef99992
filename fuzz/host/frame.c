#include "fuzz/host/frame.h"

#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

static void put_u32(char *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (char)(value >> (24 - 8 * i));
}

static uint32_t get_u32(const char *from)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++)
        value = value << 8 | (unsigned char)from[i];
    return value;
}

void frame_open(struct buf *frame, char letter)
{
    buf_reset(frame);
    buf_add(frame, "\0\0\0\0", 4);
    buf_add_char(frame, letter);
}

void frame_add(struct buf *frame, struct fav_in value)
{
    char length[4];

    put_u32(length, value.p ? (uint32_t)value.n : FRAME_ABSENT);
    buf_add(frame, length, 4);
    if (value.p)
        buf_add(frame, (const char *)value.p, value.n);
}

void frame_close(struct buf *frame)
{
    put_u32(frame->p, (uint32_t)(frame->len - 4));
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the descriptor is ready. */
static enum frame_error ready(int fd, short events, int64_t end)
{
    struct pollfd one = { .fd = fd, .events = events };
    int64_t left = end - now_ms();
    int found = poll(&one, 1, left > 0 ? (int)left : 0);

    if (found == 0)
        return FRAME_LATE;
    return found > 0 || errno == EINTR ? FRAME_OK : FRAME_GONE;
}

static enum frame_error transfer(int fd, char *p, size_t len, bool writing, int64_t end)
{
    while (len > 0) {
        ssize_t done = writing ? write(fd, p, len) : read(fd, p, len);
        enum frame_error error;

        if (done > 0) {
            p += done;
            len -= (size_t)done;
            continue;
        }
        if (done == 0 || (errno != EAGAIN && errno != EINTR))
            return FRAME_GONE;
        error = ready(fd, writing ? POLLOUT : POLLIN, end);
        if (error)
            return error;
    }
    return FRAME_OK;
}

enum frame_error frame_write(int fd, const struct buf *frame, int deadline_ms)
{
    return transfer(fd, frame->p, frame->len, true, now_ms() + deadline_ms);
}

enum frame_error frame_read(int fd, struct buf *out, int deadline_ms)
{
    int64_t end = now_ms() + deadline_ms;
    enum frame_error error;
    char length[4];
    uint32_t len;

    error = transfer(fd, length, sizeof(length), false, end);
    if (error)
        return error;
    len = get_u32(length);
    if (len == 0 || len > FRAME_MAX)
        return FRAME_NO_FRAME;
    buf_reset(out);
    error = transfer(fd, buf_reserve(out, len), len, false, end);
    out->len = error ? 0 : len;
    buf_terminate(out);
    return error;
}

bool frame_next(struct span *rest, struct span *out, uint32_t *out_length)
{
    *out = span_of(NULL);
    *out_length = FRAME_ABSENT;
    if (rest->len == 0)
        return true;
    if (rest->len < 4)
        return false;
    *out_length = get_u32(rest->p);
    *rest = span_from(*rest, 4);
    if (*out_length >= FRAME_NO_MEMBER)
        return true;
    if (*out_length > rest->len)
        return false;
    *out = span_make(rest->p, *out_length);
    *rest = span_from(*rest, *out_length);
    return true;
}
