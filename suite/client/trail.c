#include "client/trail.h"

#include "base/die.h"

#include <stdlib.h>

void trail_init(struct trail *trail)
{
    *trail = (struct trail){ .items = xcalloc(TRAIL_MAX, sizeof(*trail->items)) };
    pthread_mutex_init(&trail->lock, NULL);
}

void trail_release(struct trail *trail)
{
    for (size_t i = 0; i < trail->count; i++)
        http_request_release(&trail->items[i].request);
    free(trail->items);
    arena_release(&trail->mem);
    pthread_mutex_destroy(&trail->lock);
}

/* RFC 9112 3.2.2: with an absolute target the Host header does not count. */
static struct span make_url(struct arena *mem, const struct http_request *request,
                            const char *scheme)
{
    struct span a, b, c;

    if (http_split_url(request->target, &a, &b, &c) == 0)
        return arena_copy(mem, request->target);
    return arena_printf(mem, "%s://%.*s%.*s", scheme,
                        SPAN_ARG(http_find(&request->headers, "Host")),
                        SPAN_ARG(request->target));
}

static enum resource_asked find_resource(struct span target)
{
    static const struct span companions[] = {
        SPAN_INIT("/1.1/favorites/create.json"),
        SPAN_INIT("/1.1/favorites/list.json"),
        SPAN_INIT("/1.1/statuses/show.json"),
        SPAN_INIT("/1.1/account/verify_credentials.json"),
    };
    struct span path, query, scheme, authority;

    http_split_url(target, &scheme, &authority, &target);
    http_split_target(target, &path, &query);
    if (span_eq_str(path, "/1.1/favorites/destroy.json"))
        return ASKED_DESTROY;
    for (size_t i = 0; i < sizeof(companions) / sizeof(companions[0]); i++)
        if (span_eq(path, companions[i]))
            return ASKED_COMPANION;
    return span_starts(path, SPAN("/1.1/statuses/show/")) ? ASKED_COMPANION : ASKED_OTHER;
}

struct sighting *trail_add(struct trail *trail, const struct http_request *request,
                           const char *scheme)
{
    struct sighting *s;

    if (trail->count == TRAIL_MAX) {
        trail->dropped++;
        return NULL;
    }
    s = &trail->items[trail->count++];
    http_request_set(&s->request, request->method, request->target);
    for (size_t i = 0; i < request->headers.count; i++)
        http_request_add(&s->request, request->headers.items[i].name,
                         request->headers.items[i].value);
    http_request_set_body(&s->request, request->body);
    s->url = make_url(&trail->mem, &s->request, scheme);
    s->asked = find_resource(s->request.target);
    return s;
}

struct oauth_request sighting_oauth(const struct sighting *sighting)
{
    const struct http_headers *headers = &sighting->request.headers;

    return (struct oauth_request){
        .method = sighting->request.method,
        .url = sighting->url,
        .content_type = http_find(headers, "Content-Type"),
        .body = sighting->request.body,
        .authorization = http_find(headers, "Authorization"),
    };
}

bool sighting_is_call(const struct sighting *sighting)
{
    return sighting->asked != ASKED_COMPANION && !sighting->elsewhere &&
           !sighting->follows;
}
