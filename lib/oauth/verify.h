/* Judging the OAuth part of a request. Two steps, because the secrets are looked up
 * between them: oauth_claim_read takes the request apart, oauth_claim_check recomputes.
 * Both return a set of violations, so that a server that overlooks something is a mask
 * over that set. */
#ifndef FAVSPEC_OAUTH_VERIFY_H
#define FAVSPEC_OAUTH_VERIFY_H

#include "oauth/sign.h"

#include <nettle/hmac.h>

enum oauth_violation {
    OAUTH_NO_CREDENTIALS = 1 << 0,       /* no oauth_ parameter anywhere, no header */
    OAUTH_OTHER_SCHEME = 1 << 1,         /* Authorization: of another scheme */
    OAUTH_MALFORMED = 1 << 2,            /* the header does not parse */
    OAUTH_TWO_PLACES = 1 << 3,           /* RFC 5849 3.5: oauth_ in more than one place */
    OAUTH_MISSING_CONSUMER_KEY = 1 << 4, /* missing or empty */
    OAUTH_MISSING_TOKEN = 1 << 5,
    OAUTH_MISSING_SIGNATURE = 1 << 6,
    OAUTH_MISSING_METHOD = 1 << 7,
    OAUTH_MISSING_TIMESTAMP = 1 << 8,
    OAUTH_MISSING_NONCE = 1 << 9,
    OAUTH_REPEATED = 1 << 10,      /* an oauth_ parameter more than once */
    OAUTH_BAD_VERSION = 1 << 11,   /* present and not 1.0 */
    OAUTH_BAD_METHOD = 1 << 12,    /* not HMAC-SHA1 */
    OAUTH_BAD_TIMESTAMP = 1 << 13, /* not a positive decimal integer */
    OAUTH_STALE = 1 << 14,
    OAUTH_FUTURE = 1 << 15,
    OAUTH_BAD_SIGNATURE = 1 << 16,
    OAUTH_SIGNATURE_NOT_ENCODED = 1
                                  << 17, /* raw + / = in the header: right once decoded */
    OAUTH_TOO_MANY = 1 << 18,            /* more parameters than OAUTH_PARAMS_MAX */
    OAUTH_BODY_NOT_FORM = 1 << 19, /* oauth_ parameters in a body that is not a form */
    OAUTH_VALUE_NOT_ENCODED =
        1 << 20, /* the same as SIGNATURE_NOT_ENCODED of another value */
};

/* What a request says about itself. The spans point into `params`; absent ones have p
 * NULL. */
struct oauth_claim {
    struct oauth_params params;
    struct span consumer_key, token, nonce, timestamp_text, signature, version, method;
    int64_t timestamp; /* seconds; 0 when OAUTH_BAD_TIMESTAMP */
    enum oauth_place place;
};

void oauth_claim_init(struct oauth_claim *claim);
void oauth_claim_release(struct oauth_claim *claim);

/* Takes a request apart; `claim` is reset first, its memory kept. Returns violations of
 * the structure: never OAUTH_STALE, _FUTURE or _BAD_SIGNATURE. `why` (may be NULL) gets a
 * sentence. */
uint32_t oauth_claim_read(struct oauth_claim *claim, const struct oauth_request *request,
                          struct buf *why);

/* Compares the clock: |timestamp - now| > window gives OAUTH_STALE or OAUTH_FUTURE. */
uint32_t oauth_claim_clock(const struct oauth_claim *claim, int64_t now, int64_t window);

/* Recomputes the signature under a recipe (NULL: RFC 5849) and compares in constant time;
 * returns OAUTH_BAD_SIGNATURE or 0. `scratch` is memory to reuse between calls; it also
 * keeps the last signing key, so that a client's next request does not pay for it. */
struct oauth_scratch {
    struct buf base, key, signature;
    struct hmac_sha1_ctx hmac; /* prepared with `key` */
};
void oauth_scratch_init(struct oauth_scratch *scratch);
void oauth_scratch_release(struct oauth_scratch *scratch);
uint32_t oauth_claim_check(const struct oauth_claim *claim,
                           const struct oauth_request *request,
                           const struct oauth_credentials *credentials,
                           const struct oauth_recipe *recipe, const struct span *hosts,
                           struct oauth_scratch *scratch);

/* Compares two texts without leaking where they differ. */
bool oauth_equal_secret(struct span a, struct span b);

#endif
