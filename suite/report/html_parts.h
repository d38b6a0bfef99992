/* What the files of the HTML report share. Everything that is not a literal of ours goes
 * through html_text: it is neutralised, then escaped, so that it is text in an element
 * and in a quoted attribute. The style and the script are files of html/, and the page's
 * content policy names them by their hashes: nothing else runs or paints. */
#ifndef FAVSPEC_SUITE_REPORT_HTML_PARTS_H
#define FAVSPEC_SUITE_REPORT_HTML_PARTS_H

#include "base/asset.h"
#include "report/formats.h"

extern const struct asset asset_report_css, asset_report_js;

/* The text of HTML; with `lines` line ends stay, else they become \n. */
void html_text(struct buf *out, struct span text, size_t max, bool lines);
void html_line(struct buf *out, struct span text);
/* Expected and got side by side; what one has and the other has not is marked. */
void html_comparison(struct buf *out, struct span expected, struct span got);

/* A bar of the counts, in the colours of the verdicts. */
void html_bar(struct buf *out, const size_t of[VERDICT_COUNT], size_t all);
/* The groups of ids, and the requirements: how many cases, and what they ended in. */
void html_groups(struct buf *out, const struct result_set *set);
void html_requirements(struct buf *out, const struct result_set *set);
/* Chart of how long the cases took, and the slowest of them. */
void html_durations(struct buf *out, const struct result_set *set);
/* One case with its evidence, unfolded or not; `room` is what the exchanges of the whole
 * report may still take, in bytes. */
void html_case(struct buf *out, const struct result *result, bool open, size_t *room);

#endif
