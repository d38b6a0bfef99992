#include "json/schema.h"

#include "base/die.h"
#include "json/check.h"
#include "json/schema_doc.h"
#include "json/value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* What the value of a keyword has to be. */
enum shape {
    ANY,
    TEXT,
    LIST,
    COUNT,
    NUMBER,
    TYPES,
    NAMES,
    REFERENCE,
    SCHEMA,
    SCHEMA_LIST,
    SCHEMA_MAP,
};

static const struct {
    const char *name;
    enum shape shape;
} keywords[] = {
    { "$comment", TEXT },
    { "$defs", SCHEMA_MAP },
    { "$id", TEXT },
    { "$ref", REFERENCE },
    { "$schema", TEXT },
    { "additionalProperties", SCHEMA },
    { "allOf", SCHEMA_LIST },
    { "anyOf", SCHEMA_LIST },
    { "const", ANY },
    { "default", ANY },
    { "description", TEXT },
    { "enum", LIST },
    { "examples", LIST },
    { "items", SCHEMA },
    { "maxItems", COUNT },
    { "maxLength", COUNT },
    { "maximum", NUMBER },
    { "minItems", COUNT },
    { "minLength", COUNT },
    { "minimum", NUMBER },
    { "not", SCHEMA },
    { "oneOf", SCHEMA_LIST },
    { "prefixItems", SCHEMA_LIST },
    { "properties", SCHEMA_MAP },
    { "required", NAMES },
    { "title", TEXT },
    { "type", TYPES },
};

struct loader {
    const struct json_schema *schema;
    struct json_path path;
    struct buf *why;
};

static bool check_schema(struct loader *l, const cJSON *node);

static bool wrong(struct loader *l, const char *what)
{
    json_why(l->why, "at %s: %s", l->path.len ? l->path.text : "the top", what);
    return false;
}

static bool check_text(struct loader *l, const cJSON *node)
{
    return cJSON_IsString(node) || wrong(l, "not a string");
}

static bool check_list(struct loader *l, const cJSON *node)
{
    return (cJSON_IsArray(node) && node->child) || wrong(l, "not an array with elements");
}

static bool check_count(struct loader *l, const cJSON *node)
{
    int64_t count;
    struct span token = json_number(&l->schema->doc, node);
    return (json_i64(token, &count) && count >= 0) || wrong(l, "not a count");
}

static bool check_number(struct loader *l, const cJSON *node)
{
    return cJSON_IsNumber(node) || wrong(l, "not a number");
}

static bool is_type(const cJSON *node)
{
    return cJSON_IsString(node) && schema_type(node->valuestring);
}

static bool check_types(struct loader *l, const cJSON *node)
{
    const cJSON *name;
    bool known = cJSON_IsArray(node) ? node->child != NULL : is_type(node);
    cJSON_ArrayForEach(name, node)
    {
        known = known && is_type(name);
    }
    return known || wrong(l, "not a type of JSON");
}

static bool check_names(struct loader *l, const cJSON *node)
{
    const cJSON *name;
    cJSON_ArrayForEach(name, node)
    {
        if (!cJSON_IsString(name))
            return wrong(l, "not an array of names");
    }
    return cJSON_IsArray(node) || wrong(l, "not an array of names");
}

static bool check_reference(struct loader *l, const cJSON *node)
{
    enum { CHAIN_MAX = 32 };
    const cJSON *target = node;
    for (int links = 0; target; links++) {
        if (!cJSON_IsString(target) || links == CHAIN_MAX)
            return wrong(l, "the reference leads nowhere");
        const cJSON *schema = schema_resolve(l->schema, target->valuestring);
        if (!schema)
            return wrong(l, "the reference leads nowhere in this document");
        target = json_member(schema, "$ref");
    }
    return true;
}

static bool check_schemas(struct loader *l, const cJSON *node)
{
    bool ok = true;
    size_t index = 0;
    const cJSON *child;
    cJSON_ArrayForEach(child, node)
    {
        size_t before = child->string ? json_path_name(&l->path, child->string)
                                      : json_path_index(&l->path, index++);
        ok = ok && check_schema(l, child);
        json_path_cut(&l->path, before);
    }
    return ok;
}

static bool check_schema_list(struct loader *l, const cJSON *node)
{
    return check_list(l, node) && check_schemas(l, node);
}

static bool check_schema_map(struct loader *l, const cJSON *node)
{
    return cJSON_IsObject(node) ? check_schemas(l, node)
                                : wrong(l, "not an object of schemas");
}

static bool check_any(struct loader *l, const cJSON *node)
{
    return l && node;
}

static bool check_keyword(struct loader *l, const cJSON *node)
{
    static bool (*const checks[])(struct loader *, const cJSON *) = {
        [ANY] = check_any,
        [TEXT] = check_text,
        [LIST] = check_list,
        [COUNT] = check_count,
        [NUMBER] = check_number,
        [TYPES] = check_types,
        [NAMES] = check_names,
        [REFERENCE] = check_reference,
        [SCHEMA] = check_schema,
        [SCHEMA_LIST] = check_schema_list,
        [SCHEMA_MAP] = check_schema_map,
    };
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (strcmp(keywords[i].name, node->string) == 0)
            return checks[keywords[i].shape](l, node);
    return wrong(l, "not a keyword of the subset");
}

static bool check_schema(struct loader *l, const cJSON *node)
{
    bool ok = cJSON_IsObject(node) || cJSON_IsBool(node) || wrong(l, "not a schema");
    const cJSON *keyword;
    if (!ok || cJSON_IsBool(node))
        return ok;
    cJSON_ArrayForEach(keyword, node)
    {
        size_t before = json_path_name(&l->path, keyword->string);
        ok = ok && check_keyword(l, keyword);
        json_path_cut(&l->path, before);
    }
    return ok;
}

struct json_schema *json_schema_new(struct span text, struct buf *why)
{
    struct json_schema schema = { .doc = { .root = NULL } };
    struct json_schema *kept;
    if (json_parse(text, &schema.doc, why))
        return NULL;
    kept = xmalloc(sizeof *kept);
    *kept = schema;
    struct loader l = { .schema = kept, .why = why };
    if (!check_schema(&l, kept->doc.root)) {
        json_schema_free(kept);
        return NULL;
    }
    schema_prepare(kept);
    return kept;
}

void json_schema_free(struct json_schema *schema)
{
    if (schema) {
        json_release(&schema->doc);
        free(schema->rules);
        free(schema->parts);
        free(schema);
    }
}

static int read_file(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    char block[4096];
    size_t got;
    if (!file)
        return -1;
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        buf_add(out, block, got);
    int error = ferror(file);
    fclose(file);
    return error ? -1 : 0;
}

static struct json_schema *load(const char *folder, const char *name, struct buf *why)
{
    struct json_schema *schema = NULL;
    struct buf path, text, reason;
    buf_init(&path, BUF_MAX_TEXT);
    buf_init(&text, JSON_TEXT_MAX);
    buf_init(&reason, BUF_MAX_TEXT);
    buf_addf(&path, "%s/%s", folder, name);
    errno = 0;
    if (read_file(path.p, &text)) {
        json_why(why, "%s cannot be read: %s", path.p, strerror(errno));
    } else {
        schema = json_schema_new(buf_span(&text), &reason);
        if (!schema)
            json_why(why, "%s is not a usable schema: %s", path.p, reason.p);
    }
    buf_release(&reason);
    buf_release(&text);
    buf_release(&path);
    return schema;
}

int json_schemas_load(struct json_schemas *out, const char *folder, struct buf *why)
{
    struct json_schemas schemas = { .status = load(folder, "status.schema.json", why) };
    if (schemas.status)
        schemas.error = load(folder, "error.schema.json", why);
    if (!schemas.error) {
        json_schemas_release(&schemas);
        return -1;
    }
    *out = schemas;
    return 0;
}

void json_schemas_release(struct json_schemas *schemas)
{
    json_schema_free(schemas->status);
    json_schema_free(schemas->error);
    *schemas = (struct json_schemas){ .status = NULL };
}
