/* What became of the likes: looked up through the companions. */
#ifndef FAVSPEC_SUITE_SERVER_EFFECT_H
#define FAVSPEC_SUITE_SERVER_EFFECT_H

#include "server/session.h"

/* Whether `who` likes the status now: 1 yes, 0 no, -1 the companions do not say. */
int effect_liked(struct session *s, enum who who, enum status_role role);

/* Waits, no longer than an effect may take, until the status is as expected; the last
 * state seen. */
int effect_await(struct session *s, enum who who, enum status_role role, int expected);

/* Whether a refusal says that the state is there already. */
bool effect_is_so_already(const struct record *record, bool liked);

/* Brings a status into a state (liked or not) through the companions, as the account.
 * False, and the case over with the reason, when that cannot be done. */
bool effect_prepare(struct session *s, enum status_role role, bool liked);

/* The last look-up or set-up, and what came back. */
const struct record *effect_last(const struct session *s);

/* Likes the status; false when the answer shows that there is no such companion. */
bool effect_offers_create(struct session *s);

/* Reads what the judgement of a step compares with; before its request is sent. */
void effect_before(struct session *s, int step);

/* Judges the effect that a step expects, after its answer; adds findings. */
void effect_judge(struct session *s, int step);

/* Reads the list of likes; *out must be empty. out->known false when the list is missing.
 */
void effect_read_likes(struct session *s, struct likes *out);
bool likes_have(const struct likes *likes, const char *id);

#endif
