#include "oauth/steps.h"

#include "base/pct.h"

/* A reader of one JSON object, just strict enough to find its members. */
struct reader {
    struct span s;
    struct arena *mem;
};

static void skip_space(struct reader *r)
{
    while (r->s.len && strchr(" \t\r\n", r->s.p[0]) && r->s.p[0])
        r->s = span_from(r->s, 1);
}

static bool take_char(struct reader *r, char c)
{
    skip_space(r);
    if (r->s.len == 0 || r->s.p[0] != c)
        return false;
    r->s = span_from(r->s, 1);
    return true;
}

static int hex4(struct span s)
{
    int value = 0;

    for (size_t i = 0; i < 4; i++) {
        int digit = i < s.len ? pct_hex_value(s.p[i]) : -1;

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Reads \uXXXX, and a second one that completes a pair; returns the octets read, 0 if
 * bad. */
static size_t read_unicode(struct span s, uint32_t *out_code)
{
    int high = hex4(span_from(s, 2));
    int low = span_starts(span_from(s, 6), SPAN("\\u")) ? hex4(span_from(s, 8)) : -1;

    if (high < 0)
        return 0;
    *out_code = (uint32_t)high;
    if (high < 0xd800 || high > 0xdbff || low < 0xdc00 || low > 0xdfff)
        return 6;
    *out_code = 0x10000 + ((uint32_t)(high - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
    return 12;
}

static size_t read_escape(struct span s, char **to)
{
    static const char from[] = "\"\\/bfnrt", is[] = "\"\\/\b\f\n\r\t";
    const char *at = s.len > 1 && s.p[1] ? strchr(from, s.p[1]) : NULL;
    uint32_t code;
    size_t len;

    if (at) {
        *(*to)++ = is[at - from];
        return 2;
    }
    len = s.len > 1 && s.p[1] == 'u' ? read_unicode(s, &code) : 0;
    if (len)
        *to = oauth_utf8_write(*to, code);
    return len;
}

static bool take_string(struct reader *r, struct span *out)
{
    char *text, *to;
    size_t i = 0;

    if (!take_char(r, '"'))
        return false;
    text = to = arena_alloc(r->mem, r->s.len);
    while (i < r->s.len && r->s.p[i] != '"') {
        size_t len = r->s.p[i] == '\\' ? read_escape(span_from(r->s, i), &to) : 1;

        if (len == 0)
            return false;
        if (r->s.p[i] != '\\')
            *to++ = r->s.p[i];
        i += len;
    }
    if (i >= r->s.len)
        return false;
    r->s = span_from(r->s, i + 1);
    *out = span_make(text, (size_t)(to - text));
    return true;
}

/* Numbers and words are taken as their text; arrays and objects end the reading. */
static bool take_value(struct reader *r, struct span *out)
{
    size_t len = 0;

    skip_space(r);
    if (r->s.len && r->s.p[0] == '"')
        return take_string(r, out);
    while (len < r->s.len && r->s.p[len] && !strchr(" \t\r\n,}[{\"", r->s.p[len]))
        len++;
    *out = span_make(r->s.p, len);
    r->s = span_from(r->s, len);
    return len > 0;
}

/* What languages make of the words of JSON; a text that is absent leaves the member out.
 */
static bool change_word(enum oauth_body_in way, struct span *value)
{
    static const struct {
        enum oauth_body_in way;
        struct span from;
        const char *to;
    } rows[] = {
        { OAUTH_BODY_PYTHON, SPAN_INIT("true"), "True" },
        { OAUTH_BODY_PYTHON, SPAN_INIT("false"), "False" },
        { OAUTH_BODY_PYTHON, SPAN_INIT("null"), "None" },
        { OAUTH_BODY_PHP, SPAN_INIT("true"), "1" },
        { OAUTH_BODY_PHP, SPAN_INIT("false"), "" },
        { OAUTH_BODY_PHP, SPAN_INIT("null"), NULL },
        { OAUTH_BODY_BITS, SPAN_INIT("true"), "1" },
        { OAUTH_BODY_BITS, SPAN_INIT("false"), "0" },
        { OAUTH_BODY_BITS, SPAN_INIT("null"), "" },
        { OAUTH_BODY_EMPTY_NULL, SPAN_INIT("null"), "" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].way != way || !span_eq(rows[i].from, *value))
            continue;
        *value = span_of(rows[i].to);
        break;
    }
    return value->p != NULL;
}

static bool take_member(struct reader *r, enum oauth_body_in way, struct span *name,
                        struct span *value)
{
    bool word;

    if (!take_string(r, name) || !take_char(r, ':'))
        return false;
    skip_space(r);
    word = r->s.len && r->s.p[0] != '"';
    if (!take_value(r, value))
        return false;
    if (word && !change_word(way, value))
        *name = span_make(NULL, 0);
    return true;
}

static void add_json(struct oauth_params *list, struct span body, enum oauth_body_in way)
{
    struct arena mem = { 0 };
    struct reader r = { body, &mem };
    struct span name, value;
    bool more = take_char(&r, '{');

    while (more && take_member(&r, way, &name, &value)) {
        more = !name.p || oauth_params_add(list, name, value, OAUTH_IN_BODY) == 0;
        more = more && take_char(&r, ',');
    }
    arena_release(&mem);
}

/* The value of `name=` in a header, quoted or not. */
static struct span attribute(struct span header, struct span name)
{
    struct span piece, rest = header, before, value;

    while (rest.p) {
        span_cut(rest, ';', &piece, &rest);
        if (!span_cut(span_trim(piece), '=', &before, &value) ||
            !span_eq_nocase(before, name))
            continue;
        if (value.len > 1 && value.p[0] == '"' && value.p[value.len - 1] == '"')
            return span_make(value.p + 1, value.len - 2);
        return value;
    }
    return span_make(NULL, 0);
}

/* The name that the head of a part gives to it. */
static struct span part_name(struct span head)
{
    struct span line, rest = head;

    while (rest.p) {
        span_cut(rest, '\n', &line, &rest);
        if (line.len && line.p[line.len - 1] == '\r')
            line.len--;
        if (span_starts_nocase(line, SPAN("content-disposition:")))
            return attribute(line, SPAN("name"));
    }
    return span_make(NULL, 0);
}

static void add_part(struct oauth_params *list, struct span part)
{
    ptrdiff_t end = span_find(part, SPAN("\r\n\r\n"));
    struct span name;

    if (end < 0)
        return;
    name = part_name(span_make(part.p, (size_t)end));
    if (name.p)
        oauth_params_add(list, name, span_from(part, (size_t)end + 4), OAUTH_IN_BODY);
}

static void add_multipart(struct oauth_params *list, struct span type, struct span body)
{
    struct span boundary = attribute(type, SPAN("boundary")), mark;
    struct arena mem = { 0 };
    ptrdiff_t at;

    mark = arena_printf(&mem, "--%.*s", SPAN_ARG(boundary));
    at = boundary.len ? span_find(body, mark) : -1;
    while (at >= 0) {
        body = span_from(body, (size_t)at + mark.len);
        at = span_find(body, mark);
        if (at >= 2)
            add_part(list, span_make(body.p, (size_t)at - 2));
    }
    arena_release(&mem);
}

void oauth_body_parameters(struct oauth_params *list, const struct oauth_request *request,
                           enum oauth_body_in way)
{
    struct span trimmed = span_trim(request->body);

    if (way != OAUTH_BODY_AS_FORM && trimmed.len && trimmed.p[0] == '{')
        add_json(list, trimmed, way);
    else if (way != OAUTH_BODY_AS_FORM &&
             span_starts_nocase(request->content_type, SPAN("multipart/")))
        add_multipart(list, request->content_type, request->body);
    else
        oauth_params_add_form(list, request->body, OAUTH_IN_BODY);
}
