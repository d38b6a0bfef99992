/* A small client that signs requests and can make every signature mistake of the catalogue: the
 * other side of the autopsy. It is written from RFC 5849 and the catalogue alone and shares
 * nothing with the recipes but the HMAC, so that a mistake in those cannot hide. */
#ifndef FAVSPEC_TESTS_OAUTH_CLIENT_MODEL_H
#define FAVSPEC_TESTS_OAUTH_CLIENT_MODEL_H

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
    /* The request as it is meant. */
    const char *method, *scheme, *port, *path, *fragment; /* port "" for none */
    struct span host;
    struct model_pair pairs[MODEL_PAIRS]; /* query, body, header */
    size_t count;
    struct span realm;
    const char *content_type; /* of the body's pairs: a form, or JSON */
    struct oauth_credentials who;
    /* What the client does wrong, and a random number a mistake for its reading. */
    bool wrong[OAUTH_MISTAKE_COUNT];
    uint32_t reading[OAUTH_MISTAKE_COUNT];
    /* How the header and the forms are spelt, legally. */
    uint32_t spelling;
};

/* The same seed gives the same request; `a` and `b` (may be NONE) are the mistakes, and the
 * request is one in which they can show. */
void model_init(struct model *model, uint64_t seed, enum oauth_mistake a,
                enum oauth_mistake b);
void model_release(struct model *model);
/* Signs with the mistakes; appends the text of oauth_signature before it is encoded. */
void model_sign(struct model *model, struct buf *out);
/* The request as it goes over the wire, in memory of the model. */
struct oauth_request model_send(struct model *model, struct span signature);
uint32_t model_random(struct model *model, uint32_t below);

#endif
