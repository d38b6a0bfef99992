/* Features of inputs, and quirks: the features that an adapter asks not to be given. A
 * filter is counted; what it takes is printed at the end, and more than a fifth of all
 * inputs fails the run. FAVSPEC_ADAPTER_QUIRKS=off gives every input to the adapter. */
#ifndef FAVSPEC_FUZZ_HOST_QUIRKS_H
#define FAVSPEC_FUZZ_HOST_QUIRKS_H

#include "base/span.h"
#include "fuzz/adapter.h"

/* What is in a request that domain.h has made, by the bits of adapter.h. */
uint64_t request_features(const struct fav_request *request);
/* What is in a text that should be JSON. */
uint64_t json_features(struct fav_in text);
/* Whether the octets are UTF-8 to their end. */
bool features_utf8(struct span s);

/* Words of names; false when one is unknown. */
bool quirks_parse(struct span words, uint64_t *out_bits);
/* The names of some bits with spaces between, in a static buffer. */
const char *quirks_names(uint64_t bits);
/* The name of one bit, NULL when there is none. */
const char *quirk_name(unsigned bit);

/* Counts an input; whether a quirk of the adapter takes it. */
bool quirks_take(const struct fav_adapter *adapter, uint64_t features);
void quirks_skipped(void);
void quirks_compared(void);
/* Prints the counts; false when too many inputs were taken. */
bool quirks_report(const struct fav_adapter *adapter);

#endif
