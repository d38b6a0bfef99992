/* Reading and writing the frames of coprocess.h over two descriptors, with a deadline. */
#ifndef FAVSPEC_FUZZ_HOST_FRAME_H
#define FAVSPEC_FUZZ_HOST_FRAME_H

#include "base/buf.h"
#include "fuzz/adapter.h"

enum { FRAME_MAX = 16 * 1024 * 1024 };
#define FRAME_ABSENT UINT32_MAX
#define FRAME_NO_MEMBER (UINT32_MAX - 1)

/* Begins a frame; frame_close fills in its length. */
void frame_open(struct buf *frame, char letter);
void frame_add(struct buf *frame, struct fav_in value);
void frame_close(struct buf *frame);

enum frame_error {
    FRAME_OK = 0,
    FRAME_LATE = -1,
    FRAME_GONE = -2,    /* the other side closed */
    FRAME_NO_FRAME = -3 /* what came is none */
};
/* Both take until `deadline_ms` from now in all. _read gives the frame without its
 * length. */
enum frame_error frame_write(int fd, const struct buf *frame, int deadline_ms);
enum frame_error frame_read(int fd, struct buf *out, int deadline_ms);

/* Takes the next field; false when the frame is broken. At its end, and for an absent
 * value, `p` is NULL; `out_length` is the length as it stands there. */
bool frame_next(struct span *rest, struct span *out, uint32_t *out_length);

#endif
