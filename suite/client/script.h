/* Puts the answer of a scenario in the place of the reference server's. */
#ifndef FAVSPEC_SUITE_CLIENT_SCRIPT_H
#define FAVSPEC_SUITE_CLIENT_SCRIPT_H

#include "client/account.h"
#include "wire/message.h"

/* What stands for the placeholders of an answer. */
struct script_names {
    struct span status_id;
    const char *base_url, *other_url;
    int64_t now_s;
    struct span query; /* of the request that is answered; may be absent */
};

/* Replaces status, headers and body. */
void script_answer(const struct scripted_answer *answer, const struct script_names *names,
                   struct http_response *out);

/* Whether the client said that it understands gzip (RFC 9110 12.5.3). */
bool script_wants_gzip(const struct http_request *request);
/* Compresses the body (stored blocks of RFC 1951, in the frame of RFC 1952) and says so.
 */
void script_gzip(struct http_response *response);

#endif
