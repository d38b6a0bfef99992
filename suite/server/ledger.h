/* The ledger: what was liked before a run, on disk before the first request that changes
 * state, so that `favspec restore` can put it back after a run that was killed. While a
 * run uses it, it is locked. */
#ifndef FAVSPEC_SUITE_SERVER_LEDGER_H
#define FAVSPEC_SUITE_SERVER_LEDGER_H

#include "server/target.h"

struct ledger;

/* Locks the account, and writes and locks the ledger of a target whose likes are known
 * (probe_target). A ledger
 * that an earlier run of the same target left behind is taken over: what was liked before
 * that run is what counts. NULL and one sentence when another run uses the account or the
 * ledger, when it belongs to another target, or cannot be written. */
struct ledger *ledger_open(const char *file, struct target *target, struct buf *why);
/* Writes down what was found out since. */
void ledger_update(struct ledger *ledger, const struct target *target);
/* Ends its use: removes the file if everything was restored. */
void ledger_close(struct ledger *ledger, bool restored);

/* What a ledger says of the run that left it: whom it tested. Strings, also the
 * profile's, are owned by `mem`. */
struct ledger_facts {
    const char *url, *status_id, *consumer_key, *token;
    struct profile profile; /* its paths */
};
/* Reads the facts; 0, or -1 and one sentence. */
int ledger_read(const char *file, struct arena *mem, struct ledger_facts *out,
                struct buf *why);

#endif
