#include "refserver/diagnosis_work.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

enum { NONCE_SHORT = 6 };
/* As seconds this is the year 5138, as milliseconds 1973. */
#define FAR_AHEAD INT64_C(100000000000)

void diagnosis_init(struct diagnosis *diagnosis)
{
    *diagnosis = (struct diagnosis){ 0 };
    oauth_autopsy_init(&diagnosis->autopsy);
}

void diagnosis_release(struct diagnosis *diagnosis)
{
    oauth_autopsy_release(&diagnosis->autopsy);
    arena_release(&diagnosis->mem);
    diagnosis_init(diagnosis);
}

const char *diagnosis_verdict_name(enum diagnosis_verdict verdict)
{
    static const char *const names[] = { "pass", "warn", "fail", "info" };

    return names[verdict];
}

void diagnosis_add(struct examination *e, enum oauth_mistake mistake, bool noted,
                   const char *format, ...)
{
    struct diagnosis *d = e->diagnosis;
    struct buf text;
    va_list args;

    for (size_t i = 0; i < d->count; i++)
        if (d->found[i].mistake == mistake)
            return;
    if (d->count == DIAGNOSIS_FINDINGS_MAX)
        return;
    buf_init(&text, BUF_MAX_TEXT);
    if (format) {
        va_start(args, format);
        buf_addv(&text, format, args);
        va_end(args);
    } else {
        buf_addf(&text, "The client %s.", oauth_mistakes[mistake].description);
    }
    d->found[d->count++] =
        (struct diagnosis_finding){ mistake, noted, arena_copy(&d->mem, buf_span(&text)),
                                    oauth_mistakes[mistake].fix };
    buf_release(&text);
}

void diagnosis_request(const struct http_request *request, const char *scheme,
                       struct buf *url, struct oauth_request *out)
{
    struct span before, authority, target = request->target;

    if (http_split_url(request->target, &before, &authority, &target) != 0)
        target = request->target;
    buf_addf(url, "%s://%.*s%.*s", scheme, SPAN_ARG(http_find(&request->headers, "Host")),
             SPAN_ARG(target));
    *out = (struct oauth_request){
        .method = request->method,
        .url = buf_span(url),
        .content_type = http_find(&request->headers, "Content-Type"),
        .body = request->body,
        .authorization = http_find(&request->headers, "Authorization"),
    };
}

/* A signature can be looked into when both secrets are known. */
static void judge_signature(struct examination *e)
{
    const uint32_t wrong =
        OAUTH_BAD_SIGNATURE | OAUTH_SIGNATURE_NOT_ENCODED | OAUTH_VALUE_NOT_ENCODED;
    const struct endpoint_seen *seen = e->subject->seen;
    const struct oauth_autopsy_bounds bounds = {
        .effort = e->subject->hurried ? 0 : SIZE_MAX,
    };
    struct oauth_autopsy *autopsy = &e->diagnosis->autopsy;

    if (!(seen->violations & wrong) || !seen->credentials.consumer_secret.p ||
        !seen->credentials.token_secret.p)
        return;
    if (e->subject->quick) {
        e->diagnosis->signature_skipped = true;
        return;
    }
    oauth_autopsy_run_within(autopsy, &e->request, &seen->credentials, e->subject->hosts,
                             e->subject->host_count, &bounds);
    if (autopsy->verdict == OAUTH_AUTOPSY_UNVERIFIABLE)
        return;
    if (autopsy->verdict == OAUTH_AUTOPSY_UNEXPLAINED && e->subject->hurried) {
        e->diagnosis->signature_skipped = true;
        return;
    }
    for (size_t i = 0; i < autopsy->found_count; i++)
        diagnosis_add(e, autopsy->found[i].mistake, false, "%.*s",
                      SPAN_ARG(autopsy->found[i].detail));
    if (autopsy->verdict == OAUTH_AUTOPSY_UNEXPLAINED)
        diagnosis_add(e, OAUTH_MISTAKE_SIGNATURE_UNEXPLAINED, false,
                      "The signature is wrong, and no known mistake explains it. %.*s",
                      SPAN_ARG(autopsy->advice));
}

static void judge_missing(struct examination *e)
{
    static const struct {
        uint32_t violation;
        const char *name;
    } rows[] = {
        { OAUTH_MISSING_CONSUMER_KEY, "oauth_consumer_key" },
        { OAUTH_MISSING_TOKEN, "oauth_token" },
        { OAUTH_MISSING_SIGNATURE, "oauth_signature" },
        { OAUTH_MISSING_METHOD, "oauth_signature_method" },
        { OAUTH_MISSING_TIMESTAMP, "oauth_timestamp" },
        { OAUTH_MISSING_NONCE, "oauth_nonce" },
    };
    struct buf names;

    buf_init(&names, BUF_MAX_TEXT);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (e->subject->seen->violations & rows[i].violation)
            buf_addf(&names, "%s%s", names.len ? ", " : "", rows[i].name);
    if (names.len)
        diagnosis_add(e, OAUTH_MISTAKE_OAUTH_PARAMETER_MISSING, false,
                      "The client left out, or left empty: %s.", names.p);
    buf_release(&names);
}

static void judge_repeated(struct examination *e)
{
    const struct oauth_params *list = &e->claim.params;

    if (!(e->subject->seen->violations & OAUTH_REPEATED))
        return;
    for (size_t i = 1; i < list->count; i++)
        for (size_t k = 0; k < i; k++)
            if (span_starts(list->items[i].name, SPAN("oauth_")) &&
                span_eq(list->items[i].name, list->items[k].name) &&
                list->items[i].place == list->items[k].place)
                diagnosis_add(e, OAUTH_MISTAKE_OAUTH_PARAMETER_REPEATED, false,
                              "The client sent %.*s more than once.",
                              SPAN_ARG(list->items[i].name));
}

/* Whom the server does not know. */
static void judge_names(struct examination *e)
{
    const struct endpoint_seen *seen = e->subject->seen;
    const struct oauth_claim *claim = &e->claim;
    enum oauth_mistake name = OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE;
    size_t before = e->diagnosis->count;

    if (seen->unknown_consumer && claim->consumer_key.len)
        diagnosis_add(e, name, false,
                      "Nobody here has the oauth_consumer_key %.*s that the client sent.",
                      SPAN_ARG(claim->consumer_key));
    else if (seen->unknown_token && claim->token.len)
        diagnosis_add(e, name, false,
                      "Nobody here has the oauth_token=\"%.*s\" that the client sent.",
                      SPAN_ARG(claim->token));
    else if (seen->reason == REASON_REVOKED || seen->reason == REASON_FOREIGN_TOKEN)
        diagnosis_add(e, name, false, "The oauth_token is not valid: %s.", seen->note);
    if (e->diagnosis->count > before)
        e->diagnosis->found[before].fix =
            "Send the consumer key and the token that the server was started with.";
}

static void judge_words(struct examination *e)
{
    const struct endpoint_seen *seen = e->subject->seen;
    const struct oauth_claim *claim = &e->claim;
    enum oauth_mistake name = OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE;

    if (seen->violations & OAUTH_BAD_METHOD)
        diagnosis_add(e, name, false,
                      "The client sent oauth_signature_method=%.*s; the endpoint takes "
                      "HMAC-SHA1.",
                      SPAN_ARG(claim->method));
    else if (seen->violations & OAUTH_BAD_VERSION)
        diagnosis_add(e, name, seen->reason == REASON_NONE,
                      "The client sent oauth_version=%.*s, not 1.0.",
                      SPAN_ARG(claim->version));
    else
        judge_names(e);
}

static void judge_clock(struct examination *e)
{
    uint32_t violations = e->subject->seen->violations;
    long long off = e->claim.timestamp - e->subject->now_ms / 1000;

    if (violations & OAUTH_BAD_TIMESTAMP || e->claim.timestamp > FAR_AHEAD)
        diagnosis_add(e, OAUTH_MISTAKE_TIMESTAMP_NOT_SECONDS, false,
                      "The client sent oauth_timestamp=%.*s, which are no seconds.",
                      SPAN_ARG(e->claim.timestamp_text));
    else if (violations & OAUTH_STALE)
        diagnosis_add(e, OAUTH_MISTAKE_TIMESTAMP_STALE, false,
                      "The client sent a timestamp that is %lld s behind.", -off);
    else if (violations & OAUTH_FUTURE)
        diagnosis_add(e, OAUTH_MISTAKE_TIMESTAMP_FUTURE, false,
                      "The client sent a timestamp that is %lld s ahead.", off);
}

static void remember(struct diagnosis_memory *memory, struct span nonce, struct span time)
{
    struct span bare = oauth_nonce_without_time(nonce, time);
    unsigned last =
        memory->count < OAUTH_COUNTER_MIN ? memory->count : OAUTH_COUNTER_MIN - 1;

    memmove(memory->nonces + 1, memory->nonces, last * sizeof(memory->nonces[0]));
    memcpy(memory->nonces[0].text, nonce.p, nonce.len);
    memory->nonces[0].len = (unsigned char)nonce.len;
    memory->nonces[0].bare_at = (unsigned char)(bare.p - nonce.p);
    memory->nonces[0].bare_len = (unsigned char)bare.len;
    memory->count = last + 1;
}

static bool is_counter(const struct diagnosis_memory *memory)
{
    struct span whole[OAUTH_COUNTER_MIN], bare[OAUTH_COUNTER_MIN];

    for (unsigned i = 0; i < memory->count; i++) {
        whole[i] = span_make(memory->nonces[i].text, memory->nonces[i].len);
        bare[i] = span_make(memory->nonces[i].text + memory->nonces[i].bare_at,
                            memory->nonces[i].bare_len);
    }
    return oauth_nonces_count(whole, memory->count) ||
           oauth_nonces_count(bare, memory->count);
}

static void judge_nonce(struct examination *e, struct diagnosis_memory *memory)
{
    struct span nonce = e->claim.nonce;

    if (e->subject->seen->nonce_used)
        diagnosis_add(e, OAUTH_MISTAKE_NONCE_REUSED, false, NULL);
    if (nonce.len && nonce.len < NONCE_SHORT)
        diagnosis_add(e, OAUTH_MISTAKE_NONCE_WEAK, false,
                      "The client used a nonce of %zu characters.", nonce.len);
    if (!memory || !nonce.len)
        return;
    if (e->subject->seen->nonce_used || nonce.len > DIAGNOSIS_NONCE_MAX)
        *memory = (struct diagnosis_memory){ 0 };
    if (nonce.len > DIAGNOSIS_NONCE_MAX)
        return;
    remember(memory, nonce, e->claim.timestamp_text);
    if (is_counter(memory))
        diagnosis_add(e, OAUTH_MISTAKE_NONCE_WEAK, false,
                      "The client counts its nonces: %.*s could be foretold.",
                      SPAN_ARG(nonce));
}

/* What the set of violations says and nobody above has said in other words. */
static void judge_rest(struct examination *e)
{
    static const uint32_t said = OAUTH_STALE | OAUTH_FUTURE | OAUTH_BAD_VERSION |
                                 OAUTH_BAD_METHOD | OAUTH_VALUE_NOT_ENCODED;
    enum oauth_mistake list[OAUTH_MISTAKE_COUNT];
    size_t count = oauth_mistakes_of(e->subject->seen->violations & ~said, list);

    for (size_t i = 0; i < count; i++)
        diagnosis_add(e, list[i], false, NULL);
}

static void judge_line(struct examination *e)
{
    const struct endpoint_seen *seen = e->subject->seen;

    if (e->acts && !span_eq_str(e->request.method, "POST"))
        diagnosis_add(e, OAUTH_MISTAKE_METHOD_WRONG, false,
                      "The client used %.*s, not POST.", SPAN_ARG(e->request.method));
    else if (seen->reason == REASON_METHOD)
        diagnosis_add(e, OAUTH_MISTAKE_METHOD_WRONG, false,
                      "This resource does not know %.*s.", SPAN_ARG(e->request.method));
    if (seen->reason == REASON_PATH)
        diagnosis_add(e, OAUTH_MISTAKE_PATH_WRONG, false,
                      "The client called %.*s, which is no resource.", SPAN_ARG(e->path));
    if (seen->reason == REASON_HOST)
        diagnosis_add(e, OAUTH_MISTAKE_HOST_WRONG, false,
                      "The client sent no Host header, or more than one.");
}

static bool ends_like_action(struct span path)
{
    return span_eq_str(path, "/1.1/favorites/destroy.json") ||
           span_eq_str(path, "/1.1/favorites/create.json");
}

static int by_mistake(const void *a, const void *b)
{
    const struct diagnosis_finding *left = a, *right = b;

    return (int)left->mistake - (int)right->mistake;
}

static enum diagnosis_verdict conclude(struct examination *e)
{
    struct diagnosis *d = e->diagnosis;
    enum reason reason = e->subject->seen->reason;
    bool noted = false;

    qsort(d->found, d->count, sizeof(*d->found), by_mistake);
    for (size_t i = 0; i < d->count; i++) {
        if (!d->found[i].noted)
            return DIAGNOSIS_FAIL;
        noted = true;
    }
    if (d->signature_skipped || reason == REASON_FRAMING)
        return DIAGNOSIS_FAIL;
    if (reason != REASON_NONE)
        return DIAGNOSIS_INFO;
    return noted ? DIAGNOSIS_WARN : DIAGNOSIS_PASS;
}

static void examine(struct examination *e, struct diagnosis_memory *memory)
{
    judge_signature(e);
    judge_missing(e);
    judge_repeated(e);
    judge_words(e);
    judge_clock(e);
    judge_nonce(e, memory);
    judge_line(e);
    diagnosis_params(e);
    judge_rest(e);
    if (e->subject->leaked)
        diagnosis_add(e, OAUTH_MISTAKE_SECRET_LEAKED, false, NULL);
}

enum diagnosis_verdict diagnosis_run(struct diagnosis *diagnosis,
                                     const struct diagnosis_subject *subject,
                                     struct diagnosis_memory *memory)
{
    struct examination e = { .diagnosis = diagnosis, .subject = subject };
    struct span scheme, authority, target = subject->request->target;

    diagnosis_release(diagnosis);
    oauth_claim_init(&e.claim);
    buf_init(&e.url, BUF_MAX_MESSAGE);
    diagnosis_request(subject->request, subject->scheme, &e.url, &e.request);
    if (http_split_url(subject->request->target, &scheme, &authority, &target) != 0)
        target = subject->request->target;
    http_split_target(target, &e.path, &e.query);
    e.acts = ends_like_action(e.path);
    oauth_claim_read(&e.claim, &e.request, NULL);
    examine(&e, memory);
    diagnosis->verdict = conclude(&e);
    oauth_claim_release(&e.claim);
    buf_release(&e.url);
    return diagnosis->verdict;
}
