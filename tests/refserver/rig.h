/* A world, an endpoint and signed requests, for tests of the reference server. */
#ifndef FAVSPEC_TESTS_REFSERVER_RIG_H
#define FAVSPEC_TESTS_REFSERVER_RIG_H

#include "oauth/header.h"
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
    char cookie[128]; /* of the last answer that set one, sent with {cookie} */
};

/* As whom. */
enum as {
    AS_ACCOUNT,
    AS_SECOND,
    AS_READ_ONLY,
    AS_REVOKED,
    AS_UNKNOWN_TOKEN,
    AS_UNKNOWN_CONSUMER,
    AS_OTHER_CONSUMER,
    AS_NO_TOKEN,
    AS_WRONG_SECRET,
    AS_WRONG_CONSUMER_SECRET,
    AS_NO_CONSUMER_SECRET
};

/* What differs from the one valid request: POST destroy.json?id=LIKED, signed in the
 * header. In query, body and authorization {id}, {neighbour}, {unknown}, {id+2^32},
 * {id+2^64}, {hex}, {bearer} and {many} are filled in. */
struct asking {
    const char *method;              /* NULL: POST */
    const char *path;                /* NULL: /favorites/destroy.json */
    const char *prefix;              /* NULL: /1.1 */
    const char *query;               /* NULL: id={id} unless there is a body */
    const char *body, *content_type; /* NULL: the form's when there is a body */
    const char *headers[3];          /* "Name: value" */
    enum status_kind kind;
    enum as as;
    enum oauth_place place;
    const char *nonce;         /* NULL: a random one */
    const char *authorization; /* in place of the right one; "": none */
    const char *field;         /* NULL: Authorization */
    const struct oauth_header_style *style;
    bool encode_more, lower_hex; /* letters of the header's values as %XX; … with %xx */
    const char *omit, *repeat; /* an oauth_ parameter that is left out, or twice there */
    const char *set_name,
        *set_value;        /* an oauth_ parameter with another value, or a new one */
    const char *signature; /* sent in place of the right one; "~": its last but one letter
                              is changed */
    int64_t skew_s, wait_ms;
    struct oauth_recipe recipe;
    const char *host;                               /* NULL: 127.0.0.1:8080; "": none */
    const char *sign_host, *sign_query, *sign_body; /* signed in place of what is sent */
    bool absolute; /* the request target is an absolute URL */
    bool again;    /* the request before, byte for byte */
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
