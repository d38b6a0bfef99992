/* The shim between libFuzzer (or an engine with its interface) and a target. */
#include "fuzz/input.h"
#include "fuzz/target.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* What costs most of an execution's time and finds nothing more in inputs of this size:
 * long allocation stacks, a large quarantine, filling of whole blocks. */
const char *__asan_default_options(void)
{
    return "malloc_context_size=3:quarantine_size_mb=4:thread_local_quarantine_size_kb="
           "128:max_malloc_fill_size=128";
}

static bool rotate; /* FAVSPEC_FUZZ_ROTATE (fuzz/input.h) */

/* Beside libFuzzer's own statistics: other people's load does not change it. */
static void print_cpu(void)
{
    fprintf(stderr, "stat::cpu_milliseconds: %ld\n",
            (long)(clock() * 1000 / CLOCKS_PER_SEC));
}

/* A hang ends after five seconds unless -timeout says otherwise: libFuzzer's own default
 * is twenty minutes. AFL++ has its own, and would take the option for a file. */
static void limit_time(int *argc, char ***argv)
{
    static char timeout[] = "-timeout=5";
    char **list;
    bool ours = getenv("__AFL_SHM_ID") == NULL;

    for (int i = 1; i < *argc; i++)
        ours = ours && strncmp((*argv)[i], "-timeout=", 9) != 0;
    if (!ours)
        return;
    list = xcalloc((size_t)*argc + 2, sizeof(*list));
    list[0] = (*argv)[0];
    list[1] = timeout;
    memcpy(list + 2, *argv + 1, (size_t)(*argc - 1) * sizeof(*list));
    *argv = list;
    ++*argc;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *wanted = getenv("FAVSPEC_FUZZ_ROTATE");

    rotate = wanted && strcmp(wanted, "1") == 0;
    atexit(print_cpu);
    limit_time(argc, argv);
    fuzz_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = fuzz_copy(span_make((const char *)data, data ? size : 0));

    if (!input.p)
        input = fuzz_copy(SPAN(""));
    fuzz_begin(input);
    fuzz_run(input);
    fuzz_free(input);
    fuzz_salt += rotate;
    return 0;
}
