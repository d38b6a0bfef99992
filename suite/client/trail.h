/* What the server of one scenario saw, in the order in which it came: each request as it
 * arrived, its answer, and what the reference server found out about it. Written by the
 * server's threads, read when they have ended. */
#ifndef FAVSPEC_SUITE_CLIENT_TRAIL_H
#define FAVSPEC_SUITE_CLIENT_TRAIL_H

#include "oauth/base_string.h"
#include "wire/message.h"

#include <pthread.h>

/* A client that repeats itself without end is cut off here; the rest is counted. */
enum { TRAIL_MAX = 200 };

enum resource_asked {
    ASKED_DESTROY,   /* the resource, whatever the method */
    ASKED_COMPANION, /* another resource of the reference server */
    ASKED_OTHER,
};

struct sighting {
    struct http_request request;
    struct span response; /* in text form; empty: none was sent */
    struct span url;      /* absolute, with the Host header's host */
    int status;           /* of the answer; 0: none was sent */
    int64_t reset_s;      /* its x-rate-limit-reset; 0: none */
    int64_t at_ms;        /* Unix time of arrival */
    uint32_t violations;  /* enum oauth_violation */
    enum resource_asked asked;
    unsigned call; /* counted from 0; when calls run at once: 0 */
    bool unknown_consumer, unknown_token;
    bool served;    /* the reference server had nothing against it */
    bool scripted;  /* answered as the scenario says */
    bool elsewhere; /* at the other origin */
    bool follows;   /* came after a scripted redirect */
};

struct trail {
    pthread_mutex_t lock;
    struct sighting *items; /* TRAIL_MAX */
    size_t count, dropped;
    struct arena mem;
};

void trail_init(struct trail *trail);
void trail_release(struct trail *trail);

/* Adds a copy of the request; the caller holds the lock. NULL when it is full. What is
 * zero is for the caller to fill in before it lets go of the lock. */
struct sighting *trail_add(struct trail *trail, const struct http_request *request,
                           const char *scheme);

/* The request as the OAuth modules see it; borrowed. */
struct oauth_request sighting_oauth(const struct sighting *sighting);

/* Whether it is one of those that un-like: to the resource or to nowhere, no companion,
 * no redirect that was followed. */
bool sighting_is_call(const struct sighting *sighting);

#endif
