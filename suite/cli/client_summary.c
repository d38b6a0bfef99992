#include "cli/client_summary.h"

#include "base/die.h"
#include "cli/difference.h"
#include "client/catalogue.h"
#include "report/report.h"

#include <stdlib.h>

#define RED "\033[1;31m"
#define GREEN "\033[1;32m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

enum { NAMES_SHOWN = 4, CATALOGUE_MAX = 400 };

/* One mistake with one verdict. */
struct row {
    struct finding shown; /* of the first scenario that has it */
    bool in[CATALOGUE_MAX];
    size_t count, first;
    struct row *next; /* in the order of verdict and table */
};

struct client_summary {
    struct row *rows;
    size_t played, spotless;
    struct arena mem;
};

struct client_summary *client_summary_new(void)
{
    return xcalloc(1, sizeof(struct client_summary));
}

void client_summary_free(struct client_summary *summary)
{
    arena_release(&summary->mem);
    free(summary);
}

static size_t number_of(const struct scenario *scenario)
{
    size_t i = 0;

    while (i + 1 < scenario_count() && scenario_at(i) != scenario)
        i++;
    return i < CATALOGUE_MAX ? i : CATALOGUE_MAX - 1;
}

static unsigned rank(const struct finding *f)
{
    static const unsigned severity[VERDICT_COUNT] = {
        [VERDICT_FAIL] = 0, [VERDICT_WARN] = 1, [VERDICT_INFO] = 2
    };

    return severity[f->verdict] * 1000 +
           (f->mistake == OAUTH_MISTAKE_NONE ? 999 : (unsigned)f->mistake);
}

static struct row *find_row(struct client_summary *summary, const struct finding *f)
{
    struct row **at = &summary->rows, *row;

    while (*at && rank(&(*at)->shown) < rank(f))
        at = &(*at)->next;
    if (*at && rank(&(*at)->shown) == rank(f))
        return *at;
    row = arena_alloc(&summary->mem, sizeof(*row));
    row->next = *at;
    row->first = CATALOGUE_MAX;
    *at = row;
    return row;
}

static void show(struct client_summary *summary, struct row *row, const struct finding *f,
                 size_t number)
{
    struct arena *mem = &summary->mem;

    if (!row->in[number])
        row->count++;
    row->in[number] = true;
    if (number >= row->first)
        return;
    row->first = number;
    row->shown = *f;
    row->shown.detail = arena_copy(mem, f->detail);
    row->shown.expected = arena_copy(mem, f->expected);
    row->shown.got = arena_copy(mem, f->got);
}

void client_summary_add(struct client_summary *summary, const struct scenario *scenario,
                        const struct outcome *outcome)
{
    bool spotless = true;

    for (size_t i = 0; i < outcome->finding_count; i++) {
        const struct finding *f = &outcome->findings[i];
        struct row *row = find_row(summary, f);

        row->shown.verdict = f->verdict; /* what find_row orders by, before it is shown */
        row->shown.mistake = f->mistake;
        show(summary, row, f, number_of(scenario));
        spotless &= f->verdict != VERDICT_FAIL;
    }
    summary->played++;
    summary->spotless += spotless;
}

static void paint(struct buf *out, const char *color, const char *text, bool use)
{
    buf_addf(out, "%s%s%s", use ? color : "", text, use ? PLAIN : "");
}

static void add_scenarios(struct buf *out, const struct row *row)
{
    size_t shown = 0;

    buf_addf(out, "  in %zu scenario%s: ", row->count, row->count == 1 ? "" : "s");
    for (size_t i = 0; i < scenario_count() && i < CATALOGUE_MAX; i++)
        if (row->in[i] && shown++ < NAMES_SHOWN)
            buf_addf(out, "%s%s", shown > 1 ? ", " : "", scenario_at(i)->id);
    if (row->count > NAMES_SHOWN)
        buf_addf(out, " and %zu more", row->count - NAMES_SHOWN);
    buf_add_char(out, '\n');
}

static size_t first_difference(struct span a, struct span b)
{
    size_t at = 0;

    while (at < a.len && at < b.len && a.p[at] == b.p[at])
        at++;
    return at;
}

/* A detail that only repeats the description says nothing. */
static bool is_plain(const struct finding *f)
{
    const char *description = oauth_mistakes[f->mistake].description;

    return !f->detail.len ||
           (f->detail.len == strlen("The client .") + strlen(description) &&
            span_find(f->detail, span_of(description)) >= 0);
}

static void add_texts(struct buf *out, const struct finding *f)
{
    if (!is_plain(f)) {
        buf_add_str(out, "  ");
        report_neutralise(out, f->detail, false);
        buf_add_char(out, '\n');
    }
    if (f->difference >= 0)
        difference_write(out, "  ", f->expected, f->got,
                         first_difference(f->expected, f->got));
}

static void add_row(struct buf *out, const struct row *row, bool color)
{
    const struct finding *f = &row->shown;
    const struct oauth_mistake_info *info = &oauth_mistakes[f->mistake];
    const struct requirement *requirement =
        check_requirement(f->check, scenario_at(row->first)->level);

    paint(out, f->verdict == VERDICT_FAIL ? RED : YELLOW, verdict_name(f->verdict),
          color);
    buf_addf(out, " %s: the client %s\n", info->name, info->description);
    add_scenarios(out, row);
    add_texts(out, f);
    buf_addf(out, "  requirement: %s (%s; %s): %s\n", requirement->id,
             requirement_level_name(requirement->level), requirement->source,
             requirement->sentence);
    buf_addf(out, "  how to fix: %s\n", info->fix);
    buf_addf(out, "  again: favspec test-client -v --only %s -- COMMAND\n\n",
             scenario_at(row->first)->id);
}

/* What is a failure elsewhere need not be told again as a warning. */
static bool is_told(const struct client_summary *summary, const struct row *row)
{
    for (const struct row *r = summary->rows; r && r != row; r = r->next)
        if (r->shown.mistake == row->shown.mistake && row->shown.verdict == VERDICT_WARN)
            return true;
    return false;
}

static void add_note(struct buf *out, const struct row *row)
{
    buf_add_str(out, "note: ");
    report_neutralise(out, row->shown.detail, false);
    buf_addf(out, " (%s%s)\n", scenario_at(row->first)->id, row->count > 1 ? ", …" : "");
}

/* Skips, errors and what stayed open: each reason once. */
static void add_reasons(struct buf *out, const struct result_set *set, bool color)
{
    static const enum verdict listed[] = { VERDICT_SKIP, VERDICT_ERROR,
                                           VERDICT_INCONCLUSIVE };

    for (size_t i = 0; i < set->count; i++) {
        const struct result *r = &set->items[i];
        size_t count = 0, before = 0;

        for (size_t k = 0; k < set->count; k++)
            if (set->items[k].verdict == r->verdict &&
                span_eq(set->items[k].reason, r->reason)) {
                count++;
                before += k < i;
            }
        for (size_t k = 0; k < 3; k++)
            if (r->verdict == listed[k] && !before) {
                paint(out, YELLOW, verdict_name(r->verdict), color);
                buf_addf(out, " %zu × ", count);
                report_neutralise(out, r->reason, false);
                buf_addf(out, " (%s%s)\n", r->id, count > 1 ? ", …" : "");
            }
    }
}

static void add_counts(struct buf *out, const struct result_set *set)
{
    buf_addf(out, "planned %zu", set->planned > set->count ? set->planned : set->count);
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (result_set_count(set, (enum verdict)i))
            buf_addf(out, ", %s %zu", verdict_name((enum verdict)i),
                     result_set_count(set, (enum verdict)i));
    buf_add_char(out, '\n');
}

static void add_last_line(struct buf *out, const struct client_summary *summary,
                          const struct result_set *set, bool color)
{
    size_t mistakes = 0;
    const char *word = set->interrupted        ? "INTERRUPTED"
                       : set->exit_status == 0 ? "PASS"
                       : set->exit_status == 1 ? "FAIL"
                       : set->exit_status == 3 ? "NO VERDICT"
                       : set->exit_status == 4 ? "INCONCLUSIVE"
                                               : "ERROR";

    for (const struct row *row = summary->rows; row; row = row->next)
        mistakes += row->shown.verdict == VERDICT_FAIL;
    paint(out, set->exit_status ? RED : GREEN, word, color);
    buf_addf(out, ": %zu scenario%s played, ", summary->played,
             summary->played == 1 ? "" : "s");
    if (mistakes)
        buf_addf(out, "%zu mistake%s in %zu of them, ", mistakes,
                 mistakes == 1 ? "" : "s", summary->played - summary->spotless);
    else
        buf_addf(out, "%s, ", set->exit_status == 3 ? "nothing to judge" : "no mistakes");
    buf_addf(out, "%.1f s\n", (double)set->duration_us / 1e6);
}

void client_summary_write(const struct client_summary *summary,
                          const struct result_set *set, bool color, bool quiet,
                          struct buf *out)
{
    for (const struct row *row = summary->rows; row; row = row->next) {
        if (row->shown.mistake == OAUTH_MISTAKE_NONE && !quiet)
            add_note(out, row);
        else if (row->shown.verdict == VERDICT_FAIL || (!quiet && !is_told(summary, row)))
            add_row(out, row, color);
    }
    if (!quiet) {
        add_reasons(out, set, color);
        add_counts(out, set);
    }
    for (size_t i = 0; i < set->note_count; i++) {
        buf_add_str(out, "note: ");
        report_neutralise(out, set->notes[i], false);
        buf_add_char(out, '\n');
    }
    add_last_line(out, summary, set, color);
}
