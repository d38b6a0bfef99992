/* One run at a time on one account: two would take each other's likes for their own. The
 * lock is a name that the kernel gives back when the process ends, however it ends. */
#ifndef FAVSPEC_SUITE_SERVER_ACCOUNT_LOCK_H
#define FAVSPEC_SUITE_SERVER_ACCOUNT_LOCK_H

#include "server/target.h"

/* Takes the lock of the target's account; the descriptor to close afterwards, or -1 and
 * one sentence when another run on this machine holds it. Waits a moment for the
 * processes of a run that was just killed. */
int account_lock(const struct target *target, struct buf *why);

#endif
