/* A target without favorites/create: the status cannot be liked, so that most of what a
 * case starts from cannot be made. What the answer alone tells is judged all the same: a
 * refusal counts when the same request without the flaw is answered differently, as an
 * un-like of what is not liked if need be. */
#ifndef FAVSPEC_SUITE_SERVER_BLIND_H
#define FAVSPEC_SUITE_SERVER_BLIND_H

#include "server/session.h"

bool blind_target(const struct target *target);
/* False, and the case skipped, when a step needs more than answers. */
bool blind_can_run(struct session *s);
/* Whether the answer is that to an un-like of what is not liked. */
bool blind_not_liked(struct session *s, const struct record *record);
/* After the answer to a step that should succeed: skips when it says that there is no
 * like. */
void blind_after(struct session *s, const struct step *step, const struct record *record);
/* Whether the control's answer shows that the refusal was for the flaw; else the case is
 * skipped. */
bool blind_control(struct session *s, const struct step *step,
                   const struct record *refusal, const struct record *control);

#endif
