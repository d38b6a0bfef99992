#include "server/cases/groups.h"

static const struct conformance_case list[] = {
    {
        .id = "rate/headers-on-success",
        .title = "x-rate-limit-* headers of a 200, when present, are sound",
        .requirements = { REQ_RATE_HEADERS },
        .hint = "limit, remaining and reset: integers, remaining not above limit",
        .steps = { { .expect.checks = CHECK_RATE_HEADERS } },
    },
    {
        .id = "rate/headers-on-refusal",
        .title = "x-rate-limit-* headers of a refusal, when present, are sound",
        .requirements = { REQ_RATE_HEADERS },
        .hint = "limit, remaining and reset: integers, remaining not above limit",
        .steps = { { .send.status = ROLE_UNKNOWN,
                     .expect = { .answer = ANSWER_UNKNOWN_ID,
                                 .checks = CHECK_RATE_HEADERS } } },
    },
};

CASE_GROUP(rate);
