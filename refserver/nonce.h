/* The nonces that were used. Memory grows by doubling up to a capacity; expired nonces
 * are dropped when room is needed; when it is full of live ones, a new one is refused
 * rather than an old one forgotten. Not thread-safe: the endpoint holds a lock. */
#ifndef FAVSPEC_REFSERVER_NONCE_H
#define FAVSPEC_REFSERVER_NONCE_H

#include "base/span.h"

enum { NONCE_CAPACITY = 2097152 };

struct nonce_set;

enum nonce_result { NONCE_FRESH = 0, NONCE_USED = -1, NONCE_FULL = -2 };

/* Holds at least `capacity` nonces; one expires when its timestamp is more than
 * `window_s` seconds behind. */
struct nonce_set *nonce_set_new(uint64_t seed, size_t capacity, int64_t window_s);
void nonce_set_free(struct nonce_set *set);
/* Forgets all and keeps the memory. */
void nonce_set_clear(struct nonce_set *set);
size_t nonce_set_count(const struct nonce_set *set);

/* What must be unique together (RFC 5849 3.3). */
struct nonce_key {
    struct span consumer, token, nonce;
    int64_t timestamp;
};
/* Looks only. */
bool nonce_set_has(const struct nonce_set *set, const struct nonce_key *key);
/* Looks and remembers in one step. */
enum nonce_result nonce_set_add(struct nonce_set *set, const struct nonce_key *key,
                                int64_t now_s);

#endif
