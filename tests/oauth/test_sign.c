#include "suites.h"

#include "base/die.h"
#include "oauth/sign.h"

#include <ctype.h>
#include <stdlib.h>

static const struct oauth_credentials who = {
    .consumer_key = SPAN_INIT("ck"),
    .consumer_secret = SPAN_INIT("c s&"),
    .token = SPAN_INIT("tk"),
    .token_secret = SPAN_INIT("t/s"),
};

START_TEST(sign_key_forms)
{
    static const struct {
        uint8_t form;
        const char *key;
    } rows[] = {
        { OAUTH_KEY_RFC, "c%20s%26&t%2Fs" },
        { OAUTH_KEY_NO_TOKEN_SECRET, "c%20s%26&" },
        { OAUTH_KEY_NO_AMPERSAND, "c%20s%26t%2Fs" },
        { OAUTH_KEY_SWAPPED, "t%2Fs&c%20s%26" },
        { OAUTH_KEY_NOT_ENCODED, "c s&&t/s" },
        { OAUTH_KEY_CONSUMER_KEY, "ck&t%2Fs" },
        { OAUTH_KEY_TOKEN, "c%20s%26&tk" },
        { OAUTH_KEY_BOTH_PUBLIC, "ck&tk" },
        { OAUTH_KEY_SPACE_AFTER, "c%20s%26%20&t%2Fs" },
        { OAUTH_KEY_NEWLINE_AFTER, "c%20s%26%0A&t%2Fs" },
    };
    struct buf key;

    buf_init(&key, BUF_MAX_TEXT);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct oauth_recipe recipe = { .key = rows[i].form };

        buf_reset(&key);
        oauth_key(&key, &who, i ? &recipe : NULL);
        ck_assert_str_eq(key.p, rows[i].key);
    }
    buf_release(&key);
}
END_TEST

START_TEST(sign_key_is_encoded_with_deviations)
{
    struct oauth_recipe recipe = { .hex_lower = OAUTH_AT_KEY,
                                   .space_plus = OAUTH_AT_KEY };
    struct buf key;

    buf_init(&key, BUF_MAX_TEXT);
    oauth_key(&key, &who, &recipe);
    ck_assert_str_eq(key.p, "c+s%26&t%2fs");
    buf_release(&key);
}
END_TEST

/* RFC 5849 3.4.2: the `&` stays when secrets are empty. */
START_TEST(sign_key_of_empty_secrets)
{
    static const struct oauth_credentials nobody = { 0 };
    struct buf key;

    buf_init(&key, BUF_MAX_TEXT);
    oauth_key(&key, &nobody, NULL);
    ck_assert_str_eq(key.p, "&");
    buf_release(&key);
}
END_TEST

static void digest_is(struct span key, struct span text, struct oauth_recipe recipe,
                      const char *expected)
{
    struct buf got;

    buf_init(&got, BUF_MAX_TEXT);
    oauth_digest(&got, key, text, &recipe);
    ck_assert_str_eq(got.p, expected);
    buf_release(&got);
}

/* RFC 2202 and RFC 4231, test cases 1, 2 and 6 (a key longer than a block). */
START_TEST(sign_digests_published)
{
    char ones[20], longer[131], longest[80];
    struct oauth_recipe hex = { .output = OAUTH_OUTPUT_HEX };
    struct oauth_recipe hex256 = { .digest = OAUTH_DIGEST_HMAC_SHA256,
                                   .output = OAUTH_OUTPUT_HEX };

    memset(ones, 0x0b, sizeof(ones));
    memset(longest, 0xaa, sizeof(longest));
    memset(longer, 0xaa, sizeof(longer));
    digest_is(span_make(ones, 20), SPAN("Hi There"), hex,
              "b617318655057264e28bc0b6fb378c8ef146be00");
    digest_is(SPAN("Jefe"), SPAN("what do ya want for nothing?"), hex,
              "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    digest_is(span_make(longest, 80),
              SPAN("Test Using Larger Than Block-Size Key - Hash Key First"), hex,
              "aa4ae5e15272d00e95705637ce8a3b55ed402112");
    digest_is(span_make(ones, 20), SPAN("Hi There"), hex256,
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    digest_is(span_make(longer, 131),
              SPAN("Test Using Larger Than Block-Size Key - Hash Key First"), hex256,
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
END_TEST

START_TEST(sign_digest_and_output_forms)
{
    static const struct {
        struct oauth_recipe recipe;
        const char *text;
    } rows[] = {
        { { 0 }, "WJZ/9+4y/JhqJqxnhXq4puHSwUs=" },
        { { .output = OAUTH_OUTPUT_HEX }, "58967ff7ee32fc986a26ac67857ab8a6e1d2c14b" },
        { { .output = OAUTH_OUTPUT_HEX_UPPER },
          "58967FF7EE32FC986A26AC67857AB8A6E1D2C14B" },
        { { .output = OAUTH_OUTPUT_BASE64_OF_HEX },
          "NTg5NjdmZjdlZTMyZmM5ODZhMjZhYzY3ODU3YWI4YTZlMWQyYzE0Yg==" },
        { { .output = OAUTH_OUTPUT_BASE64_OF_HEX_UPPER },
          "NTg5NjdGRjdFRTMyRkM5ODZBMjZBQzY3ODU3QUI4QTZFMUQyQzE0Qg==" },
        { { .output = OAUTH_OUTPUT_BASE64URL }, "WJZ_9-4y_JhqJqxnhXq4puHSwUs=" },
        { { .output = OAUTH_OUTPUT_BASE64_UNPADDED }, "WJZ/9+4y/JhqJqxnhXq4puHSwUs" },
        { { .output = OAUTH_OUTPUT_BASE64URL_UNPADDED }, "WJZ_9-4y_JhqJqxnhXq4puHSwUs" },
        { { .digest = OAUTH_DIGEST_HMAC_SHA256 },
          "GlISGmwuPS+F1C+IZNqMxIm6ukT/lnKCOL0EDppseEo=" },
        { { .digest = OAUTH_DIGEST_SWAPPED }, "9jVdusld1k/T0X+GhA1tfb4Vzxg=" },
        { { .digest = OAUTH_DIGEST_SWAPPED_SHA256 },
          "ALb4IWVM1LgpthHpOkbFYj3Fq5+pXH1C98WWwT9iN7I=" },
        { { .digest = OAUTH_DIGEST_PLAIN_SHA1 }, "extjdEZY+GV3AkI1cc9BzXRdYJA=" },
        { { .digest = OAUTH_DIGEST_PLAIN_SHA1_TEXT_KEY },
          "AQRbfVs8NmOqt9tyAOMNPg567cg=" },
        { { .digest = OAUTH_DIGEST_PLAIN_SHA1_TEXT }, "9l/v3nL+YmSxzpo2mgjq1CWgnc0=" },
        { { .digest = OAUTH_DIGEST_PLAIN_SHA1_JOINED }, "nlcLBshbcTNs5W6vlhtzVH2nAGw=" },
        { { .digest = OAUTH_DIGEST_HMAC_SHA256, .output = OAUTH_OUTPUT_BASE64_OF_HEX },
          "MWE1MjEyMWE2YzJlM2QyZjg1ZDQyZjg4NjRkYThjYzQ4OWJhYmE0NGZmOTY3MjgyMzhiZDA0MGU5YT"
          "ZjNzg0YQ==" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        digest_is(SPAN("k&"), SPAN("text16"), rows[i].recipe, rows[i].text);
    digest_is(SPAN(""), SPAN(""), (struct oauth_recipe){ 0 },
              "+9sdGxiqbAgyS31ktx+3Y3BpDh0=");
    digest_is(span_of(NULL), span_of(NULL), (struct oauth_recipe){ 0 },
              "+9sdGxiqbAgyS31ktx+3Y3BpDh0=");
}
END_TEST

static void sign_request(struct buf *out, struct span url, size_t parameters, size_t len,
                         const struct oauth_recipe *recipe)
{
    struct oauth_request request = { .method = SPAN("POST"), .url = url };
    struct oauth_params list = { 0 };
    char *value = xmalloc(len);

    memset(value, '*', len);
    for (size_t i = 0; i < parameters; i++) {
        value[i % len] = (char)(i * 7);
        oauth_params_add(&list, span_make(value, len), span_make(value, len),
                         OAUTH_IN_BODY);
    }
    ck_assert_int_eq(oauth_sign(out, &request, &list, &who, recipe, NULL), 0);
    oauth_params_release(&list);
    free(value);
}

/* Both ways to a base string, below and above every size that stays on the stack. */
START_TEST(sign_sizes)
{
    static const size_t sizes[][2] = {
        { 0, 1 },  { 1, 1 },   { 7, 30 },   { 48, 3 },
        { 49, 3 }, { 200, 5 }, { 20, 500 }, { 1000, 20 },
    };
    static const struct oauth_recipe idle = { .version_out = 1 };

    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        struct buf fast, slow;

        buf_init(&fast, BUF_MAX_TEXT);
        buf_init(&slow, BUF_MAX_TEXT);
        sign_request(&fast, SPAN("https://a.example/x?y"), sizes[i][0], sizes[i][1],
                     NULL);
        sign_request(&slow, SPAN("https://a.example/x?y"), sizes[i][0], sizes[i][1],
                     &idle);
        ck_assert_uint_eq(fast.len, 28);
        ck_assert_str_eq(fast.p, slow.p);
        buf_release(&fast);
        buf_release(&slow);
    }
}
END_TEST

START_TEST(sign_refuses_unusable_urls)
{
    struct oauth_request request = { .method = SPAN("POST"), .url = SPAN("/1.1/x.json") };
    struct oauth_recipe recipe = { .output = OAUTH_OUTPUT_HEX };
    struct oauth_params list = { 0 };
    struct buf out;

    buf_init(&out, BUF_MAX_TEXT);
    ck_assert_int_eq(oauth_sign(&out, &request, &list, &who, NULL, NULL), -1);
    ck_assert_int_eq(oauth_sign(&out, &request, &list, &who, &recipe, NULL), -1);
    ck_assert_uint_eq(out.len, 0);
    request.url = SPAN("http://h/1.1/x.json");
    ck_assert_int_eq(oauth_sign(&out, &request, &list, &who, NULL, NULL), 0);
    buf_release(&out);
}
END_TEST

START_TEST(sign_nonces_differ)
{
    char a[33], b[33], c[201];

    oauth_nonce(a, 32);
    oauth_nonce(b, 32);
    oauth_nonce(c, 200);
    ck_assert_uint_eq(strlen(a), 32);
    ck_assert_uint_eq(strlen(c), 200);
    ck_assert_str_ne(a, b);
    for (int i = 0; i < 200; i++)
        ck_assert(isalnum((unsigned char)c[i]));
}
END_TEST

TCase *sign_tests(void)
{
    TCase *tests = tcase_create("sign");

    tcase_add_test(tests, sign_key_forms);
    tcase_add_test(tests, sign_key_is_encoded_with_deviations);
    tcase_add_test(tests, sign_key_of_empty_secrets);
    tcase_add_test(tests, sign_digests_published);
    tcase_add_test(tests, sign_digest_and_output_forms);
    tcase_add_test(tests, sign_sizes);
    tcase_add_test(tests, sign_refuses_unusable_urls);
    tcase_add_test(tests, sign_nonces_differ);
    return tests;
}
