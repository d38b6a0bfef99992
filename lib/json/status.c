#include "json/status.h"

#include "base/die.h"
#include "json/status_judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* A sentence before it is cut to the size of a finding. */
enum { TEXT_MAX = 512 };
/* Findings beyond these are kept only when they are the first of their rule. */
enum { REPEATS_MAX = STATUS_FINDINGS_MAX - STATUS_RULE_COUNT };

static bool has_finding(const struct status_findings *out, enum status_rule rule)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].rule == rule)
            return true;
    return false;
}

static enum status_rule outer_rule(const struct judge *j, enum status_rule rule)
{
    return j->base.len ? STATUS_NESTED : rule;
}

bool judge_has_room(const struct judge *j, enum status_rule rule)
{
    return j->out->count < REPEATS_MAX || !has_finding(j->out, outer_rule(j, rule));
}

/* Whether a finding is asked for and finds room; one without room is counted. */
static bool wants(struct judge *j, enum status_rule rule)
{
    if (!(j->rules & STATUS_RULE(outer_rule(j, rule))))
        return false;
    if (!judge_has_room(j, rule)) {
        j->out->dropped++;
        return false;
    }
    return true;
}

__attribute__((format(printf, 5, 0))) static void addv(struct judge *j,
                                                       enum status_rule rule, bool noted,
                                                       const char *path,
                                                       const char *format, va_list args)
{
    struct status_finding *finding = &j->out->items[j->out->count++];
    char text[TEXT_MAX];
    int len = 0;
    finding->rule = outer_rule(j, rule);
    finding->noted = j->base.len ? noted || !status_rules[rule].hard : noted;
    memcpy(finding->path, j->base.text, j->base.len);
    json_cut_into(finding->path + j->base.len, sizeof finding->path - j->base.len,
                  span_of(path));
    if (j->base.len)
        len = snprintf(text, sizeof text, "%s: ", status_rules[rule].name);
    if (vsnprintf(text + len, sizeof text - (size_t)len, format, args) < 0)
        die("a finding could not be printed");
    json_cut_into(finding->text, sizeof finding->text, span_of(text));
}

void judge_break(struct judge *j, enum status_rule rule, const char *path,
                 const char *format, ...)
{
    va_list args;
    if (!wants(j, rule))
        return;
    va_start(args, format);
    addv(j, rule, false, path, format, args);
    va_end(args);
}

void judge_note(struct judge *j, enum status_rule rule, const char *path,
                const char *format, ...)
{
    va_list args;
    if (!wants(j, rule))
        return;
    va_start(args, format);
    addv(j, rule, true, path, format, args);
    va_end(args);
}

__attribute__((format(printf, 4, 5))) static void
add(struct judge *j, enum status_rule rule, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    addv(j, rule, false, path, format, args);
    va_end(args);
}

void judge_value(struct judge *j, enum status_rule rule, const char *path,
                 const cJSON *node, const char *sentence)
{
    struct buf value;
    if (!wants(j, rule))
        return;
    buf_init(&value, BUF_MAX_TEXT);
    json_describe(&value, j->doc, node);
    add(j, rule, path, "%s is %s: %s", path + 1, value.p, sentence);
    buf_release(&value);
}

void judge_list_name(struct buf *list, const char *name)
{
    if (list->len == 0)
        buf_reserve(list, TEXT_MAX);
    else
        buf_add_str(list, ", ");
    buf_add_str(list, name);
}

static void judge_status(struct judge *j)
{
    static void (*const parts[])(struct judge *) = {
        judge_schema, judge_ids,      judge_dates, judge_replies, judge_members,
        judge_user,   judge_entities, judge_quote, judge_nested,
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        parts[i](j);
}

/* The depth of the document bounds the recursion. */
static void judge_nested_one(struct judge *outer, const char *name)
{
    const cJSON *node = json_member(outer->status, name);
    struct status_question question = { .trimmed = outer->question->trimmed };
    struct judge inner = *outer;
    size_t before = json_path_name(&inner.base, name);
    if (cJSON_IsObject(node)) {
        inner.status = node;
        inner.question = &question;
        judge_status(&inner);
        return;
    }
    json_path_cut(&inner.base, before);
    if (cJSON_IsNull(node)) {
        judge_note(&inner, STATUS_NESTED, inner.base.text, "%s is null, not left out",
                   name);
    } else if (node) {
        struct json_path path = { .len = 0 };
        json_path_name(&path, name);
        judge_value(&inner, STATUS_NESTED, path.text, node, "a status was expected");
    }
}

void judge_nested(struct judge *j)
{
    if (j->rules & STATUS_RULE(STATUS_NESTED)) {
        judge_nested_one(j, "quoted_status");
        judge_nested_one(j, "retweeted_status");
    }
}

void status_judge_document(const struct json_doc *doc, const char *why, uint64_t rules,
                           const struct status_question *question,
                           const struct json_schemas *schemas,
                           struct status_findings *out)
{
    struct judge j = {
        .question = question,
        .schemas = schemas,
        .rules = rules,
        .out = out,
        .doc = doc,
    };
    out->count = out->dropped = 0;
    if (!doc)
        judge_break(&j, STATUS_IS_OBJECT, "", "the body is not JSON: %s", why);
    else if (!cJSON_IsObject(doc->root))
        judge_break(&j, STATUS_IS_OBJECT, "", "the body is JSON, but not an object");
    else
        j.status = doc->root;
    if (j.status)
        judge_status(&j);
}

void status_judge(struct span body, uint64_t rules,
                  const struct status_question *question,
                  const struct json_schemas *schemas, struct status_findings *out)
{
    struct json_doc doc = { .root = NULL };
    struct buf why;
    buf_init(&why, BUF_MAX_TEXT);
    bool parsed = json_parse(body, &doc, &why) == JSON_OK;
    status_judge_document(parsed ? &doc : NULL, why.p, rules, question, schemas, out);
    buf_release(&why);
    json_release(&doc);
}
