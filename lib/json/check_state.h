/* The state of the recogniser and the tokens it reads (RFC 8259 sections 6 and 7).
 * Internal to lib/json. */
#ifndef FAVSPEC_JSON_CHECK_STATE_H
#define FAVSPEC_JSON_CHECK_STATE_H

#include "base/arena.h"
#include "json/check.h"

enum state { WANT_VALUE, WANT_ITEM, WANT_NAME, WANT_MEMBER, WANT_NEXT, DONE };

struct name {
    struct span text; /* decoded */
    size_t at;
};

struct level {
    bool object;
    size_t first_name;
};

/* Nothing here recurses: what is open stands in `levels`. */
struct checker {
    struct span text;
    size_t at;
    enum state state;
    size_t depth, values;
    struct level levels[JSON_DEPTH_MAX];
    struct name *names;
    size_t name_count, name_cap;
    struct arena arena;
    char *scratch;
    struct json_tokens *tokens;
    struct buf *why;
};

/* The current byte, or -1 at the end. */
int checker_peek(const struct checker *c);
struct span checker_rest(const struct checker *c);
/* Explains what was expected at the current byte, and what stands there; JSON_SYNTAX. */
enum json_error checker_expected(struct checker *c, const char *what);
/* Makes room for one more item. */
void *checker_grow(void *items, size_t count, size_t *cap, size_t size);
enum json_error checker_number(struct checker *c);
/* Reads a string from its opening quote on. The decoded bytes go to `decoded`, which
 * ignores them when its maximum is 0. */
enum json_error checker_string(struct checker *c, struct buf *decoded);

#endif
