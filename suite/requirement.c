#include "requirement.h"

#include <stddef.h>
#include <string.h>

const struct requirement requirements[REQ_COUNT] = {
    [REQ_NONE] = { "", LEVEL_MAY, "", "" },
#define R(enumerator, id, level, source, sentence)                                       \
    [REQ_##enumerator] = { id, LEVEL_##level, source, sentence },
#include "requirements.def"
#undef R
};

const char *requirement_level_name(enum requirement_level level)
{
    static const char *const names[] = { "MUST", "SHOULD", "MAY" };

    return names[level];
}

enum requirement_id requirement_find(const char *id)
{
    for (int i = REQ_NONE + 1; i < REQ_COUNT; i++)
        if (strcmp(requirements[i].id, id) == 0)
            return (enum requirement_id)i;
    return REQ_NONE;
}
