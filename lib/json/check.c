#include "json/check_state.h"

#include "base/die.h"
#include "json/utf8.h"

#include <stdarg.h>
#include <stdlib.h>

void json_why(struct buf *why, const char *format, ...)
{
    if (!why || why->len)
        return;
    va_list args;
    va_start(args, format);
    buf_addv(why, format, args);
    va_end(args);
}

static void skip_space(struct checker *c)
{
    const char *p = c->text.p;
    size_t at = c->at, end = c->text.len;
    while (at < end && (p[at] == ' ' || p[at] == '\t' || p[at] == '\n' || p[at] == '\r'))
        at++;
    c->at = at;
}

/* Eight octets at a time. */
static uint64_t hash_of(struct span s)
{
    uint64_t hash = s.len, octets = 0;
    size_t at = 0;
    for (; at + sizeof octets <= s.len; at += sizeof octets) {
        memcpy(&octets, s.p + at, sizeof octets);
        hash = (hash ^ octets) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    for (octets = 0; at < s.len; at++)
        octets = octets << 8 | (unsigned char)s.p[at];
    hash = (hash ^ octets) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static void add_name(struct checker *c, struct span text, size_t at)
{
    if (c->name_count == c->name_cap) {
        struct name *more = xmalloc(2 * c->name_cap * sizeof *more);
        memcpy(more, c->names, c->name_count * sizeof *more);
        if (c->names != c->few)
            free(c->names);
        c->names = more;
        c->name_cap *= 2;
    }
    c->names[c->name_count++] = (struct name){ text, hash_of(text), at };
}

static enum json_error member_name(struct checker *c)
{
    struct span name;
    size_t start = c->at;
    if (checker_peek(c) != '"')
        return checker_expected(c, "a name in quotes");
    enum json_error error = checker_string(c, &name);
    if (error)
        return error;
    add_name(c, name, start);
    skip_space(c);
    if (checker_peek(c) != ':')
        return checker_expected(c, "a colon");
    c->at++;
    c->state = WANT_VALUE;
    return JSON_OK;
}

static int compare_names(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash > y->hash ? 1 : -1;
    int order = span_cmp(x->text, y->text);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* One bit for each hash: where none is set twice, no two names are the same. */
static bool all_differ(const struct name *names, size_t count)
{
    enum { FEW = 8 };
    uint64_t seen[64];
    memset(seen, 0, count < FEW ? sizeof seen / 8 : sizeof seen);
    for (size_t i = 0; i < count; i++) {
        uint64_t *word = &seen[names[i].hash >> 6 & (count < FEW ? 7 : 63)];
        uint64_t bit = UINT64_C(1) << (names[i].hash & 63);
        if (*word & bit)
            return false;
        *word |= bit;
    }
    return true;
}

/* Sorting by hash and text, not a table of hashes: names that collide cannot make it
 * slow. */
static enum json_error check_names(struct checker *c, size_t first)
{
    size_t count = c->name_count - first;
    const struct name *again = NULL;
    c->name_count = first;
    if (count < 2)
        return JSON_OK;
    struct name *names = c->names + first;
    if (all_differ(names, count))
        return JSON_OK;
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++)
        if (names[i - 1].hash == names[i].hash &&
            span_eq(names[i - 1].text, names[i].text) &&
            (!again || names[i].at < again->at))
            again = &names[i];
    if (!again)
        return JSON_OK;
    struct span shown = utf8_cut(again->text, 40);
    json_why(c->why, "the name \"%.*s\" at byte %zu stands twice in one object",
             SPAN_ARG(shown), again->at);
    return JSON_DUPLICATE;
}

static enum json_error open_level(struct checker *c, bool object)
{
    if (c->depth == JSON_DEPTH_MAX) {
        json_why(c->why, "more than %d levels of nesting at byte %zu", JSON_DEPTH_MAX,
                 c->at);
        return JSON_DEPTH;
    }
    c->levels[c->depth++] = (struct level){ object, c->name_count };
    c->state = object ? WANT_MEMBER : WANT_ITEM;
    c->at++;
    return JSON_OK;
}

static void value_ends(struct checker *c)
{
    c->state = c->depth ? WANT_NEXT : DONE;
}

static enum json_error close_level(struct checker *c)
{
    struct level level = c->levels[--c->depth];
    c->at++;
    value_ends(c);
    return level.object ? check_names(c, level.first_name) : JSON_OK;
}

static enum json_error word(struct checker *c)
{
    int ch = checker_peek(c);
    struct span expected = ch == 't'   ? SPAN("true")
                           : ch == 'f' ? SPAN("false")
                                       : SPAN("null");
    if (!span_starts(checker_rest(c), expected))
        return checker_expected(c, "a value");
    c->at += expected.len;
    return JSON_OK;
}

/* `said` is NULL when nobody wants to know. */
static enum json_error scalar(struct checker *c, struct span *said)
{
    size_t start = c->at;
    int ch = checker_peek(c);
    if (ch == '"')
        return checker_string(c, said);
    enum json_error error =
        ch == '-' || (ch >= '0' && ch <= '9') ? checker_number(c) : word(c);
    if (said)
        *said = span_make(c->text.p + start, c->at - start);
    return error;
}

static bool tell(struct checker *c, int kind, struct span text)
{
    struct json_value value = { .depth = c->depth, .kind = (char)kind, .text = text };
    if (c->depth && c->levels[c->depth - 1].object)
        value.name = c->names[c->name_count - 1].text;
    return c->listener->value(c->listener->to, &value);
}

static enum json_error value(struct checker *c)
{
    int ch = checker_peek(c);
    if (++c->values > JSON_VALUES_MAX) {
        json_why(c->why, "more than %d values", JSON_VALUES_MAX);
        return JSON_TOO_LARGE;
    }
    bool wanted = c->listener && c->depth <= c->listener->depth;
    if (ch == '{' || ch == '[') {
        if (wanted && !tell(c, ch, span_make(NULL, 0)))
            return JSON_SYNTAX;
        return open_level(c, ch == '{');
    }
    struct span said = { NULL, 0 };
    enum json_error error = scalar(c, wanted ? &said : NULL);
    if (wanted && !error && !tell(c, ch, said))
        error = JSON_SYNTAX;
    value_ends(c);
    return error;
}

static enum json_error next(struct checker *c)
{
    bool object = c->levels[c->depth - 1].object;
    int ch = checker_peek(c);
    if (ch == ',') {
        c->at++;
        c->state = object ? WANT_NAME : WANT_VALUE;
        return JSON_OK;
    }
    if (ch != (object ? '}' : ']'))
        return checker_expected(c, object ? "a comma or }" : "a comma or ]");
    return close_level(c);
}

static enum json_error step(struct checker *c)
{
    skip_space(c);
    switch (c->state) {
    case WANT_MEMBER:
        return checker_peek(c) == '}' ? close_level(c) : member_name(c);
    case WANT_NAME:
        return member_name(c);
    case WANT_ITEM:
        return checker_peek(c) == ']' ? close_level(c) : value(c);
    case WANT_NEXT:
        return next(c);
    case WANT_VALUE:
    case DONE:
        break;
    }
    return value(c);
}

static enum json_error start(struct checker *c)
{
    if (c->text.len > JSON_TEXT_MAX) {
        json_why(c->why, "the document has %zu bytes, more than %d", c->text.len,
                 JSON_TEXT_MAX);
        return JSON_TOO_LARGE;
    }
    if (span_starts(c->text, SPAN("\xEF\xBB\xBF"))) {
        json_why(c->why, "the document starts with a byte order mark");
        return JSON_BOM;
    }
    skip_space(c);
    if (checker_peek(c) < 0) {
        json_why(c->why, c->text.len ? "the document is nothing but white space"
                                     : "the document is empty");
        return JSON_EMPTY;
    }
    return JSON_OK;
}

static enum json_error finish(struct checker *c)
{
    skip_space(c);
    if (checker_peek(c) < 0)
        return JSON_OK;
    json_why(c->why, "bytes after the end of the document, from byte %zu on", c->at);
    return JSON_TRAILING;
}

static enum json_error recognise(struct checker *c)
{
    struct level levels[JSON_DEPTH_MAX];
    struct name few[NAMES_FEW];
    c->levels = levels;
    c->names = c->few = few;
    c->name_cap = NAMES_FEW;
    enum json_error error = start(c);
    while (!error && c->state != DONE)
        error = step(c);
    if (!error)
        error = finish(c);
    if (c->names != c->few)
        free(c->names);
    arena_release(&c->arena);
    return error;
}

enum json_error json_recognise(struct span text, char *scratch,
                               struct json_tokens *tokens, struct buf *why)
{
    struct checker c = { .text = text, .scratch = scratch, .tokens = tokens, .why = why };
    return recognise(&c);
}

bool json_listen(struct span text, const struct json_listener *listener)
{
    struct checker c = { .text = text, .listener = listener };
    return recognise(&c) == JSON_OK;
}
