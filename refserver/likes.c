#include "refserver/likes.h"

#include "base/die.h"

#include <stdlib.h>

void likes_release(struct likes *likes)
{
    for (size_t i = 0; i < likes->count; i++)
        free(likes->likers[i].items);
    free(likes->likers);
    index_release(&likes->by_user);
    *likes = (struct likes){ 0 };
}

static void copy_liker(struct liker *to, const struct liker *from)
{
    if (to->cap < from->count) {
        to->cap = from->cap;
        to->items = xrealloc(to->items, to->cap * sizeof(to->items[0]));
    }
    to->user_id = from->user_id;
    to->count = from->count;
    if (from->count)
        memcpy(to->items, from->items, from->count * sizeof(to->items[0]));
}

void likes_copy(struct likes *to, const struct likes *from)
{
    for (size_t i = from->count; i < to->count; i++)
        free(to->likers[i].items);
    if (to->cap < from->count) {
        to->cap = from->cap;
        to->likers = xrealloc(to->likers, to->cap * sizeof(to->likers[0]));
    }
    for (size_t i = 0; i < from->count; i++) {
        if (i >= to->count)
            to->likers[i] = (struct liker){ 0 };
        copy_liker(&to->likers[i], &from->likers[i]);
    }
    to->count = from->count;
    index_copy(&to->by_user, &from->by_user);
}

struct liker *likes_of(const struct likes *likes, uint64_t user_id)
{
    struct index_walk walk = index_find(&likes->by_user, hash_mix(0, user_id));

    for (; walk.item != INDEX_NONE; index_next(&walk))
        if (likes->likers[walk.item].user_id == user_id)
            return &likes->likers[walk.item];
    return NULL;
}

struct like *likes_find(const struct likes *likes, uint64_t user_id, uint64_t id)
{
    struct liker *liker = likes_of(likes, user_id);

    for (size_t i = 0; liker && i < liker->count; i++)
        if (liker->items[i].id == id)
            return &liker->items[i];
    return NULL;
}

static struct liker *add_liker(struct likes *likes, uint64_t user_id)
{
    if (likes->count == likes->cap) {
        likes->cap = likes->cap ? likes->cap * 2 : 64;
        likes->likers = xrealloc(likes->likers, likes->cap * sizeof(likes->likers[0]));
    }
    likes->likers[likes->count] = (struct liker){ .user_id = user_id };
    index_add(&likes->by_user, hash_mix(0, user_id), (uint32_t)likes->count);
    return &likes->likers[likes->count++];
}

static void append(struct liker *liker, struct like like)
{
    if (liker->count == liker->cap) {
        liker->cap = liker->cap ? liker->cap * 2 : 32;
        liker->items = xrealloc(liker->items, liker->cap * sizeof(liker->items[0]));
    }
    liker->items[liker->count++] = like;
}

static void take_out(struct liker *liker, struct like *like)
{
    size_t at = (size_t)(like - liker->items);

    liker->count--;
    memmove(like, like + 1, (liker->count - at) * sizeof(*like));
}

bool likes_add(struct likes *likes, uint64_t user_id, uint64_t id)
{
    struct liker *liker = likes_of(likes, user_id);
    struct like *known = likes_find(likes, user_id, id);
    struct like like = { .id = id };

    if (known && !known->gone)
        return false;
    if (known) {
        like.undone = known->undone;
        take_out(liker, known);
    }
    append(liker ? liker : add_liker(likes, user_id), like);
    return true;
}

static bool came_back(const struct like *like, int64_t now_ms)
{
    return like->returns_ms && now_ms >= like->returns_ms;
}

bool like_shows(const struct like *like, int64_t now_ms, enum store_view view)
{
    if (!like->gone || came_back(like, now_ms))
        return true;
    if (view == VIEW_LIST ? like->in_list : like->in_status)
        return true;
    return now_ms < like->shows_until_ms;
}

bool like_is_there(const struct like *like, int64_t now_ms)
{
    return !like->gone || came_back(like, now_ms) || now_ms < like->race_until_ms;
}

void like_undo(struct like *like, int64_t now_ms, const struct store_manner *manner)
{
    bool again = like->gone && !came_back(like, now_ms);

    if (!again)
        like->race_until_ms = manner->race_ms ? now_ms + manner->race_ms : 0;
    like->gone = true;
    like->undone++;
    like->in_list = manner->stays_in_list;
    like->in_status = manner->only_in_list;
    like->shows_until_ms = manner->delay_ms < 0 ? INT64_MAX : now_ms + manner->delay_ms;
    like->returns_ms = manner->returns_ms ? now_ms + manner->returns_ms : 0;
}
