#include "rig.h"
#include "suites.h"

#include "refserver/faults.h"
#include "wire/client.h"

#include "refserver/daemon.h"

#include <stdio.h>
#include <time.h>

struct served {
    struct rig rig;
    struct daemon *daemon;
    struct client *client;
    char origin[64];
    unsigned seen;
    uint32_t violations;
};

static void seen(void *context, const struct http_request *request,
                 const struct http_response *response, const struct endpoint_seen *what)
{
    struct served *s = context;

    (void)request, (void)response;
    s->seen++;
    s->violations |= what->violations;
}

static void serve(struct served *s, const struct fault *fault)
{
    struct daemon_options options = { .fault = fault, .seen = seen, .context = s };
    struct client_options client = { .timeout_ms = 5000 };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    *s = (struct served){ 0 };
    rig_init(&s->rig, NULL, 3);
    s->rig.now_ms = (int64_t)time(NULL) * 1000;
    s->daemon = daemon_start(s->rig.endpoint, &options, &why);
    ck_assert_msg(s->daemon != NULL, "%s", why.p);
    s->client = client_new(&client);
    snprintf(s->origin, sizeof(s->origin), "http://127.0.0.1:%u", daemon_port(s->daemon));
    buf_release(&why);
}

static void end(struct served *s)
{
    client_free(s->client);
    daemon_stop(s->daemon);
    rig_release(&s->rig);
}

static enum client_error ask(struct served *s, struct client_times *times)
{
    char host[32];
    struct buf why;
    enum client_error error;

    buf_init(&why, BUF_MAX_TEXT);
    snprintf(host, sizeof(host), "127.0.0.1:%u", daemon_port(s->daemon));
    rig_build(&s->rig, &(struct asking){ .host = host });
    error = client_send(s->client, span_of(s->origin), &s->rig.request, &s->rig.response,
                        times, &why);
    buf_release(&why);
    return error;
}

static bool is_liked(struct served *s)
{
    struct rig later = s->rig;

    later.now_ms += 60000;
    return rig_likes(&later, KIND_LIKED);
}

/* What comes back, and whether the like is gone. */
static const struct row {
    const char *fault;
    enum client_error error;
    int status, code;
    bool liked;
} rows[] = {
    { "reset", CLIENT_RESET, 0, 0, false },
    { "empty-reply", CLIENT_EMPTY, 0, 0, false },
    { "truncated-body", CLIENT_CUT, 200, 0, false },
    { "rate-limit", CLIENT_OK, 429, 88, true },
    { "rate-limit-empty", CLIENT_OK, 429, 0, true },
    { "over-capacity", CLIENT_OK, 503, 130, true },
    { "internal-error", CLIENT_OK, 500, 131, true },
    { "html-error", CLIENT_OK, 502, 0, true },
    { "html-success", CLIENT_OK, 200, 0, true },
    { "empty-success", CLIENT_OK, 200, 0, true },
};

START_TEST(faults_end_as_they_say)
{
    const struct row *row = &rows[_i];
    struct served s;
    enum client_error error;

    ck_assert_ptr_nonnull(fault_find(row->fault));
    serve(&s, fault_find(row->fault));
    error = ask(&s, NULL);
    ck_assert_msg(error == row->error, "%s: %s", row->fault, client_error_name(error));
    if (error == CLIENT_OK) {
        ck_assert_int_eq(s.rig.response.status, row->status);
        ck_assert_int_eq(rig_code(&s.rig), row->code);
    }
    ck_assert_int_eq(is_liked(&s), row->liked);
    ck_assert_uint_eq(s.seen, 1);
    ck_assert_uint_eq(s.violations, 0);
    end(&s);
}
END_TEST

START_TEST(faults_pass)
{
    struct served s;
    uint64_t reset;

    serve(&s, fault_find("rate-limit-once"));
    ck_assert_int_eq(ask(&s, NULL), CLIENT_OK);
    ck_assert_int_eq(s.rig.response.status, 429);
    ck_assert(span_u64(http_find(&s.rig.response.headers, "x-rate-limit-reset"), &reset));
    ck_assert_uint_le(reset, (uint64_t)time(NULL) + 2);
    ck_assert_int_eq(ask(&s, NULL), CLIENT_OK);
    ck_assert_int_eq(s.rig.response.status, 200);
    ck_assert(!is_liked(&s));
    end(&s);
}
END_TEST

START_TEST(faults_take_their_time)
{
    const struct fault late = { .name = "late", .delay_ms = 200 },
                       drip = { .name = "drip", .drip_ms = 20 };
    struct served s;
    struct client_times times;

    serve(&s, &late);
    ck_assert_int_eq(ask(&s, &times), CLIENT_OK);
    ck_assert_int_eq(s.rig.response.status, 200);
    ck_assert_int_ge(times.first_byte_us, 200000);
    end(&s);
    serve(&s, &drip);
    ck_assert_int_eq(ask(&s, &times), CLIENT_OK);
    ck_assert_int_eq(s.rig.response.status, 200);
    ck_assert(rig_says(&s.rig, "\"favorited\":false"));
    ck_assert_int_ge(times.total_us - times.first_byte_us, 100000);
    end(&s);
}
END_TEST

START_TEST(faults_are_known_by_name)
{
    for (const struct fault *fault = faults; fault->name; fault++) {
        ck_assert_ptr_eq(fault_find(fault->name), fault);
        ck_assert(fault->sentence[0] != '\0');
        ck_assert_uint_le(fault->delay_ms, 2000);
        ck_assert_uint_le(fault->drip_ms * 10, 3000);
    }
    ck_assert_ptr_null(fault_find("no-such-fault"));
}
END_TEST

static bool front_page(void *context, const struct http_request *request,
                       struct http_response *out)
{
    (void)context;
    if (!span_eq_str(request->target, "/"))
        return false;
    out->status = 200;
    http_response_set_body(out, SPAN("hello"));
    return true;
}

START_TEST(daemon_asks_for_pages_first)
{
    struct rig rig;
    struct buf why;
    struct served s = { 0 };
    struct http_request request = { 0 };
    char origin[64];

    buf_init(&why, BUF_MAX_TEXT);
    rig_init(&rig, NULL, 3);
    s.daemon =
        daemon_start(rig.endpoint, &(struct daemon_options){ .page = front_page }, &why);
    s.client = client_new(&(struct client_options){ 0 });
    snprintf(origin, sizeof(origin), "http://127.0.0.1:%u", daemon_port(s.daemon));
    http_request_set(&request, SPAN("GET"), SPAN("/"));
    ck_assert_int_eq(
        client_send(s.client, span_of(origin), &request, &rig.response, NULL, &why),
        CLIENT_OK);
    ck_assert(span_eq_str(rig.response.body, "hello"));
    http_request_set(&request, SPAN("GET"), SPAN("/other"));
    ck_assert_int_eq(
        client_send(s.client, span_of(origin), &request, &rig.response, NULL, &why),
        CLIENT_OK);
    ck_assert_int_eq(rig.response.status, 404);
    http_request_release(&request);
    s.rig = rig;
    end(&s);
    buf_release(&why);
}
END_TEST

START_TEST(daemon_says_why_it_cannot_listen)
{
    struct served s;
    struct buf why;
    struct daemon_options taken = { 0 }, nowhere = { .listen = "not-an-address" };

    buf_init(&why, BUF_MAX_TEXT);
    serve(&s, NULL);
    taken.port = daemon_port(s.daemon);
    ck_assert_ptr_null(daemon_start(s.rig.endpoint, &taken, &why));
    ck_assert_uint_gt(why.len, 0);
    buf_reset(&why);
    ck_assert_ptr_null(daemon_start(s.rig.endpoint, &nowhere, &why));
    ck_assert_ptr_nonnull(strstr(why.p, "not-an-address"));
    end(&s);
    buf_release(&why);
}
END_TEST

TCase *fault_tests(void)
{
    TCase *tc = tcase_create("faults");

    tcase_add_loop_test(tc, faults_end_as_they_say, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(tc, faults_pass);
    tcase_add_test(tc, faults_take_their_time);
    tcase_add_test(tc, faults_are_known_by_name);
    tcase_add_test(tc, daemon_asks_for_pages_first);
    tcase_add_test(tc, daemon_says_why_it_cannot_listen);
    return tc;
}
