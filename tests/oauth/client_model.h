/* A small client that signs requests and can make every signature mistake of the
 * catalogue: the other side of the autopsy. It is written from RFC 5849 and the catalogue
 * alone and shares nothing with the recipes, so that a mistake in those cannot hide. */
#ifndef FAVSPEC_TESTS_OAUTH_CLIENT_MODEL_H
#define FAVSPEC_TESTS_OAUTH_CLIENT_MODEL_H

#include "base/arena.h"
#include "base/buf.h"
#include "oauth/mistakes.h"
#include "oauth/sign.h"

enum { MODEL_PAIRS = 24 };

struct model_pair {
    struct span name, value;
    enum oauth_place place;
};

struct model {
    uint64_t random;
    struct arena mem;
    /* The request as it is meant; port is "" for none, with its colon otherwise. */
    const char *method, *scheme, *host, *port, *path, *fragment, *realm;
    struct model_pair pairs[MODEL_PAIRS];
    size_t count;
    bool json;                  /* the body's pairs travel as JSON, not as a form */
    enum oauth_place transport; /* of the oauth_ parameters */
    struct oauth_credentials who;
    /* What the client does wrong, and a random number a mistake that picks its reading.
     */
    bool wrong[OAUTH_MISTAKE_COUNT];
    uint32_t reading[OAUTH_MISTAKE_COUNT];
    /* How header and forms are spelt, legally; zero is the usual way. */
    uint32_t spelling;
};

/* The same seed gives the same request, one in which the mistakes `a` and `b` (may be
 * NONE) can show; neither is made yet. */
void model_init(struct model *m, uint64_t seed, enum oauth_mistake a,
                enum oauth_mistake b);
void model_release(struct model *m);
uint32_t model_random(struct model *m, uint32_t below);

/* Moves the oauth_ parameters; they are in the header at first. */
void model_move(struct model *m, enum oauth_place transport);
/* Signs, with the mistakes that are set in `wrong`: the text of oauth_signature, not yet
 * encoded. All that these return lives in the model's memory. */
struct span model_sign(struct model *m);
/* The query or body as it is spelt on the wire. */
struct span model_form(struct model *m, enum oauth_place place);
/* The request on the wire. */
struct oauth_request model_send(struct model *m, struct span signature);

#endif
