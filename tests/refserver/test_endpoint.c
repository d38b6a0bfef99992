#include "rig.h"
#include "suites.h"

static const struct oauth_header_style tight = { .separator = ",", .realm = "r" };
static const struct oauth_header_style loose = { .scheme = "oauth", .separator = " ,\t" };
static const struct oauth_header_style last = { .realm = "r",
                                                .realm_last = true,
                                                .reversed = true };

/* Request, and what the honest server says and does. */
static const struct row {
    const char *name;
    struct asking ask;
    int status, code;
    bool unliked; /* the status of ask.kind is no longer liked */
} rows[] = {
    { "valid", { 0 }, 200, 0, true },
    { "id in the body", { .body = "id={id}" }, 200, 0, true },
    { "id in query and body", { .query = "id={id}", .body = "id={id}" }, 200, 0, true },
    { "two ids", { .query = "id={id}", .body = "id={unknown}" }, 403, 38, false },
    { "oauth in the query", { .place = OAUTH_IN_QUERY }, 200, 0, true },
    { "oauth in the body", { .place = OAUTH_IN_BODY }, 200, 0, true },
    { "tight header with realm", { .style = &tight }, 200, 0, true },
    { "loose header", { .style = &loose }, 200, 0, true },
    { "realm last, reversed", { .style = &last }, 200, 0, true },
    { "no version", { .omit = "oauth_version" }, 200, 0, true },
    { "an extension",
      { .set_name = "oauth_body_hash", .set_value = "x=" },
      200,
      0,
      true },
    { "unknown parameters", { .query = "id={id}&a=%2B+b&a=1&z" }, 200, 0, true },
    { "long nonce",
      { .nonce = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg" },
      200,
      0,
      true },
    { "odd nonce", { .nonce = "a b/\xc3\xa9~" }, 200, 0, true },
    { "absolute target", { .absolute = true }, 200, 0, true },
    { "host in upper case",
      { .host = "LOCALHOST:8080", .sign_host = "localhost:8080" },
      200,
      0,
      true },
    { "default port",
      { .host = "localhost:80", .sign_host = "localhost" },
      200,
      0,
      true },
    { "field names in lower case", { .field = "authorization" }, 200, 0, true },
    { "media type with charset",
      { .body = "id={id}",
        .content_type = "Application/X-WWW-Form-Urlencoded; charset=UTF-8" },
      200,
      0,
      true },
    { "other media type, empty body",
      { .content_type = "application/json" },
      200,
      0,
      true },
    { "299 s late", { .skew_s = -299 }, 200, 0, true },
    { "299 s early", { .skew_s = 299 }, 200, 0, true },
    { "own status", { .kind = KIND_OWN }, 200, 0, true },
    { "old status", { .kind = KIND_OLD }, 200, 0, true },
    { "neighbour", { .kind = KIND_NEIGHBOUR_HIGH }, 200, 0, true },

    { "other path", { .path = "/favorites/destroyed.json" }, 404, 34, false },
    { "path with id",
      { .path = "/favorites/destroy/{id}.json", .query = "" },
      404,
      34,
      false },
    { "path without suffix", { .path = "/favorites/destroy" }, 404, 34, false },
    { "trailing slash", { .path = "/favorites/destroy.json/" }, 404, 34, false },
    { "other version", { .prefix = "/1" }, 404, 34, false },
    { "no credentials", { .authorization = "" }, 400, 215, false },
    { "basic", { .authorization = "Basic YTpi" }, 400, 215, false },
    { "malformed", { .authorization = "OAuth oauth_nonce" }, 400, 215, false },
    { "two headers",
      { .headers = { "Authorization: OAuth oauth_nonce=\"1\"" } },
      400,
      215,
      false },
    { "bearer", { .authorization = "Bearer {bearer}" }, 403, 220, false },
    { "unknown bearer", { .authorization = "Bearer nobody" }, 401, 89, false },
    { "two-legged", { .as = AS_NO_TOKEN }, 400, 215, false },
    { "empty token", { .set_name = "oauth_token", .set_value = "" }, 400, 215, false },
    { "no nonce", { .omit = "oauth_nonce" }, 400, 215, false },
    { "no signature", { .omit = "oauth_signature" }, 400, 215, false },
    { "no method", { .omit = "oauth_signature_method" }, 400, 215, false },
    { "no consumer", { .omit = "oauth_consumer_key" }, 400, 215, false },
    { "timestamp is text",
      { .set_name = "oauth_timestamp", .set_value = "now" },
      400,
      215,
      false },
    { "timestamp has a fraction",
      { .set_name = "oauth_timestamp", .set_value = "1700000000.5" },
      400,
      215,
      false },
    { "repeated", { .repeat = "oauth_nonce" }, 401, 32, false },
    { "version 2.0",
      { .set_name = "oauth_version", .set_value = "2.0" },
      401,
      32,
      false },
    { "version 1.0A",
      { .set_name = "oauth_version", .set_value = "1.0A" },
      401,
      32,
      false },
    { "PLAINTEXT",
      { .set_name = "oauth_signature_method", .set_value = "PLAINTEXT" },
      401,
      32,
      false },
    { "HMAC-SHA256",
      { .set_name = "oauth_signature_method",
        .set_value = "HMAC-SHA256",
        .recipe.digest = OAUTH_DIGEST_HMAC_SHA256 },
      401,
      32,
      false },
    { "unknown consumer", { .as = AS_UNKNOWN_CONSUMER }, 401, 32, false },
    { "unknown token", { .as = AS_UNKNOWN_TOKEN }, 401, 89, false },
    { "revoked token", { .as = AS_REVOKED }, 401, 89, false },
    { "token of another application", { .as = AS_OTHER_CONSUMER }, 401, 89, false },
    { "301 s late", { .skew_s = -301 }, 401, 135, false },
    { "301 s early", { .skew_s = 301 }, 401, 135, false },
    { "stale and wrongly signed",
      { .skew_s = -3600, .signature = "~" },
      401,
      135,
      false },
    { "one letter of the signature", { .signature = "~" }, 401, 32, false },
    { "wrong token secret", { .as = AS_WRONG_SECRET }, 401, 32, false },
    { "wrong consumer secret", { .as = AS_WRONG_CONSUMER_SECRET }, 401, 32, false },
    { "other query signed", { .sign_query = "id={unknown}" }, 401, 32, false },
    { "body not signed", { .body = "id={id}", .sign_body = "" }, 401, 32, false },
    { "other host signed", { .sign_host = "api.twitter.com" }, 401, 32, false },
    { "read-only token", { .as = AS_READ_ONLY }, 401, 0, false },
    { "GET", { .method = "GET" }, 405, 86, false },
    { "PUT", { .method = "PUT" }, 405, 86, false },
    { "DELETE", { .method = "DELETE" }, 405, 86, false },
    { "HEAD", { .method = "HEAD" }, 405, 86, false },
    { "BREW", { .method = "BREW" }, 405, 86, false },
    { "override",
      { .method = "GET", .headers = { "X-HTTP-Method-Override: POST" } },
      405,
      86,
      false },
    { "JSON body",
      { .query = "", .body = "{\"id\":1}", .content_type = "application/json" },
      415,
      214,
      false },
    { "form text as text",
      { .query = "", .body = "id={id}", .content_type = "text/plain" },
      415,
      214,
      false },

    { "no id", { .query = "" }, 403, 38, false },
    { "empty id", { .query = "id=" }, 403, 38, false },
    { "id[]", { .query = "id%5B%5D={id}" }, 403, 38, false },
    { "ID", { .query = "ID={id}" }, 403, 38, false },
    { "letters", { .query = "id={id}abc" }, 404, 144, false },
    { "fraction", { .query = "id={id}.0" }, 404, 144, false },
    { "plus", { .query = "id=%2B{id}" }, 404, 144, false },
    { "minus", { .query = "id=-{id}" }, 404, 144, false },
    { "space", { .query = "id=+{id}" }, 404, 144, false },
    { "exponent", { .query = "id={id}e0" }, 404, 144, false },
    { "hex", { .query = "id={hex}" }, 404, 144, false },
    { "quote", { .query = "id={id}'+or+'1'='1" }, 404, 144, false },
    { "NUL", { .query = "id={id}%00" }, 404, 144, false },
    { "zero", { .query = "id=0" }, 404, 144, false },
    { "id + 2^32", { .query = "id={id+2^32}" }, 404, 144, false },
    { "id + 2^64", { .query = "id={id+2^64}" }, 404, 144, false },
    { "unknown id", { .query = "id={unknown}" }, 404, 144, false },
    { "protected", { .kind = KIND_PROTECTED }, 403, 179, true },
    { "not liked", { .kind = KIND_NOT_LIKED }, 404, 144, true },
    { "liked by another", { .kind = KIND_LIKED_BY_OTHER }, 404, 144, true },

    { "no Host", { .host = "" }, 400, 214, false },
    { "two Hosts", { .headers = { "Host: 127.0.0.1:8080" } }, 400, 214, false },
    { "two lengths",
      { .headers = { "Content-Length: 0", "Content-Length: 1" } },
      400,
      214,
      false },
    { "length and coding",
      { .headers = { "Content-Length: 0", "Transfer-Encoding: chunked" } },
      400,
      214,
      false },
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

START_TEST(endpoint_answers_as_recorded)
{
    const struct row *row = &rows[_i];
    struct rig rig;
    int status;

    rig_init(&rig, NULL, 5);
    status = rig_ask(&rig, &row->ask);
    ck_assert_msg(status == row->status && rig_code(&rig) == row->code, "%s: %d/%d %s",
                  row->name, status, rig_code(&rig), rig.seen.note);
    ck_assert_msg(rig_likes(&rig, row->ask.kind) == !row->unliked, "%s: effect",
                  row->name);
    ck_assert_msg((rig.seen.reason == REASON_NONE) == (status == 200), "%s: reason",
                  row->name);
    ck_assert_msg((rig.seen.note[0] == '\0') == (status == 200), "%s: note", row->name);
    ck_assert_int_eq(rig.seen.acted, status == 200);
    rig_release(&rig);
}
END_TEST

/* Each refusal is the flaw's alone: the same endpoint serves the valid request
 * afterwards. */
START_TEST(endpoint_serves_after_refusal)
{
    struct rig rig;

    rig_init(&rig, NULL, 5);
    if (rig_ask(&rig, &rows[_i].ask) != 200)
        ck_assert_int_eq(rig_ask(&rig, &(struct asking){ .kind = KIND_BYSTANDER }), 200);
    rig_release(&rig);
}
END_TEST

START_TEST(endpoint_unlikes_once)
{
    struct rig rig;

    rig_init(&rig, NULL, 1);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 200);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 404);
    ck_assert_int_eq(rig_code(&rig), 144);
    ck_assert(rig_likes(&rig, KIND_BYSTANDER));
    ck_assert(store_likes(rig.store, rig.world.second_user_id, rig.world.ids[KIND_LIKED],
                          rig.now_ms, VIEW_STATUS));
    rig_release(&rig);
}
END_TEST

START_TEST(endpoint_refuses_replay)
{
    struct rig rig;
    struct asking again = { .again = true }, wait = { .again = true, .wait_ms = 299000 };

    rig_init(&rig, &(struct endpoint_options){ .keep_liked = true }, 1);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 200);
    ck_assert_int_eq(rig_ask(&rig, &again), 401);
    ck_assert_int_eq(rig_code(&rig), 32);
    ck_assert(rig.seen.nonce_used);
    ck_assert_int_eq(rig_ask(&rig, &wait), 401);
    ck_assert_int_eq(rig_code(&rig), 32);
    wait.wait_ms = 5000;
    ck_assert_int_eq(rig_ask(&rig, &wait), 401);
    ck_assert_int_eq(rig_code(&rig), 135);
    rig_release(&rig);
}
END_TEST

START_TEST(endpoint_scopes_nonces)
{
    struct rig rig;
    struct asking wrong = { .nonce = "n1", .signature = "~" }, right = { .nonce = "n1" },
                  later = { .nonce = "n1", .wait_ms = 1000 },
                  other = { .nonce = "n1", .as = AS_SECOND };

    rig_init(&rig, &(struct endpoint_options){ .keep_liked = true }, 1);
    ck_assert_int_eq(rig_ask(&rig, &wrong), 401);
    ck_assert_int_eq(rig_ask(&rig, &right), 200);
    ck_assert_int_eq(rig_ask(&rig, &right), 401);
    ck_assert_int_eq(rig_ask(&rig, &other), 200);
    ck_assert_int_eq(rig_ask(&rig, &later), 200);
    rig_release(&rig);
}
END_TEST

START_TEST(endpoint_is_full_of_nonces)
{
    struct rig rig;
    struct endpoint_options options = { .nonce_capacity = 3, .keep_liked = true };

    rig_init(&rig, &options, 1);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 200);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 503);
    ck_assert_int_eq(rig_code(&rig), 130);
    ck_assert_ptr_nonnull(http_find(&rig.response.headers, "Retry-After").p);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ .wait_ms = 301000 }), 200);
    rig_release(&rig);
}
END_TEST

START_TEST(endpoint_is_lenient_when_asked)
{
    struct rig rig;
    struct asking old = { .set_name = "oauth_version", .set_value = "1.0A" };

    rig_init(&rig, &(struct endpoint_options){ .lenient = true }, 1);
    ck_assert_int_eq(rig_ask(&rig, &old), 200);
    ck_assert(rig.seen.violations & OAUTH_BAD_VERSION);
    rig_release(&rig);
}
END_TEST

START_TEST(endpoint_has_another_prefix)
{
    struct rig rig;

    rig_init(&rig, &(struct endpoint_options){ .prefix = "/api" }, 1);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ .prefix = "/api" }), 200);
    ck_assert_int_eq(rig_ask(&rig, &(struct asking){ 0 }), 404);
    ck_assert_int_eq(rig_code(&rig), 34);
    rig_release(&rig);
}
END_TEST

START_TEST(endpoint_finds_clients_guilty_on_any_path)
{
    struct rig rig;
    struct asking lost = { .path = "/nowhere.json", .signature = "~" };

    rig_init(&rig, NULL, 1);
    ck_assert_int_eq(rig_ask(&rig, &lost), 404);
    ck_assert(rig.seen.violations & OAUTH_BAD_SIGNATURE);
    rig_release(&rig);
}
END_TEST

static struct span header(const struct rig *rig, const char *name)
{
    return http_find(&rig->response.headers, name);
}

START_TEST(endpoint_sends_recorded_headers)
{
    struct rig rig;

    rig_init(&rig, NULL, 1);
    rig_ask(&rig, &(struct asking){ 0 });
    ck_assert(
        span_eq_str(header(&rig, "content-type"), "application/json;charset=utf-8"));
    ck_assert(span_eq_str(header(&rig, "date"), "Tue, 14 Nov 2023 22:13:20 GMT"));
    ck_assert(span_eq_str(header(&rig, "status"), "200 OK"));
    ck_assert_ptr_null(header(&rig, "x-rate-limit-limit").p);
    rig_ask(&rig, &(struct asking){ .signature = "~" });
    ck_assert(
        span_eq_str(header(&rig, "content-type"), "application/json; charset=utf-8"));
    ck_assert(span_eq_str(header(&rig, "www-authenticate"),
                          "OAuth realm=\"https://api.twitter.com\", api_error_code=32"));
    rig_ask(&rig, &(struct asking){ .method = "GET" });
    ck_assert(span_eq_str(header(&rig, "allow"), "POST"));
    rig_ask(&rig, &(struct asking){ .as = AS_READ_ONLY });
    ck_assert(span_eq_str(rig.response.body,
                          "{\"request\":\"\\/1.1\\/favorites\\/destroy.json\","
                          "\"error\":\"Read-only application cannot POST.\"}"));
    ck_assert(span_eq_str(header(&rig, "www-authenticate"),
                          "OAuth realm=\"https://api.twitter.com\""));
    rig_release(&rig);
}
END_TEST

TCase *endpoint_tests(void)
{
    TCase *tc = tcase_create("endpoint");

    tcase_add_loop_test(tc, endpoint_answers_as_recorded, 0, ROWS);
    tcase_add_loop_test(tc, endpoint_serves_after_refusal, 0, ROWS);
    tcase_add_test(tc, endpoint_unlikes_once);
    tcase_add_test(tc, endpoint_refuses_replay);
    tcase_add_test(tc, endpoint_scopes_nonces);
    tcase_add_test(tc, endpoint_is_full_of_nonces);
    tcase_add_test(tc, endpoint_is_lenient_when_asked);
    tcase_add_test(tc, endpoint_has_another_prefix);
    tcase_add_test(tc, endpoint_finds_clients_guilty_on_any_path);
    tcase_add_test(tc, endpoint_sends_recorded_headers);
    return tc;
}
