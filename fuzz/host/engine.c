/* The shim between libFuzzer and the adapter programs: as fuzz/engine.c, and a hang ends
 * after five seconds unless -timeout says otherwise (libFuzzer's own default is twenty
 * minutes). */
#include "fuzz/input.h"
#include "fuzz/target.h"

#include "base/die.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* As in fuzz/engine.c. */
const char *__asan_default_options(void)
{
    return "malloc_context_size=3:quarantine_size_mb=4:thread_local_quarantine_size_kb="
           "128:max_malloc_fill_size=128";
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static char timeout[] = "-timeout=5";
    char **list;

    for (int i = 1; i < *argc; i++)
        if (strncmp((*argv)[i], "-timeout=", 9) == 0)
            goto start;
    list = xcalloc((size_t)*argc + 2, sizeof(*list));
    list[0] = (*argv)[0];
    list[1] = timeout;
    memcpy(list + 2, *argv + 1, (size_t)(*argc - 1) * sizeof(*list));
    *argv = list;
    ++*argc;
start:
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
