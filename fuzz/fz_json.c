/* JSON against the naive recogniser, and the tree against the text. Input: any octets.
 * Accepted: RFC 8259, strictly. */
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "json/json.h"

#include <errno.h>
#include <stdlib.h>

const char fuzz_target_name[] = "json";

static struct naive_json naive;

void fuzz_start(void)
{
}

static bool accepted(struct span text)
{
    struct span copy = fuzz_copy(text);
    bool fine = json_check(copy, NULL) == JSON_OK;

    fuzz_free(copy);
    return fine;
}

static void check_integer(struct span token)
{
    char text[64] = { 0 };
    int64_t ours = 0;
    long long theirs;
    bool integer, fine = json_i64(token, &ours);

    if (token.len >= sizeof(text))
        return;
    memcpy(text, token.p, token.len);
    integer = strspn(text, "-0123456789") == token.len && strcmp(text, "-0") != 0;
    oracle_same_number("json_is_integer", "result", integer, json_is_integer(token));
    errno = 0;
    theirs = strtoll(text, NULL, 10);
    oracle_same_number("json_i64", "fits", integer && errno == 0, fine);
    if (fine)
        oracle_same_number("json_i64", "value", theirs, ours);
}

/* The n-th number of the text belongs to the n-th number node. */
static void check_numbers(const struct json_doc *doc, const cJSON *node, size_t *at)
{
    const cJSON *child;

    if (cJSON_IsNumber(node) && *at < naive.number_count) {
        struct span token = naive.numbers[(*at)++];

        oracle_same("json_number", "token", token, json_number(doc, node));
        check_integer(token);
    } else if (!cJSON_IsNumber(node)) {
        oracle_holds("json_number", "absent for what is no number",
                     !json_number(doc, node).p, span_of(NULL));
    }
    cJSON_ArrayForEach(child, node)
    {
        check_numbers(doc, child, at);
    }
}

static void check_strings(const cJSON *node)
{
    const cJSON *child;

    if (cJSON_IsString(node)) {
        size_t points = 0;

        for (const char *p = node->valuestring; *p; p++)
            points += ((unsigned char)*p & 0xc0) != 0x80;
        oracle_same_number("json_code_points", "count", (int64_t)points,
                           (int64_t)json_code_points(span_of(node->valuestring)));
        fuzz_note(span_of(node->valuestring));
    }
    cJSON_ArrayForEach(child, node)
    {
        check_strings(child);
    }
}

static char *print(struct span text)
{
    struct json_doc doc;
    char *printed;

    if (json_parse(text, &doc, NULL) != JSON_OK)
        return NULL;
    printed = cJSON_PrintUnformatted(doc.root);
    json_release(&doc);
    return printed;
}

/* Printed and parsed again it prints the same. U+0000 became U+FFFD, which may make two
 * names equal. */
static void check_printed(struct span input)
{
    char *once = print(input), *twice = print(span_of(once));

    if (span_find(input, SPAN("\\u0000")) < 0)
        oracle_same("json_parse", "printed again", span_of(once), span_of(twice));
    free(once);
    free(twice);
}

static void check_explained(struct span input)
{
    (void)input;
    for (size_t i = 0; i + 1 < naive.number_count && i < 8; i++) {
        struct span a = fuzz_copy(naive.numbers[i]), b = fuzz_copy(naive.numbers[i + 1]);

        oracle_holds("json_explain_id", "nothing to explain", !json_explain_id(a, a), a);
        fuzz_note(span_of(json_explain_id(a, b)));
        fuzz_free(a);
        fuzz_free(b);
    }
}

static void check_around(struct span input, const char *before, const char *after,
                         bool expected)
{
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_str(&text, before);
    buf_add_span(&text, input);
    buf_add_str(&text, after);
    oracle_same_number("json_check", "with something around it", expected,
                       accepted(buf_span(&text)));
    buf_release(&text);
}

static void check_space(struct span input)
{
    check_around(input, " \t\r\n", "\n\r\t ", true);
}

static void check_junk(struct span input)
{
    static const char *const junk[] = { ",", "}", "]", ":", "\"", "\f", "null{" };

    check_around(input, "", junk[fuzz_choice(input, 7, 7)], false);
    check_around(input, "\xEF\xBB\xBF", "", false);
}

static void check_twice(struct span input)
{
    struct naive_json inner;

    check_around(input, "[", ",0]",
                 naive_json_accepts(&inner, input, JSON_DEPTH_MAX - 1));
    check_around(input, "{\"a\":", ",\"b\":1,\"a\":2}", false);
}

static void check_cut(struct span input)
{
    struct span trimmed = input;

    while (trimmed.len && strchr(" \t\r\n", trimmed.p[trimmed.len - 1]))
        trimmed.len--;
    if (trimmed.len > 1 && strchr("\"]}", trimmed.p[trimmed.len - 1])) {
        trimmed.len--;
        oracle_holds("json_check", "rejects what was cut", !accepted(trimmed), trimmed);
    }
}

static unsigned allocations_left;

static void *scarce(size_t size)
{
    if (allocations_left == 0)
        return NULL;
    allocations_left--;
    return malloc(size);
}

/* The tree's k-th allocation fails: the document is refused, with a reason, and nothing
 * leaks. (Our own memory ends the program, base/die.h.) */
static void check_memory(struct span input)
{
    cJSON_Hooks hooks = { scarce, free };
    struct json_doc doc = { .root = NULL };
    struct buf why;
    enum json_error error;

    allocations_left = fuzz_choice(input, 8, 24);
    buf_init(&why, BUF_MAX_TEXT);
    cJSON_InitHooks(&hooks);
    error = json_parse(input, &doc, &why);
    cJSON_InitHooks(NULL);
    oracle_same_number("json_parse", "without memory for the tree", JSON_SYNTAX,
                       error ? (int64_t)error : JSON_SYNTAX);
    oracle_same_number("json_parse", "says why", error != JSON_OK, why.len > 0);
    if (error == JSON_OK)
        json_release(&doc);
    buf_release(&why);
}

static void check_relations(struct span input)
{
    static void (*const relations[])(struct span) = {
        check_printed, check_explained, check_space,  check_junk,
        check_twice,   check_cut,       check_memory,
    };

    relations[fuzz_choice(input, 1, 7)](input);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    bool expected = naive_json_accepts(&naive, input, JSON_DEPTH_MAX);
    struct json_doc doc = { .root = NULL };
    enum json_error error, parsed;
    struct buf why;
    size_t at = 0;

    buf_init(&why, BUF_MAX_TEXT);
    error = json_check(input, NULL);
    oracle_same_number("json_check", "accepts", expected, error == JSON_OK);
    parsed = json_parse(input, &doc, &why);
    oracle_same_number("json_parse", "result", error, parsed);
    oracle_same_number("json_parse", "says why", error != JSON_OK, why.len > 0);
    fuzz_note_number((uint64_t)(int64_t)error);
    if (parsed == JSON_OK) {
        check_numbers(&doc, doc.root, &at);
        oracle_same_number("json_parse", "numbers", (int64_t)naive.number_count,
                           (int64_t)at);
        check_strings(doc.root);
        json_release(&doc);
        check_relations(input);
    }
    buf_release(&why);
    return error == JSON_OK ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
