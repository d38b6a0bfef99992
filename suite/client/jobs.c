#include "client/jobs.h"

#include "base/die.h"
#include "client/catalogue.h"
#include "client/check.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct jobs {
    struct jobs_options *options;
    struct outcome *outcomes; /* scenario_count() entries */
    bool *done;
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

static bool is_useless(const struct outcome *outcome)
{
    return !outcome->connected && !outcome->declined && !outcome->stopped;
}

static void play(struct jobs *jobs, size_t number, bool probing)
{
    struct jobs_options *o = jobs->options;
    struct outcome *outcome = &jobs->outcomes[number];

    outcome_make(&o->run, scenario_at(number), o->show_secrets, outcome);
    if (probing && is_useless(outcome))
        take_back(outcome);
    pthread_mutex_lock(&jobs->lock);
    jobs->done[number] = true;
    for (size_t i = 0; i < outcome->count && o->progress; i++)
        progress_step(o->progress, &outcome->items[i]);
    if (o->seen)
        o->seen(scenario_at(number), outcome);
    pthread_mutex_unlock(&jobs->lock);
}

static void *work(void *context)
{
    struct jobs *jobs = context;
    size_t number;

    while ((number = take_next(jobs)) < scenario_count())
        play(jobs, number, false);
    return NULL;
}

/* Plays until the command has shown that it reaches a server; one that declines a
 * scenario may reach it in the next. */
static const struct outcome *probe(struct jobs *jobs)
{
    size_t number;

    while ((number = take_next(jobs)) < scenario_count()) {
        const struct outcome *outcome = &jobs->outcomes[number];

        play(jobs, number, true);
        if (is_useless(outcome))
            return outcome;
        if (outcome->connected)
            return NULL;
    }
    return NULL;
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
    pthread_mutex_init(&jobs.lock, NULL);
    options->run.stop = &stopped;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &old_int);
    sigaction(SIGTERM, &action, &old_term);
    useless = options->run.pause ? NULL : probe(&jobs);
    if (useless)
        note_useless(set, useless);
    else
        work_beside(&jobs);
    usable = !useless && !always_unusable(&jobs);
    set->interrupted = stopped;
    sigaction(SIGINT, &old_int, NULL);
    sigaction(SIGTERM, &old_term, NULL);
    gather(&jobs, set);
    for (size_t i = 0; i < scenario_count(); i++)
        outcome_release(&jobs.outcomes[i]);
    free(jobs.outcomes);
    free(jobs.done);
    pthread_mutex_destroy(&jobs.lock);
    return usable;
}
