#include "base/pct.h"
#include "json/status_judge.h"

/* In 99.4 % of the recorded users; the older ones lack some. */
static const char *const usual[] = {
    "location",
    "description",
    "url",
    "protected",
    "followers_count",
    "friends_count",
    "listed_count",
    "created_at",
    "favourites_count",
    "utc_offset",
    "time_zone",
    "geo_enabled",
    "verified",
    "statuses_count",
    "lang",
    "contributors_enabled",
    "is_translator",
    "profile_background_color",
    "profile_background_image_url",
    "profile_background_image_url_https",
    "profile_background_tile",
    "profile_image_url",
    "profile_image_url_https",
    "profile_link_color",
    "profile_sidebar_border_color",
    "profile_sidebar_fill_color",
    "profile_text_color",
    "profile_use_background_image",
    "default_profile",
    "default_profile_image",
    "following",
    "follow_request_sent",
    "notifications",
};

static void judge_usual(struct judge *j, const cJSON *user)
{
    struct buf missing;
    buf_init(&missing, BUF_MAX_TEXT);
    const cJSON *member = NULL;
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        const cJSON *found = json_member_after(user, member, usual[i]);
        if (found)
            member = found;
        else
            judge_list_name(&missing, usual[i]);
    }
    if (missing.len)
        judge_note(j, STATUS_USER_FIELDS, "/user", "user lacks %s", missing.p);
    buf_release(&missing);
}

static void judge_full(struct judge *j, const cJSON *user)
{
    static const char *const names[] = { "/user/name", "/user/screen_name" };
    for (size_t i = 0; i < 2; i++)
        if (!json_member(user, strrchr(names[i], '/') + 1))
            judge_break(j, STATUS_USER_FIELDS, names[i], "%s is missing", names[i] + 1);
    judge_usual(j, user);
}

static void judge_trimmed(struct judge *j, const cJSON *user)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, user)
    {
        if (strcmp(member->string, "id") != 0 && strcmp(member->string, "id_str") != 0) {
            judge_note(j, STATUS_USER_FIELDS, "/user",
                       "user has more than id and id_str, though trim_user was sent");
            return;
        }
    }
}

static bool is_hex_color(struct span text)
{
    bool ok = text.len == 6;
    for (size_t i = 0; ok && i < text.len; i++)
        ok = pct_hex_value(text.p[i]) >= 0;
    return ok;
}

static void judge_colors(struct judge *j, const cJSON *user)
{
    static const char *const colors[] = {
        "/user/profile_background_color",     "/user/profile_link_color",
        "/user/profile_sidebar_border_color", "/user/profile_sidebar_fill_color",
        "/user/profile_text_color",
    };
    for (size_t i = 0; i < sizeof colors / sizeof colors[0]; i++) {
        const cJSON *node = json_member(user, strrchr(colors[i], '/') + 1);
        if (cJSON_IsString(node) && !is_hex_color(json_string(node)))
            judge_value(j, STATUS_USER_COLORS, colors[i], node, "not six hex digits");
    }
}

void judge_user(struct judge *j)
{
    const cJSON *user = json_member(j->status, "user");
    if (!cJSON_IsObject(user))
        return;
    judge_pair(j, STATUS_USER, user, "id", "id_str", "/user");
    judge_colors(j, user);
    if (j->question->trimmed)
        judge_trimmed(j, user);
    else
        judge_full(j, user);
}
