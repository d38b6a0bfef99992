#include "server/run.h"

#include "base/die.h"
#include "server/catalogue.h"
#include "server/runner.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { JOBS_MAX = 64, GRACE_MS = 300 };

static volatile sig_atomic_t signalled;

static void on_signal(int number)
{
    signalled = number;
}

struct runner {
    pid_t pid;
    int fd; /* -1: ended */
    struct buf bytes;
};

struct run {
    const struct target *target;
    const struct run_options *options;
    struct runner runners[JOBS_MAX];
    int jobs;
    struct result **results; /* by number in the catalogue */
    bool stop;
    int64_t deadline_ms; /* 0: none */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void start_runner(struct run *run, int part)
{
    struct slice slice = { run->target, run->options, part, run->jobs, -1 };
    struct runner *runner = &run->runners[part];
    int ends[2];

    if (pipe(ends) != 0)
        die("no pipe: %s", strerror(errno));
    fflush(NULL);
    runner->pid = fork();
    if (runner->pid < 0)
        die("no process: %s", strerror(errno));
    if (runner->pid == 0) {
        signal(SIGINT, SIG_DFL);
        signal(SIGTERM, SIG_DFL);
        close(ends[0]);
        slice.fd = ends[1];
        runner_main(&slice);
    }
    setpgid(runner->pid, runner->pid);
    close(ends[1]);
    runner->fd = ends[0];
    buf_init(&runner->bytes, BUF_MAX_REPORT);
}

static void keep_result(struct run *run, uint32_t number, struct span bytes)
{
    struct result *result = xcalloc(1, sizeof(*result));

    if (number >= catalogue_count() || run->results[number] ||
        result_read(bytes, result) != 0) {
        free(result);
        return;
    }
    run->results[number] = result;
    if (run->options->progress)
        progress_step(run->options->progress, result);
    if (run->options->seen)
        run->options->seen(result);
    if (run->options->fail_fast && result->verdict == VERDICT_FAIL)
        run->stop = true;
}

/* Takes whole frames from the front of the bytes. After a child that died while it wrote,
 * the next frame is found by its magic number. */
static void take_frames(struct run *run, struct runner *runner)
{
    size_t at = 0;
    struct frame frame;

    while (runner->bytes.len - at >= sizeof(frame)) {
        memcpy(&frame, runner->bytes.p + at, sizeof(frame));
        if (frame.magic != FRAME_MAGIC) {
            at++;
            continue;
        }
        if (runner->bytes.len - at - sizeof(frame) < frame.len)
            break;
        keep_result(run, frame.number,
                    span_make(runner->bytes.p + at + sizeof(frame), frame.len));
        at += sizeof(frame) + frame.len;
    }
    memmove(runner->bytes.p, runner->bytes.p + at, runner->bytes.len - at);
    buf_truncate(&runner->bytes, runner->bytes.len - at);
}

static void read_runner(struct run *run, struct runner *runner)
{
    char chunk[65536];
    ssize_t got = read(runner->fd, chunk, sizeof(chunk));

    if (got > 0) {
        buf_add(&runner->bytes, chunk, (size_t)got);
        take_frames(run, runner);
        return;
    }
    if (got < 0 && errno == EINTR)
        return;
    close(runner->fd);
    runner->fd = -1;
}

/* How long poll may sleep; 0 when the deadline is over. */
static int patience(const struct run *run)
{
    int64_t left = run->deadline_ms - now_ms();

    if (!run->deadline_ms)
        return 500;
    return left <= 0 ? 0 : left < 500 ? (int)left : 500;
}

static bool deadline_over(const struct run *run)
{
    return run->deadline_ms && now_ms() >= run->deadline_ms;
}

static void collect(struct run *run)
{
    struct pollfd fds[JOBS_MAX];
    int open = run->jobs;

    while (open && !signalled && !run->stop && !deadline_over(run)) {
        open = 0;
        for (int i = 0; i < run->jobs; i++) {
            fds[i] = (struct pollfd){ .fd = run->runners[i].fd, .events = POLLIN };
            open += run->runners[i].fd >= 0;
        }
        if (open == 0 || poll(fds, (nfds_t)run->jobs, patience(run)) <= 0)
            continue;
        for (int i = 0; i < run->jobs; i++)
            if (fds[i].fd >= 0 && fds[i].revents)
                read_runner(run, &run->runners[i]);
    }
}

/* Check ends its own forked case on SIGTERM; what is left after a moment is killed. */
static void stop_runners(struct run *run)
{
    int64_t end = now_ms() + GRACE_MS;

    for (int i = 0; i < run->jobs; i++)
        if (run->runners[i].fd >= 0)
            kill(run->runners[i].pid, SIGTERM);
    for (int i = 0; i < run->jobs; i++) {
        struct timespec pause = { 0, 5000000 };

        while (waitpid(run->runners[i].pid, NULL, WNOHANG) == 0) {
            if (now_ms() >= end)
                kill(-run->runners[i].pid, SIGKILL);
            nanosleep(&pause, NULL);
        }
        if (run->runners[i].fd >= 0)
            close(run->runners[i].fd);
        buf_release(&run->runners[i].bytes);
    }
}

static void move_results(struct run *run, struct result_set *set)
{
    size_t missing = 0;

    for (size_t i = 0; i < catalogue_count(); i++) {
        if (!run->options->selected[i])
            continue;
        if (run->results[i])
            result_set_add(set, run->results[i]);
        else
            missing++;
        free(run->results[i]);
    }
    free(run->results);
    if (missing)
        result_set_note(set, "%zu of %zu cases were not run", missing, set->planned);
}

void run_cases(const struct target *target, const struct run_options *options,
               struct result_set *set)
{
    struct sigaction action = { .sa_handler = on_signal }, old_int, old_term;
    struct run run = { .target = target, .options = options };

    run.jobs = options->jobs < 1          ? 1
               : options->jobs > JOBS_MAX ? JOBS_MAX
                                          : options->jobs;
    run.results = xcalloc(catalogue_count(), sizeof(struct result *));
    run.deadline_ms = options->max_time_ms ? now_ms() + options->max_time_ms : 0;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &old_int);
    sigaction(SIGTERM, &action, &old_term);
    for (int i = 0; i < run.jobs; i++)
        start_runner(&run, i);
    collect(&run);
    set->deadline_hit = deadline_over(&run);
    stop_runners(&run);
    set->interrupted = signalled;
    sigaction(SIGINT, &old_int, NULL);
    sigaction(SIGTERM, &old_term, NULL);
    move_results(&run, set);
}
