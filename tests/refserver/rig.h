/* A world, an endpoint and signed requests, for tests of the reference server. */
#ifndef FAVSPEC_TESTS_REFSERVER_RIG_H
#define FAVSPEC_TESTS_REFSERVER_RIG_H

#include "refserver/endpoint.h"

#include <check.h>

#define RIG_NOW_S INT64_C(1700000000)

struct rig {
    struct store *store;
    struct endpoint *endpoint;
    struct world world;
    int64_t now_ms;
    struct http_request request;
    struct http_response response;
    struct endpoint_seen seen;
};

/* What differs from the one valid request: POST destroy.json?id=LIKED, signed in the header.
 * {id} in query and body stands for the id of `kind`. */
struct asking {
    const char *method;  /* NULL: POST */
    const char *path;    /* NULL: /favorites/destroy.json */
    const char *query;   /* NULL: id={id} unless there is a body */
    const char *body, *content_type; /* NULL: the form's when there is a body */
    const char *header_name, *header_value; /* one more header */
    enum status_kind kind;
    const char *consumer_key, *consumer_secret, *token, *token_secret; /* NULL: the account's */
    const char *nonce;   /* NULL: a random one */
    const char *authorization; /* in place of the signature; "": none */
    const char *omit;    /* an oauth_ parameter that is left out */
    const char *set_name, *set_value; /* an oauth_ parameter with another value */
    int64_t skew_s;
    const struct oauth_recipe *recipe;
    const char *host;    /* NULL: 127.0.0.1:8080 */
    const char *sign_query; /* signed in place of the query */
};

void rig_init(struct rig *rig, const struct endpoint_options *options, unsigned world);
void rig_release(struct rig *rig);
/* Builds, signs and answers; returns the status. */
int rig_ask(struct rig *rig, const struct asking *asking);
/* Builds and signs alone. */
void rig_build(struct rig *rig, const struct asking *asking);
/* Whether the account likes the status of this kind now. */
bool rig_likes(const struct rig *rig, enum status_kind kind);
/* errors[0].code, or 0. */
int rig_code(const struct rig *rig);
bool rig_says(const struct rig *rig, const char *text);

#endif
