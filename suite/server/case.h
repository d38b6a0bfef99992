/* What a case is: types only, no code. A case is a literal that says what differs from
 * the one valid request; the all-zero sending is that request, the all-zero answer is its
 * success.
 *
 *     {
 *         .id = "clock/one-hour-behind",
 *         .title = "A request stamped an hour ago is refused",
 *         .requirements = { REQ_CLOCK_WINDOW },
 *         .hint = "compare oauth_timestamp with the clock and answer 401 with code 135",
 *         .steps = { {
 *             .send.flaw.clock_skew_s = -3600,
 *             .expect = { .answer = ANSWER_STALE, .effect = EFFECT_STILL_LIKED },
 *         } },
 *     },
 *
 * The runner gives each case its own state (a world of the embedded server, or the
 * account's status brought into the state that the step's `status` names), runs the steps
 * in order, and judges. When a step carries a flaw that must be refused, the runner sends
 * the same request without the flaw afterwards: only when that one is accepted does the
 * refusal count (a minimal pair); else the case is inconclusive. */
#ifndef FAVSPEC_SUITE_SERVER_CASE_H
#define FAVSPEC_SUITE_SERVER_CASE_H

#include "oauth/recipe.h"
#include "requirement.h"
#include "json/status_rules.h"

#include <stdbool.h>
#include <stdint.h>

enum { CASE_STEPS_MAX = 8, CASE_HEADERS_MAX = 4, CASE_REQUIREMENTS_MAX = 4 };

/* Which status a step speaks of. The first two exist on every target; the others need
 * what only some targets have, and the case is skipped with that reason elsewhere. */
enum status_role {
    ROLE_LIKED,     /* liked before the first step that uses it */
    ROLE_NOT_LIKED, /* exists, not liked */
    ROLE_UNKNOWN,   /* no status has this id */
    ROLE_NEIGHBOUR, /* liked; its neighbour, which is the same double, is liked too */
    ROLE_OF_OTHER,  /* liked by the second user alone */
    ROLE_PROTECTED, /* its author is protected and not followed */
    ROLE_OWN,       /* written by the account itself */
    ROLE_REPLY,
    ROLE_RETWEET,
    ROLE_QUOTE,
    ROLE_MEDIA,
    ROLE_ENTITIES,
    ROLE_EMOJI,
    ROLE_ESCAPED,
    ROLE_PLACE,
    ROLE_WITHHELD,
    ROLE_OLD,
    ROLE_LONG,
    ROLE_COUNT,
};

/* As whom. Others than the account need credentials that only some targets have. */
enum who {
    AS_ACCOUNT,
    AS_SECOND_USER,
    AS_READ_ONLY, /* the account's token without write access */
    AS_REVOKED,
    AS_UNKNOWN_TOKEN, /* a token that was never issued */
    AS_UNKNOWN_CONSUMER,
    AS_OTHER_CONSUMER, /* another application, with the account's token */
    AS_NO_TOKEN,       /* two-legged: no oauth_token at all */
    AS_BEARER,         /* Authorization: Bearer, app-only */
    AS_BASIC,          /* Authorization: Basic consumer key and secret */
    AS_NOBODY,         /* no credentials at all */
};

/* Which resource. */
enum resource {
    RESOURCE_DESTROY,
    RESOURCE_CREATE,
    RESOURCE_SHOW,
    RESOURCE_LIST,
    RESOURCE_VERIFY,
};

/* Where the oauth_ parameters travel. */
enum transport { TRANSPORT_HEADER, TRANSPORT_QUERY, TRANSPORT_BODY };

/* What is wrong with the OAuth part. Zero: nothing. Texts may hold the placeholders
 * below. */
struct flaw {
    const char *omit;          /* this oauth_ parameter is neither sent nor signed */
    const char *blank;         /* this one has the empty value, signed */
    const char *repeat;        /* this one is sent twice, and signed twice */
    const char *set_name;      /* this oauth_ parameter … */
    const char *set_value;     /* … has this value, signed */
    const char *also_in_query; /* this oauth_ parameter stands in the query too, signed */
    int clock_skew_s;          /* added to the timestamp */
    int nonce_from_step;  /* 1-based: the nonce and timestamp of that step, signed anew */
    bool nonce_keep_time; /* with nonce_from_step: the nonce only, the timestamp is now +
                             skew */
    const char
        *nonce; /* this nonce; with nonce_from_step {nonce} is the one of that step
                   and {nonce.swapped} the same with its letters in the other case */
    struct oauth_recipe recipe; /* signed by other rules */
    const char *key;         /* "wrong": other secrets; "token": wrong token secret alone;
                                "consumer"; "no consumer": without it */
    const char *sign_query;  /* this query is signed, another is sent */
    const char *sign_body;   /* likewise; "" means the body was not signed */
    const char *sign_path;   /* this path is signed */
    const char *sign_host;   /* this authority is signed */
    const char *sign_method; /* this method is signed */
    bool sign_other_scheme;  /* https is signed for http, and the reverse */
    const char *tamper; /* "flip": one character of the signature; "cut": 27 characters;
                           "empty"; "plain": the key as PLAINTEXT has it; "zero";
                           "swapcase": its letters in upper case */
    const char *change_after; /* this oauth_ parameter is changed after signing */
    const char
        *header; /* the whole Authorization value, {oauth} is the right list of pairs */
};

/* How a legal header is spelled: no flaw, must be accepted. */
struct spelling {
    const char *scheme;    /* NULL: OAuth */
    const char *separator; /* NULL: ", " */
    const char *realm;     /* NULL: none */
    bool realm_last, reversed, no_version;
    const char *extra_name, *extra_value; /* a further oauth_ parameter, signed */
    bool encode_unreserved; /* some unreserved characters of values are written %XX */
    bool lower_hex;         /* … and the escapes of the header in lower case */
};

/* Placeholders in query, body, path, header and raw texts: {id} the id of `status`,
 * {id-1}, {id+1}, {id+2^32}, {id+2^64}, {id.double} the id as a double prints it (without
 * the plus sign), {id.hex}, {id.percent} each digit percent-encoded, {id.fullwidth} and
 * {id.arabic} in digits of other scripts, percent-encoded, {id.grouped} 1_234_567,
 * {neighbour}, {other} ids of those roles, {host} the Host value, {base} the path of the
 * base URL, {authorization} the header value, {consumer_key}, {token}, {now}, {now+2^32},
 * {now+2^64}, {random}, {random.short} (12 characters, so that with what follows
 * it stays below the 32 that some server takes), {nul} a NUL byte, {many:N:X} N times X,
 * {host.name} the Host value (of a loopback address its name, localhost, and the port),
 * {host.upper} the same in upper case. Any other brace stands for itself. */
struct sending {
    enum resource resource;
    enum status_role status;
    enum who who;
    const char *method; /* NULL: POST (GET for companions that read) */
    const char *path;   /* below the base URL; NULL: that of the resource */
    const char *query;  /* without "?"; NULL: "id={id}" unless body is given; "" none */
    const char *body;   /* form text unless content_type says otherwise; NULL none */
    const char *content_type; /* NULL: the form's when there is a body; "" none */
    const char *header[CASE_HEADERS_MAX]; /* "Name: value" in addition; "Name:" leaves it
                                             out; what "Host: value" says is signed */
    enum transport transport;
    struct spelling spelling;
    struct flaw flaw;
    const char *raw; /* the whole request, sent as it is; then everything above but
                        status, who, flaw and the signed parts is ignored */
    const char
        *raw_query; /* what a raw request with {authorization} signs; NULL "id={id}" */
    const char *raw_body;
    int replay_of;   /* 1-based: the bytes of that step again */
    int cookie_from; /* 1-based: the Set-Cookie values of that step's answer */
    int parallel;    /* this many at once, each signed for itself */
    int wait_ms;     /* before sending: the embedded server's clock moves instead */
    bool pipelined;  /* raw holds two requests; both answers are read */
};

/* What the answer must be: a row of situations.def, which says what is required, accepted
 * with a note, and failed (the table in the domain facts). */
enum answer {
#define SITUATION(enumerator, ...) enumerator,
#include "server/situations.def"
#undef SITUATION
    ANSWER_COUNT
};

/* What must have become of likes, looked up through the companions. */
enum effect {
    EFFECT_AUTO,        /* UNLIKED after ANSWER_OK to a destroy, else NOTHING judged */
    EFFECT_NONE,        /* not looked at */
    EFFECT_STILL_LIKED, /* the status is liked */
    EFFECT_GONE,        /* the status is not liked, within the effect deadline */
    EFFECT_LISTED_GONE, /* … and not in the list of likes either */
    EFFECT_OTHERS_STAY, /* the other likes of the account are as they were, and GONE */
    EFFECT_OTHER_USER_STAYS, /* the second user's like of the status stays */
    EFFECT_NEIGHBOUR_STAYS,  /* the neighbour is liked, and GONE */
    EFFECT_STATUS_EXISTS,    /* show still finds the status, and GONE */
    EFFECT_LASTS,            /* GONE, and still gone 1.5 s later */
    EFFECT_LIKES_AS_BEFORE,  /* every like that was there before the run is there, but for
                                the  status itself; in a world of its own: before the case
                              */
};

enum entities { ENTITIES_NOT_JUDGED, ENTITIES_MUST_BE_THERE, ENTITIES_MUST_BE_ABSENT };

/* Checks on the answer beyond the row: each is judged with the case's first requirement.
 */
enum answer_check {
    CHECK_CONTENT_TYPE = 1 << 0, /* Content-Type: application/json */
    CHECK_JSON = 1 << 1,         /* one well-formed document */
    CHECK_ERROR_BODY = 1 << 2,   /* the error body row */
    CHECK_ERROR_CODE = 1 << 3,   /* code an integer, message a string */
    CHECK_CHALLENGE = 1 << 4,    /* WWW-Authenticate: OAuth on 401; absent: note */
    CHECK_NO_SECRETS = 1 << 5,   /* (always looked for; a case that cites it names it) */
    CHECK_NO_BODY = 1 << 6,      /* HEAD */
    CHECK_DATE = 1 << 7,
    CHECK_RATE_HEADERS = 1 << 8,
    CHECK_FRAMING = 1 << 9, /* Content-Length and body agree, connection state kept */
    CHECK_USER_ENTITIES_KEPT = 1 << 10, /* user.entities and extended_entities stay */
    CHECK_BOTH_ANSWERS = 1 << 11,       /* pipelined: two answers, in order */
    CHECK_ONE_SUCCEEDS = 1 << 12, /* parallel: exactly one 200, the others as not liked */
};

struct expectation {
    enum answer answer;
    enum effect effect;
    enum entities entities;
    uint64_t rules;  /* STATUS_RULE bits judged on the status in a 200 */
    uint32_t checks; /* enum answer_check */
    bool may_close;  /* no answer, or one that is no HTTP/1.1 either, is right too */
};

struct step {
    struct sending send;
    struct expectation expect;
    bool used; /* set by the STEP macro or implied by anything non-zero; a lone
                  all-zero first step is the valid request */
};

struct conformance_case {
    const char *id;    /* "group/words", never reused */
    const char *title; /* a sentence about the server */
    enum requirement_id
        requirements[CASE_REQUIREMENTS_MAX]; /* the first decides the level */
    const char *hint;                        /* how to fix it */
    const char *since;                       /* version that introduced it; NULL: 0.1.0 */
    struct step steps[CASE_STEPS_MAX];
    int step_count;  /* 0: 1 */
    bool no_control; /* a refusal that needs no minimal pair: says why in the title */
    bool survey;     /* the verdict is info: what the server does is reported */
    bool needs_second_user; /* the second user likes the status too */
    bool slow;              /* waits for a reason: exempt from the 20 ms budget */
};

/* A group: one file of cases. */
struct case_group {
    const char *name;
    const struct conformance_case *cases;
    int count;
};

#endif
