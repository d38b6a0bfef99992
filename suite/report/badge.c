#include "report/formats.h"
#include "report/json_writer.h"

/* What the endpoint badge of shields.io reads. */

static const char *color_of(const struct result_set *set,
                            const struct report_totals *totals)
{
    if (set->exit_status == 1)
        return "red";
    if (set->exit_status != 0)
        return "lightgrey";
    return totals->of[VERDICT_WARN] || totals->of[VERDICT_XFAIL] ? "yellowgreen"
                                                                 : "brightgreen";
}

static void add_message(const struct result_set *set, const struct report_totals *totals,
                        struct buf *out)
{
    if (set->exit_status == 1)
        buf_addf(out, "%zu of %zu fail", totals->failures + set->baseline_bad,
                 totals->planned);
    else if (set->exit_status == 0)
        buf_addf(out, "%zu pass", totals->of[VERDICT_PASS] + totals->of[VERDICT_FLAKY]);
    else
        buf_add_str(out, "inconclusive");
    if (set->exit_status == 0 && totals->of[VERDICT_WARN])
        buf_addf(out, ", %zu warn", totals->of[VERDICT_WARN]);
}

void report_badge(const struct result_set *set, struct buf *out)
{
    const struct report_totals totals = report_totals(set);
    struct json_writer w;
    struct buf message;

    buf_init(&message, BUF_MAX_TEXT);
    add_message(set, &totals, &message);
    json_writer_init(&w, out);
    json_writer_open(&w, NULL, '{');
    json_writer_int(&w, "schemaVersion", 1);
    json_writer_text(&w, "label", SPAN("favspec"));
    json_writer_text(&w, "message", buf_span(&message));
    json_writer_text(&w, "color", span_of(color_of(set, &totals)));
    json_writer_close(&w, '}');
    buf_release(&message);
}
