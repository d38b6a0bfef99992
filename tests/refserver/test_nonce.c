#include "suites.h"

#include "refserver/nonce.h"

#include <stdio.h>

#define NOW INT64_C(1700000000)

static struct nonce_key key(const char *nonce, int64_t timestamp)
{
    return (struct nonce_key){ SPAN("consumer"), SPAN("token"), span_of(nonce),
                               timestamp };
}

START_TEST(nonce_is_fresh_once)
{
    struct nonce_set *set = nonce_set_new(1, 100, 300);
    struct nonce_key a = key("a", NOW);

    ck_assert(!nonce_set_has(set, &a));
    ck_assert_int_eq(nonce_set_add(set, &a, NOW), NONCE_FRESH);
    ck_assert(nonce_set_has(set, &a));
    ck_assert_int_eq(nonce_set_add(set, &a, NOW), NONCE_USED);
    ck_assert_uint_eq(nonce_set_count(set), 1);
    nonce_set_free(set);
}
END_TEST

/* Each part makes another nonce of it (RFC 5849 3.3). */
START_TEST(nonce_scope_is_four_parts)
{
    struct nonce_set *set = nonce_set_new(1, 100, 300);
    struct nonce_key base = key("a", NOW), others[4] = { base, base, base, base };

    others[0].nonce = SPAN("b");
    others[1].timestamp++;
    others[2].token = SPAN("other");
    others[3].consumer = SPAN("other");
    nonce_set_add(set, &base, NOW);
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(nonce_set_add(set, &others[i], NOW), NONCE_FRESH);
    ck_assert_uint_eq(nonce_set_count(set), 5);
    nonce_set_free(set);
}
END_TEST

static enum nonce_result add_number(struct nonce_set *set, unsigned number,
                                    int64_t timestamp)
{
    char text[16];
    struct nonce_key k;

    snprintf(text, sizeof(text), "%u", number);
    k = key(text, timestamp);
    return nonce_set_add(set, &k, timestamp);
}

START_TEST(nonce_memory_fills_and_empties)
{
    struct nonce_set *set = nonce_set_new(1, 5000, 300);

    for (unsigned i = 0; i < 5000; i++)
        ck_assert_int_eq(add_number(set, i, NOW), NONCE_FRESH);
    ck_assert_int_eq(add_number(set, 5000, NOW), NONCE_FULL);
    ck_assert_int_eq(add_number(set, 4999, NOW), NONCE_USED);
    ck_assert_int_eq(add_number(set, 5000, NOW + 300), NONCE_FULL);
    ck_assert_int_eq(add_number(set, 5000, NOW + 301), NONCE_FRESH);
    ck_assert_uint_eq(nonce_set_count(set), 1);
    nonce_set_free(set);
}
END_TEST

START_TEST(nonce_memory_holds_two_million)
{
    struct nonce_set *set = nonce_set_new(1, NONCE_CAPACITY, 300);

    for (unsigned i = 0; i < NONCE_CAPACITY; i++)
        if (add_number(set, i, NOW) != NONCE_FRESH)
            ck_abort_msg("nonce %u is not fresh", i);
    ck_assert_int_eq(add_number(set, NONCE_CAPACITY, NOW), NONCE_FULL);
    ck_assert_int_eq(add_number(set, 0, NOW), NONCE_USED);
    nonce_set_free(set);
}
END_TEST

/* A clock that was moved forward and back does not revive a nonce. */
START_TEST(nonce_survives_a_moved_clock)
{
    struct nonce_set *set = nonce_set_new(1, 100000, 300);

    add_number(set, 0, NOW);
    for (unsigned i = 1; i < 3000; i++)
        add_number(set, i, NOW + 600);
    ck_assert_int_eq(add_number(set, 0, NOW), NONCE_USED);
    nonce_set_free(set);
}
END_TEST

TCase *nonce_tests(void)
{
    TCase *tc = tcase_create("nonce");

    tcase_add_test(tc, nonce_is_fresh_once);
    tcase_add_test(tc, nonce_scope_is_four_parts);
    tcase_add_test(tc, nonce_memory_fills_and_empties);
    tcase_add_test(tc, nonce_memory_holds_two_million);
    tcase_add_test(tc, nonce_survives_a_moved_clock);
    return tc;
}
