/* RFC 8259 by recursive descent, one function a production. */
#include "fuzz/naive.h"

#include "base/die.h"

#include <ctype.h>
#include <stdlib.h>

/* The names of the objects that are open, as code points, each behind its length. The
 * memory is kept from one text to the next. */
static struct {
    uint32_t *p;
    size_t len, cap;
} names;

static int here(const struct naive_json *j)
{
    return j->at < j->text.len ? (unsigned char)j->text.p[j->at] : -1;
}

static bool eat(struct naive_json *j, const char *text)
{
    size_t i = 0;

    while (text[i] && j->at + i < j->text.len && j->text.p[j->at + i] == text[i])
        i++;
    if (text[i])
        return false;
    j->at += i;
    return true;
}

static void space(struct naive_json *j)
{
    while (here(j) == 0x20 || here(j) == 0x09 || here(j) == 0x0a || here(j) == 0x0d)
        j->at++;
}

static bool four_digits(struct naive_json *j, unsigned long *out)
{
    char text[5] = { 0 };

    for (int i = 0; i < 4; i++, j->at++) {
        if (here(j) < 0 || !isxdigit(here(j)))
            return false;
        text[i] = (char)here(j);
    }
    *out = strtoul(text, NULL, 16);
    return true;
}

/* A string that is no name is read without keeping it. */
static void add_point(bool keep, unsigned long point)
{
    if (!keep)
        return;
    if (names.len == names.cap) {
        names.cap = names.cap ? 2 * names.cap : 1024;
        names.p = xrealloc(names.p, names.cap * sizeof(*names.p));
    }
    names.p[names.len++] = (uint32_t)point;
}

static bool escape(struct naive_json *j, bool keep)
{
    static const char simple[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    unsigned long high, low;

    for (size_t i = 0; i + 1 < sizeof(simple); i += 2)
        if (here(j) == simple[i]) {
            add_point(keep, (unsigned char)simple[i + 1]);
            j->at++;
            return true;
        }
    if (!eat(j, "u") || !four_digits(j, &high) || high / 0x400 == 0x37)
        return false;
    if (high / 0x400 == 0x36) {
        if (!eat(j, "\\u") || !four_digits(j, &low) || low / 0x400 != 0x37)
            return false;
        high = 0x10000 + high % 0x400 * 0x400 + low % 0x400;
    }
    add_point(keep, high);
    return true;
}

/* RFC 3629, section 4, row by row. */
static bool utf8(struct naive_json *j, bool keep)
{
    static const unsigned char rows[][4] = {
        { 0xc2, 0xdf, 0x80, 0xbf }, { 0xe0, 0xe0, 0xa0, 0xbf },
        { 0xe1, 0xec, 0x80, 0xbf }, { 0xed, 0xed, 0x80, 0x9f },
        { 0xee, 0xef, 0x80, 0xbf }, { 0xf0, 0xf0, 0x90, 0xbf },
        { 0xf1, 0xf3, 0x80, 0xbf }, { 0xf4, 0xf4, 0x80, 0x8f }
    };
    int first = here(j), more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    unsigned long point = (unsigned long)first & (0x3fUL >> more);
    const unsigned char *row = NULL;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (first >= rows[i][0] && first <= rows[i][1])
            row = rows[i];
    if (!row)
        return false;
    for (int i = 0; i < more; i++) {
        int from = i ? 0x80 : row[2], to = i ? 0xbf : row[3];

        j->at++;
        if (here(j) < from || here(j) > to)
            return false;
        point = point << 6 | ((unsigned long)here(j) & 0x3f);
    }
    j->at++;
    add_point(keep, point);
    return true;
}

static bool string(struct naive_json *j, bool keep)
{
    if (here(j) != '"')
        return false;
    for (j->at++; here(j) != '"';) {
        if (here(j) < 0x20)
            return false;
        if (here(j) < 0x80 && here(j) != '\\')
            add_point(keep, (unsigned char)j->text.p[j->at++]);
        else if (here(j) == '\\' ? !(j->at++, escape(j, keep)) : !utf8(j, keep))
            return false;
    }
    j->at++;
    return true;
}

static bool digits(struct naive_json *j)
{
    if (here(j) < 0 || !isdigit(here(j)))
        return false;
    while (here(j) >= 0 && isdigit(here(j)))
        j->at++;
    return true;
}

static bool number(struct naive_json *j)
{
    size_t start = j->at;

    eat(j, "-");
    if (!eat(j, "0") && !digits(j))
        return false;
    if (eat(j, ".") && !digits(j))
        return false;
    if (eat(j, "e") || eat(j, "E")) {
        if (!eat(j, "+"))
            eat(j, "-");
        if (!digits(j))
            return false;
    }
    if (j->number_count < sizeof(j->numbers) / sizeof(j->numbers[0]))
        j->numbers[j->number_count++] = span_make(j->text.p + start, j->at - start);
    return true;
}

static bool value(struct naive_json *j);

static bool elements(struct naive_json *j)
{
    space(j);
    if (eat(j, "]"))
        return true;
    do {
        if (!value(j))
            return false;
    } while (eat(j, ","));
    return eat(j, "]");
}

/* Whether the last name, from `last` on, is none of those from `first` on. */
static bool is_new(size_t first, size_t last)
{
    size_t count = names.len - last;

    for (size_t at = first; at < last; at += names.p[at] + 1) {
        size_t same = 0;

        while (same < count && names.p[at + same] == names.p[last + same])
            same++;
        if (same == count)
            return false;
    }
    return true;
}

static bool member(struct naive_json *j, size_t first, bool *unique)
{
    size_t last = names.len;

    space(j);
    add_point(true, 0);
    if (!string(j, true))
        return false;
    names.p[last] = (uint32_t)(names.len - last - 1);
    *unique = *unique && is_new(first, last);
    space(j);
    return eat(j, ":") && value(j);
}

static bool members(struct naive_json *j)
{
    size_t first = names.len;
    bool unique = true, fine;

    space(j);
    if (eat(j, "}"))
        return true;
    do
        fine = member(j, first, &unique);
    while (fine && eat(j, ","));
    names.len = first;
    return fine && unique && eat(j, "}");
}

static bool nested(struct naive_json *j, bool (*inside)(struct naive_json *))
{
    bool fine;

    if (j->depth == 0)
        return false;
    j->depth--;
    fine = inside(j);
    j->depth++;
    return fine;
}

static bool value(struct naive_json *j)
{
    bool fine;

    space(j);
    if (eat(j, "{"))
        fine = nested(j, members);
    else if (eat(j, "["))
        fine = nested(j, elements);
    else if (here(j) == '"')
        fine = string(j, false);
    else
        fine = eat(j, "true") || eat(j, "false") || eat(j, "null") || number(j);
    space(j);
    return fine;
}

bool naive_json_accepts(struct naive_json *json, struct span text, size_t depth)
{
    json->text = text;
    json->at = 0;
    json->depth = depth;
    json->number_count = 0;
    names.len = 0;
    return value(json) && json->at == text.len;
}

bool naive_is_text(const char *field, size_t size)
{
    static struct naive_json text;
    const char *end = memchr(field, '\0', size);

    if (!end)
        return false;
    text.text = span_make(field, (size_t)(end - field));
    text.at = 0;
    while (here(&text) >= 0)
        if (here(&text) < 0x80)
            text.at++;
        else if (!utf8(&text, false))
            return false;
    return true;
}
