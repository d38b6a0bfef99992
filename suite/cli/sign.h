/* `favspec sign`: one request from literal parameters, signed, with every stage kept. */
#ifndef FAVSPEC_SUITE_CLI_SIGN_H
#define FAVSPEC_SUITE_CLI_SIGN_H

#include "cli/cli.h"
#include "oauth/sign.h"

enum { SIGN_PAIRS_MAX = 500 };

struct sign_pair {
    struct span name, value; /* literal */
    bool data;               /* from --data: always in the form body */
};

struct sign {
    /* What was asked for; absent nonce and timestamp are made. */
    struct settings settings;
    struct span method, url, nonce, timestamp;
    struct sign_pair pairs[SIGN_PAIRS_MAX];
    size_t pair_count;
    enum oauth_place transport;
    bool no_version, no_token, json, show_secrets;
    /* What came out of it. `url` then is what is to be called. */
    struct oauth_params params;
    bool has_body;
    struct buf called, body, parameters, base, key, signature, authorization, curl;
    struct arena mem;
};

void sign_init(struct sign *sign);
void sign_release(struct sign *sign);
/* Makes all stages. 0, or -1 and one sentence: no method, no URL, or too much. */
int sign_make(struct sign *sign, struct buf *why);
/* Prints them to stdout, as text or JSON. */
void sign_print(const struct sign *sign);

#endif
