#include "base/die.h"
#include "json/schema_walk.h"

int schema_type(const char *name)
{
    static const struct {
        const char *name;
        int types;
    } types[] = {
        { "array", cJSON_Array },      { "boolean", cJSON_True | cJSON_False },
        { "null", cJSON_NULL },        { "number", cJSON_Number },
        { "object", cJSON_Object },    { "string", cJSON_String },
        { "integer", SCHEMA_INTEGER },
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].types;
    return 0;
}

const cJSON *schema_resolve(const struct json_schema *schema, const char *reference)
{
    static const char defs[] = "#/$defs/";
    if (strcmp(reference, "#") == 0)
        return schema->doc.root;
    if (strncmp(reference, defs, sizeof defs - 1) != 0)
        return NULL;
    return json_member(json_member(schema->doc.root, "$defs"),
                       reference + sizeof defs - 1);
}

static void *grow(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 16;
    return xrealloc(items, *cap * size);
}

static void prepare_types(cJSON *value)
{
    cJSON *name;
    value->valueint = cJSON_IsString(value) ? schema_type(value->valuestring) : 0;
    cJSON_ArrayForEach(name, value)
    {
        value->valueint |= schema_type(name->valuestring);
    }
}

static void add_rule(struct json_schema *s, const struct schema_keyword *keyword,
                     cJSON *value)
{
    bool reference = strcmp(keyword->name, "$ref") == 0;
    if (strcmp(keyword->name, "type") == 0)
        prepare_types(value);
    s->rules = grow(s->rules, s->rule_count, &s->rule_cap, sizeof *s->rules);
    s->rules[s->rule_count++] =
        (struct schema_rule){ keyword->judge,
                              reference ? schema_resolve(s, value->valuestring) : value };
}

static cJSON *member(cJSON *schema, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(schema, name);
}

static void add_part(struct json_schema *s, cJSON *schema)
{
    struct schema_part part = {
        .first = s->rule_count,
        .properties = member(schema, "properties"),
        .prefix_items = (size_t)cJSON_GetArraySize(member(schema, "prefixItems")),
    };
    for (size_t i = 0; i < schema_keyword_count; i++) {
        cJSON *value = member(schema, schema_keywords[i].name);
        if (value)
            add_rule(s, &schema_keywords[i], value);
    }
    part.count = s->rule_count - part.first;
    part.cost = 1 + part.count;
    for (size_t i = part.first; i < s->rule_count; i++)
        part.cost += (size_t)cJSON_GetArraySize(s->rules[i].value);
    s->cost += part.cost;
    schema->valueint = (int)s->part_count;
    s->parts = grow(s->parts, s->part_count, &s->part_cap, sizeof *s->parts);
    s->parts[s->part_count++] = part;
}

/* The depth of the document bounds the recursion. */
static void prepare(struct json_schema *s, cJSON *schema)
{
    static const struct {
        const char *name;
        bool many;
    } inner[] = {
        { "$defs", true },  { "properties", true }, { "prefixItems", true },
        { "allOf", true },  { "anyOf", true },      { "oneOf", true },
        { "items", false }, { "not", false },       { "additionalProperties", false },
    };
    if (!cJSON_IsObject(schema))
        return;
    add_part(s, schema);
    for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++) {
        cJSON *value = member(schema, inner[i].name), *child;
        if (!inner[i].many)
            prepare(s, value);
        else
            cJSON_ArrayForEach(child, value)
            {
                prepare(s, child);
            }
    }
}

void schema_prepare(struct json_schema *schema)
{
    prepare(schema, schema->doc.root);
}
