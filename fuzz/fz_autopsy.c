/* The signature autopsy. Input: the fields of request.h; the extra one names a deviation
 * with which {sig} is made, "" for the right signature. Accepted: the verdict is valid or
 * explained.
 *
 * A valid request is never accused; an accusation is backed by a base string that gives
 * the received signature; the repaired header is right; no text shows a secret. */
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/request.h"
#include "fuzz/target.h"
#include "oauth/autopsy.h"

const char fuzz_target_name[] = "autopsy";

static const struct deviation {
    const char *name;
    struct oauth_recipe recipe;
} deviations[] = {
    { "hex-lower", { .hex_lower = OAUTH_AT_PAIRS } },
    { "space-plus", { .space_plus = OAUTH_AT_PAIRS } },
    { "tilde", { .tilde_encoded = OAUTH_AT_PAIRS } },
    { "raw", { .pairs_raw = OAUTH_PAIRS_ALL } },
    { "twice", { .pairs_twice = OAUTH_PAIRS_ALL } },
    { "unsorted", { .sort = OAUTH_SORT_NONE } },
    { "sorted-decoded", { .sort = OAUTH_SORT_DECODED } },
    { "sorted-joined", { .sort = OAUTH_SORT_JOINED } },
    { "collapsed", { .collapse = OAUTH_COLLAPSE_LAST } },
    { "no-query", { .query_out = 1 } },
    { "no-body", { .body_out = 1 } },
    { "method-lower", { .method = OAUTH_METHOD_LOWER } },
    { "method-get", { .method = OAUTH_METHOD_GET } },
    { "scheme-http", { .scheme = OAUTH_SCHEME_HTTP } },
    { "port-kept", { .port = OAUTH_PORT_KEEP_DEFAULT } },
    { "port-dropped", { .port = OAUTH_PORT_DROP } },
    { "path-v1", { .path = OAUTH_PATH_V1 } },
    { "query-kept", { .query_kept = OAUTH_QUERY_AS_SENT } },
    { "no-token-secret", { .key = OAUTH_KEY_NO_TOKEN_SECRET } },
    { "no-ampersand", { .key = OAUTH_KEY_NO_AMPERSAND } },
    { "secrets-raw", { .key = OAUTH_KEY_NOT_ENCODED } },
    { "sha256", { .digest = OAUTH_DIGEST_HMAC_SHA256 } },
    { "swapped", { .digest = OAUTH_DIGEST_SWAPPED } },
    { "hex", { .output = OAUTH_OUTPUT_HEX } },
    { "no-version", { .version_out = 1 } },
};

void fuzz_start(void)
{
}

static const struct oauth_recipe *find(struct span name)
{
    for (size_t i = 0; i < sizeof(deviations) / sizeof(deviations[0]); i++)
        if (span_eq_str(name, deviations[i].name))
            return &deviations[i].recipe;
    return NULL;
}

static void make_signature(const struct fuzz_request *request, struct span deviation,
                           struct buf *out)
{
    static const struct span hosts[] = { SPAN_INIT("localhost") };
    const struct oauth_recipe *recipe = find(deviation);
    struct oauth_params list;

    if (!recipe) {
        fuzz_request_signature(request, out);
        return;
    }
    oauth_params_init(&list);
    if (oauth_collect(&list, &request->ours, NULL) == 0)
        oauth_sign(out, &request->ours, &list, &request->credentials, recipe, hosts);
    oauth_params_release(&list);
}

static void check_texts(const struct oauth_autopsy *autopsy,
                        const struct fuzz_request *request)
{
    const struct oauth_credentials *c = &request->credentials;
    struct span texts[OAUTH_FINDINGS_MAX + 2] = { autopsy->advice,
                                                  autopsy->authorization };
    size_t count = 2;

    for (size_t i = 0; i < autopsy->found_count; i++) {
        oracle_holds("oauth_autopsy_run", "a finding is of the catalogue",
                     autopsy->found[i].mistake >= 0 &&
                         autopsy->found[i].mistake < OAUTH_MISTAKE_COUNT,
                     autopsy->found[i].detail);
        texts[count++] = autopsy->found[i].detail;
    }
    for (size_t i = 0; i < count; i++) {
        fuzz_note(texts[i]);
        if (!texts[i].p)
            continue;
        oracle_no_secret("oauth_autopsy_run", texts[i], c->consumer_secret);
        oracle_no_secret("oauth_autopsy_run", texts[i], c->token_secret);
    }
}

static bool stands_in(struct span secret, const struct oauth_request *request)
{
    const struct span parts[] = { request->url, request->authorization, request->body };

    for (size_t i = 0; i < 3; i++)
        if (parts[i].p && span_find(parts[i], secret) >= 0)
            return true;
    return false;
}

/* The header as it should have been, in place of the one received; credentials that stood
 * elsewhere would have to go from there too. */
static void check_repair(const struct oauth_autopsy *autopsy,
                         const struct fuzz_request *request)
{
    static const uint32_t beyond_repair =
        ~(uint32_t)(OAUTH_SIGNATURE_NOT_ENCODED | OAUTH_VALUE_NOT_ENCODED);
    struct fuzz_request repaired = *request;

    if (!autopsy->authorization.p || autopsy->violations & beyond_repair ||
        span_find(request->ours.url, SPAN("oauth_")) >= 0 ||
        (request->ours.body.p && span_find(request->ours.body, SPAN("oauth_")) >= 0))
        return;
    repaired.theirs.authorization = autopsy->authorization;
    oracle_holds("oauth_autopsy_run", "the repaired header is right",
                 naive_accepts(&repaired), autopsy->authorization);
}

static void check_verdict(const struct oauth_autopsy *autopsy,
                          const struct fuzz_request *request)
{
    bool valid = autopsy->verdict == OAUTH_AUTOPSY_VALID;

    if (naive_accepts(request))
        oracle_same_number("oauth_autopsy_run", "a valid request is not accused",
                           OAUTH_AUTOPSY_VALID, autopsy->verdict);
    if (valid)
        oracle_same_number("oauth_autopsy_run", "valid without a finding", 0,
                           (int64_t)autopsy->found_count);
    if (autopsy->verdict == OAUTH_AUTOPSY_EXPLAINED)
        oracle_holds("oauth_autopsy_run", "an explanation has a finding",
                     autopsy->found_count > 0, autopsy->matched);
    if (autopsy->matched.p && autopsy->expected.p)
        oracle_same_number("oauth_autopsy_run", "difference",
                           span_eq(autopsy->matched, autopsy->expected),
                           autopsy->difference < 0);
}

static bool check(const struct fuzz_request *request)
{
    const struct oauth_credentials *c = &request->credentials;
    struct oauth_autopsy autopsy;
    bool clear;

    oauth_autopsy_init(&autopsy);
    oauth_autopsy_run(&autopsy, &request->ours, c, NULL, 0);
    check_verdict(&autopsy, request);
    if (!stands_in(c->consumer_secret, &request->ours) &&
        !stands_in(c->token_secret, &request->ours))
        check_texts(&autopsy, request);
    check_repair(&autopsy, request);
    fuzz_note_number(autopsy.verdict);
    clear = autopsy.verdict == OAUTH_AUTOPSY_VALID ||
            autopsy.verdict == OAUTH_AUTOPSY_EXPLAINED;
    oauth_autopsy_release(&autopsy);
    return clear;
}

static void take_names(struct fuzz_request *request, struct oauth_params *list)
{
    const struct oauth_param *key, *token;

    oauth_collect(list, &request->ours, NULL);
    key = oauth_params_find(list, SPAN("oauth_consumer_key"));
    token = oauth_params_find(list, SPAN("oauth_token"));
    request->credentials.consumer_key = key ? key->value : SPAN("");
    request->credentials.token = token ? token->value : SPAN("");
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_request request;
    struct fuzz_input fields;
    struct oauth_params list;
    struct buf signature;
    bool clear;

    fuzz_input_split(input, FIELDS, &fields);
    fuzz_request_init(&request, fields.field);
    oauth_params_init(&list);
    take_names(&request, &list);
    buf_init(&signature, BUF_MAX_TEXT);
    make_signature(&request, fields.field[FIELD_EXTRA], &signature);
    fuzz_request_fill(&request, buf_span(&signature));
    clear = check(&request);
    buf_release(&signature);
    oauth_params_release(&list);
    fuzz_request_release(&request);
    fuzz_input_release(&fields);
    return clear ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
