/* What a scenario of `test-client` is: types only. A scenario is a literal: with which
 * credentials the client is to un-like which status, what the server answers once the
 * request was right, and how the client then has to end. All-zero is the plain call,
 * answered as the reference server answers. */
#ifndef FAVSPEC_SUITE_CLIENT_SCENARIO_H
#define FAVSPEC_SUITE_CLIENT_SCENARIO_H

#include "requirement.h"

#include <stdbool.h>
#include <stddef.h>

/* How an answer goes out. */
enum manner {
    MANNER_PLAIN,
    MANNER_CHUNKED,
    MANNER_HTTP_1_0, /* no keep-alive, closed behind the body */
    MANNER_GZIP,     /* if the client asked for it */
    MANNER_LATE,     /* 1.5 s after the request */
    MANNER_DRIP,     /* the body in pieces, over 2.5 s */
    MANNER_CUT,      /* half of the body that Content-Length announces */
    MANNER_DROP,     /* closed without an answer */
    MANNER_RESET,    /* RST without an answer */
};

/* What a right request is answered with. In values and body these are replaced: {id} the
 * status asked for, {neighbour} the next id, {base_url} and {other_url} that of this
 * server and of one on another port, {now+N} the Unix time in N seconds, {query&} the
 * parameters in the query of the request, each with an & behind it, but for those of
 * OAuth. */
struct scripted_answer {
    int status;          /* 0: that of the reference server */
    unsigned times;      /* so many answers are like this, then honest ones; 0: all */
    const char *headers; /* lines "name: value", each ended by \n; with a status only */
    const char *body;    /* NULL with a status: empty */
    bool filler;         /* {filler} is 300,000 letters */
    enum manner manner;
};

/* How a client has to end that got this answer last. */
enum ending {
    ENDS_WELL,   /* exit 0 */
    ENDS_BADLY,  /* another one */
    ENDS_EITHER, /* the documents do not decide */
};

/* What the server shows on https; the client has no reason to trust any but the first. */
enum trust {
    TRUST_GIVEN,      /* http, or with --tls a certificate of the authority in CACERT */
    TRUST_UNKNOWN,    /* of another authority */
    TRUST_EXPIRED,    /* a month ago */
    TRUST_OTHER_NAME, /* for 127.0.0.1, shown at 127.0.0.2 */
};

struct scenario {
    const char *id;    /* "group/words", stable */
    const char *title; /* one sentence about the client */
    const char *since; /* version that introduced it; NULL: 0.1.0 */
    /* LEVEL_SHOULD: what the client gets wrong is a warn. */
    enum requirement_level level;
    /* Text that the credentials of this scenario end with. */
    const char *consumer_key, *consumer_secret, *token, *token_secret;
    const char *status_id;        /* NULL: one above 2^53 */
    const char *include_entities; /* NULL: to be left out */
    unsigned calls;               /* 0: 1 */
    bool at_once;                 /* the calls run beside each other */
    struct scripted_answer answer;
    enum ending ending; /* of a client that got `answer` last */
    bool redirects;     /* `answer` does; what follows it is judged as such */
    enum trust trust;
};

struct scenario_group {
    const struct scenario *scenarios;
    size_t count;
};

/* Defines the group that the file holds. */
#define SCENARIO_GROUP(name, array)                                                      \
    const struct scenario_group scenarios_##name = { array,                              \
                                                     sizeof(array) / sizeof(*(array)) }

#endif
