/* The checks of enum answer_check, one function each, in a table. */
#ifndef FAVSPEC_SUITE_SERVER_CHECKS_H
#define FAVSPEC_SUITE_SERVER_CHECKS_H

#include "server/session.h"

/* Runs the checks that the step names on its answer; adds findings. */
void checks_judge(struct session *s, int step);

#endif
