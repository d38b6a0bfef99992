#include "report/ini.h"

#include "report/hostile.h"

#include <ini.h>

enum { SHOWN_MAX = 300 };

static const char byte_order_mark[] = "\xef\xbb\xbf";
static const char blank[] = " \t\r\v\f";

void ini_refuse(struct ini *ini, int line, const char *format, struct span what)
{
    if (ini->failed)
        return;
    ini->failed = true;
    buf_addf(ini->why, "%s:%d: ", ini->file, line);
    for (const char *p = format; *p; p++)
        if (*p == '@')
            hostile_add(ini->why, what, SHOWN_MAX, false);
        else
            buf_add_char(ini->why, *p);
}

static struct span without_indent(struct span line)
{
    while (line.len && memchr(blank, line.p[0], sizeof(blank) - 1))
        line = span_from(line, 1);
    return line;
}

/* inih takes ; behind a blank for a comment, also within the brackets. */
static bool has_comment(struct span name)
{
    for (size_t i = 1; i < name.len; i++)
        if (name.p[i] == ';' && memchr(blank, name.p[i - 1], sizeof(blank) - 1))
            return true;
    return false;
}

static void look_at_line(struct ini *ini, struct span line)
{
    struct span name, rest;

    ini->pending = line.len && line.p[0] != '[' && line.p[0] != ';' && line.p[0] != '#';
    if (!line.len || line.p[0] != '[')
        return;
    if (!span_cut(span_from(line, 1), ']', &name, &rest) || has_comment(name))
        ini_refuse(ini, ini->line, "the ] of the section is missing", span_of(""));
    else
        ini->on_section(ini, name);
}

static void refuse_pending(struct ini *ini)
{
    if (ini->pending)
        ini_refuse(ini, ini->line, "neither a [section] nor name = value nor a comment",
                   span_of(""));
}

/* The next line for inih, without what stands before its first word. */
static char *next_line(char *to, int size, void *user)
{
    struct ini *ini = user;
    struct span line;

    refuse_pending(ini);
    if (ini->failed || !ini->rest.len)
        return NULL;
    ini->line++;
    span_cut(ini->rest, '\n', &line, &ini->rest);
    if (ini->line == 1 && span_starts(line, SPAN(byte_order_mark)))
        line = span_from(line, sizeof(byte_order_mark) - 1);
    line = without_indent(line);
    if (line.len > INI_LINE_MAX || line.len >= (size_t)size)
        ini_refuse(ini, ini->line, "the line is too long", span_of(""));
    else if (memchr(line.p, '\0', line.len))
        ini_refuse(ini, ini->line, "the line is no text", span_of(""));
    else if (ini->line == 1 && span_starts(line, SPAN(byte_order_mark)))
        ini_refuse(ini, ini->line, "the byte order mark stands there twice", span_of(""));
    else
        look_at_line(ini, line);
    if (ini->failed)
        return NULL;
    memcpy(to, line.p, line.len);
    to[line.len] = '\0';
    return to;
}

static int take_pair(void *user, const char *section, const char *name, const char *value)
{
    struct ini *ini = user;

    (void)section;
    ini->pending = false;
    if (!ini->failed)
        ini->on_pair(ini, name, value);
    return !ini->failed;
}

int ini_read(struct ini *ini, struct span text)
{
    int line;

    ini->line = 0;
    ini->failed = ini->pending = false;
    ini->rest = text;
    line = ini_parse_stream(next_line, ini, take_pair, ini);
    if (line)
        ini_refuse(ini, line, "this line cannot be read", span_of(""));
    return ini->failed ? -1 : 0;
}
