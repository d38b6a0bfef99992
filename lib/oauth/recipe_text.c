#include "base/pct.h"
#include "oauth/steps.h"

bool oauth_recipe_is_zero(const struct oauth_recipe *recipe)
{
    static const struct oauth_recipe zero;

    return !recipe || memcmp(recipe, &zero, sizeof(zero)) == 0;
}

struct oauth_encoder oauth_encoder_at(const struct oauth_recipe *recipe, unsigned at)
{
    return (struct oauth_encoder){
        .space_plus = recipe->space_plus & at,
        .whole = at == OAUTH_AT_STRING || at == OAUTH_AT_URL,
        .hex_lower = recipe->hex_lower & at,
        .tilde = recipe->tilde_encoded & at,
        .kept = recipe->reserved_at & at ? recipe->reserved_kept : 0,
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
        is_kept(c, encoder->kept)) {
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
    if (!encoder->space_plus && !encoder->hex_lower && !encoder->tilde && !encoder->kept)
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
    if (form == OAUTH_LATIN1_MARK_ELSE) {
        *to++ = '?';
        return to;
    }
    return (char *)memcpy(to, utf8.p, utf8.len) + utf8.len;
}

struct span oauth_text_latin1(struct arena *mem, struct span s, enum oauth_latin1 form)
{
    char *text = arena_alloc(mem, s.len + 1), *to = text;
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
    if (recipe->latin1)
        s = oauth_text_latin1(mem, s, recipe->latin1);
    return s;
}
