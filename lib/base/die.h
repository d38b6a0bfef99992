/* Memory or death: this is a test tool, so out of memory prints one sentence and aborts,
 * and no caller checks. Where a peer's bytes decide a size, a buffer with a maximum
 * (base/buf.h, base/arena.h) stands in between. */
#ifndef FAVSPEC_BASE_DIE_H
#define FAVSPEC_BASE_DIE_H

#include <stddef.h>

/* Prints "favspec: internal error: …" and exits with status 70 (EX_SOFTWARE). */
__attribute__((noreturn, format(printf, 1, 2))) void die(const char *format, ...);

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *text);
char *xmemdup0(const char *p, size_t len);

#endif
