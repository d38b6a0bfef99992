/* The features of a text that should be JSON, found in its octets and so also in one that
 * does not parse. */
#include "fuzz/host/quirks.h"
#include "json/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static bool is_integer(struct span token)
{
    for (size_t i = token.p[0] == '-'; i < token.len; i++)
        if (token.p[i] < '0' || token.p[i] > '9')
            return false;
    return true;
}

static bool outside(struct span digits, const char *bound)
{
    size_t len = strlen(bound);

    return digits.len > len || (digits.len == len && memcmp(digits.p, bound, len) > 0);
}

static uint64_t number_features(struct span token)
{
    bool negative = token.p[0] == '-';
    struct span digits = span_from(token, negative);
    char text[400];
    double value;

    if (is_integer(token))
        return (outside(digits, "9007199254740992") ? FAV_QUIRK_ID_53 : 0) |
               (outside(digits, "9223372036854775807") ? FAV_QUIRK_ID_63 : 0) |
               (digits.len > 300 ? FAV_QUIRK_RANGE : 0);
    if (token.len >= sizeof(text))
        return FAV_QUIRK_RANGE | FAV_QUIRK_FRACTION;
    memcpy(text, token.p, token.len);
    text[token.len] = '\0';
    errno = 0;
    value = strtod(text, NULL);
    return FAV_QUIRK_FRACTION | (isinf(value) || errno == ERANGE ? FAV_QUIRK_RANGE : 0);
}

/* A run of characters that numbers are made of. */
static size_t number_len(struct span s)
{
    size_t len = 0;

    while (len < s.len && s.p[len] && strchr("0123456789+-.eE", s.p[len]))
        len++;
    return len;
}

static uint64_t escape_features(struct span s)
{
    char digits[5] = { 0 };
    unsigned long unit;

    if (s.len < 6 || s.p[1] != 'u')
        return 0;
    memcpy(digits, s.p + 2, 4);
    unit = strtoul(digits, NULL, 16);
    if (unit == 0)
        return FAV_QUIRK_JSON_NUL;
    if (unit / 0x400 == 0x37)
        return FAV_QUIRK_SURROGATE;
    if (unit / 0x400 == 0x36) {
        if (s.len < 12 || s.p[6] != '\\' || s.p[7] != 'u')
            return FAV_QUIRK_SURROGATE;
        memcpy(digits, s.p + 8, 4);
        return strtoul(digits, NULL, 16) / 0x400 == 0x37 ? 0 : FAV_QUIRK_SURROGATE;
    }
    return 0;
}

/* A pair of surrogates is one escape of twelve characters. */
static size_t escape_len(struct span s, uint64_t features)
{
    if (s.len < 6 || s.p[1] != 'u')
        return 2;
    return !features && (s.p[2] | 0x20) == 'd' && strchr("89abAB", s.p[3]) ? 12 : 6;
}

static uint64_t octets(struct span text)
{
    uint64_t set = 0;
    size_t step;

    for (; text.len; text = span_from(text, step)) {
        step = 1;
        if (text.p[0] == '\\') {
            uint64_t here = escape_features(text);

            set |= here;
            step = escape_len(text, here);
        } else if (text.p[0] == '-' || (text.p[0] >= '0' && text.p[0] <= '9')) {
            step = number_len(text);
            set |= number_features(span_make(text.p, step));
        } else if (span_starts(text, SPAN("NaN")) || span_starts(text, SPAN("Inf"))) {
            set |= FAV_QUIRK_CONSTANT;
        }
    }
    return set;
}

uint64_t json_features(struct fav_in in)
{
    struct span text = span_make((const char *)in.p, in.n);
    enum json_error error = json_check(text, NULL);

    return octets(text) | (features_utf8(text) ? 0 : FAV_QUIRK_JSON_UTF8) |
           (error == JSON_DEPTH ? FAV_QUIRK_DEEP : 0) |
           (error == JSON_DUPLICATE ? FAV_QUIRK_TWICE : 0) |
           (span_starts(text, SPAN("\xEF\xBB\xBF")) ? FAV_QUIRK_BOM : 0);
}
