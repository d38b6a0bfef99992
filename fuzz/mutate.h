/* Mutations that know what an input is made of: fields on lines, and in a field the
 * pieces between & , " and the like. Pure: the same data, dice and engine give the same
 * result. The shims of libFuzzer and AFL++ are mutate_libfuzzer.c and mutate_afl.c. */
#ifndef FAVSPEC_FUZZ_MUTATE_H
#define FAVSPEC_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* An engine's own mutation of `size` octets in a buffer of `max`; returns the new size, 0
 * when it could not. NULL where there is none. */
typedef size_t (*fuzz_engine)(uint8_t *data, size_t size, size_t max);

/* Whole fields and messages that chance would be long in putting together, for a target;
 * ends in NULL, and is empty for one that needs none. (A dictionary's entries have at
 * most 64 octets.) */
const char *const *fuzz_phrases(const char *target);

/* Changes `data` in place and returns its new size, 1 to `max` (0 only when max is 0).
 * Half of the time one field alone goes through the engine. */
size_t fuzz_mutate(uint8_t *data, size_t size, size_t max, uint32_t dice,
                   const char *const *phrases, fuzz_engine engine);

/* Writes each field of one or the other of two inputs to `out` and returns the size, at
 * most `max`; 0 when both are empty. */
size_t fuzz_cross(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                  uint8_t *out, size_t max, uint32_t dice);

#endif
