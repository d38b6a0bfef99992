#include "suites.h"

#include "oauth/sign.h"
#include "oauth/steps.h"

/* One request in which every deviation of a base string shows. */
static const struct oauth_request subject = {
    .method = SPAN_INIT("post"),
    .url = SPAN_INIT("https://API.example.org/1.1/it's~x%20y/z.json"
                     "?b=2&a+1=~*&B=1&b=10&e=&A-=1#top"),
    .content_type = SPAN_INIT("application/x-www-form-urlencoded"),
    .body = SPAN_INIT("id=1&include_entities=true&c=%C3%A9&a-b=%E2%82%AC&a=0&d=e%CC%81"),
    .authorization =
        SPAN_INIT("OAuth realm=\"R\", oauth_token=\"t%2F\", oauth_signature=\"s\", "
                  "oauth_version=\"1.0\", oauth_consumer_key=\"k\""),
};

static const struct span hosts[] = { SPAN_INIT("own.example"),
                                     SPAN_INIT("x.example:99") };

/* `has` stands in the base string with the recipe and not without, `lacks` the reverse.
 */
static const struct row {
    struct oauth_recipe recipe;
    const char *has, *lacks;
} rows[] = {
    { { .space_plus = OAUTH_AT_PAIRS }, "a%2B1%3D", "a%25201%3D" },
    { { .space_plus = OAUTH_AT_STRING }, "a+1%3D", "a%25201%3D" },
    { { .space_plus = OAUTH_AT_URL }, "x+y", "x%2520y" },
    { { .hex_lower = OAUTH_AT_PAIRS }, "~%252a", "~%252A" },
    { { .hex_lower = OAUTH_AT_STRING }, "a%3d0%26", "a%3D0%26" },
    { { .hex_lower = OAUTH_AT_URL }, "https%3a%2f%2f", "https%3A%2F%2F" },
    { { .tilde_encoded = OAUTH_AT_PAIRS }, "%257E%252A", "~%252A" },
    { { .tilde_encoded = OAUTH_AT_STRING }, "%7E%252A", "~%252A" },
    { { .tilde_encoded = OAUTH_AT_URL }, "s%7Ex", "s~x" },
    { { .reserved_at = OAUTH_AT_PAIRS, .reserved_kept = 1 << 1 }, "~%2A", "~%252A" },
    { { .reserved_at = OAUTH_AT_PAIRS | OAUTH_AT_STRING, .reserved_kept = 31 },
      "~*",
      "~%25" },
    { { .reserved_at = OAUTH_AT_URL, .reserved_kept = 1 << 2 }, "it's", "it%27s" },
    { { .pairs_raw = OAUTH_PAIRS_ALL }, "a%201%3D~%2A", "a%25201" },
    { { .pairs_raw = OAUTH_PAIRS_NAMES }, "a%201%3D~%252A", "a%25201" },
    { { .pairs_raw = OAUTH_PAIRS_VALUES }, "a%25201%3D~%2A", "~%252A" },
    { { .pairs_raw = OAUTH_PAIRS_REQUEST }, "a%201%3D~%2A", "~%252A" },
    { { .pairs_raw = OAUTH_PAIRS_OAUTH }, "t%2F", "t%252F" },
    { { .pairs_raw = OAUTH_PAIRS_REQUEST_VALUES }, "a%25201%3D~%2A", "~%252A" },
    { { .pairs_raw = OAUTH_PAIRS_OAUTH_VALUES }, "t%2F", "t%252F" },
    { { .pairs_twice = OAUTH_PAIRS_ALL }, "a%2525201%3D~%25252A", "a%25201" },
    { { .pairs_twice = OAUTH_PAIRS_NAMES }, "a%2525201%3D~%252A", "a%25201" },
    { { .string_raw = 1 }, "json&A-=1&B=1&a=0&a%201=~%2A&a-b=", "%26" },
    { { .url_raw = 1 }, "&https://api.example.org/1.1/it's~x%20y/z.json&", "https%3A" },
    { { .string_raw = OAUTH_LEFT_SEPARATORS }, "A-=1&B=1&a=0&a%25201=~%252A", "%26" },
    { { .string_raw = OAUTH_LEFT_AMPERSAND }, "A-%3D1&B%3D1", "%26" },
    { { .string_raw = OAUTH_LEFT_EQUALS }, "A-=1%26B=1", "%3D" },
    { { .string_raw = OAUTH_LEFT_PERCENT }, "a%201%3D~%2A", "~%252A" },
    { { .string_twice = 1 }, "a%2525201%253D~%25252A%2526", "%3D" },
    { { .url_raw = OAUTH_LEFT_SLASH },
      "&https%3A//api.example.org/1.1/it%27s",
      "%2F%2F" },
    { { .url_raw = OAUTH_LEFT_SLASH_COLON }, "&https://api.example.org/", "%2F%2F" },
    { { .url_raw = OAUTH_LEFT_COLON }, "https:%2F%2Fapi", "%3A%2F" },
    { { .url_raw = OAUTH_LEFT_URI }, "&https://api.example.org/1.1/it's", "%2F%2F" },
    { { .url_twice = 1 }, "&https%253A%252F%252Fapi.example.org", "https%3A" },
    { { .base_twice = 1 }, "POST%26https%253A%252F%252Fapi", "&" },
    { { .pairs_left = OAUTH_LEFT_SLASH }, "t%2F", "t%252F" },
    { { .pairs_left = OAUTH_LEFT_URI }, "~%2A%26", "~%252A" },
    { { .hex_lower = OAUTH_AT_PAIRS, .pairs_only = OAUTH_PAIRS_OAUTH },
      "t%252f",
      "t%252F" },
    { { .hex_lower = OAUTH_AT_PAIRS, .pairs_only = OAUTH_PAIRS_REQUEST },
      "~%252a",
      "~%252A" },
    { { .space_plus = OAUTH_AT_PAIRS, .pairs_only = OAUTH_PAIRS_NAMES },
      "a%2B1%3D",
      "a%25201%3D" },
    { { .nfd = OAUTH_NFD, .pairs_only = OAUTH_PAIRS_VALUES },
      "c%3De%25CC%2581",
      "c%3D%25C3%25A9" },
    { { .latin1 = OAUTH_LATIN1_WINDOWS }, "a-b%3D%2580%26", "a-b%3D%25E2" },
    { { .latin1 = OAUTH_LATIN1_ENTITY_ELSE },
      "a-b%3D%2526%25238364%253B%26",
      "a-b%3D%25E2" },
    { { .latin1 = OAUTH_LATIN1_ESCAPE }, "a-b%3D%25u20AC%26", "c%3D%25C3%25A9" },
    { { .latin1 = OAUTH_LATIN1_UNICODE }, "c%3D%25u00E9%26", "c%3D%25C3%25A9" },
    { { .latin1 = OAUTH_LATIN1_UTF8_ELSE },
      "a-b%3D%25E2%2582%25AC%26b",
      "c%3D%25C3%25A9" },
    { { .latin1 = OAUTH_LATIN1_MARK_ELSE }, "a-b%3D%253F%26", "c%3D%25C3%25A9" },
    { { .nfd = OAUTH_NFD }, "c%3De%25CC%2581", "c%3D%25C3%25A9" },
    { { .nfd = OAUTH_NFC }, "d%3D%25C3%25A9", "d%3De%25CC%2581" },
    { { .sort = OAUTH_SORT_NONE }, "json&b%3D2%26a%25201%3D~%252A%26B", "json&A-" },
    { { .sort = OAUTH_SORT_NONE_HEADER_FIRST },
      "json&oauth_token%3Dt%252F%26oauth_v",
      "&A" },
    { { .sort = OAUTH_SORT_BY_NAME }, "b%3D2%26b%3D10%26", "b%3D10%26b%3D2%26" },
    { { .sort = OAUTH_SORT_DECODED }, "a%3D0%26a%25201", NULL },
    { { .sort = OAUTH_SORT_NOCASE }, "json&a%3D0%26", "json&A-" },
    { { .sort = OAUTH_SORT_JOINED }, "a%25201%3D~%252A%26a-b", "a%3D0%26a%2520" },
    { { .sort = OAUTH_SORT_NONE_QUERY_HEADER_BODY }, "A-%3D1%26oauth_token", "json&A" },
    { { .sort = OAUTH_SORT_NONE_BODY_QUERY_HEADER },
      "d%3De%25CC%2581%26b%3D2",
      "json&A" },
    { { .sort = OAUTH_SORT_NONE_BODY_HEADER_QUERY },
      "d%3De%25CC%2581%26oauth_t",
      "json&A" },
    { { .sort = OAUTH_SORT_NONE_HEADER_BODY_QUERY },
      "oauth_consumer_key%3Dk%26id",
      "json&A" },
    { { .sort = OAUTH_SORT_NOCASE_NAMES }, "b%3D2%26B%3D1%26b%3D10%26", "json&A" },
    { { .sort = OAUTH_SORT_NOCASE_VALUES }, "B%3D1%26b%3D10%26b%3D2%26", "json&A" },
    { { .sort = OAUTH_SORT_NOCASE_UPPER }, "B%3D1%26b%3D10%26b%3D2%26", "json&A" },
    { { .sort = OAUTH_SORT_BY_NAME_LAST_FIRST }, NULL, NULL },
    { { .sort = OAUTH_SORT_BY_NAME_BODY_FIRST },
      "b%3D2%26b%3D10%26",
      "b%3D10%26b%3D2%26" },
    { { .sort = OAUTH_SORT_DECODED_NAMES }, "b%3D2%26b%3D10%26", "b%3D10%26b%3D2%26" },
    { { .sort = OAUTH_SORT_JOINED_DECODED }, "a%25201%3D~%252A%26a-b", "a%3D0%26a%2520" },
    { { .sort = OAUTH_SORT_NOCASE_JOINED }, "json&a%25201%3D~%252A%26A-", "json&A-" },
    { { .sort = OAUTH_SORT_NOCASE_UPPER_NAMES },
      "b%3D2%26B%3D1%26b%3D10%26",
      "B%3D1%26a" },
    { { .sort = OAUTH_SORT_NOCASE_UPPER_THEN_VALUES },
      "B%3D1%26b%3D10%26b%3D2%26",
      "B%3D1%26a" },
    { { .collapse = OAUTH_COLLAPSE_FIRST_BODY }, "%26b%3D2%26c", "b%3D10%26" },
    { { .collapse = OAUTH_COLLAPSE_LAST_BODY }, "%26b%3D10%26c", "b%3D2%26" },
    { { .collapse = OAUTH_COLLAPSE_SAME }, "b%3D10%26b%3D2%26", NULL },
    { { .collapse = OAUTH_COLLAPSE_FIRST }, "%26b%3D2%26c", "b%3D10%26" },
    { { .collapse = OAUTH_COLLAPSE_LAST }, "%26b%3D10%26c", "b%3D2%26" },
    { { .collapse = OAUTH_COLLAPSE_SMALLEST }, "%26b%3D10%26c", "b%3D2%26" },
    { { .collapse = OAUTH_COLLAPSE_LARGEST }, "%26b%3D2%26c", "b%3D10%26" },
    { { .query_out = 1 }, "json&a%3D0%26a-b", "b%3D2%26" },
    { { .body_out = 1 }, "e%3D%26oauth_c", "id%3D1%26" },
    { { .empty_out = OAUTH_EMPTY_ALL }, NULL, "e%3D%26id" },
    { { .empty_out = OAUTH_EMPTY_REQUEST }, NULL, "e%3D%26id" },
    { { .signature_in = OAUTH_SIGNATURE_EMPTY }, "oauth_signature%3D%26", NULL },
    { { .signature_in = OAUTH_SIGNATURE_LISTED }, "oauth_signature%3Ds%26", NULL },
    { { .realm_in = 1 }, "%26realm%3DR", NULL },
    { { .version_out = 1 }, NULL, "oauth_version" },
    { { .token_out = 1 }, NULL, "oauth_token" },
    { { .oauth_only = 1 }, "json&oauth_consumer_key%3Dk%26oauth_token", "id%3D1" },
    { { .entities_out = 1 }, NULL, "include_entities" },
    { { .id_out = 1 }, NULL, "id%3D1%26" },
    { { .method = OAUTH_METHOD_LOWER }, "post&", "POST&" },
    { { .method = OAUTH_METHOD_OTHER }, "GET&", "POST&" },
    { { .method = OAUTH_METHOD_PUT }, "PUT&", "POST&" },
    { { .scheme = OAUTH_SCHEME_HTTP }, "&http%3A%2F%2Fapi.example.org%2F", "https" },
    { { .port = OAUTH_PORT_KEEP_DEFAULT }, "example.org%3A443%2F", "org%2F" },
    { { .port = OAUTH_PORT_DEFAULT }, "example.org%3A443%2F", "org%2F" },
    { { .port = OAUTH_PORT_80 }, "example.org%3A80%2F", "org%2F" },
    { { .port = OAUTH_PORT_443 }, "example.org%3A443%2F", "org%2F" },
    { { .path = OAUTH_PATH_V1 }, "org%2F1%2Fit", "1.1%2F" },
    { { .path = OAUTH_PATH_NO_PREFIX }, "org%2Fit", "1.1%2F" },
    { { .path = OAUTH_PATH_NO_SUFFIX }, "%2Fz&", ".json" },
    { { .path = OAUTH_PATH_SLASH_ADDED }, "z.json%2F&", "z.json&" },
    { { .path = OAUTH_PATH_SLASH_DOUBLED }, "1.1%2F%2Fit", "1.1%2Fit" },
    { { .path = OAUTH_PATH_DOUBLED_AT }, "org%2F%2F1.1", "org%2F1.1" },
    { { .path = OAUTH_PATH_DOUBLED_AT + 2 }, "y%2F%2Fz", "y%2Fz" },
    { { .path = OAUTH_PATH_V1, .path_then = OAUTH_PATH_NO_SUFFIX },
      "org%2F1%2Fit",
      ".json" },
    { { .path = OAUTH_PATH_IGNORED }, "org%2F&", "1.1" },
    { { .path = OAUTH_PATH_LAST_TWO }, "org%2Fit%27s", "1.1" },
    { { .host_other = 2, .port = OAUTH_PORT_SENT }, "x.example%3A99%2F", "api.example" },
    { { .host_upper = OAUTH_HOST_AS_SENT }, "API.example.org", "api.example.org" },
    { { .host_upper = OAUTH_HOST_UPPER }, "API.EXAMPLE.ORG", "api.example.org" },
    { { .host_other = 1 }, "%2F%2Fown.example%2F", "api.example.org" },
    { { .host_other = 2 }, "%2F%2Fx.example%3A99%2F", "api.example.org" },
    { { .host_ignored = 1 }, "%2F%2Fown.example%2F", "api.example.org" },
    { { .query_kept = OAUTH_QUERY_AS_SENT }, "json%3Fb%3D2%26a%2B1%3D~%2A%26B", "json&" },
    { { .query_kept = OAUTH_QUERY_NO_OAUTH },
      "json%3Fb%3D2%26a%2B1%3D~%2A%26B",
      "json&" },
    { { .fragment_kept = 1 }, "json%23top&", "json&" },
};

static void base_of(struct buf *out, const struct oauth_request *request,
                    const struct oauth_recipe *recipe)
{
    struct oauth_params list = { 0 };

    buf_reset(out);
    ck_assert_int_eq(oauth_collect(&list, request, NULL), 0);
    ck_assert_int_eq(oauth_base_string(out, request, &list, recipe, hosts), 0);
    oauth_params_release(&list);
}

static bool holds(const struct buf *text, const char *part)
{
    return span_find(buf_span(text), span_of(part)) >= 0;
}

START_TEST(recipe_deviates)
{
    struct buf right, got;

    buf_init(&right, BUF_MAX_TEXT);
    buf_init(&got, BUF_MAX_TEXT);
    base_of(&right, &subject, NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *has = rows[i].has, *lacks = rows[i].lacks;

        base_of(&got, &subject, &rows[i].recipe);
        ck_assert_msg(!has || holds(&got, has), "row %zu: %s not in %s", i, has, got.p);
        ck_assert_msg(!lacks || (!holds(&got, lacks) && holds(&right, lacks)),
                      "row %zu: %s in %s or not in %s", i, lacks, got.p, right.p);
        if (lacks || rows[i].recipe.signature_in || rows[i].recipe.realm_in)
            ck_assert_msg(!span_eq(buf_span(&got), buf_span(&right)), "row %zu", i);
    }
    buf_release(&right);
    buf_release(&got);
}
END_TEST

/* The slow way with deviations that change nothing gives what the short way gives. */
START_TEST(recipe_without_effect_is_the_rfc)
{
    static const struct oauth_recipe idle[] = {
        { .version_in = 1 },
        { .other_body_in = OAUTH_BODY_BY_TYPE },
        { .port = OAUTH_PORT_DROP },
        { .port = OAUTH_PORT_TWICE },
        { .method_ignored = 1 },
        { .scheme = OAUTH_SCHEME_HTTPS },
        { .path = OAUTH_PATH_V11 },
        { .path = OAUTH_PATH_SLASH_DROPPED },
        { .port = OAUTH_PORT_SENT },
        { .path = OAUTH_PATH_SLASHES_SINGLE },
        { .pairs_only = OAUTH_PAIRS_NAMES },
        { .key = OAUTH_KEY_SWAPPED },
    };
    struct buf right, got;

    buf_init(&right, BUF_MAX_TEXT);
    buf_init(&got, BUF_MAX_TEXT);
    base_of(&right, &subject, NULL);
    for (size_t i = 0; i < sizeof(idle) / sizeof(*idle); i++) {
        base_of(&got, &subject, &idle[i]);
        ck_assert_str_eq(got.p, right.p);
    }
    buf_release(&right);
    buf_release(&got);
}
END_TEST

/* Key, digest and output leave the base string alone; test_sign.c has their values. */
START_TEST(recipe_every_field_is_tested)
{
    static const struct oauth_recipe elsewhere = {
        .version_in = 1,
        .other_body_in = 1,
        .method_ignored = 1,
        .key = 1,
        .digest = 1,
        .output = 1,
    };
    uint8_t seen[sizeof(struct oauth_recipe)];

    memcpy(seen, &elsewhere, sizeof(seen));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        for (size_t k = 0; k < sizeof(seen); k++)
            seen[k] |= ((const uint8_t *)&rows[i].recipe)[k];
    for (size_t k = 0; k < sizeof(seen); k++)
        ck_assert_msg(seen[k], "no row for the field at offset %zu", k);
}
END_TEST

TCase *recipe_tests(void)
{
    TCase *tests = tcase_create("recipe");

    tcase_add_test(tests, recipe_deviates);
    tcase_add_test(tests, recipe_without_effect_is_the_rfc);
    tcase_add_test(tests, recipe_every_field_is_tested);
    return tests;
}
