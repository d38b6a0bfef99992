/* Progress on stderr while a run goes on: a bar on a terminal, nothing elsewhere unless
 * verbose. */
#ifndef FAVSPEC_SUITE_REPORT_PROGRESS_H
#define FAVSPEC_SUITE_REPORT_PROGRESS_H

#include "report/result.h"

struct progress {
    size_t planned, done, failed;
    int64_t started_ms, shown_ms;
    bool enabled, color;
};

/* `enabled`: stderr is a terminal and nobody asked for quiet. */
void progress_start(struct progress *progress, size_t planned, bool enabled, bool color);
void progress_step(struct progress *progress, const struct result *result);
/* Takes the bar away. */
void progress_end(struct progress *progress);

/* The bar at a time, without line end; what progress_step prints. */
void progress_line(const struct progress *progress, int64_t now_ms, struct buf *out);

#endif
