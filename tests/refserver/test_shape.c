#include "probes.h"
#include "suites.h"

#include "json/error.h"
#include "json/status.h"

#include <inttypes.h>
#include <stdio.h>

static struct json_schemas schemas;

static void load(void)
{
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    ck_assert_msg(json_schemas_load(&schemas, SOURCE_DIR "/golden", &why) == 0, "%s",
                  why.p);
    buf_release(&why);
}

static void unload(void)
{
    json_schemas_release(&schemas);
}

/* Judges a 200 by every rule; a finding that is no note fails. */
static void judge(const struct rig *rig, enum status_kind kind, bool entities, bool notes,
                  const char *what)
{
    char id[24];
    struct status_question question = { .entities =
                                            entities ? ENTITIES_WANTED : ENTITIES_OMITTED,
                                        .after_unlike = true };
    struct status_findings findings;

    snprintf(id, sizeof(id), "%" PRIu64, rig->world.ids[kind]);
    question.id = span_of(id);
    status_judge(rig->response.body, STATUS_ALL_RULES, &question, &schemas, &findings);
    for (size_t i = 0; i < findings.count; i++)
        if (!notes ||
            (status_rules[findings.items[i].rule].hard && !findings.items[i].noted))
            ck_abort_msg("%s, kind %d: %s: %s at %s", what, (int)kind,
                         status_rules[findings.items[i].rule].name,
                         findings.items[i].text, findings.items[i].path);
}

static const struct {
    const char *query;
    bool entities;
} views[] = {
    { "id={id}", true },
    { "id={id}&include_entities=true", true },
    { "id={id}&include_entities=false", false },
    { "id={id}&tweet_mode=extended", true },
    { "id={id}&tweet_mode=extended&include_entities=False", false },
};
enum { VIEWS = sizeof(views) / sizeof(views[0]) };

static size_t count_costumes(void)
{
    size_t count = 0;

    while (costumes[count].name)
        count++;
    return count;
}

START_TEST(shape_is_right_in_every_costume)
{
    const struct costume *costume = &costumes[_i];
    struct rig rig;

    load();
    rig_init(&rig, &(struct endpoint_options){ .costume = costume }, 0);
    for (unsigned v = 0; v < VIEWS; v++)
        for (unsigned kind = 0; kind < STATUS_KIND_COUNT; kind++) {
            struct asking ask = { .query = views[v].query,
                                  .kind = (enum status_kind)kind };

            store_world(rig.store, v, &rig.world);
            if (rig_ask(&rig, &ask) == 200)
                judge(&rig, (enum status_kind)kind, views[v].entities, costume->noted,
                      costume->name);
            else
                ck_assert(kind == KIND_NOT_LIKED || kind == KIND_LIKED_BY_OTHER ||
                          kind == KIND_PROTECTED);
        }
    rig_release(&rig);
    unload();
}
END_TEST

START_TEST(shape_trims_the_user)
{
    struct rig rig;
    struct status_question question = { .trimmed = true };
    struct status_findings findings;

    load();
    rig_init(&rig, NULL, 0);
    rig_ask(&rig, &(struct asking){ .query = "id={id}&trim_user=1" });
    ck_assert(!rig_says(&rig, "followers_count"));
    status_judge(rig.response.body, STATUS_RULE(STATUS_USER), &question, &schemas,
                 &findings);
    ck_assert_uint_eq(findings.count, 0);
    rig_release(&rig);
    unload();
}
END_TEST

/* Refusals of every costume are error documents of a known form. */
START_TEST(costumes_keep_errors_readable)
{
    const struct costume *costume = &costumes[_i];
    struct rig rig;
    struct error_doc doc;
    struct asking asks[] = { { .kind = KIND_NOT_LIKED },
                             { .signature = "~" },
                             { .authorization = "" },
                             { .method = "GET" } };
    const int codes[] = { 144, 32, 215, 86 };

    rig_init(&rig, &(struct endpoint_options){ .costume = costume }, 0);
    for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
        rig_ask(&rig, &asks[i]);
        error_read(rig.response.body, &doc, NULL);
        ck_assert_int_eq(doc.form, costume->v1_errors ? ERROR_REQUEST : ERROR_ARRAY);
        ck_assert_int_eq(doc.has_code ? doc.code : 0, costume->v1_errors ? 0 : codes[i]);
        ck_assert(!doc.code_not_integer && !doc.message_not_string && !doc.more_than_one);
    }
    rig_release(&rig);
}
END_TEST

START_TEST(costumes_differ)
{
    struct rig plain, dressed;
    struct buf a, b;

    buf_init(&a, BUF_MAX_MESSAGE);
    buf_init(&b, BUF_MAX_MESSAGE);
    rig_init(&plain, NULL, 0);
    rig_init(&dressed, &(struct endpoint_options){ .costume = &costumes[_i] }, 0);
    for (size_t i = 0; i < STATUS_KIND_COUNT; i++) {
        probe_run(&plain, i, &a);
        probe_run(&dressed, i, &b);
    }
    ck_assert_int_eq(span_eq(buf_span(&a), buf_span(&b)),
                     _i == 0 || dressed.seen.wire.chunked || dressed.seen.wire.http_1_0);
    ck_assert_int_eq(dressed.seen.wire.chunked, costumes[_i].chunked);
    ck_assert_int_eq(dressed.seen.wire.http_1_0, costumes[_i].http_1_0);
    rig_release(&plain);
    rig_release(&dressed);
    buf_release(&a);
    buf_release(&b);
}
END_TEST

START_TEST(costumes_lag_and_keep_the_effect)
{
    struct rig rig;
    const struct costume lagging = { .name = "lagging", .effect_lags = true };

    rig_init(&rig, &(struct endpoint_options){ .costume = &lagging }, 0);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 200);
    ck_assert(rig_likes(&rig, KIND_LIKED));
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 404);
    rig.now_ms += 300;
    ck_assert(!rig_likes(&rig, KIND_LIKED));
    rig_release(&rig);
}
END_TEST

TCase *shape_tests(void)
{
    TCase *tc = tcase_create("shape");

    tcase_add_loop_test(tc, shape_is_right_in_every_costume, 0, (int)count_costumes());
    tcase_add_test(tc, shape_trims_the_user);
    return tc;
}

TCase *costume_tests(void)
{
    TCase *tc = tcase_create("costume");

    tcase_add_loop_test(tc, costumes_keep_errors_readable, 0, (int)count_costumes());
    tcase_add_loop_test(tc, costumes_differ, 0, (int)count_costumes());
    tcase_add_test(tc, costumes_lag_and_keep_the_effect);
    return tc;
}
