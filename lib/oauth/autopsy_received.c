#include "base/pct.h"
#include "oauth/autopsy_parts.h"

#include <nettle/base64.h>

/* Decodes canonical padded base64 of at most 64 octets; 0 when it is none. */
static size_t read_base64(struct span text, uint8_t *out)
{
    char again[BASE64_ENCODE_RAW_LENGTH(64)];
    struct base64_decode_ctx ctx;
    size_t len = 64;

    if (text.len < 4 || text.len > sizeof(again))
        return 0;
    base64_decode_init(&ctx);
    if (!base64_decode_update(&ctx, &len, out, text.len, text.p) ||
        !base64_decode_final(&ctx) || len == 0)
        return 0;
    base64_encode_raw(again, len, out);
    return span_eq(span_make(again, BASE64_ENCODE_RAW_LENGTH(len)), text) ? len : 0;
}

static size_t read_hex(struct span text, uint8_t *out)
{
    if (text.len != 40 && text.len != 64)
        return 0;
    for (size_t i = 0; i < text.len; i += 2) {
        int high = pct_hex_value(text.p[i]), low = pct_hex_value(text.p[i + 1]);

        if (high < 0 || low < 0)
            return 0;
        out[i / 2] = (uint8_t)(high * 16 + low);
    }
    return text.len / 2;
}

/* The URL-safe alphabet, with or without padding, or the usual one without. */
static size_t read_base64url(struct span text, uint8_t *out)
{
    char usual[BASE64_ENCODE_RAW_LENGTH(32) + 4];
    size_t len = text.len;

    if (len < 27 || len > BASE64_ENCODE_RAW_LENGTH(32))
        return 0;
    for (size_t i = 0; i < len; i++)
        usual[i] = text.p[i] == '-' ? '+' : text.p[i] == '_' ? '/' : text.p[i];
    while (len % 4)
        usual[len++] = '=';
    return read_base64(span_make(usual, len), out);
}

static bool take(struct oauth_received *out, const uint8_t *digest, size_t len)
{
    if (len != 20 && len != 32)
        return false;
    memcpy(out->digest, digest, len);
    out->len = len;
    out->sha256 = len == 32;
    return true;
}

/* Base64 of hex digits, its padding left out. */
static bool read_hex_unpadded(struct oauth_received *out, struct span text)
{
    char padded[BASE64_ENCODE_RAW_LENGTH(64) + 4];
    uint8_t digits[64], inner[32];
    size_t len = text.len;

    if (len < 54 || len > BASE64_ENCODE_RAW_LENGTH(64))
        return false;
    memcpy(padded, text.p, len);
    while (len % 4)
        padded[len++] = '=';
    len = read_base64(span_make(padded, len), digits);
    return take(out, inner, read_hex(span_make((const char *)digits, len), inner));
}

static bool read_shape(struct oauth_received *out, struct span text)
{
    uint8_t octets[64], inner[32];
    size_t len = read_base64(text, octets);

    if (take(out, octets, len))
        return true;
    out->hex = take(out, inner, read_hex(span_make((const char *)octets, len), inner)) ||
               take(out, inner, read_hex(text, inner));
    if (out->hex)
        return true;
    out->hex = out->base64url = read_hex_unpadded(out, text);
    if (out->hex)
        return true;
    out->base64url = take(out, octets, read_base64url(text, octets));
    return out->base64url;
}

static bool read_again(struct oauth_received *out, struct span text, struct arena *mem)
{
    char *plain = arena_alloc(mem, text.len + 1);

    for (int i = 0; i < 3 && span_find_char(text, '%') >= 0; i++) {
        size_t len = (size_t)(pct_read(plain, text, false) - plain);

        text = span_make(plain, len);
        if (read_shape(out, text)) {
            out->twice = true;
            return true;
        }
    }
    return false;
}

/* A raw `+` in a query or body was read as a space. */
static bool read_spaces(struct oauth_received *out, struct span text, struct arena *mem)
{
    char *plain = arena_alloc(mem, text.len + 1);

    for (size_t i = 0; i < text.len; i++)
        plain[i] = text.p[i] == ' ' ? '+' : text.p[i];
    out->spaces =
        span_find_char(text, ' ') >= 0 && read_shape(out, span_make(plain, text.len));
    return out->spaces;
}

void oauth_received_read(struct oauth_received *out, struct span text, struct arena *mem)
{
    char *base64 = arena_alloc(mem, BASE64_ENCODE_RAW_LENGTH(32) + 1);

    *out = (struct oauth_received){ 0 };
    if (!read_shape(out, text) && !read_again(out, text, mem) &&
        !read_spaces(out, text, mem))
        return;
    base64_encode_raw(base64, out->len, out->digest);
    out->base64 = span_make(base64, BASE64_ENCODE_RAW_LENGTH(out->len));
}
