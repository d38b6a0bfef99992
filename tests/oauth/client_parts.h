/* The parts of the model client; see client_model.h. */
#ifndef FAVSPEC_TESTS_OAUTH_CLIENT_PARTS_H
#define FAVSPEC_TESTS_OAUTH_CLIENT_PARTS_H

#include "client_model.h"

/* Whether the model `m` makes a mistake, and which of `count` readings of it. */
#define WRONG(id) (m->wrong[OAUTH_MISTAKE_##id])
#define READING(id, count) (m->reading[OAUTH_MISTAKE_##id] % (count))

enum model_level { MODEL_LEVEL_PAIR, MODEL_LEVEL_STRING, MODEL_LEVEL_URL };

/* Percent-encodes, with the mistakes that belong to the level. */
struct span model_encode(struct model *m, struct span s, enum model_level level);
/* Replaces the first `what`. */
struct span model_replace(struct model *m, struct span s, struct span what,
                          struct span by);
/* The parameter string, not yet encoded as a whole. */
struct span model_parameters(struct model *m);

#endif
