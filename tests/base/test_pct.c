#include "suites.h"

#include "base/die.h"
#include "base/pct.h"

#include <stdio.h>
#include <stdlib.h>

static const char unreserved[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/* Every octet, RFC 5849 3.6. */
START_TEST(pct_encodes_every_octet)
{
    for (int c = 0; c < 256; c++) {
        char octet = (char)c, expected[8];
        bool kept = c && strchr(unreserved, c);
        struct buf b;

        buf_init(&b, 100);
        pct_encode(&b, span_make(&octet, 1));
        if (kept)
            snprintf(expected, sizeof(expected), "%c", c);
        else
            snprintf(expected, sizeof(expected), "%%%02X", (unsigned)c);
        ck_assert_str_eq(b.p, expected);
        ck_assert_int_eq(pct_is_unreserved((unsigned char)c), kept);
        ck_assert_int_eq(pct_is_encoded(span_make(&octet, 1)), kept);
        ck_assert(pct_is_encoded(buf_span(&b)));
        ck_assert_int_eq(pct_plain_len(span_make(&octet, 1)) == 1, kept);
        buf_release(&b);
    }
}
END_TEST

START_TEST(pct_decodes)
{
    static const struct {
        const char *text, *plain, *form;
        int result;
    } rows[] = {
        { "", "", "", 0 },
        { "a%20b", "a b", "a b", 0 },
        { "a+b", "a+b", "a b", 0 },
        { "%2B%2b", "++", "++", 0 },
        { "%C3%A9", "\xc3\xa9", "\xc3\xa9", 0 },
        { "%", "%", "%", -1 },
        { "%4", "%4", "%4", -1 },
        { "%4g+", "%4g+", "%4g ", -1 },
        { "%%41", "%A", "%A", -1 },
        { "%25%34%31", "%41", "%41", 0 },
        { "a%2", "a%2", "a%2", -1 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        size_t len = strlen(rows[i].text);
        char *copy = xmalloc(len), *to = xmalloc(len);
        struct span s = span_make(memcpy(copy, rows[i].text, len), len);
        struct buf plain, form;

        buf_init(&plain, 100);
        buf_init(&form, 100);
        ck_assert_int_eq(pct_decode(&plain, s), rows[i].result);
        ck_assert_int_eq(pct_decode_form(&form, s), rows[i].result);
        ck_assert_str_eq(plain.p, rows[i].plain);
        ck_assert_str_eq(form.p, rows[i].form);
        len = (size_t)(pct_read(to, s, true) - to);
        ck_assert(span_eq(span_make(to, len), buf_span(&form)));
        buf_release(&plain);
        buf_release(&form);
        free(copy);
        free(to);
    }
}
END_TEST

START_TEST(pct_twice_is_once_and_once_more)
{
    static const char text[] = "a b%20\xc3\xa9~!";
    struct buf once, again;
    char twice[5 * sizeof(text)];
    size_t len = (size_t)(pct_write_twice(twice, SPAN(text)) - twice);

    buf_init(&once, 1000);
    buf_init(&again, 1000);
    pct_encode(&once, SPAN(text));
    pct_encode(&again, buf_span(&once));
    ck_assert(span_eq(span_make(twice, len), buf_span(&again)));
    ck_assert(span_starts(buf_span(&again), SPAN("a%2520b%252520")));
    buf_release(&once);
    buf_release(&again);
}
END_TEST

/* Long texts are looked at sixteen octets at a time. */
START_TEST(pct_sees_an_octet_wherever_it_stands)
{
    for (size_t at = 0; at < 40; at++) {
        for (unsigned c = 0; c < 256; c++) {
            char *text = xmalloc(40), once[3 * 40], twice[5 * 40];
            struct span s = span_make(memset(text, 'x', 40), 40);
            size_t kept = pct_is_unreserved((unsigned char)c) ? 1 : 0;

            text[at] = (char)c;
            ck_assert_uint_eq(pct_plain_len(s), kept ? 40 : at);
            ck_assert_ptr_eq(pct_write(once, s), once + 39 + (kept ? 1 : 3));
            ck_assert_ptr_eq(pct_write_twice(twice, s), twice + 39 + (kept ? 1 : 5));
            ck_assert_int_eq(once[at] == '%', !kept);
            ck_assert_int_eq(twice[at] == '%', !kept);
            ck_assert_ptr_eq(pct_read(text, span_make(once, 39 + (kept ? 1 : 3)), false),
                             text + 40);
            ck_assert_int_eq(text[at], (char)c);
            free(text);
        }
    }
}
END_TEST

START_TEST(pct_encode_respects_the_maximum)
{
    struct buf b;

    buf_init(&b, 10);
    pct_encode(&b, SPAN("abcdefghij"));
    ck_assert_str_eq(b.p, "abcdefghij");
    ck_assert(!b.overflow);
    buf_reset(&b);
    pct_encode(&b, SPAN("abcdefgh !"));
    ck_assert(b.overflow);
    ck_assert_str_eq(b.p, "abcdefgh%2");
    buf_release(&b);
}
END_TEST

/* All pairs of short texts over octets that matter: the order of the encoded texts. */
START_TEST(pct_cmp_is_the_order_of_encoded_texts)
{
    static const char octets[] = "\0 %+-0A_a~\x80\xff";
    char texts[sizeof(octets) * sizeof(octets)][2];
    size_t count = 0;

    for (size_t i = 0; i + 1 < sizeof(octets); i++)
        for (size_t k = 0; k + 1 < sizeof(octets); k++, count++)
            memcpy(texts[count], (char[2]){ octets[i], octets[k] }, 2);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++) {
            struct span a = span_make(texts[i], 1 + i % 2),
                        b = span_make(texts[k], 1 + k % 2);
            char left[6], right[6];
            int order = pct_cmp(a, b);
            int expected =
                span_cmp(span_make(left, (size_t)(pct_write(left, a) - left)),
                         span_make(right, (size_t)(pct_write(right, b) - right)));

            ck_assert_int_eq((order > 0) - (order < 0), (expected > 0) - (expected < 0));
        }
    }
}
END_TEST

START_TEST(pct_reads_hex_digits)
{
    ck_assert_int_eq(pct_hex_value('0'), 0);
    ck_assert_int_eq(pct_hex_value('9'), 9);
    ck_assert_int_eq(pct_hex_value('a'), 10);
    ck_assert_int_eq(pct_hex_value('F'), 15);
    ck_assert_int_eq(pct_hex_value('g'), -1);
    ck_assert_int_eq(pct_hex_value('/'), -1);
    ck_assert_int_eq(pct_hex_value('\0'), -1);
}
END_TEST

TCase *pct_tests(void)
{
    TCase *tests = tcase_create("pct");

    tcase_add_test(tests, pct_encodes_every_octet);
    tcase_add_test(tests, pct_decodes);
    tcase_add_test(tests, pct_twice_is_once_and_once_more);
    tcase_add_test(tests, pct_sees_an_octet_wherever_it_stands);
    tcase_add_test(tests, pct_encode_respects_the_maximum);
    tcase_add_test(tests, pct_cmp_is_the_order_of_encoded_texts);
    tcase_add_test(tests, pct_reads_hex_digits);
    return tests;
}
