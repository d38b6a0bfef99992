/* Who is tested: the embedded reference server, or a URL with one account. A target is
 * made before the runner forks and is read-only afterwards, but for `shared`, which lies
 * in memory that all processes of the run share. */
#ifndef FAVSPEC_SUITE_SERVER_TARGET_H
#define FAVSPEC_SUITE_SERVER_TARGET_H

#include "oauth/sign.h"
#include "server/profile.h"
#include "wire/client.h"
#include "json/schema.h"

#include <stdatomic.h>

enum companion {
    COMPANION_CREATE = 1 << 0,
    COMPANION_SHOW = 1 << 1,
    COMPANION_LIST = 1 << 2,
    COMPANION_VERIFY = 1 << 3,
    COMPANION_ALL = 15,
};

enum { WHO_COUNT = AS_NOBODY + 1, LIKES_MAX = 4000 };

/* What the processes of one run tell each other. */
struct shared {
    _Atomic int64_t clock_offset_ms; /* the embedded server's clock; 0 elsewhere */
    _Atomic int64_t last_destroy_ms;
    _Atomic int64_t next_request_us; /* --rate: when the next request may leave */
    _Atomic int64_t requests;
    _Atomic bool effect_deadline_spent; /* an effect failed to come once */
    _Atomic bool likes_return;          /* a like came back by itself once */
    _Atomic int64_t short_waits_ms;     /* waited for effects since then */
    _Atomic int setups_failed;          /* cases in a row whose set-up failed */
    _Atomic bool hung;                  /* a request timed out three times once */
    _Atomic bool accepted;              /* an un-like was answered 200 */
    _Atomic bool throttled;             /* a 429 did not end */
    _Atomic bool budget_spent;          /* --max-requests */
    _Atomic int unreachable_in_row;     /* cases that found nobody listening */
};

/* What one case works with: identities and ids. An absent identity has consumer_key.p
 * NULL, an absent id is 0. */
struct subject {
    struct oauth_credentials as[WHO_COUNT];
    struct span bearer;
    uint64_t ids[ROLE_COUNT];
    uint64_t neighbour; /* of ids[ROLE_NEIGHBOUR]: the same double */
    uint64_t bystander; /* liked, and never asked for; 0: unknown */
};

/* Ids of likes, as the list companion gives them. */
struct likes {
    char (*ids)[24];
    size_t count;
    bool known;
};

struct target_options {
    const char *url; /* NULL: embedded */
    const char *consumer_key, *consumer_secret, *token, *token_secret;
    const char *status_id;
    struct profile profile;
    const char *mutant;  /* embedded only */
    const char *costume; /* embedded only; for the suite's own tests */
    const char *golden;  /* folder */
    unsigned worlds;     /* embedded: one for each case of the catalogue */
    struct client_options client;
    long effect_timeout_ms;
    double rate;          /* requests a second; 0: no limit */
    int64_t max_requests; /* 0: no limit */
    bool original;        /* requests go to the original service */
    bool spare_likes;     /* skip what a broken server could turn on other likes */
    bool show_secrets;    /* tokens and signatures are not masked in what is kept */
};

struct target {
    struct target_options options;
    bool embedded;
    struct span url;    /* without a slash at the end */
    struct span origin; /* scheme://authority */
    struct span scheme, authority, base_path;
    unsigned companions; /* enum companion: those that exist */
    unsigned transport;  /* 1 << enum transport: those that authenticated in the probe */
    struct likes likes_before;
    int liked_before; /* the status itself: 1, 0, or -1 unknown */
    struct shared *shared;
    struct json_schemas schemas;
    struct embedded *server; /* NULL for a URL */
    struct arena mem;
};

enum target_error { TARGET_OK = 0, TARGET_CONFIG = -2, TARGET_UNREACHABLE = -3 };

/* Opens a target: starts the embedded server, or takes the URL apart. Nothing is sent
 * yet. On an error *out is released and `why` has one sentence. */
enum target_error target_open(const struct target_options *options, struct target *out,
                              struct buf *why);
void target_close(struct target *target);

/* What case number `index` works with; spans live as long as the target or `mem`. */
void target_subject(const struct target *target, unsigned index, struct arena *mem,
                    struct subject *out);

/* The time that the target is believed to have: now, plus the moved clock. */
int64_t target_now_ms(const struct target *target);
/* Lets time pass: moves the embedded server's clock, waits elsewhere. */
void target_pass_ms(const struct target *target, int64_t ms);

/* The mutants of the embedded server by number; false past the last one. */
struct mutant_row {
    const char *name, *requirement, *sentence;
    const char *noticed; /* "fail", or "warn" for what is accepted with a note */
};
bool target_mutant(size_t number, struct mutant_row *out);

/* The name of a costume by number, and whether the suite accepts it with notes; NULL past
 * the last one. */
const char *target_costume(size_t number, bool *out_noted);

#endif
