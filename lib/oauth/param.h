/* The parameters of one request, as RFC 5849 3.4.1.3.1 collects them: decoded octets, in
 * the order in which they were found, duplicates kept. The list owns copies of the bytes.
 */
#ifndef FAVSPEC_OAUTH_PARAM_H
#define FAVSPEC_OAUTH_PARAM_H

#include "base/arena.h"
#include "base/span.h"

/* Where a parameter travels. */
enum oauth_place { OAUTH_IN_HEADER, OAUTH_IN_QUERY, OAUTH_IN_BODY };

struct oauth_param {
    struct span name, value;
    enum oauth_place place;
    bool raw; /* read from a header in which its value was not percent-encoded */
};

struct oauth_params {
    struct oauth_param *items;
    size_t count, cap;
    struct arena mem;
};

/* A request with more parameters than this is refused, not stored. */
enum { OAUTH_PARAMS_MAX = 1000 };

void oauth_params_init(struct oauth_params *list);
void oauth_params_release(struct oauth_params *list);
/* Empties the list and keeps its memory. */
void oauth_params_reset(struct oauth_params *list);
/* Adds a copy of a decoded pair; -1 when the list is full. */
int oauth_params_add(struct oauth_params *list, struct span name, struct span value,
                     enum oauth_place place);
/* The same for a pair as it stands on the wire: %XX is decoded, and `+` is a space in
 * query and body. */
int oauth_params_add_encoded(struct oauth_params *list, struct span name,
                             struct span value, enum oauth_place place);
/* Splits query or form text at `&` and the first `=`, decodes `+` and %XX, and adds each
 * pair; a name without `=` has the empty value, an empty piece is skipped (N34 to N36).
 * -1 when the list is full. */
int oauth_params_add_form(struct oauth_params *list, struct span text,
                          enum oauth_place place);
/* The first parameter with this name, or NULL. */
const struct oauth_param *oauth_params_find(const struct oauth_params *list,
                                            struct span name);

#endif
