#include "cli/difference.h"
#include "cli/serve_entry.h"
#include "report/hostile.h"

#include <time.h>

enum { TARGET_MAX = 300, DETAIL_MAX = 2000 };

static void add_time(struct buf *out, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;
    char text[16];

    if (!gmtime_r(&seconds, &tm) || !strftime(text, sizeof(text), "%H:%M:%S", &tm))
        text[0] = '\0';
    buf_addf(out, "%s.%03dZ", text, (int)(ms % 1000));
}

static void add_hidden(struct buf *out, const struct redactor *redactor, struct span text,
                       size_t max)
{
    struct buf hidden;

    buf_init(&hidden, BUF_MAX_MESSAGE);
    redactor_write(redactor, &hidden, text);
    hostile_add(out, buf_span(&hidden), max, false);
    buf_release(&hidden);
}

static void add_findings(const struct diagnosis *diagnosis,
                         const struct redactor *redactor, struct buf *out)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct diagnosis_finding *found = &diagnosis->found[i];

        buf_addf(out, "    %s: ", oauth_mistakes[found->mistake].name);
        add_hidden(out, redactor, found->detail, DETAIL_MAX);
        buf_addf(out, " %s\n", found->fix);
    }
}

static void add_names(const struct oauth_autopsy *autopsy, struct buf *out)
{
    if (!autopsy->equivalent_count)
        return;
    buf_add_str(out, "    the same bytes:");
    for (size_t i = 0; i < autopsy->equivalent_count; i++)
        buf_addf(out, "%s %s", i ? "," : "", oauth_mistakes[autopsy->equivalent[i]].name);
    buf_add_char(out, '\n');
}

/* Where the two base strings part; not when hiding a secret would shift them. */
static void add_difference(const struct oauth_autopsy *autopsy,
                           const struct redactor *redactor, struct buf *out)
{
    if (!autopsy->matched.p || autopsy->difference < 0 ||
        redactor_finds(redactor, autopsy->expected) ||
        redactor_finds(redactor, autopsy->matched))
        return;
    difference_write(out, "    ", autopsy->expected, autopsy->matched,
                     (size_t)autopsy->difference);
}

static void add_base_string(const struct oauth_autopsy *autopsy,
                            const struct redactor *redactor, struct buf *out)
{
    if (!autopsy->expected.p || autopsy->matched.p)
        return;
    buf_add_str(out, "    expected base string ");
    add_hidden(out, redactor, autopsy->expected, DETAIL_MAX);
    buf_add_char(out, '\n');
}

static void add_note(const struct entry *entry, struct buf *out)
{
    struct buf note;

    buf_init(&note, BUF_MAX_TEXT);
    entry_note(entry, &note);
    if (note.len)
        buf_add_str(out, " - ");
    hostile_add(out, buf_span(&note), DETAIL_MAX, false);
    buf_release(&note);
}

void entry_write_line(const struct entry *entry, const struct redactor *redactor,
                      struct buf *out)
{
    const struct diagnosis *diagnosis = entry->diagnosis;

    add_time(out, entry->now_ms);
    buf_addf(out, " #%llu %d %s ", (unsigned long long)entry->number, entry->status,
             diagnosis_verdict_name(entry_verdict(entry)));
    add_hidden(out, redactor, entry->method, TARGET_MAX);
    buf_add_char(out, ' ');
    add_hidden(out, redactor, entry->target, TARGET_MAX);
    for (size_t i = 0; diagnosis && i < diagnosis->count; i++)
        buf_addf(out, "%s%s", i ? ", " : "  ",
                 oauth_mistakes[diagnosis->found[i].mistake].name);
    add_note(entry, out);
    buf_add_char(out, '\n');
    if (!diagnosis)
        return;
    add_findings(diagnosis, redactor, out);
    add_names(&diagnosis->autopsy, out);
    add_difference(&diagnosis->autopsy, redactor, out);
    add_base_string(&diagnosis->autopsy, redactor, out);
}
