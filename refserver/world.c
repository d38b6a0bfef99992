/* The worlds of a store: what is in them follows from the seed and their number alone. */
#include "refserver/store_state.h"

#include "base/die.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    SNOWFLAKE_SHIFT = 22,
    WORLD_MS = 60000, /* the statuses of a world were written within a minute */
    KIND_MS = 1000,
    OLD_ID = 5000, /* ids of 2006 */
    OLD_AUTHOR = 120,
};
/* Ids carry the time of writing, in milliseconds since then; 2018-06-01 is where worlds
 * begin. */
#define SNOWFLAKE_EPOCH INT64_C(1288834974657)
#define WORLDS_BEGIN INT64_C(1527811200000)
#define USERS_BEGIN INT64_C(1470000000000)

static const struct {
    bool liked;
} kinds[STATUS_KIND_COUNT] = {
#define X(enumerator, name, liked) { liked },
    STATUS_KINDS(X)
#undef X
};

/* Fills `out` with `len` letters and digits, the same ones for the same source. */
static void letters(char *out, size_t len, uint64_t source)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    for (size_t i = 0; i < len; i++)
        out[i] = alphabet[hash_mix(source, i) % (sizeof(alphabet) - 1)];
    out[len] = '\0';
}

static uint64_t snowflake(int64_t ms, uint64_t low)
{
    return (uint64_t)(ms - SNOWFLAKE_EPOCH) << SNOWFLAKE_SHIFT |
           (low & ((1u << SNOWFLAKE_SHIFT) - 1));
}

static uint64_t status_id(const struct store *store, unsigned number, unsigned kind)
{
    uint64_t low = hash_mix(store->seed ^ number, kind);

    if (kind == KIND_OLD)
        return OLD_ID + (uint64_t)number * 7;
    return snowflake(WORLDS_BEGIN + (int64_t)number * WORLD_MS + (int64_t)kind * KIND_MS,
                     low);
}

static uint64_t user_id(const struct store *store, unsigned number, unsigned role)
{
    if (role == KIND_OLD)
        return OLD_AUTHOR + (uint64_t)number;
    return snowflake(USERS_BEGIN + (int64_t)number * WORLD_MS + (int64_t)role * KIND_MS,
                     hash_mix(store->seed + number, role));
}

/* Neither of the two is the double of both, so that a server with doubles finds either.
 */
static void make_neighbours(struct world *world)
{
    uint64_t low = (world->ids[KIND_NEIGHBOUR_LOW] & ~UINT64_C(0xff)) + 6;

    if ((double)low != (double)(low + 1) || (uint64_t)(double)low == low)
        die("neighbours %" PRIu64 " are not one double", low);
    world->ids[KIND_NEIGHBOUR_LOW] = low;
    world->ids[KIND_NEIGHBOUR_HIGH] = low + 1;
}

static void make_ids(const struct store *store, unsigned number, struct world *world)
{
    for (unsigned kind = 0; kind < STATUS_KIND_COUNT; kind++)
        world->ids[kind] = status_id(store, number, kind);
    world->unknown_id = status_id(store, number, STATUS_KIND_COUNT + 10);
    world->user_id = user_id(store, number, STATUS_KIND_COUNT);
    world->second_user_id = user_id(store, number, STATUS_KIND_COUNT + 1);
    make_neighbours(world);
}

static void make_texts(const struct store *store, unsigned number, struct world *world)
{
    uint64_t source = hash_mix(store->seed, number);
    struct {
        char *out;
        size_t len;
        uint64_t owner; /* access tokens begin with the user's id */
    } texts[] = {
        { world->consumer_key, 25, 0 },
        { world->consumer_secret, 50, 0 },
        { world->token, 40, world->user_id },
        { world->token_secret, 45, 0 },
        { world->second_token, 40, world->second_user_id },
        { world->second_secret, 45, 0 },
        { world->readonly_token, 40, world->user_id },
        { world->readonly_secret, 45, 0 },
        { world->revoked_token, 40, world->user_id },
        { world->revoked_secret, 45, 0 },
        { world->bearer, 60, 0 },
        { world->other_consumer_key, 25, 0 },
        { world->other_consumer_secret, 50, 0 },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int used = texts[i].owner
                       ? snprintf(texts[i].out, 24, "%" PRIu64 "-", texts[i].owner)
                       : 0;

        letters(texts[i].out + used, texts[i].len, hash_mix(source, i));
    }
}

static void add_world_tokens(struct store *store, const struct world *w)
{
    const struct store_consumer *consumer =
        state_add_consumer(store, span_of(w->consumer_key), span_of(w->consumer_secret));
    const struct {
        const char *text, *secret;
        uint64_t user;
        enum store_access access;
    } rows[] = {
        { w->token, w->token_secret, w->user_id, ACCESS_WRITE },
        { w->second_token, w->second_secret, w->second_user_id, ACCESS_WRITE },
        { w->readonly_token, w->readonly_secret, w->user_id, ACCESS_READ_ONLY },
        { w->revoked_token, w->revoked_secret, w->user_id, ACCESS_REVOKED },
        { w->bearer, "", 0, ACCESS_APP_ONLY },
    };

    state_add_consumer(store, span_of(w->other_consumer_key),
                       span_of(w->other_consumer_secret));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        state_add_token(store,
                        (struct store_token){ .consumer = consumer,
                                              .user_id = rows[i].user,
                                              .access = rows[i].access },
                        span_of(rows[i].text), span_of(rows[i].secret));
}

static void add_world_statuses(struct store *store, unsigned number,
                               const struct world *w)
{
    for (unsigned kind = 0; kind < STATUS_KIND_COUNT; kind++) {
        uint64_t author = kind == KIND_OWN ? w->user_id : user_id(store, number, kind);
        bool others = kind != KIND_NOT_LIKED && kind != KIND_PROTECTED;

        state_add_status(store, (struct store_status){ w->ids[kind], author,
                                                       (enum status_kind)kind, false });
        if (kinds[kind].liked)
            likes_add(&store->likes, w->user_id, w->ids[kind]);
        if (others)
            likes_add(&store->likes, w->second_user_id, w->ids[kind]);
    }
}

static struct world *make_world(struct store *store, unsigned number)
{
    struct world *world = arena_alloc(&store->mem, sizeof(*world));

    make_ids(store, number, world);
    make_texts(store, number, world);
    add_world_tokens(store, world);
    add_world_statuses(store, number, world);
    return world;
}

static struct world **world_slot(struct store *store, unsigned number)
{
    size_t old = store->world_cap;

    if (number >= old) {
        store->world_cap = number + 64;
        store->worlds =
            xrealloc(store->worlds, store->world_cap * sizeof(store->worlds[0]));
        memset(store->worlds + old, 0,
               (store->world_cap - old) * sizeof(store->worlds[0]));
    }
    return &store->worlds[number];
}

void store_world(struct store *store, unsigned number, struct world *out_world)
{
    struct world **slot;

    pthread_mutex_lock(&store->lock);
    slot = world_slot(store, number);
    if (!*slot)
        *slot = make_world(store, number);
    *out_world = **slot;
    pthread_mutex_unlock(&store->lock);
}

void store_add_account(struct store *store, const struct oauth_credentials *credentials,
                       uint64_t id)
{
    const struct store_consumer *consumer;
    const struct store_token *token;
    uint64_t user;

    pthread_mutex_lock(&store->lock);
    user = snowflake(USERS_BEGIN, hash_bytes(store->seed, credentials->token));
    consumer = state_add_consumer(store, credentials->consumer_key,
                                  credentials->consumer_secret);
    state_add_token(store, (struct store_token){ .consumer = consumer, .user_id = user },
                    credentials->token, credentials->token_secret);
    token = state_find_token(store, credentials->token);
    state_add_status(store, (struct store_status){ id, user_id(store, 0, KIND_LIKED),
                                                   KIND_LIKED, false });
    likes_add(&store->likes, token->user_id, id);
    pthread_mutex_unlock(&store->lock);
}
