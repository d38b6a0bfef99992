#include "server/runner.h"

#include "server/case_run.h"
#include "server/catalogue.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static const struct slice *current;

bool runner_has(const struct slice *slice, size_t place)
{
    return place % (size_t)slice->parts == (size_t)slice->part;
}

static bool write_all(int fd, const char *p, size_t len)
{
    while (len) {
        ssize_t sent = write(fd, p, len);

        if (sent <= 0)
            return false;
        p += sent;
        len -= (size_t)sent;
    }
    return true;
}

static void hand_over(const struct result *result, size_t number)
{
    struct frame frame = { .magic = FRAME_MAGIC, .number = (uint32_t)number };
    struct buf bytes;

    buf_init(&bytes, BUF_MAX_MESSAGE);
    buf_add(&bytes, (const char *)&frame, sizeof(frame));
    result_write(&bytes, result);
    frame.len = (uint32_t)(bytes.len - sizeof(frame));
    memcpy(bytes.p, &frame, sizeof(frame));
    if (!write_all(current->fd, bytes.p, bytes.len))
        _exit(1);
    buf_release(&bytes);
}

START_TEST(run_one)
{
    size_t number = (size_t)_i;
    const struct conformance_case *test = catalogue_case(number);
    struct result *result = calloc(1, sizeof(*result));
    bool failed;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    ck_assert_ptr_nonnull(result);
    result_init(result);
    case_run(current->target, test, (unsigned)number, current->options->retries, result);
    hand_over(result, number);
    failed = result->verdict == VERDICT_FAIL;
    result_release(result);
    free(result);
    ck_assert_msg(!failed, "%s", test->id);
}
END_TEST

/* Longer than anything a case may take; the case's own deadlines come first. */
static double patience(const struct target *target)
{
    double request_s = (double)target->options.client.timeout_ms / 1000;

    return 60 + 30 * (request_s > 0 ? request_s : 10) +
           5 * (double)target->options.effect_timeout_ms / 1000;
}

static void add_case(Suite *suite, size_t number)
{
    TCase *tcase = tcase_create(catalogue_case(number)->id);

    tcase_set_timeout(tcase, patience(current->target));
    tcase_add_loop_test(tcase, run_one, (int)number, (int)number + 1);
    suite_add_tcase(suite, tcase);
}

static void add_slice(Suite *suite)
{
    size_t place = 0;

    for (size_t i = 0; i < catalogue_count(); i++)
        if (current->options->selected[i] && runner_has(current, place++))
            add_case(suite, i);
}

/* Check names what ended without a verdict: a signal, an exit, its timeout. */
static void report_crashes(SRunner *runner)
{
    TestResult **failures = srunner_failures(runner);

    for (int i = 0; i < srunner_ntests_failed(runner); i++) {
        ptrdiff_t number = catalogue_find(tr_tcname(failures[i]));
        struct result result;

        if (tr_rtype(failures[i]) != CK_ERROR || number < 0)
            continue;
        result_init(&result);
        result.id = catalogue_case((size_t)number)->id;
        result.title = catalogue_case((size_t)number)->title;
        result.hint = result.since = "";
        result.verdict = VERDICT_ERROR;
        result.reason =
            arena_printf(&result.mem, "the case itself broke: %s", tr_msg(failures[i]));
        hand_over(&result, (size_t)number);
        result_release(&result);
    }
    free(failures);
}

void runner_main(const struct slice *slice)
{
    static const char *const knobs[] = { "CK_RUN_SUITE",
                                         "CK_RUN_CASE",
                                         "CK_INCLUDE_TAGS",
                                         "CK_EXCLUDE_TAGS",
                                         "CK_FORK",
                                         "CK_VERBOSITY",
                                         "CK_DEFAULT_TIMEOUT",
                                         "CK_TIMEOUT_MULTIPLIER",
                                         "CK_LOG_FILE_NAME",
                                         "CK_XML_LOG_FILE_NAME",
                                         "CK_TAP_LOG_FILE_NAME",
                                         "CK_MAX_MSG_SIZE" };
    Suite *suite = suite_create("favspec");
    SRunner *runner;

    for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
        unsetenv(knobs[i]);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    current = slice;
    add_slice(suite);
    runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_FORK);
    srunner_run_all(runner, CK_SILENT);
    report_crashes(runner);
    srunner_free(runner);
    _exit(0);
}
