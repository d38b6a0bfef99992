/* The recogniser behind json_check and json_parse. Internal to lib/json. */
#ifndef FAVSPEC_JSON_CHECK_H
#define FAVSPEC_JSON_CHECK_H

#include "json/json.h"

/* cJSON 1.7 copies a number into 64 bytes and fails on a longer one. */
enum { CJSON_NUMBER_MAX = 63 };

/* The number tokens of a document in their order. */
struct json_tokens {
    struct span *items;
    size_t count, cap;
    bool indigestible; /* the text holds what cJSON cannot take as it stands */
};

/* Judges `text`. When `scratch` is given (a writable copy of the same length) it is made
 * digestible for cJSON without moving a byte: \u0000 becomes \ufffd, because cJSON's
 * strings end at a NUL, and a number longer than cJSON's buffer becomes 0 and spaces.
 * `tokens`, when given, must be zeroed; its items are the caller's to free, also after an
 * error. */
enum json_error json_recognise(struct span text, char *scratch,
                               struct json_tokens *tokens, struct buf *why);

/* A value that the listener asked for, as it is read. */
struct json_value {
    size_t depth;     /* how many levels are around it; 0: it is the document */
    char kind;        /* its first octet: { [ " t f n, a digit or a minus sign */
    struct span name; /* decoded; absent in an array and at the top */
    struct span text; /* what a string says; of a number or a word its token; of an object
                         or array nothing, for it has only begun */
};

/* Who is told of the values that have at most `depth` levels around them, in the order of
 * the document. Spans live until `value` returns; false ends the reading. The document
 * may still turn out to be none. */
struct json_listener {
    bool (*value)(void *to, const struct json_value *value);
    void *to;
    size_t depth;
};

/* Judges `text` as json_check does, and tells the listener on the way: no tree. Whether
 * it was read to its end and is JSON. */
bool json_listen(struct span text, const struct json_listener *listener);

/* Adds a sentence unless `why` is NULL or already says something: the first reason wins.
 */
void json_why(struct buf *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
