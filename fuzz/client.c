#include "fuzz/client.h"

#include "fuzz/oracle.h"
#include "oauth/header.h"

#include <inttypes.h>

enum { TIMES = 2 };

static const struct world *world;
static struct http_request in_advance[CLIENT_EXCHANGES][TIMES];
static struct http_request made; /* by the last call */

static struct oauth_credentials credentials_of(int user)
{
    struct oauth_credentials c = { span_of(world->consumer_key),
                                   span_of(world->consumer_secret), span_of(world->token),
                                   span_of(world->token_secret) };

    if (user == 1) {
        c.token = span_of(world->second_token);
        c.token_secret = span_of(world->second_secret);
    } else if (user == 2) {
        c.token = span_of(world->readonly_token);
        c.token_secret = span_of(world->readonly_secret);
    }
    return c;
}

static uint64_t id_of(const struct exchange *e)
{
    return e->kind < STATUS_KIND_COUNT ? world->ids[e->kind] : world->unknown_id;
}

unsigned client_number(const struct exchange *e)
{
    unsigned number = (unsigned)e->action * 2 + e->in_body;

    number = number * (STATUS_KIND_COUNT + 1) + (unsigned)e->kind;
    return number * CLIENT_USERS + (unsigned)e->user;
}

static void add(struct oauth_params *list, const char *name, struct span value)
{
    oauth_params_add(list, span_of(name), value, OAUTH_IN_HEADER);
}

static void make_header(const struct exchange *e, unsigned times,
                        const struct oauth_request *request, struct buf *out)
{
    struct oauth_credentials c = credentials_of(e->user);
    struct oauth_params list;
    struct buf signature, text;
    size_t at = 0;

    oauth_params_init(&list);
    buf_init(&signature, BUF_MAX_TEXT);
    buf_init(&text, BUF_MAX_TEXT);
    oauth_collect(&list, request, NULL);
    buf_addf(&text, "nonce%u.%u", client_number(e), times);
    at = text.len;
    buf_addf(&text, "%" PRId64, SERVER_NOW_S - (e->how == STALE ? 3600 : 0));
    add(&list, "oauth_consumer_key", c.consumer_key);
    add(&list, "oauth_nonce", span_make(text.p, at));
    add(&list, "oauth_signature_method", SPAN("HMAC-SHA1"));
    add(&list, "oauth_timestamp", span_from(buf_span(&text), at));
    add(&list, "oauth_token", c.token);
    add(&list, "oauth_version", SPAN("1.0"));
    oauth_sign(&signature, request, &list, &c, NULL, NULL);
    if (e->how == TAMPERED)
        signature.p[3] = signature.p[3] == 'A' ? 'B' : 'A';
    add(&list, "oauth_signature", buf_span(&signature));
    oauth_header_write(out, &list, NULL);
    oauth_params_release(&list);
    buf_release(&signature);
    buf_release(&text);
}

static void sign(const struct exchange *e, unsigned times,
                 const struct oauth_request *request, struct http_request *out)
{
    struct buf header;

    if (e->how == UNSIGNED)
        return;
    buf_init(&header, BUF_MAX_TEXT);
    make_header(e, times, request, &header);
    http_request_add(out, SPAN("Authorization"), buf_span(&header));
    buf_release(&header);
}

static void build(const struct exchange *e, unsigned times, struct http_request *out)
{
    static const char *const paths[ACTIONS] = { "/1.1/favorites/destroy.json",
                                                "/1.1/favorites/create.json",
                                                "/1.1/statuses/show.json" };
    struct oauth_request request = { .method =
                                         e->action == SHOW ? SPAN("GET") : SPAN("POST") };
    struct buf url, id;

    buf_init(&url, BUF_MAX_TEXT);
    buf_init(&id, BUF_MAX_TEXT);
    buf_addf(&id, "id=%" PRIu64, id_of(e));
    buf_addf(&url, "http://Server.example:80%s%s%s", paths[e->action],
             e->in_body ? "" : "?", e->in_body ? "" : id.p);
    request.url = buf_span(&url);
    http_request_release(out);
    http_request_set(out, request.method, span_from(request.url, 24));
    http_request_add(out, SPAN("Host"), SPAN("Server.example:80"));
    if (e->in_body) {
        request.content_type = SPAN("application/x-www-form-urlencoded");
        request.body = buf_span(&id);
        http_request_add(out, SPAN("Content-Type"), request.content_type);
        http_request_set_body(out, request.body);
    }
    sign(e, times, &request, out);
    buf_release(&url);
    buf_release(&id);
}

/* The request as octets, read back as the server reads them. */
static void through_octets(struct http_request *request)
{
    struct buf bytes, why;

    buf_init(&bytes, BUF_MAX_MESSAGE);
    buf_init(&why, BUF_MAX_TEXT);
    http_request_write(&bytes, request);
    oracle_same_number("http_request_parse", "of what the client writes", 0,
                       http_request_parse(buf_span(&bytes), request, &why));
    buf_release(&bytes);
    buf_release(&why);
}

void client_start(const struct fuzz_server *server)
{
    world = &server->world;
    for (int i = 0; i < ACTIONS * 2; i++)
        for (int kind = 0; kind <= STATUS_KIND_COUNT; kind++)
            for (int user = 0; user < CLIENT_USERS; user++) {
                struct exchange e = { .action = (enum action)(i / 2),
                                      .kind = kind,
                                      .user = user,
                                      .in_body = i % 2 };

                for (unsigned times = 0; times < TIMES; times++)
                    build(&e, times, &in_advance[client_number(&e)][times]);
            }
}

static const struct http_request *find(const struct exchange *e, unsigned times)
{
    return e->how == SIGNED && times < TIMES ? &in_advance[client_number(e)][times]
                                             : NULL;
}

const struct http_request *client_request(const struct exchange *e, unsigned times)
{
    const struct http_request *known = find(e, times);

    if (known)
        return known;
    build(e, times, &made);
    return &made;
}

const struct http_request *client_request_anew(const struct exchange *e, unsigned times)
{
    const struct http_request *known = find(e, times);

    build(e, times, &made);
    through_octets(&made);
    if (known)
        oracle_same("oauth_sign", "the same request, signed again",
                    http_find(&known->headers, "Authorization"),
                    http_find(&made.headers, "Authorization"));
    return &made;
}
