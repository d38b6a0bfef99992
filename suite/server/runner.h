/* The process that runs a slice of the cases through Check: internal to run.c. */
#ifndef FAVSPEC_SUITE_SERVER_RUNNER_H
#define FAVSPEC_SUITE_SERVER_RUNNER_H

#include "server/run.h"

/* What stands before the bytes of each result in the pipe. */
struct frame {
    uint32_t magic;
    uint32_t number; /* of the case */
    uint32_t len;    /* bytes of the result that follow */
};

enum { FRAME_MAGIC = 0x46415653 };

struct slice {
    const struct target *target;
    const struct run_options *options;
    int part, parts; /* every parts-th selected case, starting at part */
    int fd;          /* where frames go */
};

/* Runs the slice and ends the process. */
__attribute__((noreturn)) void runner_main(const struct slice *slice);

/* Whether a case belongs to the slice: `place` is its place among the selected ones. */
bool runner_has(const struct slice *slice, size_t place);

#endif
