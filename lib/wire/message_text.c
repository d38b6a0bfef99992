#include "wire/body.h"

void head_write_fields(struct buf *out, const struct http_headers *headers)
{
    for (size_t i = 0; i < headers->count; i++) {
        if (!headers->items[i].value.p)
            continue;
        buf_add_span(out, headers->items[i].name);
        buf_add_str(out, ": ");
        buf_add_span(out, headers->items[i].value);
        buf_add_str(out, "\r\n");
    }
}

/* A joined body becomes one chunk again, or the fields above it would be wrong. */
void head_write_body(struct buf *out, const struct http_headers *headers,
                     struct span body)
{
    if (!head_lists(headers, "Transfer-Encoding", "chunked")) {
        buf_add_span(out, body);
        return;
    }
    if (body.len) {
        buf_addf(out, "%zx\r\n", body.len);
        buf_add_span(out, body);
        buf_add_str(out, "\r\n");
    }
    buf_add_str(out, "0\r\n\r\n");
}

void http_request_write(struct buf *out, const struct http_request *request)
{
    buf_add_span(out, request->method);
    buf_add_char(out, ' ');
    buf_add_span(out, request->target);
    buf_add_str(out, " HTTP/1.1\r\n");
    head_write_fields(out, &request->headers);
    buf_add_str(out, "\r\n");
    head_write_body(out, &request->headers, request->body);
}

static const char *version_text(int version)
{
    return version == 10 ? "HTTP/1.0" : version == 20 ? "HTTP/2" : "HTTP/1.1";
}

void http_response_write(struct buf *out, const struct http_response *response)
{
    struct span reason = response->reason;

    if (!reason.p)
        reason = span_of(http_reason(response->status));
    buf_addf(out, "%s %d ", version_text(response->version), response->status);
    buf_add_span(out, reason);
    buf_add_str(out, "\r\n");
    head_write_fields(out, &response->headers);
    buf_add_str(out, "\r\n");
    head_write_body(out, &response->headers, response->body);
}

static int body_error(const struct body *body, struct buf *why)
{
    static const char *const reasons[] = {
        [BODY_MORE] = "the body ends before its framing says so",
        [BODY_BAD] = "the body has a broken chunk",
        [BODY_LARGE] = "the body is too large",
    };

    return head_fail(why, "%s", reasons[body->state]);
}

static int parse_body(struct span rest, const struct http_headers *headers,
                      struct arena *mem, struct span *out, struct buf *why)
{
    enum head_framing framing;
    uint64_t length = 0;
    struct body body;
    struct buf content;
    size_t used;
    int result = 0;

    if (head_framing(headers, &framing, &length, why))
        return -1;
    buf_init(&content, HTTP_BODY_MAX);
    body_start(&body, framing, length, &content);
    body_feed(&body, rest, &used);
    if (body_may_end(&body))
        *out = arena_copy(mem, buf_span(&content));
    else
        result = body_error(&body, why);
    buf_release(&content);
    return result;
}

static void copy_fields(struct http_headers *to, const struct http_headers *from)
{
    to->count = from->count;
    memcpy(to->items, from->items, from->count * sizeof(to->items[0]));
}

int http_request_parse(struct span text, struct http_request *out, struct buf *why)
{
    struct http_request fresh;
    ptrdiff_t head;

    http_request_init(&fresh);
    head = head_parse_request(text, &fresh, why);
    if (head < 0 || parse_body(span_from(text, (size_t)head), &fresh.headers, &fresh.mem,
                               &fresh.body, why)) {
        http_request_release(&fresh);
        return -1;
    }
    http_request_release(out);
    out->method = fresh.method;
    out->target = fresh.target;
    out->body = fresh.body;
    out->mem = fresh.mem;
    copy_fields(&out->headers, &fresh.headers);
    return 0;
}

int http_response_parse(struct span text, struct http_response *out, struct buf *why)
{
    struct http_response fresh;
    ptrdiff_t head;

    http_response_init(&fresh);
    head = head_parse_response(text, &fresh, why);
    if (head < 0 || parse_body(span_from(text, (size_t)head), &fresh.headers, &fresh.mem,
                               &fresh.body, why)) {
        http_response_release(&fresh);
        return -1;
    }
    http_response_release(out);
    out->status = fresh.status;
    out->version = fresh.version;
    out->reason = fresh.reason;
    out->body = fresh.body;
    out->mem = fresh.mem;
    copy_fields(&out->headers, &fresh.headers);
    return 0;
}
