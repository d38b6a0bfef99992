/* The groups of scenarios, one file each. */
#ifndef FAVSPEC_SUITE_CLIENT_SCENARIOS_GROUPS_H
#define FAVSPEC_SUITE_CLIENT_SCENARIOS_GROUPS_H

#include "client/scenario.h"

#define GROUP(name) extern const struct scenario_group scenarios_##name;
#include "client/scenarios/groups.def"
#undef GROUP

#endif
