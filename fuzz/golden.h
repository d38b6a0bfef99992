/* The schemas of golden/, built in, because a fuzz target reads no files. */
#ifndef FAVSPEC_FUZZ_GOLDEN_H
#define FAVSPEC_FUZZ_GOLDEN_H

#include "json/schema.h"

extern struct json_schemas golden_schemas;
/* Loads them; aborts when they do not load. */
void golden_start(void);

#endif
