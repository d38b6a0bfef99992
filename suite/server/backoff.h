/* What a server that limits the rate asks for: to be left alone for a while. */
#ifndef FAVSPEC_SUITE_SERVER_BACKOFF_H
#define FAVSPEC_SUITE_SERVER_BACKOFF_H

#include "server/session.h"

enum { PARALLEL_AGAIN = 100 }; /* the attempt of what is not sent again */

/* After an answer: true when it was a 429 of the rate (none with another code than 88 and
 * nothing to wait for), the time that x-rate-limit-reset or Retry-After names (without
 * them 1, 2, 4 s) has been waited for, and the request may go out again, signed anew.
 * False when the answer stands; a 429 that does not end then ends the case as broken,
 * since no refusal by it says anything about the request. */
bool backoff_wait(struct session *s, const struct record *record, int attempt);

#endif
