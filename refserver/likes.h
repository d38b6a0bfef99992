/* Who likes what. A like that was undone is kept with the times at which that shows, so
 * that an effect may come late, or go back, without a timer. No lock of its own. */
#ifndef FAVSPEC_REFSERVER_LIKES_H
#define FAVSPEC_REFSERVER_LIKES_H

#include "refserver/index.h"
#include "refserver/store.h"

struct like {
    uint64_t id;
    bool gone;               /* what follows matters only then */
    bool in_list, in_status; /* shows there for ever */
    int64_t shows_until_ms, returns_ms, race_until_ms;
    unsigned undone; /* how often */
};

struct liker {
    uint64_t user_id;
    struct like *items; /* oldest first */
    size_t count, cap;
};

/* A zeroed one is valid and empty. */
struct likes {
    struct liker *likers;
    size_t count, cap;
    struct index by_user;
};

void likes_release(struct likes *likes);
/* Makes `to` the same as `from`; reuses the memory of `to`. */
void likes_copy(struct likes *to, const struct likes *from);
/* NULL when the user never liked anything, or not this. */
struct liker *likes_of(const struct likes *likes, uint64_t user_id);
struct like *likes_find(const struct likes *likes, uint64_t user_id, uint64_t id);
/* Becomes the latest like; false when it is liked already. */
bool likes_add(struct likes *likes, uint64_t user_id, uint64_t id);

bool like_shows(const struct like *like, int64_t now_ms, enum store_view view);
bool like_is_there(const struct like *like, int64_t now_ms);
void like_undo(struct like *like, int64_t now_ms, const struct store_manner *manner);

#endif
