#include "suites.h"

#include "base/die.h"
#include "base/pct.h"
#include "oauth/header.h"
#include "oauth/sign.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

/* How many of each check were made: a file that lost its vectors must not pass. */
struct tally {
    int vectors, base_strings, hmac_sha1, hmac_sha256, plaintext, other_methods;
    int parameter_strings, forms, uris, refused, encodings, headers;
};

static const struct tally positives_expected = {
    .vectors = 69,
    .base_strings = 23,
    .hmac_sha1 = 19,
    .hmac_sha256 = 2,
    .plaintext = 4,
    .other_methods = 6,
    .parameter_strings = 7,
    .forms = 5,
    .uris = 15,
    .refused = 1,
    .encodings = 10,
};

static const struct tally negatives_expected = {
    .vectors = 6,
    .base_strings = 4,
    .hmac_sha1 = 3,
    .parameter_strings = 1,
    .forms = 1,
    .headers = 1,
};

struct vector {
    const cJSON *json;
    bool right; /* whether what is printed must be what we compute */
    struct tally *tally;
    struct oauth_params list;
    struct arena mem;
};

static struct span text_of(const cJSON *object, const char *name)
{
    return span_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name)));
}

static void check_text(const struct vector *v, const char *member, struct span got)
{
    const cJSON *recomputed = cJSON_GetObjectItemCaseSensitive(v->json, "recomputed");
    struct span printed = text_of(v->json, member), right = text_of(recomputed, member);
    struct span name = text_of(v->json, "name");

    ck_assert_msg(printed.p != NULL, "%s has no %s", name.p, member);
    if (v->right || !right.p)
        ck_assert_msg(span_eq(got, printed), "%s: %s is %.*s", name.p, member,
                      SPAN_ARG(got));
    else
        ck_assert_msg(span_eq(got, right) && !span_eq(got, printed), "%s: %s is %.*s",
                      name.p, member, SPAN_ARG(got));
}

static enum oauth_place place_of(const cJSON *parameter)
{
    struct span place = text_of(parameter, "place");

    if (span_eq(place, SPAN("query")))
        return OAUTH_IN_QUERY;
    return span_eq(place, SPAN("body")) ? OAUTH_IN_BODY : OAUTH_IN_HEADER;
}

static void read_parameters(struct vector *v)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(v->json, "parameters"), *item;

    cJSON_ArrayForEach(item, array) oauth_params_add(
        &v->list, text_of(item, "name"), text_of(item, "value"), place_of(item));
}

/* The parameters of one place as form text. */
static struct span form_text(struct vector *v, enum oauth_place place)
{
    struct buf text;
    struct span copy;

    buf_init(&text, BUF_MAX_TEXT);
    for (size_t i = 0; i < v->list.count; i++) {
        if (v->list.items[i].place != place)
            continue;
        buf_add_str(&text, text.len ? "&" : "");
        pct_encode(&text, v->list.items[i].name);
        buf_add_char(&text, '=');
        pct_encode(&text, v->list.items[i].value);
    }
    copy = arena_copy(&v->mem, buf_span(&text));
    buf_release(&text);
    return copy;
}

/* The same request as it would be on the wire, read back. */
static void check_on_the_wire(struct vector *v, const struct oauth_request *request)
{
    struct oauth_request wire = *request;
    struct span path, query, form = form_text(v, OAUTH_IN_QUERY);
    struct oauth_params collected;
    struct buf header, base;

    oauth_params_init(&collected);
    buf_init(&header, BUF_MAX_TEXT);
    buf_init(&base, BUF_MAX_TEXT);
    span_cut(request->url, '?', &path, &query);
    wire.url = arena_printf(&v->mem, "%.*s?%.*s", SPAN_ARG(path), SPAN_ARG(form));
    wire.content_type = SPAN("application/x-www-form-urlencoded; charset=UTF-8");
    wire.body = form_text(v, OAUTH_IN_BODY);
    oauth_header_write(&header, &v->list, NULL);
    wire.authorization = buf_span(&header);
    ck_assert_int_eq(oauth_collect(&collected, &wire, NULL), 0);
    ck_assert_uint_eq(collected.count, v->list.count);
    ck_assert_int_eq(oauth_base_string(&base, &wire, &collected, NULL, NULL), 0);
    check_text(v, "base_string", buf_span(&base));
    oauth_params_release(&collected);
    buf_release(&header);
    buf_release(&base);
}

static void check_signature(struct vector *v, struct span base)
{
    struct oauth_credentials c = { .consumer_secret = text_of(v->json, "consumer_secret"),
                                   .token_secret = text_of(v->json, "token_secret") };
    struct oauth_recipe recipe = { 0 };
    struct span method = text_of(v->json, "signature_method");
    struct buf key, signature;

    buf_init(&key, BUF_MAX_TEXT);
    buf_init(&signature, BUF_MAX_TEXT);
    oauth_key(&key, &c, NULL);
    if (span_eq_str(method, "PLAINTEXT")) {
        check_text(v, "signature", buf_span(&key));
        v->tally->plaintext++;
    } else if (span_eq_str(method, "HMAC-SHA1") || span_eq_str(method, "HMAC-SHA256")) {
        bool sha256 = span_eq_str(method, "HMAC-SHA256");

        recipe.digest = sha256 ? OAUTH_DIGEST_HMAC_SHA256 : OAUTH_DIGEST_HMAC_SHA1;
        oauth_digest(&signature, buf_span(&key), base, &recipe);
        check_text(v, "signature", buf_span(&signature));
        v->tally->hmac_sha256 += sha256;
        v->tally->hmac_sha1 += !sha256;
    } else {
        ck_assert(method.p != NULL && text_of(v->json, "signature").len > 28);
        v->tally->other_methods++;
    }
    buf_release(&key);
    buf_release(&signature);
}

static void check_request(struct vector *v)
{
    struct oauth_request request = { .method = text_of(v->json, "method"),
                                     .url = text_of(v->json, "url") };
    struct buf base;

    buf_init(&base, BUF_MAX_TEXT);
    ck_assert_int_eq(oauth_base_string(&base, &request, &v->list, NULL, NULL), 0);
    if (text_of(v->json, "base_string").p) {
        check_text(v, "base_string", buf_span(&base));
        check_on_the_wire(v, &request);
        v->tally->base_strings++;
    }
    if (text_of(v->json, "signature").p)
        check_signature(v, buf_span(&base));
    buf_release(&base);
}

static void check_literal(struct vector *v)
{
    check_signature(v, text_of(v->json, "base_string"));
}

static void check_parameters(struct vector *v)
{
    struct span form = text_of(v->json, "form");
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    oauth_parameter_string(&text, &v->list);
    check_text(v, "parameter_string", buf_span(&text));
    v->tally->parameter_strings++;
    if (form.p) {
        oauth_params_reset(&v->list);
        buf_reset(&text);
        oauth_params_add_form(&v->list, form, OAUTH_IN_QUERY);
        oauth_parameter_string(&text, &v->list);
        check_text(v, "parameter_string", buf_span(&text));
        v->tally->forms++;
    }
    buf_release(&text);
}

static void check_uri(struct vector *v)
{
    struct buf uri;
    int result;

    buf_init(&uri, BUF_MAX_TEXT);
    result = oauth_base_uri(&uri, text_of(v->json, "url"));
    if (cJSON_HasObjectItem(v->json, "refused")) {
        ck_assert_int_eq(result, -1);
        ck_assert_uint_eq(uri.len, 0);
        v->tally->refused++;
    } else {
        ck_assert_int_eq(result, 0);
        check_text(v, "uri", buf_span(&uri));
        v->tally->uris++;
    }
    buf_release(&uri);
}

static void check_encoding(struct vector *v)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    pct_encode(&text, text_of(v->json, "text"));
    check_text(v, "encoded", buf_span(&text));
    buf_release(&text);
    v->tally->encodings++;
}

/* RFC 5849 3.5.1 prints it over several lines; we read what we write of it. */
static void check_header(struct vector *v)
{
    struct oauth_params read;
    struct buf text;

    oauth_params_init(&read);
    buf_init(&text, BUF_MAX_TEXT);
    oauth_params_add(&v->list, SPAN("oauth_signature"), text_of(v->json, "signature"),
                     OAUTH_IN_HEADER);
    oauth_header_write(&text, &v->list, NULL);
    ck_assert(span_find(buf_span(&text), SPAN("\"wOJIO9A2W5mFwDgiDvZbTSMK%2FPY%3D\"")) >
              0);
    ck_assert_int_eq(oauth_header_parse(buf_span(&text), &read, NULL), OAUTH_HEADER_OK);
    ck_assert_uint_eq(read.count, v->list.count);
    for (size_t i = 0; i < read.count; i++)
        ck_assert(span_eq(read.items[i].value, v->list.items[i].value));
    oauth_params_release(&read);
    buf_release(&text);
    v->tally->headers++;
}

static void check_vector(struct vector *v)
{
    static const struct {
        const char *kind;
        void (*check)(struct vector *v);
    } kinds[] = {
        { "request", check_request },       { "signature", check_literal },
        { "parameters", check_parameters }, { "uri", check_uri },
        { "encoding", check_encoding },     { "header", check_header },
    };
    size_t i = 0;

    while (i < 6 && !span_eq_str(text_of(v->json, "kind"), kinds[i].kind))
        i++;
    ck_assert_uint_lt(i, 6);
    ck_assert_uint_gt(text_of(v->json, "source").len, 5);
    ck_assert_int_eq(text_of(v->json, "reason").p != NULL, !v->right);
    read_parameters(v);
    kinds[i].check(v);
    v->tally->vectors++;
}

static cJSON *read_vectors(void)
{
    FILE *file = fopen(SOURCE_DIR "/golden/oauth1.json", "rb");
    char *text = xmalloc(BUF_MAX_MESSAGE);
    size_t len;
    cJSON *json;

    ck_assert_ptr_nonnull(file);
    len = fread(text, 1, BUF_MAX_MESSAGE, file);
    fclose(file);
    json = cJSON_ParseWithLength(text, len);
    ck_assert_ptr_nonnull(json);
    free(text);
    return json;
}

static void check_all(const char *which, bool right, const struct tally *expected)
{
    cJSON *json = read_vectors(), *item;
    struct tally tally = { 0 };

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, which))
    {
        struct vector v = { .json = item, .right = right, .tally = &tally };

        check_vector(&v);
        oauth_params_release(&v.list);
        arena_release(&v.mem);
    }
    ck_assert_int_eq(tally.vectors, expected->vectors);
    ck_assert_int_eq(tally.base_strings, expected->base_strings);
    ck_assert_int_eq(tally.hmac_sha1, expected->hmac_sha1);
    ck_assert_int_eq(tally.hmac_sha256, expected->hmac_sha256);
    ck_assert_int_eq(tally.plaintext, expected->plaintext);
    ck_assert_int_eq(tally.other_methods, expected->other_methods);
    ck_assert_mem_eq(&tally, expected, sizeof(tally));
    cJSON_Delete(json);
}

START_TEST(vectors_that_are_right_are_reproduced)
{
    check_all("positives", true, &positives_expected);
}
END_TEST

START_TEST(vectors_that_are_wrong_are_not)
{
    check_all("negatives", false, &negatives_expected);
}
END_TEST

TCase *vector_tests(void)
{
    TCase *tests = tcase_create("vectors");

    tcase_add_test(tests, vectors_that_are_right_are_reproduced);
    tcase_add_test(tests, vectors_that_are_wrong_are_not);
    return tests;
}
