/* One favorites/destroy request signed and verified: lib/oauth, liboauth, and the HMAC
 * alone. */
#include "measure.h"

#include "base/die.h"
#include "base/pct.h"
#include "oauth/header.h"
#include "oauth/verify.h"

#include <nettle/hmac.h>
#include <oauth.h>
#include <stdio.h>
#include <stdlib.h>

#define URL "https://api.twitter.com/1.1/favorites/destroy.json"
#define BODY "id=243138128959913986&include_entities=false"
#define CONSUMER_KEY "xvz1evFS4wEEPTGEFPHBog0aB"
#define CONSUMER_SECRET "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw0aBcDeF"
#define TOKEN "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPNrEzVJVOJ7W98s1"
#define TOKEN_SECRET "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE0aBc"
#define NONCE "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"
#define TIMESTAMP "1318622958"

static const struct oauth_credentials credentials = {
    SPAN_INIT(CONSUMER_KEY),
    SPAN_INIT(CONSUMER_SECRET),
    SPAN_INIT(TOKEN),
    SPAN_INIT(TOKEN_SECRET),
};

static struct oauth_request request = {
    .method = SPAN_INIT("POST"),
    .url = SPAN_INIT(URL),
    .content_type = SPAN_INIT("application/x-www-form-urlencoded"),
    .body = SPAN_INIT(BODY),
};

/* All that is reused from call to call. */
static struct oauth_params list;
static struct oauth_claim claim;
static struct oauth_scratch scratch;
static struct buf signature, header, base, key;
static struct hmac_sha1_ctx prepared;
static int given_count;
static char **given;
static volatile unsigned char sink;

static void fill(struct oauth_params *out)
{
    static const struct span pairs[][2] = {
        { SPAN_INIT("oauth_consumer_key"), SPAN_INIT(CONSUMER_KEY) },
        { SPAN_INIT("oauth_nonce"), SPAN_INIT(NONCE) },
        { SPAN_INIT("oauth_signature_method"), SPAN_INIT("HMAC-SHA1") },
        { SPAN_INIT("oauth_timestamp"), SPAN_INIT(TIMESTAMP) },
        { SPAN_INIT("oauth_token"), SPAN_INIT(TOKEN) },
        { SPAN_INIT("oauth_version"), SPAN_INIT("1.0") },
    };

    oauth_params_add_form(out, request.body, OAUTH_IN_BODY);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        oauth_params_add(out, pairs[i][0], pairs[i][1], OAUTH_IN_HEADER);
}

static void favspec_sign(void)
{
    buf_reset(&signature);
    oauth_sign(&signature, &request, &list, &credentials, NULL, NULL);
}

/* From the body's text to the header's. */
static void favspec_whole(void)
{
    oauth_params_reset(&list);
    fill(&list);
    favspec_sign();
    oauth_params_add(&list, SPAN("oauth_signature"), buf_span(&signature),
                     OAUTH_IN_HEADER);
    buf_reset(&header);
    oauth_header_write(&header, &list, NULL);
}

static void favspec_verify(void)
{
    uint32_t bad = oauth_claim_read(&claim, &request, NULL);

    bad |= oauth_claim_check(&claim, &request, &credentials, NULL, NULL, &scratch);
    if (bad)
        die("a right signature does not verify");
}

static void bare_hmac(void)
{
    struct hmac_sha1_ctx ctx;
    uint8_t digest[SHA1_DIGEST_SIZE];

    hmac_sha1_set_key(&ctx, key.len, (const uint8_t *)key.p);
    hmac_sha1_update(&ctx, base.len, (const uint8_t *)base.p);
    hmac_sha1_digest(&ctx, sizeof(digest), digest);
    sink = digest[0];
}

static void prepared_hmac(void)
{
    uint8_t digest[SHA1_DIGEST_SIZE];

    hmac_sha1_update(&prepared, base.len, (const uint8_t *)base.p);
    hmac_sha1_digest(&prepared, sizeof(digest), digest);
    sink = digest[0];
}

/* liboauth adds what is missing: with nonce and timestamp given, the same request. */
static char *liboauth_url(void)
{
    return oauth_sign_url2(
        URL "?" BODY "&oauth_nonce=" NONCE "&oauth_timestamp=" TIMESTAMP, NULL, OA_HMAC,
        "POST", CONSUMER_KEY, CONSUMER_SECRET, TOKEN, TOKEN_SECRET);
}

static void liboauth_sign_url(void)
{
    free(liboauth_url());
}

/* The array changes in the call, so each call needs its own. */
static void liboauth_sign_array(void)
{
    char **copy = malloc((size_t)given_count * sizeof(*copy));
    int count = given_count;

    for (int i = 0; i < count; i++)
        copy[i] = xstrdup(given[i]);
    free(oauth_sign_array2(&count, &copy, NULL, OA_HMAC, "POST", CONSUMER_KEY,
                           CONSUMER_SECRET, TOKEN, TOKEN_SECRET));
    oauth_free_array(&count, &copy);
}

static void prepare(void)
{
    buf_init(&signature, BUF_MAX_TEXT);
    buf_init(&header, BUF_MAX_TEXT);
    buf_init(&base, BUF_MAX_TEXT);
    buf_init(&key, BUF_MAX_TEXT);
    oauth_params_init(&list);
    oauth_claim_init(&claim);
    oauth_scratch_init(&scratch);
    favspec_whole();
    request.authorization = buf_span(&header);
    if (oauth_base_string(&base, &request, &list, NULL, NULL) < 0)
        die("the URL does not parse");
    oauth_key(&key, &credentials, NULL);
    hmac_sha1_set_key(&prepared, key.len, (const uint8_t *)key.p);
    given_count = oauth_split_url_parameters(
        URL "?" BODY "&oauth_nonce=" NONCE "&oauth_timestamp=" TIMESTAMP, &given);
}

/* Nothing is compared before both are known to do the same. */
static void check_same(void)
{
    char *url = liboauth_url();
    struct buf want;

    buf_init(&want, BUF_MAX_TEXT);
    buf_add_str(&want, "oauth_signature=");
    pct_encode(&want, buf_span(&signature));
    if (!url || span_find(span_of(url), buf_span(&want)) < 0)
        die("liboauth and favspec do not agree: %s, %s", url, want.p);
    buf_release(&want);
    free(url);
}

enum { SIGN, WHOLE, VERIFY, BARE, PREPARED, BY_URL, BY_ARRAY, COUNT };

static struct contestant all[COUNT] = {
    [SIGN] = { .name = "favspec, sign", .once = favspec_sign },
    [WHOLE] = { .name = "favspec, body text to header text", .once = favspec_whole },
    [VERIFY] = { .name = "favspec, read and check", .once = favspec_verify },
    [BARE] = { .name = "nettle, HMAC-SHA1 alone", .once = bare_hmac },
    [PREPARED] = { .name = "nettle, HMAC-SHA1, key prepared", .once = prepared_hmac },
    [BY_URL] = { .name = "liboauth, oauth_sign_url2", .once = liboauth_sign_url },
    [BY_ARRAY] = { .name = "liboauth, oauth_sign_array2", .once = liboauth_sign_array },
};

static size_t allocations_of(void (*once)(void))
{
    size_t before = measure_allocations();

    for (int i = 0; i < 1000; i++)
        once();
    return measure_allocations() - before;
}

static void report(void)
{
    measure_report("liboauth's oauth_sign_url2 / sign",
                   measure_ratio(&all[BY_URL], &all[SIGN]), "x", AT_LEAST, 15);
    measure_report("liboauth's oauth_sign_array2 / sign",
                   measure_ratio(&all[BY_ARRAY], &all[SIGN]), "x", AT_LEAST, 15);
    measure_report("sign / HMAC-SHA1 alone", measure_ratio(&all[SIGN], &all[BARE]), "x",
                   AT_MOST, 4);
    measure_report("read and check / sign", measure_ratio(&all[VERIFY], &all[SIGN]), "x",
                   AT_MOST, 1.5);
    measure_report("allocations in 1000 signatures", (double)allocations_of(favspec_sign),
                   "", AT_MOST, 0);
    measure_report("allocations in 1000 verifications",
                   (double)allocations_of(favspec_verify), "", AT_MOST, 0);
    printf("for comparison: %.1f allocations in one oauth_sign_url2; body to header is "
           "%.1f x faster than it;\nsign is %.2f x the HMAC with a prepared key\n",
           (double)allocations_of(liboauth_sign_url) / 1000,
           measure_ratio(&all[BY_URL], &all[WHOLE]),
           measure_ratio(&all[SIGN], &all[PREPARED]));
}

int main(void)
{
    prepare();
    check_same();
    measure_run(all, COUNT, 40);
    for (size_t i = 0; i < COUNT; i++)
        printf("%-48s %10.0f ns %12.0f /s\n", all[i].name, measure_ns(&all[i]),
               1e9 / measure_ns(&all[i]));
    report();
    return measure_status();
}
