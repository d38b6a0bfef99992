/* The mutations of the fuzz targets: within their room, never nothing, always the same.
 */
#include "fuzz/mutate.h"

#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 20000 };

static const char seed[] =
    "POST\nhttps://h/p?id=1&a=b\n\nOAuth a=\"%20\", b=\"c\"\n[1,{\"a\":2}]";

/* An engine that fills its room, or does nothing. */
static size_t fill(uint8_t *data, size_t size, size_t max)
{
    memset(data + size, 'x', max - size);
    return max;
}

static size_t nothing(uint8_t *data, size_t size, size_t max)
{
    (void)data;
    (void)size;
    (void)max;
    return 0;
}

/* In exact-size heap memory, so that a sanitizer sees an octet too many. */
static size_t mutate(const char *from, size_t size, size_t max, uint32_t dice,
                     fuzz_engine engine, char *out)
{
    uint8_t *data = malloc(max ? max : 1);
    size_t len;

    ck_assert_ptr_nonnull(data);
    if (size)
        memcpy(data, from, size);
    len = fuzz_mutate(data, size, max, dice, fuzz_phrases(dice & 4 ? "judge" : "verify"),
                      engine);
    ck_assert_uint_le(len, max);
    ck_assert(len > 0 || max == 0);
    memcpy(out, data, len);
    free(data);
    return len;
}

START_TEST(mutate_stays_within_its_room)
{
    static const fuzz_engine engines[] = { NULL, fill, nothing };
    static char one[5000], two[5000];
    size_t size = sizeof(seed) - 1;
    int changed = 0;

    for (uint32_t dice = 0; dice < ROUNDS; dice++) {
        size_t max = size + dice % 7 * (dice % 600);
        size_t len = mutate(seed, size, max, dice, engines[dice % 3], one);

        changed += len != size || memcmp(one, seed, size) != 0;
        ck_assert_uint_eq(len, mutate(seed, size, max, dice, engines[dice % 3], two));
        ck_assert(memcmp(one, two, len) == 0);
    }
    ck_assert_int_gt(changed, ROUNDS / 2);
}
END_TEST

START_TEST(mutate_makes_something_of_nothing)
{
    static char out[100];

    for (uint32_t dice = 0; dice < 1000; dice++) {
        mutate("", 0, dice % 99, dice, NULL, out);
        mutate("", 0, dice % 99, dice, nothing, out);
        mutate("", 0, dice % 99, dice, fill, out);
    }
}
END_TEST

/* Repeated through its own results, every kind of change comes along. */
START_TEST(mutate_takes_its_own_results)
{
    static char text[2000] = "a=1&b=2";
    size_t len = 7;

    for (uint32_t dice = 0; dice < ROUNDS; dice++)
        len = mutate(text, len, sizeof(text) - 1, dice * 2654435761U, NULL, text);
}
END_TEST

START_TEST(cross_takes_whole_fields)
{
    static const char a[] = "a1\na2\na3", b[] = "b1\nb2\nb3\nb4";
    bool from_a = false, from_b = false;

    for (uint32_t dice = 0; dice < 200; dice++) {
        uint8_t *out = malloc(11);
        size_t len =
            fuzz_cross((const uint8_t *)a, 8, (const uint8_t *)b, 11, out, 11, dice);

        ck_assert_uint_le(len, 11);
        for (size_t i = 0; i + 1 < len; i += 3) {
            ck_assert(out[i] == 'a' || out[i] == 'b');
            ck_assert_uint_eq(out[i + 1], '1' + i / 3);
            from_a = from_a || out[i] == 'a';
            from_b = from_b || out[i] == 'b';
        }
        free(out);
    }
    ck_assert(from_a && from_b);
    ck_assert_uint_eq(fuzz_cross(NULL, 0, NULL, 0, NULL, 0, 1), 0);
}
END_TEST

/* In the place of the member of that name, or in front of the others. */
START_TEST(members_go_into_objects)
{
    static const char *const phrases[] = { "\"id\":7", NULL };
    static const struct {
        const char *before, *after;
    } cases[] = {
        { "{}", "{\"id\":7}" },
        { "x", "{\"id\":7}" },
        { "{\"a\":{\"id\":6},\"b\":[1]}", "{\"a\":{\"id\":7},\"b\":[1]}" },
        { "{\"a\":{\"id\":6},\"b\":[1]}", "{\"id\":7,\"a\":{\"id\":6},\"b\":[1]}" },
        { "{\"a\":\"{,\\\"}\",\"id\":[{},2]}", "{\"a\":\"{,\\\"}\",\"id\":7}" },
        { "1\n[{\"idx\":1}]", "1\n[{\"id\":7,\"idx\":1}]" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t size = strlen(cases[i].before), expected = strlen(cases[i].after);
        bool seen = false;

        for (uint32_t dice = 0; dice < ROUNDS && !seen; dice++) {
            char data[100];

            memcpy(data, cases[i].before, size);
            seen = fuzz_mutate((uint8_t *)data, size, sizeof(data), dice * 2654435761U,
                               phrases, NULL) == expected &&
                   memcmp(data, cases[i].after, expected) == 0;
        }
        ck_assert_msg(seen, "%s", cases[i].after);
    }
}
END_TEST

START_TEST(phrases_end_in_null)
{
    static const char *const targets[] = { "sign",  "verify", "autopsy",  "header",
                                           "http",  "error",  "endpoint", "status",
                                           "judge", "schema" };

    for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
        ck_assert_ptr_nonnull(fuzz_phrases(targets[i])[0]);
    ck_assert_ptr_null(fuzz_phrases("percent")[0]);
    ck_assert_ptr_null(fuzz_phrases(NULL)[0]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mutate");
    TCase *tests = tcase_create("mutate");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, mutate_stays_within_its_room);
    tcase_add_test(tests, mutate_makes_something_of_nothing);
    tcase_add_test(tests, mutate_takes_its_own_results);
    tcase_add_test(tests, cross_takes_whole_fields);
    tcase_add_test(tests, members_go_into_objects);
    tcase_add_test(tests, phrases_end_in_null);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner) || srunner_ntests_run(runner) == 0;
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
