/* What a target says when the code under test breaks a promise: which function, which
 * field, both values and where they first differ; then it aborts, so that an engine keeps
 * the input. With FAVSPEC_CRASH_ONLY in the environment nothing is said and nothing
 * aborts: the control that shows what the oracles are worth. */
#ifndef FAVSPEC_FUZZ_ORACLE_H
#define FAVSPEC_FUZZ_ORACLE_H

#include "base/span.h"

/* Prints two texts and the first octet in which they differ. */
void oracle_show(struct span expected, struct span got);
bool oracle_equal(struct span a, struct span b);
/* The two texts have to be equal. */
void oracle_same(const char *function, const char *field, struct span expected,
                 struct span got);
void oracle_same_number(const char *function, const char *field, int64_t expected,
                        int64_t got);
/* This has to hold; `seen` (may be absent) is the text that it is about. */
void oracle_holds(const char *function, const char *promise, bool holds,
                  struct span seen);
/* Whether a secret that is long enough to be told from chance stands in a text that is
 * meant for people. It is no leak where the same run with another secret says the same
 * words. */
bool oracle_suspects(struct span text, struct span secret);
/* A secret that stands in no text of ours by chance may not stand in this one. */
void oracle_no_secret(const char *function, struct span text, struct span secret);

#endif
