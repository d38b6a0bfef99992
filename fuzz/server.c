#include "fuzz/server.h"

#include "fuzz/input.h"
#include "fuzz/oracle.h"

enum { NONCES = 64, LATER_MS = 5000, COSTUMES_MAX = 16 };

static struct fuzz_server the_server;
static struct endpoint *endpoints[COSTUMES_MAX];

const struct fuzz_server *fuzz_server_start(const enum status_kind *kinds, size_t count)
{
    uint64_t ids[STATUS_KIND_COUNT];

    if (the_server.store)
        return &the_server;
    the_server.store = store_new(1);
    store_world(the_server.store, 0, &the_server.world);
    store_mark(the_server.store);
    for (size_t i = 0; i < count; i++)
        ids[i] = the_server.world.ids[kinds[i]];
    for (size_t i = 0; i < COSTUMES_MAX && costumes[i].name; i++) {
        struct endpoint_options options = { .costume = &costumes[i],
                                            .nonce_capacity = NONCES };

        endpoints[i] = endpoint_new(the_server.store, &options);
        endpoint_prepare(endpoints[i], ids, count);
    }
    return &the_server;
}

struct fuzz_server *fuzz_server_take(const struct costume *costume)
{
    size_t number = costume ? (size_t)(costume - costumes) : 0;

    the_server.endpoint = endpoints[number < COSTUMES_MAX ? number : 0];
    the_server.now_ms = SERVER_NOW_S * 1000;
    return &the_server;
}

void fuzz_server_put_back(struct fuzz_server *server)
{
    http_response_release(&server->response);
    endpoint_forget(server->endpoint);
    store_rewind(server->store);
}

void fuzz_server_answer(struct fuzz_server *server, const struct http_request *request)
{
    endpoint_answer(server->endpoint, "http", server->now_ms, request, &server->response,
                    &server->seen);
    fuzz_note_number((uint64_t)server->response.status);
}

uint64_t fuzz_server_likes(const struct fuzz_server *server, int user)
{
    const struct world *w = &server->world;
    uint64_t ids[STATUS_KIND_COUNT + 1], set = 0;
    size_t count = store_list(server->store, user ? w->second_user_id : w->user_id,
                              server->now_ms + LATER_MS, ids, STATUS_KIND_COUNT + 1);

    for (size_t i = 0; i < count; i++) {
        int kind = 0;

        while (kind < STATUS_KIND_COUNT && w->ids[kind] != ids[i])
            kind++;
        set |= UINT64_C(1) << kind;
    }
    return set;
}

struct span fuzz_server_secret(const struct fuzz_server *server, struct span token)
{
    const struct world *w = &server->world;
    const struct {
        const char *token, *secret;
    } known[] = { { w->token, w->token_secret },
                  { w->second_token, w->second_secret },
                  { w->readonly_token, w->readonly_secret },
                  { w->revoked_token, w->revoked_secret } };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (span_eq_str(token, known[i].token))
            return span_of(known[i].secret);
    return span_of(NULL);
}

void fuzz_server_check_silent(const struct fuzz_server *server, struct span text)
{
    const struct world *w = &server->world;
    const char *const secrets[] = { w->consumer_secret, w->token_secret, w->second_secret,
                                    w->readonly_secret };

    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
        oracle_no_secret("endpoint_answer", text, span_of(secrets[i]));
}
