/* Judging a request against the naive verifier. Input: the fields of request.h, the extra
 * one unused. Accepted: the request is right in every point. */
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/request.h"
#include "fuzz/target.h"
#include "oauth/header.h"

const char fuzz_target_name[] = "verify";

void fuzz_start(void)
{
}

/* Everything that the verifier says of a request. */
static uint32_t judge(const struct oauth_request *request,
                      const struct oauth_credentials *credentials, struct buf *why)
{
    struct oauth_scratch scratch;
    struct oauth_claim claim;
    uint32_t violations;

    oauth_claim_init(&claim);
    oauth_scratch_init(&scratch);
    violations = oauth_claim_read(&claim, request, why);
    violations |= oauth_claim_check(&claim, request, credentials, NULL, NULL, &scratch);
    fuzz_note_number(violations);
    fuzz_note(claim.nonce);
    oauth_scratch_release(&scratch);
    oauth_claim_release(&claim);
    return violations;
}

static void expect(const struct fuzz_request *request,
                   const struct oauth_request *changed, const char *relation,
                   bool accepted)
{
    uint32_t violations = judge(changed, &request->credentials, NULL);

    oracle_same_number("oauth_claim_check", relation, accepted, violations == 0);
}

/* A single octet of the header's signature is another one. */
static void check_flipped(struct span input, const struct fuzz_request *request)
{
    struct oauth_request changed = request->ours;
    struct span copy = fuzz_copy(changed.authorization);
    ptrdiff_t at = copy.p ? span_find(copy, SPAN("oauth_signature=\"")) : -1;

    if (at >= 0) {
        char *digit = (char *)(uintptr_t)copy.p + at + 17 + fuzz_choice(input, 4, 27);

        if (*digit != '%' && digit[-1] != '%' && digit[-2] != '%') {
            *digit = *digit == 'A' ? 'B' : 'A';
            changed.authorization = copy;
            expect(request, &changed, "another signature", false);
        }
    }
    fuzz_free(copy);
}

static void check_added(struct span input, const struct fuzz_request *request)
{
    struct oauth_request changed = request->ours;
    bool has_query = naive_query(changed.url).p != NULL;
    struct buf url;

    (void)input;
    buf_init(&url, BUF_MAX_MESSAGE);
    buf_add_span(&url, changed.url);
    if (span_find_char(changed.url, '#') < 0) {
        buf_add_str(&url, has_query ? "&zz" : "?zz");
        changed.url = buf_span(&url);
        expect(request, &changed, "one more parameter", false);
    }
    buf_release(&url);
}

static void check_method(struct span input, const struct fuzz_request *request)
{
    struct oauth_request changed = request->ours;

    (void)input;
    changed.method = SPAN("REPORT");
    if (!span_eq_nocase(request->ours.method, changed.method))
        expect(request, &changed, "another method", false);
}

static void check_secret(struct span input, const struct fuzz_request *request)
{
    struct fuzz_request changed = *request;
    struct span secret = request->credentials.token_secret;
    struct span copy = fuzz_copy(secret);

    if (copy.len) {
        ((char *)(uintptr_t)copy.p)[fuzz_choice(input, 5, 1000) % copy.len] ^= 1;
        changed.credentials.token_secret = copy;
        expect(&changed, &changed.ours, "another secret", false);
    }
    fuzz_free(copy);
}

/* What was accepted, written again in another style, is accepted. */
static void check_rewritten(struct span input, const struct fuzz_request *request)
{
    static const struct oauth_header_style styles[] = {
        { 0 }, { .separator = "," }, { .reversed = true }, { .scheme = "OAUTH" }
    };
    struct oauth_request changed = request->ours;
    struct oauth_params list;
    struct buf text;

    oauth_params_init(&list);
    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_collect(&list, &request->ours, NULL);
    oauth_header_write(&text, &list, &styles[fuzz_choice(input, 6, 4)]);
    changed.authorization = buf_span(&text);
    if (changed.authorization.len > 7)
        expect(request, &changed, "the header in another style", true);
    buf_release(&text);
    oauth_params_release(&list);
}

/* The request was accepted, so this is a positive number below 2^63. */
static int64_t decimal(struct span text)
{
    int64_t value = 0;

    for (size_t i = 0; i < text.len; i++)
        value = value * 10 + (text.p[i] - '0');
    return value;
}

static void check_clock(struct span input, const struct fuzz_request *request)
{
    struct oauth_claim claim;
    int64_t at;

    (void)input;
    oauth_claim_init(&claim);
    oauth_claim_read(&claim, &request->ours, NULL);
    at = claim.timestamp;
    oracle_same_number("oauth_claim_read", "timestamp", decimal(claim.timestamp_text),
                       at);
    if (at > 1000 && at < INT64_MAX - 1000) {
        oracle_same_number("oauth_claim_clock", "now", 0,
                           oauth_claim_clock(&claim, at, 300));
        oracle_same_number("oauth_claim_clock", "at the edge", 0,
                           oauth_claim_clock(&claim, at + 300, 300) |
                               oauth_claim_clock(&claim, at - 300, 300));
        oracle_same_number("oauth_claim_clock", "stale", OAUTH_STALE,
                           oauth_claim_clock(&claim, at + 301, 300));
        oracle_same_number("oauth_claim_clock", "future", OAUTH_FUTURE,
                           oauth_claim_clock(&claim, at - 301, 300));
    }
    oauth_claim_release(&claim);
}

static void (*const relations[])(struct span, const struct fuzz_request *) = {
    check_flipped, check_added, check_method, check_secret, check_rewritten, check_clock,
};

/* The single violations, where the two readings can be compared one by one. */
static void check_violations(const struct fuzz_request *request, uint32_t violations)
{
    static const uint32_t compared =
        OAUTH_TWO_PLACES | OAUTH_MISSING_CONSUMER_KEY | OAUTH_MISSING_TOKEN |
        OAUTH_MISSING_SIGNATURE | OAUTH_MISSING_METHOD | OAUTH_MISSING_TIMESTAMP |
        OAUTH_MISSING_NONCE | OAUTH_REPEATED | OAUTH_BAD_VERSION | OAUTH_BAD_METHOD |
        OAUTH_BAD_TIMESTAMP | OAUTH_SIGNATURE_NOT_ENCODED | OAUTH_VALUE_NOT_ENCODED;
    struct naive_pairs pairs;
    enum naive_header header;

    naive_pairs_init(&pairs);
    header = naive_collect(&pairs, &request->theirs);
    oracle_same_number("oauth_claim_read", "OAUTH_MALFORMED",
                       header == NAIVE_BROKEN && !pairs.overflow,
                       (violations & OAUTH_MALFORMED) != 0);
    if (!(violations & OAUTH_BODY_NOT_FORM))
        oracle_same_number("oauth_claim_read", "OAUTH_TOO_MANY", pairs.overflow,
                           (violations & OAUTH_TOO_MANY) != 0);
    if (header == NAIVE_OAUTH && !pairs.overflow && !(violations & OAUTH_BODY_NOT_FORM))
        oracle_same_number("oauth_claim_read", "set of violations",
                           naive_violations(&pairs), violations & compared);
    naive_pairs_release(&pairs);
}

/* What is said does not depend on the secrets. */
static void check_silent(const struct fuzz_request *request, struct span why)
{
    struct buf texts[2], other;
    struct oauth_credentials changed;

    if (!oracle_suspects(why, request->credentials.consumer_secret) &&
        !oracle_suspects(why, request->credentials.token_secret))
        return;
    buf_init(&texts[0], BUF_MAX_MESSAGE);
    buf_init(&texts[1], BUF_MAX_MESSAGE);
    buf_init(&other, BUF_MAX_TEXT);
    changed = fuzz_other_secrets(&request->credentials, texts);
    judge(&request->ours, &changed, &other);
    oracle_holds("oauth_claim_read", "a text for people holds a secret",
                 !fuzz_leaks(&request->credentials, why, buf_span(&other)), why);
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    buf_release(&other);
}

static bool check(struct span input, const struct fuzz_request *request)
{
    bool accepted = naive_accepts(request);
    uint32_t violations;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    violations = judge(&request->ours, &request->credentials, &why);
    oracle_same_number("oauth_claim_check", "accepts", accepted, violations == 0);
    check_silent(request, buf_span(&why));
    check_violations(request, violations);
    if (accepted)
        relations[fuzz_choice(input, 1, sizeof(relations) / sizeof(relations[0]))](
            input, request);
    buf_release(&why);
    return accepted;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_request request;
    struct span field[FIELDS];
    struct buf signature;
    bool accepted;

    fuzz_input_view(input, FIELDS, field);
    fuzz_request_init(&request, field);
    buf_init(&signature, BUF_MAX_TEXT);
    fuzz_request_signature(&request, &signature);
    fuzz_request_fill(&request, buf_span(&signature));
    accepted = check(input, &request);
    buf_release(&signature);
    fuzz_request_release(&request);
    return accepted ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
