/* Plays the selected scenarios, several beside each other, and gathers their results. The
 * first of them are probes: when the command reaches no server in them, the others are
 * not played. Where the command hung, or sent nothing, it is played once more, alone,
 * before that counts. */
#ifndef FAVSPEC_SUITE_CLIENT_JOBS_H
#define FAVSPEC_SUITE_CLIENT_JOBS_H

#include "client/outcome.h"
#include "report/progress.h"

enum { JOBS_MAX = 64 };

struct jobs_options {
    struct run_options run; /* its `stop` is set here */
    const bool *selected;   /* scenario_count() entries */
    int jobs;
    bool show_secrets;
    struct progress *progress; /* may be NULL */
    /* Called for every outcome as it comes, one at a time; may be NULL. */
    void (*seen)(const struct scenario *scenario, const struct outcome *outcome);
};

/* How many results the selected scenarios give when nothing is wrong. */
size_t jobs_planned(const bool *selected);

/* Adds the results in the order of the catalogue and sets set->interrupted. Returns
 * whether the command could be used at all; if not, a note says why. */
bool jobs_run(struct jobs_options *options, struct result_set *set);

#endif
