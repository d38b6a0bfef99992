#include "json/schema.h"

#include "json/schema_doc.h"
#include "json/schema_walk.h"
#include "json/value.h"

#include <stdarg.h>
#include <stdlib.h>

/* Levels of schemas applied to one another: documents have 64 levels, references few. */
enum { APPLIED_MAX = 512 };

static bool apply(struct walk *w, const cJSON *schema, const cJSON *node);

bool walk_breach(struct walk *w, const char *format, ...)
{
    struct json_breach found = { .path = "" };
    struct buf text;
    va_list args;
    if (!w->found)
        return false;
    buf_init(&text, BUF_MAX_TEXT);
    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    json_cut_into(found.path, sizeof found.path, span_make(w->path.text, w->path.len));
    json_cut_into(found.text, sizeof found.text, buf_span(&text));
    buf_release(&text);
    w->found(w->to, &found);
    return false;
}

bool walk_breach_value(struct walk *w, const cJSON *node, const char *what)
{
    struct buf value;
    buf_init(&value, BUF_MAX_TEXT);
    json_describe(&value, w->doc, node);
    walk_breach(w, "is %s, %s", value.p, what);
    buf_release(&value);
    return false;
}

static bool is_integer(const struct json_doc *doc, const cJSON *node)
{
    return json_is_integer(json_number(doc, node));
}

static bool is_kind(const struct json_doc *doc, const cJSON *node, const char *name)
{
    static const struct {
        const char *name;
        int types;
    } kinds[] = {
        { "array", cJSON_Array },   { "boolean", cJSON_True | cJSON_False },
        { "null", cJSON_NULL },     { "number", cJSON_Number },
        { "object", cJSON_Object }, { "string", cJSON_String },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return !node || (node->type & kinds[i].types);
    return strcmp(name, "integer") == 0 && (!node || is_integer(doc, node));
}

bool schema_type_known(const char *name)
{
    return is_kind(NULL, NULL, name);
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

static bool is_one_of_kinds(struct walk *w, const cJSON *names, const cJSON *node)
{
    const cJSON *name;
    cJSON_ArrayForEach(name, names)
    {
        if (is_kind(w->doc, node, name->valuestring))
            return true;
    }
    return cJSON_IsString(names) && is_kind(w->doc, node, names->valuestring);
}

static bool on_type(struct walk *w, const cJSON *value, const cJSON *node)
{
    struct buf text;
    const cJSON *name;
    if (is_one_of_kinds(w, value, node))
        return true;
    buf_init(&text, BUF_MAX_TEXT);
    buf_addf(&text, "expected %s", cJSON_IsString(value) ? value->valuestring : "");
    cJSON_ArrayForEach(name, value)
    {
        buf_addf(&text, "%s%s", name == value->child ? "" : " or ", name->valuestring);
    }
    walk_breach_value(w, node, text.p);
    buf_release(&text);
    return false;
}

static bool equal(const struct walk *w, const cJSON *schema, const cJSON *node)
{
    if ((schema->type & 0xFF) != (node->type & 0xFF))
        return false;
    if (cJSON_IsNumber(node)) {
        return walk_compare(json_number(&w->schema->doc, schema),
                            json_number(w->doc, node)) == 0;
    }
    if (cJSON_IsString(node))
        return strcmp(schema->valuestring, node->valuestring) == 0;
    if (cJSON_GetArraySize(schema) != cJSON_GetArraySize(node))
        return false;
    const cJSON *other = node->child;
    for (const cJSON *child = schema->child; child; child = child->next) {
        const cJSON *match = child->string ? json_member(node, child->string) : other;
        if (!match || !equal(w, child, match))
            return false;
        other = other->next;
    }
    return true;
}

static bool on_const(struct walk *w, const cJSON *value, const cJSON *node)
{
    return equal(w, value, node) ||
           walk_breach_value(w, node, "not the one value allowed");
}

static bool on_enum(struct walk *w, const cJSON *value, const cJSON *node)
{
    const cJSON *allowed;
    cJSON_ArrayForEach(allowed, value)
    {
        if (equal(w, allowed, node))
            return true;
    }
    return walk_breach_value(w, node, "none of the values allowed");
}

static bool on_properties(struct walk *w, const cJSON *value, const cJSON *node)
{
    bool ok = true;
    const cJSON *property;
    cJSON_ArrayForEach(property, value)
    {
        const cJSON *member = json_member(node, property->string);
        if (member) {
            size_t before = json_path_name(&w->path, property->string);
            ok &= apply(w, property, member);
            json_path_cut(&w->path, before);
        }
    }
    return ok;
}

static bool on_additional(struct walk *w, const cJSON *value, const cJSON *node)
{
    const cJSON *known = json_member(w->around, "properties");
    bool ok = true;
    const cJSON *member;
    if (!cJSON_IsObject(node))
        return true;
    cJSON_ArrayForEach(member, node)
    {
        if (!json_member(known, member->string)) {
            size_t before = json_path_name(&w->path, member->string);
            ok &= apply(w, value, member);
            json_path_cut(&w->path, before);
        }
    }
    return ok;
}

static bool on_required(struct walk *w, const cJSON *value, const cJSON *node)
{
    bool ok = true;
    const cJSON *name;
    cJSON_ArrayForEach(name, value)
    {
        if (cJSON_IsObject(node) && !json_member(node, name->valuestring)) {
            size_t before = json_path_name(&w->path, name->valuestring);
            ok = walk_breach(w, "is missing");
            json_path_cut(&w->path, before);
        }
    }
    return ok;
}

static bool apply_indexed(struct walk *w, const cJSON *schema, const cJSON *node,
                          size_t index)
{
    size_t before = json_path_index(&w->path, index);
    bool ok = apply(w, schema, node);
    json_path_cut(&w->path, before);
    return ok;
}

static bool on_prefix_items(struct walk *w, const cJSON *value, const cJSON *node)
{
    const cJSON *item = cJSON_IsArray(node) ? node->child : NULL;
    const cJSON *rule = value->child;
    bool ok = true;
    for (size_t i = 0; item && rule; i++, item = item->next, rule = rule->next)
        ok &= apply_indexed(w, rule, item, i);
    return ok;
}

static bool on_items(struct walk *w, const cJSON *value, const cJSON *node)
{
    const cJSON *item = cJSON_IsArray(node) ? node->child : NULL;
    size_t prefix = (size_t)cJSON_GetArraySize(json_member(w->around, "prefixItems"));
    bool ok = true;
    for (size_t i = 0; item; i++, item = item->next)
        ok &= i < prefix || apply_indexed(w, value, item, i);
    return ok;
}

static bool on_ref(struct walk *w, const cJSON *value, const cJSON *node)
{
    return apply(w, schema_resolve(w->schema, value->valuestring), node);
}

static bool on_all_of(struct walk *w, const cJSON *value, const cJSON *node)
{
    bool ok = true;
    const cJSON *part;
    cJSON_ArrayForEach(part, value)
    {
        ok &= apply(w, part, node);
    }
    return ok;
}

/* How many of the alternatives fit; their own breaches are nobody's business. */
static size_t count_fitting(const struct walk *w, const cJSON *value, const cJSON *node)
{
    size_t count = 0;
    const cJSON *part;
    cJSON_ArrayForEach(part, value)
    {
        struct walk silent = *w;
        silent.found = NULL;
        count += apply(&silent, part, node);
    }
    return count;
}

static bool on_any_of(struct walk *w, const cJSON *value, const cJSON *node)
{
    return count_fitting(w, value, node) > 0 ||
           walk_breach_value(w, node, "fits none of the alternatives");
}

static bool on_one_of(struct walk *w, const cJSON *value, const cJSON *node)
{
    size_t count = count_fitting(w, value, node);
    return count == 1 ||
           walk_breach(w, "fits %zu of the alternatives, not exactly one", count);
}

static bool on_not(struct walk *w, const cJSON *value, const cJSON *node)
{
    struct walk silent = *w;
    silent.found = NULL;
    return !apply(&silent, value, node) || walk_breach_value(w, node, "what is excluded");
}

static bool apply_keywords(struct walk *w, const cJSON *schema, const cJSON *node)
{
    static const struct {
        const char *name;
        bool (*judge)(struct walk *, const cJSON *, const cJSON *);
    } judges[] = {
        { "$ref", on_ref },
        { "type", on_type },
        { "enum", on_enum },
        { "const", on_const },
        { "properties", on_properties },
        { "required", on_required },
        { "additionalProperties", on_additional },
        { "items", on_items },
        { "prefixItems", on_prefix_items },
        { "minItems", walk_on_min_items },
        { "maxItems", walk_on_max_items },
        { "minimum", walk_on_minimum },
        { "maximum", walk_on_maximum },
        { "minLength", walk_on_min_length },
        { "maxLength", walk_on_max_length },
        { "allOf", on_all_of },
        { "anyOf", on_any_of },
        { "oneOf", on_one_of },
        { "not", on_not },
    };
    bool ok = true;
    for (size_t i = 0; i < sizeof judges / sizeof judges[0]; i++) {
        const cJSON *value = json_member(schema, judges[i].name);
        if (value) {
            w->around = schema;
            ok &= judges[i].judge(w, value, node);
        }
    }
    return ok;
}

static bool apply(struct walk *w, const cJSON *schema, const cJSON *node)
{
    if (cJSON_IsBool(schema))
        return cJSON_IsTrue(schema) || walk_breach(w, "is not allowed here");
    if (w->applied == APPLIED_MAX)
        return walk_breach(w,
                           "cannot be judged: the schema refers to itself without end");
    w->applied++;
    bool ok = apply_keywords(w, schema, node);
    w->applied--;
    return ok;
}

bool json_schema_walk(const struct json_schema *schema, const struct json_doc *doc,
                      const cJSON *node,
                      void (*found)(void *, const struct json_breach *), void *to)
{
    struct walk w = { .schema = schema, .doc = doc, .found = found, .to = to };
    return apply(&w, schema->doc.root, node);
}

static void add_breach(void *to, const struct json_breach *breach)
{
    struct json_breaches *breaches = to;
    if (breaches->count < JSON_BREACHES_MAX)
        breaches->items[breaches->count++] = *breach;
}

bool json_schema_validate(const struct json_schema *schema, const struct json_doc *doc,
                          const cJSON *node, struct json_breaches *out)
{
    return json_schema_walk(schema, doc, node, out ? add_breach : NULL, out);
}
