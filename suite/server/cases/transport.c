#include "server/cases/groups.h"

#define HEAD_LINES(length)                                                               \
    "Host: {host}\r\nAuthorization: {authorization}\r\n"                                 \
    "Content-Length: " length "\r\n"
#define LINE "POST {base}/favorites/destroy.json?id={id} HTTP/1.1\r\n"

static const struct conformance_case list[] = {
    {
        .id = "transport/answer-ends-where-it-says",
        .title = "The answer is as long as its framing says",
        .requirements = { REQ_HTTP_CONTENT_LENGTH },
        .hint = "count the bytes of the body, not its characters",
        .steps = { { .send.raw = LINE HEAD_LINES("0") "Connection: close\r\n\r\n",
                     .expect.checks = CHECK_JSON } },
    },
    {
        .id = "transport/two-on-one-connection",
        .title = "A second request on the same connection gets its own answer",
        .requirements = { REQ_HTTP_KEEP_ALIVE },
        .hint = "read each request to its end before the next",
        .steps = { { .expect.effect = EFFECT_NONE },
                   { .expect = { .answer = ANSWER_NOT_LIKED, .effect = EFFECT_GONE } } },
        .step_count = 2,
    },
    {
        .id = "transport/pipelined",
        .title = "Two pipelined requests get two answers, in order",
        .requirements = { REQ_HTTP_PIPELINE },
        .hint = "read the second request when the first is answered, do not drop it",
        .steps = { { .send = { .raw = LINE HEAD_LINES("0") "\r\n"
                                                           "GET {base}/favspec-pipelined "
                                                           "HTTP/1.1\r\nHost: {host}\r\n"
                                                           "Connection: close\r\n\r\n",
                               .pipelined = true },
                     .expect.checks = CHECK_BOTH_ANSWERS } },
    },
    {
        .id = "transport/empty-body-with-length",
        .title = "A POST with Content-Length: 0 is understood",
        .requirements = { REQ_HTTP_EMPTY_BODY },
        .hint = "an empty body is no error: id may be in the query",
        .steps = { { .send.raw = LINE HEAD_LINES("0") "\r\n" } },
    },
    {
        .id = "transport/empty-body-without-length",
        .title = "A POST without Content-Length has no body and is understood",
        .requirements = { REQ_HTTP_EMPTY_BODY },
        .hint = "without Content-Length and Transfer-Encoding a request has no body",
        .steps = { { .send.raw = LINE "Host: {host}\r\nAuthorization: {authorization}\r\n"
                                      "\r\n" } },
    },
    {
        .id = "transport/empty-body-with-form-type",
        .title = "A form's Content-Type with an empty body is understood",
        .requirements = { REQ_HTTP_EMPTY_BODY },
        .hint = "many clients always send the form's Content-Type",
        .steps = { { .send.content_type = "application/x-www-form-urlencoded" } },
    },
    {
        .id = "transport/chunked-body",
        .title = "A chunked form body is understood or refused",
        .requirements = { REQ_HTTP_CHUNKED_REQUEST },
        .hint = "decode the chunks before the form, or answer 411",
        .steps = { { .send = { .body = "id={id}",
                               .header = { "Transfer-Encoding: chunked" } },
                     .expect.answer = ANSWER_CHUNKED } },
    },
    {
        .id = "transport/expect-continue",
        .title = "Expect: 100-continue does not stall the request",
        .requirements = { REQ_HTTP_EXPECT },
        .hint = "answer 100, or read the body and answer at once",
        .steps = { { .send = { .body = "id={id}",
                               .header = { "Expect: 100-continue" } } } },
    },
    {
        .id = "transport/absolute-target",
        .title = "The absolute form of the request target is understood",
        .requirements = { REQ_HTTP_ABSOLUTE_TARGET },
        .hint = "accept http://host/path in the request line",
        .steps = { { .send.raw =
                         "POST {scheme}://{host}{base}/favorites/destroy.json?id={id} "
                         "HTTP/1.1\r\n" HEAD_LINES("0") "\r\n" } },
    },
    {
        .id = "transport/lower-case-field-names",
        .title = "Names of header fields may be in lower case",
        .requirements = { REQ_HTTP_FIELD_CASE },
        .hint = "compare field names without case",
        .steps = { { .send.raw = LINE "host: {host}\r\nauthorization: {authorization}\r\n"
                                      "content-length: 0\r\n\r\n" } },
    },
    {
        .id = "transport/upper-case-field-names",
        .title = "Names of header fields may be in upper case",
        .requirements = { REQ_HTTP_FIELD_CASE },
        .hint = "compare field names without case",
        .steps = { { .send.raw = LINE "HOST: {host}\r\nAUTHORIZATION: {authorization}\r\n"
                                      "CONTENT-LENGTH: 0\r\n\r\n" } },
    },
    {
        .id = "transport/media-type-with-charset",
        .title = "The form's media type may have a charset parameter",
        .requirements = { REQ_HTTP_MEDIA_TYPE },
        .hint = "compare the type up to the semicolon",
        .steps = { { .send = { .body = "id={id}",
                               .content_type = "application/x-www-form-urlencoded; "
                                               "charset=UTF-8" } } },
    },
    {
        .id = "transport/media-type-in-upper-case",
        .title = "The form's media type may be in any case",
        .requirements = { REQ_HTTP_MEDIA_TYPE },
        .hint = "media types have no case",
        .steps = { { .send = { .body = "id={id}",
                               .content_type = "Application/X-WWW-Form-URLEncoded" } } },
    },
    {
        .id = "transport/without-host",
        .title = "A request without Host is refused",
        .requirements = { REQ_HTTP_HOST },
        .hint = "answer 400 to an HTTP/1.1 request without Host",
        .steps = { { .send.raw = LINE "Authorization: {authorization}\r\n"
                                      "Content-Length: 0\r\n\r\n",
                     .expect.answer = ANSWER_HTTP_REFUSAL } },
    },
    {
        .id = "transport/two-hosts",
        .title = "A request with two Host fields is refused",
        .requirements = { REQ_HTTP_HOST },
        .hint = "answer 400 to more than one Host",
        .steps = { { .send.raw = LINE "Host: {host}\r\n" HEAD_LINES("0") "\r\n",
                     .expect.answer = ANSWER_HTTP_REFUSAL } },
    },
    {
        .id = "transport/date",
        .title = "The answer says Date, and it is right",
        .requirements = { REQ_HTTP_DATE },
        .hint = "clients correct their clock by this header",
        .steps = { { .expect.checks = CHECK_DATE } },
    },
    {
        .id = "transport/accept-of-another-type",
        .title = "An Accept header for another type does no harm",
        .requirements = { REQ_RESOURCE_JSON },
        .hint = "there is one format: answer it, or 406",
        .steps = { { .send.header = { "Accept: text/html" },
                     .expect = { .answer = ANSWER_SERVED_OR_REFUSED } } },
    },
};

CASE_GROUP(transport);
