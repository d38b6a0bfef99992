#include "json/status_judge.h"

/* The first pattern that is a prefix of the pointer wins; `*` is any one segment. */
static const struct {
    const char *pattern;
    enum status_rule rule;
} patterns[] = {
    { "/id", STATUS_ID_INTEGER },
    { "/id_str", STATUS_ID_STR },
    { "/created_at", STATUS_CREATED_AT },
    { "/text", STATUS_TEXT },
    { "/full_text", STATUS_TEXT },
    { "/truncated", STATUS_TRUNCATED },
    { "/source", STATUS_SOURCE },
    { "/favorited", STATUS_FAVORITED },
    { "/retweeted", STATUS_RETWEETED },
    { "/retweet_count", STATUS_RETWEET_COUNT },
    { "/favorite_count", STATUS_FAVORITE_COUNT },
    { "/in_reply_to_status_id", STATUS_REPLY_STATUS_PAIR },
    { "/in_reply_to_status_id_str", STATUS_REPLY_STATUS_PAIR },
    { "/in_reply_to_user_id", STATUS_REPLY_USER_PAIR },
    { "/in_reply_to_user_id_str", STATUS_REPLY_USER_PAIR },
    { "/in_reply_to_screen_name", STATUS_REPLY_NAME },
    { "/geo", STATUS_GEO },
    { "/coordinates", STATUS_GEO },
    { "/place", STATUS_PLACE },
    { "/contributors", STATUS_CONTRIBUTORS },
    { "/user/id", STATUS_USER },
    { "/user/id_str", STATUS_USER },
    { "/user/created_at", STATUS_USER_CREATED_AT },
    { "/user/entities/*/*/*/indices", STATUS_INDICES },
    { "/user/entities", STATUS_USER_ENTITIES },
    { "/user/*", STATUS_USER_FIELDS },
    { "/user", STATUS_USER },
    { "/entities/*/*/indices", STATUS_INDICES },
    { "/entities/*/*", STATUS_ENTITY_SHAPE },
    { "/entities", STATUS_ENTITIES_PRESENT },
    { "/extended_entities/*/*/indices", STATUS_INDICES },
    { "/extended_entities/*/*", STATUS_ENTITY_SHAPE },
    { "/extended_entities", STATUS_EXTENDED_ENTITIES },
    { "/quoted_status_id", STATUS_QUOTE_PAIR },
    { "/quoted_status_id_str", STATUS_QUOTE_PAIR },
    { "/quoted_status", STATUS_NESTED },
    { "/retweeted_status", STATUS_NESTED },
    { "/lang", STATUS_LANG },
};

static bool is_prefix(const char *pattern, const char *path)
{
    for (; *pattern; pattern++) {
        if (*pattern == '*') {
            path += strcspn(path, "/");
        } else if (*pattern != *path++) {
            return false;
        }
    }
    return *path == '\0' || *path == '/';
}

enum status_rule judge_rule_of_path(const char *path)
{
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        if (is_prefix(patterns[i].pattern, path))
            return patterns[i].rule;
    return STATUS_OPTIONAL_TYPES;
}
