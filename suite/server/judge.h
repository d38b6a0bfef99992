/* The answer of one step against its expectation: findings, or a transport failure. */
#ifndef FAVSPEC_SUITE_SERVER_JUDGE_H
#define FAVSPEC_SUITE_SERVER_JUDGE_H

#include "server/session.h"

/* Judges the recorded answer of a step; adds findings. A reset, an empty or cut answer, a
 * timeout or a 5xx that the situation does not allow sets s->unstable as well. */
void judge_answer(struct session *s, int step);
/* The same for an answer that is not a step's own (one of several at once). */
enum tier judge_situation(struct session *s, enum answer answer,
                          const struct record *record);
/* Whether two answers say the same: status, code and message. */
bool judge_same_answer(const struct record *a, const struct record *b);
/* Appends what came, for people; secrets in it are redacted. */
void judge_describe(const struct session *s, struct buf *out,
                    const struct record *record);

#endif
