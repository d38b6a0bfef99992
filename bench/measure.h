/* Measuring against peers on a machine that others use too: CPU time of this process
 * instead of the wall clock, contestants in turn so that a slow spell hits all of them,
 * and medians, of ratios within one round too. */
#ifndef FAVSPEC_BENCH_MEASURE_H
#define FAVSPEC_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

enum { MEASURE_ROUNDS = 15, MEASURE_MAX = 8 };

struct contestant {
    const char *name;
    void (*once)(void);
    double ns[MEASURE_ROUNDS]; /* per call, in each round; filled by measure_run */
};

/* Runs every contestant in turn, about `ms` of CPU time each, MEASURE_ROUNDS times. */
void measure_run(struct contestant *all, size_t count, double ms);
/* The median over the rounds: of the time per call, and of a / b in the same round. */
double measure_ns(const struct contestant *c);
double measure_ratio(const struct contestant *a, const struct contestant *b);
/* Sorts, and returns the middle one. */
double measure_median(double *values, size_t count);

double measure_cpu_ns(void);

/* Calls of malloc, calloc and realloc of the whole process, libraries included. */
size_t measure_allocations(void);

/* Prints a line `name  value unit  target …  ok`, and remembers a miss. */
enum measure_goal { AT_LEAST, AT_MOST };
void measure_report(const char *name, double value, const char *unit,
                    enum measure_goal goal, double target);
/* 0 when no target was missed, else 1: for main. */
int measure_status(void);

#endif
