/* The shim between libFuzzer (or an engine with its interface) and a target. */
#include "fuzz/input.h"
#include "fuzz/target.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = fuzz_copy(span_make((const char *)data, data ? size : 0));

    if (!input.p)
        input = fuzz_copy(SPAN(""));
    fuzz_run(input);
    fuzz_free(input);
    return 0;
}
