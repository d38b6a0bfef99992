#include "json/status_judge.h"

bool judge_is_decimal(struct span text)
{
    return json_is_integer(text) && text.p[0] != '-' && text.p[0] != '0';
}

static const char *explain_either(struct span a, struct span b)
{
    const char *explained = json_explain_id(a, b);
    return explained ? explained : json_explain_id(b, a);
}

/* Members by their full pointers, so that the sentence stands alone. */
static void break_pair(struct judge *j, enum status_rule rule, const char *path,
                       const char *id_name, struct span id, struct span str)
{
    const char *explained = explain_either(id, str);
    struct span id_cut = utf8_cut(id, 24), str_cut = utf8_cut(str, 24);
    judge_break(j, rule, path, "%s is \"%.*s\" and %s is %.*s%s%s", path + 1,
                SPAN_ARG(str_cut), id_name, SPAN_ARG(id_cut),
                explained ? ", what it becomes in " : "", explained ? explained : "");
}

void judge_pair(struct judge *j, enum status_rule rule, const cJSON *object,
                const char *id_name, const char *str_name, const char *path)
{
    const cJSON *str_node = json_member(object, str_name);
    struct span str = json_string(str_node);
    struct span id = json_number(j->doc, json_member(object, id_name));
    struct json_path where = { .len = 0 };
    if (path[0]) {
        where.len = strlen(path);
        json_cut_into(where.text, sizeof where.text, span_of(path));
    }
    json_path_name(&where, str_name);
    if (str.p && !judge_is_decimal(str)) {
        judge_value(j, rule, where.text, str_node,
                    "no decimal number without sign and leading 0");
    } else if (str.p && id.p && judge_is_decimal(id) && !span_eq(id, str)) {
        break_pair(j, rule, where.text, id_name, id, str);
    }
}

/* Twitter's answer to the id of a retweet is not recorded: the original is a good answer.
 */
static bool is_retweet_of(const struct judge *j, struct span id)
{
    const cJSON *original = json_member(j->status, "retweeted_status");
    return span_eq(id, json_string(json_member(original, "id_str")));
}

static void judge_requested(struct judge *j)
{
    struct span want = j->question->id;
    struct span str = json_string(json_member(j->status, "id_str"));
    struct span id = json_number(j->doc, json_member(j->status, "id"));
    struct span have = str.p && judge_is_decimal(str) ? str : id;
    if (!want.p || span_eq(want, have))
        return;
    if (!have.p) {
        if (judge_written(j, json_member(j->status, "id")) != GIVEN)
            judge_break(j, STATUS_ID_REQUESTED, "", "no id at all, %.*s was asked for",
                        SPAN_ARG(want));
        return;
    }
    const char *explained = json_explain_id(want, have);
    struct span cut = utf8_cut(have, 40), want_cut = utf8_cut(want, 40);
    if (is_retweet_of(j, want)) {
        judge_note(j, STATUS_ID_REQUESTED, "/id_str", "status %.*s is a retweet of %.*s",
                   SPAN_ARG(cut), SPAN_ARG(want_cut));
        return;
    }
    judge_break(j, STATUS_ID_REQUESTED, have.p == str.p ? "/id_str" : "/id",
                "the status is %.*s, %.*s was asked for%s%s", SPAN_ARG(cut),
                SPAN_ARG(want_cut), explained ? ": what it becomes in " : "",
                explained ? explained : "");
}

void judge_ids(struct judge *j)
{
    judge_pair(j, STATUS_ID_STR, j->status, "id", "id_str", "");
    judge_requested(j);
}

static bool is_given(const struct judge *j, const char *name)
{
    return judge_written(j, json_member(j->status, name)) == GIVEN;
}

void judge_null(struct judge *j, const char *name)
{
    const cJSON *node = json_member(j->status, name);
    struct json_path path = { .len = 0 };
    json_path_name(&path, name);
    switch (judge_written(j, node)) {
    case MISSING:
        judge_break(j, STATUS_NULLS, path.text, "%s is left out, null was expected",
                    name);
        break;
    case EMPTY:
        judge_value(j, STATUS_NULLS, path.text, node, "null was expected");
        break;
    case NULLED:
    case GIVEN:
        break;
    }
}

/* Once one of a pair is known, the other has to be known too; else both have to be null.
 */
static void judge_reply_pair(struct judge *j, enum status_rule rule, const char *id_name,
                             const char *str_name)
{
    bool id = is_given(j, id_name), str = is_given(j, str_name);
    struct json_path path = { .len = 0 };
    if (!id && !str) {
        judge_null(j, id_name);
        judge_null(j, str_name);
        return;
    }
    if (!id || !str) {
        const char *name = id ? str_name : id_name;
        json_path_name(&path, name);
        judge_value(j, rule, path.text, json_member(j->status, name),
                    id ? "its number is given" : "its _str is given");
        return;
    }
    judge_pair(j, rule, j->status, id_name, str_name, "");
}

static void judge_reply_name(struct judge *j)
{
    bool user =
        is_given(j, "in_reply_to_user_id") || is_given(j, "in_reply_to_user_id_str");
    bool name = is_given(j, "in_reply_to_screen_name");
    const cJSON *node = json_member(j->status, "in_reply_to_screen_name");
    if (!user && !name) {
        judge_null(j, "in_reply_to_screen_name");
    } else if (user != name) {
        judge_value(j, STATUS_REPLY_NAME, "/in_reply_to_screen_name", node,
                    user ? "in_reply_to_user_id is given"
                         : "in_reply_to_user_id is not given");
    }
}

void judge_replies(struct judge *j)
{
    judge_reply_pair(j, STATUS_REPLY_STATUS_PAIR, "in_reply_to_status_id",
                     "in_reply_to_status_id_str");
    judge_reply_pair(j, STATUS_REPLY_USER_PAIR, "in_reply_to_user_id",
                     "in_reply_to_user_id_str");
    judge_reply_name(j);
}

void judge_quote(struct judge *j)
{
    const cJSON *quoted = json_member(j->status, "quoted_status");
    const cJSON *id = json_member(j->status, "quoted_status_id");
    const cJSON *str = json_member(j->status, "quoted_status_id_str");
    struct span nested = json_string(json_member(quoted, "id_str"));
    if (!id != !str) {
        judge_break(
            j, STATUS_QUOTE_PAIR, id ? "/quoted_status_id_str" : "/quoted_status_id",
            "quoted_status_id%s is missing, the other is there", id ? "_str" : "");
    } else if (!id && cJSON_IsObject(quoted)) {
        judge_note(j, STATUS_QUOTE_PAIR, "/quoted_status_id",
                   "quoted_status is there without quoted_status_id");
    } else {
        judge_pair(j, STATUS_QUOTE_PAIR, j->status, "quoted_status_id",
                   "quoted_status_id_str", "");
    }
    if (nested.p && json_string(str).p && !span_eq(nested, json_string(str))) {
        judge_value(j, STATUS_QUOTE_PAIR, "/quoted_status_id_str", str,
                    "quoted_status has another id");
    }
}
