#include "suite/run_cases.h"
#include "suite/sample.h"

#include "base/die.h"

static void fill(struct result *r)
{
    static const struct requirement own = { "CLIENT-X", LEVEL_SHOULD, "RFC",
                                            "A sentence" };

    result_init(r);
    r->id = "signature/wrong-key";
    r->title = "title";
    r->hint = NULL;
    r->since = "0.2.0";
    r->requirements[0] = REQ_AUTH_REQUIRED;
    r->requirements[3] = (enum requirement_id)(REQ_COUNT - 1);
    r->own = &own;
    r->verdict = VERDICT_FLAKY;
    r->reason = sample_hostile;
    r->got = span_make("", 0);
    r->duration_us = -1;
    r->relaxed = true;
    r->exchange_count = RESULT_EXCHANGES_MAX;
    for (size_t i = 0; i < RESULT_EXCHANGES_MAX; i++) {
        r->exchanges[i].request = SPAN("request");
        r->exchanges[i].duration_us = (int64_t)i;
        r->exchanges[i].started_unix_ms = INT64_MAX - (int64_t)i;
    }
}

static void assert_text(const char *a, const char *b)
{
    ck_assert_int_eq(a == NULL, b == NULL);
    if (a)
        ck_assert_str_eq(a, b);
}

static void assert_span(struct span a, struct span b)
{
    ck_assert_int_eq(a.p == NULL, b.p == NULL);
    ck_assert(span_eq(a, b));
}

static void assert_same(const struct result *a, const struct result *b)
{
    assert_text(a->id, b->id);
    assert_text(a->title, b->title);
    assert_text(a->hint, b->hint);
    assert_text(a->since, b->since);
    ck_assert_mem_eq(a->requirements, b->requirements, sizeof(a->requirements));
    ck_assert_int_eq(a->own == NULL, b->own == NULL);
    ck_assert_int_eq(a->verdict, b->verdict);
    assert_span(a->reason, b->reason);
    assert_span(a->expected, b->expected);
    assert_span(a->got, b->got);
    assert_span(a->excuse, b->excuse);
    ck_assert_int_eq(a->duration_us, b->duration_us);
    ck_assert_int_eq(a->relaxed, b->relaxed);
    ck_assert_uint_eq(a->exchange_count, b->exchange_count);
    for (size_t i = 0; i < a->exchange_count; i++) {
        assert_span(a->exchanges[i].request, b->exchanges[i].request);
        assert_span(a->exchanges[i].response, b->exchanges[i].response);
        ck_assert_int_eq(a->exchanges[i].duration_us, b->exchanges[i].duration_us);
        ck_assert_int_eq(a->exchanges[i].started_unix_ms,
                         b->exchanges[i].started_unix_ms);
    }
}

START_TEST(result_survives_its_bytes)
{
    struct result full, back;
    struct buf bytes;

    fill(&full);
    buf_init(&bytes, BUF_MAX_MESSAGE);
    result_write(&bytes, &full);
    ck_assert_int_eq(result_read(buf_span(&bytes), &back), 0);
    assert_same(&full, &back);
    ck_assert_str_eq(back.own->id, "CLIENT-X");
    ck_assert_int_eq(back.own->level, LEVEL_SHOULD);
    ck_assert_str_eq(back.own->sentence, "A sentence");
    ck_assert_ptr_ne(back.id, full.id);
    result_release(&back);
    buf_release(&bytes);
}
END_TEST

START_TEST(result_empty_survives_its_bytes)
{
    struct result empty, back;
    struct buf bytes;

    result_init(&empty);
    buf_init(&bytes, BUF_MAX_MESSAGE);
    buf_add_str(&bytes, "before");
    result_write(&bytes, &empty);
    ck_assert_int_eq(result_read(span_from(buf_span(&bytes), 6), &back), 0);
    assert_same(&empty, &back);
    ck_assert_ptr_null(back.id);
    result_release(&back);
    buf_release(&bytes);
}
END_TEST

static void assert_refused(const char *p, size_t len)
{
    char *copy = xmalloc(len);
    struct result out;

    memset(&out, 0x5a, sizeof(out));
    memcpy(copy, p, len);
    ck_assert_int_eq(result_read(span_make(copy, len), &out), -1);
    ck_assert_int_eq(((const char *)&out)[0], 0x5a);
    free(copy);
}

START_TEST(result_cut_is_refused)
{
    struct result full;
    struct buf bytes;

    fill(&full);
    full.exchange_count = 2;
    buf_init(&bytes, BUF_MAX_MESSAGE);
    result_write(&bytes, &full);
    for (size_t len = 0; len < bytes.len; len++)
        assert_refused(bytes.p, len);
    buf_add_char(&bytes, 'x');
    assert_refused(bytes.p, bytes.len);
    buf_release(&bytes);
}
END_TEST

/* Any damage gives either a refusal or a result whose values are all in range. */
START_TEST(result_damage_is_harmless)
{
    struct result full, back;
    struct buf bytes;

    fill(&full);
    full.exchange_count = 1;
    buf_init(&bytes, BUF_MAX_MESSAGE);
    result_write(&bytes, &full);
    for (size_t i = 0; i < bytes.len; i++) {
        bytes.p[i] = (char)(bytes.p[i] ^ 0x81);
        if (result_read(buf_span(&bytes), &back) == 0) {
            ck_assert_uint_lt(back.verdict, VERDICT_COUNT);
            ck_assert_uint_lt(back.requirements[0], REQ_COUNT);
            ck_assert_uint_le(back.exchange_count, RESULT_EXCHANGES_MAX);
            result_release(&back);
        }
        bytes.p[i] = (char)(bytes.p[i] ^ 0x81);
    }
    buf_release(&bytes);
}
END_TEST

START_TEST(result_too_large_does_not_read)
{
    struct result full, back;
    struct buf bytes;

    fill(&full);
    buf_init(&bytes, 100);
    result_write(&bytes, &full);
    ck_assert(bytes.overflow);
    ck_assert_int_eq(result_read(buf_span(&bytes), &back), -1);
    buf_release(&bytes);
}
END_TEST

START_TEST(verdict_names_find_back)
{
    for (int v = 0; v < VERDICT_COUNT; v++)
        ck_assert_int_eq(verdict_find(verdict_name((enum verdict)v)), v);
    ck_assert_int_eq(verdict_find("passed"), -1);
    ck_assert_int_eq(verdict_find(""), -1);
}
END_TEST

START_TEST(result_level_is_the_first_requirements)
{
    static const struct requirement own = { "C", LEVEL_SHOULD, "s", "t" };
    struct result r;

    result_init(&r);
    ck_assert_int_eq(result_level(&r), LEVEL_MAY);
    ck_assert_ptr_null(result_requirement(&r, 0));
    r.requirements[0] = REQ_ID_ONE;
    r.requirements[1] = REQ_AUTH_REQUIRED;
    ck_assert_int_eq(result_level(&r), LEVEL_MAY);
    ck_assert_ptr_eq(result_requirement(&r, 1), &requirements[REQ_AUTH_REQUIRED]);
    ck_assert_ptr_null(result_requirement(&r, 2));
    r.own = &own;
    ck_assert_int_eq(result_level(&r), LEVEL_SHOULD);
    ck_assert_ptr_null(result_requirement(&r, 1));
}
END_TEST

/* One letter a case: p f w i s n(inconclusive) e x(fail) X(pass) y(flaky). */
struct exit_row {
    const char *verdicts;
    size_t planned;
    bool strict, unreachable, deadline;
    int interrupted;
    size_t baseline_bad;
    int status;
};

static const char letters[] = "pfwisnexXy";

static const struct exit_row exit_rows[] = {
    { .verdicts = "p", .status = 0 },
    { .verdicts = "pppp", .planned = 4, .status = 0 },
    { .verdicts = "ppp", .planned = 4, .status = 4 },
    { .verdicts = "pfp", .status = 1 },
    { .verdicts = "w", .status = 0 },
    { .verdicts = "w", .strict = true, .status = 1 },
    { .verdicts = "p", .strict = true, .status = 0 },
    { .verdicts = "i", .status = 0 },
    { .verdicts = "y", .status = 0 },
    { .verdicts = "ys", .strict = true, .status = 0 },
    { .verdicts = "x", .status = 0 },
    { .verdicts = "X", .status = 1 },
    { .verdicts = "p", .baseline_bad = 1, .status = 1 },
    { .verdicts = "ps", .status = 0 },
    { .verdicts = "ss", .status = 4 },
    { .verdicts = "", .status = 4 },
    { .verdicts = "pn", .status = 4 },
    { .verdicts = "pe", .status = 4 },
    { .verdicts = "pfne", .status = 1 },
    { .verdicts = "p", .deadline = true, .status = 4 },
    { .verdicts = "f", .deadline = true, .status = 1 },
    { .verdicts = "", .unreachable = true, .status = 3 },
    { .verdicts = "ee", .unreachable = true, .status = 3 },
    { .verdicts = "nse", .unreachable = true, .deadline = true, .status = 3 },
    { .verdicts = "pee", .unreachable = true, .status = 4 },
    { .verdicts = "fee", .unreachable = true, .status = 1 },
    { .verdicts = "yee", .unreachable = true, .status = 4 },
    { .verdicts = "p", .unreachable = true, .status = 0 },
    { .verdicts = "ee", .status = 4 },
    { .verdicts = "f", .interrupted = 2, .status = 130 },
    { .verdicts = "p", .interrupted = 15, .status = 143 },
    { .verdicts = "", .unreachable = true, .interrupted = 2, .status = 130 },
};

START_TEST(exit_status_follows_the_table)
{
    const struct exit_row *row = &exit_rows[_i];
    struct result_set set;

    result_set_init(&set);
    for (const char *p = row->verdicts; *p; p++)
        sample_add(&set, "a/b", (enum verdict)(strchr(letters, *p) - letters));
    set.planned = row->planned;
    set.interrupted = row->interrupted;
    set.deadline_hit = row->deadline;
    set.baseline_bad = row->baseline_bad;
    ck_assert_int_eq(result_set_exit_status(&set, row->strict, !row->unreachable),
                     row->status);
    set.strict = row->strict;
    ck_assert_int_eq(result_set_exit_status(&set, false, !row->unreachable), row->status);
    result_set_release(&set);
}
END_TEST

START_TEST(result_set_counts_and_notes)
{
    struct result_set set;

    result_set_init(&set);
    sample_fill(&set);
    for (int v = 0; v < VERDICT_COUNT; v++)
        ck_assert_uint_eq(result_set_count(&set, (enum verdict)v), sample_counts[v]);
    ck_assert_uint_eq(set.note_count, 1);
    ck_assert(
        span_starts(set.notes[0], SPAN("one like could not be restored: ::add-mask")));
    ck_assert_int_eq(set.exit_status, 1);
    result_set_release(&set);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("result");

    tcase_add_test(tc, result_survives_its_bytes);
    tcase_add_test(tc, result_empty_survives_its_bytes);
    tcase_add_test(tc, result_cut_is_refused);
    tcase_add_test(tc, result_damage_is_harmless);
    tcase_add_test(tc, result_too_large_does_not_read);
    tcase_add_test(tc, verdict_names_find_back);
    tcase_add_test(tc, result_level_is_the_first_requirements);
    tcase_add_loop_test(tc, exit_status_follows_the_table, 0,
                        sizeof(exit_rows) / sizeof(*exit_rows));
    tcase_add_test(tc, result_set_counts_and_notes);
    return run_cases(tc);
}
