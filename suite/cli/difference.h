/* Two base strings, one below the other, with the first difference marked; what a person
 * looks at when a signature does not verify. */
#ifndef FAVSPEC_SUITE_CLI_DIFFERENCE_H
#define FAVSPEC_SUITE_CLI_DIFFERENCE_H

#include "base/buf.h"

/* Appends three lines, each behind `indent`: the part round octet `at` of both texts,
 * neutralised, and a caret below the first octet that differs. */
void difference_write(struct buf *out, const char *indent, struct span expected,
                      struct span signed_text, size_t at);

#endif
