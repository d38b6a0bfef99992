#include "suite/run_cases.h"

#include "report/progress.h"

#include <stdio.h>

struct row {
    struct progress progress;
    int64_t now_ms;
    const char *line;
};

static const struct row rows[] = {
    { { .planned = 10 }, 5000, "[                              ] 0/10, 0 failed" },
    { { .planned = 10, .done = 5, .started_ms = 1000 },
      61000,
      "[===============               ] 5/10, 0 failed, 1:00 left" },
    { { .planned = 3, .done = 2, .failed = 1 },
      1000,
      "[====================          ] 2/3, 1 failed, 0:01 left" },
    { { .planned = 3, .done = 3, .failed = 1 },
      1,
      "[==============================] 3/3, 1 failed" },
    { { .planned = 3, .done = 4 }, 1, "[==============================] 4/4, 0 failed" },
    { { 0 }, 1, "[                              ] 0/0, 0 failed" },
    { { .planned = 1, .done = 1, .failed = 1, .color = true },
      1,
      "[==============================] 1/1, \033[31m1 failed\033[0m" },
    { { .planned = 1, .done = 1, .color = true },
      1,
      "[==============================] 1/1, 0 failed" },
};

START_TEST(progress_draws)
{
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    progress_line(&rows[_i].progress, rows[_i].now_ms, &line);
    ck_assert_str_eq(line.p, rows[_i].line);
    buf_release(&line);
}
END_TEST

START_TEST(progress_counts_without_drawing)
{
    struct progress progress;
    struct result result;
    FILE *log = tmpfile();

    ck_assert_ptr_nonnull(log);
    stderr = log;
    result_init(&result);
    progress_start(&progress, 3, false, false);
    progress_step(&progress, &result);
    result.verdict = VERDICT_FAIL;
    progress_step(&progress, &result);
    progress_end(&progress);
    ck_assert_uint_eq(progress.done, 2);
    ck_assert_uint_eq(progress.failed, 1);
    ck_assert_int_eq(ftell(log), 0);
    progress_start(&progress, 3, true, false);
    ck_assert_int_gt(ftell(log), 0);
    fclose(log);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("progress");

    tcase_add_loop_test(tc, progress_draws, 0, sizeof(rows) / sizeof(*rows));
    tcase_add_test(tc, progress_counts_without_drawing);
    return run_cases(tc);
}
