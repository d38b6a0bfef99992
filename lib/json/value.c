#include "json/value.h"

#include "json/utf8.h"

enum { SHOWN_MAX = 48 };

/* Most names differ in their first octet, which `named` compares: no call for the rest.
 */
static bool same_name(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

/* Among the members from `first` on, up to `end` (NULL: all). */
static const cJSON *named(const cJSON *first, const cJSON *end, const char *name)
{
    const cJSON *member = first;
    const char initial = *name;
    while (member != end &&
           (*member->string != initial || !same_name(member->string, name)))
        member = member->next;
    return member == end ? NULL : member;
}

const cJSON *json_member(const cJSON *node, const char *name)
{
    return cJSON_IsObject(node) ? named(node->child, NULL, name) : NULL;
}

const cJSON *json_member_after(const cJSON *node, const cJSON *before, const char *name)
{
    if (!before || !cJSON_IsObject(node))
        return json_member(node, name);
    const cJSON *found = named(before->next, NULL, name);
    return found ? found : named(node->child, before->next, name);
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

static const char more[] = "/…";

static bool add_octet(struct json_path *path, char c)
{
    if (path->len + sizeof more == sizeof path->text)
        return false;
    path->text[path->len++] = c;
    return true;
}

/* Most names need no escape and fit. */
static bool add_plain(struct json_path *path, const char *name)
{
    size_t len = 0;
    while (name[len] && name[len] != '~' && name[len] != '/')
        len++;
    if (name[len] || len >= sizeof path->text - sizeof more - path->len)
        return false;
    path->text[path->len++] = '/';
    memcpy(path->text + path->len, name, len);
    path->len += len;
    return true;
}

static bool add_segment(struct json_path *path, const char *name)
{
    if (add_plain(path, name))
        return true;
    bool fits = add_octet(path, '/');
    for (const char *p = name; fits && *p; p++) {
        bool escaped = *p == '~' || *p == '/';
        fits = add_octet(path, escaped ? '~' : *p) &&
               (!escaped || add_octet(path, *p == '~' ? '0' : '1'));
    }
    return fits;
}

static bool is_marked(const struct json_path *path)
{
    return path->len && path->text[path->len - 1] == more[sizeof more - 2] &&
           span_ends(span_make(path->text, path->len), SPAN(more));
}

size_t json_path_name(struct json_path *path, const char *name)
{
    size_t before = path->len;
    if (!is_marked(path) && !add_segment(path, name)) {
        memcpy(path->text + before, more, sizeof more - 1);
        path->len = before + sizeof more - 1;
    }
    path->text[path->len] = '\0';
    return before;
}

size_t json_path_index(struct json_path *path, size_t index)
{
    char text[24];
    size_t at = sizeof text - 1;
    text[at] = '\0';
    do {
        text[--at] = (char)('0' + index % 10);
        index /= 10;
    } while (index);
    return json_path_name(path, text + at);
}

void json_path_cut(struct json_path *path, size_t len)
{
    path->len = len;
    path->text[len] = '\0';
}
