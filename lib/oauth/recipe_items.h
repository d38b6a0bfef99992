/* The parameters on their way into a base string under a recipe. Internal to oauth. */
#ifndef FAVSPEC_OAUTH_RECIPE_ITEMS_H
#define FAVSPEC_OAUTH_RECIPE_ITEMS_H

#include "oauth/steps.h"

/* Stands after all places when the order sent is kept. */
enum { OAUTH_PLACE_LAST = OAUTH_IN_BODY + 1 };

struct oauth_item {
    struct span name, value;
    struct span text; /* encoded name=value */
    size_t name_len;  /* of the encoded name */
    size_t order;     /* where it stood as sent */
    unsigned place;   /* enum oauth_place, or OAUTH_PLACE_LAST */
};

struct oauth_items {
    struct oauth_item *at;
    size_t count;
    struct oauth_params other; /* those read from a body that is no form */
    struct arena mem;
};

/* Sorts as OAUTH_SORT_… has it; what is equal stays in the order sent. */
void oauth_items_sort(struct oauth_items *items, unsigned sort);

#endif
