#include "refserver/work.h"

enum { LIKERS_MAX = 64, LAG_MS = 300 };

static void make_manner(const struct work *work, struct store_manner *out)
{
    const struct effect_defects *wrong = &work->wrong->effect;

    *out = (struct store_manner){
        .delay_ms = wrong->delay_ms,
        .returns_ms = wrong->returns_ms,
        .race_ms = wrong->race_ms,
        .stays_in_list = wrong->stays_in_list,
        .only_in_list = wrong->only_in_list,
    };
    if (work->endpoint->costume->effect_lags && !out->delay_ms)
        out->delay_ms = LAG_MS;
}

static bool undo(const struct work *work, uint64_t user_id, uint64_t id)
{
    struct store_manner manner;

    make_manner(work, &manner);
    return store_unlike(work->endpoint->store, user_id, id, work->now_ms, &manner);
}

static void undo_for_others(const struct work *work, uint64_t user_id, uint64_t id,
                            size_t max)
{
    uint64_t users[LIKERS_MAX];
    size_t count =
        store_likers(work->endpoint->store, id, work->now_ms, users, LIKERS_MAX);

    for (size_t i = 0; i < count && max > 0; i++)
        if (users[i] != user_id) {
            undo(work, users[i], id);
            max--;
        }
}

static uint64_t distance(uint64_t a, uint64_t b)
{
    return a > b ? a - b : b - a;
}

static uint64_t nearest(const uint64_t *likes, size_t count, uint64_t id)
{
    uint64_t best = 0;

    for (size_t i = 0; i < count; i++)
        if (likes[i] != id && (!best || distance(likes[i], id) < distance(best, id)))
            best = likes[i];
    return best;
}

/* Un-likes what mutants un-like beside or instead; true when that was instead. */
static bool undo_others(const struct work *work, uint64_t user_id, uint64_t id)
{
    const struct effect_defects *wrong = &work->wrong->effect;
    uint64_t likes[LIST_MAX];
    size_t count =
        store_list(work->endpoint->store, user_id, work->now_ms, likes, LIST_MAX);

    if (wrong->second_user || wrong->everyone)
        undo_for_others(work, user_id, id, wrong->everyone ? LIKERS_MAX : 1);
    for (size_t i = 0; i < count && wrong->all_likes; i++)
        undo(work, user_id, likes[i]);
    if (wrong->neighbour_too && count > 1)
        undo(work, user_id, nearest(likes, count, id));
    if (wrong->oldest_too && count > 1)
        undo(work, user_id, likes[count - 1] == id ? likes[count - 2] : likes[count - 1]);
    if (wrong->latest_instead && count > 1)
        undo(work, user_id, likes[0] == id ? likes[1] : likes[0]);
    return wrong->second_user || wrong->latest_instead;
}

static bool is_skipped(const struct work *work, uint64_t user_id, uint64_t id)
{
    const struct effect_defects *wrong = &work->wrong->effect;

    return wrong->none || (wrong->once_only &&
                           store_unlike_count(work->endpoint->store, user_id, id) > 0);
}

/* What is not liked can not be un-liked, unless a mutant thinks otherwise. */
static enum reason not_liked(struct work *work, uint64_t user_id, uint64_t id)
{
    const struct effect_defects *wrong = &work->wrong->effect;
    bool again = store_unlike_count(work->endpoint->store, user_id, id) > 0;

    if (wrong->toggles) {
        store_like(work->endpoint->store, user_id, id);
        return REASON_NONE;
    }
    if (again && wrong->first_answer_again)
        return REASON_NONE;
    if (again && wrong->second_dies)
        work->seen->wire.mode = WIRE_DROP;
    return REASON_NOT_LIKED;
}

enum reason effect_unlike(struct work *work, uint64_t user_id, uint64_t id)
{
    struct store *store = work->endpoint->store;

    if (!store_can_unlike(store, user_id, id, work->now_ms))
        return not_liked(work, user_id, id);
    work->seen->acted = true;
    if (is_skipped(work, user_id, id) || undo_others(work, user_id, id))
        return work->wrong->effect.then;
    /* Undone and done again is as it was: in two steps others would find it undone. */
    if (work->endpoint->keep_liked)
        return work->wrong->effect.then;
    if (!undo(work, user_id, id) && !work->wrong->effect.all_likes)
        return REASON_NOT_LIKED;
    if (work->wrong->effect.deletes_status)
        store_delete(store, id);
    return work->wrong->effect.then;
}
