#include "json/status.h"

#include "json/check.h"
#include "json/status_judge.h"

#include <stdarg.h>
#include <stdlib.h>

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

static void add(struct judge *j, enum status_rule rule, bool noted, const char *path,
                struct span text)
{
    struct status_findings *out = j->out;
    if (!(j->rules & STATUS_RULE(outer_rule(j, rule))))
        return;
    if (!judge_has_room(j, rule)) {
        out->dropped++;
        return;
    }
    struct status_finding *finding = &out->items[out->count++];
    struct buf whole;
    buf_init(&whole, BUF_MAX_TEXT);
    buf_addf(&whole, "%s%s", j->base.text, path);
    *finding = (struct status_finding){ .rule = outer_rule(j, rule) };
    finding->noted = j->base.len ? noted || !status_rules[rule].hard : noted;
    json_cut_into(finding->path, sizeof finding->path, buf_span(&whole));
    buf_reset(&whole);
    if (j->base.len)
        buf_addf(&whole, "%s: ", status_rules[rule].name);
    buf_add_span(&whole, text);
    json_cut_into(finding->text, sizeof finding->text, buf_span(&whole));
    buf_release(&whole);
}

__attribute__((format(printf, 5, 0))) static void addv(struct judge *j,
                                                       enum status_rule rule, bool noted,
                                                       const char *path,
                                                       const char *format, va_list args)
{
    struct buf text;
    buf_init(&text, BUF_MAX_TEXT);
    buf_addv(&text, format, args);
    add(j, rule, noted, path, buf_span(&text));
    buf_release(&text);
}

void judge_break(struct judge *j, enum status_rule rule, const char *path,
                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    addv(j, rule, false, path, format, args);
    va_end(args);
}

void judge_note(struct judge *j, enum status_rule rule, const char *path,
                const char *format, ...)
{
    va_list args;
    va_start(args, format);
    addv(j, rule, true, path, format, args);
    va_end(args);
}

void judge_value(struct judge *j, enum status_rule rule, const char *path,
                 const cJSON *node, const char *sentence)
{
    struct buf value;
    buf_init(&value, BUF_MAX_TEXT);
    json_describe(&value, j->doc, node);
    judge_break(j, rule, path, "%s is %s: %s", path + 1, value.p, sentence);
    buf_release(&value);
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

void status_judge(struct span body, uint64_t rules,
                  const struct status_question *question,
                  const struct json_schemas *schemas, struct status_findings *out)
{
    struct json_doc doc;
    struct buf why;
    struct judge j = {
        .question = question,
        .schemas = schemas,
        .rules = rules,
        .out = out,
        .doc = &doc,
    };
    *out = (struct status_findings){ .count = 0 };
    buf_init(&why, BUF_MAX_TEXT);
    if (json_parse(body, &doc, &why)) {
        judge_break(&j, STATUS_IS_OBJECT, "", "the body is not JSON: %s", why.p);
        buf_release(&why);
        return;
    }
    buf_release(&why);
    j.status = doc.root;
    if (cJSON_IsObject(doc.root))
        judge_status(&j);
    else
        judge_break(&j, STATUS_IS_OBJECT, "", "the body is JSON, but not an object");
    json_release(&doc);
}
