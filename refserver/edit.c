#include "refserver/edit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

/* One edit on its way through the document. */
struct editing {
    struct arena *mem;
    struct node *root;
    const struct edit *edit;
};

static struct node *find(struct node *node, struct span path)
{
    struct span step, rest = path;

    while (node && rest.p && rest.len) {
        span_cut(span_from(rest, 1), '/', &step, &path);
        rest = path.p ? span_make(path.p - 1, path.len + 1) : path;
        node = node->kind == NODE_OBJECT ? node_member(node, step) : NULL;
    }
    return node;
}

static void become(struct node *node, enum node_kind kind, struct span text)
{
    node->kind = kind;
    node->text = text;
    node->first = node->last = NULL;
}

static void become_copy(struct editing *e, struct node *parent, struct node *node)
{
    const struct node *other = find(e->root, span_of(e->edit->text));

    if (!other) {
        node_remove(parent, node);
        return;
    }
    node->kind = other->kind;
    node->text = other->text;
    node->first = other->first;
    node->last = other->last;
}

static void increase(struct editing *e, struct node *node)
{
    uint64_t value;

    if (span_u64(node->text, &value))
        node->text = arena_printf(e->mem, "%" PRIu64,
                                  value + (uint64_t)strtoll(e->edit->text, NULL, 10));
}

static void round_id(struct editing *e, struct node *node)
{
    uint64_t value;

    if (span_u64(node->text, &value))
        node->text = arena_printf(e->mem, "%.0f", (double)value);
}

static void reverse(struct node *array)
{
    struct node *reversed = NULL, *next;

    array->last = array->first;
    for (struct node *n = array->first; n; n = next) {
        next = n->next;
        n->next = reversed;
        reversed = n;
    }
    array->first = reversed;
}

/* A date as recorded, in another form. */
static struct span other_date(struct editing *e, struct span text, struct tm *date)
{
    const char *form = e->edit->text;
    char out[40];

    if (strcmp(form, "epoch") == 0)
        return arena_printf(e->mem, "%lld", (long long)timegm(date));
    if (strcmp(form, "zone") == 0)
        return arena_printf(e->mem, "%.20s+0200%s", text.p, text.p + 25);
    if (strcmp(form, "day") == 0)
        return arena_printf(e->mem, "%.8s%d%s", text.p, date->tm_mday, text.p + 10);
    if (strcmp(form, "http") == 0)
        strftime(out, sizeof(out), "%a, %d %b %Y %H:%M:%S GMT", date);
    else
        strftime(out, sizeof(out), "%Y-%m-%dT%H:%M:%SZ", date);
    return arena_copy(e->mem, span_of(out));
}

static void reprint_date(struct editing *e, struct node *node)
{
    struct tm date = { 0 };

    if (!node->text.p || !strptime(node->text.p, "%a %b %d %H:%M:%S +0000 %Y", &date))
        return;
    node->text = other_date(e, node->text, &date);
    if (strcmp(e->edit->text, "epoch") == 0)
        node->kind = NODE_RAW;
}

static void replace_nulls(struct editing *e, struct node *node)
{
    struct node *next;

    for (struct node *n = node->first; n; n = next) {
        next = n->next;
        if (n->kind != NODE_RAW || !span_eq_str(n->text, "null"))
            replace_nulls(e, n);
        else if (e->edit->text[0])
            n->text = span_of(e->edit->text);
        else
            node_remove(node, n);
    }
}

static void replace_bools(struct editing *e, struct node *node)
{
    bool numbers = strcmp(e->edit->text, "number") == 0;

    for (struct node *n = node->first; n; n = n->next) {
        bool yes = span_eq_str(n->text, "true");

        if (n->kind == NODE_RAW && (yes || span_eq_str(n->text, "false")))
            become(n, numbers ? NODE_RAW : NODE_STRING,
                   numbers ? span_of(yes ? "1" : "0") : n->text);
        replace_bools(e, n);
    }
}

/* How many bytes, or UTF-16 units, the first `points` code points of a text take. */
static uint64_t units(struct span text, uint64_t points, bool utf16)
{
    uint64_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool starts = (c & 0xc0) != 0x80;

        if (starts && points-- == 0)
            break;
        count += !utf16 ? 1u : !starts ? 0u : c >= 0xf0 ? 2u : 1u;
    }
    return count;
}

static struct span other_index(struct editing *e, struct span index)
{
    struct node *text = node_member(e->root, SPAN("text"));
    const char *how = e->edit->text;
    uint64_t value;

    if (!span_u64(index, &value))
        return index;
    text = text ? text : node_member(e->root, SPAN("full_text"));
    if (strcmp(how, "beyond") == 0)
        return arena_printf(e->mem, "%" PRIu64, value + 1000);
    if (strcmp(how, "negative") == 0)
        return arena_printf(e->mem, "-%" PRIu64, value + 1);
    if (!text)
        return index;
    return arena_printf(e->mem, "%" PRIu64,
                        units(text->text, value, strcmp(how, "utf16") == 0));
}

static void change_indices(struct editing *e, struct node *indices)
{
    const char *how = e->edit->text;

    if (strcmp(how, "swapped") == 0)
        reverse(indices);
    else if (strcmp(how, "single") == 0)
        node_remove(indices, indices->last);
    else if (strcmp(how, "strings") == 0)
        for (struct node *n = indices->first; n; n = n->next)
            n->kind = NODE_STRING;
    else
        for (struct node *n = indices->first; n; n = n->next)
            n->text = other_index(e, n->text);
}

static void find_indices(struct editing *e, struct node *node)
{
    for (struct node *n = node->first; n; n = n->next) {
        if (span_eq_str(n->name, "indices"))
            change_indices(e, n);
        else
            find_indices(e, n);
    }
}

static void change_text(struct editing *e, struct node *node)
{
    switch (e->edit->kind) {
    case EDIT_RAW:
        become(node, NODE_RAW, span_of(e->edit->text));
        break;
    case EDIT_STRING:
        become(node, NODE_STRING, span_of(e->edit->text));
        break;
    case EDIT_QUOTE:
        node->kind = node->kind == NODE_RAW ? NODE_STRING : node->kind;
        break;
    case EDIT_UNQUOTE:
        node->kind = node->kind == NODE_STRING ? NODE_RAW : node->kind;
        break;
    case EDIT_PREFIX:
        if (node->kind == NODE_STRING)
            node->text =
                arena_printf(e->mem, "%s%.*s", e->edit->text, SPAN_ARG(node->text));
        break;
    default:
        break;
    }
}

static void change(struct editing *e, struct node *parent, struct node *node)
{
    static void (*const handlers[])(struct editing *, struct node *) = {
        [EDIT_PLUS] = increase,       [EDIT_DOUBLE] = round_id,
        [EDIT_DATE] = reprint_date,   [EDIT_NULLS] = replace_nulls,
        [EDIT_BOOLS] = replace_bools, [EDIT_INDICES] = find_indices,
    };
    enum edit_kind kind = e->edit->kind;

    if (kind == EDIT_REMOVE)
        node_remove(parent, node);
    else if (kind == EDIT_COPY)
        become_copy(e, parent, node);
    else if (kind == EDIT_REVERSE)
        reverse(node);
    else if (kind < sizeof(handlers) / sizeof(handlers[0]) && handlers[kind])
        handlers[kind](e, node);
    else
        change_text(e, node);
}

static void add_member(struct editing *e, struct node *object, struct span name)
{
    struct node *member;

    if (object->kind != NODE_OBJECT || node_member(object, name))
        return;
    member = node_raw(e->mem, span_of(e->edit->text));
    member->name = name;
    node_push(object, member);
}

static void walk(struct editing *e, struct node *parent, struct node *node,
                 struct span path)
{
    struct span step, rest;
    struct node *next;

    if (path.len == 0) {
        change(e, parent, node);
        return;
    }
    if (span_cut(span_from(path, 1), '/', &step, &rest))
        rest = span_make(rest.p - 1, rest.len + 1);
    if (e->edit->kind == EDIT_ADD && !rest.p) {
        add_member(e, node, step);
        return;
    }
    for (struct node *n = node->first; n; n = next) {
        next = n->next;
        if (span_eq_str(step, "*") || span_eq(step, n->name))
            walk(e, node, n, rest);
    }
}

void edit_apply(struct arena *mem, struct node *root, const struct edit *edits,
                size_t count)
{
    for (size_t i = 0; i < count && edits[i].kind != EDIT_NONE; i++) {
        struct editing e = { mem, root, &edits[i] };

        walk(&e, root, root, span_of(edits[i].path));
    }
}
