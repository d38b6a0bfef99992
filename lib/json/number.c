#include "json/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIGITS_MAX = 40, TEXT_MAX = 400 };

bool json_is_integer(struct span token)
{
    struct span digits = span_starts(token, SPAN("-")) ? span_from(token, 1) : token;
    if (digits.len == 0 || (digits.p[0] == '0' && token.len > 1))
        return false;
    for (size_t i = 0; i < digits.len; i++)
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return false;
    return true;
}

bool json_i64(struct span token, int64_t *out_value)
{
    bool negative = span_starts(token, SPAN("-"));
    uint64_t magnitude;
    if (!json_is_integer(token) ||
        !span_u64(negative ? span_from(token, 1) : token, &magnitude) ||
        magnitude > (uint64_t)INT64_MAX + negative)
        return false;
    *out_value = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return true;
}

/* What a conversion starts from. */
struct exact {
    double value;
    uint64_t low; /* modulo 2^64 */
    bool fits_i64;
};

static bool is_i64(struct span seen, int64_t value)
{
    int64_t number;
    return json_i64(seen, &number) && number == value;
}

static bool is_u64(struct span seen, uint64_t value)
{
    uint64_t number;
    return json_is_integer(seen) && span_u64(seen, &number) && number == value;
}

/* Writes `value` in so many significant digits, zeros after them, as JavaScript prints
 * it. */
static void positional(double value, int digits, char *out, size_t size)
{
    char text[TEXT_MAX];
    size_t len = 0;
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    const char *exponent = strchr(text, 'e');
    int places = exponent ? (int)strtol(exponent + 1, NULL, 10) : 0;
    for (const char *p = text; p < exponent && len + 1 < size; p++)
        if (*p != '.')
            out[len++] = *p;
    while ((int)len <= places && len + 1 < size)
        out[len++] = '0';
    out[len] = '\0';
}

static bool is_printed(struct span seen, double value, int digits_min, int digits_max)
{
    char text[TEXT_MAX];
    snprintf(text, sizeof text, "%.0f", value);
    bool found = span_eq_str(seen, text);
    for (int digits = digits_min; !found && digits <= digits_max; digits++) {
        positional(value, digits, text, sizeof text);
        found = span_eq_str(seen, text);
    }
    return found;
}

/* A token with a fraction or an exponent has been through a floating point number
 * already. */
static bool is_double(const struct exact *exact, struct span seen)
{
    char text[DIGITS_MAX + 1];
    if (json_is_integer(seen))
        return is_printed(seen, exact->value, 14, 17);
    if (seen.len == 0 || seen.len > DIGITS_MAX)
        return false;
    memcpy(text, seen.p, seen.len);
    text[seen.len] = '\0';
    double value = strtod(text, NULL);
    return fabs(value - exact->value) <= exact->value * 1e-5;
}

static bool is_float(const struct exact *exact, struct span seen)
{
    return is_printed(seen, (double)(float)exact->value, 6, 9);
}

static bool is_low_32_bits(uint32_t low, struct span seen)
{
    int64_t wrapped = low > INT32_MAX ? (int64_t)low - (INT64_C(1) << 32) : (int64_t)low;
    return is_i64(seen, wrapped) || is_u64(seen, low);
}

/* JavaScript's id | 0 makes 32 bits of the double. */
static bool is_32_bits(const struct exact *exact, struct span seen)
{
    if (exact->value <= INT32_MAX)
        return false;
    if (exact->fits_i64 && exact->value < 0x1p63 &&
        is_low_32_bits((uint32_t)(uint64_t)exact->value, seen))
        return true;
    return is_low_32_bits((uint32_t)exact->low, seen) || is_u64(seen, INT32_MAX) ||
           is_u64(seen, UINT32_MAX) || is_i64(seen, INT32_MIN);
}

static bool is_64_bits(const struct exact *exact, struct span seen)
{
    uint64_t low = exact->low;
    int64_t wrapped = low > INT64_MAX ? -(int64_t)(UINT64_MAX - low) - 1 : (int64_t)low;
    if (exact->fits_i64)
        return false;
    return is_i64(seen, wrapped) || is_u64(seen, low) || is_u64(seen, INT64_MAX) ||
           is_u64(seen, UINT64_MAX) || is_i64(seen, INT64_MIN);
}

static bool read_exact(struct span digits, char text[DIGITS_MAX + 1], struct exact *out)
{
    int64_t ignored;
    if (!json_is_integer(digits) || digits.p[0] == '-' || digits.len > DIGITS_MAX)
        return false;
    memcpy(text, digits.p, digits.len);
    text[digits.len] = '\0';
    *out = (struct exact){ .value = strtod(text, NULL),
                           .fits_i64 = json_i64(digits, &ignored) };
    for (size_t i = 0; i < digits.len; i++)
        out->low = out->low * 10 + (uint64_t)(digits.p[i] - '0');
    return true;
}

const char *json_explain_id(struct span exact, struct span seen)
{
    static const struct {
        bool (*explains)(const struct exact *, struct span);
        const char *name;
    } conversions[] = {
        { is_64_bits, "64-bit overflow" },
        { is_double, "a double" },
        { is_float, "a float" },
        { is_32_bits, "32 bits" },
    };
    char text[DIGITS_MAX + 1];
    struct exact number;
    if (!read_exact(exact, text, &number) || span_eq(exact, seen))
        return NULL;
    for (size_t i = 0; i < sizeof conversions / sizeof conversions[0]; i++)
        if (conversions[i].explains(&number, seen))
            return conversions[i].name;
    return NULL;
}
