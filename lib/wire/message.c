#include "wire/message.h"

#include <stdarg.h>
#include <stdio.h>

/* Not all of the header fields are cleared: there are kilobytes of them, and those beyond
 * `count` mean nothing. */
static void clear_request(struct http_request *request)
{
    request->method = request->target = request->body = span_of(NULL);
    request->headers.count = 0;
}

static void clear_response(struct http_response *response)
{
    response->status = response->version = 0;
    response->reason = response->body = span_of(NULL);
    response->headers.count = 0;
}

void http_request_init(struct http_request *request)
{
    clear_request(request);
    arena_init(&request->mem);
}

void http_request_release(struct http_request *request)
{
    arena_release(&request->mem);
    http_request_init(request);
}

void http_request_reset(struct http_request *request)
{
    arena_reset(&request->mem);
    clear_request(request);
}

void http_response_init(struct http_response *response)
{
    clear_response(response);
    arena_init(&response->mem);
}

void http_response_release(struct http_response *response)
{
    arena_release(&response->mem);
    http_response_init(response);
}

void http_response_reset(struct http_response *response)
{
    arena_reset(&response->mem);
    clear_response(response);
}

static int add(struct http_headers *headers, struct arena *mem, struct span name,
               struct span value)
{
    if (headers->count == HTTP_HEADERS_MAX)
        return -1;
    headers->items[headers->count++] =
        (struct http_header){ arena_copy(mem, name), arena_copy(mem, value) };
    return 0;
}

void http_request_set(struct http_request *request, struct span method,
                      struct span target)
{
    request->method = arena_copy(&request->mem, method);
    request->target = arena_copy(&request->mem, target);
}

void http_request_set_body(struct http_request *request, struct span body)
{
    request->body = arena_copy(&request->mem, body);
}

int http_request_add(struct http_request *request, struct span name, struct span value)
{
    return add(&request->headers, &request->mem, name, value);
}

void http_response_set_body(struct http_response *response, struct span body)
{
    response->body = arena_copy(&response->mem, body);
}

int http_response_add(struct http_response *response, struct span name, struct span value)
{
    return add(&response->headers, &response->mem, name, value);
}

int http_response_addf(struct http_response *response, const char *name,
                       const char *format, ...)
{
    struct buf value;
    char small[128];
    va_list args;
    int need, result;

    va_start(args, format);
    need = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    if (need >= 0 && (size_t)need < sizeof(small))
        return http_response_add(response, span_of(name), span_make(small, (size_t)need));
    buf_init(&value, HTTP_HEAD_MAX);
    va_start(args, format);
    buf_addv(&value, format, args);
    va_end(args);
    result = http_response_add(response, span_of(name), buf_span(&value));
    buf_release(&value);
    return result;
}

struct span http_find(const struct http_headers *headers, const char *name)
{
    for (size_t i = 0; i < headers->count; i++)
        if (span_eq_nocase(headers->items[i].name, span_of(name)))
            return headers->items[i].value;
    return (struct span){ NULL, 0 };
}

size_t http_count(const struct http_headers *headers, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < headers->count; i++)
        count += span_eq_nocase(headers->items[i].name, span_of(name));
    return count;
}

void http_split_target(struct span target, struct span *out_path, struct span *out_query)
{
    span_cut(target, '?', out_path, out_query);
}

/* RFC 3986 3.1: a letter, then letters, digits, `+`, `-` and `.`. */
static bool is_scheme(struct span s)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char others[] = "0123456789+-.";

    for (size_t i = 0; i < s.len; i++)
        if (!s.p[i] || (!strchr(letters, s.p[i]) && (i == 0 || !strchr(others, s.p[i]))))
            return false;
    return s.len > 0;
}

static bool has_space_or_control(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
            return true;
    return false;
}

static size_t authority_len(struct span s)
{
    size_t len = 0;

    while (len < s.len && s.p[len] != '/' && s.p[len] != '?' && s.p[len] != '#')
        len++;
    return len;
}

int http_split_url(struct span url, struct span *out_scheme, struct span *out_authority,
                   struct span *out_target)
{
    ptrdiff_t at = span_find(url, SPAN("://"));
    struct span rest, authority;

    if (at < 0 || !is_scheme(span_make(url.p, (size_t)at)))
        return -1;
    rest = span_from(url, (size_t)at + 3);
    authority = span_make(rest.p, authority_len(rest));
    if (authority.len == 0 || has_space_or_control(authority))
        return -1;
    rest = span_from(rest, authority.len);
    *out_scheme = span_make(url.p, (size_t)at);
    *out_authority = authority;
    *out_target = rest.len ? rest : SPAN("/");
    return 0;
}
