#include "cli/test_client.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static struct test_client *current; /* for the callback of the jobs */

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool use_color(const struct test_client *t, int fd)
{
    if (strcmp(t->color, "auto") != 0)
        return strcmp(t->color, "always") == 0;
    return isatty(fd) && !getenv("NO_COLOR");
}

static void show(const char *mark, struct span text)
{
    struct buf out;

    buf_init(&out, BUF_MAX_REPORT);
    report_neutralise(&out, text, true);
    fprintf(stderr, "%s\n%s\n", mark, out.p);
    buf_release(&out);
}

/* The exchanges stand with the first result. */
static void show_outcome(const struct scenario *scenario, const struct outcome *outcome)
{
    const struct result *r = outcome->count ? &outcome->items[0] : NULL;

    fprintf(stderr, "== %s: %s\n", scenario->id, scenario->title);
    for (size_t i = 0; r && i < r->exchange_count; i++) {
        show(">>", r->exchanges[i].request);
        show("<<", r->exchanges[i].response);
    }
    if (outcome->output.len)
        show("-- the command wrote", outcome->output);
    for (size_t i = 0; i < outcome->finding_count; i++)
        if (outcome->findings[i].mistake != OAUTH_MISTAKE_NONE)
            fprintf(stderr, "%s %s\n", verdict_name(outcome->findings[i].verdict),
                    oauth_mistakes[outcome->findings[i].mistake].name);
}

static void on_outcome(const struct scenario *scenario, const struct outcome *outcome)
{
    client_summary_add(current->summary, scenario, outcome);
    if (current->verbose)
        show_outcome(scenario, outcome);
}

static bool stdout_taken(const struct test_client *t)
{
    for (size_t i = 0; i < t->report_count; i++)
        if (strcmp(t->reports[i].file, "-") == 0)
            return true;
    return false;
}

static int write_reports(const struct test_client *t)
{
    struct buf text;
    int failed;

    buf_init(&text, BUF_MAX_REPORT);
    if (!stdout_taken(t)) {
        client_summary_write(t->summary, &t->set, use_color(t, STDOUT_FILENO), t->quiet,
                             &text);
        fwrite(text.p, 1, text.len, stdout);
    }
    report_announce(&t->set);
    buf_reset(&text);
    failed = report_write_all(&t->set, t->reports, t->report_count, &text);
    if (failed)
        fprintf(stderr, "favspec test-client: %s\n", text.p);
    buf_release(&text);
    return failed ? EXIT_INTERNAL : t->set.exit_status;
}

static int prepare(struct test_client *t)
{
    struct buf why;

    if (!t->tls)
        return 0;
    buf_init(&why, BUF_MAX_TEXT);
    t->trust = run_trust_new(t->jobs.run.name, &why);
    t->jobs.run.trust = t->trust;
    if (!t->trust)
        fprintf(stderr, "favspec test-client: %s\n", why.p);
    buf_release(&why);
    return t->trust ? 0 : -1;
}

static int run(struct test_client *t)
{
    bool bar = !t->quiet && !t->verbose && !t->pause && isatty(STDERR_FILENO);
    bool usable;
    int status;

    result_set_init(&t->set);
    t->set.command = "test-client";
    t->set.target_url = t->pause ? "" : t->jobs.run.command[0];
    t->set.profile = t->tls ? "https" : "http";
    t->set.started_unix_ms = wall_ms();
    t->set.planned = jobs_planned(t->selected);
    t->set.strict = t->strict;
    progress_start(&t->progress, t->set.planned, bar, use_color(t, STDERR_FILENO));
    t->jobs.progress = &t->progress;
    t->jobs.seen = on_outcome;
    usable = jobs_run(&t->jobs, &t->set);
    progress_end(&t->progress);
    t->set.duration_us = (wall_ms() - t->set.started_unix_ms) * 1000;
    t->set.exit_status = result_set_exit_status(&t->set, t->strict, usable);
    status = write_reports(t);
    result_set_release(&t->set);
    return status;
}

int cmd_test_client(int argc, char **argv)
{
    struct test_client t = { 0 };
    int status = test_client_options(&t, argc, argv);

    if (status < 0) {
        t.summary = client_summary_new();
        current = &t;
        status = prepare(&t) == 0 ? run(&t) : EXIT_INTERNAL;
    }
    test_client_release(&t);
    return status;
}
