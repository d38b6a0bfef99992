/* The state of the recogniser and the tokens it reads (RFC 8259 sections 6 and 7).
 * Internal to lib/json. */
#ifndef FAVSPEC_JSON_CHECK_STATE_H
#define FAVSPEC_JSON_CHECK_STATE_H

#include "base/arena.h"
#include "json/check.h"

enum state { WANT_VALUE, WANT_ITEM, WANT_NAME, WANT_MEMBER, WANT_NEXT, DONE };

struct name {
    struct span text; /* decoded: the document's own octets where nothing is escaped */
    uint64_t hash;
    size_t at;
};

enum { NAMES_FEW = 64 }; /* as many open at once take no memory of their own */

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
    struct level *levels; /* what is open, JSON_DEPTH_MAX at most */
    struct name *names;   /* of all objects that are open, the innermost last */
    struct name *few;     /* where these stand while they are few */
    size_t name_count, name_cap;
    struct arena arena; /* what escaped names and strings say */
    char *scratch;
    struct json_tokens *tokens;
    const struct json_listener *listener;
    struct buf *why;
};

/* The current byte, or -1 at the end. */
__attribute__((always_inline)) static inline int checker_peek(const struct checker *c)
{
    return c->at < c->text.len ? (unsigned char)c->text.p[c->at] : -1;
}

struct span checker_rest(const struct checker *c);
/* Explains what was expected at the current byte, and what stands there; JSON_SYNTAX. */
enum json_error checker_expected(struct checker *c, const char *what);
/* Makes room for one more item. */
void *checker_grow(void *items, size_t count, size_t *cap, size_t size);
enum json_error checker_number(struct checker *c);
/* Reads a string from its opening quote on. `said` (may be NULL) gets what it says. */
enum json_error checker_string(struct checker *c, struct span *said);

#endif
