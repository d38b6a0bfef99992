/* Bytes that came from the subject, one character at a time. What is invalid, invisible
 * or able to steer a terminal, a CI log or a page is told apart here, and each format
 * writes it as its own escape. */
#ifndef FAVSPEC_SUITE_REPORT_HOSTILE_H
#define FAVSPEC_SUITE_REPORT_HOSTILE_H

#include "base/buf.h"

/* How much of one text a format for people shows. */
enum { HOSTILE_MAX_LINE = 1024, HOSTILE_MAX_BLOCK = 4096 };

/* A character; `code` is GLYPH_INVALID for a byte that is not part of valid UTF-8 (then
 * len is 1). */
struct glyph {
    uint32_t code;
    size_t len;
};

#define GLYPH_INVALID UINT32_MAX

/* The first character of `s`, which must not be empty. */
struct glyph glyph_first(struct span s);
/* Control characters, bidirectional controls, line separators, what has no width, and
 * noncharacters. */
bool glyph_is_unsafe(uint32_t code);
/* How many bytes at the start of `s` are the head of a log command that is obeyed
 * anywhere in a line ("##[", "##vso[", "##teamcity["), counted to its second '#'; else 0.
 */
size_t hostile_command(struct span s);
/* How many bytes at the start of `s` are printable ASCII that no format has to look at.
 */
size_t hostile_plain_run(struct span s);
/* Appends the text neutralised (report_neutralise) and cut after `max` bytes; what was
 * left out is counted at the end. */
void hostile_add(struct buf *out, struct span s, size_t max, bool lines);
/* At most `max` bytes from the start of `s`, no character cut in two. */
struct span hostile_head(struct span s, size_t max);

#endif
