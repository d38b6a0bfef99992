/* Every way in which the server can be told to be wrong, grouped by the part of it that
 * asks. All-zero is the honest server. Unless said otherwise a defect shows on
 * favorites/destroy alone, so that the companions stay good witnesses of its effect. */
#ifndef FAVSPEC_REFSERVER_DEFECTS_H
#define FAVSPEC_REFSERVER_DEFECTS_H

#include "oauth/recipe.h"
#include "refserver/edit.h"
#include "refserver/reason.h"

/* Sets of methods. */
enum {
    METHOD_GET = 1 << 0,
    METHOD_HEAD = 1 << 1,
    METHOD_PUT = 1 << 2,
    METHOD_PATCH = 1 << 3,
    METHOD_DELETE = 1 << 4,
    METHOD_OTHER = 1 << 5, /* OPTIONS and any made-up word */
};

/* Paths that are not the resource and are taken for it. */
enum {
    ALIAS_PREFIX = 1 << 0,  /* everything that begins with /favorites/destroy */
    ALIAS_ID_FORM = 1 << 1, /* /favorites/destroy/ID.json, the id from there */
    ALIAS_NOCASE = 1 << 2,
    ALIAS_SLASH = 1 << 3, /* a slash at the end */
    ALIAS_BARE = 1 << 4,  /* without .json */
    ALIAS_XML = 1 << 5,
    ALIAS_VERSION = 1 << 6, /* /1/ and /2/ for the prefix */
    ALIAS_DOUBLE = 1 << 7,  /* repeated slashes */
    ALIAS_SUFFIX = 1 << 8,  /* anything behind .json */
    ALIAS_LIST = 1 << 9,    /* any /favorites/….json answers the list of likes, 200 */
};

struct routing_defects {
    uint32_t acting_methods; /* METHOD_…: act like POST */
    uint32_t aliases;
    bool override_header;    /* X-HTTP-Method-Override makes a POST of any method */
    bool override_parameter; /* so does _method */
    bool own_fields_only;    /* Authorization is found in this spelling alone */
    bool no_absolute_form;   /* an absolute request target is no known path */
};

/* Legal spellings of the header that are refused. */
enum {
    SPELL_NO_SPACE = 1 << 0, /* a comma without a space behind it */
    SPELL_REALM = 1 << 1,
    SPELL_ORDER = 1 << 2,      /* any order but the alphabetical one */
    SPELL_SCHEME = 1 << 3,     /* any case but OAuth */
    SPELL_TAB = 1 << 4,        /* white space around commas other than one space behind */
    SPELL_EMPTY = 1 << 5,      /* empty list elements */
    SPELL_UNRESERVED = 1 << 6, /* unreserved characters percent-encoded */
    SPELL_LOWER_HEX = 1 << 7,
    SPELL_REALM_LAST = 1 << 8,
    SPELL_NO_VERSION = 1 << 9,
    SPELL_EXTENSION = 1 << 10, /* oauth_ parameters of an extension */
    SPELL_IN_QUERY = 1 << 11,
    SPELL_IN_BODY = 1 << 12,
};

struct auth_defects {
    uint64_t overlooked; /* BECAUSE(…): these are no reason to refuse */
    bool rfc_too;        /* what RFC 5849 says is accepted beside the recipe */
    bool host_any;       /* signatures over some well-known host are accepted too */
    bool plaintext, sha256, rsa; /* these methods are accepted; rsa without a check */
    bool basic_only;             /* with REASON_SCHEME overlooked: Basic alone */
    bool any_first_four;         /* four characters of the signature are compared */
    bool any_of_length;          /* its length alone */
    bool no_consumer_secret;     /* the key lacks the consumer's secret */
    bool plus_literal;           /* a plus sign is signed as a plus sign */
    bool percent_literal;        /* query and body are signed without decoding */
    bool unknown_unsigned;       /* only parameters that are known are signed */
    bool unknown_refused;
    bool cookie; /* a 200 sets a cookie, and the cookie is enough */
    uint32_t refused_spellings;
    const char *exact_media_type; /* a form is this Content-Type, letter by letter */
};

struct clock_defects {
    int64_t window_s; /* 0: that of the options */
    bool must_grow;   /* a timestamp below the last one of the token is refused */
};

struct nonce_defects {
    bool without_timestamp, without_token; /* not part of what must be unique */
    bool before_signature; /* used up by a request with a wrong signature */
    bool last_only;        /* only the last nonce of a token is remembered */
    bool nocase;           /* letters of either case are the same */
    uint8_t cut;           /* only so many characters are remembered */
    uint8_t longest;       /* a longer one is an internal error */
    bool alphanumeric;     /* other characters are refused */
};

/* What is read as a number and is none. */
enum {
    READ_LETTERS = 1 << 0,    /* 3abc */
    READ_FRACTION = 1 << 1,   /* 3.0 */
    READ_PLUS = 1 << 2,       /* +3 */
    READ_SPACE = 1 << 3,      /* white space before or behind */
    READ_EXPONENT = 1 << 4,   /* 3e0 */
    READ_HEX = 1 << 5,        /* 0x3 */
    READ_QUOTE = 1 << 6,      /* 3' or '1'='1 */
    READ_MINUS = 1 << 7,      /* -3 */
    READ_LIST = 1 << 8,       /* 3,4: all of them */
    READ_NUL = 1 << 9,        /* a NUL and what follows */
    READ_FULLWIDTH = 1 << 10, /* digits of other scripts */
    READ_QUOTED = 1 << 11,    /* "3" */
    READ_SEPARATED = 1 << 12, /* 1_000 */
};

/* Where else parameters are looked for. */
enum {
    FROM_JSON = 1 << 0,
    FROM_MULTIPART = 1 << 1,
    FROM_ANY_TYPE = 1 << 2, /* form text of any Content-Type */
};

struct id_defects {
    uint32_t readings;
    uint8_t wrap_bits; /* 64 or 32: ids are taken modulo 2 to this */
    bool through_double;
    bool missing_is_latest; /* no id: the latest like */
    bool zero_is_latest;
    bool array_name, nocase_name, long_name; /* id[], ID, status_id */
    uint32_t other_bodies;                   /* FROM_… */
    bool not_in_query, not_in_body;
    bool last_wins; /* of ids that differ the last one acts */
    bool all_act;   /* each of them */
};

struct entities_defects {
    bool always, never;               /* whatever was asked */
    bool null_instead, empty_instead; /* of leaving them out */
    bool only_if_true;                /* absent means false */
    bool any_value_omits;             /* any word, also true */
    bool t_is_false, one_is_false;
    bool only_from_query, only_from_body;
    bool user_too, extended_too; /* go as well */
    int other_word_status;       /* words but true, false, t, 1 are refused with this */
};

struct effect_defects {
    bool none;      /* 200, and nothing happens */
    bool all_likes; /* every like of the account goes */
    bool everyone;  /* everybody's like of the status goes */
    bool deletes_status;
    bool toggles;       /* what is not liked is liked */
    bool second_user;   /* another user's like goes instead */
    bool neighbour_too; /* the like with the nearest id goes as well */
    bool latest_instead, oldest_too;
    bool stays_in_list;
    bool only_in_list; /* gone from the list, but favorited still */
    bool once_only;    /* liked again after an un-like, it can not be un-liked again */
    bool first_answer_again; /* a second un-like of the same id gets the answer of the
                                first */
    bool second_dies;        /* … or none */
    int32_t delay_ms;        /* the effect comes so much later; negative: never */
    int32_t returns_ms;      /* and is undone so much later */
    int32_t race_ms;  /* within this time a further un-like finds the like still there */
    enum reason then; /* acts, and then answers with this */
};

/* Bodies of a refusal other than the recorded one. */
enum refusal_body {
    REFUSAL_RECORDED,
    REFUSAL_EMPTY,
    REFUSAL_TEXT,
    REFUSAL_HTML,
    REFUSAL_V1,            /* {"error","request"} */
    REFUSAL_ERRORS_STRING, /* {"errors":"…"} */
    REFUSAL_TWICE,         /* two documents */
    REFUSAL_CODE_STRING,
    REFUSAL_CODE_MISSING,
    REFUSAL_MESSAGE_MISSING,
    REFUSAL_MESSAGE_NUMBER,
    REFUSAL_NO_ERRORS, /* {"errors":[]} */
    REFUSAL_STATUS,    /* the status, favorited false */
    REFUSAL_NULL,
    REFUSAL_LIST,   /* [] */
    REFUSAL_OBJECT, /* {"errors":{"code":…}} */
    REFUSAL_TRUNCATED,
};

/* What an answer tells that it must not. */
enum leak {
    LEAK_NONE,
    LEAK_KEY,             /* the signing key, in the message */
    LEAK_BASE_STRING,     /* the expected base string with the key before it */
    LEAK_TOKEN_SECRET,    /* in a header */
    LEAK_CONSUMER_SECRET, /* percent-encoded in the message */
};

struct refusal_defects {
    uint64_t when; /* BECAUSE(…); 0: nothing below applies */
    int status;
    enum refusal_body body;
    const char *content_type; /* "": none */
    const char *location;
    bool no_challenge, acts, dies;
    int code;
    enum leak leak;
};

enum answer_body {
    ANSWER_STATUS,
    ANSWER_EMPTY,
    ANSWER_IS_LIST,
    ANSWER_OTHER_STATUS,
    ANSWER_TEXT
};

enum { DEFECT_HEADERS_MAX = 3, DEFECT_EDITS_MAX = 8 };

/* The answer to an un-like that succeeded. */
struct answer_defects {
    int status;
    enum answer_body body;
    const char *text;         /* with ANSWER_TEXT */
    const char *content_type; /* "": none */
    struct {
        const char *name, *value;
    } headers[DEFECT_HEADERS_MAX];
    bool favorited_stays;
    struct edit edits[DEFECT_EDITS_MAX];
    const char *before, *inside,
        *after;   /* bytes before the text, behind its first {, behind it */
    uint16_t cut; /* so many bytes fewer at the end */
};

struct wire_defects {
    int32_t length_delta;  /* added to Content-Length */
    bool length_in_points; /* Content-Length counts code points */
    bool dies;             /* closes without an answer */
    bool resets;
    bool no_date;
    const char *date;
    bool head_body;
    bool closes_silently; /* after each answer, without saying so: pipelined requests are
                             lost */
    bool first_answer_again; /* a second request on a connection gets the answer of the
                                first */
    bool dies_after_garbage; /* after bytes that are no request the next request is
                                dropped */
    int no_length_status;    /* POST with an empty body and no Content-Length */
    int zero_length_status;  /* … or with Content-Length: 0 */
    int chunked_status;      /* a chunked request body */
    bool chunked_dies;
    int expect_status; /* Expect: 100-continue */
    int large_status;  /* more than 4,096 bytes of query, body or a header */
    bool large_dies;
    bool error_on_kept; /* 500 for every second request on a connection */
};

struct defects {
    uint32_t overlooked;        /* violations (oauth/verify.h) that are not seen */
    struct oauth_recipe recipe; /* how the signature is verified */
    struct routing_defects routing;
    struct auth_defects auth;
    struct clock_defects clock;
    struct nonce_defects nonce;
    struct id_defects id;
    struct entities_defects entities;
    struct effect_defects effect;
    struct refusal_defects refusal;
    struct answer_defects answer;
    struct wire_defects wire;
};

#endif
