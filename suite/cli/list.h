/* What `favspec list` prints, in each format; the generated documents under docs/ are its
 * markdown. */
#ifndef FAVSPEC_SUITE_CLI_LIST_H
#define FAVSPEC_SUITE_CLI_LIST_H

#include "cli/cli.h"
#include "server/catalogue.h"

enum list_format { LIST_TEXT, LIST_JSON, LIST_MARKDOWN };

enum list_what {
    LIST_CASES,
    LIST_REQUIREMENTS,
    LIST_MISTAKES,
    LIST_MUTANTS, /* last: some have the name of the mistake that they overlook */
    LIST_KINDS,
};

struct list {
    enum list_what what;
    enum list_format format;
    struct selection selection;
    bool *selected;           /* cases, by number in the catalogue */
    const char *const *names; /* of the other kinds: these alone; none: all */
    size_t name_count;
    bool in_full;
};

/* The i-th name of a kind; NULL behind the last. */
const char *list_name(enum list_what what, size_t i);
void list_write(const struct list *list, struct buf *out);

#endif
