#include "server/judge.h"

#include "report/report.h"
#include "server/checks.h"
#include "json/status.h"

#include <stdio.h>

/* Which requirement a rule of the status document belongs to. */
static const enum requirement_id rule_requirements[STATUS_RULE_COUNT] = {
    [STATUS_IS_OBJECT] = REQ_SHAPE_OBJECT,
    [STATUS_ID_INTEGER] = REQ_SHAPE_ID,
    [STATUS_ID_STR] = REQ_SHAPE_ID_STR,
    [STATUS_ID_REQUESTED] = REQ_SHAPE_SAME_STATUS,
    [STATUS_CREATED_AT] = REQ_SHAPE_CREATED_AT,
    [STATUS_TEXT] = REQ_SHAPE_TEXT,
    [STATUS_TRUNCATED] = REQ_SHAPE_TRUNCATED,
    [STATUS_SOURCE] = REQ_SHAPE_SOURCE,
    [STATUS_SOURCE_ANCHOR] = REQ_SHAPE_SOURCE_ANCHOR,
    [STATUS_FAVORITED] = REQ_SHAPE_FAVORITED,
    [STATUS_FAVORITED_FALSE] = REQ_EFFECT_FAVORITED,
    [STATUS_RETWEETED] = REQ_SHAPE_RETWEETED,
    [STATUS_RETWEET_COUNT] = REQ_SHAPE_COUNTS,
    [STATUS_FAVORITE_COUNT] = REQ_SHAPE_COUNTS,
    [STATUS_REPLY_STATUS_PAIR] = REQ_SHAPE_REPLY,
    [STATUS_REPLY_USER_PAIR] = REQ_SHAPE_REPLY,
    [STATUS_REPLY_NAME] = REQ_SHAPE_REPLY,
    [STATUS_GEO] = REQ_SHAPE_GEO,
    [STATUS_PLACE] = REQ_SHAPE_PLACE,
    [STATUS_CONTRIBUTORS] = REQ_SHAPE_CONTRIBUTORS,
    [STATUS_USER] = REQ_SHAPE_USER,
    [STATUS_USER_FIELDS] = REQ_SHAPE_USER_FIELDS,
    [STATUS_USER_CREATED_AT] = REQ_SHAPE_USER_CREATED_AT,
    [STATUS_USER_COLORS] = REQ_SHAPE_USER_COLORS,
    [STATUS_USER_ENTITIES] = REQ_SHAPE_USER_ENTITIES,
    [STATUS_ENTITIES_PRESENT] = REQ_SHAPE_ENTITIES,
    [STATUS_ENTITIES_ABSENT] = REQ_ENTITIES_OMITTED,
    [STATUS_ENTITIES_SYMBOLS] = REQ_SHAPE_SYMBOLS,
    [STATUS_ENTITY_SHAPE] = REQ_SHAPE_ENTITY,
    [STATUS_INDICES] = REQ_SHAPE_INDICES,
    [STATUS_EXTENDED_ENTITIES] = REQ_SHAPE_EXTENDED,
    [STATUS_QUOTE_PAIR] = REQ_SHAPE_QUOTE,
    [STATUS_NESTED] = REQ_SHAPE_NESTED,
    [STATUS_LANG] = REQ_SHAPE_LANG,
    [STATUS_OPTIONAL_TYPES] = REQ_SHAPE_OPTIONAL,
    [STATUS_MODERN] = REQ_SHAPE_MODERN,
    [STATUS_NULLS] = REQ_SHAPE_NULLS,
};

/* Redacted before it is cut, and again after it is decoded: half a secret is not found,
 * and neither is one that JSON escapes in its own way. */
void judge_describe(const struct session *s, struct buf *out, const struct record *record)
{
    struct http_response response = record->response;
    struct buf body, said;
    struct error_doc error;

    if (record->error) {
        buf_addf(out, "no answer (%s)", client_error_name(record->error));
        return;
    }
    buf_init(&body, BUF_MAX_REPORT);
    buf_init(&said, BUF_MAX_TEXT);
    if (redactor_finds(&s->redactor, response.body)) {
        redactor_write(&s->redactor, &body, response.body);
        response.body = buf_span(&body);
    }
    error_read(response.body, &error, NULL);
    situation_describe(&said, &response, &error);
    redactor_write(&s->redactor, out, buf_span(&said));
    buf_release(&said);
    buf_release(&body);
}

enum tier judge_situation(struct session *s, enum answer answer,
                          const struct record *record)
{
    struct error_doc error;

    (void)s;
    error_read(record->response.body, &error, NULL);
    return situation_judge(answer, &record->response, &error);
}

bool judge_same_answer(const struct record *a, const struct record *b)
{
    struct error_doc left, right;

    error_read(a->response.body, &left, NULL);
    error_read(b->response.body, &right, NULL);
    return a->response.status == b->response.status && left.has_code == right.has_code &&
           (!left.has_code || left.code == right.code) &&
           strcmp(left.message, right.message) == 0;
}

static void find_got(struct session *s, enum requirement_id requirement, enum tier tier,
                     const char *expected, const struct record *record,
                     const char *reason)
{
    struct buf got;

    buf_init(&got, BUF_MAX_TEXT);
    judge_describe(s, &got, record);
    session_find(s, requirement, tier, expected, buf_span(&got), reason);
    buf_release(&got);
}

/* A transport failure of the step's own request. */
static void judge_silence(struct session *s, const struct step *step,
                          const struct record *record)
{
    static const enum client_error repeatable[] = { CLIENT_RESET, CLIENT_EMPTY,
                                                    CLIENT_CUT, CLIENT_TIMEOUT };
    const char *sentence = situations[step->expect.answer].sentence;

    if (step->expect.may_close &&
        (record->error == CLIENT_EMPTY || record->error == CLIENT_RESET ||
         record->error == CLIENT_NOT_HTTP))
        return;
    if (record->error == CLIENT_NOT_HTTP || record->error == CLIENT_TOO_LARGE) {
        find_got(s, s->test->requirements[0], TIER_FAIL, sentence, record,
                 "the answer is not HTTP, or larger than any status");
        return;
    }
    for (size_t i = 0; i < sizeof(repeatable) / sizeof(repeatable[0]); i++)
        if (record->error == repeatable[i]) {
            snprintf(s->unstable, sizeof(s->unstable), "%s",
                     client_error_name(record->error));
            find_got(s,
                     record->error == CLIENT_CUT ? REQ_HTTP_CONTENT_LENGTH
                                                 : s->test->requirements[0],
                     TIER_FAIL, sentence, record,
                     "the connection ended without a whole answer");
            return;
        }
    session_break(s, "%.*s", SPAN_ARG(s->why));
}

/* Whether a case of this requirement takes a refusal only to look at something in it. */
static bool looks_elsewhere(enum requirement_id requirement)
{
    static const enum requirement_id table[] = {
        REQ_ERROR_BODY,      REQ_ERROR_CODE_INTEGER,  REQ_ERROR_CONTENT_TYPE,
        REQ_ERROR_NO_5XX,    REQ_ERROR_NO_SECRETS,    REQ_EFFECT_ONCE,
        REQ_HTTP_KEEP_ALIVE, REQ_HTTP_CONTENT_LENGTH, REQ_RATE_HEADERS,
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i] == requirement)
            return true;
    return false;
}

static enum requirement_id blamed(const struct session *s, const struct step *step,
                                  enum tier tier, const struct record *record)
{
    enum requirement_id own = s->test->requirements[0], found;
    struct error_doc error;

    error_read(record->response.body, &error, NULL);
    found = situation_blame(step->expect.answer, tier, &record->response, &error);
    if (found == REQ_NONE || (tier == TIER_FAIL && !looks_elsewhere(own) &&
                              found == situations[step->expect.answer].requirement))
        return own;
    return found;
}

/* Right but for the form of the error, which is the one that the profile names. */
static bool judge_foreign_form(struct session *s, const struct step *step,
                               const struct record *record)
{
    struct error_doc error;

    error_read(record->response.body, &error, NULL);
    if (!situations[step->expect.answer].refusal ||
        !profile_error_form(&s->target->options.profile, error.form) ||
        !situation_has_status(step->expect.answer, record->response.status))
        return false;
    find_got(s, REQ_ERROR_BODY, TIER_NOTE, situations[step->expect.answer].sentence,
             record, "the status is right, the error has another form");
    return true;
}

static void judge_status_code(struct session *s, const struct step *step,
                              const struct record *record)
{
    enum tier tier = judge_situation(s, step->expect.answer, record);
    const char *sentence = situations[step->expect.answer].sentence;
    bool server_error = record->response.status >= 500;

    if (tier == TIER_PASS || judge_foreign_form(s, step, record))
        return;
    if (server_error && tier == TIER_FAIL) {
        snprintf(s->unstable, sizeof(s->unstable), "%d", record->response.status);
        if (step->expect.answer != ANSWER_OK)
            find_got(s, REQ_ERROR_NO_5XX, TIER_FAIL, sentence, record,
                     "what a client may send was answered as an error of the server");
    }
    find_got(s, blamed(s, step, tier, record), tier, sentence, record,
             tier == TIER_NOTE ? "accepted, but not what the original service answers"
                               : "the answer is not the one that is required");
}

static uint64_t rules_of(const struct step *step)
{
    uint64_t rules = step->expect.rules | STATUS_RULE(STATUS_IS_OBJECT) |
                     STATUS_RULE(STATUS_ID_REQUESTED);

    if (step->expect.entities == ENTITIES_MUST_BE_THERE)
        rules |= STATUS_RULE(STATUS_ENTITIES_PRESENT);
    if (step->expect.entities == ENTITIES_MUST_BE_ABSENT)
        rules |= STATUS_RULE(STATUS_ENTITIES_ABSENT);
    return rules;
}

/* The case's own requirement when the rule is what the case is about, else the rule's. */
static enum requirement_id requirement_of(const struct session *s,
                                          const struct step *step, enum status_rule rule)
{
    bool basic = rule == STATUS_IS_OBJECT || rule == STATUS_ID_REQUESTED;

    if (basic && !(step->expect.rules & STATUS_RULE(rule)))
        return rule_requirements[rule];
    if (rule == STATUS_ENTITIES_PRESENT || rule == STATUS_ENTITIES_ABSENT)
        return s->test->requirements[0];
    return rule_requirements[rule];
}

static void add_status_finding(struct session *s, const struct step *step,
                               const struct status_finding *f)
{
    bool note = f->noted || !status_rules[f->rule].hard;
    struct buf got;

    buf_init(&got, BUF_MAX_TEXT);
    buf_addf(&got, "%s%s", f->path[0] ? f->path : "/", ": ");
    report_neutralise(&got, span_of(f->text), false);
    session_find(s, requirement_of(s, step, f->rule), note ? TIER_NOTE : TIER_FAIL,
                 status_rules[f->rule].sentence, buf_span(&got),
                 "the status in the answer breaks a rule");
    buf_release(&got);
}

static bool is_json(struct session *s, const struct record *record)
{
    struct buf why;
    bool well;

    buf_init(&why, BUF_MAX_TEXT);
    well = json_check(record->response.body, &why) == JSON_OK;
    if (!well)
        session_find(s, REQ_RESOURCE_JSON, TIER_FAIL, "the status as one JSON document",
                     buf_span(&why), "strict parsers refuse the body");
    buf_release(&why);
    return well;
}

static void judge_status(struct session *s, const struct step *step,
                         const struct record *record)
{
    static struct status_findings findings;
    struct status_question question = {
        .id = arena_printf(&s->mem, "%llu",
                           (unsigned long long)s->subject.ids[step->send.status]),
        .entities = step->expect.entities == ENTITIES_MUST_BE_THERE    ? ENTITIES_WANTED
                    : step->expect.entities == ENTITIES_MUST_BE_ABSENT ? ENTITIES_OMITTED
                                                                       : ENTITIES_ANY,
        .after_unlike = true,
    };

    if (!is_json(s, record))
        return;
    findings = (struct status_findings){ 0 };
    status_judge(record->response.body, rules_of(step), &question, &s->target->schemas,
                 &findings);
    for (size_t i = 0; i < findings.count; i++)
        add_status_finding(s, step, &findings.items[i]);
}

static void judge_secrets(struct session *s, const struct record *record)
{
    bool found = redactor_finds(&s->redactor, record->response.body);

    for (size_t i = 0; i < record->response.headers.count && !found; i++)
        found = redactor_finds(&s->redactor, record->response.headers.items[i].value);
    if (found)
        session_find(
            s, REQ_ERROR_NO_SECRETS, TIER_FAIL, "no secret in any answer",
            SPAN("the answer holds a secret or a signing key"),
            "an answer goes to logs and bug reports: secrets must never be in it");
}

/* A companion is not what is tested: any 2xx is a success. */
static bool judge_served(const struct step *step, const struct record *record)
{
    return step->send.resource != RESOURCE_DESTROY && record->response.status >= 200 &&
           record->response.status < 300;
}

void judge_answer(struct session *s, int index)
{
    const struct step *step = &s->test->steps[index];
    const struct record *record = &s->records[index];

    if (session_over(s))
        return;
    if (step->send.parallel) {
        checks_judge(s, index);
        return;
    }
    if (record->error) {
        judge_silence(s, step, record);
        return;
    }
    judge_secrets(s, record);
    if (!judge_served(step, record))
        judge_status_code(s, step, record);
    if (step->expect.answer == ANSWER_OK && step->send.resource == RESOURCE_DESTROY &&
        record->response.status == 200)
        judge_status(s, step, record);
    checks_judge(s, index);
}
