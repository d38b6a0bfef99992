#include "report/result.h"

/* The form: "FVR1", the length of all that follows, then the fields in the order of
 * result_write; integers are 8 bytes, lowest first; a text is its length plus one, 0 when
 * it is absent, and its bytes. */
static const struct span magic = { "FVR1", 4 };

enum { HEAD = 12 };

static void put_u64(struct buf *out, uint64_t value)
{
    char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(value >> (8 * i) & 0xff);
    buf_add(out, bytes, sizeof(bytes));
}

static void put_text(struct buf *out, struct span s)
{
    put_u64(out, s.p ? s.len + 1 : 0);
    if (s.p)
        buf_add_span(out, s);
}

static void put_requirements(struct buf *out, const struct result *result)
{
    const struct requirement *own = result->own;

    for (size_t i = 0; i < RESULT_REQUIREMENTS_MAX; i++)
        put_u64(out, (uint64_t)result->requirements[i]);
    put_u64(out, own != NULL);
    if (!own)
        return;
    put_u64(out, (uint64_t)own->level);
    put_text(out, span_of(own->id));
    put_text(out, span_of(own->source));
    put_text(out, span_of(own->sentence));
}

static void put_exchange(struct buf *out, const struct exchange *exchange)
{
    put_text(out, exchange->request);
    put_text(out, exchange->response);
    put_u64(out, (uint64_t)exchange->duration_us);
    put_u64(out, (uint64_t)exchange->started_unix_ms);
}

static void put_length(struct buf *out, size_t start)
{
    uint64_t len = out->len - start - HEAD;

    for (size_t i = 0; i < 8; i++)
        out->p[start + magic.len + i] = (char)(len >> (8 * i) & 0xff);
}

void result_write(struct buf *out, const struct result *result)
{
    size_t start = out->len;

    buf_add_span(out, magic);
    put_u64(out, 0);
    put_text(out, span_of(result->id));
    put_text(out, span_of(result->title));
    put_text(out, span_of(result->hint));
    put_text(out, span_of(result->since));
    put_requirements(out, result);
    put_u64(out, (uint64_t)result->verdict);
    put_text(out, result->reason);
    put_text(out, result->expected);
    put_text(out, result->got);
    put_text(out, result->excuse);
    put_u64(out, (uint64_t)result->duration_us);
    put_u64(out, result->relaxed);
    put_u64(out, result->exchange_count);
    for (size_t i = 0; i < result->exchange_count; i++)
        put_exchange(out, &result->exchanges[i]);
    if (!out->overflow)
        put_length(out, start);
}

/* Reads field after field; the first that does not fit sets `bad`, and all later ones are
 * zero. */
struct reader {
    struct span rest;
    struct arena *mem;
    bool bad;
};

static struct span take(struct reader *r, uint64_t len)
{
    struct span s = span_make(r->rest.p, (size_t)len);

    if (r->bad || len > r->rest.len) {
        r->bad = true;
        return span_make(NULL, 0);
    }
    r->rest = span_from(r->rest, s.len);
    return s;
}

static uint64_t get_u64(struct reader *r)
{
    struct span s = take(r, 8);
    uint64_t value = 0;

    for (size_t i = 0; i < s.len; i++)
        value |= (uint64_t)(unsigned char)s.p[i] << (8 * i);
    return value;
}

static uint64_t get_below(struct reader *r, uint64_t limit)
{
    uint64_t value = get_u64(r);

    if (value >= limit) {
        r->bad = true;
        return 0;
    }
    return value;
}

static struct span get_text(struct reader *r)
{
    uint64_t len = get_u64(r);

    return len ? arena_copy(r->mem, take(r, len - 1)) : span_make(NULL, 0);
}

static const char *get_string(struct reader *r)
{
    struct span s = get_text(r);

    if (s.len && memchr(s.p, '\0', s.len))
        r->bad = true;
    return s.p;
}

static const struct requirement *get_own(struct reader *r)
{
    struct requirement *own;

    if (!get_below(r, 2))
        return NULL;
    own = arena_alloc(r->mem, sizeof(*own));
    own->level = (enum requirement_level)get_below(r, LEVEL_MAY + 1);
    own->id = get_string(r);
    own->source = get_string(r);
    own->sentence = get_string(r);
    return own;
}

static void get_fields(struct reader *r, struct result *out)
{
    out->id = get_string(r);
    out->title = get_string(r);
    out->hint = get_string(r);
    out->since = get_string(r);
    for (size_t i = 0; i < RESULT_REQUIREMENTS_MAX; i++)
        out->requirements[i] = (enum requirement_id)get_below(r, REQ_COUNT);
    out->own = get_own(r);
    out->verdict = (enum verdict)get_below(r, VERDICT_COUNT);
    out->reason = get_text(r);
    out->expected = get_text(r);
    out->got = get_text(r);
    out->excuse = get_text(r);
    out->duration_us = (int64_t)get_u64(r);
    out->relaxed = get_below(r, 2);
    out->exchange_count = (size_t)get_below(r, RESULT_EXCHANGES_MAX + 1);
    for (size_t i = 0; i < out->exchange_count; i++) {
        out->exchanges[i].request = get_text(r);
        out->exchanges[i].response = get_text(r);
        out->exchanges[i].duration_us = (int64_t)get_u64(r);
        out->exchanges[i].started_unix_ms = (int64_t)get_u64(r);
    }
}

int result_read(struct span bytes, struct result *out)
{
    struct result result;
    struct reader r = { .rest = bytes };

    result_init(&result);
    r.mem = &result.mem;
    r.bad = !span_eq(take(&r, magic.len), magic);
    r.bad = get_u64(&r) != r.rest.len || r.bad;
    get_fields(&r, &result);
    if (r.bad || r.rest.len) {
        result_release(&result);
        return -1;
    }
    *out = result;
    return 0;
}
