/* Secrets kept out of everything that is written. A redactor knows the secrets of a case
 * in each form in which they could show: raw, percent-encoded, base64, hex, as JSON, HTML
 * and XML escape them, and the signing keys made of them. */
#ifndef FAVSPEC_SUITE_SERVER_REDACT_H
#define FAVSPEC_SUITE_SERVER_REDACT_H

#include "base/arena.h"
#include "base/buf.h"

enum { REDACTOR_NEEDLES_MAX = 250 };

struct redactor {
    struct span needles[REDACTOR_NEEDLES_MAX];
    size_t count;
    uint8_t first[256]; /* 1 + the first needle that begins with this byte */
    uint8_t next[REDACTOR_NEEDLES_MAX]; /* 1 + the next one that begins alike; 0: none */
    bool show; /* --show-secrets: tokens and signatures are not masked */
    struct arena mem;
};

void redactor_init(struct redactor *redactor);
void redactor_release(struct redactor *redactor);
/* Adds a secret in all its forms; one shorter than 4 bytes is left out, it would match
 * everywhere. */
void redactor_add(struct redactor *redactor, struct span secret);
/* Whether a secret, in any form, stands in the bytes. */
bool redactor_finds(const struct redactor *redactor, struct span bytes);
/* Appends the bytes with each secret replaced by ***, and the values of oauth_token,
 * oauth_signature and of Bearer and Basic credentials masked to their first characters.
 */
void redactor_write(const struct redactor *redactor, struct buf *out, struct span bytes);

/* Appends a URL for a message: user info, query and fragment are left out, since they may
 * hold credentials. */
void redact_url(struct buf *out, struct span url);

#endif
