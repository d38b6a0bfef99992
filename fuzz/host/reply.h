/* What a process answered, taken out of its frame in the order of coprocess.h. It knows
 * no process: a frame is octets in memory. */
#ifndef FAVSPEC_FUZZ_HOST_REPLY_H
#define FAVSPEC_FUZZ_HOST_REPLY_H

#include "fuzz/host/frame.h"

struct reply {
    struct span rest;
    int result;        /* as it stands there, or FAV_NOSPACE once a slot was too small */
    const char *fault; /* the first breach of the form, a sentence; NULL: none */
};

/* Begins with a frame (without its length, not empty): the result. */
void reply_begin(struct reply *reply, struct span frame);
/* The next field as it is; absent at the end and behind a fault. */
struct span reply_text(struct reply *reply);
void reply_sign(struct reply *reply, struct fav_signed *out);
void reply_status(struct reply *reply, struct fav_status *out);
void reply_error(struct reply *reply, struct fav_error *out);

#endif
