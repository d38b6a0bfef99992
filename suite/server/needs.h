/* What a case needs of the target: statuses, credentials, ids that are free. */
#ifndef FAVSPEC_SUITE_SERVER_NEEDS_H
#define FAVSPEC_SUITE_SERVER_NEEDS_H

#include "server/session.h"

/* False, and the case skipped with the reason, when the target lacks what a step names.
 * Asks statuses/show where only it can tell. */
bool needs_met(struct session *s);

#endif
