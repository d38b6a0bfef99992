/* What `favspec list` prints, in each format; the generated documents under docs/ are its
 * markdown. */
#ifndef FAVSPEC_SUITE_CLI_LIST_H
#define FAVSPEC_SUITE_CLI_LIST_H

#include "cli/cli.h"
#include "server/catalogue.h"

enum list_format { LIST_TEXT, LIST_JSON, LIST_MARKDOWN };

struct list {
    enum { LIST_CASES, LIST_REQUIREMENTS, LIST_MUTANTS, LIST_MISTAKES } what;
    enum list_format format;
    struct selection selection;
    bool *selected; /* by number in the catalogue */
    bool in_full;
};

void list_write(const struct list *list, struct buf *out);

#endif
