/* What loading and validating a schema share. Internal to lib/json. */
#ifndef FAVSPEC_JSON_SCHEMA_DOC_H
#define FAVSPEC_JSON_SCHEMA_DOC_H

#include "json/schema.h"

struct walk;

/* A keyword that judges. Its judge is given the value of the keyword, of $ref the schema
 * that is meant. */
struct schema_keyword {
    const char *name;
    bool (*judge)(struct walk *w, const cJSON *value, const cJSON *node);
};
extern const struct schema_keyword schema_keywords[];
extern const size_t schema_keyword_count;

struct schema_rule {
    bool (*judge)(struct walk *w, const cJSON *value, const cJSON *node);
    const cJSON *value;
};

/* A schema object as it is applied: its rules in the order of schema_keywords, and what
 * they have to know of one another. */
struct schema_part {
    size_t first, count;
    const cJSON *properties;
    size_t prefix_items;
    size_t cost; /* of applying it once: rules, and what stands in them */
};

struct json_schema {
    struct json_doc doc;
    struct schema_rule *rules;
    struct schema_part *parts; /* by the `valueint` of their objects */
    size_t rule_count, rule_cap, part_count, part_cap;
    size_t cost; /* of all parts */
};

/* Makes the parts and rules of a schema that was found to be one; the `valueint` of the
 * value of type becomes a set of types. */
void schema_prepare(struct json_schema *schema);
/* An integer is a number, too; cJSON has no type for it. */
enum { SCHEMA_INTEGER = 1 << 30 };
/* The types of JSON of that name as a set, or 0. */
int schema_type(const char *name);

/* The schema that a reference ("#", "#/$defs/point") names, or NULL. */
const cJSON *schema_resolve(const struct json_schema *schema, const char *reference);

#endif
