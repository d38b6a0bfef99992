/* The schema matcher. Input: a schema on one line (or the word status or error for those
 * of golden/), then a document. Accepted: the document conforms.
 *
 * A schema behind allOf, anyOf, oneOf, $ref or a double not says the same; each breach
 * has a place and a text. */
#include "fuzz/golden.h"
#include "fuzz/input.h"
#include "fuzz/naive_schema.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"

const char fuzz_target_name[] = "schema";

enum { SCHEMA, DOCUMENT, COUNT };

void fuzz_start(void)
{
    golden_start();
}

static void count_breach(void *to, const struct json_breach *breach)
{
    oracle_holds("json_schema_walk", "a breach says where and what",
                 (!breach->path[0] || breach->path[0] == '/') && breach->text[0] &&
                     memchr(breach->text, '\0', sizeof(breach->text)),
                 span_of(breach->text));
    fuzz_note(span_of(breach->path));
    fuzz_note(span_of(breach->text));
    ++*(size_t *)to;
}

static bool check_document(const struct json_schema *schema, const struct json_doc *doc)
{
    struct json_breaches kept = { .count = 0 };
    size_t count = 0;
    bool fine = json_schema_validate(schema, doc, doc->root, &kept);

    oracle_same_number("json_schema_walk", "result", fine,
                       json_schema_walk(schema, doc, doc->root, count_breach, &count));
    oracle_same_number("json_schema_validate", "breaches and result", !fine, count > 0);
    oracle_same_number("json_schema_validate", "breaches kept",
                       (int64_t)(count < JSON_BREACHES_MAX ? count : JSON_BREACHES_MAX),
                       (int64_t)kept.count);
    oracle_same_number("json_schema_validate", "without a report", fine,
                       json_schema_validate(schema, doc, doc->root, NULL));
    return fine;
}

static struct json_schema *wrap(struct span text, const char *before, const char *after)
{
    struct json_schema *schema;
    struct buf wrapped;

    buf_init(&wrapped, BUF_MAX_MESSAGE);
    buf_add_str(&wrapped, before);
    buf_add_span(&wrapped, text);
    buf_add_str(&wrapped, after);
    schema = json_schema_new(buf_span(&wrapped), NULL);
    buf_release(&wrapped);
    return schema;
}

static void check_wrapped(struct span input, struct span text, const struct json_doc *doc,
                          bool fine)
{
    static const struct {
        const char *before, *after;
    } wraps[] = {
        { "{\"allOf\":[", "]}" },
        { "{\"anyOf\":[{\"not\":{}},", "]}" },
        { "{\"oneOf\":[", "]}" },
        { "{\"not\":{\"not\":", "}}" },
        { "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":", "}}" },
        { "{\"allOf\":[{},", ",{\"title\":\"x\"}]}" },
    };
    unsigned way = fuzz_choice(input, 1, 6);
    struct json_schema *schema;

    if (span_find(text, SPAN("$")) >= 0)
        return;
    schema = wrap(text, wraps[way].before, wraps[way].after);
    oracle_holds("json_schema_new", "loads a schema inside another", schema, text);
    if (schema)
        oracle_same_number("json_schema_validate", wraps[way].before, fine,
                           json_schema_validate(schema, doc, doc->root, NULL));
    json_schema_free(schema);
}

static void check_naive(struct span text, const struct json_doc *doc, bool fine)
{
    struct json_doc schema;
    enum naive_match match;

    if (json_parse(text, &schema, NULL) != JSON_OK)
        return;
    match = naive_schema_matches(&schema, schema.root, doc, doc->root);
    if (match != NAIVE_UNKNOWN)
        oracle_same_number("json_schema_validate", "conforms", match == NAIVE_MATCHES,
                           fine);
    json_release(&schema);
}

static bool check_own(struct span input, struct span text, const struct json_doc *doc)
{
    struct buf why;
    struct json_schema *schema;
    bool fine = false;

    buf_init(&why, BUF_MAX_TEXT);
    schema = json_schema_new(text, &why);
    oracle_same_number("json_schema_new", "says why", !schema, why.len > 0);
    if (schema) {
        fine = check_document(schema, doc);
        check_wrapped(input, text, doc, fine);
        check_naive(text, doc, fine);
    }
    json_schema_free(schema);
    buf_release(&why);
    return fine;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_input fields;
    struct json_doc doc;
    struct span text;
    bool fine = false;

    fuzz_input_split(input, COUNT, &fields);
    text = fields.field[SCHEMA];
    if (fields.field[DOCUMENT].p &&
        json_parse(fields.field[DOCUMENT], &doc, NULL) == JSON_OK) {
        if (span_eq_str(text, "status"))
            fine = check_document(golden_schemas.status, &doc);
        else if (span_eq_str(text, "error"))
            fine = check_document(golden_schemas.error, &doc);
        else
            fine = check_own(input, text, &doc);
        json_release(&doc);
    }
    fuzz_input_release(&fields);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
