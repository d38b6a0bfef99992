/* Files that are whole or not there: written under a temporary name in the folder of the
 * target, then renamed. */
#ifndef FAVSPEC_SUITE_REPORT_OUTPUT_H
#define FAVSPEC_SUITE_REPORT_OUTPUT_H

#include "base/buf.h"

/* Writes the bytes to `file`; missing folders are made; "-" is stdout. A symbolic link is
 * followed; what exists and is no regular file (a device, a pipe) is written directly.
 * Returns 0, or -1 and one sentence in `why`; an existing file is then unharmed. */
int output_write(const char *file, struct span bytes, struct buf *why);

#endif
