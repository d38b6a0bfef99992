/* The catalogue through Check: runner processes, which share the cases, each
 * case in a forked child of its runner. The parent collects results from pipes, and alone
 * handles signals, the deadline and progress. */
#ifndef FAVSPEC_SUITE_SERVER_RUN_H
#define FAVSPEC_SUITE_SERVER_RUN_H

#include "report/progress.h"
#include "server/target.h"

struct run_options {
    const bool *selected; /* catalogue_count() entries */
    int jobs;
    int retries;
    bool fail_fast;
    long max_time_ms; /* 0: none */
    struct progress *progress;
    /* Called for every result as it comes, from the parent; may be NULL. */
    void (*seen)(const struct result *result);
};

/* Runs the selected cases and adds their results to *set in catalogue order; sets
 * set->interrupted and set->deadline_hit; SIGINT and SIGTERM are heard even where the
 * caller holds them back. A case whose child died without a result is an error. Cases
 * that were not run for lack of time are missing, and a note says how many.
 */
void run_cases(const struct target *target, const struct run_options *options,
               struct result_set *set);

#endif
