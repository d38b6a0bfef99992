/* Status and user documents of 2018, made from what the store knows. Everything follows
 * from the status, the user and the view: the same question gives the same bytes. */
#ifndef FAVSPEC_REFSERVER_RENDER_H
#define FAVSPEC_REFSERVER_RENDER_H

#include "refserver/store.h"
#include "refserver/tree.h"

/* What the request asked for. */
struct render_view {
    bool favorited;
    bool no_entities;                   /* include_entities=false: only the status' own */
    bool null_entities, empty_entities; /* … null or {} in their place */
    bool no_user_entities, no_extended_entities;
    bool extended; /* tweet_mode=extended */
    bool trim_user;
};

struct node *render_status(struct arena *mem, const struct store_status *status,
                           const struct render_view *view);
struct node *render_user(struct arena *mem, uint64_t user_id,
                         const struct render_view *view);

#endif
