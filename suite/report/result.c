#include "report/result.h"

#include "base/die.h"

#include <stdarg.h>
#include <stdlib.h>

static const char *const verdict_names[VERDICT_COUNT] = {
    [VERDICT_PASS] = "pass",   [VERDICT_FAIL] = "fail",
    [VERDICT_WARN] = "warn",   [VERDICT_INFO] = "info",
    [VERDICT_SKIP] = "skip",   [VERDICT_INCONCLUSIVE] = "inconclusive",
    [VERDICT_ERROR] = "error", [VERDICT_XFAIL] = "xfail",
    [VERDICT_XPASS] = "xpass", [VERDICT_FLAKY] = "flaky",
};

const char *verdict_name(enum verdict verdict)
{
    return verdict_names[verdict];
}

int verdict_find(const char *name)
{
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(verdict_names[i], name) == 0)
            return i;
    return -1;
}

void result_init(struct result *result)
{
    *result = (struct result){ 0 };
}

void result_release(struct result *result)
{
    arena_release(&result->mem);
    result_init(result);
}

const struct requirement *result_requirement(const struct result *result, size_t i)
{
    if (result->own)
        return i == 0 ? result->own : NULL;
    if (i >= RESULT_REQUIREMENTS_MAX || result->requirements[i] == REQ_NONE)
        return NULL;
    return &requirements[result->requirements[i]];
}

enum requirement_level result_level(const struct result *result)
{
    const struct requirement *first = result_requirement(result, 0);

    return first ? first->level : LEVEL_MAY;
}

void result_set_init(struct result_set *set)
{
    *set = (struct result_set){ 0 };
}

void result_set_release(struct result_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        result_release(&set->items[i]);
    free(set->items);
    free(set->notes);
    arena_release(&set->mem);
    result_set_init(set);
}

void result_set_add(struct result_set *set, struct result *result)
{
    if (set->count == set->cap) {
        set->cap = set->cap ? set->cap * 2 : 64;
        set->items = xrealloc(set->items, set->cap * sizeof(*set->items));
    }
    set->items[set->count] = *result;
    set->items[set->count++].again = set->again;
    result_init(result);
}

void result_set_note(struct result_set *set, const char *format, ...)
{
    struct buf text;
    va_list args;

    buf_init(&text, BUF_MAX_TEXT);
    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    set->notes = xrealloc(set->notes, (set->note_count + 1) * sizeof(*set->notes));
    set->notes[set->note_count++] = arena_copy(&set->mem, buf_span(&text));
    buf_release(&text);
}

size_t result_set_count(const struct result_set *set, enum verdict verdict)
{
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++)
        count += set->items[i].verdict == verdict;
    return count;
}
