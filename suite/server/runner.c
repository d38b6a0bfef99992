#include "server/runner.h"

#include "base/die.h"
#include "server/case_run.h"
#include "server/catalogue.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static const struct slice *current;
static struct client *client;

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

static void announce(size_t number)
{
    struct frame frame = { FRAME_MAGIC, (uint32_t)number, FRAME_BEGINS };

    if (!write_all(current->fd, (const char *)&frame, sizeof(frame)))
        _exit(1);
}

/* Longer than anything a case may take; the case's own deadlines come first. */
static unsigned patience(void)
{
    const struct target_options *o = &current->target->options;

    return 60 + (unsigned)(30 * o->client.timeout_ms + 5 * o->effect_timeout_ms) / 1000;
}

START_TEST(run_one)
{
    size_t number = (size_t)_i;
    const struct conformance_case *test = catalogue_case(number);
    struct result *result;
    bool failed;

    if (atomic_exchange(&current->claimed[number], true))
        return;
    alarm(patience());
    announce(number);
    result = xcalloc(1, sizeof(*result));
    result_init(result);
    case_run(current->target, test, (unsigned)number, current->options->retries, client,
             result);
    hand_over(result, number);
    failed = result->verdict == VERDICT_FAIL;
    result_release(result);
    free(result);
    ck_assert_msg(!failed, "%s", test->id);
}
END_TEST

static void add_case(Suite *suite, size_t number)
{
    TCase *tcase = tcase_create(catalogue_case(number)->id);

    tcase_add_loop_test(tcase, run_one, (int)number, (int)number + 1);
    suite_add_tcase(suite, tcase);
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
    SRunner *runner = srunner_create(suite);

    for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
        unsetenv(knobs[i]);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    current = slice;
    client = client_new(&slice->target->options.client);
    for (size_t i = 0; i < catalogue_count(); i++)
        if (slice->todo[i])
            add_case(suite, i);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_SILENT);
    srunner_free(runner);
    client_free(client);
    exit(0);
}
