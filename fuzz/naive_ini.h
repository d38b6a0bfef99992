/* A second reading of INI text, octet by octet, from the description in report/ini.h and
 * docs/PROFILES.md. */
#ifndef FAVSPEC_FUZZ_NAIVE_INI_H
#define FAVSPEC_FUZZ_NAIVE_INI_H

#include "base/span.h"

enum { NAIVE_INI_MAX = 512 };

/* A section's head (`name` absent) or a pair; spans of the text. */
struct naive_ini_item {
    int line;
    struct span section, name, value;
};

struct naive_ini {
    struct naive_ini_item items[NAIVE_INI_MAX];
    size_t count;
    int bad_line; /* the first that is none of these; 0: none. Nothing is read behind it
                   */
};

/* False when it has more items than fit. */
bool naive_ini_read(struct span text, struct naive_ini *out);

#endif
