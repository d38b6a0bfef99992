#include "report/formats.h"

#include <time.h>

struct report_totals report_totals(const struct result_set *set)
{
    struct report_totals totals = { .planned = set->planned };

    for (size_t i = 0; i < set->count; i++) {
        totals.of[set->items[i].verdict]++;
        totals.failures += result_is_failure(set, &set->items[i]);
    }
    if (totals.planned < set->count)
        totals.planned = set->count;
    return totals;
}

const char *report_headline(const struct result_set *set)
{
    if (set->interrupted)
        return "INTERRUPTED";
    switch (set->exit_status) {
    case 0:
        return "PASS";
    case 1:
        return "FAIL";
    case 3:
        return "NO VERDICT";
    case 4:
        return "INCONCLUSIVE";
    default:
        return "ERROR";
    }
}

static void add_count(struct buf *out, size_t count, const char *one, const char *many)
{
    if (count)
        buf_addf(out, ", %zu %s", count, count == 1 ? one : many);
}

void report_verdict_line(const struct result_set *set, struct buf *out)
{
    const struct report_totals t = report_totals(set);

    buf_addf(out, "%s: %zu of %zu cases, %zu failure%s", report_headline(set), set->count,
             t.planned, t.failures, t.failures == 1 ? "" : "s");
    add_count(out, set->baseline_bad, "baseline entry stale or expired",
              "baseline entries stale or expired");
    add_count(out, t.of[VERDICT_WARN], "warning", "warnings");
    add_count(out, t.of[VERDICT_ERROR], "error", "errors");
    add_count(out, t.of[VERDICT_INCONCLUSIVE], "inconclusive", "inconclusive");
    add_count(out, t.of[VERDICT_XFAIL], "expected failure", "expected failures");
    add_count(out, t.of[VERDICT_FLAKY], "flaky", "flaky");
    add_count(out, t.of[VERDICT_SKIP], "skipped", "skipped");
    buf_addf(out, ", %.1f s", (double)set->duration_us / 1e6);
    if (set->interrupted)
        buf_addf(out, "; interrupted by signal %d", set->interrupted);
    if (set->deadline_hit)
        buf_add_str(out, "; the deadline was hit");
    if (set->count && t.of[VERDICT_SKIP] == set->count)
        buf_add_str(out, "; every case was skipped, nothing was tested");
    if (!set->count)
        buf_add_str(out, "; nothing was run");
}

void report_time(struct buf *out, int64_t unix_ms, bool milliseconds)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    char text[40];
    struct tm tm;

    if (!gmtime_r(&seconds, &tm) ||
        !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm))
        text[0] = '\0';
    buf_add_str(out, text);
    if (milliseconds)
        buf_addf(out, ".%03d", (int)(unix_ms % 1000));
    buf_add_char(out, 'Z');
}

void report_requirement(struct buf *out, const struct requirement *requirement)
{
    buf_addf(out, "%s (%s; %s): %s", requirement->id,
             requirement_level_name(requirement->level), requirement->source,
             requirement->sentence);
}

void report_replay(struct buf *out, const struct result *result)
{
    if (result->own)
        buf_addf(out, "favspec test-client --only '%s' -- COMMAND", result->id);
    else
        buf_addf(out, "favspec replay %s%s", result->again ? result->again : "",
                 result->id);
}

void report_short(struct buf *out, const struct result *result)
{
    if (result->reason.len) {
        hostile_add(out, result->reason, HOSTILE_MAX_LINE, false);
    } else if (result->expected.len) {
        buf_add_str(out, "expected ");
        hostile_add(out, result->expected, HOSTILE_MAX_LINE, false);
        buf_add_str(out, ", got ");
        hostile_add(out, result->got, HOSTILE_MAX_LINE, false);
    } else if (result->got.len) {
        hostile_add(out, result->got, HOSTILE_MAX_LINE, false);
    } else {
        buf_add_str(out, result->title ? result->title : "");
    }
    if (!result->excuse.len)
        return;
    buf_add_str(out, " (baseline: ");
    hostile_add(out, result->excuse, HOSTILE_MAX_LINE, false);
    buf_add_char(out, ')');
}

bool report_skip_leader(const struct result_set *set, size_t i, size_t *out_count)
{
    const struct result *leader = &set->items[i];
    size_t count = 0;

    if (leader->verdict != VERDICT_SKIP)
        return false;
    for (size_t k = 0; k < set->count; k++) {
        const struct result *other = &set->items[k];

        if (other->verdict != VERDICT_SKIP || !span_eq(other->reason, leader->reason))
            continue;
        if (k < i)
            return false;
        count++;
    }
    *out_count = count;
    return true;
}
