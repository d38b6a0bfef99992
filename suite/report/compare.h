/* Two reports of runs, compared by case id: what got worse first. */
#ifndef FAVSPEC_SUITE_REPORT_COMPARE_H
#define FAVSPEC_SUITE_REPORT_COMPARE_H

#include "base/buf.h"

/* A report as read: the text of schema favspec/report-1. */
struct compare_side;

/* NULL and what the text is not ("is not JSON", "is no report …"), to go behind a name.
 */
struct compare_side *compare_read(struct span text, struct buf *why);
void compare_free(struct compare_side *side);
/* Why a report says nothing of the cases that it lacks; NULL when it is whole. */
const char *compare_incomplete(const struct compare_side *side);

enum comparison {
    COMPARE_SAME,
    COMPARE_CHANGED, /* and nothing got worse */
    COMPARE_WORSE,   /* or is missing */
};
/* Writes what changed, a line a case, neutralised. */
enum comparison compare_write(struct buf *out, const struct compare_side *old,
                              const struct compare_side *new);

#endif
