#include "refserver/work.h"

/* Hosts whose signatures a mutant takes for its own. */
static const struct span other_hosts[] = {
    { "api.twitter.com", 15 }, { "api.x.com", 9 },     { "other.example", 13 },
    { "example.org", 11 },     { "example.com", 11 },  { "localhost", 9 },
    { "api.example.org", 15 }, { "host.invalid", 12 },
};

struct checking {
    struct work *work;
    struct oauth_request request;
    struct oauth_credentials credentials;
};

static bool right_by(struct checking *c, const struct oauth_recipe *recipe)
{
    return oauth_claim_check(&c->work->claim, &c->request, &c->credentials, recipe,
                             other_hosts, &c->work->scratch) == 0;
}

/* Replaces a character in query and body by what decodes to it. */
static struct span literal(struct work *work, struct span text, char c,
                           const char *escape)
{
    char *out = arena_alloc(&work->mem, text.len * 3 + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] != c) {
            out[len++] = text.p[i];
            continue;
        }
        memcpy(out + len, escape, 3);
        len += 3;
    }
    return span_make(out, len);
}

/* Reads the claim again from a request in which these characters are not decoded. */
static void make_literal(struct checking *c, char what, const char *escape)
{
    struct work *work = c->work;

    c->request.url = literal(work, c->request.url, what, escape);
    if (c->request.body.p)
        c->request.body = literal(work, c->request.body, what, escape);
    oauth_claim_read(&work->claim, &c->request, NULL);
}

bool signature_knows(struct span name)
{
    static const char *const known[] = { "id", "include_entities", "trim_user",
                                         "tweet_mode" };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (span_eq_str(name, known[i]))
            return true;
    return span_starts(name, SPAN("oauth_"));
}

static void drop_unknown(struct oauth_params *params)
{
    size_t kept = 0;

    for (size_t i = 0; i < params->count; i++)
        if (signature_knows(params->items[i].name))
            params->items[kept++] = params->items[i];
    params->count = kept;
}

static bool right_by_text(struct checking *c)
{
    const struct auth_defects *auth = &c->work->wrong->auth;
    struct span got = c->work->claim.signature;
    struct buf *text = &c->work->text;
    bool right;

    if (auth->any_of_length)
        return got.len == 28;
    if (!auth->any_first_four)
        return false;
    buf_reset(text);
    right = oauth_sign(text, &c->request, &c->work->claim.params, &c->credentials, NULL,
                       NULL) == 0 &&
            got.len >= 4 && text->len >= 4 && memcmp(got.p, text->p, 4) == 0;
    return right;
}

static bool right_by_host(struct checking *c)
{
    for (size_t i = 0; i < sizeof(other_hosts) / sizeof(other_hosts[0]); i++) {
        struct oauth_recipe recipe = { .host_other = (uint8_t)(i + 1) };

        if (right_by(c, &recipe))
            return true;
        recipe.port = OAUTH_PORT_DROP;
        if (right_by(c, &recipe))
            return true;
    }
    return false;
}

/* The methods that mutants know beside HMAC-SHA1; -1: not one of them. */
static int right_by_method(struct checking *c)
{
    const struct auth_defects *auth = &c->work->wrong->auth;
    struct span method = c->work->claim.method;
    struct oauth_recipe sha256 = { .digest = OAUTH_DIGEST_HMAC_SHA256 };
    struct buf *text = &c->work->text;

    if (auth->rsa && span_eq_str(method, "RSA-SHA1"))
        return 1;
    if (auth->sha256 && span_eq_str(method, "HMAC-SHA256"))
        return right_by(c, &sha256);
    if (!auth->plaintext || !span_eq_str(method, "PLAINTEXT"))
        return -1;
    buf_reset(text);
    oauth_key(text, &c->credentials, NULL);
    return span_eq(buf_span(text), c->work->claim.signature);
}

bool signature_right(struct work *work)
{
    const struct auth_defects *auth = &work->wrong->auth;
    struct checking c = { work, work->oauth, work->seen->credentials };
    int by_method = right_by_method(&c);

    if (by_method >= 0)
        return by_method != 0;
    if (auth->rfc_too && right_by(&c, NULL))
        return true;
    if (auth->no_consumer_secret)
        c.credentials.consumer_secret = SPAN("");
    if (auth->plus_literal)
        make_literal(&c, '+', "%2B");
    if (auth->percent_literal)
        make_literal(&c, '%', "%25");
    if (auth->unknown_unsigned)
        drop_unknown(&work->claim.params);
    if (right_by(&c, &work->wrong->recipe) || right_by_text(&c))
        return true;
    return auth->host_any && right_by_host(&c);
}
