/* The reader of error documents. Input: a body. Accepted: the array form with an integer
 * code and a message. */
#include "fuzz/golden.h"
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "json/lint.h"

#include <inttypes.h>

const char fuzz_target_name[] = "error";

static struct naive_json naive;

static struct lint_result linted;

void fuzz_start(void)
{
    golden_start();
}

static bool is_blank(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] == '\0' || !strchr(" \t\r\n", s.p[i]))
            return false;
    return true;
}

/* A code stands in the body, digit by digit. */
static void check_code(struct span input, const struct error_doc *doc)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_addf(&text, "%" PRId64, doc->code);
    oracle_holds("error_read", "a code is read as it stands",
                 !doc->has_code || span_find(input, buf_span(&text)) >= 0, input);
    buf_release(&text);
}

static void check_form(struct span input, const struct error_doc *doc)
{
    bool json = naive_json_accepts(&naive, input, JSON_DEPTH_MAX);

    oracle_same_number("error_read", "an empty body", is_blank(input),
                       doc->form == ERROR_NONE);
    oracle_same_number("error_read", "what is no JSON", !json && !is_blank(input),
                       doc->form == ERROR_NOT_JSON);
    oracle_holds("error_read", "message is UTF-8 and ends in a NUL",
                 naive_is_text(doc->message, sizeof(doc->message)), span_of(NULL));
    oracle_holds("error_read", "a code only from the array form",
                 !doc->has_code || doc->form == ERROR_ARRAY, input);
    check_code(input, doc);
    if (doc->form == ERROR_ARRAY)
        oracle_same_number("error_read", "code or flaw", !doc->has_code,
                           doc->code_not_integer);
    fuzz_note(span_of(error_form_name(doc->form)));
    fuzz_note(span_of(doc->message));
    fuzz_note_number((uint64_t)doc->code);
}

/* Octets of the input as a JSON string, and as what it decodes to. */
static void add_message(struct span input, struct buf *json, struct buf *plain)
{
    for (size_t i = 0; i < input.len && plain->len < 200; i++) {
        unsigned char c = (unsigned char)input.p[i];

        if (c < 0x80 && c >= ' ' && c != '"' && c != '\\') {
            buf_add_char(json, (char)c);
            buf_add_char(plain, (char)c);
        } else if (c && c < 0x80) {
            buf_addf(json, "\\u%04x", c);
            buf_add_char(plain, (char)c);
        } else if (c) {
            buf_addf(json, "\\u%04x", c);
            buf_add_char(plain, (char)(0xc0 | c >> 6));
            buf_add_char(plain, (char)(0x80 | (c & 0x3f)));
        }
    }
}

/* A document made of a code and a message reads back as these. */
static void check_made(struct span input)
{
    int64_t code = (int64_t)fuzz_hash(input);
    struct buf json, plain, body;
    struct error_doc doc;

    buf_init(&json, BUF_MAX_TEXT);
    buf_init(&plain, BUF_MAX_TEXT);
    buf_init(&body, BUF_MAX_TEXT);
    add_message(input, &json, &plain);
    buf_addf(&body, "{\"errors\":[{\"code\":%" PRId64 ",\"message\":\"%s\"}]}", code,
             json.p);
    error_read(buf_span(&body), &doc, NULL);
    oracle_same_number("error_read", "form of a document made", ERROR_ARRAY, doc.form);
    oracle_same_number("error_read", "code of a document made", code, doc.code);
    oracle_same("error_read", "message of a document made", buf_span(&plain),
                span_of(doc.message));
    buf_release(&json);
    buf_release(&plain);
    buf_release(&body);
}

/* White space around it and a further member make no difference. */
static void check_around(struct span input)
{
    struct error_doc before, after;
    struct buf body;

    buf_init(&body, BUF_MAX_MESSAGE);
    buf_add_str(&body, " \n");
    buf_add_span(&body, input);
    buf_add_str(&body, "\r\n");
    if (!span_starts(input, SPAN("\xEF\xBB\xBF"))) {
        error_read(input, &before, NULL);
        error_read(buf_span(&body), &after, NULL);
        oracle_same_number("error_read", "form with white space around", before.form,
                           after.form);
        oracle_same_number("error_read", "code with white space around", before.code,
                           after.code);
        oracle_same("error_read", "message with white space around",
                    span_of(before.message), span_of(after.message));
    }
    buf_release(&body);
}

/* lint says of the form what error_read says, and fails what the schema does not allow.
 */
static void check_lint(struct span input)
{
    struct lint_options options = { .as = fuzz_choice(input, 3, 2) ? LINT_ERROR
                                                                   : LINT_AUTO };
    struct error_doc doc;

    lint_body(input, &options, &golden_schemas, &linted);
    if (linted.as != LINT_ERROR)
        return;
    error_read(input, &doc, NULL);
    oracle_same_number("lint_body", "form", doc.form, linted.form);
    oracle_holds("lint_body", "conforms with a code and a message, or in another form",
                 !linted.conforms || doc.form != ERROR_ARRAY ||
                     (doc.has_code && !doc.message_not_string),
                 input);
    for (size_t i = 0; i < linted.count; i++)
        fuzz_note(span_of(linted.items[i].text));
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(struct span) = { check_around, check_made,
                                                      check_lint };
    struct error_doc doc;
    struct buf why;
    bool fine;

    buf_init(&why, BUF_MAX_TEXT);
    error_read(input, &doc, &why);
    check_form(input, &doc);
    fine = doc.form == ERROR_ARRAY && doc.has_code && !doc.message_not_string;
    oracle_same_number("error_read", "says why", !fine || doc.more_than_one, why.len > 0);
    fuzz_note(buf_span(&why));
    relations[fuzz_choice(input, 1, 3)](input);
    buf_release(&why);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
