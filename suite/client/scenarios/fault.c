#include "client/documents.h"
#include "client/scenario.h"

/* What a network does to an answer. */
#define FAULT(words, sentence, how, count, end)                                          \
    {                                                                                    \
        .id = "fault/" words, .title = sentence,                                         \
        .answer = { .status = 200,                                                       \
                    .times = count,                                                      \
                    .headers = JSON_TYPE,                                                \
                    .body = DOC_STATUS,                                                  \
                    .manner = how },                                                     \
        .ending = end                                                                    \
    }

static const struct scenario list[] = {
    FAULT("reset", "A connection that is reset is noticed", MANNER_RESET, 0, ENDS_BADLY),
    FAULT("reset-once", "After a reset the client gives up, or signs anew", MANNER_RESET,
          1, ENDS_BADLY),
    FAULT("empty-reply", "A connection that closes without an answer is noticed",
          MANNER_DROP, 0, ENDS_BADLY),
    FAULT(
        "empty-reply-once",
        "After a connection closed without an answer the client gives up, or signs anew",
        MANNER_DROP, 1, ENDS_BADLY),
    FAULT("late",
          "An answer that comes after 1.5 seconds is met in some way, and in time",
          MANNER_LATE, 0, ENDS_EITHER),
    FAULT("slow-drip",
          "An answer that comes in pieces over 2.5 seconds is met in some way, "
          "and in time",
          MANNER_DRIP, 0, ENDS_EITHER),
};

SCENARIO_GROUP(fault, list);
