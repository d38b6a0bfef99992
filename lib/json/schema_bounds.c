#include "json/schema_doc.h"
#include "json/schema_walk.h"

#include <inttypes.h>
#include <stdlib.h>

/* Of any length: more digits are a larger number, for there are no leading zeros. */
static int compare_integers(struct span a, struct span b)
{
    bool a_negative = a.p[0] == '-', b_negative = b.p[0] == '-';
    int order = a.len == b.len ? memcmp(a.p, b.p, a.len) : a.len > b.len ? 1 : -1;
    if (a_negative != b_negative)
        return a_negative ? -1 : 1;
    return a_negative ? -order : order;
}

int walk_compare(struct span a, struct span b)
{
    if (json_is_integer(a) && json_is_integer(b))
        return compare_integers(a, b);
    double left = strtod(a.p, NULL), right = strtod(b.p, NULL);
    return (left > right) - (left < right);
}

static int64_t limit_of(const struct walk *w, const cJSON *value)
{
    int64_t limit = 0;
    json_i64(json_number(&w->schema->doc, value), &limit);
    return limit;
}

bool walk_on_min_items(struct walk *w, const cJSON *value, const cJSON *node)
{
    int size = cJSON_GetArraySize(node);
    return !cJSON_IsArray(node) || size >= limit_of(w, value) ||
           walk_breach(w, "has %d elements, at least %" PRId64 " expected", size,
                       limit_of(w, value));
}

bool walk_on_max_items(struct walk *w, const cJSON *value, const cJSON *node)
{
    int size = cJSON_GetArraySize(node);
    return !cJSON_IsArray(node) || size <= limit_of(w, value) ||
           walk_breach(w, "has %d elements, at most %" PRId64 " expected", size,
                       limit_of(w, value));
}

bool walk_on_min_length(struct walk *w, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsString(node) ||
           (int64_t)json_code_points(json_string(node)) >= limit_of(w, value) ||
           walk_breach_value(w, node, "shorter than allowed");
}

bool walk_on_max_length(struct walk *w, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsString(node) ||
           (int64_t)json_code_points(json_string(node)) <= limit_of(w, value) ||
           walk_breach_value(w, node, "longer than allowed");
}

static int compare_to(const struct walk *w, const cJSON *node, const cJSON *value)
{
    return walk_compare(json_number(w->doc, node), json_number(&w->schema->doc, value));
}

bool walk_on_minimum(struct walk *w, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsNumber(node) || compare_to(w, node, value) >= 0 ||
           walk_breach_value(w, node, "smaller than allowed");
}

bool walk_on_maximum(struct walk *w, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsNumber(node) || compare_to(w, node, value) <= 0 ||
           walk_breach_value(w, node, "larger than allowed");
}
