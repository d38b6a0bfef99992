/* Mutants: the reference server, wrong in exactly one way. A mutant is a row: its name,
 * the defect as a sentence, the requirement whose cases must notice it, and the deviation
 * itself as fields of struct defects. Honest code asks a field; it never asks for a
 * mutant. */
#ifndef FAVSPEC_REFSERVER_MUTANTS_H
#define FAVSPEC_REFSERVER_MUTANTS_H

#include "refserver/defects.h"

struct mutant {
    const char *name;        /* stable words with hyphens */
    const char *sentence;    /* what is wrong, one sentence */
    const char *requirement; /* id in suite/requirements.def */
    bool noted; /* the deviation is accepted with a note: a `warn`, not a `fail`, notices
                   it */
    struct defects defects;
};

extern const struct mutant mutants[];
extern const size_t mutant_count;
const struct mutant *mutant_find(const char *name);

#endif
