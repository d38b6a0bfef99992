#include "server/needs.h"

#include "server/effect.h"
#include "server/exchange.h"
#include "server/plan.h"
#include "json/status.h"

#include <stdio.h>

static const char *const role_names[ROLE_COUNT] = {
    [ROLE_LIKED] = "status that may be liked",
    [ROLE_NOT_LIKED] = "status that may be liked",
    [ROLE_UNKNOWN] = "unknown id",
    [ROLE_NEIGHBOUR] = "pair of statuses whose ids are the same double",
    [ROLE_OF_OTHER] = "status that only a second user likes",
    [ROLE_PROTECTED] = "status of a protected author",
    [ROLE_OWN] = "status of the account itself",
    [ROLE_REPLY] = "reply",
    [ROLE_RETWEET] = "retweet",
    [ROLE_QUOTE] = "quote",
    [ROLE_MEDIA] = "status with media",
    [ROLE_ENTITIES] = "status with entities of every kind",
    [ROLE_EMOJI] = "status with entities behind emoji",
    [ROLE_ESCAPED] = "status with escaped characters",
    [ROLE_PLACE] = "status with a place",
    [ROLE_WITHHELD] = "withheld status",
    [ROLE_OLD] = "status of 2006",
    [ROLE_LONG] = "long status",
};

static const char *const who_names[WHO_COUNT] = {
    [AS_SECOND_USER] = "a second user",
    [AS_READ_ONLY] = "a token without write access",
    [AS_REVOKED] = "a revoked token",
    [AS_OTHER_CONSUMER] = "a second application",
    [AS_BEARER] = "an app-only bearer token",
};

static bool has_identity(struct session *s, enum who who)
{
    if (!s->subject.as[who].consumer_key.p)
        session_skip(s, "the target offers no credentials of %s", who_names[who]);
    return !session_over(s);
}

/* Ids since 2010 hold a time in milliseconds: neighbours are not in use. */
static const uint64_t SPARSE_IDS = UINT64_C(1) << 42;

/* Whether there is such a status; without statuses/show small ids are taken for used. A
 * server that shows another status under this id has none of this id: it mixes them up.
 */
static bool exists(struct session *s, const char *query, uint64_t id, const char *text)
{
    struct sending send = { .resource = RESOURCE_SHOW, .query = query };
    struct record *record = &s->side[PARALLEL_MAX - 1];
    struct status_summary status;

    if (!(s->target->companions & COMPANION_SHOW))
        return id < SPARSE_IDS;
    return exchange_extra(s, &send, record) == CLIENT_OK &&
           record->response.status == 200 &&
           status_summarise(record->response.body, &status) &&
           strcmp(status.id, text) == 0;
}

/* Ids that a case takes for those of no liked status, made from the status' own. */
static const struct {
    const char *query;
    int64_t step; /* 0: the largest id */
} made_up[] = {
    { "id={id+1}", 1 },
    { "id={id-1}", -1 },
    { "id=9223372036854775807", 0 },
};

/* In a world of small ids the next one may be liked, or no id at all. */
static bool is_free(struct session *s, const struct sending *send)
{
    uint64_t own = exchange_id(s, send->status), id;
    char text[24];

    for (size_t i = 0; i < sizeof(made_up) / sizeof(made_up[0]); i++) {
        if (!send->query || strcmp(send->query, made_up[i].query) != 0)
            continue;
        id = made_up[i].step ? own + (uint64_t)made_up[i].step : INT64_MAX;
        snprintf(text, sizeof(text), "%llu", (unsigned long long)id);
        if (id == own || id == 0 || id > INT64_MAX)
            session_skip(s, "%s is no other id than that of the status", text);
        else if (likes_have(&s->target->likes_before, text) ||
                 exists(s, send->query, id, text))
            session_skip(
                s, "another status has the id %s, which the case needs to be free", text);
    }
    return !session_over(s);
}

/* Whether the server answers to the name of its loopback address, when a case uses it. */
static bool has_its_name(struct session *s, const struct sending *send)
{
    static const struct sending plain = { .resource = RESOURCE_SHOW,
                                          .header = { "Host: {host.name}" } };
    struct record *record = &s->side[PARALLEL_MAX - 1];
    const char *host = send->header[0];

    if (!host || !strstr(host, "{host.upper}") ||
        !span_starts(s->target->authority, SPAN("127.0.0.1")) ||
        !(s->target->companions & COMPANION_SHOW))
        return true;
    if (exchange_extra(s, &plain, record) != CLIENT_OK || record->response.status != 200)
        session_skip(s, "the server does not go by the name localhost");
    return !session_over(s);
}

static bool looks_at_second_user(const struct conformance_case *test)
{
    for (int i = 0; i < case_step_count(test); i++)
        if (test->steps[i].expect.effect == EFFECT_OTHER_USER_STAYS)
            return true;
    return test->needs_second_user;
}

bool needs_met(struct session *s)
{
    if (s->target->options.spare_likes && plan_is_hazardous(s->test)) {
        session_skip(s,
                     "a broken server could turn the case on other likes of the account; "
                     "--hazardous runs it");
        return false;
    }
    for (int i = 0; i < case_step_count(s->test); i++) {
        const struct sending *send = &s->test->steps[i].send;

        if (!exchange_id(s, send->status)) {
            session_skip(s, "the target offers no %s", role_names[send->status]);
            return false;
        }
        if (!has_identity(s, send->who))
            return false;
        if (!s->target->embedded && !(is_free(s, send) && has_its_name(s, send)))
            return false;
    }
    return !looks_at_second_user(s->test) || has_identity(s, AS_SECOND_USER);
}
