#include "fuzz/request.h"

#include "fuzz/input.h"
#include "fuzz/oracle.h"

static const enum naive_place places[] = { NAIVE_HEADER, NAIVE_QUERY, NAIVE_BODY };

static void share(struct fuzz_request *request)
{
    const struct naive_request *r = &request->theirs;

    request->ours = (struct oauth_request){ r->method, r->url, r->content_type, r->body,
                                            r->authorization };
}

static bool is_placeholder(struct span s)
{
    return s.len >= 5 && s.p[0] == '{' && s.p[4] == '}' &&
           ((s.p[1] == 's' && s.p[2] == 'i' && s.p[3] == 'g') ||
            (s.p[1] == 'r' && s.p[2] == 'a' && s.p[3] == 'w'));
}

/* Where the first placeholder stands, or the length. */
static size_t placeholder_at(struct span s)
{
    size_t i = 0;

    while (i < s.len && !is_placeholder(span_from(s, i)))
        i++;
    return i;
}

/* Replaces a field by an exact-size copy with the placeholders filled in. */
static void fill(struct span *field, struct span encoded, struct span raw)
{
    struct span before = *field, rest = before;
    size_t at = placeholder_at(rest);
    struct buf text;

    if (at == before.len)
        return;
    buf_init(&text, BUF_MAX_MESSAGE);
    for (; at < rest.len; at = placeholder_at(rest)) {
        buf_add(&text, rest.p, at);
        buf_add_span(&text, rest.p[at + 1] == 's' ? encoded : raw);
        rest = span_from(rest, at + 5);
    }
    buf_add_span(&text, rest);
    *field = fuzz_copy(buf_span(&text));
    fuzz_free(before);
    buf_release(&text);
}

static void sign(const struct fuzz_request *request, const struct naive_pairs *pairs,
                 struct buf *out)
{
    struct buf base;

    buf_init(&base, BUF_MAX_MESSAGE);
    if (naive_base_string(&base, &request->theirs, pairs))
        naive_signature(out, buf_span(&base), request->credentials.consumer_secret,
                        request->credentials.token_secret);
    buf_release(&base);
}

void fuzz_request_signature(const struct fuzz_request *request, struct buf *out)
{
    struct naive_pairs pairs;

    naive_pairs_init(&pairs);
    naive_collect(&pairs, &request->theirs);
    sign(request, &pairs, out);
    naive_pairs_release(&pairs);
}

void fuzz_request_fill(struct fuzz_request *request, struct span signature)
{
    struct naive_request *r = &request->theirs;
    struct buf encoded;

    buf_init(&encoded, BUF_MAX_TEXT);
    naive_encode(&encoded, signature);
    fill(&r->url, buf_span(&encoded), signature);
    fill(&r->authorization, buf_span(&encoded), signature);
    fill(&r->body, buf_span(&encoded), signature);
    buf_release(&encoded);
    share(request);
}

static struct span present(struct span s)
{
    return fuzz_copy(s.p ? s : SPAN(""));
}

void fuzz_request_init(struct fuzz_request *request, const struct span field[FIELDS])
{
    *request = (struct fuzz_request){
        .theirs = { .method = present(field[FIELD_METHOD]),
                    .url = present(field[FIELD_URL]),
                    .content_type = fuzz_copy(field[FIELD_TYPE]),
                    .body = fuzz_copy(field[FIELD_BODY]),
                    .authorization = fuzz_copy(field[FIELD_AUTHORIZATION]) },
        .credentials = { .consumer_secret = present(field[FIELD_CONSUMER_SECRET]),
                         .token_secret = present(field[FIELD_TOKEN_SECRET]) },
    };
    share(request);
}

void fuzz_request_release(struct fuzz_request *request)
{
    fuzz_free(request->theirs.method);
    fuzz_free(request->theirs.url);
    fuzz_free(request->theirs.content_type);
    fuzz_free(request->theirs.body);
    fuzz_free(request->theirs.authorization);
    fuzz_free(request->credentials.consumer_secret);
    fuzz_free(request->credentials.token_secret);
}

static char next_character(char c)
{
    static const char from[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static const char to[] =
        "BCDEFGHIJKLMNOPQRSTUVWXYZAbcdefghijklmnopqrstuvwxyza1234567890";
    const char *at = c ? strchr(from, c) : NULL;

    return at ? to[at - from] : c;
}

static struct span change(struct span secret, struct buf *out)
{
    buf_reset(out);
    for (size_t i = 0; i < secret.len; i++)
        buf_add_char(out, next_character(secret.p[i]));
    return buf_span(out);
}

struct oauth_credentials fuzz_other_secrets(const struct oauth_credentials *credentials,
                                            struct buf out[2])
{
    struct oauth_credentials other = *credentials;

    other.consumer_secret = change(credentials->consumer_secret, &out[0]);
    other.token_secret = change(credentials->token_secret, &out[1]);
    return other;
}

bool fuzz_leaks(const struct oauth_credentials *credentials, struct span text,
                struct span other)
{
    const struct span secrets[] = { credentials->consumer_secret,
                                    credentials->token_secret };

    for (size_t i = 0; i < 2; i++)
        if (oracle_suspects(text, secrets[i]) && !oracle_suspects(other, secrets[i]))
            return true;
    return false;
}

static bool starts_oauth(const struct buf *name)
{
    return name->len >= 6 && oracle_equal(span_make(name->p, 6), SPAN("oauth_"));
}

static bool is(const struct buf *name, const char *word)
{
    return oracle_equal(buf_span(name), span_of(word));
}

static uint32_t repeated(const struct naive_pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        for (size_t j = 0; j < i; j++)
            if (starts_oauth(&pairs->items[i].name) &&
                pairs->items[i].place == pairs->items[j].place &&
                oracle_equal(buf_span(&pairs->items[i].name),
                             buf_span(&pairs->items[j].name)))
                return OAUTH_REPEATED;
    return 0;
}

static uint32_t spread(const struct naive_pairs *pairs)
{
    int used = 0;

    for (size_t p = 0; p < 3; p++) {
        bool here = false;

        for (size_t i = 0; i < pairs->count; i++)
            if (pairs->items[i].place == places[p] && starts_oauth(&pairs->items[i].name))
                here = true;
        used += here;
    }
    return used > 1 ? OAUTH_TWO_PLACES : 0;
}

/* The header's goes first, then the body's (RFC 5849 3.5). */
static struct span value_of(const struct naive_pairs *pairs, const char *name)
{
    static const enum naive_place order[] = { NAIVE_HEADER, NAIVE_BODY, NAIVE_QUERY };

    for (size_t p = 0; p < 3; p++)
        for (size_t i = 0; i < pairs->count; i++)
            if (pairs->items[i].place == order[p] && is(&pairs->items[i].name, name))
                return buf_span(&pairs->items[i].value);
    return span_of(NULL);
}

static bool is_positive(struct span text)
{
    static const struct span most = SPAN_INIT("9223372036854775807");

    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    while (text.len && text.p[0] == '0')
        text = span_from(text, 1);
    return text.len > 0 &&
           (text.len < most.len ||
            (text.len == most.len && memcmp(text.p, most.p, most.len) <= 0));
}

static uint32_t judge_words(const struct naive_pairs *pairs)
{
    struct span version = value_of(pairs, "oauth_version");
    struct span method = value_of(pairs, "oauth_signature_method");
    struct span timestamp = value_of(pairs, "oauth_timestamp");
    uint32_t set = 0;

    if (version.p && !span_eq_str(version, "1.0"))
        set |= OAUTH_BAD_VERSION;
    if (method.len && !span_eq_str(method, "HMAC-SHA1"))
        set |= OAUTH_BAD_METHOD;
    if (timestamp.len && !is_positive(timestamp))
        set |= OAUTH_BAD_TIMESTAMP;
    return set;
}

static bool is_spelling(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~' || c == '%';
}

static bool is_clean(struct span sent)
{
    static struct buf ignored = BUF_INIT(BUF_MAX_MESSAGE);

    for (size_t i = 0; i < sent.len; i++)
        if (!is_spelling(sent.p[i]))
            return false;
    buf_reset(&ignored);
    return naive_decode(&ignored, sent, false);
}

/* A header's value that is not as encoding leaves it, but for the case of the digits and
 * more escapes than are needed. */
static uint32_t judge_spelling(const struct naive_pairs *pairs)
{
    uint32_t set = 0;

    for (size_t i = 0; i < pairs->count; i++) {
        const struct naive_pair *pair = &pairs->items[i];

        if (pair->place != NAIVE_HEADER ||
            naive_is_word(buf_span(&pair->name), "realm") ||
            is_clean(buf_span(&pair->as_sent)))
            continue;
        set |= is(&pair->name, "oauth_signature") ? OAUTH_SIGNATURE_NOT_ENCODED
                                                  : OAUTH_VALUE_NOT_ENCODED;
    }
    return set;
}

uint32_t naive_violations(const struct naive_pairs *pairs)
{
    static const struct {
        const char *name;
        uint32_t missing;
    } needed[] = { { "oauth_consumer_key", OAUTH_MISSING_CONSUMER_KEY },
                   { "oauth_token", OAUTH_MISSING_TOKEN },
                   { "oauth_signature", OAUTH_MISSING_SIGNATURE },
                   { "oauth_signature_method", OAUTH_MISSING_METHOD },
                   { "oauth_timestamp", OAUTH_MISSING_TIMESTAMP },
                   { "oauth_nonce", OAUTH_MISSING_NONCE } };
    uint32_t set =
        repeated(pairs) | spread(pairs) | judge_words(pairs) | judge_spelling(pairs);

    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        if (value_of(pairs, needed[i].name).len == 0)
            set |= needed[i].missing;
    return set;
}

static bool other_body_names_oauth(const struct naive_request *request)
{
    struct span body = request->body;

    if (naive_is_form(request->content_type))
        return false;
    for (size_t i = 0; i < body.len; i++)
        if ((i == 0 || body.p[i - 1] == '&') && body.len - i >= 6 &&
            oracle_equal(span_make(body.p + i, 6), SPAN("oauth_")))
            return true;
    return false;
}

bool naive_accepts(const struct fuzz_request *request)
{
    return naive_accepts_all_but(request, 0);
}

bool naive_accepts_all_but(const struct fuzz_request *request, uint32_t overlooked)
{
    struct naive_pairs pairs;
    struct buf right;
    enum naive_header header;
    bool fine;

    naive_pairs_init(&pairs);
    buf_init(&right, BUF_MAX_TEXT);
    header = naive_collect(&pairs, &request->theirs);
    fine = (header == NAIVE_OAUTH || header == NAIVE_NO_HEADER) && !pairs.overflow &&
           !other_body_names_oauth(&request->theirs) &&
           (naive_violations(&pairs) & ~overlooked) == 0;
    if (fine) {
        sign(request, &pairs, &right);
        fine = right.len &&
               oracle_equal(value_of(&pairs, "oauth_signature"), buf_span(&right));
    }
    buf_release(&right);
    naive_pairs_release(&pairs);
    return fine;
}
