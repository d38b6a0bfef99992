#include "support.h"

#include <stdlib.h>

static const struct {
    const char *body, *id; /* NULL: not a status */
    int favorited;         /* -1: it does not say */
} bodies[] = {
    { "{\"id\":243138128959913986,\"id_str\":\"243138128959913986\",\"favorited\":false}",
      "243138128959913986", 0 },
    { "{\"id\":243138128959913984,\"id_str\":\"243138128959913986\",\"favorited\":true}",
      "243138128959913986", 1 },
    { "{\"id\":5,\"id_str\":\"x\"}", "5", -1 },
    { "{\"id\":5,\"id_str\":\"05\",\"favorited\":null}", "5", -1 },
    { "{\"id\":5,\"favorited\":\"false\"}", "5", -1 },
    { "{\"id_str\":\"5\",\"favorited\":0}", "5", -1 },
    { "{\"\\u0069d\":5,\"fav\\u006frited\":true}", "5", 1 },
    { "{\"id_str\":\"\\u0035\",\"id\":6}", "5", -1 },
    { "{\"user\":{\"id\":1,\"id_str\":\"1\",\"favorited\":true},\"id\":5}", "5", -1 },
    { "{\"id_str\":\"12345678901234567890123\"}", "12345678901234567890123", -1 },
    { "{\"id_str\":\"123456789012345678901234\",\"id\":5}", NULL, 0 },
    { "{\"id\":5,\"id\":5}", NULL, 0 },
    { "{\"id\":5,\"i\\u0064\":5}", NULL, 0 },
    { "\"id\"", NULL, 0 },
    { "{\"id\":5.0}", NULL, 0 },
    { "{\"id\":-5}", NULL, 0 },
    { "{\"id\":0}", NULL, 0 },
    { "{\"id\":\"5\"}", NULL, 0 },
    { "{\"id\":111111111111111111111111111111}", NULL, 0 },
    { "{}", NULL, 0 },
    { "[{\"id\":5}]", NULL, 0 },
    { "{\"errors\":[{\"code\":144,\"message\":\"\"}]}", NULL, 0 },
    { "{\"id\":5}x", NULL, 0 },
    { "", NULL, 0 },
};

START_TEST(summary_reads)
{
    struct status_summary summary = { .id = "kept" };
    struct span body = exact_copy(span_of(bodies[_i].body));
    bool ok = status_summarise(body, &summary);

    ck_assert_int_eq(ok, bodies[_i].id != NULL);
    ck_assert_str_eq(summary.id, ok ? bodies[_i].id : "kept");
    if (ok) {
        ck_assert_int_eq(summary.has_favorited, bodies[_i].favorited >= 0);
        ck_assert_int_eq(summary.favorited, bodies[_i].favorited == 1);
    }
    free((char *)body.p);
}
END_TEST

static const struct {
    const char *body;
    int found;
} lists[] = {
    { "[]", 0 },
    { "[{\"id\":7,\"id_str\":\"7\"}]", 1 },
    { "[{\"id\":8,\"id_str\":\"8\"},{\"id\":7,\"id_str\":\"7\"}]", 1 },
    { "[{\"id\":8,\"id_str\":\"8\"}]", 0 },
    { "[{\"id\":7}]", 1 },
    { "[{\"id\":77}]", 0 },
    { "[{\"id\":7},{}]", -1 },
    { "[{\"id\":8,\"id_str\":\"\\u0037\",\"user\":{\"id\":9}}]", 1 },
    { "[{\"id\":8,\"user\":{\"id\":7}}]", 0 },
    { "[{},{\"id\":7}]", -1 },
    { "[{\"id\":7},null]", -1 },
    { "[{\"id\":7}]x", -1 },
    { "[{\"id\":7},5]", -1 },
    { "[[{\"id\":7}]]", -1 },
    { "{\"id\":7}", -1 },
    { "{\"a\":{\"id\":7}}", -1 },
    { "{}", -1 },
    { "{\"errors\":[{\"code\":88,\"message\":\"\"}]}", -1 },
    { "null", -1 },
    { "[{\"id\":7}", -1 },
    { "", -1 },
};

START_TEST(summary_finds_in_list)
{
    struct span body = exact_copy(span_of(lists[_i].body));

    ck_assert_int_eq(status_list_has(body, SPAN("7")), lists[_i].found);
    free((char *)body.p);
}
END_TEST

TCase *summary_tcase(void)
{
    TCase *tcase = tcase_create("summary");

    tcase_add_loop_test(tcase, summary_reads, 0, COUNT_OF(bodies));
    tcase_add_loop_test(tcase, summary_finds_in_list, 0, COUNT_OF(lists));
    return tcase;
}
