/* The inside of a store, shared by store.c and world.c. Whoever calls these holds the
 * lock. */
#ifndef FAVSPEC_REFSERVER_STORE_STATE_H
#define FAVSPEC_REFSERVER_STORE_STATE_H

#include "refserver/index.h"
#include "refserver/likes.h"

#include <pthread.h>

struct store {
    pthread_mutex_t lock;
    struct arena mem;
    uint64_t seed;
    struct likes likes, likes_then;     /* now, and at the mark */
    struct store_status *statuses_then; /* at the mark */
    size_t count_then;
    struct store_status *statuses;
    size_t status_count, status_cap;
    const struct store_consumer **consumers;
    size_t consumer_count, consumer_cap;
    struct store_token **tokens;
    size_t token_count, token_cap;
    struct world **worlds;
    size_t world_cap;
    struct index by_id, by_key, by_token;
};

const struct store_consumer *state_find_consumer(const struct store *store,
                                                 struct span key);
struct store_token *state_find_token(const struct store *store, struct span text);
/* These do nothing when it is known already. Strings are copied. */
const struct store_consumer *state_add_consumer(struct store *store, struct span key,
                                                struct span secret);
void state_add_token(struct store *store, struct store_token like, struct span text,
                     struct span secret);
void state_add_status(struct store *store, struct store_status status);

#endif
