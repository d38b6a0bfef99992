/* The shim between AFL++ and mutate.h: built as a shared object for
 * AFL_CUSTOM_MUTATOR_LIBRARY. AFL++ mutates without it too, so that there is no engine to
 * call. */
#include "fuzz/mutate.h"

#include <stdlib.h>
#include <string.h>

struct shim {
    uint32_t dice;
    uint8_t *room;
    size_t size;
};

void *afl_custom_init(void *afl, unsigned seed);
size_t afl_custom_fuzz(void *data, uint8_t *input, size_t size, uint8_t **out,
                       uint8_t *other, size_t other_size, size_t max);
void afl_custom_deinit(void *data);

void *afl_custom_init(void *afl, unsigned seed)
{
    struct shim *shim = calloc(1, sizeof(*shim));

    (void)afl;
    if (shim)
        shim->dice = seed;
    return shim;
}

/* One time in four two inputs are crossed. */
size_t afl_custom_fuzz(void *data, uint8_t *input, size_t size, uint8_t **out,
                       uint8_t *other, size_t other_size, size_t max)
{
    struct shim *shim = data;
    size_t len = size < max ? size : max;

    if (shim->size < max) {
        uint8_t *room = realloc(shim->room, max);

        if (!room)
            return 0;
        shim->room = room;
        shim->size = max;
    }
    shim->dice = shim->dice * 1664525U + 1013904223U;
    *out = shim->room;
    if (other && shim->dice >> 30 == 0)
        return fuzz_cross(input, size, other, other_size, shim->room, max, shim->dice);
    memcpy(shim->room, input, len);
    return fuzz_mutate(shim->room, len, max, shim->dice,
                       fuzz_phrases(getenv("FAVSPEC_FUZZ_TARGET")), NULL);
}

void afl_custom_deinit(void *data)
{
    struct shim *shim = data;

    free(shim->room);
    free(shim);
}
