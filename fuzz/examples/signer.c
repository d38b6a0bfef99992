/* An adapter to start from: a base string as a first attempt makes it. Its mistakes are
 * real ones; docs/FUZZ-YOUR-OWN.md runs it. */
#include "adapter.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT_MAX = 16384, PAIRS_MAX = 64 };

struct text {
    char p[TEXT_MAX];
    size_t n;
};

static void put(struct text *t, const void *p, size_t n)
{
    if (p && n <= TEXT_MAX - t->n) {
        memcpy(t->p + t->n, p, n);
        t->n += n;
    }
}

static void escape(struct text *t, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    char three[4];

    for (size_t i = 0; i < n; i++) {
        int plain = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                           "0123456789-._~",
                           p[i]) != NULL;

        snprintf(three, sizeof(three), plain ? "%c" : "%%%02X", p[i]);
        put(t, three, plain ? 1 : 3);
    }
}

static struct text pairs[PAIRS_MAX], base;
static size_t count;

static void add_pair(const char *name, struct fav_in value)
{
    struct text *pair = &pairs[count++ % PAIRS_MAX];

    pair->n = 0;
    put(pair, name, strlen(name));
    escape(pair, value.p, value.n);
}

/* Name and value as they were sent. */
static void add_form(const uint8_t *p, size_t n)
{
    for (size_t start = 0, i = 0; i <= n; i++)
        if (i == n || p[i] == '&') {
            pairs[count % PAIRS_MAX].n = 0;
            put(&pairs[count++ % PAIRS_MAX], p + start, i - start);
            start = i + 1;
        }
}

static int by_text(const void *a, const void *b)
{
    const struct text *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

    return order ? order : (x->n > y->n) - (x->n < y->n);
}

static int sign(const struct fav_request *r, struct fav_signed *out)
{
    const uint8_t *query = memchr(r->url.p, '?', r->url.n);
    size_t url_len = query ? (size_t)(query - r->url.p) : r->url.n;

    base.n = count = 0;
    add_pair("oauth_consumer_key=", r->consumer_key);
    add_pair("oauth_nonce=", r->nonce);
    add_pair("oauth_signature_method=", (struct fav_in)FAV_TEXT("HMAC-SHA1"));
    add_pair("oauth_timestamp=", r->timestamp);
    if (r->token.p)
        add_pair("oauth_token=", r->token);
    add_pair("oauth_version=", (struct fav_in)FAV_TEXT("1.0"));
    if (query)
        add_form(query + 1, r->url.n - url_len - 1);
    if (r->body.n)
        add_form(r->body.p, r->body.n);
    if (count > PAIRS_MAX || r->url.n + r->body.n > TEXT_MAX / 8)
        return FAV_SKIP;
    qsort(pairs, count, sizeof(pairs[0]), by_text);
    put(&base, r->method.p, r->method.n);
    put(&base, "&", 1);
    escape(&base, r->url.p, url_len);
    for (size_t i = 0; i < count; i++) {
        put(&base, i ? "%26" : "&", i ? 3 : 1);
        escape(&base, pairs[i].p, pairs[i].n);
    }
    return fav_put(&out->base_string, base.p, base.n);
}

const struct fav_adapter *fav_adapter_v1(void)
{
    static const struct fav_adapter adapter = {
        .abi = FAV_ADAPTER_ABI,
        .size = sizeof(adapter),
        .name = FAV_TEXT("example"),
        .version = FAV_TEXT("1"),
        .sign = sign,
    };

    return &adapter;
}
