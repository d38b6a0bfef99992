#include "refserver/store_state.h"

#include "base/die.h"

#include <stdlib.h>

struct store *store_new(uint64_t seed)
{
    struct store *store = xcalloc(1, sizeof(*store));

    pthread_mutex_init(&store->lock, NULL);
    store->seed = seed;
    return store;
}

void store_free(struct store *store)
{
    if (!store)
        return;
    pthread_mutex_destroy(&store->lock);
    likes_release(&store->likes);
    likes_release(&store->likes_then);
    free(store->statuses_then);
    index_release(&store->by_id);
    index_release(&store->by_key);
    index_release(&store->by_token);
    arena_release(&store->mem);
    free(store->statuses);
    free(store->consumers);
    free(store->tokens);
    free(store->worlds);
    free(store);
}

void store_mark(struct store *store)
{
    size_t size = store->status_count * sizeof(store->statuses[0]);

    pthread_mutex_lock(&store->lock);
    likes_copy(&store->likes_then, &store->likes);
    store->statuses_then = xrealloc(store->statuses_then, size + 1);
    if (size)
        memcpy(store->statuses_then, store->statuses, size);
    store->count_then = store->status_count;
    pthread_mutex_unlock(&store->lock);
}

void store_rewind(struct store *store)
{
    size_t size = store->count_then * sizeof(store->statuses[0]);

    pthread_mutex_lock(&store->lock);
    likes_copy(&store->likes, &store->likes_then);
    if (size)
        memcpy(store->statuses, store->statuses_then, size);
    pthread_mutex_unlock(&store->lock);
}

/* Room for one more item in an array that doubles. */
static void *room(void *items, size_t size, size_t count, size_t *cap)
{
    if (count < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 64;
    return xrealloc(items, *cap * size);
}

static struct store_status *find_status(const struct store *store, uint64_t id)
{
    struct index_walk walk = index_find(&store->by_id, hash_mix(store->seed, id));

    for (; walk.item != INDEX_NONE; index_next(&walk))
        if (store->statuses[walk.item].id == id)
            return &store->statuses[walk.item];
    return NULL;
}

void state_add_status(struct store *store, struct store_status status)
{
    if (find_status(store, status.id))
        return;
    store->statuses = room(store->statuses, sizeof(store->statuses[0]),
                           store->status_count, &store->status_cap);
    store->statuses[store->status_count] = status;
    index_add(&store->by_id, hash_mix(store->seed, status.id),
              (uint32_t)store->status_count++);
}

const struct store_consumer *state_find_consumer(const struct store *store,
                                                 struct span key)
{
    struct index_walk walk = index_find(&store->by_key, hash_bytes(store->seed, key));

    for (; walk.item != INDEX_NONE; index_next(&walk))
        if (span_eq_str(key, store->consumers[walk.item]->key))
            return store->consumers[walk.item];
    return NULL;
}

const struct store_consumer *state_add_consumer(struct store *store, struct span key,
                                                struct span secret)
{
    const struct store_consumer *known = state_find_consumer(store, key);
    struct store_consumer *consumer;

    if (known)
        return known;
    consumer = arena_alloc(&store->mem, sizeof(*consumer));
    *consumer = (struct store_consumer){ arena_str(&store->mem, key),
                                         arena_str(&store->mem, secret) };
    store->consumers = room(store->consumers, sizeof(store->consumers[0]),
                            store->consumer_count, &store->consumer_cap);
    store->consumers[store->consumer_count] = consumer;
    index_add(&store->by_key, hash_bytes(store->seed, key),
              (uint32_t)store->consumer_count++);
    return consumer;
}

struct store_token *state_find_token(const struct store *store, struct span text)
{
    struct index_walk walk = index_find(&store->by_token, hash_bytes(store->seed, text));

    for (; walk.item != INDEX_NONE; index_next(&walk))
        if (span_eq_str(text, store->tokens[walk.item]->text))
            return store->tokens[walk.item];
    return NULL;
}

void state_add_token(struct store *store, struct store_token like, struct span text,
                     struct span secret)
{
    struct store_token *token = state_find_token(store, text);

    if (token)
        return;
    token = arena_alloc(&store->mem, sizeof(*token));
    *token = like;
    token->text = arena_str(&store->mem, text);
    token->secret = arena_str(&store->mem, secret.p ? secret : SPAN(""));
    store->tokens = room(store->tokens, sizeof(store->tokens[0]), store->token_count,
                         &store->token_cap);
    store->tokens[store->token_count] = token;
    index_add(&store->by_token, hash_bytes(store->seed, text),
              (uint32_t)store->token_count++);
}

const struct store_consumer *store_consumer(struct store *store, struct span key)
{
    const struct store_consumer *found;

    pthread_mutex_lock(&store->lock);
    found = state_find_consumer(store, key);
    pthread_mutex_unlock(&store->lock);
    return found;
}

const struct store_token *store_token(struct store *store, struct span text)
{
    const struct store_token *found;

    pthread_mutex_lock(&store->lock);
    found = state_find_token(store, text);
    pthread_mutex_unlock(&store->lock);
    return found;
}

bool store_status(struct store *store, uint64_t id, struct store_status *out)
{
    const struct store_status *found;

    pthread_mutex_lock(&store->lock);
    found = find_status(store, id);
    if (found)
        *out = *found;
    pthread_mutex_unlock(&store->lock);
    return found && !out->deleted;
}

void store_delete(struct store *store, uint64_t id)
{
    struct store_status *found;

    pthread_mutex_lock(&store->lock);
    found = find_status(store, id);
    if (found)
        found->deleted = true;
    pthread_mutex_unlock(&store->lock);
}

bool store_likes(struct store *store, uint64_t user_id, uint64_t id, int64_t now_ms,
                 enum store_view view)
{
    const struct like *like;
    bool shows;

    pthread_mutex_lock(&store->lock);
    like = likes_find(&store->likes, user_id, id);
    shows = like && like_shows(like, now_ms, view);
    pthread_mutex_unlock(&store->lock);
    return shows;
}

bool store_can_unlike(struct store *store, uint64_t user_id, uint64_t id, int64_t now_ms)
{
    const struct like *like;
    bool there;

    pthread_mutex_lock(&store->lock);
    like = likes_find(&store->likes, user_id, id);
    there = like && like_is_there(like, now_ms);
    pthread_mutex_unlock(&store->lock);
    return there;
}

bool store_unlike(struct store *store, uint64_t user_id, uint64_t id, int64_t now_ms,
                  const struct store_manner *manner)
{
    struct like *like;
    bool there;

    pthread_mutex_lock(&store->lock);
    like = likes_find(&store->likes, user_id, id);
    there = like && like_is_there(like, now_ms);
    if (there)
        like_undo(like, now_ms, manner);
    pthread_mutex_unlock(&store->lock);
    return there;
}

bool store_like(struct store *store, uint64_t user_id, uint64_t id)
{
    bool added;

    pthread_mutex_lock(&store->lock);
    added = likes_add(&store->likes, user_id, id);
    pthread_mutex_unlock(&store->lock);
    return added;
}

unsigned store_unlike_count(struct store *store, uint64_t user_id, uint64_t id)
{
    const struct like *like;
    unsigned count;

    pthread_mutex_lock(&store->lock);
    like = likes_find(&store->likes, user_id, id);
    count = like ? like->undone : 0;
    pthread_mutex_unlock(&store->lock);
    return count;
}

size_t store_list(struct store *store, uint64_t user_id, int64_t now_ms,
                  uint64_t *out_ids, size_t max)
{
    const struct liker *liker;
    size_t count = 0;

    pthread_mutex_lock(&store->lock);
    liker = likes_of(&store->likes, user_id);
    for (size_t i = liker ? liker->count : 0; i > 0 && count < max; i--)
        if (like_shows(&liker->items[i - 1], now_ms, VIEW_LIST))
            out_ids[count++] = liker->items[i - 1].id;
    pthread_mutex_unlock(&store->lock);
    return count;
}

size_t store_likers(struct store *store, uint64_t id, int64_t now_ms, uint64_t *out_users,
                    size_t max)
{
    size_t count = 0;

    pthread_mutex_lock(&store->lock);
    for (size_t i = 0; i < store->likes.count && count < max; i++) {
        const struct like *like =
            likes_find(&store->likes, store->likes.likers[i].user_id, id);

        if (like && like_shows(like, now_ms, VIEW_STATUS))
            out_users[count++] = store->likes.likers[i].user_id;
    }
    pthread_mutex_unlock(&store->lock);
    return count;
}
