/* A schema on its way through a document. Internal to lib/json. */
#ifndef FAVSPEC_JSON_SCHEMA_WALK_H
#define FAVSPEC_JSON_SCHEMA_WALK_H

#include "json/schema_doc.h"
#include "json/value.h"

/* A step into a document; the pointer is put together only for a breach. */
struct step {
    const struct step *outer;
    const char *name; /* NULL: of an array, then `index` counts */
    size_t index;
};

/* What a walk may still cost. Without references each schema meets each value once at
 * most, and that much is always allowed; references can multiply without end. */
struct walk_limits {
    size_t left;
    const char *cut; /* why the walk was given up, or NULL */
};

struct walk {
    const struct json_schema *schema;
    const struct json_doc *doc;
    void (*found)(void *to, const struct json_breach *breach);
    void *to;
    const struct step *step;        /* the way here; NULL at the top */
    const struct schema_part *part; /* the schema that the judged keyword stands in */
    int applied;
    struct walk_limits *limits;
};

/* Reports at the current place; always false. */
bool walk_breach(struct walk *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Reports "is VALUE, WHAT". */
bool walk_breach_value(struct walk *w, const cJSON *node, const char *what);
/* Orders two number tokens: exactly for integers, else as doubles. */
int walk_compare(struct span a, struct span b);

/* The keywords that bound a size or a number. */
bool walk_on_min_items(struct walk *w, const cJSON *value, const cJSON *node);
bool walk_on_max_items(struct walk *w, const cJSON *value, const cJSON *node);
bool walk_on_min_length(struct walk *w, const cJSON *value, const cJSON *node);
bool walk_on_max_length(struct walk *w, const cJSON *value, const cJSON *node);
bool walk_on_minimum(struct walk *w, const cJSON *value, const cJSON *node);
bool walk_on_maximum(struct walk *w, const cJSON *value, const cJSON *node);

#endif
