#include "server/cases/groups.h"

#define METHOD_HINT                                                                      \
    "compare the method with POST, letter by letter, before anything happens, and "      \
    "answer any other with 405"
#define OVERRIDE_HINT "take the method from the request line alone"

/* Each is signed with the method that it is sent with. */
#define WRONG_METHOD(words, name)                                                        \
    {                                                                                    \
        .id = "methods/" words, .title = name " does not act and is refused",            \
        .requirements = { REQ_METHOD_POST_ONLY }, .hint = METHOD_HINT,                   \
        .steps = { { .send.method = name,                                                \
                     .expect = { .answer = ANSWER_WRONG_METHOD } } },                    \
    }
/* RFC 9110 9.3.7 and 9.3.8 let a server answer these, so long as nothing happens. */
#define HARMLESS_METHOD(words, name)                                                     \
    {                                                                                    \
        .id = "methods/" words, .title = name " does not act",                           \
        .requirements = { REQ_METHOD_POST_ONLY }, .hint = METHOD_HINT,                   \
        .steps = { { .send.method = name,                                                \
                     .expect = { .answer = ANSWER_HARMLESS,                              \
                                 .effect = EFFECT_STILL_LIKED } } },                     \
    }
#define METHOD_WITH_FORM(words, name)                                                    \
    {                                                                                    \
        .id = "methods/" words, .title = name " with the id in a form does not act",     \
        .requirements = { REQ_METHOD_POST_ONLY }, .hint = METHOD_HINT,                   \
        .steps = { { .send = { .method = name, .body = "id={id}" },                      \
                     .expect = { .answer = ANSWER_WRONG_METHOD } } },                    \
    }
#define OVERRIDE_FIELD(words, name, field)                                               \
    {                                                                                    \
        .id = "methods/" words, .title = field " does not make a POST of " name,         \
        .requirements = { REQ_METHOD_OVERRIDE, REQ_METHOD_POST_ONLY },                   \
        .hint = OVERRIDE_HINT,                                                           \
        .steps = { { .send = { .method = name, .header = { field ": POST" } },           \
                     .expect = { .answer = ANSWER_WRONG_METHOD } } },                    \
    }

static const struct conformance_case list[] = {
    WRONG_METHOD("get", "GET"),
    WRONG_METHOD("head", "HEAD"),
    WRONG_METHOD("put", "PUT"),
    WRONG_METHOD("delete", "DELETE"),
    WRONG_METHOD("patch", "PATCH"),
    HARMLESS_METHOD("options", "OPTIONS"),
    HARMLESS_METHOD("trace", "TRACE"),
    WRONG_METHOD("lower-case", "post"),
    WRONG_METHOD("longer-word", "POSTS"),
    WRONG_METHOD("unknown-word", "UNLIKE"),
    METHOD_WITH_FORM("put-with-form", "PUT"),
    METHOD_WITH_FORM("patch-with-form", "PATCH"),
    METHOD_WITH_FORM("delete-with-form", "DELETE"),
    {
        .id = "methods/head-without-body",
        .title = "The answer to HEAD has no body",
        .requirements = { REQ_HTTP_HEAD_BODY, REQ_METHOD_POST_ONLY },
        .hint = "end the answer to HEAD behind its header fields",
        .steps = { { .send = { .raw = "HEAD {base}/favorites/destroy.json?id={id} "
                                      "HTTP/1.1\r\nHost: {host}\r\nAuthorization: "
                                      "{authorization}\r\nConnection: close\r\n\r\n",
                               .pipelined = true },
                     .expect = { .answer = ANSWER_WRONG_METHOD,
                                 .checks = CHECK_NO_BODY } } },
    },
    OVERRIDE_FIELD("override-field-on-get", "GET", "X-HTTP-Method-Override"),
    OVERRIDE_FIELD("override-field-on-put", "PUT", "X-HTTP-Method-Override"),
    {
        .id = "methods/override-parameter-in-query",
        .title = "_method=POST in the query does not make a POST of GET",
        .requirements = { REQ_METHOD_OVERRIDE, REQ_METHOD_POST_ONLY },
        .hint = OVERRIDE_HINT,
        .steps = { { .send = { .method = "GET", .query = "id={id}&_method=POST" },
                     .expect = { .answer = ANSWER_WRONG_METHOD } } },
    },
    {
        .id = "methods/override-parameter-in-form",
        .title = "_method=POST in a form does not make a POST of PUT",
        .requirements = { REQ_METHOD_OVERRIDE, REQ_METHOD_POST_ONLY },
        .hint = OVERRIDE_HINT,
        .steps = { { .send = { .method = "PUT", .body = "id={id}&_method=POST" },
                     .expect = { .answer = ANSWER_WRONG_METHOD } } },
    },
};

CASE_GROUP(methods);
