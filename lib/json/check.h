/* The recogniser behind json_check and json_parse. Internal to lib/json. */
#ifndef FAVSPEC_JSON_CHECK_H
#define FAVSPEC_JSON_CHECK_H

#include "json/json.h"

/* The number tokens of a document in their order. */
struct json_tokens {
    struct span *items;
    size_t count, cap;
};

/* Judges `text`. When `scratch` is given (a writable copy of the same length) it is made
 * digestible for cJSON without moving a byte: \u0000 becomes \ufffd, because cJSON's
 * strings end at a NUL, and a number longer than cJSON's buffer becomes 0 and spaces.
 * `tokens`, when given, must be zeroed; its items are the caller's to free, also after an
 * error. */
enum json_error json_recognise(struct span text, char *scratch,
                               struct json_tokens *tokens, struct buf *why);

/* Adds a sentence unless `why` is NULL or already says something: the first reason wins.
 */
void json_why(struct buf *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
