#include "fuzz/mutate_text.h"

#include <stdbool.h>

/* Behind the JSON that begins at `at`: the comma or bracket that ends it, or `end`. */
static size_t json_end(const struct text *t, size_t at, size_t end)
{
    size_t depth = 0;
    bool quoted = false;

    for (; at < end; at++) {
        uint8_t c = t->p[at];

        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            at += c == '\\';
        else if (c == '{' || c == '[')
            depth++;
        else if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            return at;
        else if (c == '}' || c == ']')
            depth--;
    }
    return end;
}

/* An opening brace: the last one before a place that is chosen, or the first one. */
static size_t find_object(const struct text *t, struct part line, uint32_t *dice)
{
    size_t at = line.at, chosen = at + text_roll(dice, line.len);

    if (text_roll(dice, 2))
        for (at = chosen; at > line.at && t->p[at] != '{'; at--)
            ;
    else
        while (at < chosen && t->p[at] != '{')
            at++;
    return at;
}

/* The member of that name; `len` is 0 where there is none. */
static struct part find_member(const struct text *t, size_t at, size_t end,
                               const char *name, size_t len)
{
    while (at < end) {
        size_t behind = json_end(t, at, end);

        if (behind - at >= len && memcmp(t->p + at, name, len) == 0)
            return (struct part){ at, behind - at };
        if (behind == end || t->p[behind] != ',')
            break;
        at = behind + 1;
    }
    return (struct part){ at, 0 };
}

void text_put_member(struct text *t, struct part line, uint32_t *dice, const char *member)
{
    size_t end = line.at + line.len, first = find_object(t, line, dice);
    size_t len = strcspn(member, ":") + 1, before;
    struct part old;

    if (line.len == 0 || t->p[first] != '{') {
        if (t->len - line.len + strlen(member) + 2 > t->max)
            return;
        text_replace_str(t, line, "{}");
        first = line.at;
        end = first + 2;
    }
    old = find_member(t, ++first, end, member, len);
    if (old.len) {
        text_replace_str(t, old, member);
        return;
    }
    before = t->len;
    text_replace_str(t, (struct part){ first, 0 }, member);
    first += strlen(member);
    if (t->len > before && first < t->len && t->p[first] != '}')
        text_replace_str(t, (struct part){ first, 0 }, ",");
}
