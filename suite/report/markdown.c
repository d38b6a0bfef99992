#include "report/formats.h"

/* A job summary may have 1 MiB: details end well before that, and say so. */
enum { DETAILS_MAX = 600 * 1024, EXCHANGES_SHOWN = 2 };

static const char *entity_of(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    default:
        return NULL;
    }
}

/* Adds what HTML gives a meaning as an entity; false for any other byte, not added. */
static bool add_entity(struct buf *out, char c)
{
    const char *entity = entity_of(c);

    if (entity)
        buf_add_str(out, entity);
    return entity != NULL;
}

/* Running text: a backslash takes the meaning from any punctuation (CommonMark 2.4). */
static void add_escaped(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!add_entity(out, text.p[i])) {
            if (text.p[i] && strchr("\\`*_{}[]()#+-.!|~:@$=\"^", text.p[i]))
                buf_add_char(out, '\\');
            buf_add_char(out, text.p[i]);
        }
}

static void add_hostile_text(struct buf *out, struct span text)
{
    struct buf clean;

    buf_init(&clean, BUF_MAX_TEXT);
    hostile_add(&clean, text, HOSTILE_MAX_LINE, false);
    add_escaped(out, buf_span(&clean));
    buf_release(&clean);
}

/* An HTML block that begins with <pre> ends at </pre> alone, and nothing in it is
 * Markdown (CommonMark 4.6). */
static void add_block(struct buf *out, const char *label, struct span text)
{
    struct buf clean;

    if (!text.len)
        return;
    buf_init(&clean, BUF_MAX_TEXT);
    hostile_add(&clean, text, HOSTILE_MAX_BLOCK, true);
    buf_addf(out, "%s:\n\n<pre>\n", label);
    for (size_t i = 0; i < clean.len; i++)
        if (!add_entity(out, clean.p[i]))
            buf_add_char(out, clean.p[i]);
    buf_add_str(out, "\n</pre>\n\n");
    buf_release(&clean);
}

static void add_counts(const struct result_set *set, struct buf *out)
{
    const struct report_totals totals = report_totals(set);

    buf_add_str(out, "| verdict | cases |\n| --- | ---: |\n");
    buf_addf(out, "| planned | %zu |\n", totals.planned);
    for (int i = 0; i < VERDICT_COUNT; i++)
        buf_addf(out, "| %s | %zu |\n", verdict_name((enum verdict)i), totals.of[i]);
    buf_add_char(out, '\n');
}

static void add_requirements(const struct result *result, struct buf *out)
{
    const struct requirement *requirement;
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    for (size_t i = 0; (requirement = result_requirement(result, i)); i++) {
        buf_reset(&text);
        report_requirement(&text, requirement);
        buf_add_str(out, "- ");
        add_hostile_text(out, buf_span(&text));
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
    buf_release(&text);
}

static void add_exchanges(const struct result *result, struct buf *out)
{
    size_t first = result->exchange_count > EXCHANGES_SHOWN
                       ? result->exchange_count - EXCHANGES_SHOWN
                       : 0;

    for (size_t i = first; i < result->exchange_count; i++) {
        add_block(out, "Request", result->exchanges[i].request);
        add_block(out, "Response", result->exchanges[i].response);
    }
}

static void add_detail(const struct result *result, struct buf *out)
{
    buf_addf(out, "<details>\n<summary><b>%s</b> <code>%s</code></summary>\n\n",
             verdict_name(result->verdict), result->id ? result->id : "?");
    if (result->title) {
        add_hostile_text(out, span_of(result->title));
        buf_add_str(out, "\n\n");
    }
    add_requirements(result, out);
    add_block(out, "Reason", result->reason);
    add_block(out, "Expected", result->expected);
    add_block(out, "Got", result->got);
    add_block(out, "Baseline", result->excuse);
    add_block(out, "How to fix", span_of(result->hint));
    buf_add_str(out, "Replay: `");
    report_replay(out, result);
    buf_add_str(out, "`\n\n");
    add_exchanges(result, out);
    buf_add_str(out, "</details>\n\n");
}

static void add_failures(const struct result_set *set, struct buf *out)
{
    size_t shown = 0, left = 0;

    for (size_t i = 0; i < set->count; i++) {
        if (!result_is_failure(set, &set->items[i]))
            continue;
        if (shown++ == 0)
            buf_add_str(out, "### Failures\n\n");
        if (out->len < DETAILS_MAX)
            add_detail(&set->items[i], out);
        else
            left++;
    }
    if (left)
        buf_addf(out, "%zu more failures: see the other reports.\n\n", left);
}

struct section {
    enum verdict verdict;
    const char *title;
};

static const struct section sections[] = {
    { VERDICT_ERROR, "Errors" },  { VERDICT_INCONCLUSIVE, "Inconclusive" },
    { VERDICT_WARN, "Warnings" }, { VERDICT_XFAIL, "Expected failures" },
    { VERDICT_FLAKY, "Flaky" },   { VERDICT_INFO, "Survey" },
};

static void add_item(const struct result *result, struct buf *out)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    report_short(&text, result);
    buf_addf(out, "- `%s`: ", result->id ? result->id : "?");
    add_escaped(out, buf_span(&text));
    buf_add_char(out, '\n');
    buf_release(&text);
}

static void add_section(const struct result_set *set, const struct section *section,
                        struct buf *out)
{
    size_t shown = 0, left = 0;

    for (size_t i = 0; i < set->count; i++) {
        const struct result *result = &set->items[i];

        if (result->verdict != section->verdict || result_is_failure(set, result))
            continue;
        if (shown++ == 0)
            buf_addf(out, "### %s\n\n", section->title);
        if (out->len < DETAILS_MAX)
            add_item(result, out);
        else
            left++;
    }
    if (left)
        buf_addf(out, "- %zu more\n", left);
    if (shown)
        buf_add_char(out, '\n');
}

static void add_skips(const struct result_set *set, struct buf *out)
{
    size_t count, shown = 0;

    for (size_t i = 0; i < set->count && out->len < DETAILS_MAX; i++) {
        if (!report_skip_leader(set, i, &count))
            continue;
        if (shown++ == 0)
            buf_add_str(out, "### Skipped\n\n");
        buf_addf(out, "- %zu × ", count);
        add_hostile_text(out, set->items[i].reason);
        buf_add_char(out, '\n');
    }
    if (shown)
        buf_add_char(out, '\n');
}

static void add_notes(const struct result_set *set, struct buf *out)
{
    if (set->note_count)
        buf_add_str(out, "### Notes\n\n");
    for (size_t i = 0; i < set->note_count; i++) {
        buf_add_str(out, "- ");
        add_hostile_text(out, set->notes[i]);
        buf_add_char(out, '\n');
    }
    if (set->note_count)
        buf_add_char(out, '\n');
}

static void add_head(const struct result_set *set, struct buf *out)
{
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    report_verdict_line(set, &line);
    buf_addf(out, "## favspec %s\n\n**", set->command ? set->command : "");
    add_escaped(out, buf_span(&line));
    buf_add_str(out, "**\n\n");
    if (set->target_url) {
        buf_add_str(out, "Target: ");
        add_hostile_text(out, span_of(set->target_url));
        buf_add_str(out, "\n\n");
    }
    buf_release(&line);
}

void report_markdown(const struct result_set *set, struct buf *out)
{
    add_head(set, out);
    add_counts(set, out);
    add_failures(set, out);
    for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
        add_section(set, &sections[i], out);
    add_skips(set, out);
    add_notes(set, out);
}
