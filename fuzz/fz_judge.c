/* The rules of the status document. Input: the id asked for, flags (entities, omitted,
 * after, trimmed), a body. Accepted: the body breaks no hard rule. */
#include "fuzz/golden.h"
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "json/lint.h"

#include <stdlib.h>

const char fuzz_target_name[] = "judge";

enum { ID, FLAGS, BODY, COUNT };

static struct status_findings found, other;
static struct lint_result linted;
static struct naive_json naive;

void fuzz_start(void)
{
    golden_start();
}

struct asking {
    struct span input, body;
    struct status_question question;
};

static bool has(struct span text, struct span word)
{
    return text.p && span_find(text, word) >= 0;
}

/* Whoever asks names a status in ASCII. */
static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] < ' ' || s.p[i] > '~')
            return false;
    return s.len > 0;
}

static struct status_question question_of(const struct fuzz_input *fields)
{
    struct span flags = fields->field[FLAGS], id = fields->field[ID];

    return (struct status_question){
        .id = is_ascii(id) ? id : span_of(NULL),
        .entities = has(flags, SPAN("entities"))  ? ENTITIES_WANTED
                    : has(flags, SPAN("omitted")) ? ENTITIES_OMITTED
                                                  : ENTITIES_ANY,
        .after_unlike = has(flags, SPAN("after")),
        .trimmed = has(flags, SPAN("trimmed")),
    };
}

static void check_findings(const struct status_findings *all)
{
    oracle_holds("status_judge", "findings are bounded",
                 all->count <= STATUS_FINDINGS_MAX, span_of(NULL));
    for (size_t i = 0; i < all->count; i++) {
        const struct status_finding *f = &all->items[i];

        oracle_holds("status_judge", "rule is one", f->rule < STATUS_RULE_COUNT,
                     span_of(f->text));
        oracle_holds("status_judge", "text is UTF-8 and says something",
                     naive_is_text(f->text, sizeof(f->text)) && f->text[0],
                     span_of(f->text));
        oracle_holds("status_judge", "path is a JSON Pointer",
                     naive_is_text(f->path, sizeof(f->path)) &&
                         (!f->path[0] || f->path[0] == '/'),
                     span_of(f->path));
        fuzz_note(span_of(f->path));
        fuzz_note(span_of(f->text));
    }
}

static void expect_same(const char *relation, const struct status_findings *a,
                        const struct status_findings *b)
{
    oracle_same_number("status_judge", relation, (int64_t)a->count, (int64_t)b->count);
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        oracle_same("status_judge", relation,
                    span_of(status_rules[a->items[i].rule].name),
                    span_of(status_rules[b->items[i].rule].name));
        oracle_same("status_judge", relation, span_of(a->items[i].path),
                    span_of(b->items[i].path));
        oracle_same("status_judge", relation, span_of(a->items[i].text),
                    span_of(b->items[i].text));
    }
}

/* One rule alone finds what it found among all. */
static void check_one_rule(const struct asking *asking)
{
    enum status_rule rule =
        (enum status_rule)fuzz_choice(asking->input, 3, STATUS_RULE_COUNT);
    struct status_findings *these = &other;
    size_t count = 0;

    if (found.dropped)
        return;
    status_judge(asking->body, STATUS_RULE(rule), &asking->question, &golden_schemas,
                 these);
    for (size_t i = 0; i < found.count; i++) {
        if (found.items[i].rule != rule)
            continue;
        if (count < these->count)
            oracle_same("status_judge", "one rule alone", span_of(found.items[i].text),
                        span_of(these->items[count].text));
        count++;
    }
    oracle_same_number("status_judge", status_rules[rule].name, (int64_t)count,
                       (int64_t)these->count);
}

static void judge_changed(const struct asking *asking, const struct buf *body,
                          const char *relation)
{
    struct span copy = fuzz_copy(buf_span(body));

    status_judge(copy, STATUS_ALL_RULES, &asking->question, &golden_schemas, &other);
    expect_same(relation, &found, &other);
    fuzz_free(copy);
}

static void check_space(const struct asking *asking)
{
    struct buf body;

    if (!naive_json_accepts(&naive, asking->body, JSON_DEPTH_MAX))
        return;
    buf_init(&body, BUF_MAX_MESSAGE);
    buf_add_str(&body, "\n ");
    buf_add_span(&body, asking->body);
    buf_add_str(&body, "\t\n");
    judge_changed(asking, &body, "white space around it");
    buf_release(&body);
}

/* A member that nobody knows, in front of all others. */
static void check_unknown(const struct asking *asking)
{
    ptrdiff_t at = span_find_char(asking->body, '{');
    struct buf body;

    if (!naive_json_accepts(&naive, asking->body, JSON_DEPTH_MAX) || at < 0 ||
        has(asking->body, SPAN("zz_new")))
        return;
    for (ptrdiff_t i = 0; i < at; i++)
        if (!strchr(" \t\r\n", asking->body.p[i]))
            return;
    buf_init(&body, BUF_MAX_MESSAGE);
    buf_add(&body, asking->body.p, (size_t)at + 1);
    buf_add_str(&body, "\"zz_new\":[{\"x\":1}],");
    buf_add_span(&body, span_from(asking->body, (size_t)at + 1));
    if (naive_json_accepts(&naive, buf_span(&body), JSON_DEPTH_MAX))
        judge_changed(asking, &body, "a member that nobody knows");
    buf_release(&body);
}

/* A body made of an id reads back as exactly that id. */
static void check_id(const struct asking *asking)
{
    static const char *const digits[] = { "9007199254740993",    "243138128959913986",
                                          "9223372036854775807", "1",
                                          "1152921504606846977", "850007368138018817" };
    const char *id = digits[fuzz_choice(asking->input, 4, 6)];
    struct status_summary summary;
    struct buf body;

    oracle_holds("status_list_has", "has it, or not, or it is no list",
                 abs(status_list_has(asking->body, asking->question.id)) <= 1,
                 asking->body);
    buf_init(&body, BUF_MAX_TEXT);
    buf_add_str(&body, "{\"favorited\":false,\"id\":");
    buf_add_str(&body, id);
    buf_add_str(&body, ",\"id_str\":\"");
    buf_add_str(&body, id);
    buf_add_str(&body, "\"}");
    oracle_holds("status_summarise", "reads it",
                 status_summarise(buf_span(&body), &summary), buf_span(&body));
    oracle_same("status_summarise", "id", span_of(id), span_of(summary.id));
    buf_reset(&body);
    buf_add_str(&body, "[{\"id\":");
    buf_add_str(&body, id);
    buf_add_str(&body, "}]");
    oracle_same_number("status_list_has", "result", 1,
                       status_list_has(buf_span(&body), span_of(id)));
    buf_release(&body);
}

static bool conforms(const struct status_findings *all)
{
    for (size_t i = 0; i < all->count; i++)
        if (status_rules[all->items[i].rule].hard && !all->items[i].noted)
            return false;
    return true;
}

static void check_lint(const struct asking *asking)
{
    struct lint_options options = {
        .as = fuzz_choice(asking->input, 7, 3) ? LINT_STATUS : LINT_AUTO,
        .entities = (enum lint_entities)fuzz_choice(asking->input, 8, 3),
        .id = asking->question.id,
        .after_unlike = asking->question.after_unlike,
    };

    lint_body(asking->body, &options, &golden_schemas, &linted);
    oracle_holds("lint_body", "findings are bounded", linted.count <= LINT_FINDINGS_MAX,
                 span_of(NULL));
    for (size_t i = 0; i < linted.count; i++)
        oracle_holds("lint_body", "a failure does not conform",
                     linted.items[i].level != LINT_FAIL || !linted.conforms,
                     span_of(linted.items[i].text));
    oracle_holds("lint_body", "says what it was judged as", linted.as != LINT_AUTO,
                 span_of(NULL));
    if (linted.as == LINT_STATUS && options.entities == LINT_ENTITIES_ANY &&
        asking->question.entities == ENTITIES_ANY && !asking->question.trimmed &&
        conforms(&found))
        oracle_holds("lint_body", "conforms as status_judge says", linted.conforms,
                     span_of(linted.count ? linted.items[0].text : ""));
}

static void check_is_object(const struct asking *asking)
{
    bool object = naive_json_accepts(&naive, asking->body, JSON_DEPTH_MAX),
         broken = false;
    struct status_summary summary;

    for (size_t i = 0; i < asking->body.len && object; i++)
        if (!strchr(" \t\r\n", asking->body.p[i])) {
            object = asking->body.p[i] == '{';
            break;
        }
    for (size_t i = 0; i < found.count; i++)
        broken = broken || found.items[i].rule == STATUS_IS_OBJECT;
    oracle_same_number("status_judge", "is-object", !object, broken);
    if (fuzz_choice(asking->input, 6, 2) && status_summarise(asking->body, &summary)) {
        oracle_holds("status_summarise", "of an object with a decimal id",
                     object && summary.id[0] &&
                         strspn(summary.id, "0123456789") == strlen(summary.id),
                     span_of(summary.id));
        fuzz_note(span_of(summary.id));
    }
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(const struct asking *) = {
        check_one_rule, check_space, check_unknown, check_id, check_lint,
    };
    struct fuzz_input fields;
    struct asking asking;
    enum fuzz_verdict verdict;

    fuzz_input_split(input, COUNT, &fields);
    if (!fields.field[BODY].p)
        fields.field[BODY] = fuzz_copy(SPAN(""));
    asking = (struct asking){ input, fields.field[BODY], question_of(&fields) };
    status_judge(asking.body, STATUS_ALL_RULES, &asking.question, &golden_schemas,
                 &found);
    check_findings(&found);
    check_is_object(&asking);
    relations[fuzz_choice(input, 1, 5)](&asking);
    verdict = conforms(&found) ? FUZZ_ACCEPTED : FUZZ_REJECTED;
    fuzz_input_release(&fields);
    return verdict;
}
