/* What loading and validating a schema share. Internal to lib/json. */
#ifndef FAVSPEC_JSON_SCHEMA_DOC_H
#define FAVSPEC_JSON_SCHEMA_DOC_H

#include "json/schema.h"

struct json_schema {
    struct json_doc doc;
};

/* Whether this is one of the seven type names of JSON Schema. */
bool schema_type_known(const char *name);
/* The schema that a reference ("#", "#/$defs/point") names, or NULL. */
const cJSON *schema_resolve(const struct json_schema *schema, const char *reference);

#endif
