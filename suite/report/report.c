#include "report/report.h"

#include "report/formats.h"
#include "report/output.h"

const struct report_format report_formats[] = {
    { "json", report_json },
    { "junit", report_junit },
    { "tap", report_tap },
    { "html", report_html },
    { "har", report_har },
    { "sarif", report_sarif },
    { "markdown", report_markdown },
    { "text", report_plain },
    { "badge", report_badge },
    { "github", report_github },
    { NULL, NULL },
};

static const struct report_format *find_span(struct span name)
{
    for (const struct report_format *f = report_formats; f->name; f++)
        if (span_eq_str(name, f->name))
            return f;
    return NULL;
}

const struct report_format *report_format_find(const char *name)
{
    return find_span(span_of(name));
}

enum { NAME_MAX_LEN = 24 };

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* The edits between two names (Levenshtein), row by row. */
static size_t distance(struct span a, const char *b)
{
    size_t row[NAME_MAX_LEN + 1];
    size_t len = strlen(b);

    for (size_t k = 0; k <= len; k++)
        row[k] = k;
    for (size_t i = 0; i < a.len; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t k = 0; k < len; k++) {
            size_t above = row[k + 1];

            row[k + 1] = min3(above + 1, row[k] + 1, diagonal + (a.p[i] != b[k]));
            diagonal = above;
        }
    }
    return row[len];
}

static const char *closest(struct span name)
{
    const char *best = NULL;
    size_t best_distance = 3;

    for (const struct report_format *f = report_formats; f->name; f++) {
        size_t d = name.len > NAME_MAX_LEN ? best_distance : distance(name, f->name);

        if (d < best_distance) {
            best = f->name;
            best_distance = d;
        }
    }
    return best;
}

static int refuse(struct span name, struct buf *why)
{
    const char *best = closest(name);

    buf_add_str(why, "there is no report format \"");
    hostile_add(why, name, 64, false);
    buf_add_str(why, "\"");
    if (best)
        buf_addf(why, ", did you mean \"%s\"?", best);
    buf_add_str(why, " (known:");
    for (const struct report_format *f = report_formats; f->name; f++)
        buf_addf(why, " %s%s", f->name, f[1].name ? "," : ")");
    return -1;
}

static int parse_order(const char *text, struct report_order *out, struct buf *why)
{
    struct span name, file;
    bool cut = span_cut(span_of(text), '=', &name, &file);
    const struct report_format *format = find_span(name);

    if (!format)
        return refuse(name, why);
    if (!cut || !file.len) {
        buf_addf(why, "\"%s\" names no file: a report is FORMAT=FILE, for example %s=-",
                 text, format->name);
        return -1;
    }
    *out = (struct report_order){ format, file.p };
    return 0;
}

int report_order_add(const char *text, struct report_order *orders, size_t max,
                     size_t *count, struct buf *why)
{
    struct report_order order;

    if (parse_order(text, &order, why) != 0)
        return -1;
    if (*count == max) {
        buf_addf(why, "more than %zu reports", max);
        return -1;
    }
    for (size_t i = 0; i < *count; i++)
        if (strcmp(orders[i].file, order.file) == 0) {
            buf_addf(why, "two reports go to %s: each needs a place of its own",
                     strcmp(order.file, "-") == 0 ? "stdout" : order.file);
            return -1;
        }
    orders[(*count)++] = order;
    return 0;
}

static int write_one(const struct result_set *set, const struct report_order *order,
                     struct buf *why)
{
    struct buf text;
    int rc;

    buf_init(&text, BUF_MAX_REPORT);
    order->format->write(set, &text);
    if (text.overflow) {
        buf_addf(why, "the %s report is larger than %d bytes", order->format->name,
                 (int)BUF_MAX_REPORT);
        rc = -1;
    } else {
        rc = output_write(order->file, buf_span(&text), why);
    }
    buf_release(&text);
    return rc;
}

int report_write_all(const struct result_set *set, const struct report_order *orders,
                     size_t count, struct buf *why)
{
    struct buf sentence;
    int rc = 0;

    buf_init(&sentence, BUF_MAX_TEXT);
    for (size_t i = 0; i < count; i++) {
        buf_reset(&sentence);
        if (write_one(set, &orders[i], &sentence) == 0)
            continue;
        buf_addf(why, "%s%s", rc ? "\n" : "", sentence.p);
        rc = -1;
    }
    buf_release(&sentence);
    return rc;
}
