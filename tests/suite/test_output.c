#include "suite/run_cases.h"
#include "suite/sample.h"

#include "base/die.h"
#include "report/output.h"
#include "report/report.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/favspec-output-XXXXXX";
static char path[PATH_MAX];
static struct buf why;

static const char *in_folder(const char *name)
{
    ck_assert_int_lt(snprintf(path, sizeof(path), "%s/%s", folder, name), PATH_MAX);
    return path;
}

static void make_folder(void)
{
    memcpy(folder + sizeof(folder) - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    buf_init(&why, BUF_MAX_TEXT);
}

static void drop_folder(void)
{
    char command[PATH_MAX];

    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
    buf_release(&why);
}

static void assert_content(const char *name, const char *expected)
{
    char text[64] = { 0 };
    FILE *file = fopen(in_folder(name), "r");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fread(text, 1, sizeof(text) - 1, file), strlen(expected));
    ck_assert_str_eq(text, expected);
    fclose(file);
}

static int count_entries(void)
{
    DIR *dir = opendir(folder);
    int count = 0;

    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(dir);
    return count;
}

START_TEST(output_makes_folders_and_replaces)
{
    ck_assert_int_eq(output_write(in_folder("a/b/c.txt"), SPAN("first"), &why), 0);
    assert_content("a/b/c.txt", "first");
    ck_assert_int_eq(output_write(in_folder("a/b/c.txt"), SPAN("2"), &why), 0);
    assert_content("a/b/c.txt", "2");
    ck_assert_int_eq(output_write(in_folder("empty"), SPAN(""), &why), 0);
    assert_content("empty", "");
    ck_assert_int_eq(count_entries(), 2);
    ck_assert_str_eq(why.p, "");
}
END_TEST

START_TEST(output_works_in_the_current_folder)
{
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(output_write("plain.txt", SPAN("x"), &why), 0);
    assert_content("plain.txt", "x");
    ck_assert_int_eq(count_entries(), 1);
}
END_TEST

START_TEST(output_keeps_mode_and_link)
{
    struct stat st;
    char target[PATH_MAX];

    ck_assert_int_eq(output_write(in_folder("real"), SPAN("old"), &why), 0);
    ck_assert_int_eq(chmod(path, 0640), 0);
    memcpy(target, path, sizeof(target));
    ck_assert_int_eq(symlink(target, in_folder("link")), 0);
    ck_assert_int_eq(output_write(in_folder("link"), SPAN("new"), &why), 0);
    assert_content("real", "new");
    ck_assert_int_eq(lstat(in_folder("link"), &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    ck_assert_int_eq(stat(target, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0640);
}
END_TEST

START_TEST(output_to_devices)
{
    ck_assert_int_eq(output_write("/dev/null", SPAN("x"), &why), 0);
    ck_assert_str_eq(why.p, "");
    ck_assert_int_eq(output_write("/dev/full", SPAN("x"), &why), -1);
    ck_assert_str_eq(why.p, "/dev/full could not be written: No space left on device");
}
END_TEST

START_TEST(output_names_what_failed)
{
    struct buf bad;

    ck_assert_int_eq(output_write(in_folder("file"), SPAN("keep"), &why), 0);
    ck_assert_int_eq(output_write(in_folder("file/below"), SPAN("x"), &why), -1);
    ck_assert_ptr_nonnull(strstr(why.p, "Not a directory"));
    buf_init(&bad, BUF_MAX_TEXT);
    ck_assert_int_eq(output_write(folder, SPAN("x"), &bad), -1);
    ck_assert_ptr_nonnull(strstr(bad.p, "Is a directory"));
    assert_content("file", "keep");
    ck_assert_int_eq(count_entries(), 1);
    buf_release(&bad);
}
END_TEST

/* Standard output full or closed is an error like any other. */
START_TEST(output_to_stdout_notices)
{
    int full = open("/dev/full", O_WRONLY);

    ck_assert_int_eq(dup2(full, STDOUT_FILENO), STDOUT_FILENO);
    ck_assert_int_eq(output_write("-", SPAN("x"), &why), -1);
    ck_assert_str_eq(why.p,
                     "standard output could not be written: No space left on device");
    close(full);
}
END_TEST

START_TEST(output_to_stdout_writes)
{
    int file = open(in_folder("out"), O_WRONLY | O_CREAT, 0600);

    ck_assert_int_eq(dup2(file, STDOUT_FILENO), STDOUT_FILENO);
    ck_assert_int_eq(output_write("-", SPAN("to stdout"), &why), 0);
    close(file);
    assert_content("out", "to stdout");
}
END_TEST

/* One report that fails does not keep the others from being written. */
START_TEST(reports_are_written_all)
{
    const struct report_format *json = report_format_find("json");
    char first[PATH_MAX], last[PATH_MAX];
    struct report_order orders[4];
    struct result_set set;
    struct stat st;

    result_set_init(&set);
    sample_fill(&set);
    memcpy(first, in_folder("1/r.json"), sizeof(first));
    memcpy(last, in_folder("2/r.tap"), sizeof(last));
    orders[0] = (struct report_order){ json, first };
    orders[1] = (struct report_order){ json, "/dev/full" };
    orders[2] = (struct report_order){ json, "/dev/null/x" };
    orders[3] = (struct report_order){ report_format_find("tap"), last };
    ck_assert_int_eq(report_write_all(&set, orders, 4, &why), -1);
    ck_assert_ptr_nonnull(strstr(why.p, "/dev/full could not be written: "));
    ck_assert_ptr_nonnull(strstr(why.p, "\n/dev/null/x could not be written: "));
    ck_assert_int_eq(stat(first, &st), 0);
    ck_assert_int_gt(st.st_size, 1000);
    ck_assert_int_eq(stat(last, &st), 0);
    buf_reset(&why);
    ck_assert_int_eq(report_write_all(&set, orders, 1, &why), 0);
    ck_assert_int_eq(report_write_all(&set, NULL, 0, &why), 0);
    ck_assert_str_eq(why.p, "");
    result_set_release(&set);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("output");

    tcase_add_checked_fixture(tc, make_folder, drop_folder);
    tcase_add_test(tc, output_makes_folders_and_replaces);
    tcase_add_test(tc, output_works_in_the_current_folder);
    tcase_add_test(tc, output_keeps_mode_and_link);
    tcase_add_test(tc, output_to_devices);
    tcase_add_test(tc, output_names_what_failed);
    tcase_add_test(tc, output_to_stdout_notices);
    tcase_add_test(tc, output_to_stdout_writes);
    tcase_add_test(tc, reports_are_written_all);
    return run_cases(tc);
}
