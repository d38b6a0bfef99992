#include "base/pct.h"
#include "oauth/steps.h"

#include <stdio.h>

/* "&#1114111;" and its end; a character of two octets never needs more than four times
 * its length. */
enum { ENTITY_MAX = 11 };

bool oauth_recipe_is_zero(const struct oauth_recipe *recipe)
{
    static const struct oauth_recipe zero;

    return !recipe || memcmp(recipe, &zero, sizeof(zero)) == 0;
}

/* Indexed by enum oauth_left_raw. */
static const char *const left[] = {
    [OAUTH_LEFT_SLASH] = "/",       [OAUTH_LEFT_SLASH_COLON] = "/:",
    [OAUTH_LEFT_COLON] = ":",       [OAUTH_LEFT_URI] = ";,/?:@&=+$#!*'()",
    [OAUTH_LEFT_AMPERSAND] = "&",   [OAUTH_LEFT_EQUALS] = "=",
    [OAUTH_LEFT_SEPARATORS] = "&=", [OAUTH_LEFT_PERCENT] = "%",
};

static const char *left_at(const struct oauth_recipe *recipe, unsigned at)
{
    unsigned set = at == OAUTH_AT_PAIRS    ? recipe->pairs_left
                   : at == OAUTH_AT_STRING ? recipe->string_raw
                   : at == OAUTH_AT_URL    ? recipe->url_raw
                                           : 0;

    return set < sizeof(left) / sizeof(*left) ? left[set] : NULL;
}

struct oauth_encoder oauth_encoder_at(const struct oauth_recipe *recipe, unsigned at)
{
    return (struct oauth_encoder){
        .space_plus = recipe->space_plus & at,
        .whole = at == OAUTH_AT_STRING || at == OAUTH_AT_URL,
        .hex_lower = recipe->hex_lower & at,
        .tilde = recipe->tilde_encoded & at,
        .kept = recipe->reserved_at & at ? recipe->reserved_kept : 0,
        .left = left_at(recipe, at),
    };
}

static bool is_kept(char c, uint8_t kept)
{
    static const char reserved[] = "!*'()";
    const char *at = kept && c ? strchr(reserved, c) : NULL;

    return at && (kept >> (at - reserved)) & 1;
}

static char *write_octet(char *to, char c, const struct oauth_encoder *encoder)
{
    const char *hex = encoder->hex_lower ? "0123456789abcdef" : "0123456789ABCDEF";
    unsigned char octet = (unsigned char)c;

    if ((pct_is_unreserved(octet) && !(c == '~' && encoder->tilde)) ||
        is_kept(c, encoder->kept) || (encoder->left && c && strchr(encoder->left, c))) {
        *to++ = c;
        return to;
    }
    *to++ = '%';
    *to++ = hex[octet >> 4];
    *to++ = hex[octet & 15];
    return to;
}

char *oauth_encode_write(char *to, struct span s, const struct oauth_encoder *encoder)
{
    if (!encoder->space_plus && !encoder->hex_lower && !encoder->tilde &&
        !encoder->kept && !encoder->left)
        return pct_write(to, s);
    for (size_t i = 0; i < s.len; i++) {
        size_t plain = encoder->tilde ? 0 : pct_plain_len(span_from(s, i));

        if (plain) {
            to = (char *)memcpy(to, s.p + i, plain) + plain;
            i += plain - 1;
        } else if (encoder->space_plus && s.p[i] == ' ') {
            *to++ = '+';
        } else if (encoder->space_plus && encoder->whole &&
                   span_starts(span_from(s, i), SPAN("%20"))) {
            *to++ = '+';
            i += 2;
        } else {
            to = write_octet(to, s.p[i], encoder);
        }
    }
    return to;
}

void oauth_encode(struct buf *out, struct span s, const struct oauth_encoder *encoder)
{
    char *to = buf_reserve(out, 3 * s.len);

    if (!to)
        return;
    out->len += (size_t)(oauth_encode_write(to, s, encoder) - to);
    buf_terminate(out);
}

size_t oauth_utf8_read(struct span s, uint32_t *out_code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char c = (unsigned char)s.p[0];
    size_t len = c < 0x80   ? 1
                 : c < 0xc2 ? 0
                 : c < 0xe0 ? 2
                 : c < 0xf0 ? 3
                 : c < 0xf5 ? 4
                            : 0;
    uint32_t code = len < 2 ? c : c & (0x7fU >> len);

    if (len == 0 || len > s.len)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if (((unsigned char)s.p[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | ((unsigned char)s.p[i] & 0x3f);
    }
    if (code < least[len] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return 0;
    *out_code = code;
    return len;
}

char *oauth_utf8_write(char *to, uint32_t code)
{
    size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

    if (len == 1) {
        *to = (char)code;
        return to + 1;
    }
    for (size_t i = len - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    to[0] = (char)(0xff00 >> len | code);
    return to + len;
}

/* Windows-1252 from 0x80 to 0x9f; 0 is none. */
static const uint16_t windows[32] = {
    0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
    0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17d,  0,
    0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178,
};

static char windows_octet(uint32_t code)
{
    for (size_t i = 0; i < 32; i++)
        if (windows[i] == code)
            return (char)(0x80 + i);
    return '?';
}

/* One character of more than one octet; returns where it ends. */
static char *write_latin1(char *to, struct span utf8, uint32_t code,
                          enum oauth_latin1 form)
{
    if (code < 0x100) {
        *to++ = (char)code;
        return to;
    }
    if (form == OAUTH_LATIN1_DROP_ELSE)
        return to;
    if (form == OAUTH_LATIN1_MARK_ELSE || form == OAUTH_LATIN1_WINDOWS) {
        *to++ = form == OAUTH_LATIN1_WINDOWS ? windows_octet(code) : '?';
        return to;
    }
    if (form == OAUTH_LATIN1_ENTITY_ELSE)
        return to + snprintf(to, ENTITY_MAX, "&#%u;", (unsigned)code);
    return (char *)memcpy(to, utf8.p, utf8.len) + utf8.len;
}

struct span oauth_text_latin1(struct arena *mem, struct span s, enum oauth_latin1 form)
{
    char *text = arena_alloc(mem, ENTITY_MAX * s.len + 1), *to = text;
    uint32_t code = 0;

    for (size_t i = 0; i < s.len;) {
        size_t len = oauth_utf8_read(span_from(s, i), &code);

        if (len > 1)
            to = write_latin1(to, span_make(s.p + i, len), code, form);
        else
            *to++ = s.p[i];
        i += len ? len : 1;
    }
    return span_make(text, (size_t)(to - text));
}

struct span oauth_text_change(struct arena *mem, struct span s,
                              const struct oauth_recipe *recipe)
{
    if (recipe->nfd == OAUTH_NFD)
        s = oauth_text_nfd(mem, s);
    if (recipe->nfd == OAUTH_NFC)
        s = oauth_text_nfc(mem, s);
    if (recipe->latin1 && recipe->latin1 < OAUTH_LATIN1_ESCAPE)
        s = oauth_text_latin1(mem, s, recipe->latin1);
    return s;
}

/* %uXXXX; the caller's room is for what it writes and no more. */
static char *write_unit(char *to, uint32_t unit)
{
    static const char hex[] = "0123456789ABCDEF";

    *to++ = '%';
    *to++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *to++ = hex[unit >> shift & 15];
    return to;
}

/* One character as escape() writes it; returns where it ends. */
static char *write_escaped(char *to, uint32_t code, enum oauth_latin1 form,
                           const struct oauth_encoder *encoder)
{
    char octet = (char)code;

    if (code < 0x80 || (code < 0x100 && form == OAUTH_LATIN1_ESCAPE))
        return oauth_encode_write(to, span_make(&octet, 1), encoder);
    if (code >= 0x10000) {
        to = write_unit(to, 0xd800 + ((code - 0x10000) >> 10));
        code = 0xdc00 + (code & 0x3ff);
    }
    return write_unit(to, code);
}

char *oauth_escape_write(char *to, struct span s, enum oauth_latin1 form,
                         const struct oauth_encoder *encoder)
{
    uint32_t code = 0;

    for (size_t i = 0; i < s.len;) {
        size_t len = oauth_utf8_read(span_from(s, i), &code);

        if (len)
            to = write_escaped(to, code, form, encoder);
        else
            to = oauth_encode_write(to, span_make(s.p + i, 1), encoder);
        i += len ? len : 1;
    }
    return to;
}
