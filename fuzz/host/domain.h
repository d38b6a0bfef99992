/* The requests that adapters are asked about: what any client could send. Octets that may
 * not stand in a URL or a form are escaped first, a URL without a usable scheme or host
 * gets one, credentials are UTF-8 without control characters; so every input is a
 * request, and a difference is a difference between two signers, not about what a broken
 * URL means.
 *
 * The fields of the input are those of fuzz/request.h; consumer key, token, nonce and
 * timestamp are taken out of the Authorization header that stands there. */
#ifndef FAVSPEC_FUZZ_HOST_DOMAIN_H
#define FAVSPEC_FUZZ_HOST_DOMAIN_H

#include "fuzz/adapter.h"
#include "fuzz/input.h"
#include "fuzz/request.h"

struct domain {
    struct fav_request request; /* exact-size heap copies */
    struct fav_in authorization;
};

void domain_make(struct domain *domain, const struct fuzz_input *fields);
void domain_release(struct domain *domain);

#endif
