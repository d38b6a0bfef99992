#include "client/documents.h"
#include "client/scenario.h"

#define LIMIT_HEADERS                                                                    \
    JSON_TYPE "x-rate-limit-limit: 15\nx-rate-limit-remaining: 0\n"                      \
              "x-rate-limit-reset: {now+2}\n"
#define LIMIT_BODY "{\"errors\":[{\"message\":\"Rate limit exceeded\",\"code\":88}]}"

static const struct scenario list[] = {
    {
        .id = "limit/exceeded",
        .title = "429 is noticed, and nothing is sent before x-rate-limit-reset",
        .answer = { .status = 429, .headers = LIMIT_HEADERS, .body = LIMIT_BODY },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/exceeded-once",
        .title = "After 429 the client gives up, or waits and signs anew",
        .answer = { .status = 429,
                    .times = 1,
                    .headers = LIMIT_HEADERS,
                    .body = LIMIT_BODY },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/of-the-day",
        .title = "429 without a body is noticed",
        .answer = { .status = 429, .headers = "" },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/over-capacity",
        .title = "503 with Retry-After is noticed",
        .answer = { .status = 503,
                    .headers = JSON_TYPE "retry-after: 1\n",
                    .body = DOC_ERROR("130", "Over capacity") },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/over-capacity-once",
        .title = "After 503 the client gives up, or tries again with another nonce",
        .answer = { .status = 503,
                    .times = 1,
                    .headers = JSON_TYPE "retry-after: 1\n",
                    .body = DOC_ERROR("130", "Over capacity") },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/internal-error",
        .title = "500 with code 131 is noticed",
        .answer = { .status = 500,
                    .headers = JSON_TYPE,
                    .body = DOC_ERROR("131", "Internal error.") },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/internal-error-once",
        .title = "After 500 the client gives up, or tries again with another nonce",
        .answer = { .status = 500,
                    .times = 1,
                    .headers = JSON_TYPE,
                    .body = DOC_ERROR("131", "Internal error.") },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/bad-gateway",
        .title = "502 with a page of HTML is noticed",
        .answer = { .status = 502,
                    .headers = "content-type: text/html\n",
                    .body = "<html><body><h1>502 Bad Gateway</h1></body></html>\n" },
        .ending = ENDS_BADLY,
    },
    {
        .id = "limit/gateway-timeout",
        .title = "504 without a body is noticed",
        .answer = { .status = 504, .headers = "" },
        .ending = ENDS_BADLY,
    },
};

SCENARIO_GROUP(limit, list);
