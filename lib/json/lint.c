#include "json/lint.h"

#include "json/status_judge.h"

static void add(struct lint_result *out, enum lint_level level, const char *rule,
                const char *path, struct span text)
{
    if (level == LINT_FAIL)
        out->conforms = false;
    if (out->count == LINT_FINDINGS_MAX) {
        out->dropped++;
        return;
    }
    struct lint_finding *finding = &out->items[out->count++];
    *finding = (struct lint_finding){ .level = level, .rule = rule };
    json_cut_into(finding->path, sizeof finding->path, span_of(path));
    json_cut_into(finding->text, sizeof finding->text, text);
}

static enum lint_as detect(const cJSON *root)
{
    bool error = json_member(root, "errors") || json_member(root, "error");
    return error && !json_member(root, "id") ? LINT_ERROR : LINT_STATUS;
}

static bool is_trimmed(const cJSON *root)
{
    const cJSON *user = json_member(root, "user");
    return cJSON_GetArraySize(user) == 2 && json_member(user, "id") &&
           json_member(user, "id_str");
}

/* A body that was parsed, or why it could not be. */
struct parsed {
    struct json_doc doc;
    enum json_error error;
    struct buf why;
};

static void lint_status(const struct parsed *body, const struct lint_options *options,
                        const struct json_schemas *schemas, struct lint_result *out)
{
    bool trimmed = is_trimmed(body->doc.root);
    struct status_findings findings;
    struct status_question question = {
        .id = options->id,
        .after_unlike = options->after_unlike,
        .trimmed = trimmed,
        .entities = options->entities == LINT_ENTITIES_TRUE    ? ENTITIES_WANTED
                    : options->entities == LINT_ENTITIES_FALSE ? ENTITIES_OMITTED
                                                               : ENTITIES_ANY,
    };
    status_judge_document(body->error ? NULL : &body->doc, body->why.p, STATUS_ALL_RULES,
                          &question, schemas, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        const struct status_finding *found = &findings.items[i];
        const struct status_rule_info *rule = &status_rules[found->rule];
        add(out, rule->hard && !found->noted ? LINT_FAIL : LINT_WARN, rule->name,
            found->path, span_of(found->text));
    }
    out->dropped += findings.dropped;
    if (trimmed) {
        add(out, LINT_WARN, status_rules[STATUS_USER_FIELDS].name, "/user",
            SPAN("user holds id and id_str alone, as with trim_user"));
    }
}

/* How each form is taken, and what to say when it is not the array's own flaw. */
static const struct {
    enum lint_level level;
    const char *rule;
} forms[] = {
    [ERROR_NONE] = { LINT_FAIL, "error-form" },
    [ERROR_NOT_JSON] = { LINT_FAIL, "error-form" },
    [ERROR_OTHER_JSON] = { LINT_FAIL, "error-form" },
    [ERROR_ARRAY] = { LINT_FAIL, NULL },
    [ERROR_REQUEST] = { LINT_WARN, "error-form" },
    [ERROR_STRING] = { LINT_WARN, "error-form" },
    [ERROR_STATUS] = { LINT_FAIL, "error-form" },
};

static void on_error_breach(void *to, const struct json_breach *breach)
{
    struct buf text;
    bool code = span_ends(span_of(breach->path), SPAN("/code"));
    bool message = span_ends(span_of(breach->path), SPAN("/message"));
    buf_init(&text, BUF_MAX_TEXT);
    buf_addf(&text, "%s %s", breach->path[0] ? breach->path + 1 : "the document",
             breach->text);
    add(to, LINT_FAIL,
        code      ? "error-code"
        : message ? "error-message"
                  : "error-form",
        breach->path, buf_span(&text));
    buf_release(&text);
}

static void lint_error(const struct parsed *body, const struct json_schemas *schemas,
                       struct lint_result *out)
{
    struct error_doc error;
    struct buf why;
    buf_init(&why, BUF_MAX_TEXT);
    error_read_document(&body->doc, body->error, &body->why, &error, &why);
    out->form = error.form;
    if (forms[error.form].rule)
        add(out, forms[error.form].level, forms[error.form].rule, "", buf_span(&why));
    else
        json_schema_walk(schemas->error, &body->doc, body->doc.root, on_error_breach,
                         out);
    if (error.form == ERROR_ARRAY && error.more_than_one) {
        add(out, LINT_WARN, "error-single", "/errors",
            SPAN("there is more than one error"));
    }
    buf_release(&why);
}

bool lint_body(struct span body, const struct lint_options *options,
               const struct json_schemas *schemas, struct lint_result *out)
{
    struct parsed parsed = { .doc = { .root = NULL } };
    buf_init(&parsed.why, BUF_MAX_TEXT);
    parsed.error = json_parse(body, &parsed.doc, &parsed.why);
    out->as = options->as;
    out->form = ERROR_NONE;
    out->conforms = true;
    out->count = out->dropped = 0;
    if (out->as == LINT_AUTO)
        out->as = detect(parsed.doc.root);
    if (out->as == LINT_ERROR)
        lint_error(&parsed, schemas, out);
    else
        lint_status(&parsed, options, schemas, out);
    buf_release(&parsed.why);
    json_release(&parsed.doc);
    return out->conforms;
}
