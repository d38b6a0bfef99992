/* Reports: one interface, a file a format, all derived from the same result set. */
#ifndef FAVSPEC_SUITE_REPORT_REPORT_H
#define FAVSPEC_SUITE_REPORT_REPORT_H

#include "report/result.h"

struct report_format {
    const char *name; /* "json", "junit", "html" … */
    void (*write)(const struct result_set *set, struct buf *out);
};
/* All formats; ends with name NULL. */
extern const struct report_format report_formats[];
const struct report_format *report_format_find(const char *name);

/* One -o/--report FORMAT=FILE. */
struct report_order {
    const struct report_format *format;
    const char *file; /* "-" is stdout */
};
/* Parses FORMAT=FILE and adds it to `orders`, which has room for `max`. -1 and one
 * sentence in `why` that names the closest format, or says that two reports go to the
 * same place. */
int report_order_add(const char *text, struct report_order *orders, size_t max,
                     size_t *count, struct buf *why);

/* Writes each report under a temporary name in the folder of its target, then renames;
 * missing folders are made; short writes and fsync and rename errors count. Returns 0, or
 * -1 with one sentence for each report that could not be written (the others are
 * written). */
int report_write_all(const struct result_set *set, const struct report_order *orders,
                     size_t count, struct buf *why);

/* In a job of GitHub Actions (GITHUB_ACTIONS=true): annotations, on stderr. */
void report_announce(const struct result_set *set);

/* Appends the bytes so that they are harmless on a terminal, in a CI log and in a page:
 * control characters, ANSI escapes, bidirectional overrides and isolates, invalid UTF-8
 * as \x.. or \u....; a line end becomes \n unless `lines`; then each line that starts
 * like a workflow command (::), a TAP line (ok, not ok, 1.., Bail out!) or a group marker
 * (##[) is prefixed with a zero-meaning "| ". */
void report_neutralise(struct buf *out, struct span bytes, bool lines);

/* The failure text of the contract: case id, requirement id with level and source,
 * expected, got, how to fix, the command that replays it. */
void report_failure_text(struct buf *out, const struct result *result, bool color);

/* The summary for people: counts, skips with their reasons, failures, notes. */
void report_text(const struct result_set *set, bool color, bool quiet, struct buf *out);

#endif
