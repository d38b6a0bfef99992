#include "refserver/mutants.h"

#include "oauth/verify.h"

const struct mutant mutants[] = {
#include "mutants_answer.def"
#include "mutants_auth.def"
#include "mutants_clock.def"
#include "mutants_effect.def"
#include "mutants_entities.def"
#include "mutants_errors.def"
#include "mutants_id.def"
#include "mutants_routing.def"
#include "mutants_shape.def"
#include "mutants_signature.def"
#include "mutants_wire.def"
};
const size_t mutant_count = sizeof(mutants) / sizeof(mutants[0]);

const struct mutant *mutant_find(const char *name)
{
    for (size_t i = 0; i < mutant_count; i++)
        if (strcmp(mutants[i].name, name) == 0)
            return &mutants[i];
    return NULL;
}
