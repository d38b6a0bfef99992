#include "client/documents.h"
#include "client/scenario.h"

/* Ids round the limits of number types: each is sent digit for digit. */
#define ID(words, digits, sentence)                                                      \
    {                                                                                    \
        .id = "id/" words, .title = sentence, .status_id = digits                        \
    }

static const struct scenario list[] = {
    ID("one", "1", "The smallest id is sent as it is"),
    ID("of-2006", "20", "An id of 2006 is sent as it is"),
    ID("last-of-31-bits", "2147483647", "2^31-1 is sent as it is"),
    ID("first-beyond-31-bits", "2147483648", "2^31 is sent as it is"),
    ID("last-of-32-bits", "4294967295", "2^32-1 is sent as it is"),
    ID("first-beyond-32-bits", "4294967296", "2^32 is sent as it is"),
    ID("second-beyond-32-bits", "4294967297", "2^32+1 is sent as it is"),
    ID("last-of-a-double", "9007199254740991", "2^53-1 is sent as it is"),
    ID("two-to-the-53", "9007199254740992", "2^53 is sent as it is"),
    ID("first-that-no-double-holds", "9007199254740993", "2^53+1 is sent as it is"),
    ID("of-the-documentation", "243138128959913986",
       "The documentation's example is sent as it is"),
    ID("of-today", "1357924680135792641", "An id of 19 digits is sent as it is"),
    ID("printed-as-exponent", "1000000000000000001",
       "An id that a double prints as 1e+18 is sent as it is"),
    ID("beyond-62-bits", "4611686018427387905", "2^62+1 is sent as it is"),
    ID("last-of-63-bits", "9223372036854775807", "2^63-1 is sent as it is"),
    {
        .id = "id/last-of-63-bits-in-the-body-of-the-answer",
        .title = "A status with the largest id is a valid answer",
        .status_id = "9223372036854775807",
        .answer = { .status = 200, .headers = JSON_TYPE, .body = DOC_STATUS },
    },
};

SCENARIO_GROUP(id, list);
