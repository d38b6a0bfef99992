#include "client/judge_parts.h"

#include "base/die.h"
#include "base/pct.h"
#include "oauth/verify.h"
#include "server/redact.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct {
    uint32_t violation;
    const char *name;
} required[] = {
    { OAUTH_MISSING_CONSUMER_KEY, "oauth_consumer_key" },
    { OAUTH_MISSING_TOKEN, "oauth_token" },
    { OAUTH_MISSING_SIGNATURE, "oauth_signature" },
    { OAUTH_MISSING_METHOD, "oauth_signature_method" },
    { OAUTH_MISSING_TIMESTAMP, "oauth_timestamp" },
    { OAUTH_MISSING_NONCE, "oauth_nonce" },
};

static const struct told *told_of(const struct judging *j, const struct sighting *s)
{
    return &j->told[s - j->sightings];
}

static void found_missing(struct judging *j, const struct sighting *s)
{
    struct buf names;

    buf_init(&names, BUF_MAX_TEXT);
    for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++)
        if (s->violations & required[i].violation)
            buf_addf(&names, "%s%s", names.len ? ", " : "", required[i].name);
    judge_found(j, CHECK_OAUTH, OAUTH_MISTAKE_OAUTH_PARAMETER_MISSING, VERDICT_FAIL,
                "Missing, or without a value: %s.", names.p);
    buf_release(&names);
}

static void found_value(struct judging *j, const struct sighting *s)
{
    const struct told *told = told_of(j, s);
    bool forgiven = j->question->lenient && span_eq_nocase(told->version, SPAN("1.0A"));

    if (s->violations & OAUTH_BAD_METHOD)
        judge_found(j, CHECK_OAUTH, OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE,
                    VERDICT_FAIL,
                    "oauth_signature_method is %.*s; the endpoint documents HMAC-SHA1.",
                    SPAN_ARG(told->method));
    if (s->violations & OAUTH_BAD_VERSION)
        judge_found(j, CHECK_OAUTH, OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE,
                    forgiven ? VERDICT_WARN : VERDICT_FAIL,
                    "oauth_version is %.*s; it is 1.0 or left out.",
                    SPAN_ARG(told->version));
}

/* A clock in milli-, micro- or nanoseconds. */
static bool is_finer(struct span timestamp, int64_t now_ms)
{
    uint64_t told, now_s = (uint64_t)now_ms / 1000;

    if (!span_u64(timestamp, &told))
        return false;
    for (uint64_t unit = 1000; unit <= 1000000000; unit *= 1000)
        if (told / unit > now_s - 864000 && told / unit < now_s + 864000)
            return true;
    return false;
}

static void found_time(struct judging *j, const struct sighting *s,
                       enum oauth_mistake mistake)
{
    const struct told *told = told_of(j, s);

    if (is_finer(told->timestamp, s->at_ms))
        mistake = OAUTH_MISTAKE_TIMESTAMP_NOT_SECONDS;
    judge_found(j, CHECK_NONCE, mistake, VERDICT_FAIL,
                "oauth_timestamp is %.*s; the server's clock said %" PRId64 ".",
                SPAN_ARG(told->timestamp), s->at_ms / 1000);
}

static void found_one(struct judging *j, const struct sighting *s,
                      enum oauth_mistake mistake)
{
    switch (mistake) {
    case OAUTH_MISTAKE_OAUTH_PARAMETER_MISSING:
        found_missing(j, s);
        break;
    case OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE:
        found_value(j, s);
        break;
    case OAUTH_MISTAKE_TIMESTAMP_STALE:
    case OAUTH_MISTAKE_TIMESTAMP_FUTURE:
    case OAUTH_MISTAKE_TIMESTAMP_NOT_SECONDS:
        found_time(j, s, mistake);
        break;
    case OAUTH_MISTAKE_SIGNATURE_NOT_ENCODED:
    case OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED:
    case OAUTH_MISTAKE_CONTENT_TYPE_WRONG:
        break; /* judge_signature.c, judge_request.c */
    default:
        judge_found(j, CHECK_OAUTH, mistake, VERDICT_FAIL, "The client %s.",
                    oauth_mistakes[mistake].description);
    }
}

/* A key or token that is there, and is not the one that was given. */
static void judge_identity(struct judging *j, const struct sighting *s)
{
    const struct oauth_credentials *given = &j->question->account->credentials;
    const struct told *told = told_of(j, s);
    const struct {
        const char *name;
        struct span sent, given;
    } pairs[] = {
        { "oauth_consumer_key", told->consumer_key, given->consumer_key },
        { "oauth_token", told->token, given->token },
    };

    for (size_t i = 0; i < 2; i++) {
        struct finding *f;

        if (!pairs[i].sent.len || span_eq(pairs[i].sent, pairs[i].given) ||
            s->violations & OAUTH_VALUE_NOT_ENCODED)
            continue;
        f = judge_found(j, CHECK_OAUTH, OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE,
                        VERDICT_FAIL, "%s is not the one that was given.", pairs[i].name);
        if (!f)
            continue;
        f->expected = pairs[i].given;
        f->got = pairs[i].sent;
    }
}

/* An empty nonce has a name of its own. */
static uint32_t without_empty_nonce(struct judging *j, const struct sighting *s)
{
    if (!(s->violations & OAUTH_MISSING_NONCE) || !told_of(j, s)->nonce.p)
        return s->violations;
    judge_found(j, CHECK_NONCE, OAUTH_MISTAKE_NONCE_WEAK, VERDICT_FAIL,
                "The nonce is empty.");
    return s->violations & ~(uint32_t)OAUTH_MISSING_NONCE;
}

void judge_oauth(struct judging *j, const struct sighting *s)
{
    enum oauth_mistake mistakes[OAUTH_MISTAKE_COUNT];
    size_t count = oauth_mistakes_of(without_empty_nonce(j, s), mistakes);

    for (size_t i = 0; i < count; i++)
        found_one(j, s, mistakes[i]);
    judge_identity(j, s);
}

/* The text of the request, and what it says once or twice decoded. */
static bool holds_secret(const struct redactor *redactor, const struct sighting *s)
{
    struct buf text, decoded, again;
    bool found;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_init(&decoded, BUF_MAX_MESSAGE);
    buf_init(&again, BUF_MAX_MESSAGE);
    http_request_write(&text, &s->request);
    pct_decode_form(&decoded, buf_span(&text));
    pct_decode(&again, buf_span(&decoded));
    found = redactor_finds(redactor, buf_span(&text)) ||
            redactor_finds(redactor, buf_span(&decoded)) ||
            redactor_finds(redactor, buf_span(&again));
    buf_release(&text);
    buf_release(&decoded);
    buf_release(&again);
    return found;
}

/* As it stands in the signing key: in base64 that is another text. */
static void add_encoded(struct redactor *redactor, struct span secret)
{
    struct buf encoded;

    buf_init(&encoded, BUF_MAX_TEXT);
    pct_encode(&encoded, secret);
    redactor_add(redactor, buf_span(&encoded));
    buf_release(&encoded);
}

void judge_secrets(struct judging *j, const struct sighting *s)
{
    const struct oauth_credentials *given = &j->question->account->credentials;
    const struct {
        const char *what;
        struct span secret;
    } secrets[] = {
        { "consumer secret", given->consumer_secret },
        { "token secret", given->token_secret },
    };

    for (size_t i = 0; i < 2; i++) {
        struct redactor *redactor = xcalloc(1, sizeof(*redactor));

        redactor_add(redactor, secrets[i].secret);
        add_encoded(redactor, secrets[i].secret);
        if (holds_secret(redactor, s))
            judge_found(j, CHECK_SECRETS, OAUTH_MISTAKE_SECRET_LEAKED, VERDICT_FAIL,
                        "The %s stands in the request.", secrets[i].what);
        redactor_release(redactor);
        free(redactor);
    }
}
