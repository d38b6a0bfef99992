/* What a run of an adapter ends with, and how that is told: each kind has an exit status
 * of its own, the input is kept in a file, and the command that plays it again is
 * printed. Under an engine that knows crashes alone (AFL++ in its loop, or with
 * FAVSPEC_ABORT in the environment) it aborts instead. */
#ifndef FAVSPEC_FUZZ_HOST_FINDING_H
#define FAVSPEC_FUZZ_HOST_FINDING_H

#include "base/buf.h"

/* 70 and 77 are libFuzzer's own for a hang and a crash. */
enum finding_kind {
    FINDING_HANG = 70,
    FINDING_MISMATCH = 76,
    FINDING_CRASH = 77,
    FINDING_HARNESS = 78, /* the adapter cannot be loaded or breaks the interface */
    FINDING_QUIRKS = 79,  /* a quirk or FAV_SKIP takes too many inputs */
};

/* The input that is being run; borrowed until the next one. */
void finding_input(struct span input);
/* The features of that input (quirks.h), to be printed with a finding. */
void finding_features(uint64_t features);

/* Called with a finding, to show what the adapter was asked. */
void finding_asked(void (*show)(void));

/* Prints "KIND of adapter NAME in FUNCTION: text", keeps the input, ends the program. */
void finding_end(enum finding_kind kind, const char *adapter, const char *function,
                 const char *format, ...) __attribute__((noreturn, format(printf, 4, 5)));
/* The same for two values that should be one. */
void finding_mismatch(const char *adapter, const char *function, const char *field,
                      struct span expected, struct span got) __attribute__((noreturn));

#endif
