/* The groups of cases, one file each. */
#ifndef FAVSPEC_SUITE_SERVER_CASES_GROUPS_H
#define FAVSPEC_SUITE_SERVER_CASES_GROUPS_H

#include "server/case.h"

#define GROUP(name) extern const struct case_group cases_##name;
#include "server/cases/groups.def"
#undef GROUP

/* Ends a file of cases: the group `cases_NAME` of the array `list`. */
#define CASE_GROUP(name)                                                                 \
    const struct case_group cases_##name = { #name, list, sizeof(list) / sizeof(list[0]) }

#endif
