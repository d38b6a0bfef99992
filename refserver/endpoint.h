/* The reference server without a network: a request and a time in, a response out. Strict
 * about what is demanded, tolerant where the documents leave freedom; refserver/daemon.h
 * puts it behind libmicrohttpd. Every decision that a mutant turns is a field of struct
 * defects. */
#ifndef FAVSPEC_REFSERVER_ENDPOINT_H
#define FAVSPEC_REFSERVER_ENDPOINT_H

#include "oauth/verify.h"
#include "refserver/mutants.h"
#include "refserver/store.h"
#include "wire/message.h"

/* How the server spells what it says, where the documents leave freedom. Zero: as
 * recorded in 2018. The suite must not care. */
struct costume {
    const char *name;
    bool alphabetic; /* members in alphabetic order */
    bool pretty;     /* white space and line ends in the JSON */
    bool unescaped_slashes;
    bool unicode_escapes; /* every non-ASCII character as \u */
    bool extra_members;
    bool other_messages; /* no full stop, other words */
    bool message_first;  /* {"message","code"} */
    bool charset_space;  /* application/json; charset=UTF-8 */
    bool no_charset;
    bool chunked;    /* no Content-Length */
    bool http_1_0;   /* closes every connection */
    bool shape_2012; /* as in the documentation's example: no favorite_count, lang … */
    bool favorited_lags; /* the returned favorited is still true */
    bool effect_lags;    /* the effect comes 0.3 s after the 200 */
    bool rate_headers;
    bool v1_errors; /* {"error","request"} */
    bool noted;     /* the suite accepts it with a note; else it must not notice */
};
extern const struct costume costumes[]; /* ends with name NULL */

struct endpoint_options {
    const struct mutant *mutant;   /* NULL: none */
    const struct costume *costume; /* NULL: the first */
    const char *prefix;            /* NULL: "/1.1" */
    int64_t clock_window_s;        /* 0: 300 */
    bool lenient;                  /* accept oauth_version 1.0A and warn */
    bool keep_liked;               /* like again after each un-like */
    size_t nonce_capacity;         /* 0: 2,097,152 */
};

enum wire_mode {
    WIRE_PLAIN,
    WIRE_DROP,  /* closed without an answer */
    WIRE_RESET, /* RST without an answer */
    WIRE_RAW,   /* written past libmicrohttpd, and closed */
};

/* How an answer goes out where that is not plain HTTP/1.1 with a Content-Length; daemon.h
 * does it, and whoever calls endpoint_answer without a socket may look at it. */
struct endpoint_wire {
    enum wire_mode mode;
    bool chunked, http_1_0;
    bool close;           /* says Connection: close */
    bool head_body;       /* raw: the body goes out after HEAD too */
    int32_t length_delta; /* raw: added to Content-Length */
    size_t cut;           /* so many bytes of the body never come; then it is closed */
    unsigned drip_ms;     /* before each tenth of the body */
};

/* What the server found out about one request, for `serve` and `test-client`. */
struct endpoint_seen {
    uint32_t violations; /* enum oauth_violation */
    bool nonce_used, unknown_consumer, unknown_token, acted;
    struct oauth_credentials
        credentials;    /* those the claim was checked with; borrowed from the store */
    enum reason reason; /* REASON_NONE: served */
    struct endpoint_wire wire;
    char note[160]; /* one sentence why it was refused, "" if it was not */
};

struct endpoint;

/* The store is borrowed and must outlive the endpoint. */
struct endpoint *endpoint_new(struct store *store,
                              const struct endpoint_options *options);
void endpoint_free(struct endpoint *endpoint);

/* Answers one request. `scheme` is http or https; `now_ms` Unix time in milliseconds:
 * effects that come late are applied when a later call's now_ms has passed them. *out
 * must be initialised; `out_seen` may be NULL. Thread-safe. */
void endpoint_answer(struct endpoint *endpoint, const char *scheme, int64_t now_ms,
                     const struct http_request *request, struct http_response *out,
                     struct endpoint_seen *out_seen);

/* Judges a request as endpoint_answer does, its nonce included, and neither acts nor
 * answers. */
void endpoint_look(struct endpoint *endpoint, const char *scheme, int64_t now_ms,
                   const struct http_request *request, struct endpoint_seen *out_seen);

/* Writes the documents of these statuses in advance, liked and not. */
void endpoint_prepare(struct endpoint *endpoint, const uint64_t *ids, size_t count);
/* Forgets every request, and the memory that they took: after that the endpoint answers
 * as a new one does. What endpoint_prepare wrote is kept. No other call may run
 * meanwhile. */
void endpoint_forget(struct endpoint *endpoint);

/* The defects of the mutant that runs; all-zero without one. For daemon.c. */
const struct defects *endpoint_defects(const struct endpoint *endpoint);

#endif
