/* What makes every case fail at once, looked for in the order in which it would stop a
 * run. */
#ifndef FAVSPEC_SUITE_SERVER_DOCTOR_H
#define FAVSPEC_SUITE_SERVER_DOCTOR_H

#include "server/target.h"

/* Appends one line for each thing looked at ("ok …", "BAD … : what to change", "note …"),
 * and at the end which of them explains that all cases fail. True when nothing stands in
 * the way of a run. Likes are as before at the end; the ledger is on disk meanwhile. */
bool doctor_examine(struct target *target, const char *ledger, struct buf *out);

#endif
