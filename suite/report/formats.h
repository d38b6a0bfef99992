/* What the files of the formats share. Only report/ includes this. */
#ifndef FAVSPEC_SUITE_REPORT_FORMATS_H
#define FAVSPEC_SUITE_REPORT_FORMATS_H

#include "report/hostile.h"
#include "report/report.h"

void report_json(const struct result_set *set, struct buf *out);
void report_junit(const struct result_set *set, struct buf *out);
void report_tap(const struct result_set *set, struct buf *out);
void report_markdown(const struct result_set *set, struct buf *out);
void report_html(const struct result_set *set, struct buf *out);
void report_har(const struct result_set *set, struct buf *out);
void report_sarif(const struct result_set *set, struct buf *out);
void report_badge(const struct result_set *set, struct buf *out);
void report_github(const struct result_set *set, struct buf *out);
void report_plain(const struct result_set *set, struct buf *out);

/* What a report looks like when the set is looked at as a whole. */
struct report_totals {
    size_t of[VERDICT_COUNT];
    size_t failures; /* result_is_failure */
    size_t planned;  /* at least the number of results */
};

struct report_totals report_totals(const struct result_set *set);

/* The contract's first word for an exit status: "PASS", "FAIL", "INCONCLUSIVE" …. */
const char *report_headline(const struct result_set *set);
/* One line without line end: headline, cases, failures, and why it is not green. */
void report_verdict_line(const struct result_set *set, struct buf *out);
/* "2026-01-01T00:00:00Z", with milliseconds when asked for. */
void report_time(struct buf *out, int64_t unix_ms, bool milliseconds);
/* "AUTH-SIGNATURE (MUST; RFC 5849 3.2): the sentence", one requirement. */
void report_requirement(struct buf *out, const struct requirement *requirement);
/* The command that runs this case again. */
void report_replay(struct buf *out, const struct result *result);
/* The one line that says what happened: the reason, or expected and got. */
void report_short(struct buf *out, const struct result *result);

/* Skips by reason: for the i-th result returns true when it is a skip whose reason no
 * earlier one has, and counts those that share it. */
bool report_skip_leader(const struct result_set *set, size_t i, size_t *out_count);

#endif
