#include "json/utf8.h"

#include "base/die.h"
#include "json/json.h"

#include <stdlib.h>

/* RFC 3629 section 4: what each first octet demands of the rest. */
struct lead {
    unsigned char first, last, len, second_min, second_max, mask;
};

static const struct lead leads[] = {
    { 0x00, 0x7F, 1, 0x00, 0x00, 0x7F }, { 0xC2, 0xDF, 2, 0x80, 0xBF, 0x1F },
    { 0xE0, 0xE0, 3, 0xA0, 0xBF, 0x0F }, { 0xE1, 0xEC, 3, 0x80, 0xBF, 0x0F },
    { 0xED, 0xED, 3, 0x80, 0x9F, 0x0F }, { 0xEE, 0xEF, 3, 0x80, 0xBF, 0x0F },
    { 0xF0, 0xF0, 4, 0x90, 0xBF, 0x07 }, { 0xF1, 0xF3, 4, 0x80, 0xBF, 0x07 },
    { 0xF4, 0xF4, 4, 0x80, 0x8F, 0x07 },
};

static const struct lead *lead_of(unsigned char c)
{
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
        if (c >= leads[i].first && c <= leads[i].last)
            return &leads[i];
    return NULL;
}

static bool tail_fits(const struct lead *lead, const unsigned char *p)
{
    if (lead->len > 1 && (p[1] < lead->second_min || p[1] > lead->second_max))
        return false;
    for (size_t i = 2; i < lead->len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return false;
    return true;
}

size_t utf8_decode(struct span s, uint32_t *out_point)
{
    const unsigned char *p = (const unsigned char *)s.p;
    const struct lead *lead = s.len ? lead_of(p[0]) : NULL;
    if (!lead || s.len < lead->len || !tail_fits(lead, p))
        return 0;
    uint32_t point = p[0] & lead->mask;
    for (size_t i = 1; i < lead->len; i++)
        point = point << 6 | (p[i] & 0x3F);
    *out_point = point;
    return lead->len;
}

size_t utf8_encode(uint32_t point, char out[4])
{
    static const unsigned char mark[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    size_t len = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (char)(mark[len] | point);
    return len;
}

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

struct span utf8_cut(struct span s, size_t max)
{
    if (s.len <= max)
        return s;
    while (max > 0 && is_tail(s.p[max]))
        max--;
    return span_make(s.p, max);
}

size_t json_code_points(struct span utf8)
{
    size_t count = 0;
    for (size_t i = 0; i < utf8.len; i++)
        count += !is_tail(utf8.p[i]);
    return count;
}

void utf8_map_init(struct utf8_map *map, struct span text)
{
    size_t n = 0;
    map->text = text;
    map->count = json_code_points(text);
    map->at = xmalloc((map->count + 1) * sizeof *map->at);
    for (size_t i = 0; i < text.len; i++)
        if (!is_tail(text.p[i]))
            map->at[n++] = (uint32_t)i;
    map->at[n] = (uint32_t)text.len;
}

void utf8_map_release(struct utf8_map *map)
{
    free(map->at);
    *map = (struct utf8_map){ .at = NULL };
}

struct span utf8_slice(const struct utf8_map *map, uint64_t from, uint64_t to)
{
    if (from > to || to > map->count)
        return span_make(NULL, 0);
    return span_make(map->text.p + map->at[from], map->at[to] - map->at[from]);
}

/* Byte offset of UTF-16 unit `unit`, or text.len + 1 when it is none. */
static size_t utf16_offset(struct span text, uint64_t unit)
{
    uint64_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (is_tail(text.p[i]))
            continue;
        if (at >= unit)
            return at == unit ? i : text.len + 1;
        at += (unsigned char)text.p[i] >= 0xF0 ? 2 : 1;
    }
    return at == unit ? text.len : text.len + 1;
}

struct span utf8_slice_utf16(struct span text, uint64_t from, uint64_t to)
{
    size_t a = utf16_offset(text, from), b = utf16_offset(text, to);
    if (a > b || b > text.len)
        return span_make(NULL, 0);
    return span_make(text.p + a, b - a);
}
