#include "refserver/page.h"

#include "refserver/page_assets.h"

/* Where the page's file has the first requests, as a JSON island that does not run. */
static const struct span island = SPAN_INIT("<!--requests-->");

static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* The island ends at a "<": inside JSON strings it is written as an escape. */
static void add_island(struct buf *out, struct span json)
{
    struct span piece, rest = json;

    while (span_cut(rest, '<', &piece, &rest)) {
        buf_add_span(out, piece);
        buf_add_str(out, "\\u003c");
    }
    buf_add_span(out, piece);
}

static void write_page(const struct page_source *source, const struct page_wish *wish,
                       struct buf *out)
{
    struct span html = asset_span(&asset_page_html);
    ptrdiff_t at = span_find(html, island);
    struct buf json;

    (void)wish;
    if (at < 0) {
        buf_add_span(out, html);
        return;
    }
    buf_init(&json, BUF_MAX_MESSAGE);
    source->requests(source->context, &(struct page_wish){ .count = PAGE_COUNT }, &json);
    buf_add(out, html.p, (size_t)at);
    add_island(out, buf_span(&json));
    buf_add_span(out, span_from(html, (size_t)at + island.len));
    buf_release(&json);
}

static void write_css(const struct page_source *source, const struct page_wish *wish,
                      struct buf *out)
{
    (void)source, (void)wish;
    buf_add_span(out, asset_span(&asset_page_css));
}

static void write_js(const struct page_source *source, const struct page_wish *wish,
                     struct buf *out)
{
    (void)source, (void)wish;
    buf_add_span(out, asset_span(&asset_page_js));
}

static void write_requests(const struct page_source *source, const struct page_wish *wish,
                           struct buf *out)
{
    source->requests(source->context, wish, out);
}

static const struct {
    const char *path, *type;
    void (*write)(const struct page_source *, const struct page_wish *, struct buf *);
} routes[] = {
    { "/", "text/html; charset=utf-8", write_page },
    { "/favspec/page.css", "text/css; charset=utf-8", write_css },
    { "/favspec/page.js", "text/javascript; charset=utf-8", write_js },
    { "/favspec/requests.json", "application/json", write_requests },
};

static void read_pair(struct span pair, struct page_wish *wish)
{
    struct span name, text;
    uint64_t value;

    if (!span_cut(pair, '=', &name, &text) || !span_u64(text, &value))
        return;
    if (span_eq_str(name, "after"))
        wish->after = value;
    else if (span_eq_str(name, "before"))
        wish->before = value;
    else if (span_eq_str(name, "count") && value > 0)
        wish->count = value < PAGE_COUNT_MAX ? (size_t)value : PAGE_COUNT_MAX;
}

static struct page_wish read_wish(struct span query)
{
    struct page_wish wish = { .count = PAGE_COUNT };
    struct span pair;

    while (query.p) {
        span_cut(query, '&', &pair, &query);
        read_pair(pair, &wish);
    }
    return wish;
}

static void add_headers(struct http_response *out, const char *type)
{
    const char *const headers[][2] = {
        { "Content-Type", type },
        { "Cache-Control", "no-store" },
        { "Content-Security-Policy", policy },
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "no-referrer" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
    };

    for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
        http_response_add(out, span_of(headers[i][0]), span_of(headers[i][1]));
}

bool page_answer(const struct page_source *source, const struct http_request *request,
                 struct http_response *out)
{
    struct span path, query;
    struct page_wish wish;
    struct buf body;
    size_t i = 0;

    if (!span_eq_str(request->method, "GET") && !span_eq_str(request->method, "HEAD"))
        return false;
    http_split_target(request->target, &path, &query);
    while (i < sizeof(routes) / sizeof(*routes) && !span_eq_str(path, routes[i].path))
        i++;
    if (i == sizeof(routes) / sizeof(*routes))
        return false;
    wish = read_wish(query);
    buf_init(&body, BUF_MAX_MESSAGE);
    routes[i].write(source, &wish, &body);
    http_response_reset(out);
    out->status = 200;
    add_headers(out, routes[i].type);
    http_response_set_body(out, buf_span(&body));
    buf_release(&body);
    return true;
}
