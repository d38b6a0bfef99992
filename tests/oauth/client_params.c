#include "client_parts.h"

#include "base/pct.h"

#include <stdio.h>
#include <stdlib.h>

/* One parameter while it is signed: decoded, then encoded. */
struct signing_pair {
    struct span name, value, encoded_name, encoded_value;
    enum oauth_place place;
};

struct signing {
    struct signing_pair at[MODEL_PAIRS + 4];
    size_t count;
};

static bool keeps(const struct model *m, char c)
{
    static const char reserved[] = "!*'()";
    const char *at = c ? strchr(reserved, c) : NULL;
    uint32_t some = READING(ENCODE_RESERVED_KEPT, 31) + 1;

    if (!WRONG(ENCODE_RESERVED_KEPT) || !at)
        return false;
    return m->reading[OAUTH_MISTAKE_ENCODE_RESERVED_KEPT] & 1 ||
           some >> (at - reserved) & 1;
}

static size_t write_octet(const struct model *m, char *to, char c, enum model_level level)
{
    bool lower = WRONG(ENCODE_LOWERCASE_HEX) &&
                 (READING(ENCODE_LOWERCASE_HEX, 7) + 1) >> level & 1;
    bool plain = pct_is_unreserved((unsigned char)c);

    if (level == MODEL_LEVEL_PAIR && c == ' ' && WRONG(ENCODE_SPACE_AS_PLUS))
        c = '+', plain = true;
    else if (level == MODEL_LEVEL_PAIR && keeps(m, c))
        plain = true;
    else if (level == MODEL_LEVEL_PAIR && c == '~' && WRONG(ENCODE_TILDE))
        plain = false;
    if (plain) {
        *to = c;
        return 1;
    }
    if (lower)
        snprintf(to, 4, "%%%02x", (unsigned)(unsigned char)c);
    else
        snprintf(to, 4, "%%%02X", (unsigned)(unsigned char)c);
    return 3;
}

struct span model_encode(struct model *m, struct span s, enum model_level level)
{
    char *text = arena_alloc(&m->mem, 3 * s.len + 4);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++)
        len += write_octet(m, text + len, s.p[i], level);
    return span_make(text, len);
}

struct span model_replace(struct model *m, struct span s, struct span what,
                          struct span by)
{
    ptrdiff_t at = span_find(s, what);

    if (at < 0)
        return s;
    return arena_printf(&m->mem, "%.*s%.*s%.*s", (int)at, s.p, SPAN_ARG(by),
                        SPAN_ARG(span_from(s, (size_t)at + what.len)));
}

/* Only the letters that the requests hold. */
static struct span change_text(struct model *m, struct span s)
{
    static const struct {
        struct span utf8, latin1, nfd;
    } letters[] = {
        { SPAN_INIT("\xc3\xa9"), SPAN_INIT("\xe9"), SPAN_INIT("e\xcc\x81") },
        { SPAN_INIT("\xc3\xbc"), SPAN_INIT("\xfc"), SPAN_INIT("u\xcc\x88") },
        { SPAN_INIT("\xc3\xb1"), SPAN_INIT("\xf1"), SPAN_INIT("n\xcc\x83") },
    };

    for (size_t i = 0; i < 3; i++) {
        if (WRONG(ENCODE_UNICODE_NFD))
            s = model_replace(m, s, letters[i].utf8, letters[i].nfd);
        if (WRONG(ENCODE_LATIN1))
            s = model_replace(m, s, letters[i].utf8, letters[i].latin1);
    }
    return s;
}

/* What JavaScript makes of a large number: the fewest digits that mean the same double.
 */
static unsigned long long javascript(unsigned long long value)
{
    unsigned long long step = 1000000, rounded;

    value = (unsigned long long)(double)value;
    for (; step > 1; step /= 10) {
        rounded = (value + step / 2) / step * step;
        if ((double)rounded == (double)value)
            return rounded;
    }
    return value;
}

static struct span other_id(struct model *m, struct span id)
{
    unsigned long long value = strtoull(id.p, NULL, 10);

    switch (READING(ID_SIGNED_DIFFERS, 6)) {
    case 0:
        return arena_printf(&m->mem, "%.0f", (double)value);
    case 1:
        return arena_printf(&m->mem, "%d", (int)(uint32_t)value);
    case 2:
        return arena_printf(&m->mem, "%u", (unsigned)(uint32_t)value);
    case 3:
        return SPAN("2147483647");
    case 4:
        return arena_printf(&m->mem, "%llu", javascript(value));
    default:
        return arena_printf(&m->mem, "%.15g", (double)value);
    }
}

static struct span other_entities(struct model *m, struct span sent)
{
    static const char *const words[] = { "", "True", "False", "true", "false", "1", "0" };
    uint32_t at = READING(INCLUDE_ENTITIES_SIGNED_DIFFERS, 7);

    return span_of(words[span_eq_str(sent, words[at]) ? (at + 1) % 7 : at]);
}

static struct span signed_value(struct model *m, const struct model_pair *pair)
{
    if (WRONG(ID_SIGNED_DIFFERS) && span_eq_str(pair->name, "id"))
        return other_id(m, pair->value);
    if (WRONG(INCLUDE_ENTITIES_SIGNED_DIFFERS) &&
        span_eq_str(pair->name, "include_entities"))
        return other_entities(m, pair->value);
    if (WRONG(HEADER_CLOCK_DIFFERS) && span_eq_str(pair->name, "oauth_timestamp"))
        return arena_printf(&m->mem, "%lld",
                            atoll(pair->value.p) +
                                (READING(HEADER_CLOCK_DIFFERS, 2) ? 1 : -1) *
                                    (1 + (long long)READING(HEADER_CLOCK_DIFFERS, 5)));
    return pair->value;
}

static bool is_signed(const struct model *m, const struct model_pair *pair)
{
    bool oauth = span_starts(pair->name, SPAN("oauth_"));
    const struct {
        bool left_out, applies;
    } rows[] = {
        { WRONG(QUERY_MISSING), pair->place == OAUTH_IN_QUERY && !oauth },
        { WRONG(BODY_MISSING), pair->place == OAUTH_IN_BODY && !oauth },
        { m->json && !WRONG(BODY_NOT_FORM_INCLUDED), pair->place == OAUTH_IN_BODY },
        { WRONG(PARAMETERS_UNSIGNED), !oauth },
        { WRONG(EMPTY_VALUE_DROPPED), pair->value.len == 0 },
        { WRONG(VERSION_MISSING), span_eq_str(pair->name, "oauth_version") },
        { WRONG(TOKEN_MISSING), span_eq_str(pair->name, "oauth_token") },
        { WRONG(INCLUDE_ENTITIES_UNSIGNED), span_eq_str(pair->name, "include_entities") },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (rows[i].left_out && rows[i].applies)
            return false;
    return true;
}

static void add(struct signing *s, struct span name, struct span value,
                enum oauth_place place)
{
    s->at[s->count++] =
        (struct signing_pair){ .name = name, .value = value, .place = place };
}

/* The order in which the client holds its parameters. */
static void take_places(struct model *m, struct signing *s)
{
    static const enum oauth_place orders[][3] = {
        { OAUTH_IN_QUERY, OAUTH_IN_BODY, OAUTH_IN_HEADER },
        { OAUTH_IN_HEADER, OAUTH_IN_QUERY, OAUTH_IN_BODY },
        { OAUTH_IN_HEADER, OAUTH_IN_BODY, OAUTH_IN_QUERY },
    };
    const enum oauth_place *order = orders[READING(SORT_MISSING, 3)];

    if (!WRONG(SORT_MISSING))
        order = orders[0];
    for (int k = 0; k < 3; k++)
        for (size_t i = 0; i < m->count; i++)
            if (m->pairs[i].place == order[k] && is_signed(m, &m->pairs[i]))
                add(s, m->pairs[i].name, signed_value(m, &m->pairs[i]), order[k]);
}

static void collapse(const struct model *m, struct signing *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->count; i++) {
        size_t k = 0;

        while (k < kept && !span_eq(s->at[k].name, s->at[i].name))
            k++;
        if (k == kept)
            s->at[kept++] = s->at[i];
        else if (READING(DUPLICATE_COLLAPSED, 2))
            s->at[k] = s->at[i];
    }
    s->count = kept;
}

static void take_pairs(struct model *m, struct signing *s)
{
    take_places(m, s);
    if (WRONG(VERSION_ADDED))
        add(s, SPAN("oauth_version"), SPAN("1.0"), OAUTH_IN_HEADER);
    if (WRONG(REALM_INCLUDED))
        add(s, SPAN("realm"), span_of(m->realm), OAUTH_IN_HEADER);
    if (WRONG(SIGNATURE_INCLUDED)) {
        struct span value = SPAN("");

        if (READING(SIGNATURE_INCLUDED, 2)) {
            bool wrong[OAUTH_MISTAKE_COUNT];

            memcpy(wrong, m->wrong, sizeof(wrong));
            memset(m->wrong, 0, sizeof(m->wrong));
            value = model_sign(m);
            memcpy(m->wrong, wrong, sizeof(wrong));
        }
        add(s, SPAN("oauth_signature"), value, OAUTH_IN_HEADER);
    }
    if (WRONG(DUPLICATE_COLLAPSED))
        collapse(m, s);
}

static struct span encode_part(struct model *m, struct span s, bool is_name)
{
    struct span text = change_text(m, s);

    if (WRONG(ENCODE_VALUES_RAW) && (!is_name || READING(ENCODE_VALUES_RAW, 2)))
        return text;
    text = model_encode(m, text, MODEL_LEVEL_PAIR);
    if (WRONG(ENCODE_TWICE) && (!is_name || READING(ENCODE_TWICE, 2)))
        text = model_encode(m, text, MODEL_LEVEL_PAIR);
    return text;
}

static int order_nocase(struct span a, struct span b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        int x = a.p[i] | (a.p[i] >= 'A' && a.p[i] <= 'Z' ? 32 : 0);
        int y = b.p[i] | (b.p[i] >= 'A' && b.p[i] <= 'Z' ? 32 : 0);

        if (x != y)
            return (unsigned char)x - (unsigned char)y;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int order_joined(const struct signing_pair *a, const struct signing_pair *b)
{
    char left[2000], right[2000];

    snprintf(left, sizeof(left), "%.*s=%.*s", SPAN_ARG(a->encoded_name),
             SPAN_ARG(a->encoded_value));
    snprintf(right, sizeof(right), "%.*s=%.*s", SPAN_ARG(b->encoded_name),
             SPAN_ARG(b->encoded_value));
    return strcmp(left, right);
}

static int order(const struct model *m, const struct signing_pair *a,
                 const struct signing_pair *b)
{
    int by_name = span_cmp(a->encoded_name, b->encoded_name);

    if (WRONG(SORT_MISSING))
        return 0;
    if (WRONG(SORT_BY_NAME_ONLY))
        return by_name;
    if (WRONG(SORT_JOINED))
        return order_joined(a, b);
    if (WRONG(SORT_BEFORE_ENCODING)) {
        by_name = span_cmp(a->name, b->name);
        return by_name ? by_name : span_cmp(a->value, b->value);
    }
    if (WRONG(SORT_CASE_INSENSITIVE))
        by_name = order_nocase(a->encoded_name, b->encoded_name);
    return by_name ? by_name : span_cmp(a->encoded_value, b->encoded_value);
}

static void sort(const struct model *m, struct signing *s)
{
    for (size_t i = 1; i < s->count; i++) {
        struct signing_pair pair = s->at[i];
        size_t k = i;

        for (; k > 0 && order(m, &pair, &s->at[k - 1]) < 0; k--)
            s->at[k] = s->at[k - 1];
        s->at[k] = pair;
    }
}

struct span model_parameters(struct model *m)
{
    struct signing s = { 0 };
    struct span text = SPAN("");

    take_pairs(m, &s);
    for (size_t i = 0; i < s.count; i++) {
        s.at[i].encoded_name = encode_part(m, s.at[i].name, true);
        s.at[i].encoded_value = encode_part(m, s.at[i].value, false);
    }
    sort(m, &s);
    for (size_t i = 0; i < s.count; i++)
        text =
            arena_printf(&m->mem, "%.*s%s%.*s=%.*s", SPAN_ARG(text), i ? "&" : "",
                         SPAN_ARG(s.at[i].encoded_name), SPAN_ARG(s.at[i].encoded_value));
    return text;
}
