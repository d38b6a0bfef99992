#include "client_model.h"

#include "base/pct.h"

/* What a request must hold so that a mistake can show. */
enum need {
    NEED_ODD = 1 << 0, /* reserved characters in a value */
    NEED_SPACE = 1 << 1,
    NEED_TILDE = 1 << 2,
    NEED_LETTERS = 1 << 3, /* outside ASCII */
    NEED_TWINS = 1 << 4,   /* one name twice, not in order */
    NEED_EMPTY = 1 << 5,
    NEED_CASES = 1 << 6,
    NEED_DASH = 1 << 7, /* a and a-b */
    NEED_ENCODED_NAMES = 1 << 8,
    NEED_QUERY = 1 << 9,
    NEED_BODY = 1 << 10,
    NEED_JSON = 1 << 11,
    NEED_REALM = 1 << 12,
    NEED_VERSION = 1 << 13,
    NEED_NO_VERSION = 1 << 14,
    NEED_ENTITIES = 1 << 15,
    NEED_PORT = 1 << 16,
    NEED_NAMED_HOST = 1 << 17,
    NEED_FRAGMENT = 1 << 18,
    NEED_ODD_SECRETS = 1 << 19,
    NEED_ODD_TOKEN = 1 << 20,
};

static const uint32_t needs[OAUTH_MISTAKE_COUNT] = {
    [OAUTH_MISTAKE_ENCODE_SPACE_AS_PLUS] = NEED_SPACE,
    [OAUTH_MISTAKE_ENCODE_RESERVED_KEPT] = NEED_ODD,
    [OAUTH_MISTAKE_ENCODE_TILDE] = NEED_TILDE,
    [OAUTH_MISTAKE_ENCODE_VALUES_RAW] = NEED_ODD,
    [OAUTH_MISTAKE_ENCODE_TWICE] = NEED_ODD,
    [OAUTH_MISTAKE_ENCODE_LATIN1] = NEED_LETTERS,
    [OAUTH_MISTAKE_ENCODE_UNICODE_NFD] = NEED_LETTERS,
    [OAUTH_MISTAKE_SORT_BY_NAME_ONLY] = NEED_TWINS,
    [OAUTH_MISTAKE_SORT_BEFORE_ENCODING] = NEED_ENCODED_NAMES,
    [OAUTH_MISTAKE_SORT_CASE_INSENSITIVE] = NEED_CASES,
    [OAUTH_MISTAKE_SORT_JOINED] = NEED_DASH,
    [OAUTH_MISTAKE_QUERY_MISSING] = NEED_QUERY,
    [OAUTH_MISTAKE_BODY_MISSING] = NEED_BODY,
    [OAUTH_MISTAKE_BODY_NOT_FORM_INCLUDED] = NEED_JSON | NEED_BODY,
    [OAUTH_MISTAKE_DUPLICATE_COLLAPSED] = NEED_TWINS,
    [OAUTH_MISTAKE_EMPTY_VALUE_DROPPED] = NEED_EMPTY,
    [OAUTH_MISTAKE_REALM_INCLUDED] = NEED_REALM,
    [OAUTH_MISTAKE_VERSION_MISSING] = NEED_VERSION,
    [OAUTH_MISTAKE_VERSION_ADDED] = NEED_NO_VERSION,
    [OAUTH_MISTAKE_INCLUDE_ENTITIES_UNSIGNED] = NEED_ENTITIES,
    [OAUTH_MISTAKE_INCLUDE_ENTITIES_SIGNED_DIFFERS] = NEED_ENTITIES,
    [OAUTH_MISTAKE_URL_PORT_DROPPED] = NEED_PORT,
    [OAUTH_MISTAKE_URL_HOST_UPPERCASE] = NEED_NAMED_HOST,
    [OAUTH_MISTAKE_URL_QUERY_KEPT] = NEED_QUERY,
    [OAUTH_MISTAKE_URL_FRAGMENT_KEPT] = NEED_FRAGMENT,
    [OAUTH_MISTAKE_KEY_SECRETS_NOT_ENCODED] = NEED_ODD_SECRETS,
    [OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED] = NEED_ODD_TOKEN,
};

/* Parameters beside id and include_entities, each for one need. */
static const struct extra {
    uint32_t need;
    const char *name, *value;
} extras[] = {
    { NEED_ODD, "note", "it's (fine)! 100*" },
    { NEED_ODD, "url", "http://x.example/?a=b&c=d%20" },
    { NEED_SPACE, "status", "Hello Ladies + Gentlemen" },
    { NEED_TILDE, "home", "~user" },
    { NEED_LETTERS, "text",
      "caf\xc3\xa9 \xc3\xbc"
      "ber ma\xc3\xb1"
      "ana" },
    { NEED_TWINS, "b", "2" },
    { NEED_TWINS, "b", "10" },
    { NEED_TWINS, "b", "1" },
    { NEED_EMPTY, "empty", "" },
    { NEED_CASES, "Zebra", "1" },
    { NEED_CASES, "apple", "2" },
    { NEED_DASH, "a", "1" },
    { NEED_DASH, "a-b", "1" },
    { NEED_ENCODED_NAMES, "c/", "1" },
    { NEED_ENCODED_NAMES, "c.", "2" },
};

uint32_t model_random(struct model *m, uint32_t below)
{
    uint64_t z = m->random += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (uint32_t)(z >> 32) % below;
}

static const char *text(struct model *m, size_t len, bool odd)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static const char all[] = "abcXYZ019 -._~!*'()/+=&%\"\\,:;";
    char *p = arena_alloc(&m->mem, len + 1);

    for (size_t i = 0; i < len; i++)
        p[i] = odd ? all[model_random(m, sizeof(all) - 1)]
                   : letters[model_random(m, sizeof(letters) - 1)];
    return p;
}

static void add(struct model *m, enum oauth_place place, const char *name,
                const char *value)
{
    m->pairs[m->count++] = (struct model_pair){ span_of(name), span_of(value), place };
}

/* Query or body; one of them when a need says so. */
static enum oauth_place some_place(struct model *m, uint32_t need)
{
    if (need & NEED_QUERY && need & NEED_BODY)
        return model_random(m, 2) ? OAUTH_IN_QUERY : OAUTH_IN_BODY;
    if (need & (NEED_QUERY | NEED_BODY))
        return need & NEED_QUERY ? OAUTH_IN_QUERY : OAUTH_IN_BODY;
    return model_random(m, 2) ? OAUTH_IN_QUERY : OAUTH_IN_BODY;
}

static void add_parameters(struct model *m, uint32_t need)
{
    struct span id =
        arena_printf(&m->mem, "%llu",
                     243138128959913986ULL + model_random(m, 1000000000) * 1000ULL +
                         model_random(m, 1000));

    add(m, need & NEED_BODY ? OAUTH_IN_BODY : some_place(m, need), "id", id.p);
    if (need & NEED_ENTITIES || model_random(m, 2))
        add(m, need & NEED_QUERY ? OAUTH_IN_QUERY : some_place(m, need),
            "include_entities", model_random(m, 2) ? "true" : "false");
    if (need & NEED_QUERY && !(need & NEED_ENTITIES))
        add(m, OAUTH_IN_QUERY, "trim_user", "1");
    for (size_t i = 0; i < sizeof(extras) / sizeof(*extras); i++)
        if (need & extras[i].need || model_random(m, 8) == 0)
            add(m, need & NEED_JSON ? OAUTH_IN_QUERY : some_place(m, need),
                extras[i].name, extras[i].value);
}

static void add_oauth(struct model *m, uint32_t need, enum oauth_place place)
{
    size_t first = m->count;
    struct span timestamp =
        arena_printf(&m->mem, "%u", 1318622958 + model_random(m, 1000000));

    add(m, place, "oauth_consumer_key", m->who.consumer_key.p);
    add(m, place, "oauth_nonce", text(m, 32, false));
    add(m, place, "oauth_signature_method", "HMAC-SHA1");
    add(m, place, "oauth_timestamp", timestamp.p);
    add(m, place, "oauth_token", m->who.token.p);
    if (need & NEED_VERSION || (!(need & NEED_NO_VERSION) && model_random(m, 3)))
        add(m, place, "oauth_version", "1.0");
    for (size_t i = m->count - 1; i > first && model_random(m, 2); i--) {
        size_t k = first + model_random(m, (uint32_t)(i - first + 1));
        struct model_pair pair = m->pairs[i];

        m->pairs[i] = m->pairs[k];
        m->pairs[k] = pair;
    }
}

static void set_target(struct model *m, uint32_t need)
{
    static const struct {
        const char *scheme, *host, *port;
    } targets[] = {
        { "http", "127.0.0.1", ":8080" },  { "https", "Api.Example.org", ":8443" },
        { "http", "localhost", ":41234" }, { "https", "api.twitter.com", "" },
        { "http", "API.example.org", "" },
    };
    uint32_t at = model_random(m, need & NEED_PORT ? 3 : 5);

    if (need & NEED_NAMED_HOST)
        at = need & NEED_PORT || model_random(m, 2) ? 1 : 4;
    m->method = "POST";
    m->scheme = targets[at].scheme;
    m->host = targets[at].host;
    m->port = targets[at].port;
    m->path =
        model_random(m, 4) ? "/1.1/favorites/destroy.json" : "/1/favorites/destroy.json";
    m->fragment = need & NEED_FRAGMENT ? "top" : NULL;
    m->realm =
        need & NEED_REALM || model_random(m, 4) == 0 ? "http://api.example.org/" : NULL;
    m->json = need & NEED_JSON;
}

static void set_names(struct model *m, uint32_t need)
{
    bool odd = need & NEED_ODD_SECRETS || model_random(m, 4) == 0;

    m->who.consumer_key = span_of(text(m, 22, false));
    m->who.consumer_secret = span_of(text(m, 42, odd));
    m->who.token = span_of(text(m, 50, false));
    if (need & NEED_ODD_TOKEN)
        m->who.token = arena_printf(&m->mem, "%s%%2F%%25x", text(m, 10, false));
    m->who.token_secret = span_of(text(m, 45, odd));
}

void model_init(struct model *m, uint64_t seed, enum oauth_mistake a,
                enum oauth_mistake b)
{
    uint32_t need = 0;

    *m = (struct model){ .random = seed * 7919 };
    need |= a == OAUTH_MISTAKE_NONE ? 0 : needs[a];
    need |= b == OAUTH_MISTAKE_NONE ? 0 : needs[b];
    for (int i = 0; i < OAUTH_MISTAKE_COUNT; i++)
        m->reading[i] = model_random(m, 1 << 30);
    set_names(m, need);
    set_target(m, need);
    add_parameters(m, need);
    add_oauth(m, need, OAUTH_IN_HEADER);
}

void model_release(struct model *m)
{
    arena_release(&m->mem);
}

void model_move(struct model *m, enum oauth_place transport)
{
    for (size_t i = 0; i < m->count; i++)
        if (span_starts(m->pairs[i].name, SPAN("oauth_")))
            m->pairs[i].place = transport;
    m->transport = transport;
}

static void add_json(struct buf *out, const struct model_pair *pair)
{
    buf_addf(out, "%s\"%.*s\": \"%.*s\"", out->len ? ", " : "{", SPAN_ARG(pair->name),
             SPAN_ARG(pair->value));
}

static void add_form(struct buf *out, const struct model_pair *pair, uint32_t spelling)
{
    size_t start;

    buf_add_str(out, out->len ? "&" : "");
    pct_encode(out, pair->name);
    if (pair->value.len || !(spelling & 1))
        buf_add_char(out, '=');
    start = out->len;
    pct_encode(out, pair->value);
    for (size_t i = start; spelling & 2 && i + 2 < out->len; i++) {
        if (memcmp(out->p + i, "%20", 3) != 0)
            continue;
        out->p[i] = '+';
        memmove(out->p + i + 1, out->p + i + 3, out->len - i - 3);
        buf_truncate(out, out->len - 2);
    }
    for (size_t i = start; spelling & 4 && i + 2 < out->len; i++)
        if (out->p[i] == '%')
            for (int k = 1; k < 3; k++)
                if (out->p[i + (size_t)k] >= 'A' && out->p[i + (size_t)k] <= 'F')
                    out->p[i + (size_t)k] = (char)(out->p[i + (size_t)k] + 32);
}

struct span model_form(struct model *m, enum oauth_place place)
{
    struct buf out;
    struct span copy;
    bool json = m->json && place == OAUTH_IN_BODY;

    buf_init(&out, BUF_MAX_TEXT);
    for (size_t i = 0; i < m->count; i++) {
        if (m->pairs[i].place != place)
            continue;
        if (json)
            add_json(&out, &m->pairs[i]);
        else
            add_form(&out, &m->pairs[i], m->spelling);
    }
    buf_add_str(&out, json ? "}" : "");
    copy = arena_copy(&m->mem, buf_span(&out));
    buf_release(&out);
    return copy;
}

static void add_value(const struct model *m, struct buf *out, struct span name,
                      struct span value)
{
    bool signature = span_eq_str(name, "oauth_signature");
    struct buf twice;

    if (signature ? m->wrong[OAUTH_MISTAKE_SIGNATURE_NOT_ENCODED]
                  : m->wrong[OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED]) {
        buf_add_span(out, value);
    } else if (signature && m->wrong[OAUTH_MISTAKE_SIGNATURE_ENCODED_TWICE]) {
        buf_init(&twice, BUF_MAX_TEXT);
        pct_encode(&twice, value);
        pct_encode(out, buf_span(&twice));
        buf_release(&twice);
    } else {
        pct_encode(out, value);
    }
}

static const char *separator(const struct model *m)
{
    static const char *const separators[] = { ", ", ",", " ,\t", ",, " };

    return separators[m->spelling >> 3 & 3];
}

static void add_realm(const struct model *m, struct buf *out, bool last)
{
    if (m->realm && last == (m->spelling >> 5 & 1))
        buf_addf(out, "%srealm=\"%s\"%s", last ? separator(m) : "", m->realm,
                 last ? "" : separator(m));
}

static struct span header(struct model *m, struct span signature)
{
    static const char *const schemes[] = { "OAuth", "oauth", "OAUTH", "oAuth" };
    struct buf out;
    struct span copy;

    buf_init(&out, BUF_MAX_TEXT);
    buf_addf(&out, "%s ", schemes[m->spelling >> 6 & 3]);
    add_realm(m, &out, false);
    for (size_t i = 0; i < m->count; i++) {
        if (m->pairs[i].place != OAUTH_IN_HEADER)
            continue;
        buf_addf(&out, "%.*s=\"", SPAN_ARG(m->pairs[i].name));
        add_value(m, &out, m->pairs[i].name, m->pairs[i].value);
        buf_addf(&out, "\"%s", separator(m));
    }
    buf_add_str(&out, "oauth_signature=\"");
    add_value(m, &out, SPAN("oauth_signature"), signature);
    buf_add_char(&out, '"');
    add_realm(m, &out, true);
    copy = arena_copy(&m->mem, buf_span(&out));
    buf_release(&out);
    return copy;
}

struct oauth_request model_send(struct model *m, struct span signature)
{
    bool in_header = m->transport == OAUTH_IN_HEADER;
    struct span query;

    if (!in_header)
        m->pairs[m->count++] =
            (struct model_pair){ SPAN("oauth_signature"), signature, m->transport };
    query = model_form(m, OAUTH_IN_QUERY);
    return (struct oauth_request){
        .method = span_of(m->method),
        .url = arena_printf(&m->mem, "%s://%s%s%s%s%.*s%s%s", m->scheme, m->host, m->port,
                            m->path, query.len ? "?" : "", SPAN_ARG(query),
                            m->fragment ? "#" : "", m->fragment ? m->fragment : ""),
        .content_type = m->json ? SPAN("application/json")
                                : SPAN("application/x-www-form-urlencoded"),
        .body = model_form(m, OAUTH_IN_BODY),
        .authorization = in_header ? header(m, signature) : span_of(NULL),
    };
}
