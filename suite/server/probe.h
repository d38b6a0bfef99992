/* Before and after the run against a URL: can it be reached, does it know us, which
 * companions has it, what is liked; and putting back what was liked. Runs in the parent.
 */
#ifndef FAVSPEC_SUITE_SERVER_PROBE_H
#define FAVSPEC_SUITE_SERVER_PROBE_H

#include "server/target.h"

enum probe_result {
    PROBE_OK = 0,
    PROBE_UNREACHABLE = -1, /* nobody answers, TLS fails, no HTTP */
    PROBE_REFUSED = -2,     /* no spelling of a valid request authenticates */
};

/* Fills companions, likes_before and liked_before of the target. Sends nothing that
 * changes state. `why` gets one sentence on failure. */
enum probe_result probe_target(struct target *target, struct buf *why);

/* Finds out whether there is a favorites/create, by liking the status: only once the
 * ledger is on disk. Where no companion tells what is liked, its answers may: true when
 * liked_before became known by them. */
bool probe_create(struct target *target);

/* Brings the status back to what it was before the run, likes again what else is gone.
 * `unfinished`: a request of a run that was cut off may still be at work, so it looks
 * once more after 1.5 s. Returns the number of likes that could not be restored; each is
 * named in `why`. */
int probe_restore(const struct target *target, bool unfinished, struct buf *why);

#endif
