#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool missed;

double measure_cpu_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double time_calls(const struct contestant *c, long calls)
{
    double begin = measure_cpu_ns();

    for (long i = 0; i < calls; i++)
        c->once();
    return measure_cpu_ns() - begin;
}

/* How many calls take about so long; warms caches up as well. */
static long calls_for(const struct contestant *c, double ns)
{
    long calls = 1;
    double spent;

    while ((spent = time_calls(c, calls)) < ns / 4)
        calls *= 2;
    return (long)((double)calls * ns / spent) + 1;
}

void measure_run(struct contestant *all, size_t count, double ms)
{
    long calls[MEASURE_MAX];

    for (size_t i = 0; i < count; i++)
        calls[i] = calls_for(&all[i], ms * 1e6);
    for (int round = 0; round < MEASURE_ROUNDS; round++)
        for (size_t i = 0; i < count; i++)
            all[i].ns[round] = time_calls(&all[i], calls[i]) / (double)calls[i];
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double measure_median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), compare);
    return values[count / 2];
}

double measure_ns(const struct contestant *c)
{
    double values[MEASURE_ROUNDS];

    for (int i = 0; i < MEASURE_ROUNDS; i++)
        values[i] = c->ns[i];
    return measure_median(values, MEASURE_ROUNDS);
}

double measure_ratio(const struct contestant *a, const struct contestant *b)
{
    double values[MEASURE_ROUNDS];

    for (int i = 0; i < MEASURE_ROUNDS; i++)
        values[i] = a->ns[i] / b->ns[i];
    return measure_median(values, MEASURE_ROUNDS);
}

void measure_report(const char *name, double value, const char *unit,
                    enum measure_goal goal, double target)
{
    bool ok = goal == AT_LEAST ? value >= target : value <= target;

    missed = missed || !ok;
    printf("%-48s %10.2f %-4s target %s %g  %s\n", name, value, unit,
           goal == AT_LEAST ? ">=" : "<=", target, ok ? "ok" : "MISSED");
}

int measure_status(void)
{
    return missed ? 1 : 0;
}
