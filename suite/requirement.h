/* The requirements that a server is judged by, made from requirements.def: an enumerator
 * for each (so that a wrong citation does not compile) and a table. */
#ifndef FAVSPEC_SUITE_REQUIREMENT_H
#define FAVSPEC_SUITE_REQUIREMENT_H

enum requirement_level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY };

enum requirement_id {
    REQ_NONE,
#define R(enumerator, id, level, source, sentence) REQ_##enumerator,
#include "requirements.def"
#undef R
    REQ_COUNT
};

struct requirement {
    const char *id; /* stable, for example "SIG-COVERS-BODY" */
    enum requirement_level level;
    const char *source;
    const char *sentence;
};

/* Indexed by enum requirement_id; entry REQ_NONE is empty. */
extern const struct requirement requirements[REQ_COUNT];

const char *requirement_level_name(enum requirement_level level); /* "MUST" … */
/* Finds by stable id; REQ_NONE when there is none. */
enum requirement_id requirement_find(const char *id);

#endif
