#include "fuzz/naive_schema.h"

/* It follows no reference ($ref is unknown), so that each schema meets each value once.
 */
struct matcher {
    const struct json_doc *schemas, *doc;
    const cJSON *schema; /* the object around the keyword */
    bool unknown;
};

static bool matches(struct matcher *m, const cJSON *schema, const cJSON *node);

/* Whether a token has a fraction or an exponent. */
static bool is_broken(struct span token)
{
    for (size_t i = 0; i < token.len; i++)
        if (token.p[i] == '.' || token.p[i] == 'e' || token.p[i] == 'E')
            return true;
    return false;
}

static bool is_type(struct matcher *m, const char *name, const cJSON *node)
{
    if (strcmp(name, "integer") == 0)
        return cJSON_IsNumber(node) && !is_broken(json_number(m->doc, node)) &&
               !span_eq_str(json_number(m->doc, node), "-0");
    return (strcmp(name, "null") == 0 && cJSON_IsNull(node)) ||
           (strcmp(name, "boolean") == 0 && cJSON_IsBool(node)) ||
           (strcmp(name, "number") == 0 && cJSON_IsNumber(node)) ||
           (strcmp(name, "string") == 0 && cJSON_IsString(node)) ||
           (strcmp(name, "array") == 0 && cJSON_IsArray(node)) ||
           (strcmp(name, "object") == 0 && cJSON_IsObject(node));
}

static bool on_type(struct matcher *m, const cJSON *value, const cJSON *node)
{
    bool any = false;

    if (cJSON_IsString(value))
        return is_type(m, value->valuestring, node);
    for (const cJSON *name = value->child; name; name = name->next)
        any = any || (cJSON_IsString(name) && is_type(m, name->valuestring, node));
    return any;
}

static bool on_required(struct matcher *m, const cJSON *value, const cJSON *node)
{
    (void)m;
    for (const cJSON *name = value->child; name && cJSON_IsObject(node);
         name = name->next) {
        bool there = false;

        for (const cJSON *member = node->child; member; member = member->next)
            there = there || strcmp(member->string, name->valuestring) == 0;
        if (!there)
            return false;
    }
    return true;
}

static const cJSON *known_property(const cJSON *properties, const char *name)
{
    for (const cJSON *p = properties ? properties->child : NULL; p; p = p->next)
        if (strcmp(p->string, name) == 0)
            return p;
    return NULL;
}

static bool on_properties(struct matcher *m, const cJSON *value, const cJSON *node)
{
    bool fine = true;

    for (const cJSON *member = node->child; member && cJSON_IsObject(node);
         member = member->next) {
        const cJSON *property = known_property(value, member->string);

        fine = (!property || matches(m, property, member)) && fine;
    }
    return fine;
}

static bool on_additional(struct matcher *m, const cJSON *value, const cJSON *node)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(m->schema, "properties");
    bool fine = true;

    for (const cJSON *member = node->child; member && cJSON_IsObject(node);
         member = member->next)
        if (!known_property(properties, member->string))
            fine = matches(m, value, member) && fine;
    return fine;
}

static bool on_items(struct matcher *m, const cJSON *value, const cJSON *node)
{
    int skipped =
        cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(m->schema, "prefixItems"));
    bool fine = true;

    for (int i = skipped; cJSON_IsArray(node) && i < cJSON_GetArraySize(node); i++)
        fine = matches(m, value, cJSON_GetArrayItem(node, i)) && fine;
    return fine;
}

static bool on_prefix(struct matcher *m, const cJSON *value, const cJSON *node)
{
    bool fine = true;

    for (int i = 0; cJSON_IsArray(node) && i < cJSON_GetArraySize(node) &&
                    i < cJSON_GetArraySize(value);
         i++)
        fine =
            matches(m, cJSON_GetArrayItem(value, i), cJSON_GetArrayItem(node, i)) && fine;
    return fine;
}

/* Sizes as doubles: the schemas of a fuzzer stay far below 2^53. */
static double bound(struct matcher *m, const cJSON *value)
{
    if (value->valuedouble > 1e15 || value->valuedouble < -1e15)
        m->unknown = true;
    return value->valuedouble;
}

static double measure(const cJSON *node)
{
    size_t points = 0;

    if (cJSON_IsArray(node))
        return cJSON_GetArraySize(node);
    for (const char *p = node->valuestring; *p; p++)
        points += ((unsigned char)*p & 0xc0) != 0x80;
    return (double)points;
}

static bool on_min_items(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsArray(node) || measure(node) >= bound(m, value);
}

static bool on_max_items(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsArray(node) || measure(node) <= bound(m, value);
}

static bool on_min_length(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsString(node) || measure(node) >= bound(m, value);
}

static bool on_max_length(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsString(node) || measure(node) <= bound(m, value);
}

/* Only where doubles are exact enough. */
static bool is_plain(struct matcher *m, const struct json_doc *doc, const cJSON *node)
{
    if (json_number(doc, node).len > 14 || is_broken(json_number(doc, node)))
        m->unknown = true;
    return !m->unknown;
}

static bool on_minimum(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsNumber(node) || !is_plain(m, m->doc, node) ||
           !is_plain(m, m->schemas, value) || node->valuedouble >= value->valuedouble;
}

static bool on_maximum(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return !cJSON_IsNumber(node) || !is_plain(m, m->doc, node) ||
           !is_plain(m, m->schemas, value) || node->valuedouble <= value->valuedouble;
}

static bool same(struct matcher *m, const cJSON *a, const cJSON *b)
{
    const cJSON *x = a->child, *y = b->child;

    if ((a->type & 0xff) != (b->type & 0xff))
        return false;
    if (cJSON_IsNumber(a))
        return is_plain(m, m->schemas, a) && is_plain(m, m->doc, b) &&
               a->valuedouble == b->valuedouble;
    if (cJSON_IsString(a))
        return strcmp(a->valuestring, b->valuestring) == 0;
    for (; x && y; x = x->next, y = y->next) {
        const cJSON *other = x->string ? known_property(b, x->string) : y;

        if (!other || !same(m, x, other))
            return false;
    }
    return !x && !y;
}

static bool on_const(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return same(m, value, node);
}

static bool on_enum(struct matcher *m, const cJSON *value, const cJSON *node)
{
    bool any = false;

    for (const cJSON *allowed = value->child; allowed; allowed = allowed->next)
        any = same(m, allowed, node) || any;
    return any;
}

static int count(struct matcher *m, const cJSON *value, const cJSON *node)
{
    int n = 0;

    for (const cJSON *schema = value->child; schema; schema = schema->next)
        n += matches(m, schema, node);
    return n;
}

static bool on_all(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return count(m, value, node) == cJSON_GetArraySize(value);
}

static bool on_any(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return count(m, value, node) > 0;
}

static bool on_one(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return count(m, value, node) == 1;
}

static bool on_not(struct matcher *m, const cJSON *value, const cJSON *node)
{
    return !matches(m, value, node);
}

static bool on_text(struct matcher *m, const cJSON *value, const cJSON *node)
{
    (void)m;
    (void)value;
    (void)node;
    return true;
}

static const struct {
    const char *name;
    bool (*holds)(struct matcher *m, const cJSON *value, const cJSON *node);
} keywords[] = {
    { "type", on_type },
    { "required", on_required },
    { "properties", on_properties },
    { "additionalProperties", on_additional },
    { "items", on_items },
    { "prefixItems", on_prefix },
    { "minItems", on_min_items },
    { "maxItems", on_max_items },
    { "minLength", on_min_length },
    { "maxLength", on_max_length },
    { "minimum", on_minimum },
    { "maximum", on_maximum },
    { "const", on_const },
    { "enum", on_enum },
    { "allOf", on_all },
    { "anyOf", on_any },
    { "oneOf", on_one },
    { "not", on_not },
    { "title", on_text },
    { "description", on_text },
};
enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]) };

static bool holds(struct matcher *m, const cJSON *keyword, const cJSON *node)
{
    for (size_t i = 0; i < KEYWORDS; i++)
        if (strcmp(keyword->string, keywords[i].name) == 0)
            return keywords[i].holds(m, keyword, node);
    m->unknown = true;
    return true;
}

static bool matches(struct matcher *m, const cJSON *schema, const cJSON *node)
{
    const cJSON *around = m->schema;
    bool fine = true;

    if (cJSON_IsBool(schema))
        return cJSON_IsTrue(schema);
    for (const cJSON *keyword = schema->child; keyword; keyword = keyword->next) {
        m->schema = schema;
        fine = holds(m, keyword, node) && fine;
    }
    m->schema = around;
    return fine;
}

enum naive_match naive_schema_matches(const struct json_doc *schemas, const cJSON *schema,
                                      const struct json_doc *doc, const cJSON *node)
{
    struct matcher m = { schemas, doc, schema, false };
    bool fine = matches(&m, schema, node);

    return m.unknown ? NAIVE_UNKNOWN : fine ? NAIVE_MATCHES : NAIVE_DIFFERS;
}
