/* The catalogue: all groups in order, found and filtered by id. */
#ifndef FAVSPEC_SUITE_SERVER_CATALOGUE_H
#define FAVSPEC_SUITE_SERVER_CATALOGUE_H

#include "base/buf.h"
#include "server/case.h"

#include <stddef.h>

/* All cases of all groups, in order; the number of a case is its place here. */
size_t catalogue_count(void);
const struct conformance_case *catalogue_case(size_t number);
/* The number of the case with this id, or -1. */
ptrdiff_t catalogue_find(const char *id);
/* The group that a case belongs to: what stands before the slash of its id. */
struct span catalogue_group(const struct conformance_case *test);

struct selection {
    const char *const *only; /* ids or globs; empty: all */
    size_t only_count;
    const char *const *skip;
    size_t skip_count;
    enum requirement_level
        level;         /* cases of this level and harder ones; LEVEL_MAY: all */
    const char *as_of; /* no cases newer than this version; NULL: all */
};

/* Marks the selected cases in `out_selected` (catalogue_count() entries) and returns how
 * many. -1 and one sentence in `why`, with the closest id, when a pattern matches no id
 * at all. */
ptrdiff_t catalogue_select(const struct selection *selection, bool *out_selected,
                           struct buf *why);

/* What is wrong with the catalogue itself (ids that repeat, cases without requirement,
 * steps that refer forward …), one line each; empty when it is sound. */
void catalogue_self_check(struct buf *out);

/* The closest of `count` names by edit distance, or NULL when none is near. */
const char *closest_name(const char *name, const char *const *names, size_t count);

#endif
