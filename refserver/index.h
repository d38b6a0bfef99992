/* An open hash from a 64-bit hash to the number of an item in an array of the caller's,
 * who compares the items himself:
 *
 *     for (struct index_walk w = index_find(index, hash); w.item != INDEX_NONE;
 * index_next(&w)) if (items[w.item] is the one) … */
#ifndef FAVSPEC_REFSERVER_INDEX_H
#define FAVSPEC_REFSERVER_INDEX_H

#include "base/span.h"

#define INDEX_NONE UINT32_MAX

struct index_slot {
    uint64_t hash;
    uint32_t item; /* + 1; 0 is free */
};
struct index {
    struct index_slot *slots;
    size_t cap, count;
};
struct index_walk {
    const struct index *index;
    uint64_t hash;
    size_t at;
    uint32_t item;
};

/* A zeroed index is valid and empty. */
void index_release(struct index *index);
/* Makes `to` the same as `from`; reuses the memory of `to`. */
void index_copy(struct index *to, const struct index *from);
void index_add(struct index *index, uint64_t hash, uint32_t item);
struct index_walk index_find(const struct index *index, uint64_t hash);
void index_next(struct index_walk *walk);

/* Hashes for it; `seed` keeps a peer from choosing what collides. */
uint64_t hash_bytes(uint64_t seed, struct span s);
uint64_t hash_mix(uint64_t a, uint64_t b);

#endif
