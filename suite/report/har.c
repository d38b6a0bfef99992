#include "base/die.h"
#include "report/formats.h"
#include "report/json_writer.h"
#include "wire/message.h"

#include <ctype.h>
#include <stdlib.h>

/* HAR 1.2 (the W3C draft that browsers' developer tools read). What is not valid HTTP, a
 * raw request of the suite for example, is kept as text in a comment. */

enum { TEXT_MAX = 64 * 1024, TEXTS_MAX = 32 * 1024 * 1024 };

static void add_headers(struct json_writer *w, const struct http_headers *headers)
{
    json_writer_open(w, "headers", '[');
    for (size_t i = 0; i < headers->count; i++) {
        json_writer_open(w, NULL, '{');
        json_writer_text(w, "name", headers->items[i].name);
        json_writer_text(w, "value", headers->items[i].value);
        json_writer_close(w, '}');
    }
    json_writer_close(w, ']');
    json_writer_open(w, "cookies", '[');
    json_writer_close(w, ']');
    json_writer_int(w, "headersSize", -1);
}

static void add_query(struct json_writer *w, struct span target)
{
    struct span path, query, pair;

    json_writer_open(w, "queryString", '[');
    for (http_split_target(target, &path, &query); query.len;) {
        struct span name, value;

        span_cut(query, '&', &pair, &query);
        span_cut(pair, '=', &name, &value);
        json_writer_open(w, NULL, '{');
        json_writer_text(w, "name", name);
        json_writer_text(w, "value", value.p ? value : SPAN(""));
        json_writer_close(w, '}');
    }
    json_writer_close(w, ']');
}

static struct span origin_of(const struct result_set *set, struct buf *out)
{
    struct span scheme, authority, target;

    if (!set->target_url ||
        http_split_url(span_of(set->target_url), &scheme, &authority, &target) != 0)
        return SPAN("http://unknown");
    buf_addf(out, "%.*s://%.*s", SPAN_ARG(scheme), SPAN_ARG(authority));
    return buf_span(out);
}

static bool is_escape(struct span s)
{
    return s.len > 2 && s.p[0] == '%' && isxdigit((unsigned char)s.p[1]) &&
           isxdigit((unsigned char)s.p[2]);
}

/* A target as it may stand in a URI (RFC 3986 3.3, 3.4); what a raw request had besides
 * becomes an escape. */
static void add_target(struct buf *out, struct span target)
{
    for (; target.len; target = span_from(target, 1)) {
        unsigned char c = (unsigned char)target.p[0];

        if (isascii(c) &&
            (isalnum(c) || (c && strchr("-._~:/?@!$&'()*+,;=", c)) || is_escape(target)))
            buf_add_char(out, target.p[0]);
        else
            buf_addf(out, "%%%02X", c);
    }
}

static void add_url(struct json_writer *w, const struct result_set *set,
                    struct span target)
{
    struct span scheme, authority, path;
    struct buf url, origin;

    buf_init(&url, BUF_MAX_MESSAGE);
    buf_init(&origin, BUF_MAX_TEXT);
    if (http_split_url(target, &scheme, &authority, &path) == 0)
        buf_addf(&url, "%.*s://%.*s", SPAN_ARG(scheme), SPAN_ARG(authority));
    else
        buf_add_span(&url, origin_of(set, &origin)), path = target;
    if (!span_starts(path, SPAN("/")))
        buf_add_char(&url, '/');
    add_target(&url, path);
    json_writer_text(w, "url", buf_span(&url));
    buf_release(&url);
    buf_release(&origin);
}

/* A subject decides how long its answers are, not how large the report gets. */
static void add_text(struct json_writer *w, struct span text, size_t *room)
{
    struct span head = hostile_head(text, *room < TEXT_MAX ? *room : TEXT_MAX);

    json_writer_text(w, "text", head.len ? head : SPAN(""));
    if (head.len < text.len)
        json_writer_text(w, "comment", SPAN("cut: the rest is not in this report"));
    *room -= head.len;
}

static void add_request(struct json_writer *w, const struct result_set *set,
                        const struct exchange *exchange, size_t *room)
{
    struct http_request *request = xcalloc(1, sizeof(*request));
    bool parsed = http_request_parse(exchange->request, request, NULL) == 0;
    struct span type = http_find(&request->headers, "content-type");

    json_writer_open(w, "request", '{');
    json_writer_text(w, "method", parsed ? request->method : SPAN("POST"));
    add_url(w, set, parsed ? request->target : SPAN("/"));
    json_writer_text(w, "httpVersion", SPAN("HTTP/1.1"));
    add_headers(w, &request->headers);
    add_query(w, parsed ? request->target : SPAN(""));
    json_writer_int(w, "bodySize", (int64_t)request->body.len);
    if (request->body.len) {
        json_writer_open(w, "postData", '{');
        json_writer_text(w, "mimeType", type.p ? type : SPAN(""));
        add_text(w, request->body, room);
        json_writer_close(w, '}');
    }
    if (!parsed)
        json_writer_text(w, "comment",
                         hostile_head(exchange->request, HOSTILE_MAX_BLOCK));
    json_writer_close(w, '}');
    http_request_release(request);
    free(request);
}

static void add_content(struct json_writer *w, const struct http_response *response,
                        size_t *room)
{
    struct span type = http_find(&response->headers, "content-type");

    json_writer_open(w, "content", '{');
    json_writer_int(w, "size", (int64_t)response->body.len);
    json_writer_text(w, "mimeType", type.p ? type : SPAN(""));
    add_text(w, response->body, room);
    json_writer_close(w, '}');
}

/* Exchanges are kept cut to less; nothing longer is worth the time. */
enum { PARSED_MAX = 1024 * 1024 };

static void add_response(struct json_writer *w, const struct exchange *exchange,
                         size_t *room)
{
    struct http_response *response = xcalloc(1, sizeof(*response));
    struct span location;
    bool parsed = exchange->response.len && exchange->response.len <= PARSED_MAX &&
                  http_response_parse(exchange->response, response, NULL) == 0;

    location = http_find(&response->headers, "location");
    json_writer_open(w, "response", '{');
    json_writer_int(w, "status", response->status);
    json_writer_text(w, "statusText", response->reason.p ? response->reason : SPAN(""));
    json_writer_text(w, "httpVersion", SPAN("HTTP/1.1"));
    add_headers(w, &response->headers);
    add_content(w, response, room);
    json_writer_text(w, "redirectURL", location.p ? location : SPAN(""));
    json_writer_int(w, "bodySize", parsed ? (int64_t)response->body.len : -1);
    if (!parsed)
        json_writer_text(w, "comment",
                         exchange->response.len
                             ? hostile_head(exchange->response, HOSTILE_MAX_BLOCK)
                             : SPAN("no answer"));
    json_writer_close(w, '}');
    http_response_release(response);
    free(response);
}

static void add_entry(struct json_writer *w, const struct result_set *set,
                      const struct result *result, const struct exchange *exchange,
                      size_t *room)
{
    struct buf started;

    buf_init(&started, BUF_MAX_TEXT);
    report_time(&started, exchange->started_unix_ms, true);
    json_writer_open(w, NULL, '{');
    json_writer_text(w, "pageref", span_of(result->id));
    json_writer_text(w, "startedDateTime", buf_span(&started));
    json_writer_int(w, "time", exchange->duration_us / 1000);
    add_request(w, set, exchange, room);
    add_response(w, exchange, room);
    json_writer_open(w, "cache", '{');
    json_writer_close(w, '}');
    json_writer_open(w, "timings", '{');
    json_writer_int(w, "send", 0);
    json_writer_int(w, "wait", exchange->duration_us / 1000);
    json_writer_int(w, "receive", 0);
    json_writer_close(w, '}');
    json_writer_close(w, '}');
    buf_release(&started);
}

static void add_page(struct json_writer *w, const struct result *result)
{
    struct buf title, started;

    buf_init(&title, BUF_MAX_TEXT);
    buf_init(&started, BUF_MAX_TEXT);
    buf_addf(&title, "%s: %s", result->id, verdict_name(result->verdict));
    report_time(&started, result->exchanges[0].started_unix_ms, true);
    json_writer_open(w, NULL, '{');
    json_writer_text(w, "startedDateTime", buf_span(&started));
    json_writer_text(w, "id", span_of(result->id));
    json_writer_text(w, "title", buf_span(&title));
    json_writer_open(w, "pageTimings", '{');
    json_writer_close(w, '}');
    json_writer_text(w, "comment", span_of(verdict_name(result->verdict)));
    json_writer_close(w, '}');
    buf_release(&title);
    buf_release(&started);
}

void report_har(const struct result_set *set, struct buf *out)
{
    size_t room = TEXTS_MAX;
    struct json_writer w;

    json_writer_init(&w, out);
    json_writer_open(&w, NULL, '{');
    json_writer_open(&w, "log", '{');
    json_writer_text(&w, "version", SPAN("1.2"));
    json_writer_open(&w, "creator", '{');
    json_writer_text(&w, "name", SPAN("favspec"));
    json_writer_text(&w, "version", SPAN(FAVSPEC_VERSION));
    json_writer_close(&w, '}');
    json_writer_open(&w, "pages", '[');
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].exchange_count)
            add_page(&w, &set->items[i]);
    json_writer_close(&w, ']');
    json_writer_open(&w, "entries", '[');
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < set->items[i].exchange_count; k++)
            add_entry(&w, set, &set->items[i], &set->items[i].exchanges[k], &room);
    json_writer_close(&w, ']');
    json_writer_close(&w, '}');
    json_writer_close(&w, '}');
    buf_add_char(out, '\n');
}
