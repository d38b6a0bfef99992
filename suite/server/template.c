#include "server/template.h"

#include <stdio.h>
#include <stdlib.h>

static void add_id(struct buf *out, const struct template_values *v, uint64_t plus)
{
    buf_addf(out, "%llu", (unsigned long long)(v->subject->ids[v->role] + plus));
}

/* number + 2^64 in decimal: beyond what the type holds. */
static void add_wrapped(struct buf *out, uint64_t number)
{
    const uint64_t billion = 1000000000;
    uint64_t low = UINT64_C(709551616) + number % billion;
    uint64_t high = UINT64_C(18446744073) + number / billion + low / billion;

    buf_addf(out, "%llu%09llu", (unsigned long long)high,
             (unsigned long long)(low % billion));
}

static void add_many(struct buf *out, struct span spec)
{
    struct span count_text, piece;
    uint64_t count = 0;

    if (!span_cut(spec, ':', &count_text, &piece) || !span_u64(count_text, &count))
        return;
    for (uint64_t i = 0; i < count; i++)
        buf_add_span(out, piece);
}

/* The digits of the id, each behind `before`. */
static void add_digits(struct buf *out, uint64_t id, const char *before)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%llu", (unsigned long long)id);
    for (const char *d = digits; *d; d++) {
        buf_add_str(out, before);
        buf_add_char(out, *d);
    }
}

/* In groups of three from the right, as people write large numbers; at least two. */
static void add_grouped(struct buf *out, uint64_t id)
{
    char digits[24];
    int len = snprintf(digits, sizeof(digits), "%04llu", (unsigned long long)id);

    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            buf_add_char(out, '_');
        buf_add_char(out, digits[i]);
    }
}

/* As a double prints it, but for the plus sign, which is a space in a query. */
static void add_double(struct buf *out, uint64_t id)
{
    char text[32];

    snprintf(text, sizeof(text), "%.17g", (double)id);
    for (const char *t = text; *t; t++)
        if (*t != '+')
            buf_add_char(out, *t);
}

/* Digits that are spelled otherwise: percent-encoded, and those of two other scripts. */
static const struct {
    const char *name, *before;
} digit_forms[] = {
    { "id.percent", "%3" },
    { "id.fullwidth", "%EF%BC%9" },
    { "id.arabic", "%D9%A" },
};

static bool add_digit_form(struct buf *out, struct span name, uint64_t id)
{
    for (size_t i = 0; i < sizeof(digit_forms) / sizeof(digit_forms[0]); i++)
        if (span_eq_str(name, digit_forms[i].name)) {
            add_digits(out, id, digit_forms[i].before);
            return true;
        }
    return false;
}

static void add_random(struct buf *out, size_t len)
{
    char random[33];

    oauth_nonce(random, len);
    buf_add_str(out, random);
}

static char swapped(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

    return letter ? (char)(c ^ 0x20) : c;
}

static void add_swapped(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        buf_add_char(out, swapped(text.p[i]));
}

/* An address has no letters to spell otherwise; the name of a loopback address has. */
static void add_host_name(struct buf *out, struct span authority, bool upper)
{
    size_t start = out->len;

    if (span_starts(authority, SPAN("127.0.0.1"))) {
        buf_add_str(out, "localhost");
        authority = span_from(authority, sizeof("127.0.0.1") - 1);
    }
    buf_add_span(out, authority);
    for (size_t i = start; upper && i < out->len; i++)
        if (out->p[i] >= 'a' && out->p[i] <= 'z')
            out->p[i] = swapped(out->p[i]);
}

static bool add_time_or_nonce(struct buf *out, struct span name,
                              const struct template_values *v)
{
    if (span_eq_str(name, "now"))
        buf_addf(out, "%lld", (long long)v->now_s);
    else if (span_eq_str(name, "now+2^32"))
        buf_addf(out, "%lld", (long long)v->now_s + (1LL << 32));
    else if (span_eq_str(name, "now+2^64"))
        add_wrapped(out, (uint64_t)v->now_s);
    else if (span_eq_str(name, "nonce"))
        buf_add_span(out, v->nonce);
    else if (span_eq_str(name, "nonce.swapped"))
        add_swapped(out, v->nonce);
    else if (span_eq_str(name, "random"))
        add_random(out, 32);
    else if (span_eq_str(name, "random.short"))
        add_random(out, 12);
    else
        return false;
    return true;
}

static bool add_id_form(struct buf *out, struct span name,
                        const struct template_values *v)
{
    uint64_t id = v->subject->ids[v->role];

    if (span_eq_str(name, "id"))
        add_id(out, v, 0);
    else if (span_eq_str(name, "id+1"))
        add_id(out, v, 1);
    else if (span_eq_str(name, "id-1"))
        add_id(out, v, (uint64_t)-1);
    else if (span_eq_str(name, "id+2^32"))
        add_id(out, v, UINT64_C(1) << 32);
    else if (span_eq_str(name, "id+2^64"))
        add_wrapped(out, id);
    else if (span_eq_str(name, "id.double"))
        add_double(out, id);
    else if (span_eq_str(name, "id.hex"))
        buf_addf(out, "%llx", (unsigned long long)id);
    else if (span_eq_str(name, "neighbour"))
        buf_addf(out, "%llu", (unsigned long long)v->subject->neighbour);
    else if (span_eq_str(name, "other"))
        buf_addf(out, "%llu", (unsigned long long)v->subject->ids[ROLE_UNKNOWN]);
    else if (span_eq_str(name, "id.grouped"))
        add_grouped(out, id);
    else
        return add_digit_form(out, name, id);
    return true;
}

static bool add_text(struct buf *out, struct span name, const struct template_values *v)
{
    const struct oauth_credentials *account = &v->subject->as[AS_ACCOUNT];

    if (span_eq_str(name, "host"))
        buf_add_span(out, v->target->authority);
    else if (span_eq_str(name, "host.upper"))
        add_host_name(out, v->target->authority, true);
    else if (span_eq_str(name, "host.name"))
        add_host_name(out, v->target->authority, false);
    else if (span_eq_str(name, "scheme"))
        buf_add_span(out, v->target->scheme);
    else if (span_eq_str(name, "base"))
        buf_add_span(out, v->target->base_path);
    else if (span_eq_str(name, "authorization"))
        buf_add_span(out, v->authorization);
    else if (span_eq_str(name, "oauth"))
        buf_add_span(out, v->oauth);
    else if (span_eq_str(name, "consumer_key"))
        buf_add_span(out, account->consumer_key);
    else if (span_eq_str(name, "token"))
        buf_add_span(out, account->token);
    else if (span_eq_str(name, "nul"))
        buf_add_char(out, '\0');
    else if (span_starts(name, SPAN("many:")))
        add_many(out, span_from(name, 5));
    else
        return false;
    return true;
}

void template_expand(struct buf *out, const char *text,
                     const struct template_values *values)
{
    struct span rest = span_of(text);

    while (rest.len) {
        struct span before, after, name, tail;

        if (!span_cut(rest, '{', &before, &after)) {
            buf_add_span(out, rest);
            return;
        }
        buf_add_span(out, before);
        if (span_cut(after, '}', &name, &tail) &&
            (add_id_form(out, name, values) || add_time_or_nonce(out, name, values) ||
             add_text(out, name, values))) {
            rest = tail;
        } else {
            buf_add_char(out, '{');
            rest = after;
        }
    }
}
