/* Names for what a client may do wrong when it signs: one of a list of short ones
 * (deviation.c), or fields of a recipe and their numbers, as in `sort=6 nfd=1`; a name of
 * oauth/mistakes.def beside them is one that the search shall look for too. */
#ifndef FAVSPEC_FUZZ_DEVIATION_H
#define FAVSPEC_FUZZ_DEVIATION_H

#include "oauth/mistakes.h"
#include "oauth/recipe.h"

/* Reads a deviation; a number beyond what its field knows becomes one that it knows, and
 * what is no field is skipped. Returns whether there is any. */
bool deviation_read(struct oauth_recipe *out, struct span text);
/* Marks the mistakes that a deviation may be explained by, and those that stand in the
 * text by their own names. */
void deviation_suspect(bool suspects[OAUTH_MISTAKE_COUNT], struct span text);

#endif
