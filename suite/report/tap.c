#include "report/formats.h"
#include "report/json_writer.h"

/* A value of the diagnostics block: neutralised first, so that only the escapes that JSON
 * and YAML share are left for the quoted form. */
static void yaml_member(struct buf *out, const char *name, struct span text)
{
    struct buf clean;

    if (!text.len)
        return;
    buf_init(&clean, BUF_MAX_TEXT);
    hostile_add(&clean, text, HOSTILE_MAX_LINE, false);
    buf_addf(out, "  %s: ", name);
    json_writer_string(out, buf_span(&clean));
    buf_add_char(out, '\n');
    buf_release(&clean);
}

static void yaml_built(struct buf *out, const char *name, struct buf *text)
{
    yaml_member(out, name, buf_span(text));
    buf_reset(text);
}

static void diagnostics(struct buf *out, const struct result *result)
{
    const struct requirement *requirement = result_requirement(result, 0);
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_add_str(out, "  ---\n");
    yaml_member(out, "verdict", span_of(verdict_name(result->verdict)));
    if (requirement)
        report_requirement(&text, requirement);
    yaml_built(out, "requirement", &text);
    yaml_member(out, "reason", result->reason);
    yaml_member(out, "expected", result->expected);
    yaml_member(out, "got", result->got);
    yaml_member(out, "baseline", result->excuse);
    yaml_member(out, "hint", span_of(result->hint));
    report_replay(&text, result);
    yaml_built(out, "replay", &text);
    buf_add_str(out, "  ...\n");
    buf_release(&text);
}

/* TODO is TAP's word for a failure that is expected. */
static const char *const directives[VERDICT_COUNT] = {
    [VERDICT_SKIP] = "SKIP",
    [VERDICT_XFAIL] = "TODO",
};

static bool is_ok(const struct result_set *set, const struct result *result)
{
    return !result_is_failure(set, result) && result->verdict != VERDICT_ERROR &&
           result->verdict != VERDICT_INCONCLUSIVE && result->verdict != VERDICT_XFAIL;
}

static void test_line(const struct result_set *set, size_t i, struct buf *out)
{
    const struct result *result = &set->items[i];
    const char *directive = directives[result->verdict];

    buf_addf(out, "%sok %zu - %s", is_ok(set, result) ? "" : "not ", i + 1,
             result->id ? result->id : "?");
    if (directive) {
        buf_addf(out, " # %s ", directive);
        report_short(out, result);
    }
    buf_add_char(out, '\n');
    if (result->verdict != VERDICT_PASS && result->verdict != VERDICT_SKIP)
        diagnostics(out, result);
}

/* A plan that was not carried out is never green, whatever the tests say. */
static void bail_out(const struct result_set *set, size_t planned, struct buf *out)
{
    if (planned && set->count == planned && !set->interrupted && !set->deadline_hit)
        return;
    buf_add_str(out, "Bail out! ");
    report_verdict_line(set, out);
    buf_add_char(out, '\n');
}

void report_tap(const struct result_set *set, struct buf *out)
{
    const size_t planned = report_totals(set).planned;

    buf_addf(out, "TAP version 13\n1..%zu\n", planned);
    for (size_t i = 0; i < set->count; i++)
        test_line(set, i, out);
    for (size_t i = 0; i < set->note_count; i++) {
        buf_add_str(out, "# note: ");
        hostile_add(out, set->notes[i], HOSTILE_MAX_BLOCK, false);
        buf_add_char(out, '\n');
    }
    buf_add_str(out, "# ");
    report_verdict_line(set, out);
    buf_add_char(out, '\n');
    bail_out(set, planned, out);
}
