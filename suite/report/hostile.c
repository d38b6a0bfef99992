#include "report/hostile.h"

#include "report/report.h"

struct range {
    uint32_t first, last;
};

static const struct range unsafe[] = {
    { 0x0000, 0x001f },   { 0x007f, 0x009f }, { 0x00ad, 0x00ad }, { 0x061c, 0x061c },
    { 0x180e, 0x180e },   { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
    { 0xfdd0, 0xfdef },   { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xfffe, 0xffff },
    { 0xe0000, 0xe0fff },
};

bool glyph_is_unsafe(uint32_t code)
{
    if ((code & 0xfffe) == 0xfffe)
        return true;
    for (size_t i = 0; i < sizeof(unsafe) / sizeof(*unsafe); i++)
        if (code <= unsafe[i].last)
            return code >= unsafe[i].first;
    return false;
}

/* The shapes of RFC 3629: lead byte, length, smallest code (longer forms of it are
 * invalid). */
struct shape {
    unsigned char mask, lead, len;
    uint32_t smallest;
};

static const struct shape shapes[] = {
    { 0x80, 0x00, 1, 0 },
    { 0xe0, 0xc0, 2, 0x80 },
    { 0xf0, 0xe0, 3, 0x800 },
    { 0xf8, 0xf0, 4, 0x10000 },
};

static const struct shape *shape_of(unsigned char lead)
{
    for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
        if ((lead & shapes[i].mask) == shapes[i].lead)
            return &shapes[i];
    return NULL;
}

struct glyph glyph_first(struct span s)
{
    static const struct glyph invalid = { GLYPH_INVALID, 1 };
    const unsigned char *p = (const unsigned char *)s.p;
    const struct shape *shape = shape_of(p[0]);
    uint32_t code;

    if (!shape || shape->len > s.len)
        return invalid;
    code = p[0] & (uint32_t)~shape->mask & 0xff;
    for (size_t i = 1; i < shape->len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return invalid;
        code = code << 6 | (p[i] & 0x3f);
    }
    if (code < shape->smallest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return invalid;
    return (struct glyph){ code, shape->len };
}

size_t hostile_command(struct span s)
{
    static const char *const heads[] = { "##[", "##vso[", "##teamcity[" };

    if (s.p[0] != '#')
        return 0;
    for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
        if (span_starts_nocase(s, span_of(heads[i])))
            return 2;
    return 0;
}

size_t hostile_plain_run(struct span s)
{
    size_t len = 0;

    while (len < s.len && s.p[len] >= ' ' && s.p[len] < 0x7f && s.p[len] != '"' &&
           s.p[len] != '\\' && s.p[len] != '#')
        len++;
    return len;
}

/* Heads of lines that a CI log or a TAP reader obeys. `word`: only when the word ends
 * there. */
struct line_head {
    const char *text;
    bool word;
};

static const struct line_head line_heads[] = {
    { "::", false },       { "##[", false },         { "ok", true },
    { "not ok", true },    { "1..", false },         { "Bail out!", false },
    { "pragma ", false },  { "TAP version", false }, { "--- ", false },
    { "+++ ", false },     { "~~~ ", false },        { "^^^ ", false },
    { "section_", false }, { "travis_", false },
};

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool line_is_obeyed(struct span line)
{
    line = span_trim(line);
    for (size_t i = 0; i < sizeof(line_heads) / sizeof(*line_heads); i++) {
        struct span head = span_of(line_heads[i].text);

        if (!span_starts_nocase(line, head))
            continue;
        if (!line_heads[i].word || line.len == head.len ||
            !is_word_byte(line.p[head.len]))
            return true;
    }
    return false;
}

static void add_escape(struct buf *out, uint32_t code)
{
    static const char letters[] = "tnvfr"; /* from 0x09 */

    if (code >= 0x09 && code <= 0x0d)
        buf_addf(out, "\\%c", letters[code - 0x09]);
    else if (code < 0x80)
        buf_addf(out, "\\x%02x", code);
    else if (code <= 0xffff)
        buf_addf(out, "\\u%04x", code);
    else
        buf_addf(out, "\\U%08x", code);
}

static size_t add_glyph(struct buf *out, struct span text, bool keep_tabs)
{
    struct glyph g = glyph_first(text);
    size_t command = hostile_command(text);

    if (command) {
        buf_add_str(out, "#\\x23");
        return command;
    }
    if (g.code == GLYPH_INVALID)
        buf_addf(out, "\\x%02x", (unsigned)(unsigned char)text.p[0]);
    else if (glyph_is_unsafe(g.code) && !(keep_tabs && g.code == '\t'))
        add_escape(out, g.code);
    else
        buf_add(out, text.p, g.len);
    return g.len;
}

static void add_line(struct buf *out, struct span line, bool keep_tabs)
{
    while (line.len) {
        size_t run = hostile_plain_run(line);

        buf_add(out, line.p, run);
        line = span_from(line, run);
        if (line.len)
            line = span_from(line, add_glyph(out, line, keep_tabs));
    }
}

void report_neutralise(struct buf *out, struct span bytes, bool lines)
{
    struct span line, rest = bytes;
    bool more = lines && bytes.len;

    if (!lines)
        add_line(out, bytes, false);
    while (more) {
        more = span_cut(rest, '\n', &line, &rest);
        if (more && span_ends(line, SPAN("\r")))
            line.len--;
        if (line_is_obeyed(line))
            buf_add_str(out, "| ");
        add_line(out, line, true);
        if (more)
            buf_add_char(out, '\n');
        more = more && rest.len;
    }
}

struct span hostile_head(struct span s, size_t max)
{
    size_t len = max;

    if (s.len <= max)
        return s;
    while (len && max - len < 3 && ((unsigned char)s.p[len] & 0xc0) == 0x80)
        len--;
    return span_make(s.p, len);
}

void hostile_add(struct buf *out, struct span s, size_t max, bool lines)
{
    struct span head = hostile_head(s, max);

    report_neutralise(out, head, lines);
    if (head.len < s.len)
        buf_addf(out, "%s… (%zu bytes more)", lines ? "\n" : " ", s.len - head.len);
}
