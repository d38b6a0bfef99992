#include "client/launch.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const struct launch_value values[] = {
    { "{base_url}", "FAVSPEC_BASE_URL", { "http://h/1.1", 12 } },
    { "{id}", "FAVSPEC_STATUS_ID", { "41", 2 } },
    { NULL, "FAVSPEC_TOKEN_SECRET", { "a b'c", 5 } },
    { NULL, "FAVSPEC_CACERT", { NULL, 0 } },
};

static void run(const char *const *command, long timeout_ms, const atomic_int *stop,
                struct launch_end *out)
{
    struct launch launch = { .command = (char *const *)(uintptr_t)command,
                             .values = values,
                             .value_count = 4,
                             .timeout_ms = timeout_ms,
                             .stop = stop };

    launch_run(&launch, out);
}

static const struct {
    const char *command[5];
    enum launch_how how;
    int status;
    const char *output;
} rows[] = {
    { { "true" }, LAUNCH_EXITED, 0, "" },
    { { "sh", "-c", "exit 77" }, LAUNCH_EXITED, 77, "" },
    { { "sh", "-c", "kill -ABRT $$" }, LAUNCH_SIGNALLED, 6, "" },
    { { "printf", "%s|", "{id}", "x{base_url}y{id}" },
      LAUNCH_EXITED,
      0,
      "41|xhttp://h/1.1y41|" },
    { { "printf", "%s", "{other} {", "$HOME;`id`" },
      LAUNCH_EXITED,
      0,
      "{other} {$HOME;`id`" },
    { { "sh", "-c", "printf %s \"$FAVSPEC_TOKEN_SECRET\"; echo x >&2" },
      LAUNCH_EXITED,
      0,
      "a b'cx\n" },
    { { "sh", "-c", "echo \"${FAVSPEC_CACERT-none} ${FAVSPEC_LEFT-none}\"" },
      LAUNCH_EXITED,
      0,
      "none none\n" },
    { { "cat" }, LAUNCH_EXITED, 0, "" }, /* the input is empty */
    { { "sh", "-c", "exec >&- 2>&-; sleep 0.1; exit 5" }, LAUNCH_EXITED, 5, "" },
};

START_TEST(launch_runs)
{
    struct launch_end end;

    setenv("FAVSPEC_LEFT", "over", 1);
    run(rows[_i].command, 10000, NULL, &end);
    ck_assert_int_eq(end.how, rows[_i].how);
    ck_assert_int_eq(end.status, rows[_i].status);
    ck_assert(span_eq_str(buf_span(&end.output), rows[_i].output));
    ck_assert(!launch_unusable(&end));
    launch_end_release(&end);
}
END_TEST

/* Under valgrind the parent is not told that the start failed: the child ends with the
 * status 127, which is unusable as well. */
static bool under_valgrind(void)
{
    const char *preloaded = getenv("LD_PRELOAD");

    return preloaded && strstr(preloaded, "vgpreload");
}

START_TEST(launch_knows_what_cannot_start)
{
    static const char *const missing[] = { "/no/such/program", NULL };
    static const char *const folder[] = { "/", NULL };
    static const char *const said[] = { "sh", "-c", "exit 127", NULL };
    struct launch_end end;

    run(missing, 1000, NULL, &end);
    ck_assert_int_eq(end.how, under_valgrind() ? LAUNCH_EXITED : LAUNCH_NOT_STARTED);
    ck_assert_int_eq(end.status, 127);
    ck_assert(launch_unusable(&end));
    launch_end_release(&end);
    run(folder, 1000, NULL, &end);
    ck_assert_int_eq(end.status, under_valgrind() ? 127 : 126);
    ck_assert(launch_unusable(&end));
    launch_end_release(&end);
    run(said, 1000, NULL, &end);
    ck_assert_int_eq(end.how, LAUNCH_EXITED);
    ck_assert(launch_unusable(&end));
    launch_end_release(&end);
}
END_TEST

static bool exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0;
}

/* A process of the group that outlives the command would make the file. */
static void run_with_child(const char *format, long timeout_ms, enum launch_how how)
{
    char path[] = "/tmp/favspec-launch-XXXXXX", script[200];
    const char *const command[] = { "sh", "-c", script, NULL };
    struct timespec pause = { 0, 700000000 };
    struct launch_end end;

    close(mkstemp(path));
    unlink(path);
    snprintf(script, sizeof(script), "(sleep 0.4; touch %s) & %s", path, format);
    run(command, timeout_ms, NULL, &end);
    ck_assert_int_eq(end.how, how);
    ck_assert_int_lt(end.duration_ms, 3000);
    nanosleep(&pause, NULL);
    ck_assert(!exists(path));
    launch_end_release(&end);
}

START_TEST(launch_kills_what_is_left)
{
    run_with_child("exit 0", 10000, LAUNCH_EXITED);
    run_with_child("sleep 30", 200, LAUNCH_HUNG);
}
END_TEST

START_TEST(launch_stops)
{
    static const char *const command[] = { "sleep", "30", NULL };
    atomic_int stop = 15;
    struct launch_end end;

    run(command, 10000, &stop, &end);
    ck_assert_int_eq(end.how, LAUNCH_STOPPED);
    ck_assert_int_lt(end.duration_ms, 3000);
    launch_end_release(&end);
}
END_TEST

START_TEST(launch_bounds_the_output)
{
    static const char *const command[] = { "sh", "-c", "yes | head -c 3000000; exit 3",
                                           NULL };
    struct launch_end end;

    run(command, 20000, NULL, &end);
    ck_assert_int_eq(end.how, LAUNCH_EXITED);
    ck_assert_int_eq(end.status, 3);
    ck_assert_uint_ge(end.output.len, LAUNCH_OUTPUT_MAX);
    ck_assert_uint_lt(end.output.len, 2 * LAUNCH_OUTPUT_MAX);
    launch_end_release(&end);
}
END_TEST

TCase *launch_tests(void)
{
    TCase *tcase = tcase_create("launch");

    tcase_add_loop_test(tcase, launch_runs, 0, sizeof(rows) / sizeof(rows[0]));
    tcase_add_test(tcase, launch_knows_what_cannot_start);
    tcase_add_test(tcase, launch_kills_what_is_left);
    tcase_add_test(tcase, launch_stops);
    tcase_add_test(tcase, launch_bounds_the_output);
    tcase_set_timeout(tcase, 60);
    return tcase;
}
