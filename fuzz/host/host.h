/* The two adapters of a run, and the comparison of what they answer.
 *
 * FAVSPEC_ADAPTER names the one under test: a shipped one (`reference`, `naive` …), or a
 * shared object by a path with a slash. FAVSPEC_ADAPTER_COMMAND is a process instead
 * (coprocess.h). Without either it is the one that was linked in, else `naive`. It is
 * compared with the reference; FAVSPEC_ADAPTER_AGAINST names another.
 *
 * FAVSPEC_ADAPTER_SURVEY=1 goes on after a difference and prints at the end which
 * features the inputs have that differ; =each tells each difference too. */
#ifndef FAVSPEC_FUZZ_HOST_HOST_H
#define FAVSPEC_FUZZ_HOST_HOST_H

#include "fuzz/host/call.h"

/* Finds the adapters, checks their version and sizes, arranges for the counts to be
 * printed at the end. Ends the program when it cannot. A process is started later. */
void host_start(enum call_function function);
/* Asks both and compares. Returns the result of the one that is compared with. */
int host_compare(const struct call *call, struct span input, uint64_t features);

/* Ends the program when this is no adapter of this version. */
void host_check_abi(const struct fav_adapter *adapter, const char *where);

/* The shipped ones; those of a library that was not there at build time are NULL. */
const struct fav_adapter *adapter_reference(void);
const struct fav_adapter *adapter_naive(void);
const struct fav_adapter *adapter_liboauth(void);
const struct fav_adapter *adapter_jansson(void);

#endif
