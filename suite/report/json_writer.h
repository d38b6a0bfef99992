/* Writes JSON text, indented, into a buffer. Strings take any bytes: what is not valid
 * UTF-8 becomes the four characters \xHH, and what could steer a terminal or a log
 * (control characters, bidirectional overrides, log commands) becomes an escape, so that
 * the text is valid JSON and harmless to look at. */
#ifndef FAVSPEC_SUITE_REPORT_JSON_WRITER_H
#define FAVSPEC_SUITE_REPORT_JSON_WRITER_H

#include "base/buf.h"

struct json_writer {
    struct buf *out;
    int depth;
    bool first; /* nothing in the innermost array or object yet */
};

void json_writer_init(struct json_writer *writer, struct buf *out);
/* Each adds one member to an object, or with `name` NULL one element to an array (or the
 * document itself). */
void json_writer_open(struct json_writer *writer, const char *name, char bracket);
void json_writer_close(struct json_writer *writer, char bracket);
void json_writer_text(struct json_writer *writer, const char *name, struct span text);
void json_writer_int(struct json_writer *writer, const char *name, int64_t value);
void json_writer_bool(struct json_writer *writer, const char *name, bool value);
void json_writer_null(struct json_writer *writer, const char *name);

/* Appends one JSON string with its quotes; no writer is needed. */
void json_writer_string(struct buf *out, struct span text);

#endif
