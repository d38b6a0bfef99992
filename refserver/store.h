/* What the reference server knows: applications, users, tokens, statuses, likes, and
 * nonces. Worlds are made in advance, one for every case, so that cases are independent
 * and run in parallel without a reset. The store has one lock of its own; every function
 * takes it. */
#ifndef FAVSPEC_REFSERVER_STORE_H
#define FAVSPEC_REFSERVER_STORE_H

#include "base/buf.h"
#include "oauth/sign.h"

struct store;

/* What a status of a world is made for. Each exists once a world and belongs to another
 * user than the one who likes it, unless said otherwise. X(enumerator, name, liked at
 * start) */
#define STATUS_KINDS(X)                                                                  \
    X(KIND_LIKED, "liked", 1)          /* an ordinary status, liked by the account */    \
    X(KIND_NOT_LIKED, "not-liked", 0)  /* exists, never liked by the account */          \
    X(KIND_LIKED_BY_OTHER, "other", 0) /* liked by the second user alone */              \
    X(KIND_NEIGHBOUR_LOW, "low", 1)    /* these two differ by 1 and are one double: */   \
    X(KIND_NEIGHBOUR_HIGH, "high", 1)  /* above 2^53, both liked */                      \
    X(KIND_BYSTANDER, "bystander", 1)  /* liked, and never asked for */                  \
    X(KIND_OWN, "own", 1)              /* written by the account itself */               \
    X(KIND_REPLY, "reply", 1)                                                            \
    X(KIND_RETWEET, "retweet", 1)   /* has retweeted_status */                           \
    X(KIND_QUOTE, "quote", 1)       /* has quoted_status */                              \
    X(KIND_MEDIA, "media", 1)       /* entities.media and extended_entities */           \
    X(KIND_ENTITIES, "entities", 1) /* hashtags, symbols, urls, mentions */              \
    X(KIND_EMOJI, "emoji", 1)       /* entities behind characters outside the BMP */     \
    X(KIND_ESCAPED, "escaped", 1)   /* &amp; &lt; &gt; in front of an entity */          \
    X(KIND_PLACE, "place", 1)       /* place, geo and coordinates */                     \
    X(KIND_WITHHELD, "withheld", 1)                                                      \
    X(KIND_OLD, "old", 1)             /* 2006: a small id, source web */                 \
    X(KIND_LONG, "long", 1)           /* truncated in compat mode */                     \
    X(KIND_PROTECTED, "protected", 0) /* its author is protected and not followed */

enum status_kind {
#define X(enumerator, name, liked) enumerator,
    STATUS_KINDS(X)
#undef X
        STATUS_KIND_COUNT
};

/* The credentials and ids of one world. Texts are NUL-terminated. */
struct world {
    char consumer_key[40], consumer_secret[64];
    char token[64], token_secret[64];         /* may read and write */
    char second_token[64], second_secret[64]; /* another user, same application */
    char readonly_token[64],
        readonly_secret[64]; /* the account, token without write access */
    char revoked_token[64], revoked_secret[64];
    char bearer[64];                                        /* app-only */
    char other_consumer_key[40], other_consumer_secret[64]; /* another application */
    uint64_t user_id, second_user_id;
    uint64_t ids[STATUS_KIND_COUNT];
    uint64_t unknown_id; /* no status has it, nor has it ever */
};

struct store *store_new(uint64_t seed);
void store_free(struct store *store);
/* Makes the world with this number, deterministic in (seed, number); the same number
 * again gives the same world without making it anew. */
void store_world(struct store *store, unsigned number, struct world *out_world);
/* Makes a world from credentials that somebody else chose, with one liked status `id`
 * (`serve` and `test-client`); strings are copied. */
void store_add_account(struct store *store, const struct oauth_credentials *credentials,
                       uint64_t id);

/* Remembers who likes what and what was deleted, and puts it back as it was then. All
 * worlds and accounts are made before the mark. */
void store_mark(struct store *store);
void store_rewind(struct store *store);

/* What follows is for refserver/ alone. Pointers handed out stay valid until store_free.
 */

struct store_consumer {
    const char *key, *secret;
};
enum store_access { ACCESS_WRITE, ACCESS_READ_ONLY, ACCESS_REVOKED, ACCESS_APP_ONLY };
struct store_token {
    const char *text, *secret;
    const struct store_consumer *consumer;
    uint64_t user_id; /* 0: app-only */
    enum store_access access;
};
struct store_status {
    uint64_t id, author_id;
    enum status_kind kind;
    bool deleted;
};

/* NULL when there is none. */
const struct store_consumer *store_consumer(struct store *store, struct span key);
const struct store_token *store_token(struct store *store, struct span text);
bool store_status(struct store *store, uint64_t id, struct store_status *out);
void store_delete(struct store *store, uint64_t id);

/* How an un-like shows; zero is at once and for good. */
struct store_manner {
    int64_t delay_ms;   /* looks liked for so much longer; negative: for ever */
    int64_t returns_ms; /* not 0: is liked again so much later */
    int64_t race_ms;    /* for so long a further un-like finds it still liked */
    bool stays_in_list; /* for ever in the list */
    bool only_in_list;  /* gone from the list alone */
};

enum store_view { VIEW_STATUS, VIEW_LIST };

/* Whether the like shows at this time. */
bool store_likes(struct store *store, uint64_t user_id, uint64_t id, int64_t now_ms,
                 enum store_view view);
/* Whether an un-like would find it: a like that is gone but still shows counts as gone.
 */
bool store_can_unlike(struct store *store, uint64_t user_id, uint64_t id, int64_t now_ms);
/* Returns false when there was nothing to un-like. Check and change are one step. */
bool store_unlike(struct store *store, uint64_t user_id, uint64_t id, int64_t now_ms,
                  const struct store_manner *manner);
/* Returns false when it is liked already. */
bool store_like(struct store *store, uint64_t user_id, uint64_t id);
/* How often the pair was un-liked so far. */
unsigned store_unlike_count(struct store *store, uint64_t user_id, uint64_t id);
/* The likes that show, latest first; returns how many were written. */
size_t store_list(struct store *store, uint64_t user_id, int64_t now_ms,
                  uint64_t *out_ids, size_t max);
/* The users whose like of this status shows; returns how many were written. */
size_t store_likers(struct store *store, uint64_t id, int64_t now_ms, uint64_t *out_users,
                    size_t max);

#endif
