#include "report/html_parts.h"

/* A message is shown in full up to here; a subject that answers with more has shown what
 * it had to show. */
enum { MESSAGE_MAX = 48 * 1024, LINE_MAX_SHOWN = 1024 };

static struct span first_line(struct span text)
{
    struct span line, rest;

    if (text.len > LINE_MAX_SHOWN) /* no search through what is not shown */
        text.len = LINE_MAX_SHOWN;
    span_cut(text, '\n', &line, &rest);
    if (span_ends(line, SPAN("\r")))
        line.len--;
    return line;
}

static void add_message(struct buf *out, const char *kind, const char *head,
                        struct span text, size_t *room)
{
    size_t max = *room < MESSAGE_MAX ? *room : MESSAGE_MAX;

    buf_addf(out, "<div class=\"message\"><h4>%s</h4><pre data-kind=\"%s\">", head, kind);
    html_text(out, text, max, true);
    buf_add_str(out, "</pre></div>");
    *room -= text.len < max ? text.len : max;
}

static void add_exchange(struct buf *out, const struct exchange *exchange, bool open,
                         size_t *room)
{
    struct span answer = exchange->response;

    buf_addf(out, "<details class=\"exchange\"%s><summary><code>", open ? " open" : "");
    html_text(out, first_line(exchange->request), 200, false);
    buf_add_str(out, "</code> <span class=\"arrow\">→</span> <code class=\"answer\">");
    html_text(out, answer.len ? first_line(answer) : SPAN("no answer"), 80, false);
    buf_add_str(out, "</code>");
    if (exchange->duration_us)
        buf_addf(out, " <span class=\"ms\">%.1f ms</span>",
                 (double)exchange->duration_us / 1000);
    buf_add_str(out, "</summary>");
    add_message(out, "request", "Request", exchange->request, room);
    if (answer.len)
        add_message(out, "response", "Response", answer, room);
    buf_add_str(out, "</details>\n");
}

static void add_requirements(struct buf *out, const struct result *result)
{
    const struct requirement *r;

    buf_add_str(out, "<ul class=\"cites\">");
    for (size_t i = 0; (r = result_requirement(result, i)); i++) {
        buf_addf(out, "<li><code>%s</code> <b class=\"level\">%s</b> ", r->id,
                 requirement_level_name(r->level));
        html_line(out, span_of(r->sentence));
        buf_add_str(out, " <span class=\"source\">");
        html_line(out, span_of(r->source));
        buf_add_str(out, "</span></li>");
    }
    buf_add_str(out, "</ul>\n");
}

static void add_note(struct buf *out, const char *name, const char *label,
                     struct span text)
{
    if (!text.len)
        return;
    buf_addf(out, "<p class=\"%s\"><b>%s</b> ", name, label);
    html_line(out, text);
    buf_add_str(out, "</p>\n");
}

static void add_replay(struct buf *out, const struct result *result)
{
    struct buf replay;

    buf_init(&replay, BUF_MAX_TEXT);
    report_replay(&replay, result);
    buf_add_str(out, "<p class=\"replay\"><b>Run again</b> <code>");
    html_line(out, buf_span(&replay));
    buf_add_str(out, "</code></p>\n");
    buf_release(&replay);
}

static void add_summary(struct buf *out, const struct result *result)
{
    const char *verdict = verdict_name(result->verdict);

    buf_addf(out, "<summary><span class=\"pill %s\">%s</span> <code class=\"id\">",
             verdict, verdict);
    html_line(out, span_of(result->id));
    buf_add_str(out, "</code> <span class=\"title\">");
    html_line(out, span_of(result->title));
    buf_add_str(out, "</span>");
    if (result->relaxed)
        buf_add_str(out, " <span class=\"relaxed\">relaxed by the profile</span>");
    buf_addf(out, " <span class=\"ms\">%.1f ms</span></summary>\n",
             (double)result->duration_us / 1000);
}

static bool is_quiet(const struct result *result)
{
    return result->verdict == VERDICT_PASS || result->verdict == VERDICT_INFO ||
           result->verdict == VERDICT_SKIP;
}

void html_case(struct buf *out, const struct result *result, bool open, size_t *room)
{
    buf_addf(out, "<details class=\"case\" data-verdict=\"%s\" data-level=\"%s\" id=\"",
             verdict_name(result->verdict), requirement_level_name(result_level(result)));
    html_line(out, span_of(result->id));
    buf_addf(out, "\"%s>", open ? " open" : "");
    add_summary(out, result);
    buf_add_str(out, "<div class=\"body\">");
    add_note(out, "reason", is_quiet(result) ? "Note" : "Reason", result->reason);
    html_comparison(out, result->expected, result->got);
    if (!is_quiet(result))
        add_note(out, "fix", "How to fix", span_of(result->hint));
    add_note(out, "excuse", "Baseline", result->excuse);
    add_requirements(out, result);
    add_replay(out, result);
    for (size_t i = 0; i < result->exchange_count; i++)
        add_exchange(out, &result->exchanges[i], i + 1 == result->exchange_count, room);
    buf_add_str(out, "</div></details>\n");
}
