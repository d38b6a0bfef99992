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
