/* A documented subset of JSON Schema 2020-12, enough for golden/: type, enum, const,
 * properties, required, additionalProperties, items, prefixItems, minItems, maxItems,
 * pattern is left out on purpose, minimum, maximum, minLength, maxLength, $ref within the
 * document, $defs, allOf, anyOf, oneOf, not, and the annotations $schema, $id, title,
 * description, $comment, examples, default. Any other keyword is an error at load time,
 * never ignored.
 *
 * One deviation on purpose: "integer" is a number written without fraction and exponent,
 * so that 3.0 and 1e3 are no integers; a client that reads ids as 64-bit numbers fails on
 * them.
 *
 * A walk is given up, and the document does not conform, when the schema refers to itself
 * without end or its references multiply: one breach of the whole document says so. */
#ifndef FAVSPEC_JSON_SCHEMA_H
#define FAVSPEC_JSON_SCHEMA_H

#include "json/json.h"

struct json_schema;

/* Loads a schema; NULL and one sentence in `why` when it is not JSON or uses what the
 * subset lacks. */
struct json_schema *json_schema_new(struct span text, struct buf *why);
void json_schema_free(struct json_schema *schema);

/* One breach: where in the document (JSON Pointer; that of a missing member is where it
 * would be) and what is wrong there, without its subject. */
struct json_breach {
    char path[96];
    char text[200];
    bool given_up; /* no breach: the walk ended here, and why */
};
enum { JSON_BREACHES_MAX = 32 };
struct json_breaches {
    struct json_breach items[JSON_BREACHES_MAX];
    size_t count;
};

/* Validates a node of `doc`; true when it conforms. Breaches are added to *out (may be
 * NULL). */
bool json_schema_validate(const struct json_schema *schema, const struct json_doc *doc,
                          const cJSON *node, struct json_breaches *out);

/* The same with each breach handed to `found` (may be NULL) as it comes, however many. */
bool json_schema_walk(const struct json_schema *schema, const struct json_doc *doc,
                      const cJSON *node,
                      void (*found)(void *to, const struct json_breach *breach),
                      void *to);

/* The schemas of golden/, loaded once. */
struct json_schemas {
    struct json_schema *status;
    struct json_schema *error;
};
/* Loads status.schema.json and error.schema.json from a folder. Returns 0, or -1 and
 * `why`. */
int json_schemas_load(struct json_schemas *out, const char *folder, struct buf *why);
void json_schemas_release(struct json_schemas *schemas);

#endif
