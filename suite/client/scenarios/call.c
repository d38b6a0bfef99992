#include "client/scenario.h"

static const struct scenario list[] = {
    {
        .id = "call/plain",
        .title = "The client un-likes one status",
    },
    {
        .id = "call/in-a-row",
        .title =
            "Four calls, one after the other, have four nonces that cannot be guessed",
        .calls = 4,
    },
    {
        .id = "call/at-once",
        .title = "Calls that run beside each other, within one second, share no nonce",
        .calls = 4,
        .at_once = true,
    },
};

SCENARIO_GROUP(call, list);
