#include "fuzz/server.h"

#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/transfer.h"

enum { NONCES = 64, LATER_MS = 5000 };

void fuzz_server_init(struct fuzz_server *server, const struct costume *costume)
{
    struct endpoint_options options = { .costume = costume, .nonce_capacity = NONCES };

    *server =
        (struct fuzz_server){ .store = store_new(1), .now_ms = SERVER_NOW_S * 1000 };
    store_world(server->store, 0, &server->world);
    server->endpoint = endpoint_new(server->store, &options);
}

void fuzz_server_release(struct fuzz_server *server)
{
    http_response_release(&server->response);
    endpoint_free(server->endpoint);
    store_free(server->store);
}

void fuzz_server_answer(struct fuzz_server *server, const struct http_request *request)
{
    endpoint_answer(server->endpoint, "http", server->now_ms, request, &server->response,
                    &server->seen);
    transfer_check(&server->response, request->method);
    fuzz_note_number((uint64_t)server->response.status);
    fuzz_note(server->response.body);
}

uint64_t fuzz_server_likes(const struct fuzz_server *server, int user)
{
    const struct world *w = &server->world;
    uint64_t set = 0;

    for (int kind = 0; kind < STATUS_KIND_COUNT; kind++)
        if (store_likes(server->store, user ? w->second_user_id : w->user_id,
                        w->ids[kind], server->now_ms + LATER_MS, VIEW_STATUS))
            set |= UINT64_C(1) << kind;
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
