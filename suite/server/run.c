#include "server/run.h"

#include "base/die.h"
#include "server/catalogue.h"
#include "server/runner.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
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
    pid_t pid; /* 0: none */
    int fd;    /* -1: ended */
    struct buf bytes;
    ptrdiff_t begun; /* the case that it began and has not ended; -1: none */
};

struct run {
    const struct target *target;
    const struct run_options *options;
    struct runner runners[JOBS_MAX];
    int jobs;
    struct result **results; /* by number in the catalogue */
    bool *todo;              /* what the next runner to be started may do */
    _Atomic bool *claimed;
    bool stop;
    int64_t deadline_ms; /* 0: none */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Marks what nobody has begun; false when that is nothing. */
static bool mark_todo(struct run *run)
{
    bool any = false;

    for (size_t i = 0; i < catalogue_count(); i++) {
        run->todo[i] = run->options->selected[i] && !run->results[i] &&
                       !atomic_load(&run->claimed[i]);
        any = any || run->todo[i];
    }
    return any;
}

/* Shared by the runners: who takes a case first runs it. */
static size_t claims_size(void)
{
    return catalogue_count() * sizeof(_Atomic bool);
}

static _Atomic bool *claims_new(void)
{
    void *claims = mmap(NULL, claims_size(), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (claims == MAP_FAILED)
        die("no shared memory");
    return claims;
}

static void start_runner(struct run *run, int part)
{
    struct slice slice = { run->target, run->options, run->todo, run->claimed, -1 };
    struct runner *runner = &run->runners[part];
    int ends[2];

    runner->begun = -1;
    if (!mark_todo(run))
        return;
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
    buf_reset(&runner->bytes);
}

static void keep_result(struct run *run, size_t number, struct result *result)
{
    run->results[number] = result;
    if (run->options->progress)
        progress_step(run->options->progress, result);
    if (run->options->seen)
        run->options->seen(result);
    if (run->options->fail_fast && result->verdict == VERDICT_FAIL)
        run->stop = true;
}

static void take_result(struct run *run, struct runner *runner, size_t number,
                        struct span bytes)
{
    struct result *result = xcalloc(1, sizeof(*result));

    runner->begun = -1;
    if (number >= catalogue_count() || run->results[number] ||
        result_read(bytes, result) != 0)
        free(result);
    else
        keep_result(run, number, result);
}

/* Takes whole frames from the front of the bytes. After a child that died while it wrote,
 * the next frame is found by its magic number. */
static void take_frames(struct run *run, struct runner *runner)
{
    size_t at = 0;
    struct frame frame;

    while (runner->bytes.len - at >= sizeof(frame)) {
        memcpy(&frame, runner->bytes.p + at, sizeof(frame));
        if (frame.magic != FRAME_MAGIC)
            die("a runner wrote what is no result");
        if (frame.len == FRAME_BEGINS) {
            runner->begun = (ptrdiff_t)frame.number;
            at += sizeof(frame);
            continue;
        }
        if (runner->bytes.len - at - sizeof(frame) < frame.len)
            break;
        take_result(run, runner, frame.number,
                    span_make(runner->bytes.p + at + sizeof(frame), frame.len));
        at += sizeof(frame) + frame.len;
    }
    memmove(runner->bytes.p, runner->bytes.p + at, runner->bytes.len - at);
    buf_truncate(&runner->bytes, runner->bytes.len - at);
}

/* The case that broke its runner ends in an error. */
static void blame_case(struct run *run, size_t number, int status)
{
    const struct conformance_case *test = catalogue_case(number);
    struct result *result = xcalloc(1, sizeof(*result));

    result_init(result);
    result->id = test->id;
    result->title = test->title;
    result->hint = test->hint;
    result->since = "0.1.0";
    memcpy(result->requirements, test->requirements, sizeof(test->requirements));
    result->verdict = VERDICT_ERROR;
    result->expected = result->got = SPAN("");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        result->reason = SPAN("the case did not end in time");
    else
        result->reason =
            arena_printf(&result->mem, "the case itself broke (%s %d)",
                         WIFSIGNALED(status) ? "signal" : "status",
                         WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    keep_result(run, number, result);
}

/* A runner that ended in the middle is followed by another for the rest. */
static void end_runner(struct run *run, int part)
{
    struct runner *runner = &run->runners[part];
    int status = 0;

    close(runner->fd);
    runner->fd = -1;
    while (waitpid(runner->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    runner->pid = 0;
    if (runner->begun >= 0 && !signalled) {
        blame_case(run, (size_t)runner->begun, status);
        start_runner(run, part);
    }
}

static void read_runner(struct run *run, int part)
{
    struct runner *runner = &run->runners[part];
    char chunk[65536];
    ssize_t got = read(runner->fd, chunk, sizeof(chunk));

    if (got > 0) {
        buf_add(&runner->bytes, chunk, (size_t)got);
        take_frames(run, runner);
    } else if (got == 0 || errno != EINTR) {
        end_runner(run, part);
    }
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
    int open = 1;

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
                read_runner(run, i);
    }
}

static void stop_runner(struct runner *runner, int64_t end)
{
    struct timespec pause = { 0, 5000000 };

    while (runner->pid && waitpid(runner->pid, NULL, WNOHANG) == 0) {
        if (now_ms() >= end)
            kill(-runner->pid, SIGKILL);
        nanosleep(&pause, NULL);
    }
    if (runner->fd >= 0)
        close(runner->fd);
    buf_release(&runner->bytes);
}

static void stop_runners(struct run *run)
{
    int64_t end = now_ms() + GRACE_MS;

    for (int i = 0; i < run->jobs; i++)
        if (run->runners[i].pid)
            kill(run->runners[i].pid, SIGTERM);
    for (int i = 0; i < run->jobs; i++)
        stop_runner(&run->runners[i], end);
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
    free(run->todo);
    munmap(run->claimed, claims_size());
    if (missing)
        result_set_note(set, "%zu of %zu cases were not run", missing, set->planned);
}

void run_cases(const struct target *target, const struct run_options *options,
               struct result_set *set)
{
    struct sigaction action = { .sa_handler = on_signal }, old_int, old_term;
    sigset_t heard, old_mask;
    struct run run = { .target = target, .options = options };

    run.jobs = options->jobs < 1          ? 1
               : options->jobs > JOBS_MAX ? JOBS_MAX
                                          : options->jobs;
    run.results = xcalloc(catalogue_count(), sizeof(struct result *));
    run.todo = xcalloc(catalogue_count(), sizeof(*run.todo));
    run.claimed = claims_new();
    run.deadline_ms = options->max_time_ms ? now_ms() + options->max_time_ms : 0;
    sigemptyset(&action.sa_mask);
    sigemptyset(&heard);
    sigaddset(&heard, SIGINT);
    sigaddset(&heard, SIGTERM);
    sigaction(SIGINT, &action, &old_int);
    sigaction(SIGTERM, &action, &old_term);
    sigprocmask(SIG_UNBLOCK, &heard, &old_mask);
    for (int i = 0; i < run.jobs; i++) {
        run.runners[i].fd = -1;
        buf_init(&run.runners[i].bytes, BUF_MAX_REPORT);
        start_runner(&run, i);
    }
    collect(&run);
    set->deadline_hit = deadline_over(&run);
    stop_runners(&run);
    sigprocmask(SIG_SETMASK, &old_mask, NULL);
    set->interrupted = signalled;
    sigaction(SIGINT, &old_int, NULL);
    sigaction(SIGTERM, &old_term, NULL);
    move_results(&run, set);
}
