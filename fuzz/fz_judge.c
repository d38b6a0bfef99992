/* The rules of the status document. Input: the id asked for, flags (entities, omitted,
 * after, trimmed), a body. Accepted: the body breaks no hard rule. */
#include "fuzz/golden.h"
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "json/lint.h"
#include "json/status_judge.h"

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
    bool json;                  /* by the naive recogniser */
    const struct json_doc *doc; /* NULL when the body is not JSON, then why */
    const char *why;
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

/* Some rules find what they found among all: any of them, or one alone. */
static void check_some_rules(const struct asking *asking)
{
    unsigned one = fuzz_choice(asking->input, 3, 2 * STATUS_RULE_COUNT);
    uint64_t some = one < STATUS_RULE_COUNT ? STATUS_RULE(one)
                                            : fuzz_hash(asking->input) & STATUS_ALL_RULES;
    size_t count = 0;

    if (found.dropped)
        return;
    status_judge_document(asking->doc, asking->why, some, &asking->question,
                          &golden_schemas, &other);
    for (size_t i = 0; i < found.count; i++) {
        if (!(some & STATUS_RULE(found.items[i].rule)))
            continue;
        if (count < other.count) {
            oracle_same("status_judge", "some rules",
                        span_of(status_rules[found.items[i].rule].name),
                        span_of(status_rules[other.items[count].rule].name));
            oracle_same("status_judge", "some rules", span_of(found.items[i].text),
                        span_of(other.items[count].text));
        }
        count++;
    }
    oracle_same_number("status_judge", "findings of some rules", (int64_t)count,
                       (int64_t)other.count);
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

    if (!asking->json)
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

    if (!asking->json || at < 0 || has(asking->body, SPAN("zz_new")))
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

/* A body breaks is-object when it is no object, and nothing else is judged then. */
static void check_is_object(const struct asking *asking)
{
    struct span body = asking->body;
    bool object = asking->json, broken = false;

    for (size_t i = 0; i < body.len && object; i++)
        if (!strchr(" \t\r\n", body.p[i])) {
            object = body.p[i] == '{';
            break;
        }
    for (size_t i = 0; i < found.count; i++)
        broken = broken || found.items[i].rule == STATUS_IS_OBJECT;
    oracle_same_number("status_judge", "is-object", !object, broken);
    oracle_holds("status_judge", "nothing else is judged", !broken || found.count == 1,
                 body);
}

static void judge_input(struct asking *asking)
{
    static void (*const relations[])(const struct asking *) = {
        check_some_rules, check_some_rules, check_some_rules,
        check_some_rules, check_some_rules, /* the others parse again */
        check_space,      check_unknown,    check_lint,
    };
    struct json_doc doc = { .root = NULL };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    if (json_parse(asking->body, &doc, &why) == JSON_OK)
        asking->doc = &doc;
    asking->why = why.p;
    asking->json = naive_json_accepts(&naive, asking->body, JSON_DEPTH_MAX);
    status_judge_document(asking->doc, why.p, STATUS_ALL_RULES, &asking->question,
                          &golden_schemas, &found);
    check_findings(&found);
    check_is_object(asking);
    relations[fuzz_choice(asking->input, 1, 8)](asking);
    json_release(&doc);
    buf_release(&why);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_input fields;
    struct asking asking;
    enum fuzz_verdict verdict;

    fuzz_input_split(input, COUNT, &fields);
    if (!fields.field[BODY].p)
        fields.field[BODY] = fuzz_copy(SPAN(""));
    asking = (struct asking){ .input = input,
                              .body = fields.field[BODY],
                              .question = question_of(&fields) };
    judge_input(&asking);
    verdict = conforms(&found) ? FUZZ_ACCEPTED : FUZZ_REJECTED;
    fuzz_input_release(&fields);
    return verdict;
}
