#include "server/cases/groups.h"

#define OMIT_HINT "leave the member entities out when include_entities is false"
#define KEEP_HINT "give the member entities unless include_entities is false"
#define WORDS_HINT "read true, t and 1 as true; any other word must not be an error"

/* include_entities in the query, and what becomes of the entities. */
#define IN_QUERY(words, requirement, sentence, text, wanted, advice)                     \
    {                                                                                    \
        .id = "entities/" words, .title = sentence, .requirements = { requirement },     \
        .hint = advice, .steps = { { .send.query = text, .expect.entities = wanted } },  \
    }
/* The same in the form body. */
#define IN_FORM(words, requirement, sentence, text, wanted, advice)                      \
    {                                                                                    \
        .id = "entities/" words, .title = sentence, .requirements = { requirement },     \
        .hint = advice, .steps = { { .send.body = text, .expect.entities = wanted } },   \
    }
/* A status of this kind keeps its entities, or loses them. */
#define OF_ROLE(words, requirement, sentence, role, text, wanted, advice)                \
    {                                                                                    \
        .id = "entities/" words, .title = sentence, .requirements = { requirement },     \
        .hint = advice,                                                                  \
        .steps = { { .send = { .status = role, .query = text },                          \
                     .expect.entities = wanted } },                                      \
    }
/* What a word means is open: the answer is reported. */
#define OPEN(words, what, text)                                                          \
    {                                                                                    \
        .id = "entities/" words, .title = "include_entities " what " is no error",       \
        .requirements = { REQ_ENTITIES_OTHER_WORDS, REQ_ERROR_NO_5XX },                  \
        .hint = WORDS_HINT, .survey = true,                                              \
        .steps = { { .send.query = "id={id}&" text,                                      \
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },                      \
    }

static const struct conformance_case list[] = {
    IN_QUERY("absent", REQ_ENTITIES_DEFAULT,
             "Without include_entities the entities are there", NULL,
             ENTITIES_MUST_BE_THERE, KEEP_HINT),
    IN_FORM("absent-with-form", REQ_ENTITIES_DEFAULT,
            "Without include_entities in the form the entities are there", "id={id}",
            ENTITIES_MUST_BE_THERE, KEEP_HINT),
    OF_ROLE("absent-of-every-kind", REQ_ENTITIES_DEFAULT,
            "Without include_entities a status with entities of every kind has them",
            ROLE_ENTITIES, NULL, ENTITIES_MUST_BE_THERE, KEEP_HINT),
    OF_ROLE("absent-with-media", REQ_ENTITIES_DEFAULT,
            "Without include_entities a status with media has its entities", ROLE_MEDIA,
            NULL, ENTITIES_MUST_BE_THERE, KEEP_HINT),
    IN_QUERY("true-in-query", REQ_ENTITIES_TRUE,
             "include_entities=true in the query gives the entities",
             "id={id}&include_entities=true", ENTITIES_MUST_BE_THERE, KEEP_HINT),
    IN_FORM("true-in-form", REQ_ENTITIES_TRUE,
            "include_entities=true in the form gives the entities",
            "id={id}&include_entities=true", ENTITIES_MUST_BE_THERE, KEEP_HINT),
    OF_ROLE("true-of-every-kind", REQ_ENTITIES_TRUE,
            "include_entities=true gives entities of every kind", ROLE_ENTITIES,
            "id={id}&include_entities=true", ENTITIES_MUST_BE_THERE, KEEP_HINT),
    IN_QUERY("letter-t", REQ_ENTITIES_TRUE_WORDS, "include_entities=t means true",
             "id={id}&include_entities=t", ENTITIES_MUST_BE_THERE, WORDS_HINT),
    IN_QUERY("one", REQ_ENTITIES_TRUE_WORDS, "include_entities=1 means true",
             "id={id}&include_entities=1", ENTITIES_MUST_BE_THERE, WORDS_HINT),
    IN_FORM("one-in-form", REQ_ENTITIES_TRUE_WORDS,
            "include_entities=1 in the form means true", "id={id}&include_entities=1",
            ENTITIES_MUST_BE_THERE, WORDS_HINT),
    IN_QUERY("false-in-query", REQ_ENTITIES_OMITTED,
             "include_entities=false in the query omits the entities",
             "id={id}&include_entities=false", ENTITIES_MUST_BE_ABSENT, OMIT_HINT),
    IN_QUERY("false-before-id", REQ_ENTITIES_OMITTED,
             "include_entities=false in front of id omits the entities",
             "include_entities=false&id={id}", ENTITIES_MUST_BE_ABSENT, OMIT_HINT),
    IN_QUERY("false-percent-encoded", REQ_ENTITIES_OMITTED,
             "include_entities=false with escapes in name and word omits the entities",
             "id={id}&include%5Fentities=%66alse", ENTITIES_MUST_BE_ABSENT, OMIT_HINT),
    IN_FORM("false-in-form", REQ_ENTITIES_TRANSPORT,
            "include_entities=false in the form omits the entities",
            "id={id}&include_entities=false", ENTITIES_MUST_BE_ABSENT, OMIT_HINT),
    {
        .id = "entities/false-in-query-id-in-form",
        .title = "include_entities=false is understood in the query, the id in the form",
        .requirements = { REQ_ENTITIES_TRANSPORT },
        .hint = "merge the parameters of query and form",
        .steps = { { .send = { .query = "include_entities=false", .body = "id={id}" },
                     .expect.entities = ENTITIES_MUST_BE_ABSENT } },
    },
    {
        .id = "entities/false-in-form-id-in-query",
        .title = "include_entities=false is understood in the form, the id in the query",
        .requirements = { REQ_ENTITIES_TRANSPORT },
        .hint = "merge the parameters of query and form",
        .steps = { { .send = { .query = "id={id}", .body = "include_entities=false" },
                     .expect.entities = ENTITIES_MUST_BE_ABSENT } },
    },
    OF_ROLE("false-of-every-kind", REQ_ENTITIES_OMITTED,
            "include_entities=false omits entities of every kind", ROLE_ENTITIES,
            "id={id}&include_entities=false", ENTITIES_MUST_BE_ABSENT, OMIT_HINT),
    OF_ROLE("false-of-a-retweet", REQ_ENTITIES_OMITTED,
            "include_entities=false omits the entities of a retweet itself", ROLE_RETWEET,
            "id={id}&include_entities=false", ENTITIES_MUST_BE_ABSENT, OMIT_HINT),
    OF_ROLE("false-of-a-quote", REQ_ENTITIES_OMITTED,
            "include_entities=false omits the entities of a quote itself", ROLE_QUOTE,
            "id={id}&include_entities=false", ENTITIES_MUST_BE_ABSENT, OMIT_HINT),
    {
        .id = "entities/false-keeps-user-entities",
        .title = "include_entities=false leaves user.entities where they are",
        .requirements = { REQ_ENTITIES_ONLY_NODE },
        .hint = "take away the status' own entities and nothing else",
        .steps = { { .send.query = "id={id}&include_entities=false",
                     .expect.checks = CHECK_USER_ENTITIES_KEPT } },
    },
    {
        .id = "entities/false-keeps-extended-entities",
        .title = "include_entities=false leaves extended_entities where they are",
        .requirements = { REQ_ENTITIES_ONLY_NODE },
        .hint = "take away the status' own entities and nothing else",
        .steps = { { .send = { .status = ROLE_MEDIA,
                               .query = "id={id}&include_entities=false" },
                     .expect.checks = CHECK_USER_ENTITIES_KEPT } },
    },
    IN_QUERY("name-without-underscore", REQ_ENTITIES_DEFAULT,
             "includeEntities is another parameter, and ignored",
             "id={id}&includeEntities=false", ENTITIES_MUST_BE_THERE, KEEP_HINT),
    IN_QUERY("name-in-upper-case", REQ_ENTITIES_DEFAULT,
             "INCLUDE_ENTITIES is another parameter, and ignored",
             "id={id}&INCLUDE_ENTITIES=false", ENTITIES_MUST_BE_THERE, KEEP_HINT),
    IN_QUERY("false-of-another-parameter", REQ_ENTITIES_DEFAULT,
             "include_user_entities=false does not speak of the status' entities",
             "id={id}&include_user_entities=false", ENTITIES_MUST_BE_THERE, KEEP_HINT),
    OPEN("zero", "0", "include_entities=0"),
    OPEN("letter-f", "f", "include_entities=f"),
    OPEN("false-with-capital", "False", "include_entities=False"),
    OPEN("false-in-capitals", "FALSE", "include_entities=FALSE"),
    OPEN("none", "none", "include_entities=none"),
    OPEN("empty", "without a value", "include_entities="),
    OPEN("long-word", "with a word of 300 letters", "include_entities={many:300:x}"),
    OPEN("twice-alike", "given twice alike",
         "include_entities=false&include_entities=false"),
    OPEN("twice-different", "given twice with different words",
         "include_entities=false&include_entities=true"),
    {
        .id = "entities/nested",
        .title = "What include_entities=false means for nested statuses is reported",
        .requirements = { REQ_ENTITIES_OTHER_WORDS, REQ_ERROR_NO_5XX },
        .hint = "answer 200 with the nested status",
        .survey = true,
        .steps = { { .send = { .status = ROLE_QUOTE,
                               .query = "id={id}&include_entities=false" },
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
};

CASE_GROUP(entities);
