#include "report/baseline_entry.h"

#include "report/output.h"

#include <stdio.h>
#include <time.h>

enum { NEW_ENTRY_DAYS = 90 };

/* The day so many days after `today`, which is a valid date. */
static void later_date(const char *today, int days, char out[16])
{
    struct tm tm = { 0 };

    if (sscanf(today, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3)
        tm.tm_mday = 1;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    tm.tm_mday += days;
    timegm(&tm);
    if (!strftime(out, 16, "%Y-%m-%d", &tm))
        out[0] = '\0';
}

static void add_entry(struct buf *out, const struct baseline_entry *entry)
{
    buf_addf(out, "\n[%s]\nreason = %s\n", entry->id, entry->reason);
    if (entry->issue)
        buf_addf(out, "issue = %s\n", entry->issue);
    if (entry->expires)
        buf_addf(out, "expires = %s\n", entry->expires);
}

static void add_result(struct buf *out, const struct result_set *set,
                       const struct result *result, const struct baseline_entry *entry,
                       const char *expires)
{
    const struct baseline_entry fresh = {
        .id = result->id,
        .reason = "TODO(reason)",
        .expires = expires,
    };
    enum baseline_meaning meaning = baseline_meaning(result->verdict);

    if (entry && meaning != BASELINE_STALE)
        add_entry(out, entry);
    else if (!entry && result->verdict != VERDICT_XPASS && result_is_failure(set, result))
        add_entry(out, &fresh);
}

static bool has_result(const struct result_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].id && strcmp(set->items[i].id, id) == 0)
            return true;
    return false;
}

int baseline_update(const char *file, const struct baseline *old,
                    const struct result_set *set, const char *today, struct buf *why)
{
    char expires[16];
    struct buf text;
    int rc;

    if (!baseline_is_date(today)) {
        buf_addf(why, "\"%s\" is no date", today);
        return -1;
    }
    later_date(today, NEW_ENTRY_DAYS, expires);
    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_str(&text, "# Failures that are expected, with the reason why.\n");
    for (size_t i = 0; i < set->count; i++) {
        const struct result *result = &set->items[i];

        add_result(&text, set, result, baseline_find(old, result->id), expires);
    }
    for (size_t i = 0; old && i < old->count; i++)
        if (!has_result(set, old->entries[i].id))
            add_entry(&text, &old->entries[i]);
    rc = output_write(file, buf_span(&text), why);
    buf_release(&text);
    return rc;
}
