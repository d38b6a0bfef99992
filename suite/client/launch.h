/* Runs a command without a shell: in a process group of its own, with a deadline, its
 * output captured and bounded, standard input empty. When the command has ended, or may
 * not go on, what is left of its group is killed. May be called from several threads. */
#ifndef FAVSPEC_SUITE_CLIENT_LAUNCH_H
#define FAVSPEC_SUITE_CLIENT_LAUNCH_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdatomic.h>

enum { LAUNCH_OUTPUT_MAX = 64 * 1024 };

/* One placeholder in the arguments, and one variable in the environment; either may be
 * NULL. */
struct launch_value {
    const char *placeholder; /* with its braces */
    const char *variable;
    struct span value; /* absent: the variable is not there */
};

struct launch {
    char *const *command; /* ends with NULL */
    const struct launch_value *values;
    size_t value_count;
    long timeout_ms;
    const atomic_int *stop; /* not 0: kill it now */
};

enum launch_how {
    LAUNCH_EXITED,
    LAUNCH_SIGNALLED,
    LAUNCH_HUNG,        /* killed at the deadline */
    LAUNCH_STOPPED,     /* killed because of `stop` */
    LAUNCH_NOT_STARTED, /* status is 126 or 127 */
};

struct launch_end {
    enum launch_how how;
    int status; /* exit status, or signal */
    struct buf output;
    int64_t duration_ms;
};

/* Runs the command to its end. `out` is initialised here; launch_end_release frees it. */
void launch_run(const struct launch *launch, struct launch_end *out);
void launch_end_release(struct launch_end *end);

/* Whether the command could not be started, or said so itself. */
bool launch_unusable(const struct launch_end *end);

/* One sentence without its subject: "exited with status 1", "was killed by signal 11". */
void launch_end_write(struct buf *out, const struct launch_end *end);

#endif
