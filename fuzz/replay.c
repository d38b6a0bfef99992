/* Runs a target over files and folders without a fuzzing engine, with any compiler.
 *
 *   replay_TARGET [--any] [--slowest] [--mutate N] FILE-OR-FOLDER…
 *
 * Each file runs with several salts (input.h), with the first one twice: both have to
 * lead to the same state. A name that begins with ok- or rej- has to be accepted or
 * rejected; any- is free. No input at all, an unreadable file or another name is an
 * error. --any: names promise nothing. --mutate adds N changed copies of each input,
 * always the same ones. --slowest says which input took most of the processor's time. An
 * input may take 20 seconds, or FAVSPEC_REPLAY_SECONDS. */
#include "base/buf.h"
#include "base/die.h"
#include "fuzz/input.h"
#include "fuzz/target.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { INPUT_MAX = 1024 * 1024 };

static char running[512];
static unsigned long inputs, runs, broken;
static bool any_name, say_slowest;
static unsigned seconds = 20;
static char slowest[512];
static double slowest_ms = -1;

static void on_alarm(int sig)
{
    static const char text[] = "\nreplay: an input took too long: ";

    (void)sig;
    if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0 ||
        write(STDERR_FILENO, running, strlen(running)) < 0)
        _exit(71);
    _exit(70);
}

static void complain(const char *path, const char *text)
{
    fprintf(stderr, "replay: %s: %s\n", path, text);
    broken++;
}

/* Of this process: other people's load does not change it. */
static double cpu_ms(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
        die("replay: no clock of the processor's time");
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void note_time(double ms)
{
    if (ms <= slowest_ms)
        return;
    slowest_ms = ms;
    memcpy(slowest, running, sizeof(slowest));
}

static enum fuzz_verdict run_once(struct span input)
{
    struct span copy = fuzz_copy(input);
    enum fuzz_verdict verdict;
    double start;

    fuzz_state = 0;
    alarm(seconds);
    start = cpu_ms();
    fuzz_begin(copy);
    verdict = fuzz_run(copy);
    note_time(cpu_ms() - start);
    alarm(0);
    fuzz_free(copy);
    runs++;
    return verdict;
}

static enum fuzz_verdict run_twice(const char *path, struct span input)
{
    enum fuzz_verdict first = run_once(input);
    uint64_t state = fuzz_state;

    if (run_once(input) != first || fuzz_state != state)
        complain(path, "a second run led to another state");
    return first;
}

/* Fixed mutations: cut, flip, repeat, a byte of interest. */
static void run_mutant(const char *path, struct span input, unsigned n)
{
    static const char bytes[] = "\0\n %&=\",\\{}[]:/?#@+~\xff\x80"
                                "09Aa";
    uint64_t dice = fuzz_hash(input) + n * UINT64_C(0x9e3779b97f4a7c15);
    struct buf text;
    size_t at;

    buf_init(&text, INPUT_MAX * 2);
    buf_add_span(&text, input);
    for (unsigned i = 0; i <= n % 3 && text.len;
         i++, dice = dice * 6364136223846793005u + 1442695040888963407u) {
        at = (size_t)((dice >> 33) % text.len);
        if (dice >> 62 == 0)
            buf_truncate(&text, at);
        else if (dice >> 62 == 1)
            text.p[at] = (char)(text.p[at] ^ (1 << (dice >> 5 & 7)));
        else if (dice >> 62 == 2)
            buf_add_span(&text, span_from(input, at < input.len ? at : 0));
        else
            text.p[at] = bytes[(dice >> 8) % (sizeof(bytes) - 1)];
    }
    fuzz_salt = n % FUZZ_SALTS;
    run_twice(path, buf_span(&text));
    buf_release(&text);
}

static void check_promise(const char *path, enum fuzz_verdict verdict)
{
    const char *slash = strrchr(path, '/');
    struct span name = span_of(slash ? slash + 1 : path);

    if (any_name || span_starts(name, SPAN("any-")))
        return;
    if (!span_starts(name, SPAN("ok-")) && !span_starts(name, SPAN("rej-")))
        complain(path, "the name begins with none of ok-, rej-, any-");
    else if (span_starts(name, SPAN("ok-")) != (verdict == FUZZ_ACCEPTED))
        complain(path, verdict == FUZZ_ACCEPTED ? "accepted, against its name"
                                                : "rejected, against its name");
}

static void run_input(const char *path, struct span input, unsigned mutations)
{
    snprintf(running, sizeof(running), "%s", path);
    fprintf(stderr, "%s\n", path);
    inputs++;
    fuzz_salt_matters = false;
    for (fuzz_salt = 0; fuzz_salt == 0 || (fuzz_salt_matters && fuzz_salt < FUZZ_SALTS);
         fuzz_salt++) {
        if (fuzz_salt == 0)
            check_promise(path, run_twice(path, input));
        else
            run_once(input);
    }
    for (unsigned n = 0; n < mutations; n++)
        run_mutant(path, input, n);
}

static bool read_file(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    char block[4096];
    size_t len;
    bool fine;

    if (!file)
        return false;
    while ((len = fread(block, 1, sizeof(block), file)) > 0)
        buf_add(out, block, len);
    fine = !ferror(file) && !out->overflow;
    return fclose(file) == 0 && fine;
}

static void run_file(const char *path, unsigned mutations)
{
    struct buf text;

    buf_init(&text, INPUT_MAX);
    if (read_file(path, &text))
        run_input(path, buf_span(&text), mutations);
    else
        complain(path, errno ? strerror(errno) : "cannot be read, or is too large");
    buf_release(&text);
}

static void run_path(const char *path, unsigned mutations);

static void run_folder(const char *path, unsigned mutations)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    char below[4096];

    if (count < 0) {
        complain(path, strerror(errno));
        return;
    }
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            snprintf(below, sizeof(below), "%s/%s", path, entries[i]->d_name);
            run_path(below, mutations);
        }
        free(entries[i]);
    }
    free(entries);
}

static void run_path(const char *path, unsigned mutations)
{
    struct stat info;

    if (stat(path, &info) != 0)
        complain(path, strerror(errno));
    else if (S_ISDIR(info.st_mode))
        run_folder(path, mutations);
    else
        run_file(path, mutations);
}

/* Returns where the files begin. */
static int read_options(int argc, char **argv, unsigned *mutations)
{
    int i = 1;

    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--any") == 0)
            any_name = true;
        else if (strcmp(argv[i], "--slowest") == 0)
            say_slowest = true;
        else if (strcmp(argv[i], "--mutate") == 0 && i + 1 < argc)
            *mutations = (unsigned)strtoul(argv[++i], NULL, 10);
        else
            complain(argv[i], "no such option, or it wants a number");
    }
    return i;
}

int main(int argc, char **argv)
{
    const char *limit = getenv("FAVSPEC_REPLAY_SECONDS");
    unsigned mutations = 0;
    int first = read_options(argc, argv, &mutations);

    if (limit)
        seconds = (unsigned)strtoul(limit, NULL, 10);
    signal(SIGALRM, on_alarm);
    fuzz_start();
    for (int i = first; i < argc; i++)
        run_path(argv[i], mutations);
    if (inputs == 0)
        complain(fuzz_target_name, "there was no input");
    if (say_slowest && inputs)
        printf("slowest %s: %.2f ms %s\n", fuzz_target_name, slowest_ms, slowest);
    printf("replay %s: %lu inputs, %lu runs, %lu broken promises\n", fuzz_target_name,
           inputs, runs, broken);
    return broken ? 1 : 0;
}
