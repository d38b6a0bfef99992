#include "report/formats.h"

#define RED "\033[1;31m"
#define GREEN "\033[1;32m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

static void add_colored(struct buf *out, const char *color, const char *text, bool use)
{
    buf_addf(out, "%s%s%s", use ? color : "", text, use ? PLAIN : "");
}

static void add_field(struct buf *out, const char *label, struct span text)
{
    if (!text.len)
        return;
    buf_addf(out, "  %s: ", label);
    hostile_add(out, text, HOSTILE_MAX_LINE, false);
    buf_add_char(out, '\n');
}

static const char *shown_id(const struct result *result)
{
    return result->id ? result->id : "?";
}

void report_failure_text(struct buf *out, const struct result *result, bool color)
{
    const struct requirement *requirement;

    add_colored(out, RED, verdict_name(result->verdict), color);
    buf_addf(out, " %s: %s\n", shown_id(result), result->title ? result->title : "");
    for (size_t i = 0; (requirement = result_requirement(result, i)); i++) {
        buf_add_str(out, "  requirement: ");
        report_requirement(out, requirement);
        buf_add_char(out, '\n');
    }
    add_field(out, "reason", result->reason);
    add_field(out, "expected", result->expected);
    add_field(out, "got", result->got);
    add_field(out, "baseline", result->excuse);
    add_field(out, "how to fix", span_of(result->hint));
    buf_add_str(out, "  replay: ");
    report_replay(out, result);
    buf_add_char(out, '\n');
}

static void add_failures(const struct result_set *set, bool color, struct buf *out)
{
    for (size_t i = 0; i < set->count; i++) {
        if (!result_is_failure(set, &set->items[i]))
            continue;
        report_failure_text(out, &set->items[i], color);
        buf_add_char(out, '\n');
    }
}

static void add_short(const struct result_set *set, enum verdict verdict, bool color,
                      struct buf *out)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct result *result = &set->items[i];

        if (result->verdict != verdict || result_is_failure(set, result))
            continue;
        add_colored(out, YELLOW, verdict_name(verdict), color);
        buf_addf(out, " %s: ", shown_id(result));
        report_short(out, result);
        buf_add_char(out, '\n');
    }
}

static void add_skips(const struct result_set *set, bool color, struct buf *out)
{
    size_t count;

    for (size_t i = 0; i < set->count; i++) {
        if (!report_skip_leader(set, i, &count))
            continue;
        add_colored(out, YELLOW, "skip", color);
        buf_addf(out, " %zu × ", count);
        report_short(out, &set->items[i]);
        buf_addf(out, " (%s%s)\n", shown_id(&set->items[i]), count > 1 ? ", …" : "");
    }
}

static void add_counts(const struct result_set *set, struct buf *out)
{
    const struct report_totals totals = report_totals(set);

    buf_addf(out, "planned %zu", totals.planned);
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (totals.of[i])
            buf_addf(out, ", %s %zu", verdict_name((enum verdict)i), totals.of[i]);
    buf_add_char(out, '\n');
}

static void add_notes(const struct result_set *set, struct buf *out)
{
    for (size_t i = 0; i < set->note_count; i++) {
        buf_add_str(out, "note: ");
        hostile_add(out, set->notes[i], HOSTILE_MAX_BLOCK, false);
        buf_add_char(out, '\n');
    }
}

void report_text(const struct result_set *set, bool color, bool quiet, struct buf *out)
{
    static const enum verdict in_short[] = {
        VERDICT_WARN,  VERDICT_ERROR, VERDICT_INCONCLUSIVE,
        VERDICT_XFAIL, VERDICT_FLAKY, VERDICT_INFO,
    };
    struct buf line;

    add_failures(set, color, out);
    for (size_t i = 0; !quiet && i < sizeof(in_short) / sizeof(*in_short); i++)
        add_short(set, in_short[i], color, out);
    if (!quiet) {
        add_skips(set, color, out);
        add_counts(set, out);
    }
    add_notes(set, out);
    buf_init(&line, BUF_MAX_TEXT);
    report_verdict_line(set, &line);
    add_colored(out, set->exit_status ? RED : GREEN, line.p, color);
    buf_add_char(out, '\n');
    buf_release(&line);
}

void report_plain(const struct result_set *set, struct buf *out)
{
    report_text(set, false, false, out);
}
