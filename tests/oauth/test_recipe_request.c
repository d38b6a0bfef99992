#include "suites.h"

#include "oauth/sign.h"
#include "oauth/steps.h"

/* Deviations that need a request of their own. */
static const struct {
    const char *method, *url, *type, *body;
    struct oauth_recipe recipe;
    const char *base;
} cases[] = {
    { "PUT", "http://h:81/1/a/", "", "", { 0 }, "PUT&http%3A%2F%2Fh%3A81%2F1%2Fa%2F&" },
    { "PUT",
      "http://h:81/1/a/",
      "",
      "",
      { .version_in = 1 },
      "PUT&http%3A%2F%2Fh%3A81%2F1%2Fa%2F&oauth_version%3D1.0" },
    { "PUT",
      "http://h:81/",
      "",
      "",
      { .method_ignored = 1 },
      "POST&http%3A%2F%2Fh%3A81%2F&" },
    { "PUT",
      "http://h:81/",
      "",
      "",
      { .method = OAUTH_METHOD_OTHER },
      "POST&http%3A%2F%2Fh%3A81%2F&" },
    { "A B",
      "http://h/",
      "",
      "",
      { .scheme = OAUTH_SCHEME_HTTPS },
      "A%20B&https%3A%2F%2Fh%2F&" },
    { "PUT",
      "http://h:81/",
      "",
      "",
      { .port = OAUTH_PORT_DROP },
      "PUT&http%3A%2F%2Fh%2F&" },
    { "PUT",
      "http://h:81/",
      "",
      "",
      { .port = OAUTH_PORT_DEFAULT },
      "PUT&http%3A%2F%2Fh%3A80%2F&" },
    { "PUT",
      "http://h:81/",
      "",
      "",
      { .port = OAUTH_PORT_TWICE },
      "PUT&http%3A%2F%2Fh%3A81%3A81%2F&" },
    { "PUT",
      "http://h/1/a/",
      "",
      "",
      { .path = OAUTH_PATH_V11 },
      "PUT&http%3A%2F%2Fh%2F1.1%2Fa%2F&" },
    { "PUT",
      "http://h/1/a/",
      "",
      "",
      { .path = OAUTH_PATH_NO_PREFIX },
      "PUT&http%3A%2F%2Fh%2Fa%2F&" },
    { "PUT",
      "http://h/1/a/",
      "",
      "",
      { .path = OAUTH_PATH_SLASH_DROPPED },
      "PUT&http%3A%2F%2Fh%2F1%2Fa&" },
    { "PUT",
      "http://h/1/a/",
      "",
      "",
      { .path = OAUTH_PATH_SLASH_DOUBLED },
      "PUT&http%3A%2F%2Fh%2F1%2Fa%2F%2F&" },
    { "PUT",
      "http://h/?oauth_a=1&b=2",
      "",
      "",
      { .query_kept = OAUTH_QUERY_NO_OAUTH },
      "PUT&http%3A%2F%2Fh%2F%3Fb%3D2&b%3D2%26oauth_a%3D1" },
    { "PUT",
      "http://h/",
      "application/json",
      "{ \"id\" : 12, \"s\":\"a\\u00e9\\\"\\ud83d\\ude00\" , \"b\":true}",
      { .other_body_in = OAUTH_BODY_BY_TYPE },
      "PUT&http%3A%2F%2Fh%2F&b%3Dtrue%26id%3D12%26s%3Da%25C3%25A9%2522%25F0%259F%"
      "2598%2580" },
    { "PUT",
      "http://h/",
      "application/json",
      "{\"id\":12}",
      { .other_body_in = OAUTH_BODY_AS_FORM },
      "PUT&http%3A%2F%2Fh%2F&%257B%2522id%2522%253A12%257D%3D" },
    { "PUT",
      "http://h/",
      "text/plain",
      "id=1",
      { .other_body_in = OAUTH_BODY_BY_TYPE },
      "PUT&http%3A%2F%2Fh%2F&id%3D1" },
    { "PUT",
      "http://h/",
      "text/plain",
      "id=1",
      { .sort = OAUTH_SORT_JOINED },
      "PUT&http%3A%2F%2Fh%2F&" },
    { "PUT",
      "http://h/",
      "multipart/form-data; boundary=\"xx\"",
      "--xx\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n12\r\n"
      "--xx\r\ncontent-disposition: form-data; name=b; filename=\"f\"\r\n"
      "Content-Type: text/plain\r\n\r\n3\r\n--xx--\r\n",
      { .other_body_in = OAUTH_BODY_BY_TYPE },
      "PUT&http%3A%2F%2Fh%2F&b%3D3%26id%3D12" },
    { "PUT",
      "http://h/?b=3&b=2&b=1",
      "",
      "",
      { .sort = OAUTH_SORT_BY_NAME_LAST_FIRST },
      "PUT&http%3A%2F%2Fh%2F&b%3D1%26b%3D2%26b%3D3" },
    { "PUT",
      "http://h/?a%2F=1&a.=2",
      "",
      "",
      { .sort = OAUTH_SORT_DECODED },
      "PUT&http%3A%2F%2Fh%2F&a.%3D2%26a%252F%3D1" },
    { "PUT",
      "http://h/?a_=1&aB=2",
      "",
      "",
      { .sort = OAUTH_SORT_NOCASE },
      "PUT&http%3A%2F%2Fh%2F&a_%3D1%26aB%3D2" },
    { "PUT",
      "http://h/?a_=1&aB=2",
      "",
      "",
      { .sort = OAUTH_SORT_NOCASE_UPPER },
      "PUT&http%3A%2F%2Fh%2F&aB%3D2%26a_%3D1" },
};

static void base_of(struct buf *out, const struct oauth_request *request,
                    const struct oauth_recipe *recipe)
{
    struct oauth_params list = { 0 };

    buf_reset(out);
    ck_assert_int_eq(oauth_collect(&list, request, NULL), 0);
    ck_assert_int_eq(oauth_base_string(out, request, &list, recipe, NULL), 0);
    oauth_params_release(&list);
}

START_TEST(recipe_needs_the_right_request)
{
    struct buf got;

    buf_init(&got, BUF_MAX_TEXT);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct oauth_request request = { .method = span_of(cases[i].method),
                                         .url = span_of(cases[i].url),
                                         .content_type = span_of(cases[i].type),
                                         .body = span_of(cases[i].body) };

        base_of(&got, &request, &cases[i].recipe);
        ck_assert_str_eq(got.p, cases[i].base);
    }
    buf_release(&got);
}
END_TEST

/* A body that is none of what it says adds nothing, and nothing is read beyond its end.
 */
START_TEST(recipe_survives_broken_bodies)
{
    static const char *const bodies[][2] = {
        { "application/json", "{" },
        { "application/json", "{\"a" },
        { "application/json", "{\"a\"" },
        { "application/json", "{\"a\":" },
        { "application/json", "{\"a\":\"\\" },
        { "application/json", "{\"a\":\"\\u12" },
        { "application/json", "{\"a\":[1]}" },
        { "multipart/form-data; boundary=", "--" },
        { "multipart/form-data; boundary=x", "--x\r\n\r\n--x" },
        { "multipart/form-data; boundary=x", "--x" },
    };
    static const struct oauth_recipe recipe = { .other_body_in = OAUTH_BODY_BY_TYPE };

    for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
        struct oauth_request request = { .content_type = span_of(bodies[i][0]),
                                         .body = span_of(bodies[i][1]) };
        struct oauth_params list = { 0 };

        oauth_body_parameters(&list, &request, recipe.other_body_in);
        ck_assert_uint_eq(list.count, 0);
        oauth_params_release(&list);
    }
}
END_TEST

TCase *recipe_request_tests(void)
{
    TCase *tests = tcase_create("recipe_request");

    tcase_add_test(tests, recipe_needs_the_right_request);
    tcase_add_test(tests, recipe_survives_broken_bodies);
    return tests;
}
