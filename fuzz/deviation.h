/* Names for what a client may do wrong when it signs: one of a list of short ones
 * (deviation.c), or fields of a recipe and their numbers, as in `sort=6 nfd=1`. */
#ifndef FAVSPEC_FUZZ_DEVIATION_H
#define FAVSPEC_FUZZ_DEVIATION_H

#include "oauth/recipe.h"

/* Reads a deviation; a number beyond what its field knows becomes one that it knows, and
 * what is no field is skipped. Returns whether there is any. */
bool deviation_read(struct oauth_recipe *out, struct span text);

#endif
