#include "fuzz/naive_ini.h"

enum { LINE_MAX_OCTETS = 198 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static struct span trimmed(struct span s)
{
    while (s.len && is_blank(s.p[0])) {
        s.p++;
        s.len--;
    }
    while (s.len && is_blank(s.p[s.len - 1]))
        s.len--;
    return s;
}

static bool has_mark(struct span s)
{
    return s.len >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0;
}

/* Where a ; stands behind a blank, or the end. */
static size_t comment_at(struct span s)
{
    size_t i = 1;

    while (i < s.len && !(s.p[i] == ';' && is_blank(s.p[i - 1])))
        i++;
    return i < s.len ? i : s.len;
}

static bool read_section(struct span line, struct naive_ini_item *out)
{
    struct span within = { line.p + 1, line.len - 1 };

    for (size_t i = 0; i < comment_at(within); i++)
        if (within.p[i] == ']') {
            out->section = (struct span){ within.p, i };
            return true;
        }
    return false;
}

static bool read_pair(struct span line, struct naive_ini_item *out)
{
    for (size_t i = 0; i < comment_at(line); i++)
        if (line.p[i] == '=' || line.p[i] == ':') {
            struct span value = { line.p + i + 1, line.len - i - 1 };

            out->name = trimmed((struct span){ line.p, i });
            value.len = comment_at(value);
            out->value = trimmed(value);
            return true;
        }
    return false;
}

/* A line that says something. */
static bool read_line(struct span line, struct naive_ini *out)
{
    struct naive_ini_item *item = &out->items[out->count];

    if (out->count > 0)
        item->section = item[-1].section;
    if (!(line.p[0] == '[' ? read_section(line, item) : read_pair(line, item)))
        return false;
    out->count++;
    return true;
}

bool naive_ini_read(struct span text, struct naive_ini *out)
{
    *out = (struct naive_ini){ .count = 0 };
    for (int number = 1; text.len && !out->bad_line; number++) {
        const char *end = memchr(text.p, '\n', text.len);
        struct span line = { text.p, end ? (size_t)(end - text.p) : text.len }, rest;

        text = span_from(text, line.len + (end != NULL));
        if (number == 1 && has_mark(line))
            line = span_from(line, 3);
        for (rest = line; rest.len && is_blank(rest.p[0]);)
            rest = span_from(rest, 1);
        line = trimmed(line);
        if (out->count == NAIVE_INI_MAX)
            return false;
        if (rest.len > LINE_MAX_OCTETS || (rest.len && memchr(rest.p, '\0', rest.len)) ||
            (number == 1 && has_mark(rest)))
            out->bad_line = number;
        else if (line.len && line.p[0] != ';' && line.p[0] != '#' &&
                 (out->items[out->count].line = number, !read_line(line, out)))
            out->bad_line = number;
    }
    return true;
}
