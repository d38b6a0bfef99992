#include "refserver/faults.h"

#include <inttypes.h>
#include <stdlib.h>

#define JSON "application/json;charset=utf-8"
#define RATE_LIMIT                                                                       \
    .status = 429,                                                                       \
    .headers = { { "content-type", JSON },                                               \
                 { "x-rate-limit-limit", "15" },                                         \
                 { "x-rate-limit-remaining", "0" },                                      \
                 { "x-rate-limit-reset", "{now+2}" } },                                  \
    .body = "{\"errors\":[{\"message\":\"Rate limit exceeded\",\"code\":88}]}"
#define OVER_CAPACITY                                                                    \
    .status = 503, .headers = { { "content-type", JSON }, { "retry-after", "1" } },      \
    .body = "{\"errors\":[{\"message\":\"Over capacity\",\"code\":130}]}"

const struct fault faults[] = {
    { .name = "latency",
      .sentence = "Every answer comes 1.5 seconds late",
      .delay_ms = 1500 },
    { .name = "reset",
      .sentence = "The connection is reset after the request has acted",
      .end = FAULT_END_RESET },
    { .name = "reset-once",
      .sentence = "The first connection is reset after the request has acted",
      .times = 1,
      .end = FAULT_END_RESET },
    { .name = "empty-reply",
      .sentence = "The connection is closed without an answer",
      .end = FAULT_END_DROP },
    { .name = "truncated-body",
      .sentence = "The body ends in the middle, and the connection is closed",
      .cut_percent = 50 },
    { .name = "slow-drip",
      .sentence = "The body comes in pieces, over two and a half seconds",
      .drip_ms = 250 },
    { .name = "rate-limit",
      .sentence = "429 with x-rate-limit-reset in 2 seconds",
      RATE_LIMIT },
    { .name = "rate-limit-once",
      .sentence = "The first answer is 429 with x-rate-limit-reset in 2 seconds",
      .times = 1,
      RATE_LIMIT },
    { .name = "rate-limit-empty",
      .sentence = "429 without a body, as the limit of the day is answered",
      .status = 429,
      .headers = { { "x-rate-limit-reset", "{now+2}" } } },
    { .name = "over-capacity", .sentence = "503 with Retry-After: 1", OVER_CAPACITY },
    { .name = "over-capacity-once",
      .sentence = "The first answer is 503 with Retry-After: 1",
      .times = 1,
      OVER_CAPACITY },
    { .name = "internal-error",
      .sentence = "500 with code 131",
      .status = 500,
      .headers = { { "content-type", JSON } },
      .body = "{\"errors\":[{\"code\":131,\"message\":\"Internal error\"}]}" },
    { .name = "html-error",
      .sentence = "502 with a page of HTML",
      .status = 502,
      .headers = { { "content-type", "text/html; charset=utf-8" } },
      .body = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
              "<body><h1>Bad Gateway</h1></body></html>\n" },
    { .name = "html-success",
      .sentence = "200 with a page of HTML, as a captive portal answers",
      .status = 200,
      .headers = { { "content-type", "text/html; charset=utf-8" } },
      .body = "<!DOCTYPE html><html><body><form>Please log in</form></body></html>\n" },
    { .name = "empty-success",
      .sentence = "200 with an empty body",
      .status = 200,
      .headers = { { "content-type", JSON } } },
    { .name = NULL },
};

const struct fault *fault_find(const char *name)
{
    for (const struct fault *fault = faults; fault->name; fault++)
        if (strcmp(fault->name, name) == 0)
            return fault;
    return NULL;
}

static void add_header(struct http_response *out, const char *name, const char *value,
                       int64_t now_ms)
{
    const char *later = "{now+";

    if (strncmp(value, later, strlen(later)) == 0)
        http_response_addf(out, name, "%" PRId64,
                           now_ms / 1000 + strtol(value + strlen(later), NULL, 10));
    else
        http_response_addf(out, name, "%s", value);
}

void fault_answer(const struct fault *fault, int64_t now_ms, struct http_response *out)
{
    http_response_reset(out);
    out->status = fault->status;
    out->version = 11;
    out->reason = span_of(http_reason(fault->status));
    for (size_t i = 0; i < FAULT_HEADERS_MAX && fault->headers[i].name; i++)
        add_header(out, fault->headers[i].name, fault->headers[i].value, now_ms);
    http_response_set_body(out, span_of(fault->body ? fault->body : ""));
}

bool fault_waits(const struct fault *fault)
{
    return fault && (fault->delay_ms || fault->drip_ms);
}
