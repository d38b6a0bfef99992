#include "base/pct.h"
#include "oauth/steps.h"
#include "oauth/url.h"

static void add_cased(struct buf *out, struct span s, char from, char to)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];

        buf_add_char(out, c >= from && c <= to ? (char)(c ^ 0x20) : c);
    }
}

static const char *const methods[] = {
    [OAUTH_METHOD_GET] = "GET",         [OAUTH_METHOD_POST] = "POST",
    [OAUTH_METHOD_PUT] = "PUT",         [OAUTH_METHOD_DELETE] = "DELETE",
    [OAUTH_METHOD_HEAD] = "HEAD",       [OAUTH_METHOD_PATCH] = "PATCH",
    [OAUTH_METHOD_OPTIONS] = "OPTIONS",
};

void oauth_recipe_method(struct buf *out, struct span method,
                         const struct oauth_recipe *recipe)
{
    bool lower = recipe->method >= OAUTH_METHOD_LOWER_OF;
    unsigned form = recipe->method - (lower ? (unsigned)OAUTH_METHOD_LOWER_OF : 0);

    if (recipe->method_ignored)
        form = OAUTH_METHOD_POST;
    if (form == OAUTH_METHOD_OTHER)
        form =
            span_eq_nocase(method, SPAN("POST")) ? OAUTH_METHOD_GET : OAUTH_METHOD_POST;
    if (form < sizeof(methods) / sizeof(*methods) && methods[form])
        method = span_of(methods[form]);
    if (lower || form == OAUTH_METHOD_LOWER)
        add_cased(out, method, 'A', 'Z');
    else
        add_cased(out, method, 'a', 'z');
}

/* Puts another authority in place; an entry without a port leaves the port called. */
static void replace_host(struct oauth_url *url, struct span entry)
{
    struct span host, port, before, after;
    ptrdiff_t scheme = span_find(entry, SPAN("://"));

    if (scheme >= 0)
        entry = span_from(entry, (size_t)scheme + 3);
    span_cut(entry, '/', &before, &after);
    if (oauth_authority_split(before, &host, &port) < 0)
        return;
    url->host = host;
    url->port = port.p ? port : url->port;
}

static bool scheme_is_https(bool sent, const struct oauth_recipe *recipe)
{
    if (recipe->scheme == OAUTH_SCHEME_SENT)
        return sent;
    return recipe->scheme == OAUTH_SCHEME_HTTPS;
}

static void add_host(struct buf *out, struct span host, const struct oauth_recipe *recipe)
{
    if (recipe->host_upper == OAUTH_HOST_UPPER)
        add_cased(out, host, 'a', 'z');
    else if (recipe->host_upper)
        buf_add_span(out, host);
    else
        add_cased(out, host, 'A', 'Z');
}

static void add_port(struct buf *out, const struct oauth_url *url, bool https,
                     const struct oauth_recipe *recipe)
{
    struct span standard = https ? SPAN("443") : SPAN("80");
    bool dropped = !url->port.p || oauth_port_is_default(url->port, url->https) ||
                   oauth_port_is_default(url->port, https);
    struct span rfc = dropped ? span_make(NULL, 0) : url->port;
    const struct span ports[] = {
        [OAUTH_PORT_RFC] = rfc,
        [OAUTH_PORT_KEEP_DEFAULT] = url->port.p ? url->port : standard,
        [OAUTH_PORT_DROP] = { NULL, 0 },
        [OAUTH_PORT_DEFAULT] = standard,
        [OAUTH_PORT_TWICE] = rfc,
        [OAUTH_PORT_80] = SPAN("80"),
        [OAUTH_PORT_443] = SPAN("443"),
        [OAUTH_PORT_SENT] = url->port,
    };
    struct span port =
        recipe->port < sizeof(ports) / sizeof(*ports) ? ports[recipe->port] : rfc;

    if (port.p)
        buf_addf(out, ":%.*s", SPAN_ARG(port));
    if (port.p && recipe->port == OAUTH_PORT_TWICE)
        buf_addf(out, ":%.*s", SPAN_ARG(port));
}

static void add_replaced(struct buf *out, struct span path, struct span what,
                         struct span by)
{
    ptrdiff_t at = span_find(path, what);

    if (at < 0) {
        buf_add_span(out, path);
        return;
    }
    buf_add(out, path.p, (size_t)at);
    buf_add_span(out, by);
    buf_add_span(out, span_from(path, (size_t)at + what.len));
}

static void add_without_prefix(struct buf *out, struct span path)
{
    bool newer = span_find(path, SPAN("/1.1/")) >= 0;

    add_replaced(out, path, newer ? SPAN("/1.1/") : SPAN("/1/"), SPAN("/"));
}

/* Doubles the n-th slash, counted from 0. */
static void add_doubled(struct buf *out, struct span path, size_t n)
{
    for (size_t i = 0; i < path.len; i++) {
        buf_add_char(out, path.p[i]);
        if (path.p[i] == '/' && n-- == 0)
            buf_add_char(out, '/');
    }
}

static size_t last_or_second_slash(struct span path)
{
    size_t count = 0;

    for (size_t i = 0; i < path.len; i++)
        count += path.p[i] == '/';
    if (span_ends(path, SPAN("/")))
        return count - 1;
    return count > 1;
}

static struct span without_end(struct span path, struct span end)
{
    return span_ends(path, end) ? span_make(path.p, path.len - end.len) : path;
}

static void add_single(struct buf *out, struct span path)
{
    for (size_t i = 0; i < path.len; i++)
        if (i == 0 || path.p[i] != '/' || path.p[i - 1] != '/')
            buf_add_char(out, path.p[i]);
}

/* From the last slash but one. */
static struct span last_two(struct span path)
{
    size_t at = path.len;

    for (int slashes = 0; at > 0 && slashes < 2;)
        slashes += path.p[--at] == '/';
    return span_from(path, at);
}

static void add_path(struct buf *out, struct span path, unsigned form)
{
    path = path.len ? path : SPAN("/");
    if (form >= OAUTH_PATH_DOUBLED_AT) {
        add_doubled(out, path, form - OAUTH_PATH_DOUBLED_AT);
        return;
    }
    switch (form) {
    case OAUTH_PATH_V1:
        add_replaced(out, path, SPAN("/1.1/"), SPAN("/1/"));
        break;
    case OAUTH_PATH_V11:
        add_replaced(out, path, SPAN("/1/"), SPAN("/1.1/"));
        break;
    case OAUTH_PATH_NO_PREFIX:
        add_without_prefix(out, path);
        break;
    case OAUTH_PATH_NO_SUFFIX:
        buf_add_span(out, without_end(path, SPAN(".json")));
        break;
    case OAUTH_PATH_SLASH_ADDED:
        buf_addf(out, "%.*s/", SPAN_ARG(path));
        break;
    case OAUTH_PATH_SLASH_DROPPED:
        buf_add_span(out, without_end(path, SPAN("/")));
        break;
    case OAUTH_PATH_SLASH_DOUBLED:
        add_doubled(out, path, last_or_second_slash(path));
        break;
    case OAUTH_PATH_SLASHES_SINGLE:
        add_single(out, path);
        break;
    case OAUTH_PATH_LAST_TWO:
        buf_add_span(out, last_two(path));
        break;
    default:
        buf_add_span(out, form == OAUTH_PATH_IGNORED ? SPAN("/") : path);
    }
}

static void add_query(struct buf *out, struct span query, unsigned kept)
{
    char separator = '?';
    struct span piece, rest = query;

    while (kept && rest.p) {
        span_cut(rest, '&', &piece, &rest);
        if (kept == OAUTH_QUERY_NO_OAUTH && span_starts(piece, SPAN("oauth_")))
            continue;
        buf_add_char(out, separator);
        buf_add_span(out, piece);
        separator = '&';
    }
}

/* One step of the path, or two. */
static void add_whole_path(struct buf *out, struct span path,
                           const struct oauth_recipe *recipe)
{
    struct buf between;

    if (!recipe->path_then) {
        add_path(out, path, recipe->path);
        return;
    }
    buf_init(&between, BUF_MAX_MESSAGE);
    add_path(&between, path, recipe->path);
    add_path(out, buf_span(&between), recipe->path_then);
    buf_release(&between);
}

int oauth_recipe_uri(struct buf *out, struct span url, const struct oauth_recipe *recipe,
                     const struct span *hosts)
{
    struct oauth_url parts;
    bool https;

    if (oauth_url_split(url, &parts) < 0)
        return -1;
    https = scheme_is_https(parts.https, recipe);
    if (hosts && (recipe->host_other || recipe->host_ignored))
        replace_host(&parts, hosts[recipe->host_other ? recipe->host_other - 1 : 0]);
    buf_add_str(out, https ? "https://" : "http://");
    add_host(out, parts.host, recipe);
    add_port(out, &parts, https, recipe);
    add_whole_path(out, parts.path, recipe);
    add_query(out, parts.query, recipe->query_kept);
    if (recipe->fragment_kept && parts.fragment.p) {
        buf_add_char(out, '#');
        buf_add_span(out, parts.fragment);
    }
    return 0;
}
