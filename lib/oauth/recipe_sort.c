#include "oauth/recipe_items.h"

#include "base/pct.h"

#include <stdlib.h>

static struct span encoded_name(const struct oauth_item *item)
{
    return span_make(item->text.p, item->name_len);
}

static struct span encoded_value(const struct oauth_item *item)
{
    return span_from(item->text, item->name_len + 1);
}

static int fold(char c, bool upper)
{
    unsigned char octet = (unsigned char)c;

    if (upper)
        return c >= 'a' && c <= 'z' ? octet - 32 : octet;
    return c >= 'A' && c <= 'Z' ? octet + 32 : octet;
}

static int cmp_folded(struct span a, struct span b, bool upper)
{
    for (size_t i = 0; i < a.len && i < b.len; i++)
        if (fold(a.p[i], upper) != fold(b.p[i], upper))
            return fold(a.p[i], upper) - fold(b.p[i], upper);
    return (a.len > b.len) - (a.len < b.len);
}

static int in_order(const struct oauth_item *a, const struct oauth_item *b)
{
    return (a->order > b->order) - (a->order < b->order);
}

static int by_rfc(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = span_cmp(encoded_name(a), encoded_name(b));

    return order ? order : span_cmp(encoded_value(a), encoded_value(b));
}

static int by_name(const struct oauth_item *a, const struct oauth_item *b)
{
    return span_cmp(encoded_name(a), encoded_name(b));
}

static int by_name_last_first(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = by_name(a, b);

    return order ? order : in_order(b, a);
}

static int by_decoded(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = span_cmp(a->name, b->name);

    return order ? order : span_cmp(a->value, b->value);
}

static int by_joined(const struct oauth_item *a, const struct oauth_item *b)
{
    return span_cmp(a->text, b->text);
}

static int by_folded(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = cmp_folded(encoded_name(a), encoded_name(b), false);

    return order ? order : cmp_folded(encoded_value(a), encoded_value(b), false);
}

static int by_folded_upper(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = cmp_folded(encoded_name(a), encoded_name(b), true);

    return order ? order : cmp_folded(encoded_value(a), encoded_value(b), true);
}

static int by_folded_name(const struct oauth_item *a, const struct oauth_item *b)
{
    return cmp_folded(encoded_name(a), encoded_name(b), false);
}

static int by_folded_then_value(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = by_folded_name(a, b);

    return order ? order : span_cmp(encoded_value(a), encoded_value(b));
}

static int by_folded_joined(const struct oauth_item *a, const struct oauth_item *b)
{
    return cmp_folded(a->text, b->text, false);
}

static int by_upper_name(const struct oauth_item *a, const struct oauth_item *b)
{
    return cmp_folded(encoded_name(a), encoded_name(b), true);
}

static int by_upper_then_value(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = by_upper_name(a, b);

    return order ? order : span_cmp(encoded_value(a), encoded_value(b));
}

static int by_decoded_name(const struct oauth_item *a, const struct oauth_item *b)
{
    return span_cmp(a->name, b->name);
}

/* By name, `=` and value as if they were joined. */
static int by_joined_decoded(const struct oauth_item *a, const struct oauth_item *b)
{
    size_t len = a->name.len < b->name.len ? a->name.len : b->name.len;
    int order = span_cmp(span_make(a->name.p, len), span_make(b->name.p, len));

    if (order)
        return order;
    if (a->name.len == b->name.len)
        return span_cmp(a->value, b->value);
    if (a->name.len < b->name.len)
        return (unsigned char)b->name.p[len] > '=' ? -1 : 1;
    return (unsigned char)a->name.p[len] > '=' ? 1 : -1;
}

static int by_rfc_first(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = pct_cmp(a->name, b->name);

    return order ? order : pct_cmp(a->value, b->value);
}

/* In which order the places are taken; a digit for each of header, query, body, last. */
static int place_rank(unsigned place, const char *ranks)
{
    return ranks[place];
}

#define BY_PLACE(name, ranks)                                                            \
    static int name(const struct oauth_item *a, const struct oauth_item *b)              \
    {                                                                                    \
        return place_rank(a->place, ranks) - place_rank(b->place, ranks);                \
    }

BY_PLACE(by_query_body_header, "3124")
BY_PLACE(by_header_query_body, "1234")
BY_PLACE(by_query_header_body, "2134")
BY_PLACE(by_body_query_header, "3214")
BY_PLACE(by_body_header_query, "2314")
BY_PLACE(by_header_body_query, "1324")

static int by_name_body_first(const struct oauth_item *a, const struct oauth_item *b)
{
    int order = by_name(a, b);

    return order ? order : by_body_query_header(a, b);
}

typedef int compare_function(const struct oauth_item *a, const struct oauth_item *b);

static compare_function *const comparers[] = {
    [OAUTH_SORT_RFC] = by_rfc,
    [OAUTH_SORT_NONE] = by_query_body_header,
    [OAUTH_SORT_NONE_HEADER_FIRST] = by_header_query_body,
    [OAUTH_SORT_BY_NAME] = by_name,
    [OAUTH_SORT_DECODED] = by_decoded,
    [OAUTH_SORT_NOCASE] = by_folded,
    [OAUTH_SORT_JOINED] = by_joined,
    [OAUTH_SORT_NONE_QUERY_HEADER_BODY] = by_query_header_body,
    [OAUTH_SORT_NONE_BODY_QUERY_HEADER] = by_body_query_header,
    [OAUTH_SORT_NONE_BODY_HEADER_QUERY] = by_body_header_query,
    [OAUTH_SORT_NONE_HEADER_BODY_QUERY] = by_header_body_query,
    [OAUTH_SORT_NOCASE_NAMES] = by_folded_name,
    [OAUTH_SORT_NOCASE_VALUES] = by_folded_then_value,
    [OAUTH_SORT_NOCASE_UPPER] = by_folded_upper,
    [OAUTH_SORT_RFC_FIRST] = by_rfc_first,
    [OAUTH_SORT_BY_NAME_LAST_FIRST] = by_name_last_first,
    [OAUTH_SORT_BY_NAME_BODY_FIRST] = by_name_body_first,
    [OAUTH_SORT_DECODED_NAMES] = by_decoded_name,
    [OAUTH_SORT_JOINED_DECODED] = by_joined_decoded,
    [OAUTH_SORT_NOCASE_JOINED] = by_folded_joined,
    [OAUTH_SORT_NOCASE_UPPER_NAMES] = by_upper_name,
    [OAUTH_SORT_NOCASE_UPPER_THEN_VALUES] = by_upper_then_value,
};

static int compare_items(const void *a, const void *b, void *compare)
{
    int order = (*(compare_function *const *)compare)(a, b);

    return order ? order : in_order(a, b);
}

void oauth_items_sort(struct oauth_items *items, unsigned sort)
{
    compare_function *compare = by_rfc;

    if (sort < sizeof(comparers) / sizeof(*comparers))
        compare = comparers[sort];
    qsort_r(items->at, items->count, sizeof(*items->at), compare_items, &compare);
}
