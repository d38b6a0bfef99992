/* What a case would send, and what that could do, known without sending anything: for
 * --dry-run, for what must not be sent to a service in use, and for the runner itself. */
#ifndef FAVSPEC_SUITE_SERVER_PLAN_H
#define FAVSPEC_SUITE_SERVER_PLAN_H

#include "server/case.h"

int case_step_count(const struct conformance_case *test);
/* Whether the case sends anything that acts (un-likes or likes). */
bool case_acts(const struct conformance_case *test);

/* Which state the first use of a role needs: 1 liked, 0 not liked, -1 none. */
int plan_state_of(enum status_role role);
/* A step that un-likes successfully is a witness by itself. */
bool plan_is_witness(const struct step *step);
/* The step whose refusal needs a control request; NULL when none does. */
const struct step *plan_controlled(const struct conformance_case *test);
/* Whether a query or form has the parameter id={id}. */
bool plan_names_the_status(const char *text);

/* How many requests to favorites/create the case sends to a target with one account. */
int plan_creates(const struct conformance_case *test);
/* Whether a request of the case that acts names another id than that of the status, or
 * none: a broken server could turn it on another like of the account. */
bool plan_is_hazardous(const struct conformance_case *test);

#endif
