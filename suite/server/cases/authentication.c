#include "server/cases/groups.h"

#define OAUTH_HINT                                                                       \
    "refuse a request without OAuth parameters with 400 and code 215 or 401 and code "   \
    "32, before anything happens"
#define SCHEME_HINT                                                                      \
    "accept the scheme OAuth alone, and refuse a header that does not parse"
#define COMPLETE_HINT                                                                    \
    "refuse a request that lacks an oauth_ parameter, or has it empty, with 400 or 401"
#define ONCE_HINT "refuse an oauth_ parameter that is given twice with 400 or 401"
#define METHOD_HINT                                                                      \
    "compare oauth_signature_method with HMAC-SHA1, letter by letter, and answer any "   \
    "other with 400 or 401"
#define VERSION_HINT "when oauth_version is there, compare it with 1.0"
#define OWNER_HINT "remove the like of the user to whom the token belongs, and no other"
#define PLACE_HINT "look for the oauth_ parameters in header, form and query"

/* Refused: the request of somebody else than the account. */
#define BY(words, requirement, sentence, whom, refusal, advice)                          \
    {                                                                                    \
        .id = "authentication/" words, .title = sentence,                                \
        .requirements = { requirement }, .hint = advice,                                 \
        .steps = { { .send.who = whom, .expect.answer = refusal } },                     \
    }
/* Refused: this Authorization value. */
#define VALUE(words, sentence, text, refusal)                                            \
    {                                                                                    \
        .id = "authentication/" words, .title = sentence,                                \
        .requirements = { REQ_AUTH_SCHEME }, .hint = SCHEME_HINT,                        \
        .steps = { { .send.flaw.header = text, .expect.answer = refusal } },             \
    }
#define WITHOUT(words, name)                                                             \
    {                                                                                    \
        .id = "authentication/without-" words,                                           \
        .title = "A request without " name " is refused",                                \
        .requirements = { REQ_AUTH_PARAMETERS_PRESENT }, .hint = COMPLETE_HINT,          \
        .steps = { { .send.flaw.omit = name, .expect.answer = ANSWER_PROTOCOL } },       \
    }
#define EMPTY(words, name)                                                               \
    {                                                                                    \
        .id = "authentication/empty-" words,                                             \
        .title = "A request with an empty " name " is refused",                          \
        .requirements = { REQ_AUTH_PARAMETERS_PRESENT }, .hint = COMPLETE_HINT,          \
        .steps = { { .send.flaw.blank = name, .expect.answer = ANSWER_PROTOCOL } },      \
    }
#define TWICE(words, name)                                                               \
    {                                                                                    \
        .id = "authentication/twice-" words,                                             \
        .title = "A request with " name " twice in the header is refused",               \
        .requirements = { REQ_AUTH_PARAMETERS_ONCE }, .hint = ONCE_HINT,                 \
        .steps = { { .send.flaw.repeat = name, .expect.answer = ANSWER_DUPLICATED } },   \
    }
/* A signature method by name, and how the signature is made; all else is right. */
#define METHOD(words, name, ...)                                                         \
    {                                                                                    \
        .id = "authentication/method-" words,                                            \
        .title = "oauth_signature_method " name " is refused",                           \
        .requirements = { REQ_AUTH_METHOD }, .hint = METHOD_HINT,                        \
        .steps = { { .send.flaw = { .set_name = "oauth_signature_method",                \
                                    .set_value = __VA_ARGS__ },                          \
                     .expect.answer = ANSWER_PROTOCOL } },                               \
    }
#define VERSION(words, text)                                                             \
    {                                                                                    \
        .id = "authentication/version-" words,                                           \
        .title = "oauth_version=" text " is refused",                                    \
        .requirements = { REQ_AUTH_VERSION }, .hint = VERSION_HINT,                      \
        .steps = { { .send.flaw = { .set_name = "oauth_version", .set_value = text },    \
                     .expect.answer = ANSWER_PROTOCOL } },                               \
    }
/* Served: the oauth_ parameters in query or form, the id here or there. */
#define ELSEWHERE(words, sentence, place, query_text, body_text)                         \
    {                                                                                    \
        .id = "authentication/" words, .title = sentence,                                \
        .requirements = { REQ_AUTH_TRANSPORT }, .hint = PLACE_HINT,                      \
        .steps = {                                                                       \
            { .send = { .transport = place, .query = query_text, .body = body_text } }   \
        },                                                                               \
    }
/* Credentials in two places: the answer is reported. */
#define TWO_PLACES(words, sentence, ...)                                                 \
    {                                                                                    \
        .id = "authentication/" words, .title = sentence,                                \
        .requirements = { REQ_AUTH_ONE_PLACE, REQ_ERROR_NO_5XX },                        \
        .hint = "answer 200 or 401; RFC 5849 3.5 allows one place only", .survey = true, \
        .steps = { { .send = { __VA_ARGS__ },                                            \
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },                      \
    }

static const struct conformance_case list[] = {
    BY("nobody", REQ_AUTH_REQUIRED, "A request without Authorization is refused",
       AS_NOBODY, ANSWER_NO_AUTH, OAUTH_HINT),
    {
        .id = "authentication/nobody-with-form",
        .title = "A form without Authorization is refused",
        .requirements = { REQ_AUTH_REQUIRED },
        .hint = OAUTH_HINT,
        .steps = { { .send = { .who = AS_NOBODY, .body = "id={id}" },
                     .expect.answer = ANSWER_NO_AUTH } },
    },
    {
        .id = "authentication/empty-header",
        .title = "An empty Authorization header is refused as none is",
        .requirements = { REQ_AUTH_REQUIRED },
        .hint = OAUTH_HINT,
        .steps = { { .send.flaw.header = "", .expect.answer = ANSWER_NO_AUTH } },
    },
    {
        .id = "authentication/cookie",
        .title = "The cookie of an accepted request does not authenticate the next one",
        .requirements = { REQ_AUTH_NO_SESSION, REQ_AUTH_REQUIRED },
        .hint = "keep no session: every request needs a signature of its own",
        .steps = { { .expect.answer = ANSWER_OK },
                   { .send = { .who = AS_NOBODY, .cookie_from = 1 },
                     .expect = { .answer = ANSWER_NO_AUTH, .effect = EFFECT_NONE } } },
        .step_count = 2,
        .no_control = true,
    },

    VALUE("scheme-alone", "The scheme OAuth without parameters is refused", "OAuth",
          ANSWER_PROTOCOL),
    VALUE("no-parameters", "An OAuth header with words that are no parameters is refused",
          "OAuth here are no parameters", ANSWER_PROTOCOL),
    VALUE("no-scheme", "The parameters without the scheme are refused", "{oauth}",
          ANSWER_REFUSED),
    VALUE("scheme-with-tail", "A scheme that only begins with OAuth is refused",
          "OAuth2 {oauth}", ANSWER_REFUSED),
    VALUE("digest", "The scheme Digest is refused",
          "Digest username=\"{consumer_key}\", realm=\"api\", nonce=\"{random}\", "
          "uri=\"/\", response=\"0123456789abcdef0123456789abcdef\"",
          ANSWER_REFUSED),
    VALUE("unknown-scheme", "The parameters under an unknown scheme are refused",
          "Token {oauth}", ANSWER_REFUSED),
    VALUE("made-up-bearer", "A bearer token that was never issued is refused",
          "Bearer {random}{random}", ANSWER_REFUSED),
    VALUE("token-as-bearer", "The user's OAuth 1.0a token is no bearer token",
          "Bearer {token}", ANSWER_REFUSED),
    BY("basic", REQ_AUTH_SCHEME, "The scheme Basic is refused", AS_BASIC, ANSWER_REFUSED,
       SCHEME_HINT),
    BY("app-only-bearer", REQ_AUTH_USER_CONTEXT, "An app-only bearer token is refused",
       AS_BEARER, ANSWER_APP_ONLY,
       "answer 403 with code 220: the resource needs a user context"),
    BY("no-user-token", REQ_AUTH_USER_CONTEXT,
       "A request signed by the application alone, without a token, is refused",
       AS_NO_TOKEN, ANSWER_REFUSED,
       "refuse a signed request that has no oauth_token: the resource needs a user"),

    BY("unknown-consumer", REQ_AUTH_CONSUMER, "An unknown consumer key is refused",
       AS_UNKNOWN_CONSUMER, ANSWER_UNKNOWN_CONSUMER,
       "look the consumer key up and answer 401 with code 32"),
    BY("unknown-token", REQ_AUTH_TOKEN, "A token that was never issued is refused",
       AS_UNKNOWN_TOKEN, ANSWER_BAD_TOKEN,
       "look the token up and answer 401 with code 89"),
    {
        .id = "authentication/unknown-token-own-secrets",
        .title = "A token that was never issued is refused, though the secrets are right",
        .requirements = { REQ_AUTH_TOKEN },
        .hint = "look the token up and answer 401 with code 89",
        .steps = { { .send.flaw = { .set_name = "oauth_token",
                                    .set_value = "1-{random}" },
                     .expect.answer = ANSWER_BAD_TOKEN } },
    },
    {
        .id = "authentication/unknown-token-without-secret",
        .title = "A made-up token is refused, signed with the application's secret alone",
        .requirements = { REQ_AUTH_TOKEN },
        .hint = "refuse an unknown token before a key is made without its secret",
        .steps = { { .send = { .who = AS_UNKNOWN_TOKEN,
                               .flaw.recipe.key = OAUTH_KEY_NO_TOKEN_SECRET },
                     .expect.answer = ANSWER_BAD_TOKEN } },
    },
    BY("revoked-token", REQ_AUTH_TOKEN, "A revoked token is refused", AS_REVOKED,
       ANSWER_BAD_TOKEN, "look at the state of the token and answer 401 with code 89"),
    BY("token-of-other-application", REQ_AUTH_TOKEN_BOUND,
       "A token that was issued to another application is refused", AS_OTHER_CONSUMER,
       ANSWER_BAD_TOKEN, "compare the token's application with the consumer key"),
    BY("read-only-token", REQ_AUTH_WRITE_ACCESS,
       "A token without write access is refused", AS_READ_ONLY, ANSWER_READ_ONLY,
       "look at the token's access level before anything is written"),

    {
        .id = "authentication/like-of-the-account-stays",
        .title = "A second user's un-like leaves the like of the account",
        .requirements = { REQ_AUTH_OWN_LIKES, REQ_EFFECT_OTHER_USERS },
        .hint = OWNER_HINT,
        .steps = { { .send.who = AS_SECOND_USER, .expect.effect = EFFECT_STILL_LIKED } },
    },
    {
        .id = "authentication/like-of-the-second-user-stays",
        .title = "The account's un-like leaves the like of a second user",
        .requirements = { REQ_AUTH_OWN_LIKES, REQ_EFFECT_OTHER_USERS },
        .hint = OWNER_HINT,
        .steps = { { .expect.effect = EFFECT_OTHER_USER_STAYS } },
    },
    {
        .id = "authentication/like-of-the-second-user-alone",
        .title = "What a second user alone likes cannot be un-liked by the account",
        .requirements = { REQ_AUTH_OWN_LIKES, REQ_EFFECT_OTHER_USERS },
        .hint = OWNER_HINT,
        .steps = { { .send.status = ROLE_OF_OTHER,
                     .expect = { .answer = ANSWER_NOT_LIKED,
                                 .effect = EFFECT_OTHER_USER_STAYS } } },
    },

    WITHOUT("consumer-key", "oauth_consumer_key"),
    WITHOUT("nonce", "oauth_nonce"),
    WITHOUT("signature", "oauth_signature"),
    WITHOUT("signature-method", "oauth_signature_method"),
    WITHOUT("timestamp", "oauth_timestamp"),
    {
        .id = "authentication/without-token",
        .title = "A request without oauth_token is refused",
        .requirements = { REQ_AUTH_PARAMETERS_PRESENT, REQ_AUTH_USER_CONTEXT },
        .hint = COMPLETE_HINT,
        .steps = { { .send.flaw.omit = "oauth_token", .expect.answer = ANSWER_REFUSED } },
    },
    {
        .id = "authentication/keys-alone",
        .title = "Consumer key and token alone, both public, are refused",
        .requirements = { REQ_AUTH_PARAMETERS_PRESENT },
        .hint = COMPLETE_HINT,
        .steps = { { .send.flaw.header = "OAuth oauth_consumer_key=\"{consumer_key}\", "
                                         "oauth_token=\"{token}\"",
                     .expect.answer = ANSWER_PROTOCOL } },
    },
    EMPTY("consumer-key", "oauth_consumer_key"),
    EMPTY("nonce", "oauth_nonce"),
    EMPTY("signature-method", "oauth_signature_method"),
    EMPTY("timestamp", "oauth_timestamp"),
    {
        .id = "authentication/empty-signature",
        .title = "A request with an empty oauth_signature is refused",
        .requirements = { REQ_AUTH_PARAMETERS_PRESENT },
        .hint = COMPLETE_HINT,
        .steps = { { .send.flaw.tamper = "empty", .expect.answer = ANSWER_PROTOCOL } },
    },
    {
        .id = "authentication/empty-token",
        .title = "A request with an empty oauth_token is refused",
        .requirements = { REQ_AUTH_PARAMETERS_PRESENT, REQ_AUTH_USER_CONTEXT },
        .hint = COMPLETE_HINT,
        .steps = { { .send.flaw.blank = "oauth_token",
                     .expect.answer = ANSWER_REFUSED } },
    },
    TWICE("consumer-key", "oauth_consumer_key"),
    TWICE("nonce", "oauth_nonce"),
    TWICE("signature", "oauth_signature"),
    TWICE("signature-method", "oauth_signature_method"),
    TWICE("timestamp", "oauth_timestamp"),
    TWICE("token", "oauth_token"),
    TWICE("version", "oauth_version"),

    VERSION("two", "2.0"),
    VERSION("one-a", "1.0a"),
    VERSION("one", "1"),
    {
        .id = "authentication/version-empty",
        .title = "What an empty oauth_version is taken for",
        .requirements = { REQ_AUTH_VERSION_EMPTY },
        .hint = VERSION_HINT,
        .steps = { { .send.flaw.blank = "oauth_version",
                     .expect = { .answer = ANSWER_SERVED_OR_REFUSED,
                                 .effect = EFFECT_NONE } } },
        .survey = true,
    },
    METHOD("plaintext", "PLAINTEXT", "PLAINTEXT", .tamper = "plain"),
    METHOD("plaintext-unsigned", "PLAINTEXT with a wrong signature", "PLAINTEXT",
           .key = "wrong", .tamper = "plain"),
    {
        .id = "authentication/method-hmac-sha256",
        .title = "A right HMAC-SHA256 signature is refused: HMAC-SHA1 is documented",
        .requirements = { REQ_AUTH_METHOD_DOCUMENTED },
        .hint = METHOD_HINT,
        .steps = { { .send.flaw = { .set_name = "oauth_signature_method",
                                    .set_value = "HMAC-SHA256",
                                    .recipe.digest = OAUTH_DIGEST_HMAC_SHA256 },
                     .expect = { .answer = ANSWER_PROTOCOL, .effect = EFFECT_NONE } } },
    },
    METHOD("sha256-in-name-alone", "HMAC-SHA256 over an HMAC-SHA1 signature",
           "HMAC-SHA256"),
    METHOD("rsa-sha1", "RSA-SHA1", "RSA-SHA1"),
    METHOD("lower-case", "hmac-sha1", "hmac-sha1"),
    METHOD("unknown", "HMAC-MD5", "HMAC-MD5"),
    METHOD("none", "none", "none", .key = "wrong"),

    ELSEWHERE("in-query", "The OAuth parameters are understood in the query",
              TRANSPORT_QUERY, NULL, NULL),
    ELSEWHERE("in-query-id-in-form",
              "The OAuth parameters are understood in the query, the id in the form",
              TRANSPORT_QUERY, NULL, "id={id}"),
    ELSEWHERE("in-form", "The OAuth parameters are understood in the form body",
              TRANSPORT_BODY, NULL, "id={id}"),
    ELSEWHERE("in-form-id-in-query",
              "The OAuth parameters are understood in the form body, the id in the query",
              TRANSPORT_BODY, "id={id}", NULL),
    TWO_PLACES("token-in-query-too",
               "What oauth_token in header and query means is reported",
               .flaw.also_in_query = "oauth_token"),
    TWO_PLACES("consumer-key-in-query-too",
               "What oauth_consumer_key in header and query means is reported",
               .flaw.also_in_query = "oauth_consumer_key"),
    TWO_PLACES("two-headers", "What two equal Authorization headers mean is reported",
               .header = { "Authorization: {authorization}" }),
};

CASE_GROUP(authentication);
