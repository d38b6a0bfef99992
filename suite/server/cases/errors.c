/* Refusals: what is answered, in which form, and that nothing else happens. */
#include "server/cases/groups.h"

/* One step that is refused; `situation` says how, `check_set` what is looked at besides.
 */
#define REFUSAL(words, says, requirement, fix, situation, check_set, ...)                \
    {                                                                                    \
        .id = "errors/" words, .title = says, .requirements = { requirement },           \
        .hint = fix,                                                                     \
        .steps = { { .send = { __VA_ARGS__ },                                            \
                     .expect = { .answer = situation, .checks = check_set } } },         \
    }

#define BODY(words, says, situation, ...)                                                \
    REFUSAL("body-" words, says, REQ_ERROR_BODY,                                         \
            "answer {\"errors\":[{\"code\":N,\"message\":\"…\"}]}, one document",        \
            situation, CHECK_JSON | CHECK_ERROR_BODY, __VA_ARGS__)
#define CODE(words, says, situation, ...)                                                \
    REFUSAL("code-" words, says, REQ_ERROR_CODE_INTEGER,                                 \
            "write code as an integer and message as a string", situation,               \
            CHECK_ERROR_CODE, __VA_ARGS__)
#define TYPE(words, says, situation, ...)                                                \
    REFUSAL("type-" words, says, REQ_ERROR_CONTENT_TYPE,                                 \
            "send Content-Type: application/json with refusals too", situation,          \
            CHECK_CONTENT_TYPE, __VA_ARGS__)
#define CHALLENGE(words, says, situation, ...)                                           \
    REFUSAL("challenge-" words, says, REQ_ERROR_CHALLENGE,                               \
            "send WWW-Authenticate: OAuth realm=\"…\" with every 401", situation,        \
            CHECK_CHALLENGE, __VA_ARGS__)
#define SECRETS(words, says, situation, ...)                                             \
    REFUSAL("no-secrets-" words, says, REQ_ERROR_NO_SECRETS,                             \
            "keep secrets, signing keys and what is made of them out of answers",        \
            situation, CHECK_NO_SECRETS, __VA_ARGS__)
#define NO_5XX(words, says, situation, ...)                                              \
    REFUSAL("no-5xx-" words, says, REQ_ERROR_NO_5XX,                                     \
            "answer what the client did wrong with 4xx", situation, 0, __VA_ARGS__)
#define NO_EFFECT(words, says, situation, ...)                                           \
    REFUSAL("no-effect-" words, says, REQ_ERROR_NO_EFFECT,                               \
            "authenticate and check everything before acting", situation, 0,             \
            __VA_ARGS__)

/* A refusal and then the plain request over the same connection, which is its control. */
#define THEN_SERVED(words, says, situation, ...)                                         \
    {                                                                                    \
        .id = "errors/framing-" words, .title = says,                                    \
        .requirements = { REQ_HTTP_CONTENT_LENGTH, REQ_HTTP_KEEP_ALIVE },                \
        .hint = "let Content-Length of a refusal be the length of its body",             \
        .no_control = true, .step_count = 2,                                             \
        .steps = {                                                                       \
            { .send = { __VA_ARGS__ },                                                   \
              .expect = { .answer = situation, .effect = EFFECT_NONE } },                \
            { .expect.answer = ANSWER_OK },                                              \
        },                                                                               \
    }

#define NOT_LIKED "answer 404 with code 144 when the account does not like the status"
#define BAD_SIGNATURE .flaw.tamper = "flip"
#define STALE .flaw.clock_skew_s = -3600
#define NOWHERE .path = "/favorites/nothing.json"

static const struct conformance_case list[] = {
    /* what is not liked, what does not exist */
    REFUSAL("never-liked", "Un-liking what was never liked is answered with 404 and 144",
            REQ_ERROR_NOT_LIKED, NOT_LIKED, ANSWER_NOT_LIKED, 0,
            .status = ROLE_NOT_LIKED),
    REFUSAL("never-liked-in-body",
            "Un-liking what was never liked, id in the body, is answered alike",
            REQ_ERROR_NOT_LIKED, NOT_LIKED, ANSWER_NOT_LIKED, 0, .status = ROLE_NOT_LIKED,
            .body = "id={id}"),
    {
        .id = "errors/unliked-twice",
        .title = "The second un-like is answered with 404 and 144: the first is its "
                 "control",
        .requirements = { REQ_ERROR_NOT_LIKED },
        .hint = NOT_LIKED,
        .no_control = true,
        .step_count = 2,
        .steps = { { .expect.answer = ANSWER_OK },
                   { .expect = { .answer = ANSWER_NOT_LIKED, .effect = EFFECT_GONE } } },
    },
    {
        .id = "errors/unliked-thrice",
        .title = "The third un-like is answered as the second: the first is the control",
        .requirements = { REQ_ERROR_NOT_LIKED },
        .hint = NOT_LIKED,
        .no_control = true,
        .step_count = 3,
        .steps = { { .expect.answer = ANSWER_OK },
                   { .expect = { .answer = ANSWER_NOT_LIKED, .effect = EFFECT_NONE } },
                   { .expect = { .answer = ANSWER_NOT_LIKED, .effect = EFFECT_GONE } } },
    },
    {
        .id = "errors/liked-by-another",
        .title = "Un-liking what only another user likes is answered with 404 and 144",
        .requirements = { REQ_ERROR_NOT_LIKED },
        .hint = NOT_LIKED,
        .steps = { { .send.status = ROLE_OF_OTHER,
                     .expect = { .answer = ANSWER_NOT_LIKED,
                                 .effect = EFFECT_OTHER_USER_STAYS } } },
    },
    REFUSAL("unknown-id", "The id of no status is answered with 404 and 144",
            REQ_ID_UNKNOWN, "answer 404 with code 144 for the id of no status",
            ANSWER_UNKNOWN_ID, 0, .status = ROLE_UNKNOWN),
    REFUSAL("unknown-id-in-body", "The id of no status, in the body, is answered alike",
            REQ_ID_UNKNOWN, "answer 404 with code 144 for the id of no status",
            ANSWER_UNKNOWN_ID, 0, .status = ROLE_UNKNOWN, .body = "id={id}"),
    {
        .id = "errors/protected-author",
        .title = "What a status of a protected author is answered with is open",
        .requirements = { REQ_ERROR_NOT_LIKED },
        .hint = "answer 403 with code 179, or 404 with code 144",
        .survey = true,
        .steps = { { .send.status = ROLE_PROTECTED, .expect.answer = ANSWER_REFUSED } },
    },

    /* the form of the body, for each kind of refusal */
    BODY("no-credentials", "A refusal for want of credentials has the error body",
         ANSWER_REFUSED, .who = AS_NOBODY),
    BODY("bad-signature", "A refusal of a signature has the error body", ANSWER_REFUSED,
         BAD_SIGNATURE),
    BODY("unknown-token", "A refusal of a token has the error body", ANSWER_REFUSED,
         .who = AS_UNKNOWN_TOKEN),
    BODY("unknown-consumer", "A refusal of a consumer has the error body", ANSWER_REFUSED,
         .who = AS_UNKNOWN_CONSUMER),
    BODY("stale", "A refusal of a timestamp has the error body", ANSWER_SERVED_OR_REFUSED,
         STALE),
    BODY("missing-id", "A refusal for want of an id has the error body", ANSWER_REFUSED,
         .query = ""),
    BODY("bad-id", "A refusal of what is no id has the error body", ANSWER_REFUSED,
         .query = "id=none"),
    BODY("unknown-id", "A refusal of an unknown id has the error body", ANSWER_REFUSED,
         .status = ROLE_UNKNOWN),
    BODY("wrong-path", "A refusal of an unknown path has the error body", ANSWER_REFUSED,
         NOWHERE),
    BODY("wrong-method", "A refusal of a method has the error body", ANSWER_WRONG_METHOD,
         .method = "GET"),
    {
        .id = "errors/body-not-liked",
        .title = "A refusal of what is not liked has the error body",
        .requirements = { REQ_ERROR_BODY },
        .hint = "answer {\"errors\":[{\"code\":N,\"message\":\"…\"}]}, one document",
        .steps = { { .send.status = ROLE_NOT_LIKED,
                     .expect = { .answer = ANSWER_NOT_LIKED,
                                 .checks = CHECK_JSON | CHECK_ERROR_BODY } } },
    },

    /* code and message */
    CODE("no-credentials", "The code for want of credentials is an integer",
         ANSWER_REFUSED, .who = AS_NOBODY),
    CODE("bad-signature", "The code for a wrong signature is an integer", ANSWER_REFUSED,
         BAD_SIGNATURE),
    CODE("unknown-token", "The code for an unknown token is an integer", ANSWER_REFUSED,
         .who = AS_UNKNOWN_TOKEN),
    CODE("missing-id", "The code for a missing id is an integer", ANSWER_REFUSED,
         .query = ""),
    CODE("unknown-id", "The code for an unknown id is an integer", ANSWER_REFUSED,
         .status = ROLE_UNKNOWN),
    CODE("wrong-path", "The code for an unknown path is an integer", ANSWER_REFUSED,
         NOWHERE),

    /* the media type */
    TYPE("no-credentials", "A refusal for want of credentials says that it is JSON",
         ANSWER_REFUSED, .who = AS_NOBODY),
    TYPE("bad-signature", "A refusal of a signature says that it is JSON", ANSWER_REFUSED,
         BAD_SIGNATURE),
    TYPE("missing-id", "A refusal for want of an id says that it is JSON", ANSWER_REFUSED,
         .query = ""),
    TYPE("unknown-id", "A refusal of an unknown id says that it is JSON", ANSWER_REFUSED,
         .status = ROLE_UNKNOWN),
    TYPE("wrong-path", "A refusal of an unknown path says that it is JSON",
         ANSWER_REFUSED, NOWHERE),

    /* WWW-Authenticate */
    CHALLENGE("bad-signature", "A 401 for a wrong signature names the scheme OAuth",
              ANSWER_REFUSED, BAD_SIGNATURE),
    CHALLENGE("unknown-token", "A 401 for an unknown token names the scheme OAuth",
              ANSWER_REFUSED, .who = AS_UNKNOWN_TOKEN),
    CHALLENGE("unknown-consumer", "A 401 for an unknown consumer names the scheme OAuth",
              ANSWER_REFUSED, .who = AS_UNKNOWN_CONSUMER),
    CHALLENGE("stale", "A 401 for a stale timestamp names the scheme OAuth",
              ANSWER_SERVED_OR_REFUSED, STALE),
    CHALLENGE("no-credentials", "A 401 for want of credentials names the scheme OAuth",
              ANSWER_REFUSED, .who = AS_NOBODY),

    /* secrets */
    SECRETS("bad-signature", "A refusal of a signature tells no secret", ANSWER_REFUSED,
            BAD_SIGNATURE),
    SECRETS("other-secrets", "A refusal of other secrets does not tell the right ones",
            ANSWER_REFUSED, .flaw.key = "wrong"),
    SECRETS("unknown-token", "A refusal of a token tells no secret", ANSWER_REFUSED,
            .who = AS_UNKNOWN_TOKEN),
    SECRETS("stale", "A refusal of a timestamp tells no secret", ANSWER_SERVED_OR_REFUSED,
            STALE),
    SECRETS("missing-id", "A refusal for want of an id tells no secret", ANSWER_REFUSED,
            .query = ""),
    SECRETS("unknown-id", "A refusal of an unknown id tells no secret", ANSWER_REFUSED,
            .status = ROLE_UNKNOWN),

    /* never 5xx */
    NO_5XX("empty-header", "A header of the word OAuth alone is no error of the server",
           ANSWER_REFUSED, .flaw.header = "OAuth"),
    NO_5XX("garbled-header", "A garbled header is no error of the server", ANSWER_REFUSED,
           .flaw.header = "OAuth =\"\",,\"=,oauth_nonce"),
    NO_5XX("open-quote", "A quote that is never closed is no error of the server",
           ANSWER_REFUSED, .flaw.header = "{authorization}, oauth_extension=\"1"),
    NO_5XX("no-signature", "A missing signature is no error of the server",
           ANSWER_REFUSED, .flaw.omit = "oauth_signature"),
    NO_5XX("two-places", "A token in header and query is no error of the server",
           ANSWER_SERVED_OR_REFUSED, .flaw.also_in_query = "oauth_token"),
    NO_5XX("short-signature", "A short signature is no error of the server",
           ANSWER_REFUSED, .flaw.tamper = "cut"),
    NO_5XX("timestamp-word", "A timestamp that is a word is no error of the server",
           ANSWER_REFUSED, .flaw = { .set_name = "oauth_timestamp", .set_value = "now" }),
    NO_5XX("not-liked", "Un-liking what is not liked is no error of the server",
           ANSWER_NOT_LIKED, .status = ROLE_NOT_LIKED),
    NO_5XX("unknown-id", "An unknown id is no error of the server", ANSWER_REFUSED,
           .status = ROLE_UNKNOWN),
    NO_5XX("missing-id", "A missing id is no error of the server", ANSWER_REFUSED,
           .query = ""),
    NO_5XX("no-utf-8-id", "An id that is no text is no error of the server",
           ANSWER_REFUSED, .query = "id=%FF%FE"),
    NO_5XX("long-id", "An id of 400 digits is no error of the server", ANSWER_REFUSED,
           .query = "id={many:400:7}"),
    NO_5XX("broken-escape", "A broken escape in the query is no error of the server",
           ANSWER_SERVED_OR_REFUSED, .query = "id={id}&z=%"),

    /* no effect */
    NO_EFFECT("no-credentials", "Without credentials nothing is un-liked", ANSWER_REFUSED,
              .who = AS_NOBODY),
    NO_EFFECT("bad-signature", "With a wrong signature nothing is un-liked",
              ANSWER_REFUSED, BAD_SIGNATURE),
    NO_EFFECT("unknown-token", "With an unknown token nothing is un-liked",
              ANSWER_REFUSED, .who = AS_UNKNOWN_TOKEN),
    NO_EFFECT("read-only-token", "With a token that may not write nothing is un-liked",
              ANSWER_REFUSED, .who = AS_READ_ONLY),
    NO_EFFECT("unknown-consumer", "With an unknown consumer nothing is un-liked",
              ANSWER_REFUSED, .who = AS_UNKNOWN_CONSUMER),
    NO_EFFECT("missing-id", "Without an id nothing is un-liked", ANSWER_REFUSED,
              .query = ""),
    NO_EFFECT("wrong-path", "On another path nothing is un-liked", ANSWER_REFUSED,
              NOWHERE),
    NO_EFFECT("wrong-method", "With another method nothing is un-liked",
              ANSWER_WRONG_METHOD, .method = "GET"),

    /* framing */
    THEN_SERVED("bad-signature",
                "After a refused signature the connection serves the next request, its "
                "control",
                ANSWER_REFUSED, BAD_SIGNATURE),
    THEN_SERVED("no-credentials",
                "After missing credentials the connection serves the next request, their "
                "control",
                ANSWER_REFUSED, .who = AS_NOBODY),
    THEN_SERVED("unknown-id",
                "After an unknown id the connection serves the next request, its control",
                ANSWER_REFUSED, .status = ROLE_UNKNOWN),
    THEN_SERVED("wrong-path",
                "After an unknown path the connection serves the next request, its "
                "control",
                ANSWER_REFUSED, NOWHERE),
    THEN_SERVED("body-unread",
                "After a refused form body the connection serves the next request, its "
                "control",
                ANSWER_REFUSED, .who = AS_NOBODY, .body = "id={id}&z={many:2000:z}"),
};

CASE_GROUP(errors);
