#include "oauth/verify.h"

#include "oauth/header.h"
#include "oauth/steps.h"

#include <nettle/base64.h>

void oauth_claim_init(struct oauth_claim *claim)
{
    *claim = (struct oauth_claim){ 0 };
}

void oauth_claim_release(struct oauth_claim *claim)
{
    oauth_params_release(&claim->params);
    oauth_claim_init(claim);
}

void oauth_scratch_init(struct oauth_scratch *scratch)
{
    buf_init(&scratch->base, BUF_MAX_MESSAGE);
    buf_init(&scratch->key, BUF_MAX_MESSAGE);
    buf_init(&scratch->signature, BUF_MAX_TEXT);
}

void oauth_scratch_release(struct oauth_scratch *scratch)
{
    buf_release(&scratch->base);
    buf_release(&scratch->key);
    buf_release(&scratch->signature);
}

static uint32_t found(struct buf *why, uint32_t violation, const char *text)
{
    if (why && why->len == 0)
        buf_add_str(why, text);
    return violation;
}

/* The protocol parameters that are looked at; RFC 5849 3.1. */
static const struct known {
    struct span name;
    size_t field; /* of struct oauth_claim */
    uint32_t missing;
    const char *text;
} known[] = {
    { SPAN_INIT("oauth_consumer_key"), offsetof(struct oauth_claim, consumer_key),
      OAUTH_MISSING_CONSUMER_KEY, "oauth_consumer_key is missing or empty." },
    { SPAN_INIT("oauth_token"), offsetof(struct oauth_claim, token), OAUTH_MISSING_TOKEN,
      "oauth_token is missing or empty." },
    { SPAN_INIT("oauth_signature"), offsetof(struct oauth_claim, signature),
      OAUTH_MISSING_SIGNATURE, "oauth_signature is missing or empty." },
    { SPAN_INIT("oauth_signature_method"), offsetof(struct oauth_claim, method),
      OAUTH_MISSING_METHOD, "oauth_signature_method is missing or empty." },
    { SPAN_INIT("oauth_timestamp"), offsetof(struct oauth_claim, timestamp_text),
      OAUTH_MISSING_TIMESTAMP, "oauth_timestamp is missing or empty." },
    { SPAN_INIT("oauth_nonce"), offsetof(struct oauth_claim, nonce), OAUTH_MISSING_NONCE,
      "oauth_nonce is missing or empty." },
    { SPAN_INIT("oauth_version"), offsetof(struct oauth_claim, version), 0, NULL },
};

enum { KNOWN = sizeof(known) / sizeof(*known) };

static struct span *field_of(struct oauth_claim *claim, const struct known *k)
{
    return (struct span *)(void *)((char *)claim + k->field);
}

static void reset(struct oauth_claim *claim)
{
    oauth_params_reset(&claim->params);
    for (size_t i = 0; i < KNOWN; i++)
        *field_of(claim, &known[i]) = span_make(NULL, 0);
    claim->timestamp = 0;
    claim->place = OAUTH_IN_HEADER;
}

static bool is_oauth(const struct oauth_param *param)
{
    return param->name.len > 5 && memcmp(param->name.p, "oauth_", 6) == 0;
}

/* A set of places, one bit each. */
static unsigned places_of(const struct oauth_params *list)
{
    unsigned places = 0;

    for (size_t i = 0; i < list->count; i++)
        if (is_oauth(&list->items[i]))
            places |= 1U << list->items[i].place;
    return places;
}

/* RFC 5849 3.5. */
static const enum oauth_place preferred[] = { OAUTH_IN_HEADER, OAUTH_IN_BODY,
                                              OAUTH_IN_QUERY };

static enum oauth_place main_place(unsigned places)
{
    if (places & 1U << OAUTH_IN_HEADER || !places)
        return OAUTH_IN_HEADER;
    return places & 1U << OAUTH_IN_BODY ? OAUTH_IN_BODY : OAUTH_IN_QUERY;
}

static bool is_repeated(const struct oauth_params *list, size_t at)
{
    const struct oauth_param *item = &list->items[at];

    for (size_t i = 0; i < at; i++)
        if (span_eq(list->items[i].name, item->name) &&
            list->items[i].place == item->place)
            return true;
    return false;
}

/* The claim's field that such a parameter fills, or NULL. */
static struct span *field_for(struct oauth_claim *claim, struct span name)
{
    for (size_t i = 0; i < KNOWN; i++)
        if (span_eq(name, known[i].name))
            return field_of(claim, &known[i]);
    return NULL;
}

static uint32_t note_all(struct oauth_claim *claim, enum oauth_place place,
                         struct buf *why)
{
    uint32_t violations = 0;

    for (size_t i = 0; i < claim->params.count; i++) {
        const struct oauth_param *item = &claim->params.items[i];
        struct span *field;
        bool first;

        if (item->place != place || !is_oauth(item))
            continue;
        field = field_for(claim, item->name);
        first = field && !field->p; /* the usual case, and cheap to know */
        if (first)
            *field = item->value;
        if (!first && is_repeated(&claim->params, i))
            violations |= found(why, OAUTH_REPEATED, "An oauth_ parameter is repeated.");
    }
    return violations;
}

/* What stands in a preferred place goes before what stands elsewhere. */
static uint32_t read_fields(struct oauth_claim *claim, bool elsewhere, struct buf *why)
{
    uint32_t violations = 0;

    for (size_t i = 0; i < sizeof(preferred) / sizeof(*preferred); i++)
        if (elsewhere || preferred[i] == claim->place)
            violations |= note_all(claim, preferred[i], why);
    for (size_t i = 0; i < KNOWN; i++)
        if (known[i].missing && field_of(claim, &known[i])->len == 0)
            violations |= found(why, known[i].missing, known[i].text);
    return violations;
}

static uint32_t read_timestamp(struct oauth_claim *claim, struct buf *why)
{
    uint64_t value;

    if (claim->timestamp_text.len == 0)
        return 0;
    if (!span_u64(claim->timestamp_text, &value) || value == 0 || value > INT64_MAX)
        return found(why, OAUTH_BAD_TIMESTAMP,
                     "oauth_timestamp is not a positive number of seconds.");
    claim->timestamp = (int64_t)value;
    return 0;
}

static uint32_t read_words(const struct oauth_claim *claim, struct buf *why)
{
    uint32_t violations = 0;

    if (claim->version.p && !span_eq_str(claim->version, "1.0"))
        violations |= found(why, OAUTH_BAD_VERSION, "oauth_version is not 1.0.");
    if (claim->method.len && !span_eq_str(claim->method, "HMAC-SHA1"))
        violations |=
            found(why, OAUTH_BAD_METHOD, "oauth_signature_method is not HMAC-SHA1.");
    return violations;
}

static uint32_t check_header_values(const struct oauth_params *list, struct buf *why)
{
    uint32_t violations = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (!list->items[i].raw)
            continue;
        if (span_eq(list->items[i].name, SPAN("oauth_signature")))
            violations |= found(why, OAUTH_SIGNATURE_NOT_ENCODED,
                                "oauth_signature is not percent-encoded in the header.");
        else
            violations |= found(why, OAUTH_VALUE_NOT_ENCODED,
                                "A value is not percent-encoded in the header.");
    }
    return violations;
}

static bool body_names_oauth(struct span body)
{
    struct span piece, rest = body;

    while (rest.p) {
        span_cut(rest, '&', &piece, &rest);
        if (span_starts(piece, SPAN("oauth_")))
            return true;
    }
    return false;
}

/* The parameters of such a body are read all the same when there are none elsewhere, so
 * that a server that overlooks the type can go on. */
static uint32_t read_other_body(struct oauth_claim *claim,
                                const struct oauth_request *request, struct buf *why)
{
    if (oauth_is_form(request->content_type) || !body_names_oauth(request->body))
        return 0;
    if (!places_of(&claim->params) &&
        oauth_params_add_form(&claim->params, request->body, OAUTH_IN_BODY) < 0)
        return OAUTH_BODY_NOT_FORM |
               found(why, OAUTH_TOO_MANY, "The request has too many parameters.");
    return found(why, OAUTH_BODY_NOT_FORM,
                 "oauth_ parameters stand in a body whose type is not a form's.");
}

static bool has_header(const struct oauth_request *request)
{
    return span_trim(request->authorization).len > 0;
}

/* Then the header was of the right scheme: it is read last. */
static bool ends_in_header(const struct oauth_params *list)
{
    return list->count && list->items[list->count - 1].place == OAUTH_IN_HEADER;
}

static uint32_t collect(struct oauth_claim *claim, const struct oauth_request *request,
                        struct buf *why)
{
    if (oauth_collect(&claim->params, request, why) < 0)
        return claim->params.count >= OAUTH_PARAMS_MAX ? OAUTH_TOO_MANY : OAUTH_MALFORMED;
    if (ends_in_header(&claim->params))
        return 0;
    if (has_header(request) && !oauth_header_is_oauth(request->authorization))
        return found(why, OAUTH_OTHER_SCHEME,
                     "The Authorization header is of another scheme than OAuth.");
    return 0;
}

uint32_t oauth_claim_read(struct oauth_claim *claim, const struct oauth_request *request,
                          struct buf *why)
{
    uint32_t violations;
    unsigned places;

    reset(claim);
    violations = collect(claim, request, why);
    if (violations & (OAUTH_TOO_MANY | OAUTH_MALFORMED))
        return violations;
    violations |= read_other_body(claim, request, why);
    places = places_of(&claim->params);
    if (!places && violations)
        return violations;
    if (!places && !has_header(request))
        return found(why, OAUTH_NO_CREDENTIALS,
                     "The request carries no OAuth credentials.");
    claim->place = main_place(places);
    if (places & (places - 1))
        violations |= found(why, OAUTH_TWO_PLACES,
                            "oauth_ parameters stand in more than one place.");
    violations |= read_fields(claim, (places & (places - 1)) != 0, why);
    violations |= read_timestamp(claim, why) | read_words(claim, why);
    return violations | check_header_values(&claim->params, why);
}

uint32_t oauth_claim_clock(const struct oauth_claim *claim, int64_t now, int64_t window)
{
    if (claim->timestamp == 0)
        return 0;
    if (claim->timestamp < now - window)
        return OAUTH_STALE;
    return claim->timestamp > now + window ? OAUTH_FUTURE : 0;
}

bool oauth_equal_secret(struct span a, struct span b)
{
    unsigned char difference = 0;

    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        difference |= (unsigned char)(a.p[i] ^ b.p[i]);
    return difference == 0;
}

static void prepare_key(struct oauth_scratch *scratch,
                        const struct oauth_credentials *credentials)
{
    struct buf *key = &scratch->key, *text = &scratch->base;

    buf_reset(text);
    oauth_key(text, credentials, NULL);
    if (key->len && span_eq(buf_span(key), buf_span(text)))
        return;
    buf_reset(key);
    buf_add_span(key, buf_span(text));
    hmac_sha1_set_key(&scratch->hmac, key->len, (const uint8_t *)key->p);
}

/* oauth_sign with the key as it was prepared for the request before. */
static int sign_again(struct oauth_scratch *scratch, const struct oauth_request *request,
                      const struct oauth_params *list,
                      const struct oauth_credentials *credentials)
{
    struct buf *base = &scratch->base;
    uint8_t digest[SHA1_DIGEST_SIZE];
    char text[BASE64_ENCODE_RAW_LENGTH(SHA1_DIGEST_SIZE)];

    prepare_key(scratch, credentials);
    buf_reset(base);
    if (oauth_base_string(base, request, list, NULL, NULL) < 0)
        return -1;
    if (base->overflow)
        return oauth_sign(&scratch->signature, request, list, credentials, NULL, NULL);
    hmac_sha1_update(&scratch->hmac, base->len, (const uint8_t *)base->p);
    hmac_sha1_digest(&scratch->hmac, sizeof(digest), digest);
    base64_encode_raw(text, sizeof(digest), digest);
    buf_add(&scratch->signature, text, sizeof(text));
    return 0;
}

uint32_t oauth_claim_check(const struct oauth_claim *claim,
                           const struct oauth_request *request,
                           const struct oauth_credentials *credentials,
                           const struct oauth_recipe *recipe, const struct span *hosts,
                           struct oauth_scratch *scratch)
{
    struct buf *right = &scratch->signature;
    int result;

    buf_reset(right);
    result = oauth_recipe_is_zero(recipe)
                 ? sign_again(scratch, request, &claim->params, credentials)
                 : oauth_sign(right, request, &claim->params, credentials, recipe, hosts);
    if (result < 0 || !claim->signature.len)
        return OAUTH_BAD_SIGNATURE;
    return oauth_equal_secret(claim->signature, buf_span(right)) ? 0
                                                                 : OAUTH_BAD_SIGNATURE;
}
