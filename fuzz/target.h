/* What every fuzz target gives, and what drives it: libFuzzer (engine.c) or the
 * stand-alone replayer (replay.c). A target is one file fz_NAME.c that defines the three
 * symbols below; it does no I/O, takes no time and keeps nothing from one input to the
 * next. */
#ifndef FAVSPEC_FUZZ_TARGET_H
#define FAVSPEC_FUZZ_TARGET_H

#include "base/span.h"

/* What the code under test made of an input; seeds promise it in their names (ok-, rej-).
 */
enum fuzz_verdict { FUZZ_REJECTED, FUZZ_ACCEPTED };

extern const char fuzz_target_name[];
/* Called once before the first input. */
void fuzz_start(void);
/* `input` is an exact-size heap copy. Aborts through fuzz/oracle.h when the code under
 * test breaks a promise. */
enum fuzz_verdict fuzz_run(struct span input);

#endif
