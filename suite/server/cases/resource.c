#include "server/cases/groups.h"

#define ROUTE_HINT                                                                       \
    "route the exact path /favorites/destroy.json and answer every other path with "     \
    "404"

/* Another path is refused and changes nothing; a redirect is a refusal too. */
#define OTHER_PATH(words, sentence, text, refusal)                                       \
    {                                                                                    \
        .id = "resource/" words, .title = sentence,                                      \
        .requirements = { REQ_RESOURCE_PATH_EXACT }, .hint = ROUTE_HINT,                 \
        .steps = { { .send.path = text, .expect = { .answer = refusal } } },             \
    }

static const struct conformance_case list[] = {
    {
        .id = "resource/un-likes-a-status",
        .title = "POST favorites/destroy.json with an id un-likes the status",
        .requirements = { REQ_RESOURCE_EXISTS },
        .hint = "serve POST at the base URL plus /favorites/destroy.json",
        .steps = { { .expect = { .effect = EFFECT_GONE } } },
    },
    {
        .id = "resource/success-is-200",
        .title = "A successful un-like is answered with 200, no other 2xx",
        .requirements = { REQ_RESOURCE_STATUS_200 },
        .hint = "answer 200 when the like was removed",
        .steps = { { .expect = { .answer = ANSWER_OK } } },
    },
    {
        .id = "resource/content-type-is-json",
        .title = "The answer says Content-Type: application/json",
        .requirements = { REQ_RESOURCE_CONTENT_TYPE },
        .hint = "set Content-Type: application/json, with or without a charset",
        .steps = { { .expect = { .checks = CHECK_CONTENT_TYPE } } },
    },
    {
        .id = "resource/answer-is-json",
        .title = "The answer is one JSON document and nothing else",
        .requirements = { REQ_RESOURCE_JSON },
        .hint = "write exactly one JSON document, in UTF-8, without a byte order mark",
        .steps = { { .expect = { .checks = CHECK_JSON } } },
    },
    {
        .id = "resource/emoji-is-json",
        .title = "The answer is well-formed JSON with characters outside the BMP too",
        .requirements = { REQ_RESOURCE_JSON },
        .hint = "write such characters as four bytes of UTF-8 or as a surrogate pair",
        .steps = { { .send.status = ROLE_EMOJI, .expect = { .checks = CHECK_JSON } } },
    },
    {
        .id = "resource/escapes-are-json",
        .title = "The answer is well-formed JSON with quotes, slashes and escapes too",
        .requirements = { REQ_RESOURCE_JSON },
        .hint = "escape quotes, backslashes and control characters in JSON strings",
        .steps = { { .send.status = ROLE_ESCAPED, .expect = { .checks = CHECK_JSON } } },
    },
    OTHER_PATH("upper-case-suffix", "The path has a case: destroy.JSON is another path",
               "/favorites/destroy.JSON", ANSWER_REFUSED),
    OTHER_PATH("upper-case-words", "The path has a case: Favorites/Destroy is another",
               "/Favorites/Destroy.json", ANSWER_REFUSED),
    OTHER_PATH("slash-at-the-end", "A slash behind .json makes another path",
               "/favorites/destroy.json/", ANSWER_WRONG_METHOD),
    OTHER_PATH("doubled-slash", "A doubled slash makes another path",
               "/favorites//destroy.json", ANSWER_WRONG_METHOD),
    OTHER_PATH("without-json", "The path without .json is not the resource",
               "/favorites/destroy", ANSWER_REFUSED),
    OTHER_PATH("xml", "There is no favorites/destroy.xml", "/favorites/destroy.xml",
               ANSWER_REFUSED),
    OTHER_PATH("longer-word", "The path is no prefix: destroyed.json is another path",
               "/favorites/destroyed.json", ANSWER_REFUSED),
    OTHER_PATH("longer-suffix", "The path is no prefix: destroy.json.bak is another",
               "/favorites/destroy.json.bak", ANSWER_REFUSED),
    OTHER_PATH("below-the-resource", "Nothing lies below favorites/destroy.json",
               "/favorites/destroy.json/all", ANSWER_REFUSED),
    OTHER_PATH("unknown-word", "An unknown name below favorites/ does not act",
               "/favorites/nosuch.json", ANSWER_REFUSED),
    OTHER_PATH("id-form-with-query",
               "The path form of v1 does not act on an id in the query",
               "/favorites/destroy/{id}.json", ANSWER_REFUSED),
    {
        .id = "resource/id-form",
        .title = "The path form of v1, favorites/destroy/ID.json, is no resource",
        .requirements = { REQ_RESOURCE_PATH_EXACT, REQ_RESOURCE_PATH_404 },
        .hint = ROUTE_HINT,
        .steps = { { .send = { .path = "/favorites/destroy/{id}.json", .query = "" },
                     .expect = { .answer = ANSWER_PATH_404 } } },
    },
    {
        .id = "resource/other-version",
        .title = "The path below /2 is not the resource of the base URL",
        .requirements = { REQ_RESOURCE_PATH_EXACT },
        .hint = ROUTE_HINT,
        .steps = { { .send = { .raw =
                                   "POST /2/favorites/destroy.json?id={id} HTTP/1.1\r\n"
                                   "Host: {host}\r\n"
                                   "Authorization: {authorization}\r\n"
                                   "Content-Length: 0\r\n"
                                   "Connection: close\r\n\r\n",
                               .flaw.sign_path = "/2/favorites/destroy.json" },
                     .expect.answer = ANSWER_REFUSED } },
    },
    {
        .id = "resource/unknown-path-is-404",
        .title = "An unknown path is answered with 404 and code 34",
        .requirements = { REQ_RESOURCE_PATH_404 },
        .hint = "answer 404 and {\"errors\":[{\"code\":34,\"message\":…}]}",
        .steps = { { .send.path = "/nosuch/destroy.json",
                     .expect = { .answer = ANSWER_PATH_404 } } },
    },
};

CASE_GROUP(resource);
