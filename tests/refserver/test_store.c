#include "suites.h"

#include "refserver/store.h"

#define NOW INT64_C(1700000000000)
enum { WORLDS = 600 };

static const bool liked[STATUS_KIND_COUNT] = {
#define X(enumerator, name, liked) liked,
    STATUS_KINDS(X)
#undef X
};

START_TEST(store_worlds_are_deterministic)
{
    struct store *first = store_new(7), *second = store_new(7), *third = store_new(8);
    struct world a, b, c;

    store_world(second, 9, &b);
    store_world(first, 4, &a);
    store_world(second, 4, &b);
    store_world(third, 4, &c);
    ck_assert_mem_eq(&a, &b, sizeof(a));
    ck_assert_str_ne(a.token_secret, c.token_secret);
    store_world(first, 4, &b);
    ck_assert_mem_eq(&a, &b, sizeof(a));
    store_free(first);
    store_free(second);
    store_free(third);
}
END_TEST

START_TEST(store_worlds_share_nothing)
{
    struct store *store = store_new(7);
    struct world w;
    struct store_status status;

    for (unsigned n = 0; n < WORLDS; n++)
        store_world(store, n, &w);
    for (unsigned n = 0; n < WORLDS; n++) {
        store_world(store, n, &w);
        ck_assert(!store_status(store, w.unknown_id, &status));
        for (unsigned kind = 0; kind < STATUS_KIND_COUNT; kind++) {
            ck_assert(store_status(store, w.ids[kind], &status));
            ck_assert_int_eq(status.kind, kind);
            ck_assert_int_eq(store_likes(store, w.user_id, w.ids[kind], NOW, VIEW_STATUS),
                             liked[kind]);
            ck_assert((kind == KIND_OWN) == (status.author_id == w.user_id));
            ck_assert((kind == KIND_OLD) == (w.ids[kind] < UINT64_C(1) << 53));
        }
    }
    store_free(store);
}
END_TEST

START_TEST(store_neighbours_are_one_double)
{
    struct store *store = store_new(7);
    struct world w;

    for (unsigned n = 0; n < WORLDS; n++) {
        store_world(store, n, &w);
        ck_assert_uint_eq(w.ids[KIND_NEIGHBOUR_HIGH], w.ids[KIND_NEIGHBOUR_LOW] + 1);
        ck_assert((double)w.ids[KIND_NEIGHBOUR_LOW] ==
                  (double)w.ids[KIND_NEIGHBOUR_HIGH]);
        ck_assert((double)w.ids[KIND_LIKED] != (double)w.ids[KIND_BYSTANDER]);
    }
    store_free(store);
}
END_TEST

START_TEST(store_knows_credentials)
{
    struct store *store = store_new(7);
    struct world w;
    const struct store_token *token;

    store_world(store, 0, &w);
    token = store_token(store, span_of(w.token));
    ck_assert_str_eq(token->secret, w.token_secret);
    ck_assert_str_eq(token->consumer->key, w.consumer_key);
    ck_assert_int_eq(token->access, ACCESS_WRITE);
    ck_assert_uint_eq(token->user_id, w.user_id);
    token = store_token(store, span_of(w.readonly_token));
    ck_assert_int_eq(token->access, ACCESS_READ_ONLY);
    ck_assert_uint_eq(token->user_id, w.user_id);
    ck_assert_int_eq(store_token(store, span_of(w.revoked_token))->access,
                     ACCESS_REVOKED);
    ck_assert_int_eq(store_token(store, span_of(w.bearer))->access, ACCESS_APP_ONLY);
    ck_assert_uint_eq(store_token(store, span_of(w.second_token))->user_id,
                      w.second_user_id);
    ck_assert_str_eq(store_consumer(store, span_of(w.other_consumer_key))->secret,
                     w.other_consumer_secret);
    ck_assert_ptr_null(store_token(store, SPAN("nobody")));
    ck_assert_ptr_null(store_consumer(store, SPAN("")));
    store_free(store);
}
END_TEST

START_TEST(store_takes_credentials_of_others)
{
    struct store *store = store_new(7);
    struct oauth_credentials c = { SPAN("a&b"), SPAN("s=1"), SPAN("t%20\xc3\xa9"),
                                   SPAN("") };
    const struct store_token *token;

    store_add_account(store, &c, 243138128959913986);
    store_add_account(store, &c, 20);
    token = store_token(store, c.token);
    ck_assert_str_eq(token->secret, "");
    ck_assert_str_eq(token->consumer->secret, "s=1");
    ck_assert(store_likes(store, token->user_id, 243138128959913986, NOW, VIEW_STATUS));
    ck_assert(store_likes(store, token->user_id, 20, NOW, VIEW_LIST));
    ck_assert(!store_likes(store, token->user_id, 243138128959913984, NOW, VIEW_STATUS));
    store_free(store);
}
END_TEST

/* How an un-like shows at times after it, in the status and in the list. */
static const struct manner {
    struct store_manner manner;
    int64_t after_ms;
    bool status, list, there; /* there: a further un-like finds it */
} manners[] = {
    { { 0 }, 0, false, false, false },
    { { .delay_ms = 300 }, 299, true, true, false },
    { { .delay_ms = 300 }, 300, false, false, false },
    { { .delay_ms = -1 }, 86400000, true, true, false },
    { { .returns_ms = 1200 }, 1199, false, false, false },
    { { .returns_ms = 1200 }, 1200, true, true, true },
    { { .race_ms = 20 }, 19, false, false, true },
    { { .race_ms = 20 }, 20, false, false, false },
    { { .stays_in_list = true }, 86400000, false, true, false },
    { { .only_in_list = true }, 86400000, true, false, false },
};

START_TEST(store_effects_show_in_time)
{
    const struct manner *m = &manners[_i];
    struct store *store = store_new(7);
    struct world w;
    uint64_t id;

    store_world(store, 0, &w);
    id = w.ids[KIND_LIKED];
    ck_assert(store_can_unlike(store, w.user_id, id, NOW));
    ck_assert(store_unlike(store, w.user_id, id, NOW, &m->manner));
    ck_assert_int_eq(store_likes(store, w.user_id, id, NOW + m->after_ms, VIEW_STATUS),
                     m->status);
    ck_assert_int_eq(store_likes(store, w.user_id, id, NOW + m->after_ms, VIEW_LIST),
                     m->list);
    ck_assert_int_eq(store_can_unlike(store, w.user_id, id, NOW + m->after_ms), m->there);
    ck_assert_int_eq(store_unlike(store, w.user_id, id, NOW + m->after_ms, &m->manner),
                     m->there);
    ck_assert(store_likes(store, w.second_user_id, id, NOW, VIEW_STATUS));
    store_free(store);
}
END_TEST

START_TEST(store_likes_again)
{
    struct store *store = store_new(7);
    struct world w;
    struct store_manner at_once = { 0 };
    uint64_t list[64], id;
    size_t count;

    store_world(store, 0, &w);
    id = w.ids[KIND_LIKED];
    count = store_list(store, w.user_id, NOW, list, 64);
    ck_assert(!store_like(store, w.user_id, id));
    store_unlike(store, w.user_id, id, NOW, &at_once);
    ck_assert_uint_eq(store_list(store, w.user_id, NOW, list, 64), count - 1);
    ck_assert(store_like(store, w.user_id, id));
    ck_assert_uint_eq(store_list(store, w.user_id, NOW, list, 64), count);
    ck_assert_uint_eq(list[0], id);
    ck_assert_uint_eq(store_unlike_count(store, w.user_id, id), 1);
    store_delete(store, id);
    ck_assert(!store_status(store, id, &(struct store_status){ 0 }));
    store_free(store);
}
END_TEST

START_TEST(store_goes_back_to_the_mark)
{
    static const struct store_manner at_once;
    struct store *store = store_new(7);
    struct store_status status;
    struct world w;

    store_world(store, 0, &w);
    store_mark(store);
    for (int i = 0; i < 2; i++) {
        ck_assert(store_unlike(store, w.user_id, w.ids[KIND_LIKED], NOW, &at_once));
        ck_assert(store_like(store, w.user_id, w.ids[KIND_NOT_LIKED]));
        ck_assert(store_like(store, 77, w.ids[KIND_OWN]));
        store_delete(store, w.ids[KIND_OLD]);
        store_rewind(store);
        ck_assert(store_likes(store, w.user_id, w.ids[KIND_LIKED], NOW, VIEW_STATUS));
        ck_assert(
            !store_likes(store, w.user_id, w.ids[KIND_NOT_LIKED], NOW, VIEW_STATUS));
        ck_assert(!store_likes(store, 77, w.ids[KIND_OWN], NOW, VIEW_STATUS));
        ck_assert_uint_eq(store_unlike_count(store, w.user_id, w.ids[KIND_LIKED]), 0);
        ck_assert(store_status(store, w.ids[KIND_OLD], &status));
    }
    store_free(store);
}
END_TEST

START_TEST(store_without_likes_goes_back_too)
{
    struct store *store = store_new(7);

    store_mark(store);
    ck_assert(store_like(store, 77, 5));
    store_rewind(store);
    ck_assert(!store_likes(store, 77, 5, NOW, VIEW_STATUS));
    ck_assert(store_like(store, 77, 5));
    store_free(store);
}
END_TEST

TCase *store_tests(void)
{
    TCase *tc = tcase_create("store");

    tcase_add_test(tc, store_worlds_are_deterministic);
    tcase_add_test(tc, store_worlds_share_nothing);
    tcase_add_test(tc, store_neighbours_are_one_double);
    tcase_add_test(tc, store_knows_credentials);
    tcase_add_test(tc, store_takes_credentials_of_others);
    tcase_add_loop_test(tc, store_effects_show_in_time, 0,
                        (int)(sizeof(manners) / sizeof(manners[0])));
    tcase_add_test(tc, store_likes_again);
    tcase_add_test(tc, store_goes_back_to_the_mark);
    tcase_add_test(tc, store_without_likes_goes_back_too);
    return tc;
}
