#include "json/value.h"

#include "json/utf8.h"

#include <stdio.h>

enum { SHOWN_MAX = 48 };

const cJSON *json_member(const cJSON *node, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(node, name);
}

struct span json_string(const cJSON *node)
{
    return span_of(cJSON_IsString(node) ? node->valuestring : NULL);
}

static void describe_string(struct buf *out, struct span text)
{
    struct span shown = utf8_cut(text, SHOWN_MAX);
    buf_addf(out, "\"%.*s%s\"", SPAN_ARG(shown), shown.len < text.len ? "…" : "");
}

static void describe_number(struct buf *out, struct span token)
{
    struct span shown = utf8_cut(token, SHOWN_MAX);
    buf_addf(out, "%.*s%s", SPAN_ARG(shown), shown.len < token.len ? "…" : "");
}

void json_describe(struct buf *out, const struct json_doc *doc, const cJSON *node)
{
    static const struct {
        int type;
        const char *text;
    } kinds[] = {
        { cJSON_False, "false" },    { cJSON_True, "true" },
        { cJSON_NULL, "null" },      { cJSON_Object, "an object" },
        { cJSON_Array, "an array" },
    };
    if (cJSON_IsString(node)) {
        describe_string(out, json_string(node));
        return;
    }
    if (cJSON_IsNumber(node)) {
        describe_number(out, json_number(doc, node));
        return;
    }
    if (node && !node->child && (node->type & (cJSON_Object | cJSON_Array))) {
        buf_add_str(out, cJSON_IsArray(node) ? "[]" : "{}");
        return;
    }
    for (size_t i = 0; node && i < sizeof kinds / sizeof kinds[0]; i++)
        if ((node->type & 0xFF) == kinds[i].type)
            buf_add_str(out, kinds[i].text);
    if (!node)
        buf_add_str(out, "missing");
}

void json_cut_into(char *field, size_t size, struct span text)
{
    struct span cut = utf8_cut(text, size - 1);
    if (cut.len)
        memcpy(field, cut.p, cut.len);
    field[cut.len] = '\0';
}

static void escape_name(struct buf *out, const char *name)
{
    for (const char *p = name; *p; p++)
        if (*p == '~' || *p == '/')
            buf_add_str(out, *p == '~' ? "~0" : "~1");
        else
            buf_add_char(out, *p);
}

size_t json_path_name(struct json_path *path, const char *name)
{
    static const char more[] = "/…";
    size_t before = path->len;
    struct buf segment;
    buf_init(&segment, sizeof path->text);
    buf_add_char(&segment, '/');
    escape_name(&segment, name);
    struct span add = buf_span(&segment);
    bool marked = span_ends(span_make(path->text, path->len), SPAN("/…"));
    if (marked)
        add.len = 0;
    else if (segment.overflow || path->len + add.len + sizeof more > sizeof path->text)
        add = SPAN("/…");
    if (add.len)
        memcpy(path->text + path->len, add.p, add.len);
    path->len += add.len;
    path->text[path->len] = '\0';
    buf_release(&segment);
    return before;
}

size_t json_path_index(struct json_path *path, size_t index)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", index);
    return json_path_name(path, text);
}

void json_path_cut(struct json_path *path, size_t len)
{
    path->len = len;
    path->text[len] = '\0';
}
