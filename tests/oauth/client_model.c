#include "oauth/client_model.h"

#include "base/pct.h"

#include <stdio.h>
#include <stdlib.h>

#define WRONG(id) (m->wrong[OAUTH_MISTAKE_##id])
#define READING(id, count) (m->reading[OAUTH_MISTAKE_##id] % (count))

struct list {
    struct model_pair at[MODEL_PAIRS + 4];
    struct span name[MODEL_PAIRS + 4], value[MODEL_PAIRS + 4]; /* encoded */
    size_t count;
};

/* One level of percent-encoding: 0 names and values, 1 the parameter string, 2 the URL. */
static struct span encode(struct model *m, struct span s, int level)
{
    static const char reserved[] = "!*'()";
    uint32_t kept = READING(ENCODE_RESERVED_KEPT, 4) ? 31 : READING(ENCODE_RESERVED_KEPT, 31) + 1;
    bool lower = WRONG(ENCODE_LOWERCASE_HEX) && (READING(ENCODE_LOWERCASE_HEX, 7) + 1) >> level & 1;
    char *text = arena_alloc(&m->mem, 3 * s.len + 1), *to = text;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        const char *at = c ? strchr(reserved, c) : NULL;

        if (WRONG(ENCODE_SPACE_AS_PLUS) && level == 0 && c == ' ')
            *to++ = '+';
        else if (WRONG(ENCODE_RESERVED_KEPT) && level == 0 && at && kept >> (at - reserved) & 1)
            *to++ = c;
        else if (WRONG(ENCODE_TILDE) && level == 0 && c == '~')
            to += sprintf_hex(to, c, lower);
        else if (pct_is_unreserved((unsigned char)c))
            *to++ = c;
        else
            to += sprintf_hex(to, c, lower);
    }
    return span_make(text, (size_t)(to - text));
}
