#include "support.h"

#include "base/die.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

struct span exact_copy(struct span s)
{
    char *p = xmalloc(s.len ? s.len : 1);

    if (s.len)
        memcpy(p, s.p, s.len);
    return span_make(p, s.len);
}

struct span read_source(const char *name)
{
    char path[1024], block[4096];
    struct buf text;
    size_t got;

    snprintf(path, sizeof(path), "%s/%s", SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");

    ck_assert_msg(file != NULL, "%s cannot be opened", path);
    buf_init(&text, BUF_MAX_MESSAGE);
    while ((got = fread(block, 1, sizeof(block), file)) > 0)
        buf_add(&text, block, got);
    fclose(file);

    struct span copy = exact_copy(buf_span(&text));

    buf_release(&text);
    return copy;
}

static int is_document(const struct dirent *entry)
{
    struct span name = span_of(entry->d_name);

    return span_ends(name, SPAN(".json")) || span_ends(name, SPAN(".txt"));
}

int each_source(const char *folder, void (*visit)(const char *name, struct span text))
{
    struct dirent **entries;
    char path[1024];

    snprintf(path, sizeof(path), "%s/%s", SOURCE_DIR, folder);
    int count = scandir(path, &entries, is_document, alphasort);

    ck_assert_msg(count >= 0, "%s cannot be listed", path);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        struct span text = read_source(path);

        visit(entries[i]->d_name, text);
        free((char *)text.p);
        free(entries[i]);
    }
    free(entries);
    return count;
}

const struct json_schemas *golden_schemas(void)
{
    static struct json_schemas schemas;
    struct buf why;

    if (schemas.status)
        return &schemas;
    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_msg(json_schemas_load(&schemas, SOURCE_DIR "/golden", &why) == 0, "%s",
                  why.p);
    buf_release(&why);
    return &schemas;
}

struct span replace_once(struct span text, const char *from, const char *to)
{
    ptrdiff_t at = span_find(text, span_of(from));
    struct buf edited;

    ck_assert_msg(at >= 0, "%s does not stand in the document", from);
    struct span tail = span_from(text, (size_t)at + strlen(from));

    ck_assert_msg(span_find(tail, span_of(from)) < 0, "%s stands in it twice", from);
    buf_init(&edited, BUF_MAX_MESSAGE);
    buf_add(&edited, text.p, (size_t)at);
    buf_add_str(&edited, to);
    buf_add_span(&edited, tail);
    struct span copy = exact_copy(buf_span(&edited));

    buf_release(&edited);
    return copy;
}

uint64_t broken_rules(const struct status_findings *findings)
{
    uint64_t rules = 0;

    for (size_t i = 0; i < findings->count; i++)
        if (!findings->items[i].noted)
            rules |= STATUS_RULE(findings->items[i].rule);
    return rules;
}

const char *rules_text(uint64_t rules)
{
    static char text[2048];
    size_t len = 0;

    text[0] = '\0';
    for (int i = 0; i < STATUS_RULE_COUNT; i++)
        if (rules & STATUS_RULE(i))
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%s ",
                                    status_rules[i].name);
    return text;
}
