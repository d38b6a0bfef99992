/* The client of the target `flow`: requests that the library signs itself. What a script
 * asks for once or twice is signed in advance, once for all inputs. */
#ifndef FAVSPEC_FUZZ_CLIENT_H
#define FAVSPEC_FUZZ_CLIENT_H

#include "fuzz/server.h"

enum action { DESTROY, CREATE, SHOW, ACTIONS };
enum how { SIGNED, UNSIGNED, TAMPERED, STALE, AGAIN };

struct exchange {
    enum action action;
    int kind; /* STATUS_KIND_COUNT: unknown */
    int user; /* 0, 1; 2: the account, read only */
    enum how how;
    bool in_body;
};

enum { CLIENT_USERS = 3, CLIENT_EXCHANGES = ACTIONS * 2 * (STATUS_KIND_COUNT + 1) * 3 };

void client_start(const struct fuzz_server *server);
/* Which request it is, below CLIENT_EXCHANGES, whatever `how` says. */
unsigned client_number(const struct exchange *e);
/* The request of an exchange that this script sent `times` times before: each time its
 * nonce is another one. Valid until the next call. */
const struct http_request *client_request(const struct exchange *e, unsigned times);
/* The same, signed anew, written as octets and read back; what was signed in advance has
 * to be the same. */
const struct http_request *client_request_anew(const struct exchange *e, unsigned times);

#endif
