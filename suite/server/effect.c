#include "server/effect.h"

#include "server/blind.h"
#include "server/exchange.h"
#include "server/judge.h"
#include "json/status.h"

#include <stdlib.h>

enum {
    POLL_MS = 50,
    SHORT_MS = 100,
    SHORT_ALL_MS = 8000, /* so that a run ends, whatever is wrong with every request */
    LASTS_MS = 1600,
};

static struct record *side(struct session *s)
{
    return &s->side[PARALLEL_MAX - 1];
}

static struct span id_text(struct session *s, enum status_role role)
{
    return arena_printf(&s->mem, "%llu", (unsigned long long)exchange_id(s, role));
}

static int shown_liked(struct session *s, enum who who, enum status_role role)
{
    struct sending send = { .resource = RESOURCE_SHOW, .status = role, .who = who };
    struct status_summary status;

    s->shown_status = 0;
    if (!(s->target->companions & COMPANION_SHOW) ||
        exchange_extra(s, &send, side(s)) != CLIENT_OK)
        return -1;
    s->shown_status = side(s)->response.status;
    if (s->shown_status != 200 || !status_summarise(side(s)->response.body, &status) ||
        !status.has_favorited)
        return -1;
    return status.favorited;
}

static int listed_liked(struct session *s, enum who who, struct span id)
{
    struct sending send = { .resource = RESOURCE_LIST, .who = who };

    if (!(s->target->companions & COMPANION_LIST) ||
        exchange_extra(s, &send, side(s)) != CLIENT_OK || side(s)->response.status != 200)
        return -1;
    return status_list_has(side(s)->response.body, id);
}

int effect_liked(struct session *s, enum who who, enum status_role role)
{
    int liked = shown_liked(s, who, role);

    return liked >= 0 ? liked : listed_liked(s, who, id_text(s, role));
}

/* How long to wait for an effect in this case. */
static int64_t patience_ms(struct session *s)
{
    struct shared *shared = s->target->shared;

    if (!atomic_load(&shared->effect_deadline_spent))
        return s->target->options.effect_timeout_ms;
    return atomic_load(&shared->short_waits_ms) < SHORT_ALL_MS ? SHORT_MS : 0;
}

/* One moment of waiting; those after the deadline ran out are counted. */
static void pass_moment(struct session *s)
{
    target_pass_ms(s->target, POLL_MS);
    if (atomic_load(&s->target->shared->effect_deadline_spent))
        atomic_fetch_add(&s->target->shared->short_waits_ms, POLL_MS);
}

int effect_await(struct session *s, enum who who, enum status_role role, int expected)
{
    int64_t left = patience_ms(s);
    int liked = effect_liked(s, who, role);

    while (liked == !expected && left > 0) {
        pass_moment(s);
        left -= POLL_MS;
        liked = effect_liked(s, who, role);
    }
    if (liked == !expected)
        atomic_store(&s->target->shared->effect_deadline_spent, true);
    return liked;
}

static int await_unlisted(struct session *s, struct span id)
{
    int64_t left = patience_ms(s);
    int listed = listed_liked(s, AS_ACCOUNT, id);

    while (listed == 1 && left > 0) {
        pass_moment(s);
        left -= POLL_MS;
        listed = listed_liked(s, AS_ACCOUNT, id);
    }
    if (listed == 1)
        atomic_store(&s->target->shared->effect_deadline_spent, true);
    return listed;
}

static void unknown_state(struct session *s)
{
    const struct record *last = side(s);

    if (s->target->companions & (COMPANION_SHOW | COMPANION_LIST) && last->error)
        session_break(s, "the look-up of the effect: %.*s", SPAN_ARG(s->why));
    else if (last->response.status >= 500)
        session_break(s, "the look-up of the effect was answered %d",
                      last->response.status);
    else if (!session_over(s))
        session_skip(s, "the effect cannot be seen: neither statuses/show nor "
                        "favorites/list says what is liked");
}

static void expect_state(struct session *s, int expected, int seen,
                         enum requirement_id requirement, const char *reason)
{
    if (seen < 0) {
        unknown_state(s);
        return;
    }
    if (seen != expected)
        session_find(s, requirement, TIER_FAIL,
                     expected ? "the status is still liked" : "the status is not liked",
                     seen ? SPAN("it is liked") : SPAN("it is not liked"), reason);
}

static void find_deleted(struct session *s, int status)
{
    session_find(s, REQ_EFFECT_STATUS_STAYS, TIER_FAIL, "statuses/show finds the status",
                 arena_printf(&s->mem, "%d", status),
                 "the status itself is gone after its like was removed");
}

/* What is deleted is not liked either, but that is not what was asked for. */
static void judge_gone(struct session *s, const struct step *step)
{
    enum status_role role = step->send.status;
    int seen = effect_await(s, AS_ACCOUNT, role, 0);

    if (s->shown_status == 404)
        find_deleted(s, s->shown_status);
    else if (step->expect.answer == ANSWER_NOT_LIKED)
        expect_state(s, 0, seen, REQ_EFFECT_ONCE,
                     "un-liking what was not liked has liked it");
    else
        expect_state(s, 0, seen, REQ_EFFECT_UNLIKED,
                     "the answer was 200, and the status is still liked");
}

/* An un-like of an earlier case may only show now, and the like that followed it later.
 */
static void judge_still_liked(struct session *s, const struct step *step)
{
    enum requirement_id requirement = situations[step->expect.answer].refusal
                                          ? REQ_ERROR_NO_EFFECT
                                          : s->test->requirements[0];
    int seen = effect_await(s, AS_ACCOUNT, step->send.status, 1);

    if (seen == 0 && atomic_load(&s->target->shared->likes_return))
        session_doubt(s, "likes of this server come back by themselves, so a like that "
                         "is gone does not prove that the refused request acted");
    else
        expect_state(s, 1, seen, requirement,
                     "the request was refused, and the like is gone all the same");
}

static void judge_unlisted(struct session *s, enum status_role role)
{
    int listed = await_unlisted(s, id_text(s, role));

    if (listed < 0)
        unknown_state(s);
    else if (listed)
        session_find(s, REQ_EFFECT_LIST, TIER_FAIL, "the status is not in favorites/list",
                     SPAN("it is still listed"), "the list of likes is stale");
}

/* A like that came back does so in each case that follows: those no longer wait for it.
 */
static void judge_lasts(struct session *s, enum status_role role)
{
    int liked;

    target_pass_ms(s->target, LASTS_MS);
    liked = effect_liked(s, AS_ACCOUNT, role);
    if (liked == 1) {
        atomic_store(&s->target->shared->likes_return, true);
        atomic_store(&s->target->shared->effect_deadline_spent, true);
    }
    expect_state(s, 0, liked, REQ_EFFECT_LASTS,
                 "the like came back after the un-like had taken effect");
}

static void judge_other_user(struct session *s, enum status_role role)
{
    int liked = effect_liked(s, AS_SECOND_USER, role);

    expect_state(s, 1, liked, REQ_EFFECT_OTHER_USERS, "the like of another user is gone");
}

static void judge_neighbour(struct session *s)
{
    struct span neighbour =
        arena_printf(&s->mem, "%llu", (unsigned long long)s->subject.neighbour);
    int listed = listed_liked(s, AS_ACCOUNT, neighbour);

    if (listed == 0)
        session_find(s, REQ_ID_EXACT, TIER_FAIL, "the neighbouring status stays liked",
                     SPAN("its like is gone"),
                     "two ids that are the same double were taken for one");
    else if (listed < 0)
        unknown_state(s);
}

bool likes_have(const struct likes *likes, const char *id)
{
    for (size_t i = 0; i < likes->count; i++)
        if (strcmp(likes->ids[i], id) == 0)
            return true;
    return false;
}

/* Every like of `before` is there, but for the status that was asked for. */
static void judge_others(struct session *s, const struct likes *before,
                         enum status_role role)
{
    struct span own = id_text(s, role);
    struct likes now = { 0 };

    effect_read_likes(s, &now);
    if (!before->known || !now.known)
        unknown_state(s);
    for (size_t i = 0; before->known && now.known && i < before->count; i++) {
        if (likes_have(&now, before->ids[i]) || span_eq_str(own, before->ids[i]))
            continue;
        session_find(s, REQ_EFFECT_OTHER_LIKES, TIER_FAIL,
                     "other likes of the account stay",
                     arena_printf(&s->mem, "the like of %s is gone", before->ids[i]),
                     "more than the status specified by id was un-liked");
        break;
    }
    free(now.ids);
}

void effect_before(struct session *s, int step)
{
    enum effect effect = s->test->steps[step].expect.effect;

    if ((effect == EFFECT_OTHERS_STAY || effect == EFFECT_LIKES_AS_BEFORE) &&
        !s->likes_before.known)
        effect_read_likes(s, &s->likes_before);
}

static enum effect effect_of(const struct session *s, const struct record *record,
                             const struct step *step)
{
    bool readers = s->target->companions & (COMPANION_SHOW | COMPANION_LIST);
    bool touches = step->send.status == ROLE_LIKED && step->send.who != AS_SECOND_USER;
    bool refused =
        situations[step->expect.answer].refusal && record->response.status >= 300;

    if (blind_target(s->target) && (refused || step->expect.effect == EFFECT_STILL_LIKED))
        return EFFECT_NONE;
    if (step->expect.effect != EFFECT_AUTO || step->send.resource != RESOURCE_DESTROY)
        return step->expect.effect;
    /* Where nothing shows it, the control request that follows still does. */
    return refused && touches && readers ? EFFECT_STILL_LIKED : EFFECT_NONE;
}

void effect_judge(struct session *s, int step)
{
    const struct step *now = &s->test->steps[step];
    enum status_role role = now->send.status;

    switch (effect_of(s, &s->records[step], now)) {
    case EFFECT_AUTO:
    case EFFECT_NONE:
        return;
    case EFFECT_STILL_LIKED:
        judge_still_liked(s, now);
        return;
    case EFFECT_OTHER_USER_STAYS:
        judge_other_user(s, role);
        return;
    case EFFECT_STATUS_EXISTS:
        judge_gone(s, now);
        if (!(s->target->companions & COMPANION_SHOW))
            session_skip(s, "the server has no statuses/show");
        return;
    case EFFECT_NEIGHBOUR_STAYS:
        judge_neighbour(s);
        judge_gone(s, now);
        return;
    case EFFECT_GONE:
        judge_gone(s, now);
        return;
    case EFFECT_LISTED_GONE:
        judge_gone(s, now);
        judge_unlisted(s, role);
        return;
    case EFFECT_OTHERS_STAY:
        judge_gone(s, now);
        judge_others(s, &s->likes_before, role);
        return;
    case EFFECT_LASTS:
        judge_gone(s, now);
        judge_lasts(s, role);
        return;
    case EFFECT_LIKES_AS_BEFORE:
        judge_others(s, s->target->embedded ? &s->likes_before : &s->target->likes_before,
                     role);
        return;
    }
}

static void take_ids(struct likes *out, struct span body)
{
    struct json_doc doc;
    const cJSON *item;

    if (json_parse(body, &doc, NULL) != JSON_OK)
        return;
    out->known = cJSON_IsArray(doc.root);
    cJSON_ArrayForEach(item, doc.root)
    {
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(item, "id_str");
        struct span text =
            cJSON_IsString(id)
                ? span_of(id->valuestring)
                : json_number(&doc, cJSON_GetObjectItemCaseSensitive(item, "id"));

        if (!text.p || text.len >= sizeof(out->ids[0]) || out->count == LIKES_MAX)
            continue;
        out->ids = realloc(out->ids, (out->count + 1) * sizeof(out->ids[0]));
        memset(out->ids[out->count], 0, sizeof(out->ids[0]));
        memcpy(out->ids[out->count++], text.p, text.len);
    }
    json_release(&doc);
}

void effect_read_likes(struct session *s, struct likes *out)
{
    struct sending send = { .resource = RESOURCE_LIST };

    if (s->target->companions & COMPANION_LIST &&
        exchange_extra(s, &send, side(s)) == CLIENT_OK && side(s)->response.status == 200)
        take_ids(out, side(s)->response.body);
}
