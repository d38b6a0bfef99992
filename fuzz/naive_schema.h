/* A second schema matcher for the keywords whose meaning is plain, by recursion over the
 * tree; it knows when it meets one that it does not know. */
#ifndef FAVSPEC_FUZZ_NAIVE_SCHEMA_H
#define FAVSPEC_FUZZ_NAIVE_SCHEMA_H

#include "json/json.h"

enum naive_match { NAIVE_MATCHES, NAIVE_DIFFERS, NAIVE_UNKNOWN };

enum naive_match naive_schema_matches(const struct json_doc *schemas, const cJSON *schema,
                                      const struct json_doc *doc, const cJSON *node);

#endif
