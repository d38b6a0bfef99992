#include "client/scenario.h"

static const struct scenario list[] = {
    {
        .id = "trust/unknown-authority",
        .title = "A certificate of an unknown authority ends the call before the request",
        .ending = ENDS_BADLY,
        .trust = TRUST_UNKNOWN,
    },
    {
        .id = "trust/expired",
        .title = "A certificate that has expired ends the call before the request",
        .ending = ENDS_BADLY,
        .trust = TRUST_EXPIRED,
    },
    {
        .id = "trust/other-name",
        .title = "A certificate for another name ends the call before the request",
        .ending = ENDS_BADLY,
        .trust = TRUST_OTHER_NAME,
    },
};

SCENARIO_GROUP(trust, list);
