#include "report/baseline_entry.h"

#include "report/ini.h"
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

/* Without blanks where they would begin a comment or make the line too long: what was
 * read has to be read again. */
static void add_pair(struct buf *out, const char *name, const char *value)
{
    bool tight = value[0] == ';' || strlen(name) + strlen(value) + 3 > INI_LINE_MAX;

    buf_addf(out, tight ? "%s=%s\n" : "%s = %s\n", name, value);
}

static void add_entry(struct buf *out, const struct baseline_entry *entry)
{
    buf_addf(out, "\n[%s]\n", entry->id);
    add_pair(out, "reason", entry->reason);
    if (entry->issue)
        add_pair(out, "issue", entry->issue);
    if (entry->expires)
        add_pair(out, "expires", entry->expires);
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

void baseline_print(struct buf *out, const struct baseline *old,
                    const struct result_set *set, const char *today)
{
    char expires[16];

    later_date(today, NEW_ENTRY_DAYS, expires);
    buf_add_str(out, "# Failures that are expected, with the reason why.\n");
    for (size_t i = 0; i < set->count; i++) {
        const struct result *result = &set->items[i];

        add_result(out, set, result, baseline_find(old, result->id), expires);
    }
    for (size_t i = 0; old && i < old->count; i++)
        if (!has_result(set, old->entries[i].id))
            add_entry(out, &old->entries[i]);
}

int baseline_update(const char *file, const struct baseline *old,
                    const struct result_set *set, const char *today, struct buf *why)
{
    struct buf text;
    int rc;

    if (!baseline_is_date(today)) {
        buf_addf(why, "\"%s\" is no date", today);
        return -1;
    }
    buf_init(&text, BUF_MAX_MESSAGE);
    baseline_print(&text, old, set, today);
    rc = output_write(file, buf_span(&text), why);
    buf_release(&text);
    return rc;
}
