/* The catalogue of mistakes that are reported by name; mistakes.def holds them. */
#ifndef FAVSPEC_OAUTH_MISTAKES_H
#define FAVSPEC_OAUTH_MISTAKES_H

#include "base/span.h"

enum oauth_mistake_group {
    OAUTH_GROUP_ENCODING,
    OAUTH_GROUP_PARAMETERS,
    OAUTH_GROUP_URL,
    OAUTH_GROUP_KEY,
    OAUTH_GROUP_HEADER, /* up to here: the received signature does not verify */
    OAUTH_GROUP_PROTOCOL,
    OAUTH_GROUP_BEHAVIOUR,
};

/* In the order of precedence. */
enum oauth_mistake {
    OAUTH_MISTAKE_NONE = -1,
#define MISTAKE(id, name, group, description, fix) OAUTH_MISTAKE_##id,
#include "oauth/mistakes.def"
#undef MISTAKE
    OAUTH_MISTAKE_COUNT,
};

struct oauth_mistake_info {
    const char *name; /* stable */
    const char *kind; /* signature, protocol, behaviour */
    enum oauth_mistake_group group;
    const char
        *description; /* "The client " and this is a sentence, without its full stop */
    const char *fix;  /* one or two sentences */
};

/* Indexed by enum oauth_mistake. */
extern const struct oauth_mistake_info oauth_mistakes[];
extern const size_t oauth_mistake_count;

/* Finds a mistake by its name; OAUTH_MISTAKE_NONE when there is none. */
enum oauth_mistake oauth_mistake_find(struct span name);

/* The mistakes that a set of violations (oauth/verify.h) shows by itself, in table order,
 * each once. Returns how many; `out` has room for OAUTH_MISTAKE_COUNT. A bad signature is
 * none of them: oauth/autopsy.h explains it. */
size_t oauth_mistakes_of(uint32_t violations, enum oauth_mistake *out);

#endif
