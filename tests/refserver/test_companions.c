#include "rig.h"
#include "suites.h"

#include "json/status.h"

#include <inttypes.h>
#include <stdio.h>

#define CREATE "/favorites/create.json"
#define SHOW "/statuses/show.json"
#define LIST "/favorites/list.json"
#define VERIFY "/account/verify_credentials.json"

static const struct row {
    const char *name;
    struct asking ask;
    int status, code;
    const char *says; /* in the body */
} rows[] = {
    { "create",
      { .path = CREATE, .kind = KIND_NOT_LIKED },
      200,
      0,
      "\"favorited\":true" },
    { "create in the body",
      { .path = CREATE, .kind = KIND_NOT_LIKED, .body = "id={id}" },
      200,
      0,
      "\"favorited\":true" },
    { "create twice", { .path = CREATE }, 403, 139, "already" },
    { "create unknown",
      { .path = CREATE, .query = "id={unknown}" },
      404,
      144,
      "No status" },
    { "create protected",
      { .path = CREATE, .kind = KIND_PROTECTED },
      403,
      179,
      "authorized" },
    { "create read-only",
      { .path = CREATE, .kind = KIND_NOT_LIKED, .as = AS_READ_ONLY },
      401,
      0,
      "\"request\":\"\\/1.1\\/favorites\\/create.json\"" },
    { "create with GET", { .path = CREATE, .method = "GET" }, 405, 86, "POST" },
    { "create unsigned", { .path = CREATE, .authorization = "" }, 400, 215, "Bad" },
    { "show", { .path = SHOW, .method = "GET" }, 200, 0, "\"favorited\":true" },
    { "show not liked",
      { .path = SHOW, .method = "GET", .kind = KIND_NOT_LIKED },
      200,
      0,
      "\"favorited\":false" },
    { "show by path",
      { .path = "/statuses/show/{id}.json", .method = "GET", .query = "" },
      200,
      0,
      "\"favorited\":true" },
    { "show as another",
      { .path = SHOW, .method = "GET", .kind = KIND_OWN, .as = AS_READ_ONLY },
      200,
      0,
      "\"favorited\":true" },
    { "show protected",
      { .path = SHOW, .method = "GET", .kind = KIND_PROTECTED },
      403,
      179,
      "" },
    { "show unknown",
      { .path = SHOW, .method = "GET", .query = "id={unknown}" },
      404,
      144,
      "" },
    { "show with POST", { .path = SHOW }, 405, 86, "GET or HEAD" },
    { "show without id",
      { .path = SHOW, .method = "GET", .query = "" },
      403,
      38,
      "missing" },
    { "list", { .path = LIST, .method = "GET", .query = "" }, 200, 0, "[{" },
    { "verify",
      { .path = VERIFY, .method = "GET", .query = "" },
      200,
      0,
      "\"screen_name\"" },
    { "verify revoked",
      { .path = VERIFY, .method = "GET", .query = "", .as = AS_REVOKED },
      401,
      89,
      "" },
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

START_TEST(companions_answer)
{
    const struct row *row = &rows[_i];
    struct rig rig;
    int status;

    rig_init(&rig, NULL, 5);
    status = rig_ask(&rig, &row->ask);
    ck_assert_msg(status == row->status && rig_code(&rig) == row->code, "%s: %d/%d %s",
                  row->name, status, rig_code(&rig), rig.seen.note);
    ck_assert_msg(rig_says(&rig, row->says), "%s: %.*s", row->name,
                  SPAN_ARG(rig.response.body));
    rig_release(&rig);
}
END_TEST

static int listed(struct rig *rig, enum status_kind kind)
{
    char id[24];

    snprintf(id, sizeof(id), "%" PRIu64, rig->world.ids[kind]);
    rig_ask(rig, &(struct asking){ .path = LIST, .method = "GET", .query = "count=200" });
    return status_list_has(rig->response.body, span_of(id));
}

START_TEST(companions_show_the_effect)
{
    struct rig rig;

    rig_init(&rig, NULL, 5);
    ck_assert_int_eq(listed(&rig, KIND_LIKED), 1);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 200);
    ck_assert_int_eq(listed(&rig, KIND_LIKED), 0);
    rig_ask(&rig, &(struct asking){ .path = SHOW, .method = "GET" });
    ck_assert(rig_says(&rig, "\"favorited\":false"));
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ .path = CREATE }), 200);
    ck_assert_int_eq(listed(&rig, KIND_LIKED), 1);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 200);
    ck_assert_int_eq(listed(&rig, KIND_LIKED), 0);
    rig_release(&rig);
}
END_TEST

START_TEST(companions_list_the_latest_first)
{
    struct rig rig;
    struct status_summary latest;
    char id[24];

    rig_init(&rig, NULL, 5);
    snprintf(id, sizeof(id), "%" PRIu64, rig.world.ids[KIND_NOT_LIKED]);
    rig_ask(&rig, &(struct asking){ .path = CREATE, .kind = KIND_NOT_LIKED });
    rig_ask(&rig, &(struct asking){ .path = LIST, .method = "GET", .query = "count=1" });
    ck_assert_uint_gt(rig.response.body.len, 2);
    ck_assert(status_summarise(
        span_make(rig.response.body.p + 1, rig.response.body.len - 2), &latest));
    ck_assert_str_eq(latest.id, id);
    rig_release(&rig);
}
END_TEST

/* Companions stay right whatever the mutant gets wrong: they are the witnesses. */
START_TEST(companions_are_no_mutants)
{
    struct rig rig;
    struct asking bad = { .path = SHOW, .method = "GET", .signature = "~" },
                  good = { .path = SHOW, .method = "GET" };

    rig_init(
        &rig,
        &(struct endpoint_options){ .mutant = mutant_find("signature-never-checked") },
        5);
    ck_assert_int_eq(rig_ask(&rig, &bad), 401);
    ck_assert_int_eq(rig_ask(&rig, &good), 200);
    rig_release(&rig);
}
END_TEST

TCase *companion_tests(void)
{
    TCase *tc = tcase_create("companions");

    tcase_add_loop_test(tc, companions_answer, 0, ROWS);
    tcase_add_test(tc, companions_show_the_effect);
    tcase_add_test(tc, companions_list_the_latest_first);
    tcase_add_test(tc, companions_are_no_mutants);
    return tc;
}
