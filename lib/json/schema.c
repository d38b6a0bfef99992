#include "json/schema.h"

#include "base/die.h"
#include "json/schema_walk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* A sentence before it is cut to the size of a breach. */
enum { TEXT_MAX = 512 };

/* Levels of schemas applied to one another: documents have 64 levels, references few. */
enum { APPLIED_MAX = 512 };

/* What any walk may cost, and what a breach costs beside a rule. */
enum { COST_MIN = 4096, COST_BREACH = 32 };

static bool apply(struct walk *w, const cJSON *schema, const cJSON *node);

static void write_path(struct json_path *path, const struct step *step)
{
    if (!step)
        return;
    write_path(path, step->outer);
    if (step->name)
        json_path_name(path, step->name);
    else
        json_path_index(path, step->index);
}

/* Whether breaches are of any use: to somebody, of a walk that goes on. */
static bool is_heard(const struct walk *w)
{
    return w->found && !w->limits->cut;
}

static void report(const struct walk *w, struct span text)
{
    struct json_path path = { .len = 0 };
    struct json_breach found = { .given_up = w->limits->cut != NULL };
    write_path(&path, w->step);
    json_cut_into(found.path, sizeof found.path, span_make(path.text, path.len));
    json_cut_into(found.text, sizeof found.text, text);
    w->found(w->to, &found);
}

bool walk_breach(struct walk *w, const char *format, ...)
{
    struct walk_limits *limits = w->limits;
    char text[TEXT_MAX];
    va_list args;
    if (!is_heard(w))
        return false;
    limits->left -= limits->left < COST_BREACH ? limits->left : COST_BREACH;
    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        die("a breach could not be printed");
    va_end(args);
    report(w, span_of(text));
    return false;
}

bool walk_breach_value(struct walk *w, const cJSON *node, const char *what)
{
    struct buf value;
    if (!is_heard(w))
        return false;
    buf_init(&value, BUF_MAX_TEXT);
    json_describe(&value, w->doc, node);
    walk_breach(w, "is %s, %s", value.p, what);
    buf_release(&value);
    return false;
}

static bool on_type(struct walk *w, const cJSON *value, const cJSON *node)
{
    struct buf text;
    const cJSON *name;
    if (node->type & value->valueint)
        return true;
    if ((value->valueint & SCHEMA_INTEGER) && json_is_integer(json_number(w->doc, node)))
        return true;
    if (!is_heard(w))
        return false;
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

/* One step further into the document. */
static bool apply_at(struct walk *w, const cJSON *schema, const cJSON *node,
                     const char *name, size_t index)
{
    struct step step = { w->step, name, index };
    w->step = &step;
    bool ok = apply(w, schema, node);
    w->step = step.outer;
    return ok;
}

static bool on_properties(struct walk *w, const cJSON *value, const cJSON *node)
{
    bool ok = true;
    const cJSON *property;
    const cJSON *member = NULL;
    cJSON_ArrayForEach(property, value)
    {
        const cJSON *found = json_member_after(node, member, property->string);
        if (found) {
            ok &= apply_at(w, property, found, property->string, 0);
            member = found;
        }
    }
    return ok;
}

static bool on_additional(struct walk *w, const cJSON *value, const cJSON *node)
{
    const cJSON *known = w->part->properties;
    bool ok = true;
    const cJSON *member;
    if (!cJSON_IsObject(node))
        return true;
    cJSON_ArrayForEach(member, node)
    {
        if (!json_member(known, member->string))
            ok &= apply_at(w, value, member, member->string, 0);
    }
    return ok;
}

static bool on_required(struct walk *w, const cJSON *value, const cJSON *node)
{
    bool ok = true;
    const cJSON *name;
    const cJSON *member = NULL;
    if (!cJSON_IsObject(node))
        return true;
    cJSON_ArrayForEach(name, value)
    {
        const cJSON *found = json_member_after(node, member, name->valuestring);
        struct step step = { w->step, name->valuestring, 0 };
        if (found) {
            member = found;
        } else {
            w->step = &step;
            ok = walk_breach(w, "is missing");
            w->step = step.outer;
        }
    }
    return ok;
}

static bool on_prefix_items(struct walk *w, const cJSON *value, const cJSON *node)
{
    const cJSON *item = cJSON_IsArray(node) ? node->child : NULL;
    const cJSON *rule = value->child;
    bool ok = true;
    for (size_t i = 0; item && rule; i++, item = item->next, rule = rule->next)
        ok &= apply_at(w, rule, item, NULL, i);
    return ok;
}

static bool on_items(struct walk *w, const cJSON *value, const cJSON *node)
{
    const cJSON *item = cJSON_IsArray(node) ? node->child : NULL;
    size_t prefix = w->part->prefix_items;
    bool ok = true;
    for (size_t i = 0; item; i++, item = item->next)
        ok &= i < prefix || apply_at(w, value, item, NULL, i);
    return ok;
}

static bool on_ref(struct walk *w, const cJSON *value, const cJSON *node)
{
    return apply(w, value, node);
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

const struct schema_keyword schema_keywords[] = {
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
const size_t schema_keyword_count = sizeof schema_keywords / sizeof schema_keywords[0];

static bool apply_rules(struct walk *w, const struct schema_part *part, const cJSON *node)
{
    bool ok = true;
    for (size_t i = 0; i < part->count; i++) {
        const struct schema_rule *rule = &w->schema->rules[part->first + i];
        w->part = part;
        ok &= rule->judge(w, rule->value, node);
    }
    return ok;
}

/* Whether the walk may go on with a part. */
static bool spend(const struct walk *w, size_t cost)
{
    struct walk_limits *limits = w->limits;
    if (!limits->cut && w->applied == APPLIED_MAX)
        limits->cut = "cannot be judged: the schema refers to itself without end";
    if (!limits->cut && limits->left < cost)
        limits->cut = "cannot be judged: the schema's references multiply too much";
    if (limits->cut)
        return false;
    limits->left -= cost;
    return true;
}

static bool apply(struct walk *w, const cJSON *schema, const cJSON *node)
{
    if (cJSON_IsBool(schema))
        return cJSON_IsTrue(schema) || walk_breach(w, "is not allowed here");
    const struct schema_part *part = &w->schema->parts[schema->valueint];
    if (!spend(w, part->cost))
        return false;
    w->applied++;
    bool ok = apply_rules(w, part, node);
    w->applied--;
    return ok;
}

bool json_schema_walk(const struct json_schema *schema, const struct json_doc *doc,
                      const cJSON *node,
                      void (*found)(void *, const struct json_breach *), void *to)
{
    size_t values_max = doc->text_len / 2 + 1; /* each with an octet around it */
    struct walk_limits limits = { .left = COST_MIN + schema->cost * values_max };
    struct walk w = {
        .schema = schema, .doc = doc, .found = found, .to = to, .limits = &limits
    };
    bool ok = apply(&w, schema->doc.root, node);
    if (!limits.cut)
        return ok;
    if (found)
        report(&w, span_of(limits.cut));
    return false;
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
