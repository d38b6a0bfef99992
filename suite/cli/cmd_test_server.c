#include "cli/test_server.h"

#include "report/baseline.h"
#include "server/ledger.h"
#include "server/plan.h"
#include "server/probe.h"
#include "server/run.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool use_color(const struct test_server *t, int fd)
{
    if (strcmp(t->color, "auto") != 0)
        return strcmp(t->color, "always") == 0;
    return isatty(fd) && !getenv("NO_COLOR");
}

static bool known_case(const char *id)
{
    return catalogue_find(id) >= 0;
}

static void today(char *out, size_t size)
{
    time_t now = time(NULL);
    struct tm tm;

    gmtime_r(&now, &tm);
    strftime(out, size, "%Y-%m-%d", &tm);
}

/* Runs against a target that is open and known. */
static void run_target(struct test_server *t, struct target *target)
{
    bool bar =
        t->kind == KIND_TEST_SERVER && !t->quiet && !t->verbose && isatty(STDERR_FILENO);
    struct progress progress;
    struct run_options run = {
        .selected = t->selected,
        .jobs = target->embedded ? (int)t->jobs : 1,
        .retries = (int)t->retries,
        .fail_fast = t->fail_fast,
        .max_time_ms = t->max_time_ms,
        .progress = &progress,
        .seen = t->kind == KIND_REPLAY ? test_server_replay
                : t->verbose           ? test_server_show
                                       : NULL,
    };

    progress_start(&progress, t->set.planned, bar, use_color(t, STDERR_FILENO));
    run_cases(target, &run, &t->set);
    progress_end(&progress);
}

static bool selection_acts(const struct test_server *t)
{
    for (size_t i = 0; i < catalogue_count(); i++)
        if (t->selected[i] && case_acts(catalogue_case(i)))
            return true;
    return false;
}

/* Where the status cannot be liked, no case had its own control accepted. */
static void look_for_proof(struct test_server *t, const struct target *target)
{
    if (target->companions & COMPANION_CREATE || atomic_load(&target->shared->accepted))
        return;
    t->set.unproven = true;
    result_set_note(
        &t->set, "no un-like was answered 200 in this run: the status was never liked, "
                 "and without favorites/create it cannot be; choose one that is liked");
}

/* Without a favorites/create nothing can be liked again, now or later. */
static void restore(struct test_server *t, struct target *target, struct ledger *ledger)
{
    bool can_like = target->companions & COMPANION_CREATE;
    bool unfinished = t->set.count < t->set.planned;
    struct buf why;
    bool restored;

    buf_init(&why, BUF_MAX_TEXT);
    restored = probe_restore(target, unfinished, &why) == 0;
    if (!restored && can_like)
        result_set_note(&t->set, "%s\"favspec restore %s\" tries again", why.p,
                        t->ledger);
    else if (!restored)
        result_set_note(&t->set, "%sthe server has no favorites/create", why.p);
    ledger_close(ledger, restored || !can_like);
    buf_release(&why);
}

/* From the first request that changes something to the last, a signal waits until the
 * likes are restored; run_cases hears it and stops. */
static void hold_signals(sigset_t *out_old)
{
    sigset_t held;

    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, out_old);
}

/* A signal that came outside of run_cases counts as an interruption too. */
static void release_signals(struct test_server *t, const sigset_t *old)
{
    static const int numbers[] = { SIGINT, SIGTERM };
    sigset_t pending;
    int number;

    sigpending(&pending);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (sigismember(&pending, numbers[i]) != 1)
            continue;
        sigemptyset(&pending);
        sigaddset(&pending, numbers[i]);
        sigwait(&pending, &number);
        t->set.interrupted = t->set.interrupted ? t->set.interrupted : number;
    }
    sigprocmask(SIG_SETMASK, old, NULL);
}

/* One sentence on stderr; what a peer said in it is made harmless. */
static void complain(const char *why)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    report_neutralise(&text, span_of(why), false);
    fprintf(stderr, "favspec: %s\n", text.p);
    buf_release(&text);
}

/* A URL: reach it, know it, write the ledger, run, restore. Returns an exit status that
 * ends the command at once, or -1. */
static int run_url(struct test_server *t, struct target *target)
{
    struct ledger *ledger = NULL;
    struct buf why;
    sigset_t old;

    buf_init(&why, BUF_MAX_TEXT);
    t->reachable = probe_target(target, &why) == PROBE_OK;
    if (!t->reachable) {
        result_set_note(&t->set, "%s", why.p);
        complain(why.p);
        buf_release(&why);
        return -1;
    }
    if (selection_acts(t) && !(ledger = ledger_open(t->ledger, target, &why))) {
        complain(why.p);
        buf_release(&why);
        return EXIT_USAGE;
    }
    buf_release(&why);
    if (!ledger) {
        run_target(t, target);
        return -1;
    }
    hold_signals(&old);
    if (probe_create(target))
        ledger_update(ledger, target);
    run_target(t, target);
    look_for_proof(t, target);
    restore(t, target, ledger);
    release_signals(t, &old);
    return -1;
}

static int apply_baseline(struct test_server *t)
{
    char date[16];
    struct buf why;
    int failed = 0;

    today(date, sizeof(date));
    if (t->baseline)
        baseline_apply(t->baseline, &t->set, date);
    if (!t->baseline_update)
        return 0;
    buf_init(&why, BUF_MAX_TEXT);
    failed = baseline_update(t->baseline_file, t->baseline, &t->set, date, &why);
    if (failed)
        fprintf(stderr, "favspec: %s\n", why.p);
    buf_release(&why);
    return failed ? EXIT_INTERNAL : 0;
}

static bool stdout_taken(const struct test_server *t)
{
    for (size_t i = 0; i < t->report_count; i++)
        if (strcmp(t->reports[i].file, "-") == 0)
            return true;
    return false;
}

static int write_reports(struct test_server *t)
{
    struct buf text;
    int failed;

    buf_init(&text, BUF_MAX_REPORT);
    if (!stdout_taken(t)) {
        report_text(&t->set, use_color(t, STDOUT_FILENO), t->quiet, &text);
        fwrite(text.p, 1, text.len, stdout);
    }
    report_announce(&t->set);
    buf_reset(&text);
    failed = report_write_all(&t->set, t->reports, t->report_count, &text);
    if (failed)
        fprintf(stderr, "favspec: %s\n", text.p);
    buf_release(&text);
    return failed ? EXIT_INTERNAL : 0;
}

static int finish(struct test_server *t)
{
    int broken;

    t->set.duration_us = (wall_ms() - t->set.started_unix_ms) * 1000;
    broken = apply_baseline(t);
    t->set.exit_status = result_set_exit_status(&t->set, t->strict, t->reachable);
    if (broken)
        t->set.exit_status = broken;
    if (write_reports(t) != 0)
        return EXIT_INTERNAL;
    return t->set.exit_status;
}

static void add_word(struct buf *out, const char *option, const char *value)
{
    if (value)
        buf_addf(out, strpbrk(value, " $&;'\"()<>|*?[]#~") ? "--%s '%s' " : "--%s %s ",
                 option, value);
}

/* What `favspec replay` has to be told to find the same server. */
static const char *told_again(struct test_server *t)
{
    struct buf out;
    const char *again;

    buf_init(&out, BUF_MAX_TEXT);
    if (t->target.url) {
        add_word(&out, "config", t->settings.config);
        add_word(&out, "url", t->target.url);
        add_word(&out, "id", t->target.status_id);
    }
    add_word(&out, "mutant", t->target.mutant);
    again = arena_str(&t->set.mem, buf_span(&out));
    buf_release(&out);
    return again;
}

static int open_and_run(struct test_server *t)
{
    struct target target;
    struct buf why;
    enum target_error error;
    int status = -1;

    buf_init(&why, BUF_MAX_TEXT);
    error = target_open(&t->target, &target, &why);
    if (error) {
        fprintf(stderr, "favspec: %s\n", why.p);
        buf_release(&why);
        return error == TARGET_CONFIG ? EXIT_USAGE : EXIT_NO_VERDICT;
    }
    buf_release(&why);
    t->set.target_url = (t->url = arena_str(&t->set.mem, target.url));
    t->set.again = told_again(t);
    t->reachable = true;
    if (target.embedded)
        run_target(t, &target);
    else
        status = run_url(t, &target);
    target_close(&target);
    return status >= 0 ? status : finish(t);
}

static int load_baseline(struct test_server *t)
{
    struct buf why;

    if (!t->baseline_file || (t->baseline_update && access(t->baseline_file, F_OK) != 0))
        return 0;
    buf_init(&why, BUF_MAX_TEXT);
    t->baseline = baseline_load(t->baseline_file, known_case, &why);
    if (!t->baseline)
        fprintf(stderr, "favspec: %s\n", why.p);
    buf_release(&why);
    return t->baseline ? 0 : EXIT_USAGE;
}

static int run_command(struct test_server *t)
{
    int status = load_baseline(t);

    if (status)
        return status;
    result_set_init(&t->set);
    t->set.command = "test-server";
    t->set.strict = t->strict;
    t->set.profile = t->target.url ? t->target.profile.name : "embedded";
    t->set.started_unix_ms = wall_ms();
    t->set.planned = t->selected_count;
    status = open_and_run(t);
    result_set_release(&t->set);
    baseline_free(t->baseline);
    return status;
}

static int run_kind(enum test_server_kind kind, int argc, char **argv)
{
    struct test_server t = { 0 };
    int status = test_server_options(&t, kind, argc, argv);

    if (status < 0)
        status = run_command(&t);
    test_server_release(&t);
    return status;
}

int cmd_test_server(int argc, char **argv)
{
    return run_kind(KIND_TEST_SERVER, argc, argv);
}

int cmd_replay(int argc, char **argv)
{
    return run_kind(KIND_REPLAY, argc, argv);
}
