/* The reference server in the process, with one world. It is made once; what an input
 * changed is put back behind it, so that an input always meets the same. */
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

/* Makes it; its endpoints write the documents of these kinds of status in advance. */
const struct fuzz_server *fuzz_server_start(const enum status_kind *kinds, size_t count);
/* The server as it was at the start, in a costume; NULL: the first one. */
struct fuzz_server *fuzz_server_take(const struct costume *costume);
/* Makes it that again: the work belongs to the input that changed it, or the coverage of
 * one would hang on the one before. */
void fuzz_server_put_back(struct fuzz_server *server);

/* Only the status of the answer is noted. */
void fuzz_server_answer(struct fuzz_server *server, const struct http_request *request);

/* Who likes what, one bit a status, and the bit STATUS_KIND_COUNT for a status that the
 * world does not have; users 0 and 1 are the account and the second user. */
uint64_t fuzz_server_likes(const struct fuzz_server *server, int user);

/* Every text that stands for somebody: the secret of a token, absent for a text that is
 * none of this world's. */
struct span fuzz_server_secret(const struct fuzz_server *server, struct span token);
/* No secret of this world may be in it. */
void fuzz_server_check_silent(const struct fuzz_server *server, struct span text);

#endif
