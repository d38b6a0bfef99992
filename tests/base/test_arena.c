#include "suites.h"

#include "base/arena.h"

#include <stdalign.h>
#include <stddef.h>

START_TEST(arena_gives_zeroed_aligned_memory)
{
    static const size_t sizes[] = { 0, 1, 7, 16, 17, 4000, 4096, 5000, 100000, 3 };
    struct arena a = { 0 };

    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
            unsigned char *p = arena_alloc(&a, sizes[i]);

            ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
            for (size_t k = 0; k < sizes[i]; k++)
                ck_assert_uint_eq(p[k], 0);
            if (sizes[i])
                memset(p, 0xaa, sizes[i]);
        }
        arena_reset(&a);
    }
    arena_release(&a);
    ck_assert_ptr_null(a.first);
}
END_TEST

START_TEST(arena_keeps_what_it_gave)
{
    struct arena a;
    struct span first, spans[200];

    arena_init(&a);
    first = arena_copy(&a, SPAN("a\0b"));
    for (int i = 0; i < 200; i++)
        spans[i] = arena_printf(&a, "%d %0100d", i, i);
    ck_assert(span_eq(first, SPAN("a\0b")));
    ck_assert_int_eq(first.p[3], '\0');
    for (int i = 0; i < 200; i++)
        ck_assert(span_eq(spans[i], arena_printf(&a, "%d %0100d", i, i)));
    arena_release(&a);
}
END_TEST

START_TEST(arena_copies_texts)
{
    struct arena a = { 0 };

    ck_assert_ptr_null(arena_copy(&a, span_of(NULL)).p);
    ck_assert_ptr_nonnull(arena_copy(&a, SPAN("")).p);
    ck_assert_str_eq(arena_str(&a, span_of(NULL)), "");
    ck_assert_str_eq(arena_str(&a, SPAN("abc")), "abc");
    arena_release(&a);
}
END_TEST

START_TEST(arena_grows_to_what_a_round_takes)
{
    struct arena a = { 0 };
    void *first;

    for (int i = 0; i < 5; i++)
        arena_alloc(&a, 3000);
    ck_assert_ptr_ne(a.first, a.last);
    arena_reset(&a);
    first = arena_alloc(&a, 3000);
    for (int i = 1; i < 5; i++)
        arena_alloc(&a, 3000);
    ck_assert_ptr_eq(a.first, a.last);
    arena_reset(&a);
    ck_assert_ptr_eq(arena_alloc(&a, 3000), first);
    arena_release(&a);
}
END_TEST

START_TEST(arena_reuses_its_first_chunk)
{
    struct arena a = { 0 };
    void *first = arena_alloc(&a, 100);

    arena_alloc(&a, 70000);
    arena_reset(&a);
    ck_assert_ptr_eq(arena_alloc(&a, 100), first);
    arena_release(&a);
    arena_reset(&a);
    ck_assert_ptr_nonnull(arena_alloc(&a, 1));
    arena_release(&a);
}
END_TEST

TCase *arena_tests(void)
{
    TCase *tests = tcase_create("arena");

    tcase_add_test(tests, arena_gives_zeroed_aligned_memory);
    tcase_add_test(tests, arena_keeps_what_it_gave);
    tcase_add_test(tests, arena_copies_texts);
    tcase_add_test(tests, arena_grows_to_what_a_round_takes);
    tcase_add_test(tests, arena_reuses_its_first_chunk);
    return tests;
}
