#include "json/check.h"
#include "json/status_judge.h"

/* Bodies are read without a tree: the ids stand in the first levels. */

/* What a member says of the id. */
struct found_id {
    bool decimal;
    bool wanted;   /* it is the one that is looked for */
    char text[24]; /* empty when it does not fit */
};

struct found {
    struct found_id id, id_str;
    bool has_favorited, favorited;
};

static void take_id(struct found_id *out, struct span text, struct span wanted)
{
    *out = (struct found_id){ .decimal = judge_is_decimal(text),
                              .wanted = span_eq(text, wanted) };
    if (text.len < sizeof out->text)
        json_cut_into(out->text, sizeof out->text, text);
}

static void take_member(struct found *out, const struct json_value *value,
                        struct span wanted)
{
    bool number = value->kind == '-' || (value->kind >= '0' && value->kind <= '9');
    bool boolean = value->kind == 't' || value->kind == 'f';
    if (number && span_eq_str(value->name, "id")) {
        take_id(&out->id, value->text, wanted);
    } else if (value->kind == '"' && span_eq_str(value->name, "id_str")) {
        take_id(&out->id_str, value->text, wanted);
    } else if (boolean && span_eq_str(value->name, "favorited")) {
        out->has_favorited = true;
        out->favorited = value->kind == 't';
    }
}

/* id_str when it is a decimal, else id; NULL when neither is. */
static const struct found_id *id_of(const struct found *found)
{
    if (found->id_str.decimal)
        return &found->id_str;
    return found->id.decimal ? &found->id : NULL;
}

static bool on_summary_value(void *to, const struct json_value *value)
{
    if (value->depth == 0)
        return value->kind == '{';
    take_member(to, value, span_make(NULL, 0));
    return true;
}

bool status_summarise(struct span body, struct status_summary *out)
{
    struct found found = { .has_favorited = false };
    struct json_listener listener = { on_summary_value, &found, 1 };
    if (!json_listen(body, &listener))
        return false;
    const struct found_id *id = id_of(&found);
    if (!id || !id->text[0])
        return false;
    *out = (struct status_summary){ .has_favorited = found.has_favorited,
                                    .favorited = found.favorited };
    json_cut_into(out->id, sizeof out->id, span_of(id->text));
    return true;
}

struct list {
    struct span wanted;
    bool begun, has;
    struct found found; /* of the status that has begun */
};

/* Whether the status that has begun, if any, has an id. */
static bool end_status(struct list *list)
{
    const struct found_id *id = id_of(&list->found);
    bool fine = id || !list->begun;
    list->has |= id && id->wanted;
    list->found = (struct found){ .has_favorited = false };
    return fine;
}

static bool on_list_value(void *to, const struct json_value *value)
{
    struct list *list = to;
    if (value->depth == 0)
        return value->kind == '[';
    if (value->depth == 1) {
        bool fine = end_status(list);
        list->begun = true;
        return fine && value->kind == '{';
    }
    take_member(&list->found, value, list->wanted);
    return true;
}

int status_list_has(struct span body, struct span id)
{
    struct list list = { .wanted = id };
    struct json_listener listener = { on_list_value, &list, 2 };
    if (!json_listen(body, &listener) || !end_status(&list))
        return -1;
    return list.has;
}
