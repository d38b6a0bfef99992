/* SHA-1 as FIPS 180-4 6.1 spells it, HMAC as RFC 2104 does, base64 bit by bit. */
#include "fuzz/naive.h"

static uint32_t rotate(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static uint32_t choose(int t, const uint32_t *v)
{
    if (t < 20)
        return (v[1] & v[2]) | (~v[1] & v[3]);
    if (t >= 40 && t < 60)
        return (v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3]);
    return v[1] ^ v[2] ^ v[3];
}

static void add_block(uint32_t *state, const unsigned char *block)
{
    static const uint32_t constants[] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc,
                                          0xca62c1d6 };
    uint32_t w[80], v[5];

    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    for (int t = 16; t < 80; t++)
        w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    memcpy(v, state, sizeof(v));
    for (int t = 0; t < 80; t++) {
        uint32_t next = rotate(v[0], 5) + choose(t, v) + v[4] + w[t] + constants[t / 20];

        v[4] = v[3];
        v[3] = v[2];
        v[2] = rotate(v[1], 30);
        v[1] = v[0];
        v[0] = next;
    }
    for (int i = 0; i < 5; i++)
        state[i] += v[i];
}

void naive_sha1(struct span text, unsigned char out[NAIVE_SHA1_LEN])
{
    uint32_t state[] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
    unsigned char end[128] = { 0 };
    size_t whole = text.len / 64 * 64, rest = text.len - whole;
    size_t len = rest < 56 ? 64 : 128;

    for (size_t at = 0; at < whole; at += 64)
        add_block(state, (const unsigned char *)text.p + at);
    if (rest)
        memcpy(end, text.p + whole, rest);
    end[rest] = 0x80;
    for (size_t i = 0; i < 8; i++)
        end[len - 1 - i] = (unsigned char)((uint64_t)text.len * 8 >> (8 * i) & 0xff);
    for (size_t at = 0; at < len; at += 64)
        add_block(state, end + at);
    for (int i = 0; i < NAIVE_SHA1_LEN; i++)
        out[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static void keyed(const unsigned char key[64], unsigned char pad, struct span text,
                  unsigned char out[NAIVE_SHA1_LEN])
{
    static struct buf joined = BUF_INIT(BUF_MAX_MESSAGE + 64);
    char padded[64];

    buf_reset(&joined);
    for (int i = 0; i < 64; i++)
        padded[i] = (char)(key[i] ^ pad);
    buf_add(&joined, padded, sizeof(padded));
    buf_add_span(&joined, text);
    naive_sha1(buf_span(&joined), out);
}

void naive_hmac_sha1(struct span key, struct span text, unsigned char out[NAIVE_SHA1_LEN])
{
    unsigned char block[64] = { 0 }, inner[NAIVE_SHA1_LEN];

    if (key.len > sizeof(block))
        naive_sha1(key, block);
    else if (key.len)
        memcpy(block, key.p, key.len);
    keyed(block, 0x36, text, inner);
    keyed(block, 0x5c, span_make((const char *)inner, sizeof(inner)), out);
}

void naive_base64(struct buf *out, const unsigned char *bytes, size_t len)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t bit = 0; bit < len * 8; bit += 6) {
        unsigned six = 0;

        for (size_t i = bit; i < bit + 6; i++)
            six = six << 1 |
                  (i < len * 8 ? (unsigned)bytes[i / 8] >> (7 - i % 8) & 1U : 0U);
        buf_add_char(out, letters[six]);
    }
    while (out->len % 4)
        buf_add_char(out, '=');
}

void naive_signature(struct buf *out, struct span base_string,
                     struct span consumer_secret, struct span token_secret)
{
    static struct buf key = BUF_INIT(BUF_MAX_MESSAGE);
    static struct buf text = BUF_INIT(BUF_MAX_TEXT);
    unsigned char mac[NAIVE_SHA1_LEN];

    buf_reset(&key);
    buf_reset(&text);
    naive_encode(&key, consumer_secret);
    buf_add_char(&key, '&');
    naive_encode(&key, token_secret);
    naive_hmac_sha1(buf_span(&key), base_string, mac);
    naive_base64(&text, mac, sizeof(mac));
    buf_add_span(out, buf_span(&text));
}
