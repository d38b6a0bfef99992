/* The reference server in the process, with one world that is the same for every input.
 */
#ifndef FAVSPEC_FUZZ_SERVER_H
#define FAVSPEC_FUZZ_SERVER_H

#include "refserver/endpoint.h"

/* The time at which all requests arrive, Unix seconds. */
#define SERVER_NOW_S INT64_C(1700000000)

struct fuzz_server {
    struct store *store;
    struct endpoint *endpoint;
    struct world world;
    struct http_response response;
    struct endpoint_seen seen;
    int64_t now_ms;
};

void fuzz_server_init(struct fuzz_server *server, const struct costume *costume);
void fuzz_server_release(struct fuzz_server *server);

/* Answers; the response goes out as octets and comes back through the client's parser in
 * pieces, and has to be the same. */
void fuzz_server_answer(struct fuzz_server *server, const struct http_request *request);

/* Who likes what, one bit a status; users 0 and 1 are the account and the second user. */
uint64_t fuzz_server_likes(const struct fuzz_server *server, int user);

/* Every text that stands for somebody: the secret of a token, absent for a text that is
 * none of this world's. */
struct span fuzz_server_secret(const struct fuzz_server *server, struct span token);
/* No secret of this world may be in it. */
void fuzz_server_check_silent(const struct fuzz_server *server, struct span text);

#endif
