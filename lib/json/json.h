/* JSON text, judged strictly and kept exactly.
 *
 * Parsing is RFC 8259 to the letter: one document, UTF-8 without BOM, no duplicate names,
 * no raw control characters, no lone surrogates in \u escapes, numbers by its grammar.
 * cJSON then builds the tree, and the text of every number is kept beside it, because
 * cJSON stores doubles and ids exceed 2^53; `valueint` of a number is its place among
 * them, not its value. U+0000 in a string is U+FFFD in the tree,
 * whose strings end at a NUL. */
#ifndef FAVSPEC_JSON_JSON_H
#define FAVSPEC_JSON_JSON_H

#include "base/buf.h"

#include <cjson/cJSON.h>

enum json_error {
    JSON_OK = 0,
    JSON_EMPTY = -1, /* nothing but white space */
    JSON_SYNTAX = -2,
    JSON_BOM = -3,
    JSON_UTF8 = -4,
    JSON_DUPLICATE = -5, /* a name twice in one object */
    JSON_TRAILING = -6,  /* bytes after the document */
    JSON_DEPTH = -7,     /* deeper than JSON_DEPTH_MAX */
    JSON_SURROGATE = -8, /* a lone \uD800 to \uDFFF */
    JSON_TOO_LARGE = -9, /* more bytes or values than the maxima below */
};

enum {
    JSON_DEPTH_MAX = 64,
    JSON_TEXT_MAX = 8 * 1024 * 1024,
    JSON_VALUES_MAX = 256 * 1024, /* each costs a node of the tree */
};

struct json_doc {
    cJSON *root;
    struct json_number *numbers; /* in the order of the document */
    size_t number_count;
    char *text; /* owned copy that the tokens point into */
    size_t text_len;
};

/* Judges alone, builds nothing. On an error `why` (may be NULL) says what and at which
 * byte. */
enum json_error json_check(struct span text, struct buf *why);
/* Judges and builds. *out is untouched on an error. */
enum json_error json_parse(struct span text, struct json_doc *out, struct buf *why);
void json_release(struct json_doc *doc);
/* The text of a number node exactly as it stood in the document; absent for other nodes.
 */
struct span json_number(const struct json_doc *doc, const cJSON *node);
/* Whether a number token is an integer without fraction, exponent or minus zero. */
bool json_is_integer(struct span token);
/* Reads an integer token exactly; false when it is not one or does not fit. */
bool json_i64(struct span token, int64_t *out_value);
/* Names the conversion that turns `exact`, a decimal integer, into `seen`: "a double"
 * (printed exactly or in 14 to 17 digits), "a float", "32 bits" (signed, unsigned or
 * clamped), "64-bit overflow", or NULL when none explains it. */
const char *json_explain_id(struct span exact, struct span seen);
/* Length of a UTF-8 text in code points; the text must be valid. */
size_t json_code_points(struct span utf8);

#endif
