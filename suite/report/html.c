#include "base/die.h"
#include "report/formats.h"
#include "report/html_parts.h"

#include <stdlib.h>

/* One self-contained file: everything that came from the subject is escaped text, a
 * content policy forbids anything but the style and the script that are named by their
 * place here. */

static void add_text(struct buf *out, struct span text, size_t max, bool lines)
{
    struct buf clean;

    buf_init(&clean, BUF_MAX_MESSAGE);
    hostile_add(&clean, text, max, lines);
    for (size_t i = 0; i < clean.len; i++) {
        switch (clean.p[i]) {
        case '<':
            buf_add_str(out, "&lt;");
            break;
        case '>':
            buf_add_str(out, "&gt;");
            break;
        case '&':
            buf_add_str(out, "&amp;");
            break;
        case '"':
            buf_add_str(out, "&quot;");
            break;
        default:
            buf_add_char(out, clean.p[i]);
        }
    }
    buf_release(&clean);
}

static void add_line(struct buf *out, const char *label, struct span text)
{
    if (!text.len)
        return;
    buf_addf(out, "<dt>%s</dt><dd>", label);
    add_text(out, text, HOSTILE_MAX_LINE, false);
    buf_add_str(out, "</dd>");
}

static void add_counts(const struct result_set *set, struct buf *out)
{
    const struct report_totals totals = report_totals(set);

    buf_add_str(out, "<p class=\"filter\"><button type=\"button\" data-verdict=\"\">all "
                     "<b>");
    buf_addf(out, "%zu</b></button>", set->count);
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (totals.of[i])
            buf_addf(out,
                     "<button type=\"button\" data-verdict=\"%s\" class=\"%s\">%s "
                     "<b>%zu</b></button>",
                     verdict_name((enum verdict)i), verdict_name((enum verdict)i),
                     verdict_name((enum verdict)i), totals.of[i]);
    buf_add_str(out, "<input type=\"search\" placeholder=\"filter by id, requirement, "
                     "text\"></p>\n");
}

static struct span group_of(const struct result *result)
{
    struct span group, rest;

    span_cut(span_of(result->id), '/', &group, &rest);
    return group;
}

struct tally {
    struct span group;
    size_t of[VERDICT_COUNT], all;
};

static void add_group_row(struct buf *out, const struct tally *tally)
{
    buf_add_str(out, "<tr><th>");
    add_text(out, tally->group, HOSTILE_MAX_LINE, false);
    buf_addf(out, "</th><td>%zu</td><td>", tally->all);
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (tally->of[i])
            buf_addf(out, "<span class=\"tag %s\">%s %zu</span> ",
                     verdict_name((enum verdict)i), verdict_name((enum verdict)i),
                     tally->of[i]);
    buf_add_str(out, "</td></tr>\n");
}

static void add_groups(const struct result_set *set, struct buf *out)
{
    struct tally tally = { 0 };

    buf_add_str(out,
                "<h2>Groups</h2><table><tr><th>group</th><th>cases</th><th>verdicts</th>"
                "</tr>\n");
    for (size_t i = 0; i < set->count; i++) {
        struct span group = group_of(&set->items[i]);

        if (tally.all && !span_eq(group, tally.group)) {
            add_group_row(out, &tally);
            tally = (struct tally){ 0 };
        }
        tally.group = group;
        tally.of[set->items[i].verdict]++;
        tally.all++;
    }
    if (tally.all)
        add_group_row(out, &tally);
    buf_add_str(out, "</table>\n");
}

static int slower(const void *a, const void *b)
{
    int64_t x = (*(const struct result *const *)a)->duration_us;
    int64_t y = (*(const struct result *const *)b)->duration_us;

    return (x < y) - (x > y);
}

/* The slowest cases as bars. */
static void add_durations(const struct result_set *set, struct buf *out)
{
    const struct result **order = xcalloc(set->count, sizeof(*order));
    double most;

    for (size_t i = 0; i < set->count; i++)
        order[i] = &set->items[i];
    qsort(order, set->count, sizeof(*order), slower);
    most = set->count && order[0]->duration_us > 0 ? (double)order[0]->duration_us : 1;
    buf_add_str(out, "<h2>Slowest cases</h2><svg class=\"chart\" viewBox=\"0 0 640 200\" "
                     "role=\"img\" aria-label=\"durations of the slowest cases\">\n");
    for (size_t i = 0; i < set->count && i < 10; i++) {
        double width = 330 * (double)order[i]->duration_us / most;

        buf_addf(out, "<text x=\"225\" y=\"%zu\" text-anchor=\"end\">", 14 + 20 * i);
        add_text(out, hostile_head(span_of(order[i]->id), 44), HOSTILE_MAX_LINE, false);
        buf_addf(out,
                 "</text><rect x=\"230\" y=\"%zu\" width=\"%.1f\" height=\"14\"/>"
                 "<text x=\"%.1f\" y=\"%zu\">%.1f ms</text>\n",
                 3 + 20 * i, width, 234 + width, 14 + 20 * i,
                 (double)order[i]->duration_us / 1000);
    }
    buf_add_str(out, "</svg>\n");
    free(order);
}

static void add_exchange(struct buf *out, const struct exchange *exchange)
{
    buf_addf(out, "<div class=\"exchange\"><p>%.1f ms</p><pre>",
             (double)exchange->duration_us / 1000);
    add_text(out, exchange->request, HOSTILE_MAX_BLOCK, true);
    buf_add_str(out, "</pre><pre>");
    add_text(out, exchange->response.len ? exchange->response : SPAN("no answer"),
             HOSTILE_MAX_BLOCK, true);
    buf_add_str(out, "</pre></div>\n");
}

static void add_requirements(struct buf *out, const struct result *result)
{
    for (int i = 0; i < RESULT_REQUIREMENTS_MAX; i++) {
        struct buf text;

        if (!result->own && !result->requirements[i])
            break;
        buf_init(&text, BUF_MAX_TEXT);
        report_requirement(&text, result_requirement(result, (size_t)i));
        add_line(out, "requirement", buf_span(&text));
        buf_release(&text);
        if (result->own)
            break;
    }
}

static void add_case(const struct result_set *set, struct buf *out,
                     const struct result *result)
{
    const char *verdict = verdict_name(result->verdict);
    struct buf replay;

    buf_addf(out,
             "<details class=\"case\" data-verdict=\"%s\"%s><summary><span class=\"tag "
             "%s\">%s</span> <code>",
             verdict, result_is_failure(set, result) ? " open" : "", verdict, verdict);
    add_text(out, span_of(result->id), HOSTILE_MAX_LINE, false);
    buf_add_str(out, "</code> ");
    add_text(out, span_of(result->title), HOSTILE_MAX_LINE, false);
    buf_add_str(out, "</summary><dl>");
    add_requirements(out, result);
    add_line(out, "reason", result->reason);
    add_line(out, "expected", result->expected);
    add_line(out, "got", result->got);
    add_line(out, "how to fix", span_of(result->hint));
    buf_init(&replay, BUF_MAX_TEXT);
    report_replay(&replay, result);
    add_line(out, "replay", buf_span(&replay));
    buf_release(&replay);
    buf_add_str(out, "</dl>\n");
    for (size_t i = 0; i < result->exchange_count; i++)
        add_exchange(out, &result->exchanges[i]);
    buf_add_str(out, "</details>\n");
}

void report_html(const struct result_set *set, struct buf *out)
{
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    report_verdict_line(set, &line);
    buf_add_str(out, html_head);
    buf_add_str(out, "<h1>favspec ");
    buf_add_str(out, set->command);
    buf_add_str(out, "</h1><p>");
    add_text(out, span_of(set->target_url), HOSTILE_MAX_LINE, false);
    buf_add_str(out, " · ");
    report_time(out, set->started_unix_ms, false);
    buf_add_str(out, " · favspec " FAVSPEC_VERSION "</p><p class=\"verdict\">");
    add_text(out, buf_span(&line), HOSTILE_MAX_LINE, false);
    buf_add_str(out, "</p>\n");
    for (size_t i = 0; i < set->note_count; i++) {
        buf_add_str(out, "<p class=\"note\">");
        add_text(out, set->notes[i], HOSTILE_MAX_LINE, false);
        buf_add_str(out, "</p>\n");
    }
    add_counts(set, out);
    add_groups(set, out);
    add_durations(set, out);
    buf_add_str(out, "<h2>Cases</h2>\n");
    for (size_t i = 0; i < set->count; i++)
        add_case(set, out, &set->items[i]);
    buf_add_str(out, html_tail);
    buf_release(&line);
}
