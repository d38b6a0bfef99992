/* The inside of a baseline, for the files baseline*.c alone. */
#ifndef FAVSPEC_SUITE_REPORT_BASELINE_ENTRY_H
#define FAVSPEC_SUITE_REPORT_BASELINE_ENTRY_H

#include "report/baseline.h"

/* One section; texts are owned by the baseline's arena. */
struct baseline_entry {
    const char *id;
    const char *reason;
    const char *issue;   /* NULL: none */
    const char *expires; /* NULL: never */
    int line;
};

struct baseline {
    char *file;
    struct baseline_entry *entries;
    size_t count;
    struct arena mem;
};

/* NULL when there is none; `baseline` may be NULL. */
const struct baseline_entry *baseline_find(const struct baseline *baseline,
                                           const char *id);
/* Whether the text is a day of the calendar, YYYY-MM-DD. */
bool baseline_is_date(const char *text);
/* What an entry means for a case that ended so. */
enum baseline_meaning {
    BASELINE_SILENT = 0, /* no verdict about what it expects */
    BASELINE_NEEDED,     /* the failure is there */
    BASELINE_STALE,      /* the case passes */
};
enum baseline_meaning baseline_meaning(enum verdict verdict);

#endif
