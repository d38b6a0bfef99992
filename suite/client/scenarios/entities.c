#include "client/documents.h"
#include "client/scenario.h"

static const struct scenario list[] = {
    {
        .id = "entities/true",
        .title = "include_entities=true is passed on",
        .include_entities = "true",
    },
    {
        .id = "entities/false",
        .title = "include_entities=false is passed on",
        .include_entities = "false",
    },
    {
        .id = "entities/absent",
        .title = "include_entities is left out when nobody asks for it",
    },
    {
        .id = "entities/false-with-reserved-credentials",
        .title = "include_entities is signed together with parameters that need encoding",
        .include_entities = "false",
        .consumer_key = "~!*'()",
        .token = " +&=%/",
    },
    {
        .id = "entities/omitted-in-the-answer",
        .title = "A status without entities is a valid answer",
        .include_entities = "false",
        .answer = { .status = 200,
                    .headers = JSON_TYPE,
                    .body = DOC_ID DOC_TEXT("A quiet harbour") DOC_REST },
    },
};

SCENARIO_GROUP(entities, list);
