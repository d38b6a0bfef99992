#include "report/baseline_entry.h"

enum baseline_meaning baseline_meaning(enum verdict verdict)
{
    static const enum baseline_meaning meanings[VERDICT_COUNT] = {
        [VERDICT_PASS] = BASELINE_STALE,  [VERDICT_INFO] = BASELINE_STALE,
        [VERDICT_XPASS] = BASELINE_STALE, [VERDICT_FAIL] = BASELINE_NEEDED,
        [VERDICT_WARN] = BASELINE_NEEDED, [VERDICT_XFAIL] = BASELINE_NEEDED,
    };

    return meanings[verdict];
}

/* Two dates of ten characters order as texts. */
static bool is_expired(const struct baseline_entry *entry, const char *today)
{
    return entry->expires && strcmp(entry->expires, today) < 0;
}

static void excuse(struct result *result, const struct baseline_entry *entry,
                   enum verdict verdict)
{
    result->verdict = verdict;
    result->excuse = arena_printf(&result->mem, entry->issue ? "%s, %s" : "%s",
                                  entry->reason, entry->issue);
}

static size_t apply_entry(const struct baseline *baseline, struct result_set *set,
                          struct result *result, const char *today)
{
    const struct baseline_entry *entry = baseline_find(baseline, result->id);
    enum baseline_meaning meaning = baseline_meaning(result->verdict);

    if (!entry || meaning == BASELINE_SILENT)
        return 0;
    if (meaning == BASELINE_STALE) {
        excuse(result, entry, VERDICT_XPASS);
        result_set_note(set, "%s:%d: the baseline entry %s is stale: the case passes",
                        baseline->file, entry->line, entry->id);
        return 1;
    }
    if (is_expired(entry, today)) {
        result_set_note(set, "%s:%d: the baseline entry %s expired on %s (%s)",
                        baseline->file, entry->line, entry->id, entry->expires,
                        entry->reason);
        return 1;
    }
    excuse(result, entry, VERDICT_XFAIL);
    return 0;
}

size_t baseline_apply(const struct baseline *baseline, struct result_set *set,
                      const char *today)
{
    size_t bad = 0;

    for (size_t i = 0; i < set->count; i++)
        bad += apply_entry(baseline, set, &set->items[i], today);
    set->baseline_bad += bad;
    return bad;
}
