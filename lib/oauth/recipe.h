/* How a signature is made, step by step. The zero recipe is RFC 5849; every field that is
 * not zero is one deviation. One type serves four readers: a case of the suite signs with
 * a deviation, a mutant of the reference server verifies with one, the autopsy tries them
 * all, and the broken fixture clients are described by them.
 *
 * Every field is one byte so that two recipes that touch different fields can be merged.
 */
#ifndef FAVSPEC_OAUTH_RECIPE_H
#define FAVSPEC_OAUTH_RECIPE_H

#include "base/span.h"

enum oauth_sort {
    OAUTH_SORT_RFC,  /* by encoded name, then encoded value, in bytes */
    OAUTH_SORT_NONE, /* as sent: query, body, header */
    OAUTH_SORT_NONE_HEADER_FIRST,
    OAUTH_SORT_BY_NAME, /* equal names stay in the order sent */
    OAUTH_SORT_DECODED, /* by decoded names and values */
    OAUTH_SORT_NOCASE,
    OAUTH_SORT_JOINED, /* by the joined name=value */
    /* Further readings, for the autopsy. */
    OAUTH_SORT_NONE_QUERY_HEADER_BODY,
    OAUTH_SORT_NONE_BODY_QUERY_HEADER,
    OAUTH_SORT_NONE_BODY_HEADER_QUERY,
    OAUTH_SORT_NONE_HEADER_BODY_QUERY,
    OAUTH_SORT_NOCASE_NAMES,  /* case ignored in names, equal names as sent */
    OAUTH_SORT_NOCASE_VALUES, /* case ignored in names, equal names by value with case */
    OAUTH_SORT_NOCASE_UPPER,  /* compared in upper case, so that `_` stands after letters
                               */
    OAUTH_SORT_RFC_FIRST,     /* as RFC 5849 encodes, whatever the encoding then is */
    OAUTH_SORT_BY_NAME_LAST_FIRST, /* equal names in reverse of the order sent */
    OAUTH_SORT_BY_NAME_BODY_FIRST, /* equal names as sent, the body's before the query's
                                    */
    OAUTH_SORT_DECODED_NAMES,      /* by decoded names, equal names as sent */
    OAUTH_SORT_JOINED_DECODED,
    OAUTH_SORT_NOCASE_JOINED,
    OAUTH_SORT_NOCASE_UPPER_NAMES,       /* equal names as sent */
    OAUTH_SORT_NOCASE_UPPER_THEN_VALUES, /* equal names by value with case */
};
/* One of several parameters with the same name is kept: by the order sent, or by value.
 */
enum oauth_collapse {
    OAUTH_COLLAPSE_NO,
    OAUTH_COLLAPSE_FIRST,
    OAUTH_COLLAPSE_LAST,
    OAUTH_COLLAPSE_SMALLEST,
    OAUTH_COLLAPSE_LARGEST,
    OAUTH_COLLAPSE_FIRST_BODY, /* the body's before the query's */
    OAUTH_COLLAPSE_LAST_BODY,
    OAUTH_COLLAPSE_SAME, /* of those alone that have the same value too */
};
/* pairs_raw, pairs_twice: which texts are encoded once too little or too often;
 * pairs_only: to which of them the other deviations of the encoder of names and values
 * are limited. */
enum oauth_pairs {
    OAUTH_PAIRS_ALL = 1,
    OAUTH_PAIRS_NAMES,
    OAUTH_PAIRS_VALUES,
    OAUTH_PAIRS_REQUEST, /* of parameters that are not oauth_ */
    OAUTH_PAIRS_OAUTH,   /* of oauth_ parameters */
    OAUTH_PAIRS_REQUEST_VALUES,
    OAUTH_PAIRS_OAUTH_VALUES,
};
enum oauth_latin1 {
    OAUTH_LATIN1_UTF8_ELSE = 1, /* characters above U+00FF stay UTF-8 */
    OAUTH_LATIN1_MARK_ELSE,     /* … become a question mark */
    OAUTH_LATIN1_DROP_ELSE,     /* … are left out */
    OAUTH_LATIN1_ENTITY_ELSE,   /* … become &#8364; as in a browser's form */
    OAUTH_LATIN1_WINDOWS,       /* Windows-1252, anything else a question mark */
    OAUTH_LATIN1_ESCAPE,        /* %E9, %u20AC: JavaScript's escape() */
    OAUTH_LATIN1_UNICODE,       /* %u00E9, %u20AC */
};
/* Characters that an encoder leaves raw beside the unreserved ones. */
enum oauth_left_raw {
    OAUTH_LEFT_ALL = 1, /* it does not encode at all: url_raw and string_raw alone */
    OAUTH_LEFT_SLASH,
    OAUTH_LEFT_SLASH_COLON,
    OAUTH_LEFT_COLON,
    OAUTH_LEFT_URI, /* what encodeURI leaves */
    OAUTH_LEFT_AMPERSAND,
    OAUTH_LEFT_EQUALS,
    OAUTH_LEFT_SEPARATORS, /* & and = */
    OAUTH_LEFT_PERCENT,
};
/* Both cover the letters that recipe_nfd.c lists. */
enum oauth_normal_form { OAUTH_NFD = 1, OAUTH_NFC };
enum oauth_body_in {
    OAUTH_BODY_BY_TYPE =
        1,              /* members of a JSON object, fields of a multipart, else a form */
    OAUTH_BODY_AS_FORM, /* the text split as a form, whatever it is */
    /* By type, with other words for true, false and null of JSON. */
    OAUTH_BODY_PYTHON,     /* True, False, None */
    OAUTH_BODY_PHP,        /* 1, nothing, null left out */
    OAUTH_BODY_BITS,       /* 1, 0, nothing */
    OAUTH_BODY_EMPTY_NULL, /* true, false, nothing */
};
enum oauth_signature_in {
    OAUTH_SIGNATURE_EMPTY = 1, /* oauth_signature takes part without a value */
    OAUTH_SIGNATURE_LISTED,    /* … with the value that the list holds */
    OAUTH_SIGNATURE_LAST, /* without a value, after all others when nothing is sorted */
};
/* The header's realm where it stood, or LAST as above. */
enum oauth_realm_in { OAUTH_REALM_LISTED = 1, OAUTH_REALM_LAST };
/* An oauth_version=1.0 that was not sent; LAST as above. */
enum oauth_version_in { OAUTH_VERSION_ADDED = 1, OAUTH_VERSION_LAST };
enum oauth_empty_out {
    OAUTH_EMPTY_ALL = 1,
    OAUTH_EMPTY_REQUEST,      /* of parameters that are not oauth_ */
    OAUTH_EMPTY_NOT_ENTITIES, /* all but include_entities */
};
enum oauth_host_case {
    OAUTH_HOST_AS_SENT = 1, /* not lowered */
    OAUTH_HOST_UPPER,       /* all in upper case */
};
enum oauth_query_kept {
    OAUTH_QUERY_AS_SENT = 1,
    OAUTH_QUERY_NO_OAUTH, /* without its oauth_ parameters */
};
enum oauth_method_form {
    OAUTH_METHOD_SENT,
    OAUTH_METHOD_LOWER,
    OAUTH_METHOD_OTHER, /* GET for POST, POST for anything else */
    OAUTH_METHOD_GET,
    OAUTH_METHOD_POST,
    OAUTH_METHOD_PUT,
    OAUTH_METHOD_DELETE,
    OAUTH_METHOD_HEAD,
    OAUTH_METHOD_PATCH,
    OAUTH_METHOD_OPTIONS,
    OAUTH_METHOD_LOWER_OF = 32, /* + another form, in lower case */
};
enum oauth_scheme_form { OAUTH_SCHEME_SENT, OAUTH_SCHEME_HTTP, OAUTH_SCHEME_HTTPS };
enum oauth_port_form {
    OAUTH_PORT_RFC,          /* default port dropped, any other kept */
    OAUTH_PORT_KEEP_DEFAULT, /* :80 or :443 written out */
    OAUTH_PORT_DROP,         /* every port dropped */
    OAUTH_PORT_DEFAULT,      /* the default port in place of the port called */
    OAUTH_PORT_TWICE,        /* host:port:port, a real server's defect */
    OAUTH_PORT_80,           /* in place of any port, whatever the scheme */
    OAUTH_PORT_443,
    OAUTH_PORT_SENT, /* as called, or as given with another host; none stays none */
};
enum oauth_path_form {
    OAUTH_PATH_SENT,
    OAUTH_PATH_V1,        /* /1/ for /1.1/ */
    OAUTH_PATH_V11,       /* /1.1/ for /1/ */
    OAUTH_PATH_NO_PREFIX, /* /1.1 or /1 left out */
    OAUTH_PATH_NO_SUFFIX, /* .json left out */
    OAUTH_PATH_SLASH_ADDED,
    OAUTH_PATH_SLASH_DROPPED,
    OAUTH_PATH_SLASH_DOUBLED,   /* the last one when the path ends with it, else the one
                                 * after   the first segment */
    OAUTH_PATH_IGNORED,         /* any path is signed as / */
    OAUTH_PATH_SLASHES_SINGLE,  /* doubled slashes made one */
    OAUTH_PATH_LAST_TWO,        /* /favorites/destroy.json, whatever stands before */
    OAUTH_PATH_DOUBLED_AT = 32, /* + n: the n-th slash from the left, counted from 0 */
};
enum oauth_key_form {
    OAUTH_KEY_RFC,
    OAUTH_KEY_NO_TOKEN_SECRET,
    OAUTH_KEY_NO_AMPERSAND,
    OAUTH_KEY_SWAPPED,
    OAUTH_KEY_NOT_ENCODED,
    OAUTH_KEY_CONSUMER_KEY, /* the consumer key where its secret belongs */
    OAUTH_KEY_TOKEN,        /* the token where its secret belongs */
    OAUTH_KEY_BOTH_PUBLIC,  /* consumer key and token where the secrets belong */
    OAUTH_KEY_SPACE_AFTER, /* white space round a secret: further readings in autopsy.c */
    OAUTH_KEY_NEWLINE_AFTER,
};
enum oauth_digest_form {
    OAUTH_DIGEST_HMAC_SHA1,
    OAUTH_DIGEST_HMAC_SHA256,
    OAUTH_DIGEST_PLAIN_SHA1,
    OAUTH_DIGEST_SWAPPED,             /* key and text in the wrong order */
    OAUTH_DIGEST_PLAIN_SHA1_TEXT_KEY, /* text first, then key; PLAIN_SHA1 is key, then
                                         text */
    OAUTH_DIGEST_PLAIN_SHA1_TEXT,     /* the text alone */
    OAUTH_DIGEST_SWAPPED_SHA256,
    OAUTH_DIGEST_PLAIN_SHA1_JOINED,      /* key & text */
    OAUTH_DIGEST_PLAIN_SHA1_TEXT_JOINED, /* text & key */
};
enum oauth_output_form {
    OAUTH_OUTPUT_BASE64,
    OAUTH_OUTPUT_HEX,
    OAUTH_OUTPUT_BASE64_OF_HEX,
    OAUTH_OUTPUT_BASE64URL,
    OAUTH_OUTPUT_BASE64_UNPADDED,
    OAUTH_OUTPUT_BASE64URL_UNPADDED,
    OAUTH_OUTPUT_HEX_UPPER,
    OAUTH_OUTPUT_BASE64_OF_HEX_UPPER,
};
/* Where an encoder stands: names and values, the parameter string as a whole, the URL,
 * the secrets in the key. In
 * the last two, space_plus turns a space that is encoded already (%20) into a raw `+`
 * too. */
enum { OAUTH_AT_PAIRS = 1, OAUTH_AT_STRING = 2, OAUTH_AT_URL = 4, OAUTH_AT_KEY = 8 };

struct oauth_recipe {
    /* encoding: each a set of OAUTH_AT_… */
    uint8_t space_plus, hex_lower, tilde_encoded;
    uint8_t reserved_at;   /* where … */
    uint8_t reserved_kept; /* … these of ! * ' ( ) stay raw: bits 0 to 4 in this order */
    uint8_t pairs_raw, pairs_twice, pairs_only;
    uint8_t string_raw, url_raw, pairs_left; /* enum oauth_left_raw */
    uint8_t string_twice, url_twice;
    uint8_t base_twice; /* the whole base string encoded once more */
    uint8_t latin1; /* UTF-8 characters up to U+00FF become one octet before encoding */
    uint8_t nfd;
    /* which parameters */
    uint8_t sort, collapse;
    uint8_t query_out, body_out, other_body_in, empty_out, signature_in, realm_in;
    uint8_t version_out, version_in, token_out, oauth_only, entities_out;
    uint8_t id_out;
    /* method and URL */
    uint8_t method, scheme, port, path;
    uint8_t
        path_then; /* a second enum oauth_path_form, applied to what the first gives */
    uint8_t host_upper, host_other; /* host_other: 1 + index into the caller's list */
    uint8_t query_kept, fragment_kept;
    uint8_t method_ignored; /* POST, whatever was sent */
    uint8_t host_ignored;   /* the first of the caller's hosts, whatever was called */
    /* key and digest */
    uint8_t key, digest, output;
};

#endif
