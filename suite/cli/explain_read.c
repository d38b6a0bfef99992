#include "cli/explain.h"
#include "oauth/url.h"
#include "report/hostile.h"

/* The request's lines of a `curl -v` trace: "> " before each. */
static void take_trace(struct buf *out, struct span text)
{
    struct span line, rest = text;

    while (rest.p) {
        span_cut(rest, '\n', &line, &rest);
        if (span_ends(line, SPAN("\r")))
            line.len--;
        if (!span_starts(line, SPAN(">")))
            continue;
        line = span_from(line, 1);
        buf_add_span(out, span_starts(line, SPAN(" ")) ? span_from(line, 1) : line);
        buf_add_str(out, "\r\n");
    }
}

static bool is_trace(struct span text)
{
    return span_starts(text, SPAN("> ")) ||
           (span_starts(text, SPAN("* ")) && span_find(text, SPAN("\n> ")) >= 0);
}

static bool has_end(struct span text)
{
    return span_find(text, SPAN("\n\n")) >= 0 || span_find(text, SPAN("\n\r\n")) >= 0;
}

static void tidy(struct buf *out, struct span text)
{
    if (span_starts(text, SPAN("\xef\xbb\xbf")))
        text = span_from(text, 3);
    while (text.len && (text.p[0] == '\r' || text.p[0] == '\n'))
        text = span_from(text, 1);
    if (is_trace(text))
        take_trace(out, text);
    else
        buf_add_span(out, text);
    if (!has_end(buf_span(out)))
        buf_add_str(out, span_ends(buf_span(out), SPAN("\n")) ? "\r\n" : "\r\n\r\n");
}

/* Without a length the line end that an editor adds belongs to nobody. */
static void drop_line_end(struct http_request *http)
{
    struct span body = http->body;

    if (http_find(&http->headers, "Content-Length").p ||
        http_find(&http->headers, "Transfer-Encoding").p)
        return;
    while (body.len && memchr("\r\n", body.p[body.len - 1], 2))
        body.len--;
    http->body = body;
}

/* RFC 9112 3.2.2: the authority of an absolute target goes before the Host header. */
static int find_url(struct explain *explain, struct buf *why)
{
    struct span target = explain->http.target, scheme, authority, path;
    struct span host = http_find(&explain->http.headers, "Host");
    struct oauth_url parts;

    if (http_split_url(target, &scheme, &authority, &path) == 0)
        buf_add_span(&explain->url, target);
    else if (host.p)
        buf_addf(&explain->url, "%.*s://%.*s%s%.*s", SPAN_ARG(explain->scheme),
                 SPAN_ARG(host), span_starts(target, SPAN("/")) ? "" : "/",
                 SPAN_ARG(target));
    if (host.len && span_eq(buf_span(&explain->url), target))
        explain->hosts[explain->host_count++] = host;
    if (oauth_url_split(buf_span(&explain->url), &parts) == 0)
        return 0;
    buf_add_str(why, explain->url.len ? "its URL is not usable: "
                                      : "it has neither an absolute URL in its first "
                                        "line nor a Host header");
    hostile_add(why, buf_span(&explain->url), HOSTILE_MAX_LINE, false);
    return -1;
}

int explain_read(struct explain *explain, struct span text, struct buf *why)
{
    struct http_request *http = &explain->http;
    struct buf tidied;
    int failed;

    buf_init(&tidied, EXPLAIN_TEXT_MAX + 8);
    tidy(&tidied, text);
    failed = http_request_parse(buf_span(&tidied), http, why);
    buf_release(&tidied);
    if (failed)
        return -1;
    drop_line_end(http);
    if (find_url(explain, why) < 0)
        return -1;
    explain->request = (struct oauth_request){
        .method = http->method,
        .url = buf_span(&explain->url),
        .content_type = http_find(&http->headers, "Content-Type"),
        .body = http->body,
        .authorization = http_find(&http->headers, "Authorization"),
    };
    explain->violations = oauth_claim_read(&explain->claim, &explain->request, NULL);
    if (explain->violations & OAUTH_TOO_MANY) {
        buf_addf(why, "it has too many parameters (more than %d)", OAUTH_PARAMS_MAX);
        return -1;
    }
    return 0;
}
