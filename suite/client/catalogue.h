/* All scenarios in order, found and filtered by id. */
#ifndef FAVSPEC_SUITE_CLIENT_CATALOGUE_H
#define FAVSPEC_SUITE_CLIENT_CATALOGUE_H

#include "base/buf.h"
#include "client/scenario.h"

size_t scenario_count(void);
const struct scenario *scenario_at(size_t number);

/* Patterns are ids, globs, groups, or the id of one case (SCENARIO/CHECK). */
struct scenario_selection {
    const char *const *only; /* none: all */
    size_t only_count;
    const char *const *skip;
    size_t skip_count;
    const char *as_of; /* no newer ones than this version; NULL: all */
};

/* Marks the selected ones in `out_selected` (scenario_count() entries) and returns how
 * many. -1 and one sentence in `why`, with the closest id, when a pattern matches none.
 */
ptrdiff_t scenario_select(const struct scenario_selection *selection, bool *out_selected,
                          struct buf *why);

/* What is wrong with the catalogue itself, one line each; empty when it is sound. */
void scenario_self_check(struct buf *out);

#endif
