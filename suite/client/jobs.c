#include "client/jobs.h"

#include "base/die.h"
#include "client/catalogue.h"
#include "client/check.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* How often a command may fail to connect, or hang without connecting, before the rest is
 * not played. */
enum { PROBES_MAX = 10, PROBES_HUNG_MAX = 1 };

struct jobs {
    struct jobs_options *options;
    struct outcome *outcomes; /* scenario_count() entries */
    bool *done;
    bool *told; /* of those that are done */
    pthread_mutex_t lock;
    size_t next;
};

static atomic_int stopped;

static void on_signal(int number)
{
    stopped = number;
}

size_t jobs_planned(const bool *selected)
{
    size_t planned = 0;

    for (size_t i = 0; i < scenario_count(); i++)
        if (selected[i])
            planned += check_count(scenario_at(i));
    return planned;
}

/* The number of the next scenario to play; scenario_count() when there is none. */
static size_t take_next(struct jobs *jobs)
{
    size_t number;

    pthread_mutex_lock(&jobs->lock);
    while (jobs->next < scenario_count() && !jobs->options->selected[jobs->next])
        jobs->next++;
    number = jobs->next;
    if (number < scenario_count())
        jobs->next++;
    pthread_mutex_unlock(&jobs->lock);
    return stopped ? scenario_count() : number;
}

/* Nothing was seen of the command, so nothing is its fault. */
static void take_back(struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->count; i++) {
        outcome->items[i].verdict = VERDICT_ERROR;
        outcome->items[i].reason = SPAN("the command made no connection");
        outcome->items[i].hint = NULL;
    }
    outcome->finding_count = 0;
}

static void play(struct jobs *jobs, size_t number)
{
    struct jobs_options *o = jobs->options;

    outcome_make(&o->run, scenario_at(number), o->show_secrets, &jobs->outcomes[number]);
    jobs->done[number] = true;
}

static void play_again(struct jobs *jobs, size_t number)
{
    outcome_release(&jobs->outcomes[number]);
    play(jobs, number);
}

static void tell(struct jobs *jobs, size_t number)
{
    struct jobs_options *o = jobs->options;
    struct outcome *outcome = &jobs->outcomes[number];

    pthread_mutex_lock(&jobs->lock);
    jobs->told[number] = true;
    for (size_t i = 0; i < outcome->count && o->progress; i++)
        progress_step(o->progress, &outcome->items[i]);
    if (o->seen)
        o->seen(scenario_at(number), outcome);
    pthread_mutex_unlock(&jobs->lock);
}

/* What a busy machine may have done: told when it has been confirmed. */
static bool is_doubtful(const struct outcome *outcome)
{
    return outcome->hung || outcome->missing;
}

static void *work(void *context)
{
    struct jobs *jobs = context;
    size_t number;

    while ((number = take_next(jobs)) < scenario_count()) {
        play(jobs, number);
        if (!is_doubtful(&jobs->outcomes[number]))
            tell(jobs, number);
    }
    return NULL;
}

/* Plays until the command has shown that it reaches a server; one that declines a
 * scenario, or sends nothing in it, may reach it in the next. Returns the last outcome of
 * a command that does not; NULL when all is well, or nothing can be said. */
static const struct outcome *probe(struct jobs *jobs)
{
    const struct outcome *useless = NULL;
    size_t number, played = 0, hung = 0;

    while (played < PROBES_MAX && hung < PROBES_HUNG_MAX &&
           (number = take_next(jobs)) < scenario_count()) {
        struct outcome *outcome = &jobs->outcomes[number];

        play(jobs, number);
        if (outcome->hung && !outcome->connected && hung++ == 0)
            play_again(jobs, number);
        if (outcome->connected || outcome->stopped)
            return NULL;
        if (outcome->declined)
            continue;
        useless = outcome;
        played++;
    }
    return stopped ? NULL : useless;
}

static void tell_probes(struct jobs *jobs, bool useless)
{
    for (size_t i = 0; i < scenario_count(); i++) {
        if (!jobs->done[i] || (is_doubtful(&jobs->outcomes[i]) && !useless))
            continue;
        if (useless && !jobs->outcomes[i].declined)
            take_back(&jobs->outcomes[i]);
        tell(jobs, i);
    }
}

/* On a machine that is busy, with other scenarios too, a slow start looks like a client
 * that hangs, or gives up before its request: each is played again alone, until one of
 * them does it again. */
static void confirm(struct jobs *jobs)
{
    bool hangs = jobs->options->run.pause != NULL, misses = hangs;

    for (size_t i = 0; i < scenario_count(); i++) {
        struct outcome *outcome = &jobs->outcomes[i];

        if (!jobs->done[i] || jobs->told[i])
            continue;
        if (!stopped && !(outcome->hung && hangs) && !(outcome->missing && misses)) {
            play_again(jobs, i);
            hangs |= outcome->hung;
            misses |= outcome->missing;
        }
        tell(jobs, i);
    }
}

static void work_beside(struct jobs *jobs)
{
    int wanted = jobs->options->run.pause ? 1 : jobs->options->jobs;
    int count = wanted < JOBS_MAX ? wanted : JOBS_MAX;
    pthread_t threads[JOBS_MAX];

    for (int i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, work, jobs) != 0)
            die("no thread for a job");
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static void note_useless(struct result_set *set, const struct outcome *outcome)
{
    result_set_note(set,
                    "the command made no connection, so there is nothing to judge%s%.*s",
                    outcome->output.len ? "; it wrote: " : "; it wrote nothing",
                    SPAN_ARG(outcome->output));
}

static bool always_unusable(const struct jobs *jobs)
{
    bool played = false;

    for (size_t i = 0; i < scenario_count(); i++) {
        if (jobs->done[i] && !jobs->outcomes[i].unusable)
            return false;
        played |= jobs->done[i];
    }
    return played;
}

static void gather(struct jobs *jobs, struct result_set *set)
{
    size_t missing = 0;

    for (size_t i = 0; i < scenario_count(); i++) {
        struct outcome *outcome = &jobs->outcomes[i];

        for (size_t k = 0; k < outcome->count; k++)
            result_set_add(set, &outcome->items[k]);
        outcome->count = 0;
        missing += jobs->options->selected[i] && (!jobs->done[i] || outcome->stopped);
    }
    if (missing)
        result_set_note(set, "%zu scenarios were not played", missing);
}

bool jobs_run(struct jobs_options *options, struct result_set *set)
{
    struct sigaction action = { .sa_handler = on_signal }, old_int, old_term;
    struct jobs jobs = { .options = options };
    const struct outcome *useless;
    bool usable;

    jobs.outcomes = xcalloc(scenario_count(), sizeof(*jobs.outcomes));
    jobs.done = xcalloc(scenario_count(), sizeof(*jobs.done));
    jobs.told = xcalloc(scenario_count(), sizeof(*jobs.told));
    pthread_mutex_init(&jobs.lock, NULL);
    options->run.stop = &stopped;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &old_int);
    sigaction(SIGTERM, &action, &old_term);
    useless = options->run.pause ? NULL : probe(&jobs);
    tell_probes(&jobs, useless != NULL);
    if (useless)
        note_useless(set, useless);
    else
        work_beside(&jobs);
    confirm(&jobs);
    usable = !useless && !always_unusable(&jobs);
    set->interrupted = stopped;
    sigaction(SIGINT, &old_int, NULL);
    sigaction(SIGTERM, &old_term, NULL);
    gather(&jobs, set);
    for (size_t i = 0; i < scenario_count(); i++)
        outcome_release(&jobs.outcomes[i]);
    free(jobs.outcomes);
    free(jobs.done);
    free(jobs.told);
    pthread_mutex_destroy(&jobs.lock);
    return usable;
}
