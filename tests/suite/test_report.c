#include "suite/run_cases.h"
#include "suite/sample.h"
#include "suite/written.h"

#include "report/hostile.h"
#include "report/report.h"

#include <cjson/cJSON.h>
#include <stdio.h>

static char *golden_path(const char *format)
{
    static char path[500];

    ck_assert_int_lt(
        snprintf(path, sizeof(path), SOURCE_DIR "/tests/suite/golden/report.%s", format),
        (int)sizeof(path));
    return path;
}

/* The version in the output is not the golden file's business. */
static void drop_version(struct buf *text)
{
    char *at = strstr(text->p, "\"version\": \"" FAVSPEC_VERSION "\"");
    struct buf shorter;

    if (!at)
        return;
    at += strlen("\"version\": \"");
    buf_init(&shorter, BUF_MAX_REPORT);
    buf_add(&shorter, text->p, (size_t)(at - text->p));
    buf_add_str(&shorter, at + strlen(FAVSPEC_VERSION));
    buf_release(text);
    *text = shorter;
}

static void read_golden(const char *format, struct buf *golden)
{
    FILE *file = fopen(golden_path(format), "r");
    char chunk[4096];
    size_t n;

    ck_assert_msg(file, "no %s; FAVSPEC_UPDATE_GOLDEN=1 writes it", golden_path(format));
    while ((n = fread(chunk, 1, sizeof(chunk), file)))
        buf_add(golden, chunk, n);
    fclose(file);
}

static void write_golden(const char *format)
{
    FILE *file = fopen(golden_path(format), "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(out.p, 1, out.len, file), out.len);
    ck_assert_int_eq(fclose(file), 0);
}

/* The first have golden files. */
static const char *const formats[] = { "json", "junit", "tap",   "markdown", "text",
                                       "html", "har",   "sarif", "badge" };

enum { FORMATS = 5, ALL_FORMATS = sizeof(formats) / sizeof(*formats) };

START_TEST(report_is_as_the_golden_file)
{
    struct buf golden;

    write_as(formats[_i]);
    drop_version(&out);
    if (getenv("FAVSPEC_UPDATE_GOLDEN"))
        write_golden(formats[_i]);
    buf_init(&golden, BUF_MAX_REPORT);
    read_golden(formats[_i], &golden);
    ck_assert_str_eq(out.p, golden.p);
    buf_release(&golden);
}
END_TEST

/* No byte of the subject steers what the report is shown on. */
START_TEST(report_is_harmless)
{
    struct span rest;

    write_as(formats[_i]);
    ck_assert_uint_eq(strlen(out.p), out.len);
    for (rest = buf_span(&out); rest.len;) {
        struct glyph g = glyph_first(rest);

        if (g.code != '\n' && g.code != '\t' &&
            (g.code == GLYPH_INVALID || glyph_is_unsafe(g.code)))
            ck_abort_msg("unsafe character %x", (unsigned)g.code);
        rest = span_from(rest, g.len);
    }
    ck_assert_uint_eq(count_lines(out.p, "::"), 0);
    ck_assert_uint_eq(count_lines(out.p, "  ::"), 0);
    ck_assert_uint_eq(count_text(out.p, "##["), 0);
    ck_assert_uint_eq(count_text(out.p, "##vso["), 0);
    ck_assert_uint_eq(count_text(out.p, "##teamcity["), 0);
}
END_TEST

START_TEST(html_is_text_in_pages)
{
    write_as("junit");
    ck_assert_uint_eq(count_text(out.p, "<script"), 0);
    ck_assert_uint_gt(count_text(out.p, "&lt;script&gt;"), 0);
    write_as("markdown");
    ck_assert_uint_eq(count_text(out.p, "<script"), 0);
    ck_assert_uint_gt(count_text(out.p, "&lt;script&gt;"), 0);
    ck_assert_uint_eq(count_text(out.p, "<pre>"), count_text(out.p, "</pre>"));
    ck_assert_uint_eq(count_text(out.p, "<details>"), count_text(out.p, "</details>"));
}
END_TEST

static const char *const case_keys[] = {
    "id",     "title",    "requirements", "level", "since",       "relaxed",   "verdict",
    "reason", "expected", "got",          "hint",  "duration_ms", "exchanges",
};

/* A workflow command is ours, whole, and one a line. */
START_TEST(annotations_cannot_be_injected)
{
    write_as("github");
    ck_assert_uint_gt(out.len, 0);
    ck_assert_uint_eq(count_lines(out.p, "::error title=favspec ") +
                          count_lines(out.p, "::warning title=favspec ") +
                          count_lines(out.p, "::notice title=favspec "),
                      count_text(out.p, "\n"));
    ck_assert_uint_eq(count_text(out.p, "\r"), 0);
}
END_TEST

START_TEST(json_has_the_keys_of_the_contract)
{
    const cJSON *one, *exchange;
    cJSON *root;

    write_as("json");
    root = cJSON_ParseWithLength(out.p, out.len);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(member(root, "schema")->valuestring, "favspec/report-1");
    ck_assert_str_eq(member(member(root, "tool"), "name")->valuestring, "favspec");
    ck_assert_str_eq(member(member(root, "tool"), "version")->valuestring,
                     FAVSPEC_VERSION);
    ck_assert_str_eq(member(root, "command")->valuestring, "test-server");
    ck_assert_str_eq(member(member(root, "target"), "profile")->valuestring, "x-1.1");
    ck_assert_str_eq(member(root, "started")->valuestring, "2026-01-01T00:00:00Z");
    ck_assert_int_eq(member(root, "duration_ms")->valueint, 1235);
    ck_assert_int_eq(member(root, "exit_status")->valueint, 1);
    ck_assert(cJSON_IsFalse(member(root, "interrupted")));
    ck_assert_int_eq(cJSON_GetArraySize(member(root, "notes")), 1);
    one = cJSON_GetArrayItem(member(root, "cases"), 5);
    for (size_t i = 0; i < sizeof(case_keys) / sizeof(*case_keys); i++)
        member(one, case_keys[i]);
    ck_assert_str_eq(member(one, "level")->valuestring, "MUST");
    ck_assert_int_eq(cJSON_GetArrayItem(member(one, "exchanges"), 1)->valueint, 3);
    one = cJSON_GetArrayItem(member(one, "requirements"), 1);
    ck_assert_str_eq(member(one, "id")->valuestring, "ID-EXACT");
    exchange = cJSON_GetArrayItem(member(root, "exchanges"), 2);
    ck_assert_str_eq(member(exchange, "started")->valuestring,
                     "2026-01-01T00:00:00.123Z");
    ck_assert_ptr_nonnull(
        strstr(member(exchange, "response")->valuestring, "\033[31mred"));
    cJSON_Delete(root);
}
END_TEST

START_TEST(strict_makes_warnings_failures)
{
    set.strict = true;
    write_as("junit");
    ck_assert_uint_eq(count_text(out.p, "<failure "), 6);
    write_as("tap");
    ck_assert_uint_eq(count_lines(out.p, "not ok "), 10);
    write_as("text");
    ck_assert_uint_eq(count_lines(out.p, "warn resource/path-404: The server"), 1);
    ck_assert_ptr_nonnull(
        strstr(out.p, "\nFAIL: 20 of 20 cases, 6 failures, 2 warnings"));
}
END_TEST

/* A plan that was cut short says so everywhere. */
START_TEST(interruption_shows)
{
    set.planned += 7;
    set.interrupted = 2;
    set.exit_status = result_set_exit_status(&set, false, true);
    write_as("json");
    ck_assert_ptr_nonnull(strstr(out.p, "\"interrupted\": true"));
    ck_assert_ptr_nonnull(strstr(out.p, "\"exit_status\": 130"));
    ck_assert_ptr_nonnull(strstr(out.p, "\"planned\": 27"));
    write_as("tap");
    ck_assert_uint_eq(count_lines(out.p, "1..27\n"), 1);
    ck_assert_uint_eq(count_lines(out.p, "Bail out! INTERRUPTED: 20 of 27 cases"), 1);
    for (int i = 1; i < FORMATS; i++) {
        write_as(formats[i]);
        ck_assert_ptr_nonnull(strstr(out.p, "interrupted by signal 2"));
    }
}
END_TEST

START_TEST(nothing_run_is_not_green)
{
    result_set_release(&set);
    set.exit_status = result_set_exit_status(&set, false, true);
    ck_assert_int_eq(set.exit_status, 4);
    write_as("text");
    ck_assert_str_eq(out.p,
                     "planned 0\nINCONCLUSIVE: 0 of 0 cases, 0 failures, 0.0 s; nothing "
                     "was run\n");
    write_as("tap");
    ck_assert_uint_eq(count_lines(out.p, "Bail out! "), 1);
    write_as("json");
    ck_assert_ptr_nonnull(strstr(out.p, "\"cases\": []"));
    write_as("junit");
    ck_assert_ptr_nonnull(strstr(out.p, "tests=\"0\""));
}
END_TEST

START_TEST(failure_text_has_its_lines)
{
    static const struct requirement own = { "CLIENT-NONCE", LEVEL_MUST, "RFC 5849 3.3",
                                            "Nonces are fresh" };
    struct result result;

    result_init(&result);
    result.id = "id/unknown";
    result.title = "The id of no status is refused";
    result.hint = "Answer 404";
    result.verdict = VERDICT_FAIL;
    result.requirements[0] = REQ_ID_RANGE;
    result.expected = SPAN("404");
    result.got = SPAN("200\n::error::");
    report_failure_text(&out, &result, false);
    ck_assert_str_eq(out.p,
                     "fail id/unknown: The id of no status is refused\n"
                     "  requirement: ID-RANGE (MUST; doc (objects): id, 64-bit signed): "
                     "Numbers beyond 64 bits do not wrap round to an existing id\n"
                     "  expected: 404\n"
                     "  got: 200\\n::error::\n"
                     "  how to fix: Answer 404\n"
                     "  replay: favspec replay id/unknown\n");
    buf_reset(&out);
    result.own = &own;
    report_failure_text(&out, &result, true);
    ck_assert_ptr_nonnull(strstr(out.p, "\033[1;31mfail\033[0m id/unknown"));
    ck_assert_ptr_nonnull(
        strstr(out.p, "CLIENT-NONCE (MUST; RFC 5849 3.3): Nonces are fresh"));
    ck_assert_ptr_nonnull(
        strstr(out.p, "  replay: favspec test-client --only 'id/unknown' -- COMMAND\n"));
}
END_TEST

START_TEST(text_quiet_keeps_failures_and_verdict)
{
    report_text(&set, false, true, &out);
    ck_assert_uint_eq(count_lines(out.p, "fail "), 3);
    ck_assert_uint_eq(count_lines(out.p, "xpass "), 1);
    ck_assert_uint_eq(count_lines(out.p, "warn "), 0);
    ck_assert_uint_eq(count_lines(out.p, "skip "), 0);
    ck_assert_uint_eq(count_lines(out.p, "FAIL: 20 of 20 cases, 4 failures"), 1);
    buf_reset(&out);
    report_text(&set, false, false, &out);
    ck_assert_uint_eq(count_lines(out.p, "warn "), 2);
    ck_assert_uint_eq(count_lines(out.p, "skip 3 × this needs a second user"), 1);
}
END_TEST

/* A subject that answers with 100 MB makes no report large. */
START_TEST(report_stays_small)
{
    enum { SIZE = 100 * 1000 * 1000 };
    char *huge = malloc(SIZE);

    ck_assert_ptr_nonnull(huge);
    memset(huge, '\033', SIZE);
    result_set_release(&set);
    for (int i = 0; i < 300; i++) {
        sample_add(&set, "a/b", VERDICT_FAIL);
        set.items[i].got = span_make(huge, SIZE);
        set.items[i].exchanges[1].response = span_make(huge, SIZE);
    }
    write_as(formats[_i]);
    ck_assert_uint_lt(out.len, _i == 0   ? 256u << 20
                               : _i == 3 ? 1u << 20
                               : _i == 5 ? 80u << 20
                                         : 32u << 20);
    free(huge);
}
END_TEST

struct order_row {
    const char *text, *format, *file, *says;
};

static const struct order_row order_rows[] = {
    { "json=out.json", "json", "out.json", NULL },
    { "tap=-", "tap", "-", NULL },
    { "junit=a=b", "junit", "a=b", NULL },
    { "text=/dev/full", "text", "/dev/full", NULL },
    { "jsn=x", NULL, NULL,
      "there is no report format \"jsn\", did you mean \"json\"? (known: json, junit, "
      "tap, html, har, sarif, markdown, text, badge, github)" },
    { "xyzzy=x", NULL, NULL,
      "there is no report format \"xyzzy\" (known: json, junit, tap, html, har, sarif, "
      "markdown, text, badge, github)" },
    { "json", NULL, NULL,
      "\"json\" names no file: a report is FORMAT=FILE, for example json=-" },
    { "json=", NULL, NULL,
      "\"json=\" names no file: a report is FORMAT=FILE, for example json=-" },
    { "", NULL, NULL,
      "there is no report format \"\" (known: json, junit, tap, html, har, sarif, "
      "markdown, text, badge, github)" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=x", NULL, NULL,
      "there is no report format \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" (known: json, "
      "junit, tap, html, har, sarif, markdown, text, badge, github)" },
};

START_TEST(orders_go_to_different_places)
{
    struct report_order orders[3];
    size_t count = 0;

    ck_assert_int_eq(report_order_add("json=-", orders, 3, &count, &out), 0);
    ck_assert_int_eq(report_order_add("junit=-", orders, 3, &count, &out), -1);
    ck_assert_str_eq(out.p, "two reports go to stdout: each needs a place of its own");
    buf_reset(&out);
    ck_assert_int_eq(report_order_add("tap=a", orders, 3, &count, &out), 0);
    ck_assert_int_eq(report_order_add("html=a", orders, 3, &count, &out), -1);
    ck_assert_str_eq(out.p, "two reports go to a: each needs a place of its own");
    ck_assert_uint_eq(count, 2);
}
END_TEST

START_TEST(order_parses_or_says_why)
{
    const struct order_row *row = &order_rows[_i];
    struct report_order order = { NULL, "untouched" };
    size_t count = 0;

    ck_assert_int_eq(report_order_add(row->text, &order, 1, &count, &out),
                     row->says ? -1 : 0);
    ck_assert_uint_eq(count, row->says ? 0 : 1);
    ck_assert_str_eq(out.p, row->says ? row->says : "");
    ck_assert_str_eq(order.file, row->says ? "untouched" : row->file);
    if (row->format)
        ck_assert_str_eq(order.format->name, row->format);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("report");

    tcase_set_timeout(tc, 100);
    tcase_add_checked_fixture(tc, make_set, drop_set);
    tcase_add_loop_test(tc, report_is_as_the_golden_file, 0, FORMATS);
    tcase_add_loop_test(tc, report_is_harmless, 0, ALL_FORMATS);
    tcase_add_test(tc, html_is_text_in_pages);
    tcase_add_test(tc, annotations_cannot_be_injected);
    tcase_add_test(tc, json_has_the_keys_of_the_contract);
    tcase_add_test(tc, strict_makes_warnings_failures);
    tcase_add_test(tc, interruption_shows);
    tcase_add_test(tc, nothing_run_is_not_green);
    tcase_add_test(tc, failure_text_has_its_lines);
    tcase_add_test(tc, text_quiet_keeps_failures_and_verdict);
    tcase_add_loop_test(tc, report_stays_small, 0, ALL_FORMATS);
    tcase_add_test(tc, orders_go_to_different_places);
    tcase_add_loop_test(tc, order_parses_or_says_why, 0,
                        sizeof(order_rows) / sizeof(*order_rows));
    return run_cases(tc);
}
