#include "server/cases/groups.h"

#define LINE "POST {base}/favorites/destroy.json?id={id} HTTP/1.1\r\n"
#define SIGNED "Host: {host}\r\nAuthorization: {authorization}\r\n"

static const struct conformance_case list[] = {
    {
        .id = "robustness/two-lengths",
        .title = "Two different Content-Lengths are refused and not acted on",
        .requirements = { REQ_ROBUST_FRAMING },
        .hint = "answer 400 and close: one of the lengths is an attack",
        .steps = { { .send.raw =
                         LINE SIGNED "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"
                                     "x=abc",
                     .expect.answer = ANSWER_HTTP_REFUSAL } },
    },
    {
        .id = "robustness/length-and-chunked",
        .title =
            "Content-Length together with Transfer-Encoding is refused and not acted on",
        .requirements = { REQ_ROBUST_FRAMING },
        .hint = "answer 400 and close: this is how requests are smuggled",
        .steps = { { .send.raw =
                         LINE SIGNED "Content-Length: 5\r\n"
                                     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     .expect.answer = ANSWER_HTTP_REFUSAL } },
    },
    {
        .id = "robustness/length-not-a-number",
        .title = "A Content-Length that is no number is refused",
        .requirements = { REQ_ROBUST_FRAMING },
        .hint = "answer 400",
        .steps = { { .send.raw = LINE SIGNED "Content-Length: abc\r\n\r\n",
                     .expect.answer = ANSWER_HTTP_REFUSAL } },
    },
    {
        .id = "robustness/length-negative",
        .title = "A negative Content-Length is refused",
        .requirements = { REQ_ROBUST_FRAMING },
        .hint = "answer 400",
        .steps = { { .send.raw = LINE SIGNED "Content-Length: -1\r\n\r\n",
                     .expect.answer = ANSWER_HTTP_REFUSAL } },
    },
    {
        .id = "robustness/json-body",
        .title = "Members of a JSON body are no parameters",
        .requirements = { REQ_ROBUST_OTHER_BODIES },
        .hint = "only a form body has parameters",
        .steps = { { .send = { .body = "{\"id\":\"{id}\"}",
                               .query = "",
                               .content_type = "application/json" },
                     .expect.answer = ANSWER_REFUSED } },
    },
    {
        .id = "robustness/multipart-body",
        .title = "Parts of a multipart body are no parameters",
        .requirements = { REQ_ROBUST_OTHER_BODIES },
        .hint = "only a form body has parameters",
        .steps = { { .send = { .body = "--b\r\nContent-Disposition: form-data; "
                                       "name=\"id\"\r\n"
                                       "\r\n{id}\r\n--b--\r\n",
                               .query = "",
                               .content_type = "multipart/form-data; boundary=b" },
                     .expect.answer = ANSWER_REFUSED } },
    },
    {
        .id = "robustness/form-text-of-another-type",
        .title = "Form text under another media type is no form",
        .requirements = { REQ_ROBUST_OTHER_BODIES },
        .hint = "look at Content-Type before the body",
        .steps = { { .send = { .body = "id={id}",
                               .query = "",
                               .content_type = "text/plain" },
                     .expect.answer = ANSWER_REFUSED } },
    },
    {
        .id = "robustness/large-query",
        .title = "A query of 4,000 bytes is served or refused",
        .requirements = { REQ_ROBUST_LARGE },
        .hint = "serve it, or answer 414",
        .steps = { { .send.query = "id={id}&pad={many:4000:a}",
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    {
        .id = "robustness/large-header",
        .title = "A header field of 6,000 bytes is served or refused",
        .requirements = { REQ_ROBUST_LARGE },
        .hint = "serve it, or answer 431",
        .steps = { { .send.header = { "X-Padding: {many:6000:a}" },
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    {
        .id = "robustness/huge-header",
        .title = "A header field of 100,000 bytes is served or refused",
        .requirements = { REQ_ROBUST_LARGE },
        .hint = "answer 431 rather than 500",
        .steps = { { .send.header = { "X-Padding: {many:100000:a}" },
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    {
        .id = "robustness/large-body",
        .title = "A form body of 60,000 bytes is served or refused",
        .requirements = { REQ_ROBUST_LARGE },
        .hint = "serve it, or answer 413",
        .steps = { { .send.body = "id={id}&pad={many:60000:a}",
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    {
        .id = "robustness/many-parameters",
        .title = "300 parameters are served or refused",
        .requirements = { REQ_ROBUST_LARGE },
        .hint = "serve them, or answer 4xx",
        .steps = { { .send.body = "id={id}{many:300:&p=1}",
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    {
        .id = "robustness/survives-garbage",
        .title = "After bytes that are no HTTP the next request is served",
        .requirements = { REQ_ROBUST_SURVIVES },
        .hint = "close that connection, keep the server",
        .steps = { { .send.raw = "\x16\x03\x01{nul}{nul}{many:200:\xff}\r\n\r\n",
                     .expect = { .answer = ANSWER_HTTP_REFUSAL, .may_close = true } },
                   { .expect.effect = EFFECT_GONE } },
        .step_count = 2,
    },
    {
        .id = "robustness/survives-nul-in-path",
        .title = "After an encoded NUL in the path the next request is served",
        .requirements = { REQ_ROBUST_SURVIVES },
        .hint = "an encoded NUL is part of a path that does not exist",
        .steps = { { .send.path = "/favorites/destroy.json%00",
                     .expect.answer = ANSWER_REFUSED },
                   { .expect.effect = EFFECT_GONE } },
        .step_count = 2,
    },
    {
        .id = "robustness/malformed-percent",
        .title =
            "A malformed percent sign in an unknown parameter is no error of the server",
        .requirements = { REQ_ERROR_NO_5XX },
        .hint = "answer 400, or take it literally",
        .steps = { { .send.query = "id={id}&x=%zz%4",
                     .expect = { .answer = ANSWER_SERVED_OR_REFUSED,
                                 .effect = EFFECT_NONE } } },
        .no_control = true,
    },
};

CASE_GROUP(robustness);
