#include "oauth/sign.h"

#include "base/die.h"
#include "base/pct.h"
#include "oauth/steps.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <stdlib.h>

/* What oauth_sign keeps on the stack; anything larger goes to the heap for the call. */
enum { BASE_ROOM = 8192, KEY_ROOM = 1024 };

static void join_secrets(struct buf *out, struct span first, struct span second,
                         const struct oauth_recipe *recipe)
{
    static const struct oauth_recipe zero;
    struct oauth_encoder encoder =
        oauth_encoder_at(recipe ? recipe : &zero, OAUTH_AT_KEY);

    oauth_encode(out, first, &encoder);
    buf_add_char(out, '&');
    oauth_encode(out, second, &encoder);
}

static void join_padded(struct buf *out, const struct oauth_credentials *c, char after)
{
    pct_encode(out, c->consumer_secret);
    pct_encode(out, span_make(&after, 1));
    buf_add_char(out, '&');
    pct_encode(out, c->token_secret);
}

void oauth_key(struct buf *out, const struct oauth_credentials *credentials,
               const struct oauth_recipe *recipe)
{
    const struct oauth_credentials *c = credentials;

    switch (recipe ? recipe->key : OAUTH_KEY_RFC) {
    case OAUTH_KEY_NO_TOKEN_SECRET:
        join_secrets(out, c->consumer_secret, SPAN(""), recipe);
        break;
    case OAUTH_KEY_NO_AMPERSAND:
        pct_encode(out, c->consumer_secret);
        pct_encode(out, c->token_secret);
        break;
    case OAUTH_KEY_SWAPPED:
        join_secrets(out, c->token_secret, c->consumer_secret, recipe);
        break;
    case OAUTH_KEY_NOT_ENCODED:
        buf_add_span(out, c->consumer_secret);
        buf_add_char(out, '&');
        buf_add_span(out, c->token_secret);
        break;
    case OAUTH_KEY_CONSUMER_KEY:
        join_secrets(out, c->consumer_key, c->token_secret, recipe);
        break;
    case OAUTH_KEY_TOKEN:
        join_secrets(out, c->consumer_secret, c->token, recipe);
        break;
    case OAUTH_KEY_BOTH_PUBLIC:
        join_secrets(out, c->consumer_key, c->token, recipe);
        break;
    case OAUTH_KEY_SPACE_AFTER:
        join_padded(out, c, ' ');
        break;
    case OAUTH_KEY_NEWLINE_AFTER:
        join_padded(out, c, '\n');
        break;
    default:
        join_secrets(out, c->consumer_secret, c->token_secret, recipe);
    }
}

static const uint8_t *octets(struct span s)
{
    return (const uint8_t *)(s.p ? s.p : "");
}

static size_t hmac_sha1(struct span key, struct span text, uint8_t *out)
{
    struct hmac_sha1_ctx ctx;

    hmac_sha1_set_key(&ctx, key.len, octets(key));
    hmac_sha1_update(&ctx, text.len, octets(text));
    hmac_sha1_digest(&ctx, SHA1_DIGEST_SIZE, out);
    return SHA1_DIGEST_SIZE;
}

static size_t hmac_sha256(struct span key, struct span text, uint8_t *out)
{
    struct hmac_sha256_ctx ctx;

    hmac_sha256_set_key(&ctx, key.len, octets(key));
    hmac_sha256_update(&ctx, text.len, octets(text));
    hmac_sha256_digest(&ctx, SHA256_DIGEST_SIZE, out);
    return SHA256_DIGEST_SIZE;
}

static size_t hmac_swapped(struct span key, struct span text, uint8_t *out)
{
    return hmac_sha1(text, key, out);
}

static size_t hmac_sha256_swapped(struct span key, struct span text, uint8_t *out)
{
    return hmac_sha256(text, key, out);
}

static size_t sha1_of(struct span first, struct span between, struct span second,
                      uint8_t *out)
{
    struct sha1_ctx ctx;

    sha1_init(&ctx);
    sha1_update(&ctx, first.len, octets(first));
    sha1_update(&ctx, between.len, octets(between));
    sha1_update(&ctx, second.len, octets(second));
    sha1_digest(&ctx, SHA1_DIGEST_SIZE, out);
    return SHA1_DIGEST_SIZE;
}

static size_t plain_key_text(struct span key, struct span text, uint8_t *out)
{
    return sha1_of(key, SPAN(""), text, out);
}

static size_t plain_text_key(struct span key, struct span text, uint8_t *out)
{
    return sha1_of(text, SPAN(""), key, out);
}

static size_t plain_text(struct span key, struct span text, uint8_t *out)
{
    (void)key;
    return sha1_of(text, SPAN(""), SPAN(""), out);
}

static size_t plain_joined(struct span key, struct span text, uint8_t *out)
{
    return sha1_of(key, SPAN("&"), text, out);
}

static size_t plain_text_joined(struct span key, struct span text, uint8_t *out)
{
    return sha1_of(text, SPAN("&"), key, out);
}

typedef size_t digest_function(struct span key, struct span text, uint8_t *out);

static digest_function *const digests[] = {
    [OAUTH_DIGEST_HMAC_SHA1] = hmac_sha1,
    [OAUTH_DIGEST_HMAC_SHA256] = hmac_sha256,
    [OAUTH_DIGEST_PLAIN_SHA1] = plain_key_text,
    [OAUTH_DIGEST_SWAPPED] = hmac_swapped,
    [OAUTH_DIGEST_PLAIN_SHA1_TEXT_KEY] = plain_text_key,
    [OAUTH_DIGEST_PLAIN_SHA1_TEXT] = plain_text,
    [OAUTH_DIGEST_SWAPPED_SHA256] = hmac_sha256_swapped,
    [OAUTH_DIGEST_PLAIN_SHA1_JOINED] = plain_joined,
    [OAUTH_DIGEST_PLAIN_SHA1_TEXT_JOINED] = plain_text_joined,
};

/* How each output is spelt: hex digits first (NULL: none), base64 after it. */
static const struct output {
    const char *hex;
    bool base64, url, unpadded;
} outputs[] = {
    [OAUTH_OUTPUT_BASE64] = { .base64 = true },
    [OAUTH_OUTPUT_HEX] = { .hex = "0123456789abcdef" },
    [OAUTH_OUTPUT_BASE64_OF_HEX] = { .hex = "0123456789abcdef", .base64 = true },
    [OAUTH_OUTPUT_BASE64URL] = { .base64 = true, .url = true },
    [OAUTH_OUTPUT_BASE64_UNPADDED] = { .base64 = true, .unpadded = true },
    [OAUTH_OUTPUT_BASE64URL_UNPADDED] = { .base64 = true, .url = true, .unpadded = true },
    [OAUTH_OUTPUT_HEX_UPPER] = { .hex = "0123456789ABCDEF" },
    [OAUTH_OUTPUT_BASE64_OF_HEX_UPPER] = { .hex = "0123456789ABCDEF", .base64 = true },
};

static size_t write_hex(uint8_t *bytes, size_t len, const char *digits)
{
    for (size_t i = len; i-- > 0;) {
        uint8_t octet = bytes[i];

        bytes[2 * i] = (uint8_t)digits[octet >> 4];
        bytes[2 * i + 1] = (uint8_t)digits[octet & 15];
    }
    return 2 * len;
}

static size_t write_base64(char *to, const uint8_t *bytes, size_t len,
                           const struct output *form)
{
    size_t end = BASE64_ENCODE_RAW_LENGTH(len);

    base64_encode_raw(to, len, bytes);
    while (form->unpadded && end > 0 && to[end - 1] == '=')
        end--;
    for (size_t i = 0; form->url && i < end; i++)
        to[i] = to[i] == '+' ? '-' : to[i] == '/' ? '_' : to[i];
    return end;
}

void oauth_digest(struct buf *out, struct span key, struct span base_string,
                  const struct oauth_recipe *recipe)
{
    uint8_t digest[2 * SHA256_DIGEST_SIZE];
    char text[BASE64_ENCODE_RAW_LENGTH(2 * SHA256_DIGEST_SIZE)];
    unsigned kind = recipe ? recipe->digest : 0, form = recipe ? recipe->output : 0;
    const struct output *output = outputs;
    digest_function *make = hmac_sha1;
    size_t len;

    if (kind < sizeof(digests) / sizeof(*digests))
        make = digests[kind];
    if (form < sizeof(outputs) / sizeof(*outputs))
        output = &outputs[form];
    len = make(key, base_string, digest);
    if (output->hex)
        len = write_hex(digest, len, output->hex);
    if (output->base64)
        buf_add(out, text, write_base64(text, digest, len, output));
    else
        buf_add(out, (const char *)digest, len);
}

/* RFC 5849 3.4.1 and 3.4.2 without a detour through buffers. */
static int sign_plainly(struct buf *out, const struct oauth_request *request,
                        const struct oauth_params *list,
                        const struct oauth_credentials *c)
{
    size_t base_room = oauth_base_string_room(request, list);
    size_t key_room = 3 * (c->consumer_secret.len + c->token_secret.len) + 1;
    char base_few[BASE_ROOM], key_few[KEY_ROOM];
    char *base = base_room <= BASE_ROOM ? base_few : xmalloc(base_room);
    char *key = key_room <= KEY_ROOM ? key_few : xmalloc(key_room);
    char *end = oauth_base_string_write(base, request, list), *key_end;

    if (end) {
        key_end = pct_write(key, c->consumer_secret);
        *key_end++ = '&';
        key_end = pct_write(key_end, c->token_secret);
        oauth_digest(out, span_make(key, (size_t)(key_end - key)),
                     span_make(base, (size_t)(end - base)), NULL);
    }
    if (base != base_few)
        free(base);
    if (key != key_few)
        free(key);
    return end ? 0 : -1;
}

int oauth_sign(struct buf *out_signature, const struct oauth_request *request,
               const struct oauth_params *list,
               const struct oauth_credentials *credentials,
               const struct oauth_recipe *recipe, const struct span *hosts)
{
    struct buf base, key;
    int result;

    if (oauth_recipe_is_zero(recipe))
        return sign_plainly(out_signature, request, list, credentials);
    buf_init(&base, BUF_MAX_MESSAGE);
    buf_init(&key, BUF_MAX_MESSAGE);
    result = oauth_base_string(&base, request, list, recipe, hosts);
    if (result == 0) {
        oauth_key(&key, credentials, recipe);
        oauth_digest(out_signature, buf_span(&key), buf_span(&base), recipe);
    }
    buf_release(&base);
    buf_release(&key);
    return result;
}

/* 62 characters: octets from 248 up are drawn again, so that all are equally likely. */
void oauth_nonce(char *out, size_t len)
{
    static const char alphabet[] =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    uint8_t random[64];
    size_t done = 0;

    while (done < len) {
        if (gnutls_rnd(GNUTLS_RND_NONCE, random, sizeof(random)) < 0)
            die("the system gives no random numbers");
        for (size_t i = 0; i < sizeof(random) && done < len; i++)
            if (random[i] < 248)
                out[done++] = alphabet[random[i] % 62];
    }
    out[len] = '\0';
}
