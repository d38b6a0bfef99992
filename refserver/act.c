#include "refserver/work.h"

uint64_t act_user(const struct work *work, uint64_t id)
{
    uint64_t user = 0;

    if (work->user_id)
        return work->user_id;
    store_likers(work->endpoint->store, id, work->now_ms, &user, 1);
    return user;
}

/* The status that is asked for, as far as the caller may see it. */
static enum reason find_status(struct work *work, uint64_t id, struct store_status *out)
{
    if (!store_status(work->endpoint->store, id, out))
        return REASON_UNKNOWN_ID;
    if (out->kind == KIND_PROTECTED && !work_overlooks(work, REASON_PROTECTED))
        return REASON_PROTECTED;
    return REASON_NONE;
}

static enum reason find_asked(struct work *work, struct store_status *out)
{
    enum reason reason = id_read(work);

    return reason != REASON_NONE ? reason : find_status(work, work->ids[0], out);
}

static enum reason destroy(struct work *work)
{
    struct store_status status;
    enum reason reason = params_entities_word(work);

    if (reason == REASON_NONE)
        reason = id_read(work);
    for (size_t i = 0; i < work->id_count && reason == REASON_NONE; i++) {
        reason = find_status(work, work->ids[i], &status);
        if (reason == REASON_NONE)
            reason = effect_unlike(work, act_user(work, status.id), status.id);
    }
    if (reason == REASON_NONE)
        answer_unliked(work, &status);
    return reason;
}

static struct render_view view_of(const struct work *work,
                                  const struct store_status *status)
{
    struct render_view view;

    params_view(work, &view);
    view.favorited = store_likes(work->endpoint->store, work->user_id, status->id,
                                 work->now_ms, VIEW_STATUS);
    return view;
}

static void answer(struct work *work, const struct store_status *status)
{
    struct render_view view = view_of(work, status);

    answer_status(work, status, &view);
}

static enum reason create(struct work *work)
{
    struct store_status status;
    enum reason reason = find_asked(work, &status);

    if (reason != REASON_NONE)
        return reason;
    if (!store_like(work->endpoint->store, work->user_id, status.id))
        return REASON_ALREADY;
    answer(work, &status);
    return REASON_NONE;
}

static enum reason show(struct work *work)
{
    struct store_status status;
    enum reason reason = find_asked(work, &status);

    if (reason == REASON_NONE)
        answer(work, &status);
    return reason;
}

static size_t asked_count(const struct work *work)
{
    uint64_t count;

    if (!span_u64(params_find(work, "count"), &count) || count == 0)
        return 20;
    return count < LIST_MAX ? (size_t)count : LIST_MAX;
}

static enum reason list(struct work *work)
{
    uint64_t ids[LIST_MAX];
    size_t count = store_list(work->endpoint->store, work->user_id, work->now_ms, ids,
                              asked_count(work));
    struct node *array = node_array(&work->mem);

    for (size_t i = 0; i < count; i++) {
        struct store_status status;
        struct render_view view;

        if (!store_status(work->endpoint->store, ids[i], &status))
            continue;
        view = view_of(work, &status);
        node_push(array, render_status(&work->mem, &status, &view));
    }
    answer_node(work, array);
    return REASON_NONE;
}

static enum reason verify(struct work *work)
{
    struct render_view view;

    params_view(work, &view);
    view.no_user_entities = view.no_entities;
    answer_node(work, render_user(&work->mem, work->user_id, &view));
    return REASON_NONE;
}

enum reason act(struct work *work)
{
    static enum reason (*const handlers[RESOURCE_COUNT])(struct work *) = {
        [RESOURCE_DESTROY] = destroy, [RESOURCE_CREATE] = create, [RESOURCE_SHOW] = show,
        [RESOURCE_LIST] = list,       [RESOURCE_VERIFY] = verify,
    };

    return handlers[work->resource](work);
}
