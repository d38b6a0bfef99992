#include "refserver/index.h"

#include "base/die.h"

#include <stdlib.h>

/* The finaliser of splitmix64. */
uint64_t hash_mix(uint64_t a, uint64_t b)
{
    uint64_t x = a * UINT64_C(0x9e3779b97f4a7c15) + b;

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

uint64_t hash_bytes(uint64_t seed, struct span s)
{
    uint64_t hash = hash_mix(seed, s.len);

    while (s.len > 0) {
        uint64_t word = 0;
        size_t take = s.len < sizeof(word) ? s.len : sizeof(word);

        memcpy(&word, s.p, take);
        hash = hash_mix(hash ^ word, seed);
        s = span_from(s, take);
    }
    return hash;
}

void index_release(struct index *index)
{
    free(index->slots);
    *index = (struct index){ 0 };
}

void index_copy(struct index *to, const struct index *from)
{
    if (from->cap == 0) {
        index_release(to);
        return;
    }
    if (to->cap != from->cap)
        to->slots = xrealloc(to->slots, from->cap * sizeof(to->slots[0]));
    memcpy(to->slots, from->slots, from->cap * sizeof(to->slots[0]));
    to->cap = from->cap;
    to->count = from->count;
}

static void put(struct index *index, struct index_slot slot)
{
    size_t at = slot.hash & (index->cap - 1);

    while (index->slots[at].item)
        at = (at + 1) & (index->cap - 1);
    index->slots[at] = slot;
}

static void grow(struct index *index)
{
    struct index old = *index;

    index->cap = old.cap ? old.cap * 2 : 64;
    index->slots = xcalloc(index->cap, sizeof(index->slots[0]));
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].item)
            put(index, old.slots[i]);
    free(old.slots);
}

void index_add(struct index *index, uint64_t hash, uint32_t item)
{
    if (index->count * 4 >= index->cap * 3)
        grow(index);
    put(index, (struct index_slot){ hash, item + 1 });
    index->count++;
}

static void settle(struct index_walk *walk)
{
    const struct index *index = walk->index;

    walk->item = INDEX_NONE;
    if (index->cap == 0)
        return;
    for (;; walk->at++) {
        const struct index_slot *slot = &index->slots[walk->at & (index->cap - 1)];

        if (!slot->item)
            return;
        if (slot->hash == walk->hash) {
            walk->item = slot->item - 1;
            return;
        }
    }
}

struct index_walk index_find(const struct index *index, uint64_t hash)
{
    struct index_walk walk = { index, hash, (size_t)hash, INDEX_NONE };

    settle(&walk);
    return walk;
}

void index_next(struct index_walk *walk)
{
    walk->at++;
    settle(walk);
}
