#include "server/cases/groups.h"

/* These run last: against a URL they compare the account with what it was before the run.
 */
static const struct conformance_case list[] = {
    {
        .id = "afterwards/unlike-lasts",
        .title = "At the end of the run the last un-like has lasted",
        .requirements = { REQ_EFFECT_LASTS, REQ_EFFECT_UNLIKED },
        .hint = "look for caches and replicas that write an old state back",
        .steps = { { .expect.effect = EFFECT_LASTS } },
        .slow = true,
    },
    {
        .id = "afterwards/other-likes-are-there",
        .title = "At the end of the run no other like of the account is gone",
        .requirements = { REQ_EFFECT_OTHER_LIKES },
        .hint = "one of the requests of the run removed likes that it did not name",
        .steps = { { .expect.effect = EFFECT_LIKES_AS_BEFORE } },
    },
};

CASE_GROUP(afterwards);
