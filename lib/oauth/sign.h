/* Making a signature: HMAC-SHA1 of RFC 5849 3.4.2, PLAINTEXT of 3.4.4 for tests of
 * servers that must refuse it, and the deviations of recipe.h. */
#ifndef FAVSPEC_OAUTH_SIGN_H
#define FAVSPEC_OAUTH_SIGN_H

#include "oauth/base_string.h"

/* Secrets may be empty; `token` absent means a request without oauth_token. Borrowed. */
struct oauth_credentials {
    struct span consumer_key, consumer_secret, token, token_secret;
};

/* Appends the signing key: encode(consumer secret) & encode(token secret). */
void oauth_key(struct buf *out, const struct oauth_credentials *credentials,
               const struct oauth_recipe *recipe);

/* Appends the text of oauth_signature (base64, not percent-encoded). `recipe` may be
 * NULL. */
void oauth_digest(struct buf *out, struct span key, struct span base_string,
                  const struct oauth_recipe *recipe);

/* Appends the signature of a request whose parameters are `list`. Steady state: no
 * allocation. Returns 0, or -1 when the URL is not usable. */
int oauth_sign(struct buf *out_signature, const struct oauth_request *request,
               const struct oauth_params *list,
               const struct oauth_credentials *credentials,
               const struct oauth_recipe *recipe, const struct span *hosts);

/* Fills `out` (len + 1 bytes, NUL-terminated) with random letters and digits from the
 * system's generator. */
void oauth_nonce(char *out, size_t len);

#endif
