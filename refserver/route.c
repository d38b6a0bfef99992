#include "refserver/work.h"

static const struct {
    const char *path;
    enum resource resource;
    bool acts; /* POST, else GET and HEAD */
} routes[] = {
    { "/favorites/destroy.json", RESOURCE_DESTROY, true },
    { "/favorites/create.json", RESOURCE_CREATE, true },
    { "/statuses/show.json", RESOURCE_SHOW, false },
    { "/favorites/list.json", RESOURCE_LIST, false },
    { "/account/verify_credentials.json", RESOURCE_VERIFY, false },
};
enum { ROUTE_COUNT = sizeof(routes) / sizeof(routes[0]) };

static const struct {
    const char *name;
    uint32_t bit;
} method_bits[] = {
    { "GET", METHOD_GET },     { "HEAD", METHOD_HEAD },     { "PUT", METHOD_PUT },
    { "PATCH", METHOD_PATCH }, { "DELETE", METHOD_DELETE },
};

static uint32_t method_bit(struct span method)
{
    for (size_t i = 0; i < sizeof(method_bits) / sizeof(method_bits[0]); i++)
        if (span_eq_str(method, method_bits[i].name))
            return method_bits[i].bit;
    return METHOD_OTHER;
}

/* The text between a prefix and ".json", or the absent span. */
static struct span between(struct span path, struct span prefix)
{
    struct span suffix = SPAN(".json");

    if (!span_starts(path, prefix) || !span_ends(path, suffix) ||
        path.len <= prefix.len + suffix.len)
        return span_of(NULL);
    return span_make(path.p + prefix.len, path.len - prefix.len - suffix.len);
}

static bool is_destroy(struct span path, uint32_t aliases)
{
    struct span bare = SPAN("/favorites/destroy"), full = SPAN("/favorites/destroy.json");

    return (aliases & ALIAS_PREFIX && span_starts(path, bare)) ||
           (aliases & ALIAS_SUFFIX && span_starts(path, full)) ||
           (aliases & ALIAS_NOCASE && span_eq_nocase(path, full)) ||
           (aliases & ALIAS_SLASH && span_eq_str(path, "/favorites/destroy.json/")) ||
           (aliases & ALIAS_BARE && span_eq(path, bare)) ||
           (aliases & ALIAS_XML && span_eq_str(path, "/favorites/destroy.xml"));
}

/* What mutants take for a resource beside the resource itself. */
static enum resource find_alias(struct work *work, struct span path)
{
    uint32_t aliases = work->endpoint->defects->routing.aliases;
    struct span id = between(path, SPAN("/favorites/destroy/"));

    if (aliases & ALIAS_ID_FORM && id.p) {
        work->path_id = id;
        return RESOURCE_DESTROY;
    }
    if (is_destroy(path, aliases))
        return RESOURCE_DESTROY;
    if (aliases & ALIAS_LIST && between(path, SPAN("/favorites/")).p)
        return RESOURCE_LIST;
    return RESOURCE_NONE;
}

static struct span without_doubles(struct work *work, struct span path)
{
    char *copy = arena_str(&work->mem, path);
    size_t len = 0;

    for (size_t i = 0; i < path.len; i++)
        if (len == 0 || path.p[i] != '/' || copy[len - 1] != '/')
            copy[len++] = path.p[i];
    return span_make(copy, len);
}

static struct span below_prefix(struct work *work, struct span path)
{
    uint32_t aliases = work->endpoint->defects->routing.aliases;
    struct span prefix = work->endpoint->prefix;

    if (aliases & ALIAS_DOUBLE)
        path = without_doubles(work, path);
    if (span_starts(path, prefix))
        return span_from(path, prefix.len);
    if (aliases & ALIAS_VERSION &&
        (span_starts(path, SPAN("/1/")) || span_starts(path, SPAN("/2/"))))
        return span_from(path, 2);
    return span_of(NULL);
}

static enum resource find_resource(struct work *work, struct span path)
{
    for (size_t i = 0; i < ROUTE_COUNT; i++)
        if (span_eq_str(path, routes[i].path))
            return routes[i].resource;
    work->path_id = between(path, SPAN("/statuses/show/"));
    return work->path_id.p ? RESOURCE_SHOW : find_alias(work, path);
}

enum reason route_find(struct work *work)
{
    struct span target = work->request->target, scheme, authority;
    bool absolute = http_split_url(target, &scheme, &authority, &target) == 0;

    http_split_target(target, &work->path, &work->query);
    if (absolute && work->endpoint->defects->routing.no_absolute_form)
        return REASON_PATH;
    work->resource = find_resource(work, below_prefix(work, work->path));
    if (work->resource == RESOURCE_DESTROY || work->resource == RESOURCE_NONE)
        work->wrong = work->endpoint->defects;
    return work->resource == RESOURCE_NONE ? REASON_PATH : REASON_NONE;
}

static bool route_acts(enum resource resource)
{
    for (size_t i = 0; i < ROUTE_COUNT; i++)
        if (routes[i].resource == resource)
            return routes[i].acts;
    return false;
}

static bool is_overridden(const struct work *work)
{
    const struct routing_defects *routing = &work->wrong->routing;
    struct span header = http_find(&work->request->headers, "X-HTTP-Method-Override");

    return (routing->override_header && span_eq_nocase(header, SPAN("POST"))) ||
           (routing->override_parameter &&
            span_eq_nocase(params_find(work, "_method"), SPAN("POST")));
}

enum reason route_method(struct work *work)
{
    struct span method = work->request->method;
    uint32_t bit = method_bit(method);

    if (!route_acts(work->resource)) {
        bool list_for_all = work->endpoint->defects->routing.aliases & ALIAS_LIST;

        return bit & (METHOD_GET | METHOD_HEAD) || list_for_all ? REASON_NONE
                                                                : REASON_METHOD;
    }
    if (span_eq_str(method, "POST") || bit & work->wrong->routing.acting_methods ||
        is_overridden(work))
        return REASON_NONE;
    return REASON_METHOD;
}
