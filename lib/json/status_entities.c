#include "json/status_judge.h"

#include "json/status_indices.h"

/* Entities in their lists, with what their indices have to cover. */
struct list {
    const char *name;
    enum entity_kind kind;
};

static const struct list lists[] = {
    { "hashtags", ENTITY_HASHTAG },      { "symbols", ENTITY_SYMBOL },
    { "user_mentions", ENTITY_MENTION }, { "urls", ENTITY_URL },
    { "media", ENTITY_MEDIA },
};

bool judge_entities_left_out(const struct judge *j)
{
    const cJSON *entities = json_member(j->status, "entities");
    bool nothing = !entities || cJSON_IsNull(entities) ||
                   (cJSON_IsObject(entities) && !entities->child);
    return j->question->entities == ENTITIES_OMITTED ||
           (j->question->entities == ENTITIES_ANY && nothing);
}

static void judge_presence(struct judge *j, const cJSON *entities)
{
    bool nothing = !entities || cJSON_IsNull(entities) ||
                   (cJSON_IsObject(entities) && !entities->child);
    bool omitted = j->question->entities == ENTITIES_OMITTED;
    enum status_rule rule = omitted ? STATUS_ENTITIES_ABSENT : STATUS_ENTITIES_PRESENT;
    if (!entities && j->question->entities == ENTITIES_WANTED) {
        judge_break(j, rule, "/entities", "entities is missing");
    } else if (entities && nothing && j->question->entities != ENTITIES_WANTED) {
        judge_note(j, rule, "/entities", "entities is %s, not left out",
                   cJSON_IsNull(entities) ? "null" : "{}");
    } else if (entities && omitted) {
        judge_value(j, rule, "/entities", entities, "it was to be left out");
    } else if (cJSON_IsObject(entities) && !nothing &&
               !json_member(entities, "symbols")) {
        judge_break(j, STATUS_ENTITIES_SYMBOLS, "/entities/symbols",
                    "symbols is missing");
    }
}

/* id and id_str of a mention or of media, and of what media were taken from. */
static void judge_entity_ids(struct judge *j, const cJSON *entity, const char *path)
{
    static const char *const pairs[][2] = {
        { "id", "id_str" },
        { "source_status_id", "source_status_id_str" },
        { "source_user_id", "source_user_id_str" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        judge_pair(j, STATUS_ENTITY_SHAPE, entity, pairs[i][0], pairs[i][1], path);
    if (cJSON_IsNull(json_member(entity, "id")) !=
        cJSON_IsNull(json_member(entity, "id_str"))) {
        judge_break(j, STATUS_ENTITY_SHAPE, path, "%s: one of id and id_str is null",
                    path + 1);
    }
}

static void judge_list(struct judge *j, const struct utf8_map *text, const cJSON *owner,
                       const struct list *list, const char *owner_path)
{
    struct json_path path = { .len = 0 };
    size_t index = 0;
    const cJSON *entity;
    json_path_name(&path, owner_path);
    json_path_name(&path, list->name);
    cJSON_ArrayForEach(entity, json_member(owner, list->name))
    {
        size_t before = json_path_index(&path, index++);
        if (list->kind == ENTITY_MENTION || list->kind == ENTITY_MEDIA)
            judge_entity_ids(j, entity, path.text);
        if (text)
            judge_indices(j, text, entity, list->kind, path.text);
        json_path_cut(&path, before);
    }
}

static void judge_lists(struct judge *j, const struct utf8_map *text)
{
    const cJSON *entities = json_member(j->status, "entities");
    const cJSON *extended = json_member(j->status, "extended_entities");
    static const struct list media = { "media", ENTITY_MEDIA };
    if (!judge_entities_left_out(j))
        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
            judge_list(j, text, entities, &lists[i], "entities");
    judge_list(j, text, extended, &media, "extended_entities");
}

static void judge_display_range(struct judge *j, const struct utf8_map *text)
{
    struct indices range;
    const cJSON *node = json_member(j->status, "display_text_range");
    if (text && indices_read(j, node, &range))
        indices_judge_bounds(j, text, &range, "/display_text_range");
}

static void judge_user_list(struct judge *j, const char *name)
{
    const cJSON *user = json_member(j->status, "user");
    const cJSON *list = json_member(json_member(user, "entities"), name);
    struct json_path path = { .len = 0 };
    struct span text = json_string(json_member(user, name));
    size_t index = 0, length = text.p ? json_code_points(text) : SIZE_MAX;
    const cJSON *entity;
    json_path_name(&path, "user");
    json_path_name(&path, "entities");
    json_path_name(&path, name);
    json_path_name(&path, "urls");
    cJSON_ArrayForEach(entity, json_member(list, "urls"))
    {
        size_t before = json_path_index(&path, index++);
        judge_user_indices(j, length, entity, path.text);
        json_path_cut(&path, before);
    }
}

void judge_entities(struct judge *j)
{
    const cJSON *full = json_member(j->status, "full_text");
    struct span text = json_string(full ? full : json_member(j->status, "text"));
    struct utf8_map map;
    judge_presence(j, json_member(j->status, "entities"));
    if (text.p)
        utf8_map_init(&map, text);
    judge_lists(j, text.p ? &map : NULL);
    judge_display_range(j, text.p ? &map : NULL);
    judge_user_list(j, "description");
    judge_user_list(j, "url");
    if (text.p)
        utf8_map_release(&map);
}
