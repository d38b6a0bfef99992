/* Status documents as the reference server has to write them: made anew and judged once,
 * at the start. An answer that is the same octets need not be judged again. */
#ifndef FAVSPEC_FUZZ_DOCUMENT_H
#define FAVSPEC_FUZZ_DOCUMENT_H

#include "fuzz/server.h"

/* Makes and judges the plain documents of these kinds of status, liked and not; with
 * `views` also those without entities, extended, and with a trimmed user. A document that
 * breaks a rule or shows a secret is a mismatch. */
void document_start(const struct fuzz_server *server, const enum status_kind *kinds,
                    size_t count, bool views);
/* The plain document. */
struct span document_plain(enum status_kind kind, bool liked);
/* Which of them a body is, from 0 on; -1: none. */
int document_find(struct span body);

#endif
