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
        doc->numbers[doc->number_count++] = (struct json_number){ node, token };
        node->valuedouble = strtod(token.p, NULL);
    }
    cJSON_ArrayForEach(child, node)
    {
        bind_numbers(b, child);
    }
}

static int compare_nodes(const void *a, const void *b)
{
    const struct json_number *x = a, *y = b;
    uintptr_t left = (uintptr_t)x->node, right = (uintptr_t)y->node;
    return (left > right) - (left < right);
}

static enum json_error build(struct json_doc *doc, const char *scratch, size_t len,
                             const struct json_tokens *tokens, struct buf *why)
{
    struct binder b = { doc, tokens };
    doc->root = cJSON_ParseWithLength(scratch, len);
    if (!doc->root) {
        json_why(why, "the document could not be read into a tree");
        return JSON_SYNTAX;
    }
    doc->numbers = xcalloc(tokens->count + 1, sizeof *doc->numbers);
    bind_numbers(&b, doc->root);
    if (doc->number_count != tokens->count)
        die("the tree has fewer numbers than the document");
    qsort(doc->numbers, doc->number_count, sizeof *doc->numbers, compare_nodes);
    return JSON_OK;
}

enum json_error json_parse(struct span text, struct json_doc *out, struct buf *why)
{
    struct json_doc doc = { .text = xmemdup0(text.p, text.len) };
    struct json_tokens tokens = { .items = NULL };
    char *scratch = xmemdup0(text.p, text.len);
    enum json_error error =
        json_recognise(span_make(doc.text, text.len), scratch, &tokens, why);
    if (!error)
        error = build(&doc, scratch, text.len, &tokens, why);
    free(scratch);
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
    struct json_number key = { .node = node };
    const struct json_number *found = NULL;
    if (doc->number_count)
        found = bsearch(&key, doc->numbers, doc->number_count, sizeof key, compare_nodes);
    return found ? found->token : span_make(NULL, 0);
}
