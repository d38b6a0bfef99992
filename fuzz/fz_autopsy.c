/* The signature autopsy. Input: the fields of request.h; the extra one names a deviation
 * (deviation.h) with which {sig} is made, "" for the right signature. Accepted: the
 * verdict is valid or explained.
 *
 * A valid request is never accused; an accusation is backed by a base string that gives
 * the received signature; the repaired header is right; no text shows a secret. */
#include "fuzz/deviation.h"
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/request.h"
#include "fuzz/target.h"
#include "oauth/autopsy_parts.h"

const char fuzz_target_name[] = "autopsy";

/* The whole search recomputes some three hundred signatures, and all pairs would take a
 * tenth of a second. One input of SHARE goes through all single mistakes, another one
 * through a thousand pairs too; the others look for what they name (deviation.h) alone,
 * for a bounded number of readings and pairs. */
enum { SHARE = 256, EFFORT = 1000, EFFORT_NAMED = 100, READINGS_NAMED = 32 };

void fuzz_start(void)
{
}

/* How an input is looked into. */
struct way {
    struct oauth_autopsy_bounds bounds;
    bool suspects[OAUTH_MISTAKE_COUNT];
    size_t hosts; /* of those known */
};

static void choose(struct way *out, struct span input, struct span deviation)
{
    unsigned whole = fuzz_choice(input, 1, SHARE);

    /* So that the replayer, with its few salts, goes both ways with each seed. */
    if (fuzz_salt == 1 || fuzz_salt == 2)
        whole = fuzz_salt == 1 ? 0 : SHARE / 2;
    *out = (struct way){ .hosts = fuzz_choice(input, 2, 3) };
    if (whole % (SHARE / 2) == 0) {
        out->bounds.effort = whole ? 2 : EFFORT;
        return;
    }
    deviation_suspect(out->suspects, deviation);
    out->bounds =
        (struct oauth_autopsy_bounds){ EFFORT_NAMED, out->suspects, READINGS_NAMED };
}

/* An autopsy of the request that the fields describe; the texts are appended. */
struct subject {
    struct fuzz_request request;
    struct oauth_params list;
    struct oauth_autopsy autopsy;
};

static void make_signature(const struct subject *s, struct span deviation,
                           struct buf *out)
{
    static const struct span hosts[] = { SPAN_INIT("localhost") };
    struct oauth_recipe recipe;

    if (deviation_read(&recipe, deviation))
        oauth_sign(out, &s->request.ours, &s->list, &s->request.credentials, &recipe,
                   hosts);
    else
        fuzz_request_signature(&s->request, out);
}

/* All that is said to people. */
static void join_texts(const struct oauth_autopsy *autopsy, struct buf *out)
{
    buf_add_span(out, autopsy->advice);
    buf_add_char(out, '\n');
    buf_add_span(out, autopsy->authorization);
    for (size_t i = 0; i < autopsy->found_count; i++) {
        oracle_holds("oauth_autopsy_run", "a finding is of the catalogue",
                     autopsy->found[i].mistake >= 0 &&
                         autopsy->found[i].mistake < OAUTH_MISTAKE_COUNT,
                     autopsy->found[i].detail);
        buf_add_char(out, '\n');
        buf_add_span(out, autopsy->found[i].detail);
    }
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

    oracle_holds("oauth_autopsy_run", "a valid request is not accused",
                 valid || !naive_accepts(request), request->ours.authorization);
    if (valid)
        oracle_same_number("oauth_autopsy_run", "valid without a finding", 0,
                           (int64_t)autopsy->found_count);
    if (autopsy->verdict == OAUTH_AUTOPSY_EXPLAINED)
        oracle_holds("oauth_autopsy_run", "an explanation has a finding",
                     autopsy->found_count > 0, autopsy->matched);
    oracle_holds("oauth_autopsy_run", "what matches can be compared",
                 !autopsy->matched.p || autopsy->expected.p, autopsy->matched);
    if (autopsy->matched.p && autopsy->expected.p)
        oracle_same_number("oauth_autopsy_run", "difference",
                           span_eq(autopsy->matched, autopsy->expected),
                           autopsy->difference < 0);
}

static void take_names(struct subject *s)
{
    const struct oauth_param *key, *token;

    key = oauth_params_find(&s->list, SPAN("oauth_consumer_key"));
    token = oauth_params_find(&s->list, SPAN("oauth_token"));
    s->request.credentials.consumer_key = key ? key->value : SPAN("");
    s->request.credentials.token = token ? token->value : SPAN("another token");
}

/* Hosts that the user names; one of them is among the usual ones. */
static const struct span known[] = { SPAN_INIT("known.example.net:8443"),
                                     SPAN_INIT("localhost") };

static void examine(struct subject *s, const struct span field[FIELDS],
                    const struct way *way, struct buf *texts)
{
    static struct buf signature = BUF_INIT(BUF_MAX_TEXT);

    fuzz_request_init(&s->request, field);
    oauth_params_init(&s->list);
    oauth_collect(&s->list, &s->request.ours, NULL);
    take_names(s);
    buf_reset(&signature);
    make_signature(s, field[FIELD_EXTRA], &signature);
    fuzz_request_fill(&s->request, buf_span(&signature));
    oauth_autopsy_init(&s->autopsy);
    oauth_autopsy_run_within(&s->autopsy, &s->request.ours, &s->request.credentials,
                             known, way->hosts, &way->bounds);
    join_texts(&s->autopsy, texts);
}

static void subject_release(struct subject *s)
{
    oauth_autopsy_release(&s->autopsy);
    oauth_params_release(&s->list);
    fuzz_request_release(&s->request);
}

/* A secret in the texts came from the request or stands in every text of ours, or it is
 * not there when the same request is made with other secrets. */
static void check_silent(const struct subject *s, const struct span field[FIELDS],
                         const struct way *way, struct span texts)
{
    const struct oauth_credentials *c = &s->request.credentials;
    struct span other[FIELDS];
    struct oauth_credentials changed;
    struct buf secrets[2], said;
    struct subject again;

    if (!oracle_suspects(texts, c->consumer_secret) &&
        !oracle_suspects(texts, c->token_secret))
        return;
    buf_init(&secrets[0], BUF_MAX_MESSAGE);
    buf_init(&secrets[1], BUF_MAX_MESSAGE);
    buf_init(&said, BUF_MAX_MESSAGE);
    changed = fuzz_other_secrets(c, secrets);
    memcpy(other, field, sizeof(other));
    other[FIELD_CONSUMER_SECRET] = changed.consumer_secret;
    other[FIELD_TOKEN_SECRET] = changed.token_secret;
    examine(&again, other, way, &said);
    oracle_holds("oauth_autopsy_run", "a text for people holds a secret",
                 !fuzz_leaks(c, texts, buf_span(&said)), texts);
    subject_release(&again);
    buf_release(&secrets[0]);
    buf_release(&secrets[1]);
    buf_release(&said);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static struct buf texts = BUF_INIT(BUF_MAX_MESSAGE);
    struct span field[FIELDS];
    struct subject s;
    struct way way;
    bool clear;

    fuzz_input_view(input, FIELDS, field);
    choose(&way, input, field[FIELD_EXTRA]);
    buf_reset(&texts);
    examine(&s, field, &way, &texts);
    if (fuzz_choice(input, 3, 2))
        check_verdict(&s.autopsy, &s.request);
    else
        check_repair(&s.autopsy, &s.request);
    check_silent(&s, field, &way, buf_span(&texts));
    fuzz_note(buf_span(&texts));
    fuzz_note_number(s.autopsy.verdict);
    clear = s.autopsy.verdict == OAUTH_AUTOPSY_VALID ||
            s.autopsy.verdict == OAUTH_AUTOPSY_EXPLAINED;
    subject_release(&s);
    return clear ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
