#include "json/status_indices.h"

#include <inttypes.h>

/* Retweets are cut to 140 characters; entities at the cut point at what is left. */
enum { CUT_LENGTH_MIN = 138, CUT_REACH = 2 };
/* Longer than any screen name ever was; bounds the work on a hostile text. */
enum { NAME_MAX_BYTES = 64 };

bool indices_read(const struct judge *j, const cJSON *node, struct indices *out)
{
    int64_t from, to;
    if (!cJSON_IsArray(node) || cJSON_GetArraySize(node) != 2 ||
        !json_i64(json_number(j->doc, cJSON_GetArrayItem(node, 0)), &from) ||
        !json_i64(json_number(j->doc, cJSON_GetArrayItem(node, 1)), &to) || from < 0 ||
        to < 0)
        return false;
    *out = (struct indices){ (uint64_t)from, (uint64_t)to };
    return true;
}

static bool judge_order(struct judge *j, const struct indices *indices, const char *path)
{
    if (indices->from <= indices->to)
        return true;
    judge_break(j, STATUS_INDICES, path,
                "%s are [%" PRIu64 ", %" PRIu64 "]: the end comes first", path + 1,
                indices->from, indices->to);
    return false;
}

bool indices_judge_bounds(struct judge *j, const struct utf8_map *text,
                          const struct indices *indices, const char *path)
{
    if (!judge_order(j, indices, path))
        return false;
    if (indices->to > text->count) {
        judge_break(j, STATUS_INDICES, path,
                    "%s are [%" PRIu64 ", %" PRIu64 "]: the text has %zu code points",
                    path + 1, indices->from, indices->to, text->count);
    }
    return indices->to <= text->count;
}

static size_t sign_length(struct span piece, const char *narrow, const char *wide)
{
    if (span_starts(piece, span_of(narrow)))
        return strlen(narrow);
    return span_starts(piece, span_of(wide)) ? strlen(wide) : 0;
}

static bool is_address(struct span piece, struct span address)
{
    size_t at = 0;
    for (size_t i = 0; i < piece.len; i++, at++) {
        if (at >= address.len || piece.p[i] != address.p[at])
            return false;
        if (span_starts(span_from(piece, i), SPAN("&amp;")))
            i += 4;
    }
    return at == address.len;
}

/* Whether `piece` is what the entity stands for. */
static bool covers(enum entity_kind kind, const cJSON *entity, struct span piece)
{
    static const struct {
        const char *member, *narrow, *wide;
    } kinds[] = {
        [ENTITY_HASHTAG] = { "text", "#", "＃" },
        [ENTITY_SYMBOL] = { "text", "$", "＄" },
        [ENTITY_MENTION] = { "screen_name", "@", "＠" },
        [ENTITY_URL] = { "url", NULL, NULL },
        [ENTITY_MEDIA] = { "url", NULL, NULL },
    };
    struct span want = json_string(json_member(entity, kinds[kind].member));
    if (!piece.p || !want.p)
        return !want.p;
    if (!kinds[kind].narrow)
        return is_address(piece, want);
    size_t sign = sign_length(piece, kinds[kind].narrow, kinds[kind].wide);
    struct span name = span_from(piece, sign);
    return sign &&
           (kind == ENTITY_MENTION ? span_eq_nocase(name, want) : span_eq(name, want));
}

static bool is_name_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '_';
}

/* A mention of somebody who was renamed since: the text keeps the old name. */
static bool is_whole_mention(const struct utf8_map *text, struct span piece)
{
    size_t sign = sign_length(piece, "@", "＠");
    struct span name = span_from(piece, sign);
    const char *end = piece.p + piece.len;
    if (name.len > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!is_name_char(name.p[i]))
            return false;
    return sign && name.len &&
           (end == text->text.p + text->text.len || !is_name_char(*end));
}

static bool is_at_cut(const struct judge *j, const struct utf8_map *text, uint64_t to)
{
    bool retweet = json_member(j->status, "retweeted_status") ||
                   span_starts(text->text, SPAN("RT @"));
    return retweet && text->count >= CUT_LENGTH_MIN && to + CUT_REACH >= text->count;
}

/* Which other way of counting makes the indices right. */
static const char *explain(const struct utf8_map *text, const struct indices *at,
                           enum entity_kind kind, const cJSON *entity)
{
    struct span bytes = span_make(NULL, 0);
    if (at->from <= at->to && at->to <= text->text.len)
        bytes = span_make(text->text.p + at->from, at->to - at->from);
    if (bytes.p && covers(kind, entity, bytes))
        return ": right if counted in bytes";
    struct span units = utf8_slice_utf16(text->text, at->from, at->to);
    if (units.p && covers(kind, entity, units))
        return ": right if counted in UTF-16 units";
    return "";
}

static void break_indices(struct judge *j, const struct utf8_map *text,
                          const struct indices *at, enum entity_kind kind,
                          const cJSON *entity, const char *path)
{
    struct span piece = utf8_cut(utf8_slice(text, at->from, at->to), 40);
    const char *reason = "";
    if (!judge_has_room(j, STATUS_INDICES)) {
        j->out->dropped++;
        return;
    }
    reason = explain(text, at, kind, entity);
    if (piece.p) {
        judge_break(j, STATUS_INDICES, path,
                    "%s are [%" PRIu64 ", %" PRIu64 "], where the text has \"%.*s\"%s",
                    path + 1, at->from, at->to, SPAN_ARG(piece), reason);
    } else {
        judge_break(j, STATUS_INDICES, path,
                    "%s are [%" PRIu64 ", %" PRIu64 "], the text has %zu code points%s",
                    path + 1, at->from, at->to, text->count, reason);
    }
}

void judge_indices(struct judge *j, const struct utf8_map *text, const cJSON *entity,
                   enum entity_kind kind, const char *entity_path)
{
    struct json_path path = { .len = strlen(entity_path) };
    struct indices at;
    json_cut_into(path.text, sizeof path.text, span_of(entity_path));
    json_path_name(&path, "indices");
    if (!indices_read(j, json_member(entity, "indices"), &at) ||
        !judge_order(j, &at, path.text))
        return;
    struct span piece = utf8_slice(text, at.from, at.to);
    if (piece.p && (covers(kind, entity, piece) || is_at_cut(j, text, at.to)))
        return;
    if (piece.p && kind == ENTITY_MEDIA) {
        judge_note(j, STATUS_INDICES, path.text,
                   "%s do not cover the address of the media", path.text + 1);
    } else if (piece.p && kind == ENTITY_MENTION && is_whole_mention(text, piece)) {
        judge_note(j, STATUS_INDICES, path.text, "%s cover a mention of another name",
                   path.text + 1);
    } else {
        break_indices(j, text, &at, kind, entity, path.text);
    }
}

void judge_user_indices(struct judge *j, size_t length, const cJSON *entity,
                        const char *entity_path)
{
    struct json_path path = { .len = strlen(entity_path) };
    struct indices at;
    json_cut_into(path.text, sizeof path.text, span_of(entity_path));
    json_path_name(&path, "indices");
    if (!indices_read(j, json_member(entity, "indices"), &at) ||
        !judge_order(j, &at, path.text))
        return;
    if (at.to > length)
        judge_note(j, STATUS_INDICES, path.text, "%s end behind the text", path.text + 1);
}
