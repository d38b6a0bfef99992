/* Plays one scenario: a reference server of its own on a free port of the loopback
 * interface, the command started as often as the scenario says, and in the end the trail
 * of what was on the wire and how each call ended. Scenarios may be played from several
 * threads. */
#ifndef FAVSPEC_SUITE_CLIENT_RUN_H
#define FAVSPEC_SUITE_CLIENT_RUN_H

#include "client/account.h"
#include "client/launch.h"
#include "client/trail.h"

/* What all scenarios of a run share: with --tls a certificate, and a folder for the files
 * that clients are to trust. */
struct run_trust;

/* Makes a certificate of a new authority for the usual names and `name` (may be NULL).
 * NULL and one sentence in `why` when that fails. */
struct run_trust *run_trust_new(const char *name, struct buf *why);
/* Removes the files too. */
void run_trust_free(struct run_trust *trust);

struct run_options {
    char *const *command;
    long timeout_ms; /* a call */
    bool lenient;
    const char *name;              /* host in the base URL; NULL: 127.0.0.1 */
    const struct run_trust *trust; /* https; NULL: http */
    const atomic_int *stop;
    /* Instead of the command: gets what the command would have got, and returns when the
     * client has made its calls. */
    void (*pause)(const struct scenario *scenario, const struct launch_value *values,
                  size_t count);
};

enum { RUN_CALLS_MAX = 8 };

struct performance {
    struct trail trail;
    struct launch_end ends[RUN_CALLS_MAX];
    unsigned calls; /* ends that there are; 0 after a pause */
    unsigned connections;
    char authority[280]; /* host:port of the base URL */
    char url[300];       /* the base URL */
    int64_t started_unix_ms, duration_us;
};

/* Returns 0, or -1 and one sentence in `why` when no server could be started. `out` is
 * initialised in both cases. */
int run_scenario(const struct run_options *options, const struct scenario *scenario,
                 const struct account *account, struct performance *out, struct buf *why);
void performance_release(struct performance *performance);

#endif
