#include "fuzz/host/finding.h"

#include "fuzz/host/coprocess.h"
#include "fuzz/host/quirks.h"
#include "fuzz/input.h"
#include "fuzz/oracle.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct span current;
static uint64_t features;
static void (*show_asked)(void);

void finding_input(struct span input)
{
    current = input;
}

void finding_features(uint64_t now)
{
    features = now;
}

void finding_asked(void (*show)(void))
{
    show_asked = show;
}

static const char *kind_name(enum finding_kind kind)
{
    return kind == FINDING_HANG       ? "hang"
           : kind == FINDING_MISMATCH ? "mismatch"
           : kind == FINDING_CRASH    ? "crash"
           : kind == FINDING_QUIRKS   ? "quirks"
                                      : "harness";
}

static bool save(const char *folder, const char *kind, struct buf *path)
{
    FILE *file;
    bool fine;

    buf_reset(path);
    buf_addf(path, "%s/any-%s-%08" PRIx32, folder, kind, (uint32_t)fuzz_hash(current));
    file = fopen(path->p, "wb");
    if (!file)
        return false;
    fine = fwrite(current.p, 1, current.len, file) == current.len;
    return fclose(file) == 0 && fine;
}

/* The variables that chose the adapter, quoted for a shell. */
static void add_environment(struct buf *out)
{
    static const char *const names[] = { "FAVSPEC_ADAPTER", "FAVSPEC_ADAPTER_COMMAND",
                                         "FAVSPEC_ADAPTER_AGAINST",
                                         "FAVSPEC_ADAPTER_QUIRKS" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *value = getenv(names[i]);

        if (!value)
            continue;
        buf_addf(out, "%s='", names[i]);
        for (; *value; value++)
            if (*value == '\'')
                buf_add_str(out, "'\\''");
            else
                buf_add_char(out, *value);
        buf_add_str(out, "' ");
    }
}

static void add_program(struct buf *out)
{
    char path[4096], here[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
    size_t skip;

    if (len < 0 || !getcwd(here, sizeof(here)))
        return;
    path[len] = '\0';
    skip = strlen(here);
    if (strncmp(path, here, skip) == 0 && path[skip] == '/')
        buf_addf(out, "./%s", path + skip + 1);
    else
        buf_add_str(out, path);
}

/* The folder for it, the current one, or what may be written when that may not. */
static void keep(enum finding_kind kind)
{
    const char *folders[] = { getenv("FAVSPEC_FINDINGS"), ".", getenv("TMPDIR"), "/tmp" };
    struct buf path, command;

    if (!current.p || kind == FINDING_QUIRKS)
        return;
    buf_init(&path, BUF_MAX_TEXT);
    buf_init(&command, BUF_MAX_TEXT);
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
        if (folders[i] && save(folders[i], kind_name(kind), &path)) {
            add_environment(&command);
            add_program(&command);
            fprintf(stderr, "  input: %s (%zu octets)\n  again: %s %s\n", path.p,
                    current.len, command.p, path.p);
            break;
        }
    buf_release(&path);
    buf_release(&command);
}

static void end(enum finding_kind kind) __attribute__((noreturn));
static void end(enum finding_kind kind)
{
    if (show_asked && current.p && kind != FINDING_QUIRKS)
        show_asked();
    if (features && current.p)
        fprintf(stderr, "  features: %s\n", quirks_names(features));
    keep(kind);
    coprocess_kill();
    if (kind != FINDING_QUIRKS && kind != FINDING_HARNESS &&
        (getenv("__AFL_SHM_ID") || getenv("FAVSPEC_ABORT")))
        abort();
    _exit((int)kind);
}

void finding_end(enum finding_kind kind, const char *adapter, const char *function,
                 const char *format, ...)
{
    va_list args;

    fprintf(stderr, "%s of adapter %s in %s: ", kind_name(kind), adapter, function);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    end(kind);
}

void finding_mismatch(const char *adapter, const char *function, const char *field,
                      struct span expected, struct span got)
{
    fprintf(stderr, "mismatch of adapter %s in %s: %s\n", adapter, function, field);
    oracle_show(expected, got);
    end(FINDING_MISMATCH);
}
