#include "suite/run_cases.h"
#include "suite/sample.h"

#include "report/baseline.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

static char path[] = "/tmp/favspec-baseline-XXXXXX";
static struct buf why;

static void make_file(void)
{
    int fd;

    memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    buf_init(&why, BUF_MAX_TEXT);
}

static void drop_file(void)
{
    unlink(path);
    buf_release(&why);
}

static bool known(const char *id)
{
    return strcmp(id, "no/such-case") != 0;
}

static struct baseline *load(const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    return baseline_load(path, known, &why);
}

#define LONG_ID                                                                          \
    "signature/a-case-whose-id-is-longer-than-the-parser-has-room-for-in-a-section"
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* `says` NULL: loads. */
struct load_row {
    const char *text;
    const char *says;
};

static const struct load_row load_rows[] = {
    { "", NULL },
    { "# nothing but a comment\n; and another\n\n", NULL },
    { "[a/b]\nreason = x\nissue = #12\nexpires = 2027-01-31\n", NULL },
    { "\xef\xbb\xbf[a/b]\r\n  reason: x ; why\r\n", NULL },
    { "[a/b]\nreason=x\nexpires=2028-02-29", NULL },
    { "[" LONG_ID "]\nreason=x\n", NULL },
    { "[no/such-case]\nreason=x\n", ":1: no case has the id \"no/such-case\"" },
    { "[a/b]\nreason=x\n\n[a/b]\nreason=y\n", ":4: [a/b] stands there twice" },
    { "[a/b]\nissue = #1\n", ":1: [a/b] has no reason" },
    { "[a/b]\nreason =\n", ":1: [a/b] has no reason" },
    { "[a/b]\n[c/d]\nreason=x\n", ":1: [a/b] has no reason" },
    { "[a/b]\nreason=x\nreason=y\n", ":3: reason stands there twice" },
    { "[a/b]\nreason=x\nexpire=2027-01-31\n",
      ":3: unknown key \"expire\" (known: reason, issue, expires)" },
    { "reason=x\n[a/b]\n", ":1: reason stands before any section" },
    { "[a/b]\nreason=x\nexpires=2027-02-29\n",
      ":3: \"2027-02-29\" is no date (YYYY-MM-DD)" },
    { "[a/b]\nreason=x\nexpires=2027-13-01\n",
      ":3: \"2027-13-01\" is no date (YYYY-MM-DD)" },
    { "[a/b]\nreason=x\nexpires=2027-1-31\n",
      ":3: \"2027-1-31\" is no date (YYYY-MM-DD)" },
    { "[a/b]\nreason=x\nexpires=tomorrow\n", ":3: \"tomorrow\" is no date (YYYY-MM-DD)" },
    { "[a/b]\nreason=x\nexpires=\n", ":3: \"\" is no date (YYYY-MM-DD)" },
    { "[a/b]\nreason=x\nexpires=2027-01-31x\n",
      ":3: \"2027-01-31x\" is no date (YYYY-MM-DD)" },
    { "[a/b]\nreason=x\nnonsense\n",
      ":3: neither a [section] nor name = value nor a comment" },
    { "[a/b\nreason=x\n", ":1: the ] of the section is missing" },
    { "[a/b]\nreason=x\n  more of it\n",
      ":3: neither a [section] nor name = value nor a comment" },
    { "[a/b]\nreason=" X50 X50 X50 X50 "\n", ":2: the line is too long" },
    { "[a/b]\nreason=x\n\v[c/d]\nissue=y\n", ":3: [c/d] has no reason" },
    { "[a/b\nreason=x\n", ":1: the ] of the section is missing" },
    { "words\n[no/such-case]\n",
      ":1: neither a [section] nor name = value nor a comment" },
    { "[a/b]\nreason=x\n\033]0;t\007=1\n",
      ":3: unknown key \"\\x1b]0;t\\x07\" (known: reason, issue, expires)" },
};

START_TEST(baseline_loads_or_says_why)
{
    const struct load_row *row = &load_rows[_i];
    struct baseline *baseline = load(row->text);

    ck_assert_int_eq(baseline == NULL, row->says != NULL);
    if (row->says) {
        ck_assert_int_eq(strncmp(why.p, path, strlen(path)), 0);
        ck_assert_str_eq(why.p + strlen(path), row->says);
    } else {
        ck_assert_str_eq(why.p, "");
    }
    baseline_free(baseline);
}
END_TEST

START_TEST(baseline_unreadable)
{
    ck_assert_ptr_null(baseline_load("/nonexistent/baseline", known, &why));
    ck_assert_str_eq(
        why.p, "/nonexistent/baseline could not be read: No such file or directory");
    buf_reset(&why);
    ck_assert_ptr_null(baseline_load("/tmp", known, &why));
    ck_assert_str_eq(why.p, "/tmp could not be read: Is a directory");
}
END_TEST

struct apply_row {
    enum verdict before;
    const char *expires; /* today is 2026-07-01 */
    enum verdict after;
    size_t bad;
    int status; /* of a run that has a pass besides */
};

static const struct apply_row apply_rows[] = {
    { VERDICT_FAIL, NULL, VERDICT_XFAIL, 0, 0 },
    { VERDICT_FAIL, "2026-07-01", VERDICT_XFAIL, 0, 0 },
    { VERDICT_FAIL, "2026-06-30", VERDICT_FAIL, 1, 1 },
    { VERDICT_WARN, "2026-07-02", VERDICT_XFAIL, 0, 0 },
    { VERDICT_WARN, "2026-06-30", VERDICT_WARN, 1, 1 },
    { VERDICT_PASS, "2026-07-02", VERDICT_XPASS, 1, 1 },
    { VERDICT_PASS, "2026-06-30", VERDICT_XPASS, 1, 1 },
    { VERDICT_INFO, NULL, VERDICT_XPASS, 1, 1 },
    { VERDICT_FLAKY, NULL, VERDICT_FLAKY, 0, 0 },
    { VERDICT_SKIP, "2026-06-30", VERDICT_SKIP, 0, 0 },
    { VERDICT_ERROR, NULL, VERDICT_ERROR, 0, 4 },
    { VERDICT_INCONCLUSIVE, NULL, VERDICT_INCONCLUSIVE, 0, 4 },
};

START_TEST(baseline_turns_verdicts)
{
    const struct apply_row *row = &apply_rows[_i];
    struct baseline *baseline;
    struct result_set set;
    char text[200];

    snprintf(text, sizeof(text),
             "[a/b]\nreason = later\nissue = #7\n%s%s\n[not/run]\nreason=x\n",
             row->expires ? "expires = " : "", row->expires ? row->expires : "");
    baseline = load(text);
    ck_assert_ptr_nonnull(baseline);
    result_set_init(&set);
    sample_add(&set, "a/b", row->before);
    sample_add(&set, "c/d", VERDICT_PASS);
    ck_assert_uint_eq(baseline_apply(baseline, &set, "2026-07-01"), row->bad);
    ck_assert_int_eq(set.items[0].verdict, row->after);
    ck_assert_int_eq(set.items[1].verdict, VERDICT_PASS);
    ck_assert_uint_eq(set.note_count, row->bad);
    ck_assert_uint_eq(set.baseline_bad, row->bad);
    if (row->bad)
        ck_assert_int_ge(span_find(set.notes[0], SPAN("baseline entry a/b")), 0);
    if (row->after != row->before)
        ck_assert(span_eq_str(set.items[0].excuse, "later, #7"));
    ck_assert_int_eq(result_set_exit_status(&set, false, true), row->status);
    result_set_release(&set);
    baseline_free(baseline);
}
END_TEST

static void assert_file(const char *expected)
{
    char text[2000] = { 0 };
    FILE *file = fopen(path, "r");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_lt(fread(text, 1, sizeof(text) - 1, file), sizeof(text) - 1);
    fclose(file);
    ck_assert_str_eq(text, expected);
}

/* What was written is read again. */
static void assert_readable(void)
{
    struct baseline *again = baseline_load(path, known, &why);

    ck_assert_ptr_nonnull(again);
    baseline_free(again);
}

#define HEAD "# Failures that are expected, with the reason why.\n"

START_TEST(baseline_update_keeps_what_is_needed)
{
    struct baseline *old = load("[a/fixed]\nreason = gone\n"
                                "[not/run]\nreason = not today\nexpires = 2026-01-01\n"
                                "[a/known]\nreason = no nonces yet\nissue = #12\n"
                                "expires = 2026-05-05\n"
                                "[a/skipped]\nreason = skipped now\n"
                                "[a/warned]\nreason = a warning\n");
    struct result_set set;

    ck_assert_ptr_nonnull(old);
    result_set_init(&set);
    sample_add(&set, "a/new", VERDICT_FAIL);
    sample_add(&set, "a/fixed", VERDICT_PASS);
    sample_add(&set, "a/known", VERDICT_FAIL);
    sample_add(&set, "a/skipped", VERDICT_SKIP);
    sample_add(&set, "a/warned", VERDICT_WARN);
    sample_add(&set, "a/warns-too", VERDICT_WARN);
    sample_add(&set, "a/broken", VERDICT_ERROR);
    ck_assert_uint_eq(baseline_apply(old, &set, "2025-12-01"), 1);
    ck_assert_int_eq(baseline_update(path, old, &set, "2025-12-01", &why), 0);
    assert_file(HEAD "\n[a/new]\nreason = TODO(reason)\nexpires = 2026-03-01\n"
                     "\n[a/known]\nreason = no nonces yet\nissue = #12\n"
                     "expires = 2026-05-05\n"
                     "\n[a/skipped]\nreason = skipped now\n"
                     "\n[a/warned]\nreason = a warning\n"
                     "\n[not/run]\nreason = not today\nexpires = 2026-01-01\n");
    baseline_free(old);
    assert_readable();
    result_set_release(&set);
}
END_TEST

#define X174 X50 X50 X50 "xxxxxxxxxxxxxxxxxxxxxxxx"

/* A blank before these values would begin a comment, or make the line too long. */
START_TEST(baseline_update_can_be_read_again)
{
    struct baseline *old = load("[a/b]\nreason=;x\nissue=" X174 "xxxxxxxxxxxxxxxxxx\n");
    struct result_set set;

    ck_assert_ptr_nonnull(old);
    result_set_init(&set);
    ck_assert_int_eq(baseline_update(path, old, &set, "2026-07-01", &why), 0);
    assert_file(HEAD "\n[a/b]\nreason=;x\nissue=" X174 "xxxxxxxxxxxxxxxxxx\n");
    baseline_free(old);
    assert_readable();
    result_set_release(&set);
}
END_TEST

START_TEST(baseline_update_without_an_old_one)
{
    struct result_set set;

    result_set_init(&set);
    sample_add(&set, "a/warns", VERDICT_WARN);
    ck_assert_int_eq(baseline_update(path, NULL, &set, "2026-07-01", &why), 0);
    assert_file(HEAD);
    set.strict = true;
    ck_assert_int_eq(baseline_update(path, NULL, &set, "2026-12-31", &why), 0);
    assert_file(HEAD "\n[a/warns]\nreason = TODO(reason)\nexpires = 2027-03-31\n");
    ck_assert_int_eq(baseline_update("/dev/full", NULL, &set, "2026-12-31", &why), -1);
    ck_assert_ptr_nonnull(strstr(why.p, "/dev/full could not be written"));
    ck_assert_int_eq(baseline_update(path, NULL, &set, "today", &why), -1);
    result_set_release(&set);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("baseline");

    tcase_add_checked_fixture(tc, make_file, drop_file);
    tcase_add_loop_test(tc, baseline_loads_or_says_why, 0,
                        sizeof(load_rows) / sizeof(*load_rows));
    tcase_add_test(tc, baseline_unreadable);
    tcase_add_loop_test(tc, baseline_turns_verdicts, 0,
                        sizeof(apply_rows) / sizeof(*apply_rows));
    tcase_add_test(tc, baseline_update_keeps_what_is_needed);
    tcase_add_test(tc, baseline_update_can_be_read_again);
    tcase_add_test(tc, baseline_update_without_an_old_one);
    return run_cases(tc);
}
