#include "report/baseline_entry.h"

#include "base/die.h"
#include "report/hostile.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* inih cuts section names at 49 bytes and knows no line numbers in its handler, so the
 * reader that feeds it keeps both. */
struct loader {
    FILE *file;
    struct baseline *baseline;
    bool (*known_id)(const char *id);
    struct buf *why;
    int line;
    bool failed;
};

static int refuse(struct loader *loader, int line, const char *format, struct span what)
{
    if (loader->failed)
        return 0;
    loader->failed = true;
    buf_addf(loader->why, "%s:%d: ", loader->baseline->file, line);
    for (const char *p = format; *p; p++)
        if (*p == '@')
            hostile_add(loader->why, what, 100, false);
        else
            buf_add_char(loader->why, *p);
    return 0;
}

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

static void begin_entry(struct loader *loader, struct span id)
{
    struct baseline *b = loader->baseline;
    const char *text = arena_str(&b->mem, id);

    if (baseline_find(b, text))
        refuse(loader, loader->line, "[@] stands there twice", id);
    else if (loader->known_id && !loader->known_id(text))
        refuse(loader, loader->line, "no case has the id \"@\"", id);
    b->entries = xrealloc(b->entries, (b->count + 1) * sizeof(*b->entries));
    b->entries[b->count++] = (struct baseline_entry){ .id = text, .line = loader->line };
}

static void look_at_line(struct loader *loader, const char *line)
{
    struct span id, rest;

    if (line[0] != '[')
        return;
    if (span_cut(span_of(line + 1), ']', &id, &rest))
        begin_entry(loader, id);
    else
        refuse(loader, loader->line, "the ] of the section is missing", id);
}

/* The line without what stands before its first word: inih takes an indented line for the
 * continuation of a value, which this file has not. */
static void drop_indent(char *line, bool first)
{
    size_t skip = first && strncmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    skip += strspn(line + skip, " \t");
    memmove(line, line + skip, strlen(line + skip) + 1);
}

static char *read_line(char *line, int size, void *user)
{
    struct loader *loader = user;

    if (loader->failed || !fgets(line, size, loader->file))
        return NULL;
    loader->line++;
    if (!strchr(line, '\n') && !feof(loader->file)) {
        refuse(loader, loader->line, "the line is too long", span_of(""));
        return NULL;
    }
    drop_indent(line, loader->line == 1);
    look_at_line(loader, line);
    return line;
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

static int take_pair(void *user, const char *section, const char *name, const char *value)
{
    struct loader *loader = user;
    struct baseline *b = loader->baseline;
    const char **field;

    (void)section;
    if (!b->count)
        return refuse(loader, loader->line, "@ stands before any section", span_of(name));
    field = find_field(&b->entries[b->count - 1], name);
    if (!field)
        return refuse(loader, loader->line,
                      "unknown key \"@\" (known: reason, issue, expires)", span_of(name));
    if (*field)
        return refuse(loader, loader->line, "@ stands there twice", span_of(name));
    if (strcmp(name, "expires") == 0 && !baseline_is_date(value))
        return refuse(loader, loader->line, "\"@\" is no date (YYYY-MM-DD)",
                      span_of(value));
    *field = arena_str(&b->mem, span_of(value));
    return 1;
}

static int check_entries(struct loader *loader)
{
    for (size_t i = 0; i < loader->baseline->count; i++) {
        const struct baseline_entry *e = &loader->baseline->entries[i];

        if (!e->reason || !e->reason[0])
            refuse(loader, e->line, "[@] has no reason", span_of(e->id));
    }
    return loader->failed ? -1 : 0;
}

static int parse(struct loader *loader)
{
    int line;

    errno = 0;
    line = ini_parse_stream(read_line, loader, take_pair, loader);
    if (ferror(loader->file)) {
        buf_addf(loader->why, "%s could not be read: %s", loader->baseline->file,
                 strerror(errno));
        return -1;
    }
    if (line)
        refuse(loader, line, "neither a [section] nor name = value nor a comment",
               span_of(""));
    return check_entries(loader);
}

struct baseline *baseline_load(const char *file, bool (*known_id)(const char *id),
                               struct buf *why)
{
    struct loader loader = { .known_id = known_id, .why = why };
    int rc;

    loader.file = fopen(file, "re");
    if (!loader.file) {
        buf_addf(why, "%s could not be read: %s", file, strerror(errno));
        return NULL;
    }
    loader.baseline = xcalloc(1, sizeof(*loader.baseline));
    loader.baseline->file = xstrdup(file);
    rc = parse(&loader);
    fclose(loader.file);
    if (rc == 0)
        return loader.baseline;
    baseline_free(loader.baseline);
    return NULL;
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
