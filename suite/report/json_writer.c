#include "report/json_writer.h"

#include "report/hostile.h"

#include <inttypes.h>

void json_writer_init(struct json_writer *writer, struct buf *out)
{
    *writer = (struct json_writer){ .out = out, .first = true };
}

static void add_unit(struct buf *out, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    const char escape[] = { '\\',
                            'u',
                            digits[unit >> 12 & 15],
                            digits[unit >> 8 & 15],
                            digits[unit >> 4 & 15],
                            digits[unit & 15] };

    buf_add(out, escape, sizeof(escape));
}

/* Beyond U+FFFF a surrogate pair (RFC 8259 7). */
static void add_escape(struct buf *out, uint32_t code)
{
    if (code > 0xffff)
        add_unit(out, 0xd800 + ((code - 0x10000) >> 10));
    add_unit(out, code > 0xffff ? 0xdc00 + (code & 0x3ff) : code);
}

static const char *short_escape(uint32_t code)
{
    switch (code) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

static size_t add_glyph(struct buf *out, struct span text)
{
    struct glyph g = glyph_first(text);
    const char *escape = short_escape(g.code);
    size_t command = hostile_command(text);

    if (command) {
        buf_add_str(out, "#\\u0023");
        return command;
    }
    if (escape)
        buf_add_str(out, escape);
    else if (g.code == GLYPH_INVALID)
        buf_addf(out, "\\\\x%02x", (unsigned)(unsigned char)text.p[0]);
    else if (glyph_is_unsafe(g.code))
        add_escape(out, g.code);
    else
        buf_add(out, text.p, g.len);
    return g.len;
}

void json_writer_string(struct buf *out, struct span text)
{
    buf_add_char(out, '"');
    while (text.len) {
        size_t run = hostile_plain_run(text);

        buf_add(out, text.p, run);
        text = span_from(text, run);
        if (text.len)
            text = span_from(text, add_glyph(out, text));
    }
    buf_add_char(out, '"');
}

static void new_line(struct json_writer *writer)
{
    buf_addf(writer->out, "\n%*s", writer->depth * 2, "");
}

static void begin(struct json_writer *writer, const char *name)
{
    if (!writer->first)
        buf_add_char(writer->out, ',');
    if (writer->depth)
        new_line(writer);
    writer->first = false;
    if (!name)
        return;
    json_writer_string(writer->out, span_of(name));
    buf_add_str(writer->out, ": ");
}

void json_writer_open(struct json_writer *writer, const char *name, char bracket)
{
    begin(writer, name);
    buf_add_char(writer->out, bracket);
    writer->depth++;
    writer->first = true;
}

void json_writer_close(struct json_writer *writer, char bracket)
{
    writer->depth--;
    if (!writer->first)
        new_line(writer);
    buf_add_char(writer->out, bracket);
    writer->first = false;
    if (!writer->depth)
        buf_add_char(writer->out, '\n');
}

void json_writer_text(struct json_writer *writer, const char *name, struct span text)
{
    begin(writer, name);
    json_writer_string(writer->out, text);
}

void json_writer_int(struct json_writer *writer, const char *name, int64_t value)
{
    begin(writer, name);
    buf_addf(writer->out, "%" PRId64, value);
}

void json_writer_bool(struct json_writer *writer, const char *name, bool value)
{
    begin(writer, name);
    buf_add_str(writer->out, value ? "true" : "false");
}

void json_writer_null(struct json_writer *writer, const char *name)
{
    begin(writer, name);
    buf_add_str(writer->out, "null");
}
