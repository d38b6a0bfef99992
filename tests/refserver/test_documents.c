/* What an endpoint remembers from one request to the next. */
#include "rig.h"
#include "suites.h"

/* The answer to a question, as a server gives it that was asked nothing before. */
static void check_fresh(const struct rig *rig, const struct asking *asking)
{
    struct rig fresh;

    rig_init(&fresh, NULL, 1);
    ck_assert_int_eq(rig_ask(&fresh, asking), rig->response.status);
    ck_assert(span_eq(fresh.response.body, rig->response.body));
    rig_release(&fresh);
}

START_TEST(documents_are_the_same_again)
{
    static const struct asking questions[] = {
        { .method = "GET", .path = "/statuses/show.json" },
        { .method = "GET",
          .path = "/statuses/show.json",
          .query = "id={id}&include_entities=false" },
        { .method = "GET",
          .path = "/statuses/show.json",
          .query = "id={id}&tweet_mode=extended" },
        { .method = "GET",
          .path = "/statuses/show.json",
          .query = "id={id}&trim_user=1" },
    };
    enum { QUESTIONS = sizeof(questions) / sizeof(questions[0]) };
    struct rig rig;

    /* more documents than are remembered, so that some make way for others */
    rig_init(&rig, NULL, 1);
    for (int round = 0; round < 2; round++)
        for (int kind = 0; kind < STATUS_KIND_COUNT; kind++)
            for (int i = 0; i < QUESTIONS; i++) {
                struct asking asking = questions[i];

                asking.kind = (enum status_kind)kind;
                rig_ask(&rig, &asking);
                check_fresh(&rig, &asking);
            }
    rig_release(&rig);
}
END_TEST

START_TEST(documents_outlive_a_forget)
{
    struct rig rig;
    struct asking again = { .again = true };

    rig_init(&rig, NULL, 1);
    store_mark(rig.store);
    endpoint_prepare(rig.endpoint, rig.world.ids, STATUS_KIND_COUNT);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 200);
    check_fresh(&rig, &(struct asking){ 0 });
    ck_assert_int_eq(rig_ask(&rig, &again), 401);
    for (int i = 0; i < 3; i++) {
        endpoint_forget(rig.endpoint);
        store_rewind(rig.store);
        ck_assert_int_eq(rig_ask(&rig, &again), 200);
        check_fresh(&rig, &(struct asking){ 0 });
        ck_assert_int_eq(rig_ask(&rig, &again), 401);
    }
    rig_release(&rig);
}
END_TEST

TCase *document_tests(void)
{
    TCase *tc = tcase_create("documents");

    tcase_add_test(tc, documents_are_the_same_again);
    tcase_add_test(tc, documents_outlive_a_forget);
    return tc;
}
