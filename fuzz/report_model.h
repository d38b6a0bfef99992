/* Reports made of lists (id verdict, id verdict, …), and what `favspec diff` has to say
 * of two, in the plainest way. */
#ifndef FAVSPEC_FUZZ_REPORT_MODEL_H
#define FAVSPEC_FUZZ_REPORT_MODEL_H

#include "base/buf.h"
#include "report/compare.h"

enum { REPORT_MODEL_MAX = 40, REPORT_MODEL_TEXT = 24 };

struct report_model {
    struct {
        char id[REPORT_MODEL_TEXT], verdict[REPORT_MODEL_TEXT];
    } cases[REPORT_MODEL_MAX];
    size_t count;
};

/* Reads a list and writes the report. An id counts once, and begins with x, so that no
 * line looks like a command. */
void report_model_read(struct report_model *model, struct span list, struct buf *out);
enum comparison report_model_compare(const struct report_model *old,
                                     const struct report_model *new, struct buf *out);
/* Whether a line is a heading of the comparison. */
bool report_model_is_title(struct span line);

#endif
