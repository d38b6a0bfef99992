#include "base/die.h"
#include "report/html_parts.h"

#include <stdlib.h>

enum { SLOWEST = 10, CHART_HEIGHT = 120, COLUMN = 58 };

/* Upper end of each column in microseconds; the last one has none. */
static const struct {
    int64_t us;
    const char *label;
} columns[] = {
    { 1000, "≤ 1 ms" },     { 2000, "≤ 2 ms" },     { 5000, "≤ 5 ms" },
    { 10000, "≤ 10 ms" },   { 20000, "≤ 20 ms" },   { 50000, "≤ 50 ms" },
    { 100000, "≤ 100 ms" }, { 200000, "≤ 200 ms" }, { 500000, "≤ 500 ms" },
    { 1000000, "≤ 1 s" },   { 0, "&gt; 1 s" },
};

enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

static int column_of(int64_t us)
{
    int i = 0;

    while (columns[i].us && us > columns[i].us)
        i++;
    return i;
}

static void add_column(struct buf *out, int i, size_t count, size_t most)
{
    double height = CHART_HEIGHT * (double)count / (double)most;
    int x = i * COLUMN + 4;

    buf_addf(out,
             "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" rx=\"2\"/>"
             "<text x=\"%d\" y=\"%d\">%s</text>",
             x, 16 + CHART_HEIGHT - height, COLUMN - 8, height, x + COLUMN / 2 - 4,
             CHART_HEIGHT + 32, columns[i].label);
    if (count)
        buf_addf(out, "<text class=\"top\" x=\"%d\" y=\"%.1f\">%zu</text>",
                 x + COLUMN / 2 - 4, 11 + CHART_HEIGHT - height, count);
    buf_add_char(out, '\n');
}

static void add_histogram(struct buf *out, const struct result_set *set)
{
    size_t of[COLUMNS] = { 0 }, most = 1;

    for (size_t i = 0; i < set->count; i++) {
        size_t n = ++of[column_of(set->items[i].duration_us)];

        most = n > most ? n : most;
    }
    buf_addf(out,
             "<svg class=\"histogram\" viewBox=\"0 0 %d %d\" role=\"img\" "
             "aria-label=\"how many cases took how long\">\n",
             COLUMNS * COLUMN, CHART_HEIGHT + 38);
    for (int i = 0; i < COLUMNS; i++)
        add_column(out, i, of[i], most);
    buf_add_str(out, "</svg>\n");
}

static int slower(const void *a, const void *b)
{
    int64_t x = (*(const struct result *const *)a)->duration_us;
    int64_t y = (*(const struct result *const *)b)->duration_us;

    return (x < y) - (x > y);
}

static void add_slow(struct buf *out, const struct result *result, int64_t most)
{
    buf_add_str(out, "<tr><th scope=\"row\"><a href=\"#");
    html_line(out, span_of(result->id));
    buf_add_str(out, "\">");
    html_line(out, span_of(result->id));
    buf_addf(out,
             "</a></th><td class=\"bars\"><svg class=\"bar\" role=\"presentation\"><rect "
             "class=\"time\" width=\"%.2f%%\" height=\"100%%\"/></svg></td><td "
             "class=\"num\">%.1f ms</td></tr>\n",
             most > 0 ? 100.0 * (double)result->duration_us / (double)most : 0,
             (double)result->duration_us / 1000);
}

static double at(const struct result *const *order, size_t count, size_t percent)
{
    return count ? (double)order[count * (100 - percent) / 100]->duration_us / 1000 : 0;
}

void html_durations(struct buf *out, const struct result_set *set)
{
    const struct result **order = xcalloc(set->count + 1, sizeof(*order));
    size_t shown = set->count < SLOWEST ? set->count : SLOWEST;

    for (size_t i = 0; i < set->count; i++)
        order[i] = &set->items[i];
    qsort(order, set->count, sizeof(*order), slower);
    if (set->count) {
        buf_addf(out,
                 "<section class=\"durations\"><h2>Durations</h2><p class=\"quiet\">of "
                 "the cases: median "
                 "%.1f ms, 95 of 100 within %.1f ms, longest %.1f ms</p>\n",
                 at(order, set->count, 50), at(order, set->count, 95),
                 (double)order[0]->duration_us / 1000);
        add_histogram(out, set);
        buf_add_str(out, "<table class=\"slow\"><tbody>\n");
        for (size_t i = 0; i < shown; i++)
            add_slow(out, order[i], order[0]->duration_us);
        buf_add_str(out, "</tbody></table></section>\n");
    }
    free(order);
}
