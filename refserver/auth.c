#include "refserver/work.h"

/* What a violation is answered with, in the order in which they are looked at. A
 * timestamp that is no number, like a missing parameter, makes the request no OAuth
 * request at all. */
static const struct {
    uint32_t violations;
    enum reason reason;
} structural[] = {
    { OAUTH_OTHER_SCHEME, REASON_SCHEME },
    { OAUTH_NO_CREDENTIALS, REASON_NO_CREDENTIALS },
    { OAUTH_MALFORMED | OAUTH_TOO_MANY | OAUTH_BODY_NOT_FORM, REASON_MALFORMED },
    { OAUTH_MISSING_CONSUMER_KEY | OAUTH_MISSING_METHOD | OAUTH_MISSING_TIMESTAMP |
          OAUTH_MISSING_NONCE,
      REASON_INCOMPLETE },
    { OAUTH_MISSING_SIGNATURE, REASON_NO_SIGNATURE },
    { OAUTH_MISSING_TOKEN, REASON_TWO_LEGGED },
    { OAUTH_BAD_TIMESTAMP, REASON_TIMESTAMP },
    { OAUTH_REPEATED, REASON_REPEATED },
    { OAUTH_TWO_PLACES, REASON_TWO_PLACES },
    { OAUTH_BAD_VERSION, REASON_VERSION },
    { OAUTH_BAD_METHOD, REASON_SIGNATURE_METHOD },
}, clock_order[] = {
    { OAUTH_STALE, REASON_PAST },
    { OAUTH_FUTURE, REASON_FUTURE },
};

static struct span own_authorization(const struct http_headers *headers)
{
    for (size_t i = 0; i < headers->count; i++)
        if (span_eq_str(headers->items[i].name, "Authorization"))
            return headers->items[i].value;
    return span_of(NULL);
}

static void make_request(struct work *work)
{
    const struct http_request *request = work->request;
    const struct http_headers *headers = &request->headers;
    struct span host = http_find(headers, "Host");
    const char *exact = work->wrong->auth.exact_media_type;

    work->content_type = http_find(headers, "Content-Type");
    if (exact && !span_eq_str(work->content_type, exact))
        work->content_type = span_of(NULL);
    buf_add_str(&work->url, work->scheme);
    buf_add_str(&work->url, "://");
    buf_add_span(&work->url, host);
    buf_add_span(&work->url, work->path);
    if (work->query.p) {
        buf_add_char(&work->url, '?');
        buf_add_span(&work->url, work->query);
    }
    work->oauth = (struct oauth_request){
        .method = request->method,
        .url = buf_span(&work->url),
        .content_type = work->content_type,
        .body = request->body,
        .authorization = work->wrong->routing.own_fields_only
                             ? own_authorization(headers)
                             : http_find(headers, "Authorization"),
    };
}

static void look_up(struct work *work)
{
    struct endpoint_seen *seen = work->seen;

    if (work->claim.consumer_key.len)
        work->consumer = store_consumer(work->endpoint->store, work->claim.consumer_key);
    if (work->claim.token.len)
        work->token = store_token(work->endpoint->store, work->claim.token);
    work->user_id = work->token ? work->token->user_id : 0;
    seen->unknown_consumer = work->claim.consumer_key.len && !work->consumer;
    seen->unknown_token = work->claim.token.len && !work->token;
    if (work->consumer) {
        seen->credentials.consumer_key = span_of(work->consumer->key);
        seen->credentials.consumer_secret = span_of(work->consumer->secret);
    }
    if (work->token) {
        seen->credentials.token = span_of(work->token->text);
        seen->credentials.token_secret = span_of(work->token->secret);
    }
}

/* oauth_version=1.0A is in long use; --lenient lets it pass. */
static uint32_t forgiven(const struct work *work)
{
    const struct oauth_claim *claim = &work->claim;
    const struct auth_defects *auth = &work->wrong->auth;
    uint32_t forgiven = work->wrong->overlooked;

    if (work->endpoint->lenient && span_eq_nocase(claim->version, SPAN("1.0A")))
        forgiven |= OAUTH_BAD_VERSION;
    if ((auth->plaintext && span_eq_str(claim->method, "PLAINTEXT")) ||
        (auth->sha256 && span_eq_str(claim->method, "HMAC-SHA256")) ||
        (auth->rsa && span_eq_str(claim->method, "RSA-SHA1")))
        forgiven |= OAUTH_BAD_METHOD;
    return forgiven;
}

void auth_look(struct work *work)
{
    int64_t now_s = work->now_ms / 1000;
    int64_t window = work->wrong->clock.window_s;

    make_request(work);
    work->violations = oauth_claim_read(&work->claim, &work->oauth, &work->why);
    if (http_count(&work->request->headers, "Authorization") > 1)
        work->violations |= OAUTH_MALFORMED; /* RFC 9110 5.3: it is no list */
    look_up(work);
    if (work->claim.timestamp > 0)
        work->violations |= oauth_claim_clock(&work->claim, now_s,
                                              window ? window : work->endpoint->window_s);
    if (work->consumer && work->claim.signature.len && !signature_right(work))
        work->violations |= OAUTH_BAD_SIGNATURE;
    work->seen->violations = work->violations;
    work->violations &= ~forgiven(work);
}

static bool is_scheme(const struct work *work, struct span name)
{
    return span_starts_nocase(work->oauth.authorization, name);
}

/* RFC 6750: an app-only token speaks for no user. */
static enum reason judge_scheme(struct work *work)
{
    struct span text =
        span_trim(span_from(work->oauth.authorization, sizeof("Bearer") - 1));
    const struct store_token *bearer;

    if (!is_scheme(work, SPAN("Bearer ")))
        return REASON_SCHEME;
    bearer = store_token(work->endpoint->store, text);
    work->seen->unknown_token = !bearer;
    return bearer && bearer->access == ACCESS_APP_ONLY ? REASON_APP_ONLY : REASON_TOKEN;
}

static bool passes(const struct work *work, enum reason reason)
{
    if (reason == REASON_SCHEME && work->wrong->auth.basic_only &&
        !is_scheme(work, SPAN("Basic ")))
        return false;
    return work_overlooks(work, reason);
}

static enum reason judge_structure(struct work *work)
{
    for (size_t i = 0; i < sizeof(structural) / sizeof(structural[0]); i++) {
        enum reason reason = structural[i].reason;

        if (!(work->violations & structural[i].violations))
            continue;
        if (reason == REASON_SCHEME)
            reason = judge_scheme(work);
        if (!passes(work, reason))
            return reason;
    }
    return REASON_NONE;
}

static enum reason judge_token(const struct work *work)
{
    const struct store_token *token = work->token;
    enum reason reason = REASON_NONE;

    if (!work->consumer && !work_overlooks(work, REASON_CONSUMER))
        return REASON_CONSUMER;
    if (!work->claim.token.len)
        return REASON_NONE;
    if (!token || token->access == ACCESS_APP_ONLY)
        reason = REASON_TOKEN;
    else if (token->access == ACCESS_REVOKED)
        reason = REASON_REVOKED;
    else if (work->consumer && token->consumer != work->consumer)
        reason = REASON_FOREIGN_TOKEN;
    return work_overlooks(work, reason) ? REASON_NONE : reason;
}

static enum reason judge_clock(const struct work *work)
{
    for (size_t i = 0; i < sizeof(clock_order) / sizeof(clock_order[0]); i++)
        if (work->violations & clock_order[i].violations &&
            !work_overlooks(work, clock_order[i].reason))
            return clock_order[i].reason;
    return REASON_NONE;
}

/* The session of a mutant: the cookie holds the token. */
static bool has_session(struct work *work)
{
    struct span cookie = http_find(&work->request->headers, "Cookie");
    ptrdiff_t at = cookie.p ? span_find(cookie, SPAN("session=")) : -1;
    struct span text, rest;

    if (!work->wrong->auth.cookie || at < 0 || !(work->violations & OAUTH_NO_CREDENTIALS))
        return false;
    span_cut(span_from(cookie, (size_t)at + sizeof("session=") - 1), ';', &text, &rest);
    work->token = store_token(work->endpoint->store, text);
    work->user_id = work->token ? work->token->user_id : 0;
    return work->token != NULL;
}

static bool has_unknown(const struct work *work)
{
    for (size_t i = 0; i < work->params.count; i++)
        if (!signature_knows(work->params.items[i].name))
            return true;
    return false;
}

static enum reason judge_spelling(struct work *work)
{
    uint32_t refused = work->wrong->auth.refused_spellings;

    if (work->wrong->auth.unknown_refused && has_unknown(work))
        return REASON_SPELLING;
    return refused && spelling_of(work) & refused ? REASON_SPELLING : REASON_NONE;
}

enum reason auth_decide(struct work *work)
{
    uint32_t anonymous = OAUTH_NO_CREDENTIALS | OAUTH_OTHER_SCHEME | OAUTH_MALFORMED;
    enum reason reason;

    if (has_session(work))
        return REASON_NONE;
    reason = judge_structure(work);
    if (reason != REASON_NONE || work->violations & anonymous)
        return reason;
    if ((reason = judge_spelling(work)) != REASON_NONE)
        return reason;
    if ((reason = judge_token(work)) != REASON_NONE)
        return reason;
    if ((reason = judge_clock(work)) != REASON_NONE)
        return reason;
    if ((reason = replay_before(work)) != REASON_NONE)
        return reason;
    if (work->violations & OAUTH_BAD_SIGNATURE && !work_overlooks(work, REASON_SIGNATURE))
        return REASON_SIGNATURE;
    return replay_after(work);
}

enum reason auth_access(const struct work *work)
{
    bool acts = work->resource == RESOURCE_DESTROY || work->resource == RESOURCE_CREATE;

    if (acts && work->token && work->token->access == ACCESS_READ_ONLY &&
        !work_overlooks(work, REASON_READ_ONLY))
        return REASON_READ_ONLY;
    return REASON_NONE;
}
