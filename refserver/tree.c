#include "refserver/tree.h"

#include <inttypes.h>
#include <stdlib.h>

static struct node *new_node(struct arena *mem, enum node_kind kind, struct span text)
{
    struct node *node = arena_alloc(mem, sizeof(*node));

    node->kind = kind;
    node->text = text;
    return node;
}

struct node *node_object(struct arena *mem)
{
    return new_node(mem, NODE_OBJECT, span_of(NULL));
}

struct node *node_array(struct arena *mem)
{
    return new_node(mem, NODE_ARRAY, span_of(NULL));
}

struct node *node_raw(struct arena *mem, struct span text)
{
    return new_node(mem, NODE_RAW, text);
}

struct node *node_string(struct arena *mem, struct span text)
{
    return text.p ? new_node(mem, NODE_STRING, text) : node_raw(mem, SPAN("null"));
}

struct node *node_int(struct arena *mem, int64_t value)
{
    return node_raw(mem, arena_printf(mem, "%" PRId64, value));
}

struct node *node_id(struct arena *mem, uint64_t value)
{
    return node_raw(mem, arena_printf(mem, "%" PRIu64, value));
}

struct node *node_push(struct node *array, struct node *child)
{
    if (array->last)
        array->last->next = child;
    else
        array->first = child;
    array->last = child;
    return child;
}

struct node *node_put(struct node *object, const char *name, struct node *child)
{
    child->name = span_of(name);
    return node_push(object, child);
}

void node_put_string(struct arena *mem, struct node *object, const char *name,
                     const char *text)
{
    node_put(object, name, node_string(mem, span_of(text)));
}

void node_put_raw(struct arena *mem, struct node *object, const char *name,
                  const char *raw)
{
    node_put(object, name, node_raw(mem, span_of(raw)));
}

void node_put_bool(struct arena *mem, struct node *object, const char *name, bool value)
{
    node_put_raw(mem, object, name, value ? "true" : "false");
}

void node_put_int(struct arena *mem, struct node *object, const char *name, int64_t value)
{
    node_put(object, name, node_int(mem, value));
}

void node_put_id(struct arena *mem, struct node *object, const char *name, uint64_t id)
{
    struct span digits = id ? arena_printf(mem, "%" PRIu64, id) : span_of(NULL);
    const char *name_str = arena_printf(mem, "%s_str", name).p;

    node_put(object, name, id ? node_raw(mem, digits) : node_string(mem, digits));
    node_put(object, name_str, node_string(mem, digits));
}

struct node *node_member(const struct node *object, struct span name)
{
    for (struct node *child = object->first; child; child = child->next)
        if (span_eq(child->name, name))
            return child;
    return NULL;
}

void node_remove(struct node *parent, struct node *child)
{
    struct node *before = NULL;

    for (struct node *n = parent->first; n; before = n, n = n->next) {
        if (n != child)
            continue;
        if (before)
            before->next = n->next;
        else
            parent->first = n->next;
        if (parent->last == n)
            parent->last = before;
        return;
    }
}

/* Reads one code point of valid UTF-8; a stray byte counts as itself. */
static uint32_t code_point(struct span text, size_t *at)
{
    unsigned char lead = (unsigned char)text.p[*at];
    size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    uint32_t value = more ? lead & (0x3fu >> more) : lead;

    ++*at;
    for (; more && *at < text.len; more--)
        value = value << 6 | ((unsigned char)text.p[(*at)++] & 0x3fu);
    return value;
}

static void write_escape(struct buf *out, uint32_t value)
{
    if (value > 0xffff) {
        value -= 0x10000;
        buf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + (value >> 10)),
                 (unsigned)(0xdc00 + (value & 0x3ff)));
        return;
    }
    buf_addf(out, "\\u%04x", (unsigned)value);
}

/* The escape of an ASCII character, or NULL when it needs none. */
static const char *short_escape(char c, bool plain_slashes)
{
    switch (c) {
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
    case '/':
        return plain_slashes ? NULL : "\\/";
    case '<':
        return plain_slashes ? NULL : "\\u003c";
    case '>':
        return plain_slashes ? NULL : "\\u003e";
    case '&':
        return plain_slashes ? NULL : "\\u0026";
    default:
        return NULL;
    }
}

enum { ALWAYS = 1, UNLESS_PLAIN = 2 };
/* Which ASCII characters are escaped. */
static const unsigned char special[0x80] = {
    [0x00] = ALWAYS,      [0x01] = ALWAYS,      [0x02] = ALWAYS,
    [0x03] = ALWAYS,      [0x04] = ALWAYS,      [0x05] = ALWAYS,
    [0x06] = ALWAYS,      [0x07] = ALWAYS,      [0x08] = ALWAYS,
    [0x09] = ALWAYS,      [0x0a] = ALWAYS,      [0x0b] = ALWAYS,
    [0x0c] = ALWAYS,      [0x0d] = ALWAYS,      [0x0e] = ALWAYS,
    [0x0f] = ALWAYS,      [0x10] = ALWAYS,      [0x11] = ALWAYS,
    [0x12] = ALWAYS,      [0x13] = ALWAYS,      [0x14] = ALWAYS,
    [0x15] = ALWAYS,      [0x16] = ALWAYS,      [0x17] = ALWAYS,
    [0x18] = ALWAYS,      [0x19] = ALWAYS,      [0x1a] = ALWAYS,
    [0x1b] = ALWAYS,      [0x1c] = ALWAYS,      [0x1d] = ALWAYS,
    [0x1e] = ALWAYS,      [0x1f] = ALWAYS,      ['"'] = ALWAYS,
    ['\\'] = ALWAYS,      ['/'] = UNLESS_PLAIN, ['<'] = UNLESS_PLAIN,
    ['>'] = UNLESS_PLAIN, ['&'] = UNLESS_PLAIN,
};

static bool is_plain(char c, const struct node_style *style)
{
    unsigned char u = (unsigned char)c;

    if (u >= 0x80)
        return !style->unicode_escapes;
    return !special[u] || (special[u] == UNLESS_PLAIN && style->plain_slashes);
}

static void write_special(struct buf *out, struct span text, size_t *at,
                          const struct node_style *style)
{
    const char *escape = short_escape(text.p[*at], style->plain_slashes);

    if (escape) {
        buf_add_str(out, escape);
        ++*at;
        return;
    }
    write_escape(out, code_point(text, at));
}

static void write_string(struct buf *out, struct span text,
                         const struct node_style *style)
{
    size_t start = 0, at = 0;

    buf_add_char(out, '"');
    while (at < text.len) {
        if (is_plain(text.p[at], style)) {
            at++;
            continue;
        }
        buf_add(out, text.p + start, at - start);
        write_special(out, text, &at, style);
        start = at;
    }
    buf_add(out, text.p + start, at - start);
    buf_add_char(out, '"');
}

static void break_line(struct buf *out, size_t depth, const struct node_style *style)
{
    if (!style->pretty)
        return;
    buf_add_str(out, "\r\n");
    for (size_t i = 0; i < depth; i++)
        buf_add_str(out, "  ");
}

static int by_name(const void *a, const void *b)
{
    const struct node *const *left = a, *const *right = b;

    return span_cmp((*left)->name, (*right)->name);
}

static void write_node(struct buf *out, const struct node *node, size_t depth,
                       const struct node_style *style);

static void write_child(struct buf *out, const struct node *node, size_t depth,
                        bool named, const struct node_style *style)
{
    break_line(out, depth, style);
    if (named) {
        write_string(out, node->name, style);
        buf_add_str(out, style->pretty ? " : " : ":");
    }
    write_node(out, node, depth, style);
}

enum { SORTED_MAX = 128 };

static void write_sorted(struct buf *out, const struct node *node, size_t depth,
                         const struct node_style *style)
{
    const struct node *members[SORTED_MAX];
    size_t count = 0;

    for (const struct node *n = node->first; n && count < SORTED_MAX; n = n->next)
        members[count++] = n;
    qsort(members, count, sizeof(members[0]), by_name);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_char(out, ',');
        write_child(out, members[i], depth + 1, true, style);
    }
}

static void write_children(struct buf *out, const struct node *node, size_t depth,
                           const struct node_style *style)
{
    if (style->alphabetic && node->kind == NODE_OBJECT) {
        write_sorted(out, node, depth, style);
        return;
    }
    for (const struct node *n = node->first; n; n = n->next) {
        if (n != node->first)
            buf_add_char(out, ',');
        write_child(out, n, depth + 1, node->kind == NODE_OBJECT, style);
    }
}

static void write_node(struct buf *out, const struct node *node, size_t depth,
                       const struct node_style *style)
{
    if (node->kind == NODE_RAW) {
        buf_add_span(out, node->text);
        return;
    }
    if (node->kind == NODE_STRING) {
        write_string(out, node->text, style);
        return;
    }
    buf_add_char(out, node->kind == NODE_OBJECT ? '{' : '[');
    write_children(out, node, depth, style);
    if (node->first)
        break_line(out, depth, style);
    buf_add_char(out, node->kind == NODE_OBJECT ? '}' : ']');
}

void node_write(struct buf *out, const struct node *node, const struct node_style *style)
{
    static const struct node_style zero;

    write_node(out, node, 0, style ? style : &zero);
}
