#include "suites.h"

#include "base/buf.h"

#include <stdlib.h>

/* What buf.h promises at any time. */
static void check_buf(const struct buf *b)
{
    ck_assert_ptr_nonnull(b->p);
    ck_assert_uint_le(b->len, b->max);
    ck_assert(b->cap == 0 || b->len < b->cap);
    ck_assert_int_eq(b->p[b->len], '\0');
}

START_TEST(buf_grows_and_terminates)
{
    struct buf b;

    buf_init(&b, 1000);
    check_buf(&b);
    for (int i = 0; i < 500; i++) {
        buf_add_char(&b, (char)('a' + i % 26));
        check_buf(&b);
    }
    buf_add_str(&b, "xyz");
    buf_add_span(&b, SPAN("1\0002"));
    buf_addf(&b, "%d-%s", 7, "q");
    ck_assert_uint_eq(b.len, 509);
    ck_assert(span_ends(buf_span(&b), SPAN("xyz1\0002"
                                           "7-q")));
    check_buf(&b);
    buf_release(&b);
    check_buf(&b);
}
END_TEST

START_TEST(buf_keeps_what_fits)
{
    struct buf b;

    buf_init(&b, 5);
    buf_add_str(&b, "abc");
    ck_assert(!b.overflow);
    buf_add_str(&b, "defg");
    ck_assert(b.overflow);
    ck_assert_str_eq(b.p, "abcde");
    buf_add_str(&b, "h");
    ck_assert_str_eq(b.p, "abcde");
    ck_assert_ptr_null(buf_reserve(&b, 0));
    check_buf(&b);
    buf_reset(&b);
    ck_assert(!b.overflow);
    buf_add_str(&b, "12345");
    ck_assert(!b.overflow);
    ck_assert_str_eq(b.p, "12345");
    buf_release(&b);
}
END_TEST

START_TEST(buf_reserves)
{
    struct buf b;
    char *to;

    buf_init(&b, 10);
    buf_add_str(&b, "ab");
    to = buf_reserve(&b, 8);
    ck_assert_ptr_nonnull(to);
    memcpy(to, "12345678", 8);
    b.len += 8;
    buf_terminate(&b);
    ck_assert_str_eq(b.p, "ab12345678");
    ck_assert_ptr_null(buf_reserve(&b, 1));
    ck_assert(b.overflow);
    buf_release(&b);
}
END_TEST

START_TEST(buf_truncates)
{
    struct buf b;

    buf_init(&b, 10);
    buf_truncate(&b, 0);
    buf_add_str(&b, "abc");
    buf_truncate(&b, 9);
    ck_assert_str_eq(b.p, "abc");
    buf_truncate(&b, 1);
    ck_assert_str_eq(b.p, "a");
    check_buf(&b);
    buf_release(&b);
}
END_TEST

START_TEST(buf_formats_long_texts)
{
    struct buf b;

    buf_init(&b, BUF_MAX_TEXT);
    buf_addf(&b, "%0255d", 1);
    buf_addf(&b, "%0256d", 2);
    buf_addf(&b, "%01000d", 3);
    ck_assert_uint_eq(b.len, 255 + 256 + 1000);
    ck_assert_int_eq(b.p[254], '1');
    ck_assert_int_eq(b.p[510], '2');
    ck_assert_int_eq(b.p[1510], '3');
    check_buf(&b);
    buf_release(&b);
}
END_TEST

START_TEST(buf_gives_its_bytes_away)
{
    struct buf b;
    char *p;

    buf_init(&b, 10);
    p = buf_take(&b);
    ck_assert_str_eq(p, "");
    free(p);
    buf_add_str(&b, "abc");
    p = buf_take(&b);
    ck_assert_str_eq(p, "abc");
    ck_assert_uint_eq(b.len, 0);
    check_buf(&b);
    free(p);
}
END_TEST

TCase *buf_tests(void)
{
    TCase *tests = tcase_create("buf");

    tcase_add_test(tests, buf_grows_and_terminates);
    tcase_add_test(tests, buf_keeps_what_fits);
    tcase_add_test(tests, buf_reserves);
    tcase_add_test(tests, buf_truncates);
    tcase_add_test(tests, buf_formats_long_texts);
    tcase_add_test(tests, buf_gives_its_bytes_away);
    return tests;
}
