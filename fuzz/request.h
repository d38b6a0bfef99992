/* A request as fields of an input, for both implementations, and a placeholder in it:
 * {sig} in URL, header or body becomes the right signature, percent-encoded ({raw}: as it
 * is), so that seeds of valid requests are readable and a mutation of anything else
 * leaves the signature right. */
#ifndef FAVSPEC_FUZZ_REQUEST_H
#define FAVSPEC_FUZZ_REQUEST_H

#include "fuzz/naive.h"
#include "oauth/verify.h"

/* The fields in the order of the lines. */
enum {
    FIELD_METHOD,
    FIELD_URL,
    FIELD_TYPE,
    FIELD_AUTHORIZATION,
    FIELD_CONSUMER_SECRET,
    FIELD_TOKEN_SECRET,
    FIELD_EXTRA, /* what a target wants to know beside the request */
    FIELD_BODY,
    FIELDS
};

struct fuzz_request {
    struct naive_request theirs;
    struct oauth_request ours; /* the same spans */
    struct oauth_credentials credentials;
};

/* Makes exact-size copies of all texts, with the placeholders filled in. */
void fuzz_request_init(struct fuzz_request *request, const struct span field[FIELDS]);
void fuzz_request_release(struct fuzz_request *request);
/* The right signature of the request as it stands; empty when its URL cannot be signed.
 */
void fuzz_request_signature(const struct fuzz_request *request, struct buf *out);
/* Fills in a given signature. */
void fuzz_request_fill(struct fuzz_request *request, struct span signature);

/* Other secrets of the same length, in which every letter and digit is the next one. The
 * texts are those of `out`. */
struct oauth_credentials fuzz_other_secrets(const struct oauth_credentials *credentials,
                                            struct buf out[2]);
/* Whether `text`, said with these credentials, holds a secret that `other`, said with
 * other ones, does not: then it came from the credentials. */
bool fuzz_leaks(const struct oauth_credentials *credentials, struct span text,
                struct span other);

/* What a server has to accept, by the plain reading of RFC 5849 3.1 to 3.2 and the rules
 * of verify.h. */
bool naive_accepts(const struct fuzz_request *request);
/* The same for one that overlooks some violations. */
bool naive_accepts_all_but(const struct fuzz_request *request, uint32_t overlooked);
uint32_t naive_violations(const struct naive_pairs *pairs);

#endif
