#include "report/baseline_entry.h"

#include "base/die.h"
#include "report/ini.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BASELINE_FILE_MAX = 4 * 1024 * 1024 };

struct loader {
    struct baseline *baseline;
    bool (*known_id)(const char *id);
};

bool baseline_is_date(const char *text)
{
    struct tm tm = { 0 };
    struct tm again;
    char back[16];

    if (strlen(text) != 10 ||
        sscanf(text, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    again = tm;
    timegm(&again);
    return strftime(back, sizeof(back), "%Y-%m-%d", &again) == 10 &&
           strcmp(back, text) == 0;
}

const struct baseline_entry *baseline_find(const struct baseline *baseline,
                                           const char *id)
{
    for (size_t i = 0; baseline && id && i < baseline->count; i++)
        if (strcmp(baseline->entries[i].id, id) == 0)
            return &baseline->entries[i];
    return NULL;
}

static void begin_entry(struct ini *ini, struct span id)
{
    const struct loader *loader = ini->user;
    struct baseline *b = loader->baseline;
    const char *text = arena_str(&b->mem, id);

    if (baseline_find(b, text))
        ini_refuse(ini, ini->line, "[@] stands there twice", id);
    else if (loader->known_id && !loader->known_id(text))
        ini_refuse(ini, ini->line, "no case has the id \"@\"", id);
    b->entries = xrealloc(b->entries, (b->count + 1) * sizeof(*b->entries));
    b->entries[b->count++] = (struct baseline_entry){ .id = text, .line = ini->line };
}

static const char **find_field(struct baseline_entry *entry, const char *name)
{
    if (strcmp(name, "reason") == 0)
        return &entry->reason;
    if (strcmp(name, "issue") == 0)
        return &entry->issue;
    if (strcmp(name, "expires") == 0)
        return &entry->expires;
    return NULL;
}

static void take_pair(struct ini *ini, const char *name, const char *value)
{
    const struct loader *loader = ini->user;
    struct baseline *b = loader->baseline;
    const char **field = b->count ? find_field(&b->entries[b->count - 1], name) : NULL;

    if (!b->count)
        ini_refuse(ini, ini->line, "@ stands before any section", span_of(name));
    else if (!field)
        ini_refuse(ini, ini->line, "unknown key \"@\" (known: reason, issue, expires)",
                   span_of(name));
    else if (*field)
        ini_refuse(ini, ini->line, "@ stands there twice", span_of(name));
    else if (strcmp(name, "expires") == 0 && !baseline_is_date(value))
        ini_refuse(ini, ini->line, "\"@\" is no date (YYYY-MM-DD)", span_of(value));
    else
        *field = arena_str(&b->mem, span_of(value));
}

static void check_entries(struct ini *ini, const struct baseline *baseline)
{
    for (size_t i = 0; i < baseline->count; i++) {
        const struct baseline_entry *e = &baseline->entries[i];

        if (!e->reason || !e->reason[0])
            ini_refuse(ini, e->line, "[@] has no reason", span_of(e->id));
    }
}

struct baseline *baseline_parse(const char *file, struct span text,
                                bool (*known_id)(const char *id), struct buf *why)
{
    struct loader loader = { xcalloc(1, sizeof(*loader.baseline)), known_id };
    struct ini ini = { file, why, &loader, begin_entry, take_pair, .failed = false };

    loader.baseline->file = xstrdup(file);
    if (ini_read(&ini, text) == 0)
        check_entries(&ini, loader.baseline);
    if (!ini.failed)
        return loader.baseline;
    baseline_free(loader.baseline);
    return NULL;
}

struct baseline *baseline_load(const char *file, bool (*known_id)(const char *id),
                               struct buf *why)
{
    struct baseline *baseline = NULL;
    FILE *stream = fopen(file, "re");
    char chunk[8192];
    struct buf text;
    size_t got;

    if (!stream) {
        buf_addf(why, "%s could not be read: %s", file, strerror(errno));
        return NULL;
    }
    buf_init(&text, BASELINE_FILE_MAX);
    while (!text.overflow && (got = fread(chunk, 1, sizeof(chunk), stream)) > 0)
        buf_add(&text, chunk, got);
    if (ferror(stream))
        buf_addf(why, "%s could not be read: %s", file, strerror(errno));
    else if (text.overflow)
        buf_addf(why, "%s is larger than %d bytes", file, BASELINE_FILE_MAX);
    else
        baseline = baseline_parse(file, buf_span(&text), known_id, why);
    fclose(stream);
    buf_release(&text);
    return baseline;
}

void baseline_free(struct baseline *baseline)
{
    if (!baseline)
        return;
    free(baseline->entries);
    free(baseline->file);
    arena_release(&baseline->mem);
    free(baseline);
}
