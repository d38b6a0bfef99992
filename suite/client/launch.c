#include "client/launch.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SLICE_MS = 10, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

extern char **environ;

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static char *replace(struct arena *mem, const struct launch *launch, const char *argument)
{
    struct buf out;
    char *copy;

    buf_init(&out, BUF_MAX_MESSAGE);
    while (*argument) {
        size_t used = 0;

        for (size_t i = 0; i < launch->value_count && !used; i++) {
            const struct launch_value *v = &launch->values[i];

            if (!v->placeholder ||
                !span_starts(span_of(argument), span_of(v->placeholder)))
                continue;
            used = strlen(v->placeholder);
            buf_add_span(&out, v->value);
        }
        if (!used)
            buf_add_char(&out, *argument);
        argument += used ? used : 1;
    }
    copy = arena_str(mem, buf_span(&out));
    buf_release(&out);
    return copy;
}

static char **make_arguments(struct arena *mem, const struct launch *launch)
{
    size_t count = 0;
    char **argv;

    while (launch->command[count])
        count++;
    argv = arena_alloc(mem, (count + 1) * sizeof(*argv));
    for (size_t i = 0; i < count; i++)
        argv[i] = i ? replace(mem, launch, launch->command[i]) : launch->command[0];
    return argv;
}

/* Ours, without anything that favspec reads, and the values. */
static char **make_environment(struct arena *mem, const struct launch *launch)
{
    size_t count = 0, used = 0;
    char **envp;

    while (environ[count])
        count++;
    envp = arena_alloc(mem, (count + launch->value_count + 1) * sizeof(*envp));
    for (size_t i = 0; i < count; i++)
        if (!span_starts(span_of(environ[i]), SPAN("FAVSPEC_")))
            envp[used++] = environ[i];
    for (size_t i = 0; i < launch->value_count; i++) {
        const struct launch_value *v = &launch->values[i];

        if (v->variable && v->value.p)
            envp[used++] = (char *)(uintptr_t)arena_printf(mem, "%s=%.*s", v->variable,
                                                           SPAN_ARG(v->value))
                               .p;
    }
    return envp;
}

static void set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, usual;

    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGTERM);
    posix_spawnattr_init(attributes);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                             POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &usual);
}

static int spawn(const struct launch *launch, int output, pid_t *out_pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    struct arena mem = { 0 };
    char **argv = make_arguments(&mem, launch);
    int error;

    set_attributes(&attributes);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    error = posix_spawnp(out_pid, argv[0], &files, &attributes, argv,
                         make_environment(&mem, launch));
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    arena_release(&mem);
    return error;
}

/* Reads what is there; what does not fit is dropped. False at the end. */
static bool read_output(int fd, struct buf *output)
{
    char chunk[4096];
    ssize_t got = read(fd, chunk, sizeof(chunk));

    if (got > 0 && output->len < LAUNCH_OUTPUT_MAX)
        buf_add(output, chunk, (size_t)got);
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Whether it has ended; it is not reaped, so that its group keeps its number. */
static bool has_ended(pid_t pid, siginfo_t *out)
{
    *out = (siginfo_t){ 0 };
    return waitid(P_PID, (id_t)pid, out, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           out->si_pid == pid;
}

static void watch(const struct launch *launch, pid_t pid, int fd, struct launch_end *out)
{
    int64_t deadline = now_ms() + launch->timeout_ms;
    struct pollfd readable = { .fd = fd, .events = POLLIN };
    siginfo_t info;

    out->how = LAUNCH_EXITED;
    while (!has_ended(pid, &info)) {
        if (launch->stop && *launch->stop)
            out->how = LAUNCH_STOPPED;
        else if (now_ms() >= deadline)
            out->how = LAUNCH_HUNG;
        if (out->how != LAUNCH_EXITED)
            return;
        if (poll(&readable, 1, SLICE_MS) > 0 && !read_output(fd, &out->output)) {
            struct timespec pause = { 0, 1000000 };

            readable.fd = -1; /* it closed its output, and may go on */
            nanosleep(&pause, NULL);
        }
    }
    if (info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED)
        out->how = LAUNCH_SIGNALLED;
    out->status = info.si_status;
}

static void reap(pid_t pid, int fd, struct buf *output)
{
    struct pollfd readable = { .fd = fd, .events = POLLIN };

    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    while (poll(&readable, 1, 0) > 0 && output->len < LAUNCH_OUTPUT_MAX &&
           readable.revents & POLLIN)
        if (!read_output(fd, output))
            break;
}

static void not_started(struct launch_end *out, const char *command, int error)
{
    out->how = LAUNCH_NOT_STARTED;
    out->status = error == ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
    buf_addf(&out->output, "%s: %s", command, strerror(error));
}

void launch_run(const struct launch *launch, struct launch_end *out)
{
    int64_t started = now_ms();
    int ends[2], error;
    pid_t pid = 0;

    *out = (struct launch_end){ .how = LAUNCH_EXITED };
    buf_init(&out->output, LAUNCH_OUTPUT_MAX + 4096);
    if (pipe2(ends, O_CLOEXEC) != 0)
        die("no pipe for the command: %s", strerror(errno));
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    error = spawn(launch, ends[1], &pid);
    close(ends[1]);
    if (error) {
        not_started(out, launch->command[0], error);
    } else {
        watch(launch, pid, ends[0], out);
        reap(pid, ends[0], &out->output);
    }
    close(ends[0]);
    out->duration_ms = now_ms() - started;
}

void launch_end_release(struct launch_end *end)
{
    buf_release(&end->output);
}

bool launch_unusable(const struct launch_end *end)
{
    return end->how == LAUNCH_NOT_STARTED ||
           (end->how == LAUNCH_EXITED &&
            (end->status == NOT_EXECUTABLE || end->status == NOT_FOUND));
}

void launch_end_write(struct buf *out, const struct launch_end *end)
{
    switch (end->how) {
    case LAUNCH_EXITED:
        buf_addf(out, "exited with status %d", end->status);
        break;
    case LAUNCH_SIGNALLED:
        buf_addf(out, "was ended by signal %d (%s)", end->status, strsignal(end->status));
        break;
    case LAUNCH_HUNG:
        buf_addf(out, "did not end within %.1f s", (double)end->duration_ms / 1000);
        break;
    case LAUNCH_STOPPED:
        buf_add_str(out, "was stopped");
        break;
    case LAUNCH_NOT_STARTED:
        buf_addf(out, "could not be started (%s)", end->output.p);
        break;
    }
}
