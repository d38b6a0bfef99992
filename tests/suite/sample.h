/* One run with every verdict, in which the subject says what is meant to break the
 * reports. */
#ifndef FAVSPEC_TESTS_SUITE_SAMPLE_H
#define FAVSPEC_TESTS_SUITE_SAMPLE_H

#include "report/result.h"

/* Escape sequences, workflow commands, TAP lines, HTML, Markdown, overrides, invalid
 * UTF-8. */
extern const struct span sample_hostile;

/* How many results of each verdict sample_fill adds. */
extern const size_t sample_counts[VERDICT_COUNT];

/* Adds one result; `id` stays borrowed. */
void sample_add(struct result_set *set, const char *id, enum verdict verdict);
/* An initialised set becomes the sample run. */
void sample_fill(struct result_set *set);

#endif
