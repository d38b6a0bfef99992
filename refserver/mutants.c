#include "refserver/mutants.h"

const struct mutant mutants[] = {
    { .name = "get-acts",
      .sentence = "GET un-likes",
      .requirement = "METHOD-POST-ONLY",
      .defects.routing.acting_methods = METHOD_GET },
};
const size_t mutant_count = sizeof(mutants) / sizeof(mutants[0]);

const struct mutant *mutant_find(const char *name)
{
    for (size_t i = 0; i < mutant_count; i++)
        if (strcmp(mutants[i].name, name) == 0)
            return &mutants[i];
    return NULL;
}
