#include "server/probe.h"

#include "base/die.h"
#include "server/effect.h"
#include "server/exchange.h"
#include "server/judge.h"
#include "json/status.h"

#include <stdlib.h>

/* How long a request that was cut off may still be at work. */
enum { UNFINISHED_MS = 1500, TRIES = 3 };

/* A session of the parent: the case and the result are only there to be recorded into. */
struct probe {
    struct conformance_case test;
    struct result result;
    struct session session;
    struct client *client;
};

static struct probe *probe_new(const struct target *target)
{
    struct probe *p = xcalloc(1, sizeof(*p));

    result_init(&p->result);
    p->client = client_new(&target->options.client);
    session_init(&p->session, target, &p->test, 0, p->client, &p->result);
    return p;
}

static void probe_free(struct probe *p)
{
    session_release(&p->session);
    client_free(p->client);
    result_release(&p->result);
    free(p);
}

/* Ways to send a valid request: when the usual one is refused, another may show that it
 * is the server, not the credentials, that is at fault. */
static const struct sending spellings[] = {
    { .resource = RESOURCE_VERIFY },           { .spelling.separator = "," },
    { .spelling.no_version = true },           { .transport = TRANSPORT_QUERY },
    { .flaw.recipe.port = OAUTH_PORT_DROP },   { .flaw.recipe.port = OAUTH_PORT_TWICE },
    { .flaw.recipe.sort = OAUTH_SORT_JOINED },
};

static bool transport_failed(enum client_error error)
{
    return error != CLIENT_OK;
}

/* Trouble that another attempt may not have. */
static bool is_passing(const struct record *record)
{
    if (!record->error)
        return record->response.status >= 500 && record->response.status != 501;
    return record->error == CLIENT_RESET || record->error == CLIENT_EMPTY ||
           record->error == CLIENT_CUT;
}

/* Sends `send`; 1 served (2xx), 0 answered otherwise, -1 no answer. */
static int try(struct session *s, const struct sending *send)
{
    struct record *record = &s->side[0];
    enum client_error error = CLIENT_OTHER;

    for (int attempt = 0; attempt < TRIES; attempt++) {
        session_restart(s);
        error = exchange_extra(s, send, record);
        if (error == CLIENT_OTHER || !is_passing(record))
            break;
    }
    if (transport_failed(error))
        return -1;
    return record->response.status >= 200 && record->response.status < 300;
}

static const struct {
    enum resource resource;
    enum companion companion;
} readers[] = {
    { RESOURCE_SHOW, COMPANION_SHOW },
    { RESOURCE_LIST, COMPANION_LIST },
    { RESOURCE_VERIFY, COMPANION_VERIFY },
};

/* Asks each reading companion once; a failure of transport ends it. */
static int find_companions(struct session *s, struct target *target)
{
    target->companions = COMPANION_ALL;
    for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
        struct sending send = { .resource = readers[i].resource };
        int served =
            profile_path(&target->options.profile, send.resource) ? try(s, &send) : 0;

        if (served < 0)
            return -1;
        if (!served)
            target->companions &= ~(unsigned)readers[i].companion;
    }
    return target->companions & ~(unsigned)COMPANION_CREATE ? 1 : 0;
}

static bool is_refusal(const struct http_response *response)
{
    return response->status == 401 || response->status == 403 || response->status == 400;
}

/* No reading companion served us: is it the credentials? An un-like of an id that nobody
 * has changes nothing and tells. */
static bool authenticates(struct session *s)
{
    struct sending send = { .status = ROLE_UNKNOWN };

    if (try(s, &send) < 0)
        return false;
    if (!is_refusal(&s->side[0].response))
        return true;
    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        send = spellings[i];
        send.status = ROLE_UNKNOWN;
        if (try(s, &send) >= 0 && !is_refusal(&s->side[0].response))
            return true;
    }
    send = (struct sending){ .status = ROLE_UNKNOWN };
    try(s, &send);
    return false;
}

static void say_refused(const struct session *s, struct buf *why)
{
    buf_addf(why, "the server at %.*s does not accept the credentials: ",
             SPAN_ARG(s->target->url));
    judge_describe(s, why, &s->side[0]);
    buf_add_str(why,
                " (check the four keys, the clock, the port, and proxies in between)");
}

static void look_at_likes(struct session *s, struct target *target)
{
    session_restart(s);
    target->liked_before = effect_liked(s, AS_ACCOUNT, ROLE_LIKED);
    effect_read_likes(s, &target->likes_before);
}

/* The first like was answered 200, or as liked already; the second tells whether a 200
 * means that the like is new. */
static int liked_by_answers(struct session *s)
{
    static const struct sending like = { .resource = RESOURCE_CREATE };

    if (effect_is_so_already(effect_last(s), true))
        return 1;
    if (effect_last(s)->response.status != 200)
        return -1;
    try(s, &like);
    return effect_is_so_already(&s->side[0], true) ? 0 : -1;
}

bool probe_create(struct target *target)
{
    struct probe *p;
    int before = target->liked_before;

    if (!profile_path(&target->options.profile, RESOURCE_CREATE)) {
        target->companions &= ~(unsigned)COMPANION_CREATE;
        return false;
    }
    p = probe_new(target);
    if (!effect_offers_create(&p->session))
        target->companions &= ~(unsigned)COMPANION_CREATE;
    else if (before < 0)
        target->liked_before = liked_by_answers(&p->session);
    probe_free(p);
    return target->liked_before != before;
}

enum probe_result probe_target(struct target *target, struct buf *why)
{
    struct probe *p = probe_new(target);
    struct session *s = &p->session;
    int found = find_companions(s, target);
    enum probe_result result = PROBE_OK;

    if (found < 0) {
        buf_add_span(why, s->why);
        result = PROBE_UNREACHABLE;
    } else if (found == 0 && !authenticates(s)) {
        if (s->side[0].error)
            buf_add_span(why, s->why);
        else
            say_refused(s, why);
        result = s->side[0].error ? PROBE_UNREACHABLE : PROBE_REFUSED;
    } else {
        look_at_likes(s, target);
    }
    probe_free(p);
    return result;
}

/* Likes or un-likes, and waits until that shows. */
static bool bring_back(struct session *s, bool liked)
{
    struct sending send = { .resource = liked ? RESOURCE_CREATE : RESOURCE_DESTROY };
    bool served = try(s, &send) > 0 || effect_is_so_already(&s->side[0], liked);
    int seen = effect_await(s, AS_ACCOUNT, ROLE_LIKED, liked);

    return seen == liked || (seen < 0 && served);
}

static int like_again(struct session *s, const char *id, struct buf *why)
{
    uint64_t number = 0;

    span_u64(span_of(id), &number);
    s->subject.ids[ROLE_LIKED] = number;
    if (bring_back(s, true))
        return 0;
    buf_addf(why, "the like of %s could not be restored; ", id);
    return 1;
}

static int restore_status(struct session *s, const struct target *target, struct buf *why)
{
    if (target->liked_before < 0)
        return 0;
    for (int attempt = 0; attempt < 3; attempt++) {
        if (attempt)
            target_pass_ms(target, 400);
        if (bring_back(s, target->liked_before == 1))
            return 0;
    }
    buf_addf(why, "status %s was %sliked before the run and could not be brought back; ",
             target->options.status_id, target->liked_before ? "" : "not ");
    return 1;
}

static int restore_likes(struct session *s, const struct target *target, struct buf *why)
{
    struct likes now = { 0 };
    uint64_t own = s->subject.ids[ROLE_LIKED];
    int missing = 0;

    session_restart(s);
    if (target->likes_before.known)
        effect_read_likes(s, &now);
    for (size_t i = 0; now.known && i < target->likes_before.count; i++)
        if (!likes_have(&now, target->likes_before.ids[i]) &&
            strcmp(target->likes_before.ids[i], target->options.status_id) != 0)
            missing += like_again(s, target->likes_before.ids[i], why);
    s->subject.ids[ROLE_LIKED] = own;
    free(now.ids);
    return missing;
}

int probe_restore(const struct target *target, bool unfinished, struct buf *why)
{
    struct probe *p = probe_new(target);
    struct session *s = &p->session;
    int missing = 0;

    s->restoring = true;
    for (int round = 0; round < 1 + unfinished; round++) {
        if (round)
            target_pass_ms(target, UNFINISHED_MS);
        buf_reset(why);
        missing = restore_status(s, target, why) + restore_likes(s, target, why);
    }
    probe_free(p);
    return missing;
}
