#include "suite/run_cases.h"
#include "suite/sample.h"

#include "base/die.h"
#include "report/hostile.h"
#include "report/json_writer.h"
#include "report/report.h"

#include <cjson/cJSON.h>
#include <stdio.h>

struct row {
    struct span in;
    const char *line, *lines;
};

#define ROW(in, line, lines)                                                             \
    {                                                                                    \
        { in, sizeof(in) - 1 }, line, lines                                              \
    }

static const struct row rows[] = {
    ROW("", "", ""),
    ROW("plain, with \"quotes\" and \\ too", "plain, with \"quotes\" and \\ too",
        "plain, with \"quotes\" and \\ too"),
    ROW("caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80",
        "caf\xc3\xa9 \xf0\x9f\x98\x80"),
    ROW("\033[31m", "\\x1b[31m", "\\x1b[31m"),
    ROW("a\0b", "a\\x00b", "a\\x00b"),
    ROW("\x7f\b\a", "\\x7f\\x08\\x07", "\\x7f\\x08\\x07"),
    ROW("\xc2\x9b", "\\u009b", "\\u009b"),
    ROW("a\tb", "a\\tb", "a\tb"),
    ROW("a\r\nb", "a\\r\\nb", "a\nb"),
    ROW("a\rb", "a\\rb", "a\\rb"),
    ROW("a\n\nb\n", "a\\n\\nb\\n", "a\n\nb\n"),
    ROW("\xe2\x80\xae", "\\u202e", "\\u202e"),
    ROW("\xe2\x81\xa9\xe2\x80\x8f\xd8\x9c", "\\u2069\\u200f\\u061c",
        "\\u2069\\u200f\\u061c"),
    ROW("\xe2\x80\xa8\xef\xbb\xbf", "\\u2028\\ufeff", "\\u2028\\ufeff"),
    ROW("\xf3\xa0\x81\x81", "\\U000e0041", "\\U000e0041"),
    ROW("\xff", "\\xff", "\\xff"),
    ROW("\xc3", "\\xc3", "\\xc3"),
    ROW("\xc0\x80", "\\xc0\\x80", "\\xc0\\x80"),
    ROW("\xe0\x80\x80", "\\xe0\\x80\\x80", "\\xe0\\x80\\x80"),
    ROW("\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"),
    ROW("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", "\\xf4\\x90\\x80\\x80"),
    ROW("\xef\xbf\xbf\xf0\x9f\xbf\xbe", "\\uffff\\U0001fffe", "\\uffff\\U0001fffe"),
    ROW("::error::x", "::error::x", "| ::error::x"),
    ROW("a\n \t::x\nb::c", "a\\n \\t::x\\nb::c", "a\n|  \t::x\nb::c"),
    ROW("ok 1", "ok 1", "| ok 1"),
    ROW("ok\nokay\nOK", "ok\\nokay\\nOK", "| ok\nokay\n| OK"),
    ROW("not ok\nnot okay", "not ok\\nnot okay", "| not ok\nnot okay"),
    ROW("1..5\n2..5", "1..5\\n2..5", "| 1..5\n2..5"),
    ROW("Bail out!\nBail out", "Bail out!\\nBail out", "| Bail out!\nBail out"),
    ROW("##[group]\na ##[x]", "#\\x23[group]\\na #\\x23[x]",
        "| #\\x23[group]\na #\\x23[x]"),
    ROW("x ##VSO[y] ##teamcity[z] ## #", "x #\\x23VSO[y] #\\x23teamcity[z] ## #",
        "x #\\x23VSO[y] #\\x23teamcity[z] ## #"),
    ROW("###[x", "##\\x23[x", "##\\x23[x"),
    ROW("\xef\xbb\xbf::x", "\\ufeff::x", "\\ufeff::x"),
};

static void assert_neutral(struct span in, bool lines, const char *expected)
{
    char *copy = xmalloc(in.len);
    struct buf out;

    if (in.len)
        memcpy(copy, in.p, in.len);
    buf_init(&out, BUF_MAX_TEXT);
    report_neutralise(&out, span_make(copy, in.len), lines);
    ck_assert_str_eq(out.p, expected);
    ck_assert_uint_eq(out.len, strlen(expected));
    buf_release(&out);
    free(copy);
}

START_TEST(neutralise_follows_the_table)
{
    assert_neutral(rows[_i].in, false, rows[_i].line);
    assert_neutral(rows[_i].in, true, rows[_i].lines);
}
END_TEST

static bool is_clean(struct span s)
{
    while (s.len) {
        struct glyph g = glyph_first(s);

        if (g.code == GLYPH_INVALID || glyph_is_unsafe(g.code))
            return false;
        s = span_from(s, g.len);
    }
    return true;
}

/* Every pair of bytes, also after a lead byte: the answer is valid UTF-8 without anything
 * unsafe, whatever goes in. */
START_TEST(neutralise_leaves_nothing_unsafe)
{
    static const char *const leads[] = { "", "\xe2", "\xf0\x9f", "\n", "##" };
    char bytes[8];
    struct buf out;

    buf_init(&out, BUF_MAX_TEXT);
    for (int n = 0; n < 65536; n++) {
        int len = snprintf(bytes, sizeof(bytes), "%s", leads[_i]);

        bytes[len++] = (char)(n >> 8);
        bytes[len++] = (char)(n & 0xff);
        buf_reset(&out);
        report_neutralise(&out, span_make(bytes, (size_t)len), false);
        if (!is_clean(buf_span(&out)))
            ck_abort_msg("unsafe after %04x", (unsigned)n);
    }
    buf_release(&out);
}
END_TEST

START_TEST(neutralise_twice_is_once)
{
    struct buf once, twice;

    buf_init(&once, BUF_MAX_TEXT);
    buf_init(&twice, BUF_MAX_TEXT);
    report_neutralise(&once, sample_hostile, false);
    report_neutralise(&twice, buf_span(&once), false);
    ck_assert_str_eq(once.p, twice.p);
    buf_release(&once);
    buf_release(&twice);
}
END_TEST

START_TEST(hostile_add_cuts_and_counts)
{
    struct buf out;

    buf_init(&out, BUF_MAX_TEXT);
    hostile_add(&out, SPAN("abc"), 3, false);
    ck_assert_str_eq(out.p, "abc");
    buf_reset(&out);
    hostile_add(&out, SPAN("abcd"), 3, false);
    ck_assert_str_eq(out.p, "abc … (1 bytes more)");
    buf_reset(&out);
    hostile_add(&out, SPAN("ab\xf0\x9f\x98\x80"), 5, true);
    ck_assert_str_eq(out.p, "ab\n… (4 bytes more)");
    buf_reset(&out);
    hostile_add(&out, SPAN("\x80\x80\x80\x80\x80\x80\x80\x80"), 6, false);
    ck_assert_uint_gt(out.len, 4 * 3);
    buf_release(&out);
}
END_TEST

/* What cJSON reads back, and that nothing stands there raw. */
START_TEST(json_string_reads_back)
{
    struct buf out;
    cJSON *back;

    buf_init(&out, BUF_MAX_TEXT);
    json_writer_string(
        &out, SPAN("a\"b\\c\n\t\xc3\xa9\xe2\x80\xae\xf3\xa0\x81\x81\xff##[x\x7f"));
    ck_assert_str_eq(out.p,
                     "\"a\\\"b\\\\c\\n\\t\xc3\xa9\\u202e\\udb40\\udc41\\\\xff#\\u0023[x"
                     "\\u007f\"");
    back = cJSON_Parse(out.p);
    ck_assert_ptr_nonnull(back);
    ck_assert_str_eq(back->valuestring,
                     "a\"b\\c\n\t\xc3\xa9\xe2\x80\xae\xf3\xa0\x81\x81\\xff##[x\x7f");
    cJSON_Delete(back);
    buf_reset(&out);
    json_writer_string(&out, sample_hostile);
    ck_assert(is_clean(buf_span(&out)));
    buf_release(&out);
}
END_TEST

START_TEST(json_writer_nests)
{
    struct json_writer w;
    struct buf out;

    buf_init(&out, BUF_MAX_TEXT);
    json_writer_init(&w, &out);
    json_writer_open(&w, NULL, '{');
    json_writer_open(&w, "empty", '[');
    json_writer_close(&w, ']');
    json_writer_open(&w, "list", '[');
    json_writer_int(&w, NULL, INT64_MIN);
    json_writer_bool(&w, NULL, true);
    json_writer_close(&w, ']');
    json_writer_text(&w, "text", span_of(NULL));
    json_writer_close(&w, '}');
    ck_assert_str_eq(out.p,
                     "{\n  \"empty\": [],\n  \"list\": [\n    -9223372036854775808,\n"
                     "    true\n  ],\n  \"text\": \"\"\n}\n");
    buf_release(&out);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("hostile");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, neutralise_follows_the_table, 0,
                        sizeof(rows) / sizeof(*rows));
    tcase_add_loop_test(tc, neutralise_leaves_nothing_unsafe, 0, 5);
    tcase_add_test(tc, neutralise_twice_is_once);
    tcase_add_test(tc, hostile_add_cuts_and_counts);
    tcase_add_test(tc, json_string_reads_back);
    tcase_add_test(tc, json_writer_nests);
    return run_cases(tc);
}
