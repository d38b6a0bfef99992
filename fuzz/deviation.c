#include "fuzz/deviation.h"

#include <stddef.h>

static const struct deviation {
    const char *name;
    struct oauth_recipe recipe;
} deviations[] = {
    { "hex-lower", { .hex_lower = OAUTH_AT_PAIRS } },
    { "space-plus", { .space_plus = OAUTH_AT_PAIRS } },
    { "tilde", { .tilde_encoded = OAUTH_AT_PAIRS } },
    { "raw", { .pairs_raw = OAUTH_PAIRS_ALL } },
    { "twice", { .pairs_twice = OAUTH_PAIRS_ALL } },
    { "unsorted", { .sort = OAUTH_SORT_NONE } },
    { "sorted-decoded", { .sort = OAUTH_SORT_DECODED } },
    { "sorted-joined", { .sort = OAUTH_SORT_JOINED } },
    { "collapsed", { .collapse = OAUTH_COLLAPSE_LAST } },
    { "no-query", { .query_out = 1 } },
    { "no-body", { .body_out = 1 } },
    { "method-lower", { .method = OAUTH_METHOD_LOWER } },
    { "method-get", { .method = OAUTH_METHOD_GET } },
    { "scheme-http", { .scheme = OAUTH_SCHEME_HTTP } },
    { "port-kept", { .port = OAUTH_PORT_KEEP_DEFAULT } },
    { "port-dropped", { .port = OAUTH_PORT_DROP } },
    { "path-v1", { .path = OAUTH_PATH_V1 } },
    { "query-kept", { .query_kept = OAUTH_QUERY_AS_SENT } },
    { "no-token-secret", { .key = OAUTH_KEY_NO_TOKEN_SECRET } },
    { "no-ampersand", { .key = OAUTH_KEY_NO_AMPERSAND } },
    { "secrets-raw", { .key = OAUTH_KEY_NOT_ENCODED } },
    { "sha256", { .digest = OAUTH_DIGEST_HMAC_SHA256 } },
    { "swapped", { .digest = OAUTH_DIGEST_SWAPPED } },
    { "hex", { .output = OAUTH_OUTPUT_HEX } },
    { "no-version", { .version_out = 1 } },
};

/* clang-format off */
#define FIELD(name, most) { #name, offsetof(struct oauth_recipe, name), most }
/* clang-format on */

/* The fields of a recipe with the largest number that each knows. */
static const struct {
    const char *name;
    size_t at;
    unsigned most;
} fields[] = {
    FIELD(space_plus, 15),    FIELD(hex_lower, 15),
    FIELD(tilde_encoded, 15), FIELD(reserved_at, 15),
    FIELD(reserved_kept, 31), FIELD(pairs_raw, 7),
    FIELD(pairs_twice, 7),    FIELD(pairs_only, 7),
    FIELD(string_raw, 9),     FIELD(url_raw, 9),
    FIELD(pairs_left, 9),     FIELD(string_twice, 1),
    FIELD(url_twice, 1),      FIELD(base_twice, 1),
    FIELD(latin1, 7),         FIELD(nfd, 2),
    FIELD(sort, 21),          FIELD(collapse, 7),
    FIELD(query_out, 1),      FIELD(body_out, 1),
    FIELD(other_body_in, 6),  FIELD(empty_out, 3),
    FIELD(signature_in, 3),   FIELD(realm_in, 2),
    FIELD(version_out, 1),    FIELD(version_in, 2),
    FIELD(token_out, 1),      FIELD(oauth_only, 1),
    FIELD(entities_out, 1),   FIELD(id_out, 1),
    FIELD(method, 41),        FIELD(scheme, 2),
    FIELD(port, 7),           FIELD(path, 63),
    FIELD(path_then, 63),     FIELD(host_upper, 2),
    FIELD(host_other, 1),     FIELD(query_kept, 2),
    FIELD(fragment_kept, 1),  FIELD(method_ignored, 1),
    FIELD(host_ignored, 1),   FIELD(key, 9),
    FIELD(digest, 8),         FIELD(output, 7),
};

static bool find(struct oauth_recipe *out, struct span name)
{
    for (size_t i = 0; i < sizeof(deviations) / sizeof(deviations[0]); i++)
        if (span_eq_str(name, deviations[i].name)) {
            *out = deviations[i].recipe;
            return true;
        }
    return false;
}

static unsigned number(struct span digits)
{
    unsigned value = 0;

    for (size_t i = 0; i < digits.len && i < 4; i++)
        value = value * 10 + ((unsigned char)digits.p[i] & 15);
    return value;
}

static bool set(struct oauth_recipe *out, struct span word)
{
    struct span name, value;

    span_cut(word, '=', &name, &value);
    for (size_t i = 0; value.p && i < sizeof(fields) / sizeof(fields[0]); i++)
        if (span_eq_str(name, fields[i].name)) {
            ((uint8_t *)out)[fields[i].at] =
                (uint8_t)(number(value) % (fields[i].most + 1));
            return true;
        }
    return false;
}

bool deviation_read(struct oauth_recipe *out, struct span text)
{
    struct span word, rest = text;
    bool any = false;

    if (find(out, text))
        return true;
    *out = (struct oauth_recipe){ 0 };
    while (rest.p) {
        span_cut(rest, ' ', &word, &rest);
        any = set(out, word) || any;
    }
    return any;
}

/* clang-format off */
#define SUSPECTS(name, from, to) \
    { offsetof(struct oauth_recipe, name), 1, UINT8_MAX, OAUTH_MISTAKE_##from, OAUTH_MISTAKE_##to }
#define SUSPECT(name, mistake) SUSPECTS(name, mistake, mistake)
#define KEY(least, most, mistake) \
    { offsetof(struct oauth_recipe, key), OAUTH_KEY_##least, OAUTH_KEY_##most, \
      OAUTH_MISTAKE_##mistake, OAUTH_MISTAKE_##mistake }
/* clang-format on */

/* What a value of a field is explained by: mistakes from one to another in their order.
 */
static const struct {
    size_t at;
    uint8_t least, most;
    enum oauth_mistake from, to;
} suspects_of[] = {
    SUSPECT(space_plus, ENCODE_SPACE_AS_PLUS),
    SUSPECT(hex_lower, ENCODE_LOWERCASE_HEX),
    SUSPECT(tilde_encoded, ENCODE_TILDE),
    SUSPECT(reserved_at, ENCODE_RESERVED_KEPT),
    SUSPECT(pairs_raw, ENCODE_VALUES_RAW),
    SUSPECT(pairs_twice, ENCODE_TWICE),
    SUSPECT(string_raw, ENCODE_PARAMETERS_NOT_REENCODED),
    SUSPECT(url_raw, ENCODE_URL_RAW),
    SUSPECT(pairs_left, ENCODE_VALUES_RAW),
    SUSPECT(string_twice, ENCODE_TWICE),
    SUSPECT(url_twice, ENCODE_TWICE),
    SUSPECT(base_twice, ENCODE_TWICE),
    SUSPECT(latin1, ENCODE_LATIN1),
    SUSPECT(nfd, ENCODE_UNICODE_NFD),
    SUSPECTS(sort, SORT_MISSING, SORT_JOINED),
    SUSPECT(collapse, DUPLICATE_COLLAPSED),
    SUSPECT(query_out, QUERY_MISSING),
    SUSPECT(body_out, BODY_MISSING),
    SUSPECT(other_body_in, BODY_NOT_FORM_INCLUDED),
    SUSPECT(empty_out, EMPTY_VALUE_DROPPED),
    SUSPECT(signature_in, SIGNATURE_INCLUDED),
    SUSPECT(realm_in, REALM_INCLUDED),
    SUSPECT(version_out, VERSION_MISSING),
    SUSPECT(version_in, VERSION_ADDED),
    SUSPECT(token_out, TOKEN_MISSING),
    SUSPECT(oauth_only, PARAMETERS_UNSIGNED),
    SUSPECT(entities_out, INCLUDE_ENTITIES_UNSIGNED),
    SUSPECT(id_out, ID_SIGNED_DIFFERS),
    SUSPECTS(method, METHOD_LOWERCASE, METHOD_OTHER),
    SUSPECT(method_ignored, METHOD_OTHER),
    SUSPECT(scheme, URL_SCHEME_OTHER),
    SUSPECTS(port, URL_DEFAULT_PORT_KEPT, URL_PORT_DROPPED),
    SUSPECTS(path, URL_VERSION_OTHER, URL_TRAILING_SLASH),
    SUSPECTS(path_then, URL_VERSION_OTHER, URL_TRAILING_SLASH),
    SUSPECT(host_upper, URL_HOST_UPPERCASE),
    SUSPECT(host_other, URL_HOST_OTHER),
    SUSPECT(host_ignored, URL_HOST_OTHER),
    SUSPECT(query_kept, URL_QUERY_KEPT),
    SUSPECT(fragment_kept, URL_FRAGMENT_KEPT),
    KEY(NO_TOKEN_SECRET, NO_TOKEN_SECRET, KEY_TOKEN_SECRET_MISSING),
    KEY(NO_AMPERSAND, NO_AMPERSAND, KEY_AMPERSAND_MISSING),
    KEY(SWAPPED, SWAPPED, KEY_SECRETS_SWAPPED),
    KEY(NOT_ENCODED, NOT_ENCODED, KEY_SECRETS_NOT_ENCODED),
    KEY(CONSUMER_KEY, BOTH_PUBLIC, KEY_CONSUMER_KEY_FOR_SECRET),
    KEY(SPACE_AFTER, NEWLINE_AFTER, KEY_SECRET_WHITESPACE),
    SUSPECT(digest, DIGEST_PLAIN_SHA1),
    SUSPECT(digest, KEY_BASE_STRING_SWAPPED),
};

void deviation_suspect(bool suspects[OAUTH_MISTAKE_COUNT], struct span text)
{
    struct span word, rest = text;
    struct oauth_recipe recipe;

    deviation_read(&recipe, text);
    for (size_t i = 0; i < sizeof(suspects_of) / sizeof(*suspects_of); i++) {
        uint8_t value = ((const uint8_t *)&recipe)[suspects_of[i].at];

        if (value >= suspects_of[i].least && value <= suspects_of[i].most)
            for (int m = suspects_of[i].from; m <= (int)suspects_of[i].to; m++)
                suspects[m] = true;
    }
    while (rest.p) {
        enum oauth_mistake mistake;

        span_cut(rest, ' ', &word, &rest);
        mistake = oauth_mistake_find(word);
        if (mistake != OAUTH_MISTAKE_NONE)
            suspects[mistake] = true;
    }
}
