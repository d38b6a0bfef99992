/* Small readings of a tree that the schema, the rules and the error reader share.
 * Internal to lib/json. */
#ifndef FAVSPEC_JSON_VALUE_H
#define FAVSPEC_JSON_VALUE_H

#include "json/json.h"

enum { JSON_PATH_MAX = 96 };

/* A member of an object, exactly named; NULL when there is none or `node` is no object.
 */
const cJSON *json_member(const cJSON *node, const char *name);
/* The same, looked for behind `before`, a member of `node` or NULL, and then in front of
 * it: quick where names are asked for in the order of the document. */
const cJSON *json_member_after(const cJSON *node, const cJSON *before, const char *name);
/* The text of a string node; absent for other nodes and for NULL. */
struct span json_string(const cJSON *node);
/* "3", "\"text\"" (cut), "null", "an object" …; "missing" for NULL. */
void json_describe(struct buf *out, const struct json_doc *doc, const cJSON *node);
/* Copies a sentence into a field of a finding, cut between two code points. */
void json_cut_into(char *field, size_t size, struct span text);

/* A JSON Pointer that grows and shrinks with a walk (RFC 6901). What does not fit is left
 * out and shows as "/…". */
struct json_path {
    char text[JSON_PATH_MAX];
    size_t len;
};
/* Both return the length to give back to json_path_cut. */
size_t json_path_name(struct json_path *path, const char *name);
size_t json_path_index(struct json_path *path, size_t index);
void json_path_cut(struct json_path *path, size_t len);

#endif
