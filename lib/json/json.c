#include "json/json.h"

#include "base/die.h"
#include "json/check.h"

#include <stdlib.h>

struct json_number {
    const cJSON *node;
    struct span token;
};

enum json_error json_check(struct span text, struct buf *why)
{
    return json_recognise(text, NULL, NULL, why);
}

struct binder {
    struct json_doc *doc;
    const struct json_tokens *tokens;
};

/* Document order; the recogniser has bounded the depth. */
static void bind_numbers(struct binder *b, cJSON *node)
{
    struct json_doc *doc = b->doc;
    cJSON *child;
    if (cJSON_IsNumber(node)) {
        if (doc->number_count == b->tokens->count)
            die("the tree has more numbers than the document");
        struct span token = b->tokens->items[doc->number_count];
        if (token.len > CJSON_NUMBER_MAX)
            node->valuedouble = strtod(token.p, NULL);
        node->valueint = (int)doc->number_count;
        doc->numbers[doc->number_count++] = (struct json_number){ node, token };
    }
    cJSON_ArrayForEach(child, node)
    {
        bind_numbers(b, child);
    }
}

static enum json_error build(struct json_doc *doc, const char *text, size_t len,
                             const struct json_tokens *tokens, struct buf *why)
{
    struct binder b = { doc, tokens };
    doc->root = cJSON_ParseWithLength(text, len);
    if (!doc->root) {
        json_why(why, "the document could not be read into a tree");
        return JSON_SYNTAX;
    }
    doc->numbers = xcalloc(tokens->count + 1, sizeof *doc->numbers);
    bind_numbers(&b, doc->root);
    if (doc->number_count != tokens->count)
        die("the tree has fewer numbers than the document");
    return JSON_OK;
}

/* From a copy that cJSON can take. */
static enum json_error build_digested(struct json_doc *doc, size_t len,
                                      const struct json_tokens *tokens, struct buf *why)
{
    char *scratch = xmemdup0(doc->text, len);
    json_recognise(span_make(doc->text, len), scratch, NULL, NULL);
    enum json_error error = build(doc, scratch, len, tokens, why);
    free(scratch);
    return error;
}

enum json_error json_parse(struct span text, struct json_doc *out, struct buf *why)
{
    struct json_tokens tokens = { .items = NULL };
    struct json_doc doc = { .text = xmemdup0(text.p, text.len), .text_len = text.len };
    enum json_error error =
        json_recognise(span_make(doc.text, text.len), NULL, &tokens, why);
    if (!error)
        error = tokens.indigestible ? build_digested(&doc, text.len, &tokens, why)
                                    : build(&doc, doc.text, text.len, &tokens, why);
    free(tokens.items);
    if (error) {
        json_release(&doc);
        return error;
    }
    *out = doc;
    return JSON_OK;
}

void json_release(struct json_doc *doc)
{
    cJSON_Delete(doc->root);
    free(doc->numbers);
    free(doc->text);
    *doc = (struct json_doc){ .root = NULL };
}

struct span json_number(const struct json_doc *doc, const cJSON *node)
{
    if (!cJSON_IsNumber(node) || node->valueint < 0 ||
        (size_t)node->valueint >= doc->number_count)
        return span_make(NULL, 0);
    const struct json_number *found = &doc->numbers[node->valueint];
    return found->node == node ? found->token : span_make(NULL, 0);
}
