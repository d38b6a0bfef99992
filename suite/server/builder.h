/* The texts of one request while it is built: internal to exchange_*.c. */
#ifndef FAVSPEC_SUITE_SERVER_BUILDER_H
#define FAVSPEC_SUITE_SERVER_BUILDER_H

#include "oauth/header.h"
#include "server/exchange.h"
#include "server/template.h"

enum { PAIRS_MAX = 24 };

struct pair {
    struct span name, value;
};

struct builder {
    struct session *s;
    const struct sending *send;
    struct record *out;
    struct template_values values;
    const struct oauth_credentials *as;
    struct span method, path, query, body, content_type;
    struct pair pairs[PAIRS_MAX]; /* the oauth_ parameters, without the signature */
    size_t pair_count;
    struct span signature;
};

/* Replaces the placeholders of a text; NULL gives the absent span. */
struct span builder_text(struct builder *b, const char *text);
/* Makes pairs and signature. Returns 0 or -1. */
int builder_sign(struct builder *b);
/* The value of the Authorization header in the spelling of the case. */
struct span builder_header(struct builder *b);

#endif
