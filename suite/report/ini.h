/* The INI files of a user, a configuration and a baseline, from memory. inih reads the
 * single line; what it would do to others silently is settled here: an over-long line is
 * refused (it would go on as a second line, so that the end of a secret becomes the name
 * of a key), a section's name is not cut, an indented line is a line of its own, and the
 * first line that is wrong is the one that is named. */
#ifndef FAVSPEC_SUITE_REPORT_INI_H
#define FAVSPEC_SUITE_REPORT_INI_H

#include "base/buf.h"

/* Without the line end; what inih takes everywhere. */
enum { INI_LINE_MAX = 198 };

/* One reading. The caller sets the first five; the rest is the reader's. */
struct ini {
    const char *file; /* for messages */
    struct buf *why;  /* the first refusal, one sentence behind "FILE:LINE: " */
    void *user;
    /* Both may refuse. A pair before any section follows none. */
    void (*on_section)(struct ini *ini, struct span name);
    void (*on_pair)(struct ini *ini, const char *name, const char *value);
    int line; /* that is being read, from 1 */
    bool failed;
    bool pending; /* a line that has to be a pair, until it was given as one */
    struct span rest;
};

/* 0, or -1 after a sentence. */
int ini_read(struct ini *ini, struct span text);
/* Ends the reading with a sentence in which @ stands for `what`, neutralised and of at
 * most so many octets; the first one counts. */
void ini_refuse(struct ini *ini, int line, const char *format, struct span what);

#endif
