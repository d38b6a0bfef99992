/* From findings to the one verdict of a case, and to the texts of its result. */
#ifndef FAVSPEC_SUITE_SERVER_VERDICT_H
#define FAVSPEC_SUITE_SERVER_VERDICT_H

#include "server/session.h"

/* Whether a finding so far is a failure, whatever its level. */
bool verdict_failed(const struct session *s);
/* Fills verdict, requirements, reason, expected and got of the session's result; what
 * came from the subject is redacted and neutralised. The requirement that was broken
 * comes first. */
void verdict_decide(struct session *s);

#endif
