/* Differences counted instead of ending the run: which features differ, with one example
 * of each. */
#ifndef FAVSPEC_FUZZ_HOST_SURVEY_H
#define FAVSPEC_FUZZ_HOST_SURVEY_H

#include "base/span.h"

bool survey_is_on(void);
/* An input with these features was compared; `field` NULL: no difference. */
void survey_add(uint64_t features, const char *field, struct span expected,
                struct span got);
/* One line a feature: inputs in which it is the only one, how many of them differ, and
 * the first example. */
void survey_print(void);

#endif
