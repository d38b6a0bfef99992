#include "json/check_state.h"

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
    int ch = checker_peek(c);
    while (ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r') {
        c->at++;
        ch = checker_peek(c);
    }
}

static enum json_error string_value(struct checker *c)
{
    struct buf ignored;
    buf_init(&ignored, 0);
    enum json_error error = checker_string(c, &ignored);
    buf_release(&ignored);
    return error;
}

static enum json_error member_name(struct checker *c)
{
    struct buf decoded;
    size_t start = c->at;
    if (checker_peek(c) != '"')
        return checker_expected(c, "a name in quotes");
    buf_init(&decoded, JSON_TEXT_MAX);
    enum json_error error = checker_string(c, &decoded);
    if (!error) {
        c->names = checker_grow(c->names, c->name_count, &c->name_cap, sizeof *c->names);
        c->names[c->name_count++] =
            (struct name){ arena_copy(&c->arena, buf_span(&decoded)), start };
        skip_space(c);
        if (checker_peek(c) == ':') {
            c->at++;
            c->state = WANT_VALUE;
        } else {
            error = checker_expected(c, "a colon");
        }
    }
    buf_release(&decoded);
    return error;
}

static int compare_names(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int order = span_cmp(x->text, y->text);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Sorting, not hashing: names that collide cannot make it slow. */
static enum json_error check_names(struct checker *c, size_t first)
{
    size_t count = c->name_count - first;
    c->name_count = first;
    if (count < 2)
        return JSON_OK;
    struct name *names = c->names + first;
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++) {
        if (span_eq(names[i - 1].text, names[i].text)) {
            struct span shown = utf8_cut(names[i].text, 40);
            json_why(c->why, "the name \"%.*s\" at byte %zu stands twice in one object",
                     SPAN_ARG(shown), names[i].at);
            return JSON_DUPLICATE;
        }
    }
    return JSON_OK;
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
    static const char *const words[] = { "true", "false", "null" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (span_starts(checker_rest(c), span_of(words[i]))) {
            c->at += strlen(words[i]);
            return JSON_OK;
        }
    }
    return checker_expected(c, "a value");
}

static enum json_error scalar(struct checker *c)
{
    int ch = checker_peek(c);
    if (ch == '"')
        return string_value(c);
    return ch == '-' || (ch >= '0' && ch <= '9') ? checker_number(c) : word(c);
}

static enum json_error value(struct checker *c)
{
    int ch = checker_peek(c);
    if (++c->values > JSON_VALUES_MAX) {
        json_why(c->why, "more than %d values", JSON_VALUES_MAX);
        return JSON_TOO_LARGE;
    }
    if (ch == '{' || ch == '[')
        return open_level(c, ch == '{');
    enum json_error error = scalar(c);
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

enum json_error json_recognise(struct span text, char *scratch,
                               struct json_tokens *tokens, struct buf *why)
{
    struct checker c = { .text = text, .scratch = scratch, .tokens = tokens, .why = why };
    arena_init(&c.arena);
    enum json_error error = start(&c);
    while (!error && c.state != DONE)
        error = step(&c);
    if (!error)
        error = finish(&c);
    free(c.names);
    arena_release(&c.arena);
    return error;
}
