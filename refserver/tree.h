/* A JSON document under construction: built in an arena, edited by path, written in a
 * costume. Numbers, true, false and null are raw texts, so that no digit of an id is
 * lost. */
#ifndef FAVSPEC_REFSERVER_TREE_H
#define FAVSPEC_REFSERVER_TREE_H

#include "base/arena.h"
#include "base/buf.h"

enum node_kind { NODE_RAW, NODE_STRING, NODE_ARRAY, NODE_OBJECT };

struct node {
    enum node_kind kind;
    struct span name; /* in an object */
    struct span text; /* of a raw node or a string: UTF-8, not escaped */
    struct node *next, *first, *last;
};

struct node *node_object(struct arena *mem);
struct node *node_array(struct arena *mem);
/* A string; the absent span gives null. Borrows the bytes. */
struct node *node_string(struct arena *mem, struct span text);
struct node *node_raw(struct arena *mem, struct span text);
struct node *node_int(struct arena *mem, int64_t value);
struct node *node_id(struct arena *mem, uint64_t value);

/* Appends a member or an element; `name` is a literal. Return the child. */
struct node *node_put(struct node *object, const char *name, struct node *child);
struct node *node_push(struct node *array, struct node *child);

/* Short forms of node_put. */
void node_put_string(struct arena *mem, struct node *object, const char *name,
                     const char *text);
void node_put_raw(struct arena *mem, struct node *object, const char *name,
                  const char *raw);
void node_put_bool(struct arena *mem, struct node *object, const char *name, bool value);
void node_put_int(struct arena *mem, struct node *object, const char *name,
                  int64_t value);
/* Two members: `name` and `name`_str; 0 gives null twice. */
void node_put_id(struct arena *mem, struct node *object, const char *name, uint64_t id);

/* The member of an object, or NULL. */
struct node *node_member(const struct node *object, struct span name);
/* Takes a child out; nothing happens when it is none. */
void node_remove(struct node *parent, struct node *child);

/* How a tree is spelled; zero is compact, in the order built, with \/ and < escaped. */
struct node_style {
    bool alphabetic, pretty, plain_slashes, unicode_escapes;
};
void node_write(struct buf *out, const struct node *node, const struct node_style *style);

#endif
