/* How long it takes to name the mistake behind a wrong signature: each single mistake of
 * the catalogue, and every 13th pair, made by the client model of the unit tests. */
#include "measure.h"

#include "base/die.h"
#include "oauth/autopsy.h"
#include "oauth/client_model.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MISTAKES = OAUTH_MISTAKE_HEADER_CLOCK_DIFFERS + 1, /* those of the signature */
    SEEDS = 7,
    PAIR_STEP = 13,
    TIMES_MAX = MISTAKES * MISTAKES,
};

struct times {
    double ms[TIMES_MAX];
    size_t count, explained;
};

static struct times singles, pairs;
static struct oauth_autopsy autopsy;

/* One mistake (b = NONE) or two; what does not show in this request is left out. */
static void time_one(struct times *out, uint64_t seed, int a, int b)
{
    struct oauth_request request;
    struct model m;
    struct span right, wrong;
    double begin;

    model_init(&m, seed, (enum oauth_mistake)a, (enum oauth_mistake)b);
    right = model_sign(&m);
    m.wrong[a] = true;
    if (b >= 0)
        m.wrong[b] = true;
    wrong = model_sign(&m);
    request = model_send(&m, wrong);
    if (!span_eq(right, wrong)) {
        begin = measure_cpu_ns();
        if (oauth_autopsy_run(&autopsy, &request, &m.who, NULL, 0) ==
            OAUTH_AUTOPSY_EXPLAINED)
            out->explained++;
        out->ms[out->count++] = (measure_cpu_ns() - begin) / 1e6;
    }
    model_release(&m);
}

static void time_all(void)
{
    uint64_t seed = 1;
    int count = 0;

    for (int a = 0; a < MISTAKES; a++) {
        for (int i = 0; i < SEEDS; i++)
            time_one(&singles, seed++, a, OAUTH_MISTAKE_NONE);
        for (int b = a + 1; b < MISTAKES; b++)
            if (count++ % PAIR_STEP == 0)
                time_one(&pairs, seed++, a, b);
    }
}

static void report(const char *name, struct times *times, double target)
{
    double median;

    if (times->count == 0)
        die("no request was made");
    median = measure_median(times->ms, times->count);
    printf(
        "%s: %zu requests, %zu explained; 95 of 100 took at most %.2f ms, all %.2f ms\n",
        name, times->count, times->explained, times->ms[times->count * 95 / 100],
        times->ms[times->count - 1]);
    measure_report(name, median, "ms", AT_MOST, target);
}

int main(void)
{
    oauth_autopsy_init(&autopsy);
    time_all();
    report("autopsy of one mistake, median", &singles, 2);
    report("autopsy of two mistakes, median", &pairs, 100);
    oauth_autopsy_release(&autopsy);
    return measure_status();
}
