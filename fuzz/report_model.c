#include "fuzz/report_model.h"

#include <ctype.h>

static const char *const titles[] = { "worse", "no longer there", "better", "changed",
                                      "new" };

enum { WORSE, MISSING, BETTER, OTHER, ADDED, KINDS };

/* From harmless to bad; words in between are no verdicts. */
static const struct {
    const char *word;
    int badness;
} verdicts[] = {
    { "pass", 0 }, { "info", 0 },  { "xfail", 0 },        { "flaky", 1 }, { "skip", 2 },
    { "warn", 3 }, { "error", 4 }, { "inconclusive", 4 }, { "xpass", 4 }, { "fail", 5 },
};

static int badness(const char *word)
{
    for (size_t i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++)
        if (strcmp(verdicts[i].word, word) == 0)
            return verdicts[i].badness;
    return 6;
}

static void copy_plain(char *to, size_t room, struct span from)
{
    size_t len = 0;

    for (size_t i = 0; i < from.len && len + 1 < room; i++)
        if (isalnum((unsigned char)from.p[i]) || from.p[i] == '-' || from.p[i] == '/')
            to[len++] = from.p[i];
    to[len] = '\0';
}

static ptrdiff_t find(const struct report_model *model, const char *id)
{
    for (size_t i = 0; i < model->count; i++)
        if (strcmp(model->cases[i].id, id) == 0)
            return (ptrdiff_t)i;
    return -1;
}

void report_model_read(struct report_model *model, struct span list, struct buf *out)
{
    *model = (struct report_model){ .count = 0 };
    buf_addf(out, "{\"schema\":\"favspec/report-1\",\"cases\":[");
    while (list.len && model->count < REPORT_MODEL_MAX) {
        struct span one, id, verdict;
        char name[REPORT_MODEL_TEXT] = "x";

        span_cut(list, ',', &one, &list);
        span_cut(span_trim(one), ' ', &id, &verdict);
        copy_plain(name + 1, sizeof(name) - 1, id);
        if (find(model, name) >= 0)
            continue;
        memcpy(model->cases[model->count].id, name, sizeof(name));
        copy_plain(model->cases[model->count].verdict, REPORT_MODEL_TEXT, verdict);
        buf_addf(out, "%s{\"id\":\"%s\",\"verdict\":\"%s\"}", model->count ? "," : "",
                 name, model->cases[model->count].verdict);
        model->count++;
    }
    buf_addf(out, "],\"summary\":{\"planned\":%zu}}", model->count);
}

/* How the case `id` of either fared; KINDS: as before. */
static int fate(const struct report_model *old, const struct report_model *new,
                const char *id, const char **before, const char **after)
{
    ptrdiff_t a = find(old, id), b = find(new, id);
    int from, to;

    *before = a < 0 ? "(not there)" : old->cases[a].verdict;
    *after = b < 0 ? "(not there)" : new->cases[b].verdict;
    if (b < 0)
        return MISSING;
    if (a < 0)
        return badness(*after) >= 3 ? WORSE : ADDED;
    if (strcmp(*before, *after) == 0)
        return KINDS;
    from = badness(*before);
    to = badness(*after);
    return to > from ? WORSE : to < from ? BETTER : OTHER;
}

/* The id that comes next in the order of octets, of both. */
static const char *next(const struct report_model *old, const struct report_model *new,
                        const char *behind)
{
    const struct report_model *both[] = { old, new };
    const char *best = NULL;

    for (int m = 0; m < 2; m++)
        for (size_t i = 0; i < both[m]->count; i++) {
            const char *id = both[m]->cases[i].id;

            if ((!behind || strcmp(id, behind) > 0) && (!best || strcmp(id, best) < 0))
                best = id;
        }
    return best;
}

enum comparison report_model_compare(const struct report_model *old,
                                     const struct report_model *new, struct buf *out)
{
    size_t counts[KINDS] = { 0 };
    const char *before, *after;

    for (int kind = 0; kind < KINDS; kind++) {
        struct buf lines;

        buf_init(&lines, BUF_MAX_MESSAGE);
        for (const char *id = next(old, new, NULL); id; id = next(old, new, id))
            if (fate(old, new, id, &before, &after) == kind) {
                counts[kind]++;
                buf_addf(&lines, "  %s: %s -> %s\n", id, before, after);
            }
        if (counts[kind])
            buf_addf(out, "%s (%zu)\n%s", titles[kind], counts[kind], lines.p);
        buf_release(&lines);
    }
    if (out->len == 0)
        buf_add_str(out, "no case changed\n");
    return counts[WORSE] || counts[MISSING]                   ? COMPARE_WORSE
           : counts[BETTER] || counts[OTHER] || counts[ADDED] ? COMPARE_CHANGED
                                                              : COMPARE_SAME;
}

bool report_model_is_title(struct span line)
{
    for (int kind = 0; kind < KINDS; kind++)
        if (span_starts(line, span_of(titles[kind])))
            return true;
    return span_eq(line, SPAN("no case changed"));
}
