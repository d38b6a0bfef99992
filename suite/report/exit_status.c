#include "report/result.h"

bool result_is_failure(const struct result_set *set, const struct result *result)
{
    return result->verdict == VERDICT_FAIL || result->verdict == VERDICT_XPASS ||
           (set->strict && result->verdict == VERDICT_WARN);
}

struct tally {
    size_t of[VERDICT_COUNT];
    size_t judged; /* cases with a verdict about the subject */
    size_t failed;
};

static struct tally tally_make(const struct result_set *set, bool strict)
{
    struct tally t = { 0 };

    for (size_t i = 0; i < set->count; i++)
        t.of[set->items[i].verdict]++;
    t.judged = set->count - t.of[VERDICT_SKIP] - t.of[VERDICT_INCONCLUSIVE] -
               t.of[VERDICT_ERROR];
    t.failed = t.of[VERDICT_FAIL] + t.of[VERDICT_XPASS] + set->baseline_bad;
    if (strict || set->strict)
        t.failed += t.of[VERDICT_WARN];
    return t;
}

int result_set_exit_status(const struct result_set *set, bool strict, bool reachable)
{
    const struct tally t = tally_make(set, strict);

    if (set->interrupted)
        return 128 + set->interrupted;
    if (!reachable && !t.judged)
        return 3;
    if (t.failed)
        return 1;
    if (!t.judged || set->count < set->planned || set->deadline_hit || set->unproven ||
        t.of[VERDICT_ERROR] || t.of[VERDICT_INCONCLUSIVE])
        return 4;
    return 0;
}
