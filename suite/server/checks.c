#include "server/checks.h"

#include "server/judge.h"
#include "json/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* What a check sees: the case's first requirement is what it speaks for. */
struct view {
    struct session *s;
    const struct step *step;
    const struct record *record;
    const struct http_response *response;
    enum requirement_id requirement;
};

static void find(const struct view *v, enum tier tier, const char *expected,
                 struct span got, const char *reason)
{
    session_find(v->s, v->requirement, tier, expected, got, reason);
}

static struct span header(const struct view *v, const char *name)
{
    return http_find(&v->response->headers, name);
}

static void check_content_type(const struct view *v)
{
    struct span type = header(v, "content-type"), media, parameters;

    span_cut(type, ';', &media, &parameters);
    if (!span_eq_nocase(span_trim(media), SPAN("application/json")))
        find(v, TIER_FAIL, "Content-Type: application/json",
             type.p ? type : SPAN("no Content-Type"),
             "clients choose their parser by the media type");
}

/* Refusals of the HTTP layer, of which no body is asked. */
static bool is_http_refusal(int status)
{
    static const int statuses[] = { 408, 413, 414, 431, 501, 505 };

    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        if (status == statuses[i])
            return true;
    return false;
}

static void check_json(const struct view *v)
{
    struct buf why;

    if (is_http_refusal(v->response->status))
        return;
    buf_init(&why, BUF_MAX_TEXT);
    if (json_check(v->response->body, &why) != JSON_OK)
        find(v, TIER_FAIL, "one well-formed JSON document", buf_span(&why),
             "strict parsers refuse the body");
    buf_release(&why);
}

static void check_error_body(const struct view *v)
{
    struct error_doc error;
    struct buf why;
    bool old;

    if (is_http_refusal(v->response->status))
        return;
    buf_init(&why, BUF_MAX_TEXT);
    error_read(v->response->body, &error, &why);
    old = error.form == ERROR_REQUEST || error.form == ERROR_STRING ||
          error.form == ERROR_STATUS;
    if (v->response->status >= 300 && error.form != ERROR_ARRAY)
        find(v, old ? TIER_NOTE : TIER_FAIL,
             "{\"errors\":[{\"code\":N,\"message\":\"…\"}]}",
             why.len ? buf_span(&why) : span_of(error_form_name(error.form)),
             old ? "an older error form" : "clients cannot read why they were refused");
    buf_release(&why);
}

static void check_error_code(const struct view *v)
{
    struct error_doc error;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    error_read(v->response->body, &error, &why);
    if (error.form == ERROR_ARRAY &&
        (error.code_not_integer || error.message_not_string || !error.has_code))
        find(v, TIER_FAIL, "code is an integer, message a string", buf_span(&why),
             "clients decide by the code");
    buf_release(&why);
}

static void check_challenge(const struct view *v)
{
    if (v->response->status != 401)
        return;
    for (size_t i = 0; i < v->response->headers.count; i++)
        if (span_eq_nocase(v->response->headers.items[i].name,
                           SPAN("www-authenticate")) &&
            span_starts_nocase(v->response->headers.items[i].value, SPAN("OAuth")))
            return;
    find(v, TIER_NOTE, "WWW-Authenticate: OAuth realm=\"…\"",
         header(v, "www-authenticate").p ? header(v, "www-authenticate")
                                         : SPAN("no WWW-Authenticate"),
         "a 401 names the scheme to use");
}

static void check_no_body(const struct view *v)
{
    if (v->response->body.len || v->record->following.len)
        find(v, TIER_FAIL, "no body", SPAN("a body"),
             "an answer to HEAD ends with its head");
}

static void check_date(const struct view *v)
{
    struct span date = header(v, "date");
    int64_t now = target_now_ms(v->s->target) / 1000;
    struct tm tm = { 0 };
    char text[64];

    if (!date.p) {
        find(v, TIER_FAIL, "a Date header", SPAN("none"),
             "clients correct their clock by the Date header");
        return;
    }
    snprintf(text, sizeof(text), "%.*s", SPAN_ARG(date));
    if (!strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &tm) ||
        llabs((long long)timegm(&tm) - now) > 120)
        find(v, TIER_FAIL, "the time of the answer in the form of RFC 9110 5.6.7", date,
             "clients correct their clock by the Date header");
}

static bool rate_value(const struct view *v, const char *name, uint64_t *out)
{
    struct span value = header(v, name);

    if (span_u64(value, out))
        return true;
    find(v, TIER_FAIL, "three integers, not negative: limit, remaining, reset",
         arena_printf(&v->s->mem, "%s: %.*s", name, SPAN_ARG(value)),
         "clients wait by these numbers");
    return false;
}

static void check_rate_headers(const struct view *v)
{
    static const char *const names[] = { "x-rate-limit-limit", "x-rate-limit-remaining",
                                         "x-rate-limit-reset" };
    uint64_t values[3];
    int present = 0;

    for (int i = 0; i < 3; i++)
        present += header(v, names[i]).p != NULL;
    if (present == 0)
        return;
    for (int i = 0; i < 3; i++)
        if (!rate_value(v, names[i], &values[i]))
            return;
    if (values[1] > values[0])
        find(v, TIER_FAIL, "remaining is not above limit", header(v, names[1]),
             "clients wait by these numbers");
    else if (values[2] < 1000000000)
        find(v, TIER_FAIL, "reset is Unix time in seconds", header(v, names[2]),
             "clients wait by these numbers");
}

static void check_user_entities(const struct view *v)
{
    struct json_doc doc;
    const cJSON *user;

    if (json_parse(v->response->body, &doc, NULL) != JSON_OK)
        return;
    user = cJSON_GetObjectItemCaseSensitive(doc.root, "user");
    if (cJSON_IsObject(user) && !cJSON_GetObjectItemCaseSensitive(user, "entities"))
        find(v, TIER_FAIL, "user.entities stays", SPAN("user.entities is gone"),
             "include_entities speaks of the status' own entities alone");
    if (v->step->send.status == ROLE_MEDIA &&
        !cJSON_GetObjectItemCaseSensitive(doc.root, "extended_entities"))
        find(v, TIER_FAIL, "extended_entities stays", SPAN("extended_entities is gone"),
             "include_entities speaks of the status' own entities alone");
    json_release(&doc);
}

static void check_one_succeeds(const struct view *v)
{
    int count = v->step->send.parallel, succeeded = 0;

    for (int i = 0; i < count; i++) {
        const struct record *one = &v->s->side[i];
        bool ok = !one->error && one->response.status == 200;

        succeeded += ok;
        if (!ok &&
            (one->error || judge_situation(v->s, ANSWER_NOT_LIKED, one) == TIER_FAIL)) {
            struct buf got;

            buf_init(&got, BUF_MAX_TEXT);
            judge_describe(v->s, &got, one);
            find(v, TIER_FAIL, "200 once, and 404 with code 144 for the others",
                 buf_span(&got),
                 "one of the parallel requests was not answered properly");
            buf_release(&got);
            return;
        }
    }
    if (succeeded != 1)
        find(
            v, TIER_FAIL, "exactly one 200",
            arena_printf(&v->s->mem, "%d of %d answered 200", succeeded, count),
            "a 200 says that the intended action was successful: only one can have been");
}

static void check_both_answers(const struct view *v)
{
    struct span connection = header(v, "connection");

    /* A server that closes after each answer has said so. */
    if (!v->record->following.len &&
        (v->response->version == 10 || span_eq_nocase(connection, SPAN("close"))))
        return;
    if (!span_starts(v->record->following, SPAN("HTTP/1.1 4")) &&
        !span_starts(v->record->following, SPAN("HTTP/1.1 501")))
        find(v, TIER_FAIL, "two answers, the second a refusal of the unknown path",
             v->record->following.len ? v->record->following : SPAN("one answer"),
             "a pipelined request was dropped or answered out of order");
}

static const struct {
    enum answer_check check;
    void (*judge)(const struct view *v);
} table[] = {
    { CHECK_CONTENT_TYPE, check_content_type },
    { CHECK_JSON, check_json },
    { CHECK_ERROR_BODY, check_error_body },
    { CHECK_ERROR_CODE, check_error_code },
    { CHECK_CHALLENGE, check_challenge },
    { CHECK_NO_BODY, check_no_body },
    { CHECK_DATE, check_date },
    { CHECK_RATE_HEADERS, check_rate_headers },
    { CHECK_USER_ENTITIES_KEPT, check_user_entities },
    { CHECK_BOTH_ANSWERS, check_both_answers },
    { CHECK_ONE_SUCCEEDS, check_one_succeeds },
};

void checks_judge(struct session *s, int index)
{
    const struct step *step = &s->test->steps[index];
    const struct record *record = &s->records[index];
    struct view view = { s, step, record, &record->response, s->test->requirements[0] };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (step->expect.checks & table[i].check)
            table[i].judge(&view);
}
