#include "support.h"

static const struct {
    const char *token;
    bool integer, fits;
    int64_t value;
} tokens[] = {
    { "0", true, true, 0 },
    { "1", true, true, 1 },
    { "-1", true, true, -1 },
    { "9007199254740993", true, true, INT64_C(9007199254740993) },
    { "9223372036854775807", true, true, INT64_MAX },
    { "9223372036854775808", true, false, 0 },
    { "-9223372036854775808", true, true, INT64_MIN },
    { "-9223372036854775809", true, false, 0 },
    { "18446744073709551616", true, false, 0 },
    { "99999999999999999999999999", true, false, 0 },
    { "-0", false, false, 0 },
    { "-", false, false, 0 },
    { "", false, false, 0 },
    { "01", false, false, 0 },
    { "-01", false, false, 0 },
    { "+1", false, false, 0 },
    { "3.0", false, false, 0 },
    { "1e3", false, false, 0 },
    { "1E3", false, false, 0 },
    { "0.5", false, false, 0 },
    { " 1", false, false, 0 },
};

START_TEST(number_reads_integers)
{
    int64_t value = 77;
    struct span token = span_of(tokens[_i].token);

    ck_assert_int_eq(json_is_integer(token), tokens[_i].integer);
    ck_assert_int_eq(json_i64(token, &value), tokens[_i].fits);
    ck_assert_int_eq(value, tokens[_i].fits ? tokens[_i].value : 77);
}
END_TEST

START_TEST(number_absent_is_no_integer)
{
    int64_t value = 77;

    ck_assert(!json_is_integer(span_of(NULL)));
    ck_assert(!json_i64(span_of(NULL), &value));
    ck_assert_int_eq(value, 77);
}
END_TEST

static const struct {
    const char *exact, *seen, *name;
} conversions[] = {
    /* The nearest double, printed exactly, and as JavaScript, Python and PHP print it. */
    { "243138128959913986", "243138128959913984", "a double" },
    { "243138128959913986", "243138128959914000", "a double" },
    { "243138128959913986", "243138128959913980", "a double" },
    { "641660763770372097", "641660763770372100", "a double" },
    { "641660763770372097", "641660763770372096", "a double" },
    { "1051000000000000501", "1051000000000000500", "a double" },
    { "1051000000000000501", "1051000000000000512", "a double" },
    { "243138128959913986", "2.43138128959914e+17", "a double" },
    { "243138128959913986", "243138128959913984.0", "a double" },
    { "9007199254740993", "9007199254740992", "a double" },
    { "243138128959913986", "243138132986298368", "a float" },
    { "16777217", "16777216", "a float" },
    { "243138128959913986", "268582914", "32 bits" },
    { "1051000000000000501", "2147483647", "32 bits" },
    { "1051000000000000501", "4294967295", "32 bits" },
    { "1357924680135792641", "1329256449", "32 bits" },
    { "1357924680135792641", "1329256448", "32 bits" }, /* of the double */
    { "4294967296", "0", "32 bits" },
    { "4294967295", "-1", "32 bits" },
    { "2147483648", "-2147483648", "32 bits" },
    { "9223372036854775808", "-9223372036854775808", "64-bit overflow" },
    { "9223372036854775809", "9223372036854775807", "64-bit overflow" },
    { "18446744073709551619", "3", "64-bit overflow" },
    { "18446744073709551619", "18446744073709551615", "64-bit overflow" },
    { "243138128959913986", "243138128959913986", NULL },
    { "243138128959913986", "243138128959913987", NULL },
    { "243138128959913986", "1", NULL },
    { "243138128959913986", "", NULL },
    { "7", "8", NULL },
    { "7", "2147483647", NULL },
    { "9007199254740992", "9007199254740993", NULL },
    { "abc", "1", NULL },
    { "-5", "5", NULL },
    { "", "5", NULL },
};

START_TEST(number_explains_id)
{
    const char *name =
        json_explain_id(span_of(conversions[_i].exact), span_of(conversions[_i].seen));

    ck_assert_pstr_eq(name, conversions[_i].name);
}
END_TEST

START_TEST(number_counts_code_points)
{
    ck_assert_uint_eq(json_code_points(SPAN("")), 0);
    ck_assert_uint_eq(json_code_points(SPAN("abc")), 3);
    ck_assert_uint_eq(json_code_points(SPAN("é東😀")), 3);
    ck_assert_uint_eq(json_code_points(SPAN("e\xCC\x81")), 2);
}
END_TEST

TCase *number_tcase(void)
{
    TCase *tcase = tcase_create("number");

    tcase_add_loop_test(tcase, number_reads_integers, 0, COUNT_OF(tokens));
    tcase_add_test(tcase, number_absent_is_no_integer);
    tcase_add_loop_test(tcase, number_explains_id, 0, COUNT_OF(conversions));
    tcase_add_test(tcase, number_counts_code_points);
    return tcase;
}
