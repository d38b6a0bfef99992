/* The process that runs its share of the cases through Check: internal to run.c. */
#ifndef FAVSPEC_SUITE_SERVER_RUNNER_H
#define FAVSPEC_SUITE_SERVER_RUNNER_H

#include "server/run.h"

/* What stands before the bytes of each result in the pipe. A frame of length FRAME_BEGINS
 * says that a case begins: if the runner dies, that case broke it. */
struct frame {
    uint32_t magic;
    uint32_t number; /* of the case */
    uint32_t len;    /* bytes of the result that follow */
};

#define FRAME_MAGIC UINT32_C(0x46415653)
#define FRAME_BEGINS UINT32_MAX

struct slice {
    const struct target *target;
    const struct run_options *options;
    const bool *todo;      /* catalogue_count() entries */
    _Atomic bool *claimed; /* likewise, shared by all runners: who is first runs it */
    int fd;                /* where frames go */
};

/* Runs what nobody else runs through Check and ends the process. Check does not fork for
 * each case: a case that crashes takes its runner with it, and the parent starts another
 * for what is left. */
__attribute__((noreturn)) void runner_main(const struct slice *slice);

#endif
