#include "suites.h"

#include "base/die.h"
#include "base/span.h"

#include <stdlib.h>

START_TEST(span_absent_is_not_empty)
{
    ck_assert_ptr_null(span_of(NULL).p);
    ck_assert_uint_eq(span_of(NULL).len, 0);
    ck_assert_ptr_nonnull(span_of("").p);
    ck_assert(span_eq(span_of(NULL), span_of("")));
}
END_TEST

START_TEST(span_compares)
{
    static const struct {
        const char *a, *b;
        bool same, same_nocase;
        int order;
    } rows[] = {
        { "", "", true, true, 0 },          { "a", "a", true, true, 0 },
        { "a", "A", false, true, 1 },       { "a", "b", false, false, -1 },
        { "a", "ab", false, false, -1 },    { "[", "{", false, false, -1 },
        { "\xff", "a", false, false, 1 },   { "@", "`", false, false, -1 },
        { "name", "nam", false, false, 1 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct span a = span_of(rows[i].a), b = span_of(rows[i].b);
        int order = span_cmp(a, b);

        ck_assert_int_eq(span_eq(a, b), rows[i].same);
        ck_assert_int_eq(span_eq_str(a, rows[i].b), rows[i].same);
        ck_assert_int_eq(span_eq_nocase(a, b), rows[i].same_nocase);
        ck_assert_int_eq((order > 0) - (order < 0), rows[i].order);
        order = span_cmp(b, a);
        ck_assert_int_eq((order > 0) - (order < 0), -rows[i].order);
    }
}
END_TEST

START_TEST(span_holds_nul)
{
    struct span a = SPAN("a\0b"), b = SPAN("a\0c");

    ck_assert_uint_eq(a.len, 3);
    ck_assert(!span_eq(a, b));
    ck_assert(span_cmp(a, b) < 0);
    ck_assert_int_eq(span_find(a, SPAN("b")), 2);
    ck_assert_int_eq(span_find_char(a, '\0'), 1);
}
END_TEST

START_TEST(span_finds_parts)
{
    struct span s = SPAN("abcabc");

    ck_assert_int_eq(span_find(s, SPAN("ca")), 2);
    ck_assert_int_eq(span_find(s, SPAN("cb")), -1);
    ck_assert_int_eq(span_find(s, SPAN("")), 0);
    ck_assert_int_eq(span_find(s, SPAN("abcabca")), -1);
    ck_assert_int_eq(span_find_char(s, 'c'), 2);
    ck_assert_int_eq(span_find_char(s, 'd'), -1);
    ck_assert_int_eq(span_find_char(span_of(NULL), 'd'), -1);
    ck_assert(span_starts(s, SPAN("abc")) && !span_starts(s, SPAN("bc")));
    ck_assert(span_starts_nocase(s, SPAN("ABC")) && !span_starts_nocase(s, SPAN("ABD")));
    ck_assert(span_ends(s, SPAN("bc")) && !span_ends(s, SPAN("ab")));
    ck_assert(!span_ends(SPAN("c"), SPAN("bc")));
    ck_assert(span_eq_str(span_from(s, 4), "bc"));
    ck_assert_uint_eq(span_from(s, 9).len, 0);
}
END_TEST

START_TEST(span_cuts_at_the_first)
{
    struct span before, after;

    ck_assert(span_cut(SPAN("a=b=c"), '=', &before, &after));
    ck_assert(span_eq_str(before, "a") && span_eq_str(after, "b=c"));
    ck_assert(span_cut(SPAN("a="), '=', &before, &after));
    ck_assert(after.p && after.len == 0);
    ck_assert(!span_cut(SPAN("a"), '=', &before, &after));
    ck_assert(span_eq_str(before, "a") && !after.p);
}
END_TEST

START_TEST(span_trims_blanks)
{
    ck_assert(span_eq_str(span_trim(SPAN(" \ta b\t ")), "a b"));
    ck_assert(span_eq_str(span_trim(SPAN("a\n")), "a\n"));
    ck_assert_uint_eq(span_trim(SPAN("  ")).len, 0);
}
END_TEST

START_TEST(span_reads_decimals)
{
    static const struct {
        const char *text;
        bool ok;
        uint64_t value;
    } rows[] = {
        { "0", true, 0 },
        { "007", true, 7 },
        { "18446744073709551615", true, UINT64_MAX },
        { "18446744073709551616", false, 0 },
        { "99999999999999999999", false, 0 },
        { "", false, 0 },
        { "-1", false, 0 },
        { "+1", false, 0 },
        { "1 ", false, 0 },
        { "1a", false, 0 },
        { "\xb1", false, 0 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char *copy = xmalloc(strlen(rows[i].text));
        uint64_t value = 42;

        memcpy(copy, rows[i].text, strlen(rows[i].text));
        ck_assert_int_eq(span_u64(span_make(copy, strlen(rows[i].text)), &value),
                         rows[i].ok);
        ck_assert_uint_eq(value, rows[i].ok ? rows[i].value : 42);
        free(copy);
    }
}
END_TEST

TCase *span_tests(void)
{
    TCase *tests = tcase_create("span");

    tcase_add_test(tests, span_absent_is_not_empty);
    tcase_add_test(tests, span_compares);
    tcase_add_test(tests, span_holds_nul);
    tcase_add_test(tests, span_finds_parts);
    tcase_add_test(tests, span_cuts_at_the_first);
    tcase_add_test(tests, span_trims_blanks);
    tcase_add_test(tests, span_reads_decimals);
    return tests;
}
