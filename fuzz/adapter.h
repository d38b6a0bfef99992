/* The adapter interface, version 1: how a signer, a verifier or a parser that is not ours
 * is fuzzed against ours. C99; nothing else of the project is needed. A new version is a
 * new number, and this one stays.
 *
 * An adapter is one `struct fav_adapter` with the functions that it can offer; the others
 * are NULL. It comes in as an object file (cmake -DFAVSPEC_ADAPTER=mine.c), as a shared
 * object (FAVSPEC_ADAPTER=./mine.so) or, in any language, as a process that reads and
 * writes frames (FAVSPEC_ADAPTER_COMMAND="python3 mine.py"); docs/FUZZ-YOUR-OWN.md.
 *
 * - Nothing allocated crosses the line: the harness owns every byte it hands over, and
 *   takes the answer out of the slots that it gave. Pointers must not be kept.
 * - Nothing is NUL-terminated, and a byte may have any value.
 * - Everything is an argument: no clock, no randomness, no state from call to call. The
 *   same call gives the same bytes (checked).
 * - No exit, no signal handler, nothing on standard output. */
#ifndef FAVSPEC_ADAPTER_H
#define FAVSPEC_ADAPTER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FAV_ADAPTER_ABI 1u

/* Borrowed bytes. `p` NULL: there is no such value; an empty value has a pointer. */
struct fav_in {
    const uint8_t *p;
    size_t n;
};

/* A slot for an answer: room for `cap` bytes at `p`. The callee sets `n` to the bytes
 * that the answer has, also when they do not fit; left alone, the field is not offered
 * and not compared. */
struct fav_out {
    uint8_t *p;
    size_t cap;
    size_t n;
};
#define FAV_NOT_OFFERED ((size_t)-1)

enum fav_result {
    FAV_OK = 0,
    FAV_REJECT = 1,  /* this input is refused: a verdict, and compared */
    FAV_NOSPACE = 2, /* some slot is too small; its `n` says how much is needed */
    FAV_SKIP = 3,    /* cannot be asked that; counted, and too many fail the run */
    FAV_BROKEN = 4   /* the adapter itself is in trouble; ends the run */
};

/* A request to be signed: POST, absolute URL with its query, Content-Type and body. The
 * OAuth parameters of the header are exactly these six: consumer key, nonce,
 * oauth_signature_method=HMAC-SHA1, timestamp, token (left out where absent) and
 * oauth_version=1.0. For verifying, nonce and timestamp are absent. */
struct fav_request {
    uint32_t size; /* of this struct, as everywhere below */
    struct fav_in method, url, content_type, body;
    struct fav_in consumer_key, consumer_secret, token, token_secret;
    struct fav_in nonce, timestamp;
};

/* `signature` is the base64 text; `header` a value for Authorization, in any order and
 * spelling. At least one of the three is needed. */
struct fav_signed {
    uint32_t size;
    struct fav_out base_string, signature, header;
};

/* A status document. Bits of `known`: what the adapter can tell at all; bits of
 * `present`: what stands in the document with its right type. REJECT: the text is no JSON
 * object by RFC 8259 with unique names. */
#define FAV_HAS_ID 1u
#define FAV_HAS_FAVORITED 2u
struct fav_status {
    uint32_t size;
    uint32_t known, present;
    uint32_t favorited; /* 0 or 1 */
    uint64_t id;        /* an integer from 0 to 2^64-1, exactly */
    struct fav_out id_str, text, user_id_str;
    /* A slot whose member is missing or no string: n = FAV_NO_MEMBER. */
};
#define FAV_NO_MEMBER ((size_t)-2)

/* An error document {"errors":[{"code":N,"message":"…"}]}. REJECT: the body is no JSON
 * object, or its `errors` no array that begins with an object. A code is an integer that
 * fits into 64 bits, signed. */
#define FAV_HAS_CODE 1u
struct fav_error {
    uint32_t size;
    uint32_t known, present;
    int64_t code;
    struct fav_out message;
};

/* Documented deviations. A quirk is a filter: inputs with that feature are not given to
 * the adapter, they are counted, and a quirk that takes more than a fifth of all inputs
 * fails the run. The names in brackets are what a coprocess says. */
#define FAV_QUIRK(bit) ((uint64_t)1 << (bit))
#define FAV_QUIRK_URL_CASE FAV_QUIRK(0)     /* [url-case] capitals in scheme or host */
#define FAV_QUIRK_DEFAULT_PORT FAV_QUIRK(1) /* [default-port] http :80, https :443 */
#define FAV_QUIRK_ODD_PORT FAV_QUIRK(2)     /* [odd-port] empty, 0, leading zeros */
#define FAV_QUIRK_PORT_TEXT FAV_QUIRK(3)    /* [port-text] :80/ that is no default port */
#define FAV_QUIRK_EMPTY_PATH FAV_QUIRK(4)   /* [empty-path] nothing behind the host */
#define FAV_QUIRK_USER_INFO FAV_QUIRK(5)    /* [user-info] user@host */
#define FAV_QUIRK_FRAGMENT FAV_QUIRK(6)     /* [fragment] # */
#define FAV_QUIRK_IPV6 FAV_QUIRK(7)         /* [ipv6] a host in brackets */
#define FAV_QUIRK_METHOD_CASE FAV_QUIRK(8)  /* [method-case] a method in small letters */
#define FAV_QUIRK_ODD_PATH FAV_QUIRK(9)     /* [odd-path] dots, // or ; in the path */
#define FAV_QUIRK_QUESTION FAV_QUIRK(10)    /* [question] a second ?, or one in a body */
#define FAV_QUIRK_EQUALS FAV_QUIRK(11)      /* [equals] = in a value of the query */
#define FAV_QUIRK_EMPTY_PAIR FAV_QUIRK(12)  /* [empty-pair] && or & at an end */
#define FAV_QUIRK_NO_EQUALS FAV_QUIRK(13)   /* [no-equals] a name without = */
#define FAV_QUIRK_EMPTY_NAME FAV_QUIRK(14)  /* [empty-name] =value */
#define FAV_QUIRK_SEMICOLON FAV_QUIRK(15)   /* [semicolon] ; in query or body */
#define FAV_QUIRK_PLUS FAV_QUIRK(16)        /* [plus] + for a space, in the query */
#define FAV_QUIRK_NUL FAV_QUIRK(17)         /* [nul] %00 */
#define FAV_QUIRK_CONTROL FAV_QUIRK(18)     /* [control] %01 to %1F, %7F */
#define FAV_QUIRK_NOT_UTF8 FAV_QUIRK(19)    /* [not-utf8] bytes that are not UTF-8 */
#define FAV_QUIRK_DELIMITER FAV_QUIRK(20)   /* [delimiter] an escaped = & or ? */
#define FAV_QUIRK_DUPLICATE FAV_QUIRK(21)   /* [duplicate] a name more than once */
#define FAV_QUIRK_OAUTH_NAME FAV_QUIRK(22)  /* [oauth-name] oauth_… in query or body */
#define FAV_QUIRK_SIGNATURE FAV_QUIRK(23)   /* [signature] oauth_signature… there */
#define FAV_QUIRK_LONG FAV_QUIRK(24)        /* [long] a text over 900 bytes */
#define FAV_QUIRK_NO_TOKEN FAV_QUIRK(25)    /* [no-token] absent or empty */
#define FAV_QUIRK_EMPTY_SECRET                                                           \
    FAV_QUIRK(26)                           /* [empty-secret] or an empty consumer key   \
                                             */
#define FAV_QUIRK_BOTH FAV_QUIRK(27)        /* [both] parameters in query and body */
#define FAV_QUIRK_EMPTY_VALUE FAV_QUIRK(28) /* [empty-value] name= */
#define FAV_QUIRK_NON_ASCII FAV_QUIRK(29)   /* [non-ascii] names or values beyond ASCII */
#define FAV_QUIRK_PREFIX FAV_QUIRK(30)      /* [prefix] a name that begins another */
#define FAV_QUIRK_RESERVED FAV_QUIRK(31)    /* [reserved] !*'() unescaped */
#define FAV_QUIRK_PLUS_BODY FAV_QUIRK(32)   /* [plus-body] + for a space, in the body */
#define FAV_QUIRK_NUMBER_NAME FAV_QUIRK(33) /* [number-name] a name of digits alone */
#define FAV_QUIRK_BODY_TYPE FAV_QUIRK(34)   /* [body-type] a body that is no form */
#define FAV_QUIRK_PATH_TEXT FAV_QUIRK(35)   /* [path-text] + or & in a path */
#define FAV_QUIRK_PROTO FAV_QUIRK(36) /* [proto] __proto__, constructor … as a name */
#define FAV_QUIRK_ESCAPED_NAME FAV_QUIRK(37) /* [escaped-name] an escape in a name */
#define FAV_QUIRK_EQUALS_BODY FAV_QUIRK(38)  /* [equals-body] = in a value of the body */
#define FAV_QUIRK_URL_TEXT FAV_QUIRK(39)     /* [url-text] :/ unescaped in the body */
/* Of documents. */
#define FAV_QUIRK_ID_53 FAV_QUIRK(40)     /* [id-53] an id above 2^53 */
#define FAV_QUIRK_ID_63 FAV_QUIRK(41)     /* [id-63] an integer beyond 64 bits, signed */
#define FAV_QUIRK_RANGE FAV_QUIRK(42)     /* [range] a number that no double holds */
#define FAV_QUIRK_JSON_NUL FAV_QUIRK(43)  /* [json-nul] \u0000 in a string */
#define FAV_QUIRK_TWICE FAV_QUIRK(44)     /* [twice] a name twice in an object */
#define FAV_QUIRK_DEEP FAV_QUIRK(45)      /* [deep] more than 64 levels */
#define FAV_QUIRK_SURROGATE FAV_QUIRK(46) /* [surrogate] a lone \uD800 to \uDFFF */
#define FAV_QUIRK_BOM FAV_QUIRK(47)       /* [bom] the text begins with U+FEFF */
#define FAV_QUIRK_JSON_UTF8 FAV_QUIRK(48) /* [json-utf8] bytes that are not UTF-8 */
#define FAV_QUIRK_CONSTANT FAV_QUIRK(49)  /* [constant] NaN or Infinity, bare */
#define FAV_QUIRK_FRACTION FAV_QUIRK(50)  /* [fraction] a number with . or e */

/* The version stays 1 while functions are added at the end: `size` says which an adapter
 * was built with, and those behind it count as not offered. */
struct fav_adapter {
    uint32_t abi;  /* FAV_ADAPTER_ABI */
    uint32_t size; /* sizeof(struct fav_adapter) */
    struct fav_in name, version;
    uint64_t quirks;
    int (*sign)(const struct fav_request *request, struct fav_signed *out);
    int (*verify)(const struct fav_request *request, struct fav_in authorization);
    int (*status)(struct fav_in json, struct fav_status *out);
    int (*error)(int32_t http_status, struct fav_in body, struct fav_error *out);
    /* Whether a document has a shape: a schema of JSON Schema 2020-12 (the keywords of
     * lib/json/schema.h, where an integer is written without fraction and exponent).
     * REJECT: it has not, or is no JSON. SKIP: not for schemas like this. */
    int (*shape)(struct fav_in schema, struct fav_in document);
};
/* What the first adapters of version 1 had: all but `shape`. */
#define FAV_ADAPTER_SIZE_FIRST offsetof(struct fav_adapter, shape)

/* What an adapter defines; each call returns the same one, which lives for ever. */
const struct fav_adapter *fav_adapter_v1(void);

/* A literal as fav_in, for `name` and `version`. */
#define FAV_TEXT(literal)                                                                \
    {                                                                                    \
        (const uint8_t *)(literal), sizeof(literal) - 1                                  \
    }

/* Puts an answer into its slot; returns FAV_OK, or FAV_NOSPACE when it does not fit. */
static inline int fav_put(struct fav_out *out, const void *p, size_t n)
{
    out->n = n;
    if (n > out->cap)
        return FAV_NOSPACE;
    if (n)
        memcpy(out->p, p, n);
    return FAV_OK;
}

#ifdef __cplusplus
}
#endif

#endif
