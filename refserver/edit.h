/* Changing a document that was right: one edit is a path and what happens there. The
 * shapes of mutants and the older costumes are lists of edits, applied before the text is
 * written. */
#ifndef FAVSPEC_REFSERVER_EDIT_H
#define FAVSPEC_REFSERVER_EDIT_H

#include "refserver/tree.h"

enum edit_kind {
    EDIT_NONE,
    EDIT_REMOVE,
    EDIT_RAW,     /* the value becomes this JSON text */
    EDIT_STRING,  /* … this string */
    EDIT_ADD,     /* a member with this JSON text is added if there is none */
    EDIT_COPY,    /* … the value at this other path, or removed if there is none */
    EDIT_QUOTE,   /* a number becomes a string */
    EDIT_UNQUOTE, /* a string becomes raw text */
    EDIT_PREFIX,  /* a string gets this in front */
    EDIT_PLUS,    /* a number or a string of digits is increased by this */
    EDIT_DOUBLE,  /* … is rounded through a double */
    EDIT_REVERSE, /* the elements of an array */
    EDIT_DATE,    /* a date is printed in another form: "iso", "epoch" (a number), "zone"
                     (+0200),    "day" (without a leading zero), "http" */
    EDIT_NULLS,   /* every null below becomes this JSON text; "": is left out */
    EDIT_BOOLS,   /* every boolean below: "number" or "string" */
    EDIT_INDICES, /* every indices below: "bytes", "utf16", "beyond", "swapped",
                     "strings", "negative", "single" */
};

struct edit {
    const char *path; /* /member/member; `*` any member or element; "" the root */
    enum edit_kind kind;
    const char *text;
};

/* Applies edits until one is EDIT_NONE or `count` is reached. What a path does not find
 * is left alone. */
void edit_apply(struct arena *mem, struct node *root, const struct edit *edits,
                size_t count);

#endif
