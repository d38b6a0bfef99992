#include "base/die.h"
#include "report/html_parts.h"

#include <stdlib.h>

/* Groups and requirements: the same table, counted by another key. */
struct tally {
    struct span key;
    const struct requirement *requirement; /* NULL: the key is a group */
    size_t of[VERDICT_COUNT], all, failures;
};

struct tallies {
    struct tally *items;
    size_t count;
};

void html_bar(struct buf *out, const size_t of[VERDICT_COUNT], size_t all)
{
    double x = 0;

    buf_add_str(out, "<svg class=\"bar\" role=\"presentation\">");
    for (int i = 0; i < VERDICT_COUNT; i++) {
        double width = all ? 100.0 * (double)of[i] / (double)all : 0;

        if (!of[i])
            continue;
        buf_addf(out,
                 "<rect class=\"%s\" x=\"%.2f%%\" width=\"%.2f%%\" height=\"100%%\"/>",
                 verdict_name((enum verdict)i), x, width);
        x += width;
    }
    buf_add_str(out, "</svg>");
}

static struct tally *find(struct tallies *tallies, struct span key)
{
    for (size_t i = 0; i < tallies->count; i++)
        if (span_eq(tallies->items[i].key, key))
            return &tallies->items[i];
    tallies->items =
        xrealloc(tallies->items, (tallies->count + 1) * sizeof(*tallies->items));
    tallies->items[tallies->count] = (struct tally){ .key = key };
    return &tallies->items[tallies->count++];
}

static void count(struct tally *tally, const struct result_set *set,
                  const struct result *result)
{
    tally->of[result->verdict]++;
    tally->all++;
    tally->failures += result_is_failure(set, result);
}

static bool all_quiet(const struct tally *tally)
{
    return tally->of[VERDICT_PASS] + tally->of[VERDICT_INFO] == tally->all;
}

static void add_counts(struct buf *out, const struct tally *tally)
{
    buf_addf(out, "<td class=\"num\">%zu</td><td class=\"bars\">", tally->all);
    html_bar(out, tally->of, tally->all);
    buf_add_str(out, "</td><td class=\"counts\">");
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (tally->of[i] && (i != VERDICT_PASS || tally->of[i] == tally->all))
            buf_addf(out, "<span class=\"count %s\">%zu %s</span> ",
                     verdict_name((enum verdict)i), tally->of[i],
                     verdict_name((enum verdict)i));
    buf_add_str(out, "</td></tr>\n");
}

static void add_group_row(struct buf *out, const struct tally *tally)
{
    buf_add_str(out, "<tr><th scope=\"row\"><button type=\"button\" class=\"pick\" "
                     "data-pick=\"");
    html_line(out, tally->key);
    buf_add_str(out, "/\">");
    html_line(out, tally->key);
    buf_add_str(out, "</button></th>");
    add_counts(out, tally);
}

static void add_requirement_row(struct buf *out, const struct tally *tally)
{
    const struct requirement *r = tally->requirement;

    buf_add_str(out, "<tr><th scope=\"row\"><button type=\"button\" class=\"pick\" "
                     "data-pick=\"");
    html_line(out, tally->key);
    buf_add_str(out, "\">");
    html_line(out, tally->key);
    buf_addf(out, "</button></th><td class=\"what\"><b class=\"level\">%s</b> ",
             requirement_level_name(r->level));
    html_line(out, span_of(r->sentence));
    buf_add_str(out, " <span class=\"source\">");
    html_line(out, span_of(r->source));
    buf_add_str(out, "</span></td>");
    add_counts(out, tally);
}

static struct span group_of(const struct result *result)
{
    struct span group, rest;

    span_cut(span_of(result->id ? result->id : "?"), '/', &group, &rest);
    return group;
}

void html_groups(struct buf *out, const struct result_set *set)
{
    struct tallies tallies = { 0 };

    for (size_t i = 0; i < set->count; i++)
        count(find(&tallies, group_of(&set->items[i])), set, &set->items[i]);
    buf_add_str(out, "<section><h2>Groups</h2><div class=\"scroll\"><table "
                     "class=\"groups\"><thead><tr><th>group</th><th "
                     "class=\"num\">cases</th><th></th><th></th></tr></thead><tbody>\n");
    for (size_t i = 0; i < tallies.count; i++)
        add_group_row(out, &tallies.items[i]);
    buf_add_str(out, "</tbody></table></div></section>\n");
    free(tallies.items);
}

static const char requirement_head[] =
    "<div class=\"scroll\"><table class=\"requirements\"><thead><tr><th>requirement</th>"
    "<th>what it demands, and where that stands</th><th class=\"num\">cases</th>"
    "<th></th><th></th></tr></thead><tbody>\n";

/* The rows that are `quiet` or not, in the order of the catalogue; returns how many. */
static size_t add_requirement_rows(struct buf *out, const struct tallies *tallies,
                                   bool quiet)
{
    size_t rows = 0;

    for (size_t i = 0; i < tallies->count; i++) {
        if (all_quiet(&tallies->items[i]) != quiet)
            continue;
        if (rows++ == 0)
            buf_add_str(out, requirement_head);
        add_requirement_row(out, &tallies->items[i]);
    }
    if (rows)
        buf_add_str(out, "</tbody></table></div>");
    return rows;
}

void html_requirements(struct buf *out, const struct result_set *set)
{
    struct tallies tallies = { 0 };
    const struct requirement *requirement;
    size_t quiet = 0;

    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; (requirement = result_requirement(&set->items[i], k)); k++) {
            struct tally *tally = find(&tallies, span_of(requirement->id));

            tally->requirement = requirement;
            count(tally, set, &set->items[i]);
        }
    for (size_t i = 0; i < tallies.count; i++)
        quiet += all_quiet(&tallies.items[i]);
    buf_add_str(out, "<section class=\"wide\"><h2>Requirements</h2>\n");
    add_requirement_rows(out, &tallies, false);
    if (quiet) {
        buf_addf(out,
                 "<details class=\"more\"><summary>%zu requirement%s whose cases all "
                 "passed</summary>\n",
                 quiet, quiet == 1 ? "" : "s");
        add_requirement_rows(out, &tallies, true);
        buf_add_str(out, "</details>");
    }
    buf_add_str(out, "</section>\n");
    free(tallies.items);
}
