#include "server/effect.h"

#include "server/blind.h"
#include "server/exchange.h"
#include "server/judge.h"

/* The third attempt comes 1.2 s after the first: some servers take one change a second.
 */
enum { SETUP_ATTEMPTS = 3, SETUP_PAUSE_MS = 400, SETUPS_HOPELESS = 2 };

static struct record *side(struct session *s)
{
    return &s->side[PARALLEL_MAX - 1];
}

const struct record *effect_last(const struct session *s)
{
    return &s->side[PARALLEL_MAX - 1];
}

bool effect_is_so_already(const struct record *record, bool liked)
{
    struct error_doc error;

    error_read(record->response.body, &error, NULL);
    return error.has_code && error.code == (liked ? 139 : 144);
}

/* One try; what the server said to it goes to *out_said. */
static bool prepared(struct session *s, enum status_role role, bool liked,
                     struct span *out_said)
{
    struct sending send = { .resource = liked ? RESOURCE_CREATE : RESOURCE_DESTROY,
                            .status = role };
    enum client_error error = exchange_extra(s, &send, side(s));
    struct buf said;

    buf_init(&said, BUF_MAX_TEXT);
    judge_describe(s, &said, side(s));
    *out_said = arena_copy(&s->mem, buf_span(&said));
    buf_release(&said);
    if (!error &&
        (side(s)->response.status / 100 == 2 || effect_is_so_already(side(s), liked)))
        return true;
    if (!liked && blind_target(s->target) && blind_not_liked(s, side(s)))
        return true;
    return effect_liked(s, AS_ACCOUNT, role) == liked;
}

/* Tries again where a server wants a moment between changes, unless that never helped. */
static bool prepare_patiently(struct session *s, enum status_role role, bool liked,
                              struct span *out_said)
{
    struct shared *shared = s->target->shared;
    int attempts =
        atomic_load(&shared->setups_failed) < SETUPS_HOPELESS ? SETUP_ATTEMPTS : 1;

    for (int attempt = 0; attempt < attempts && !session_over(s); attempt++) {
        if (attempt)
            target_pass_ms(s->target, SETUP_PAUSE_MS * attempt);
        if (prepared(s, role, liked, out_said)) {
            atomic_store(&shared->setups_failed, 0);
            return true;
        }
    }
    atomic_fetch_add(&shared->setups_failed, 1);
    return false;
}

bool effect_prepare(struct session *s, enum status_role role, bool liked)
{
    struct span said = SPAN("");

    if (liked && blind_target(s->target)) {
        session_skip(s, "the server has no favorites/create: the status cannot be liked");
        return false;
    }
    if (prepare_patiently(s, role, liked, &said))
        return true;
    if (session_over(s))
        return false;
    if (side(s)->error)
        session_break(s, "setting up: %.*s", SPAN_ARG(s->why));
    else
        session_doubt(s, "setting up: the status could not be %s: %.*s",
                      liked ? "liked" : "un-liked", SPAN_ARG(said));
    return false;
}

bool effect_offers_create(struct session *s)
{
    struct sending send = { .resource = RESOURCE_CREATE };
    struct error_doc error;

    if (exchange_extra(s, &send, side(s)) != CLIENT_OK)
        return true;
    error_read(side(s)->response.body, &error, NULL);
    switch (side(s)->response.status) {
    case 404:
        return error.has_code && error.code == 144;
    case 405:
    case 410:
    case 501:
        return false;
    default:
        return true;
    }
}
