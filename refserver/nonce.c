#include "refserver/nonce.h"

#include "base/die.h"
#include "refserver/index.h"

#include <stdlib.h>

enum {
    FIRST_SLOTS = 1024,
    /* A clock that was moved forward and back must not revive what was used. */
    SLACK_S = 3600,
};

/* Fingerprints of 64 bits under a secret seed: two of 2,097,152 nonces share one with a
 * probability of about 1 in 8 million. 0 marks a free slot. */
struct nonce_set {
    uint64_t *prints;
    uint32_t *times; /* Unix seconds, until 2106 */
    size_t slots, count, capacity;
    int64_t window_s, purged_s;
    uint64_t seed;
};

static void take_slots(struct nonce_set *set, size_t slots)
{
    set->prints = xcalloc(slots, sizeof(set->prints[0]));
    set->times = xcalloc(slots, sizeof(set->times[0]));
    set->slots = slots;
    set->count = 0;
}

struct nonce_set *nonce_set_new(uint64_t seed, size_t capacity, int64_t window_s)
{
    struct nonce_set *set = xcalloc(1, sizeof(*set));

    set->seed = seed;
    set->capacity = capacity;
    set->window_s = window_s;
    take_slots(set, FIRST_SLOTS);
    return set;
}

void nonce_set_free(struct nonce_set *set)
{
    if (!set)
        return;
    free(set->prints);
    free(set->times);
    free(set);
}

void nonce_set_clear(struct nonce_set *set)
{
    if (set->count)
        memset(set->prints, 0, set->slots * sizeof(set->prints[0]));
    set->count = 0;
    set->purged_s = 0;
}

size_t nonce_set_count(const struct nonce_set *set)
{
    return set->count;
}

static uint64_t fingerprint(const struct nonce_set *set, const struct nonce_key *key)
{
    uint64_t print = hash_mix(set->seed, (uint64_t)key->timestamp);

    print = hash_mix(print, hash_bytes(set->seed, key->consumer));
    print = hash_mix(print, hash_bytes(set->seed, key->token));
    print = hash_mix(print, hash_bytes(set->seed, key->nonce));
    return print ? print : 1;
}

/* The slot that holds the fingerprint, or the free one where it belongs. */
static size_t slot_of(const struct nonce_set *set, uint64_t print)
{
    size_t at = (size_t)print & (set->slots - 1);

    while (set->prints[at] && set->prints[at] != print)
        at = (at + 1) & (set->slots - 1);
    return at;
}

static void remember(struct nonce_set *set, size_t at, uint64_t print, uint32_t time)
{
    set->prints[at] = print;
    set->times[at] = time;
    set->count++;
}

static void rebuild(struct nonce_set *set, size_t slots, int64_t oldest)
{
    struct nonce_set old = *set;

    take_slots(set, slots);
    for (size_t i = 0; i < old.slots; i++)
        if (old.prints[i] && old.times[i] >= oldest)
            remember(set, slot_of(set, old.prints[i]), old.prints[i], old.times[i]);
    free(old.prints);
    free(old.times);
}

/* Makes room for one more; false when all that is remembered may still come again. */
static bool make_room(struct nonce_set *set, int64_t now_s)
{
    if (set->count >= set->capacity && now_s > set->purged_s) {
        rebuild(set, set->slots, now_s - set->window_s);
        set->purged_s = now_s;
    }
    if (set->count >= set->capacity)
        return false;
    if (set->count * 4 < set->slots * 3)
        return true;
    rebuild(set, set->slots, now_s - set->window_s - SLACK_S);
    if (set->count * 2 > set->slots)
        rebuild(set, set->slots * 2, INT64_MIN);
    return true;
}

bool nonce_set_has(const struct nonce_set *set, const struct nonce_key *key)
{
    return set->prints[slot_of(set, fingerprint(set, key))] != 0;
}

enum nonce_result nonce_set_add(struct nonce_set *set, const struct nonce_key *key,
                                int64_t now_s)
{
    uint64_t print = fingerprint(set, key);

    if (set->prints[slot_of(set, print)])
        return NONCE_USED;
    if (!make_room(set, now_s))
        return NONCE_FULL;
    remember(set, slot_of(set, print), print, (uint32_t)key->timestamp);
    return NONCE_FRESH;
}
