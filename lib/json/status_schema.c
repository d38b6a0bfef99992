#include "json/status_judge.h"

/* Members whose unknown value is null, never anything else and never left out. */
static const char *const nullable[] = {
    "in_reply_to_status_id",
    "in_reply_to_status_id_str",
    "in_reply_to_user_id",
    "in_reply_to_user_id_str",
    "in_reply_to_screen_name",
    "geo",
    "coordinates",
    "place",
    "contributors",
};

enum { NULLABLE_COUNT = sizeof nullable / sizeof nullable[0] };

/* Whether a pointer begins with this segment. */
static bool names_member(const char *path, const char *name)
{
    if (*path++ != '/')
        return false;
    for (; *name; name++)
        if (*path++ != *name)
            return false;
    return *path == '\0' || *path == '/';
}

static bool is_empty_text(struct span text)
{
    return text.p && (text.len == 0 || span_eq_str(text, "0"));
}

enum written judge_written(const struct judge *j, const cJSON *node)
{
    if (!node)
        return MISSING;
    if (cJSON_IsNull(node))
        return NULLED;
    bool container = cJSON_IsObject(node) || cJSON_IsArray(node);
    bool empty = cJSON_IsFalse(node) || (container && !node->child) ||
                 is_empty_text(json_string(node)) ||
                 is_empty_text(json_number(j->doc, node));
    return empty ? EMPTY : GIVEN;
}

/* Breaches that another part judges with more knowledge than the schema has. */
static bool is_elsewhere(const struct judge *j, const char *path)
{
    for (size_t i = 0; i < NULLABLE_COUNT; i++)
        if (names_member(path, nullable[i]))
            return judge_written(j, json_member(j->status, nullable[i])) != GIVEN;
    if (names_member(path, "retweet_count"))
        return judge_retweet_count_is_old(j);
    return path[0] == '\0' || names_member(path, "quoted_status") ||
           names_member(path, "retweeted_status") ||
           (names_member(path, "entities") && judge_entities_left_out(j));
}

static void on_breach(void *to, const struct json_breach *breach)
{
    struct judge *j = to;
    if (breach->given_up) {
        judge_break(j, judge_rule_of_path(""), "", "the status %s", breach->text);
    } else if (!is_elsewhere(j, breach->path)) {
        judge_break(j, judge_rule_of_path(breach->path), breach->path, "%s %s",
                    breach->path + 1, breach->text);
    }
}

void judge_schema(struct judge *j)
{
    json_schema_walk(j->schemas->status, j->doc, j->status, on_breach, j);
}
