#include "json/status_judge.h"

/* id_str when it is a decimal, else id; absent when neither is. */
static struct span id_of(const struct json_doc *doc, const cJSON *status)
{
    struct span str = json_string(json_member(status, "id_str"));
    struct span id = json_number(doc, json_member(status, "id"));
    if (str.p && judge_is_decimal(str))
        return str;
    return id.p && judge_is_decimal(id) ? id : span_make(NULL, 0);
}

bool status_summarise(struct span body, struct status_summary *out)
{
    struct json_doc doc;
    struct status_summary summary = { .has_favorited = false };
    if (json_parse(body, &doc, NULL))
        return false;
    struct span id = id_of(&doc, doc.root);
    const cJSON *favorited = json_member(doc.root, "favorited");
    bool ok = cJSON_IsObject(doc.root) && id.p && id.len < sizeof summary.id;
    if (ok) {
        json_cut_into(summary.id, sizeof summary.id, id);
        summary.has_favorited = cJSON_IsBool(favorited);
        summary.favorited = cJSON_IsTrue(favorited);
        *out = summary;
    }
    json_release(&doc);
    return ok;
}

static int list_has(const struct json_doc *doc, struct span id)
{
    int found = 0;
    const cJSON *status;
    if (!cJSON_IsArray(doc->root))
        return -1;
    cJSON_ArrayForEach(status, doc->root)
    {
        struct span have =
            cJSON_IsObject(status) ? id_of(doc, status) : span_make(NULL, 0);
        if (!have.p)
            return -1;
        found |= span_eq(have, id);
    }
    return found;
}

int status_list_has(struct span body, struct span id)
{
    struct json_doc doc;
    if (json_parse(body, &doc, NULL))
        return -1;
    int found = list_has(&doc, id);
    json_release(&doc);
    return found;
}
