#include "json/status_judge.h"

#include <stdlib.h>

static void judge_text(struct judge *j)
{
    bool text = json_member(j->status, "text") != NULL;
    bool full = json_member(j->status, "full_text") != NULL;
    if (text == full) {
        judge_break(j, STATUS_TEXT, text ? "/full_text" : "/text", "%s",
                    text ? "text and full_text are both there" : "text is missing");
    }
    if (full && !text && !json_member(j->status, "display_text_range")) {
        judge_note(j, STATUS_OPTIONAL_TYPES, "/display_text_range",
                   "display_text_range is missing beside full_text");
    }
    if (full && cJSON_IsTrue(json_member(j->status, "truncated"))) {
        judge_break(j, STATUS_TRUNCATED, "/truncated",
                    "truncated is true with full_text");
    }
}

static bool is_anchor(struct span source)
{
    return span_starts(source, SPAN("<a")) && span_ends(source, SPAN("</a>")) &&
           span_find_char(source, '>') < (ptrdiff_t)source.len - 4;
}

static void judge_source(struct judge *j)
{
    const cJSON *node = json_member(j->status, "source");
    struct span source = json_string(node);
    if (source.len && !span_eq_str(source, "web") && !is_anchor(source)) {
        judge_value(j, STATUS_SOURCE_ANCHOR, "/source", node,
                    "an HTML anchor was expected");
    }
}

static void judge_favorited(struct judge *j)
{
    const cJSON *node = json_member(j->status, "favorited");
    if (cJSON_IsNull(node)) {
        judge_note(j, STATUS_FAVORITED, "/favorited", "favorited is null");
    } else if (!node && (!j->question->after_unlike || j->base.len)) {
        judge_note(j, STATUS_FAVORITED, "/favorited", "favorited is missing");
    } else if (j->question->after_unlike && (!node || cJSON_IsTrue(node))) {
        judge_value(j, STATUS_FAVORITED_FALSE, "/favorited", node,
                    "false was expected after an un-like, though it may lag behind");
    }
}

/* Recorded of v1: null in retweets, "100+" where there were more. */
static bool is_retweet(const struct judge *j)
{
    return json_member(j->status, "retweeted_status") || j->base.len;
}

bool judge_retweet_count_is_old(const struct judge *j)
{
    const cJSON *node = json_member(j->status, "retweet_count");
    return span_eq_str(json_string(node), "100+") ||
           (cJSON_IsNull(node) && is_retweet(j));
}

static void judge_retweet_count(struct judge *j)
{
    if (judge_retweet_count_is_old(j)) {
        judge_note(j, STATUS_RETWEET_COUNT, "/retweet_count",
                   "retweet_count is not a number, as in 2010");
    }
}

static struct span point_part(const struct judge *j, const char *name, int index)
{
    const cJSON *point = json_member(json_member(j->status, name), "coordinates");
    return json_number(j->doc, cJSON_GetArrayItem(point, index));
}

static bool same_number(struct span a, struct span b)
{
    return span_eq(a, b) || (a.p && b.p && strtod(a.p, NULL) == strtod(b.p, NULL));
}

static void judge_geo(struct judge *j)
{
    const cJSON *geo = json_member(j->status, "geo");
    const cJSON *coordinates = json_member(j->status, "coordinates");
    bool geo_given = judge_written(j, geo) == GIVEN;
    bool coordinates_given = judge_written(j, coordinates) == GIVEN;
    if (geo_given != coordinates_given) {
        const char *path = geo_given ? "/coordinates" : "/geo";
        judge_value(j, STATUS_GEO, path, geo_given ? coordinates : geo,
                    geo_given ? "geo is given" : "coordinates are given");
    }
    if (!cJSON_IsObject(geo) || !cJSON_IsObject(coordinates))
        return;
    for (int i = 0; i < 2; i++) {
        struct span left = point_part(j, "geo", i),
                    right = point_part(j, "coordinates", 1 - i);
        if (left.p && right.p && !same_number(left, right)) {
            judge_break(j, STATUS_GEO, "/geo/coordinates",
                        "geo has %.*s where coordinates, read backwards, have %.*s",
                        SPAN_ARG(left), SPAN_ARG(right));
            return;
        }
    }
}

static void judge_unknowns(struct judge *j)
{
    bool located = judge_written(j, json_member(j->status, "geo")) == GIVEN ||
                   judge_written(j, json_member(j->status, "coordinates")) == GIVEN;
    if (located) {
        judge_geo(j);
    } else {
        judge_null(j, "geo");
        judge_null(j, "coordinates");
    }
    judge_null(j, "place");
    if (!cJSON_IsArray(json_member(j->status, "contributors")))
        judge_null(j, "contributors");
}

static void judge_modern(struct judge *j)
{
    static const char *const modern[] = { "favorite_count", "lang", "is_quote_status" };
    struct buf missing;
    if (j->base.len)
        return;
    buf_init(&missing, BUF_MAX_TEXT);
    for (size_t i = 0; i < sizeof modern / sizeof modern[0]; i++)
        if (!json_member(j->status, modern[i]))
            judge_list_name(&missing, modern[i]);
    if (missing.len)
        judge_break(j, STATUS_MODERN, "", "missing: %s", missing.p);
    buf_release(&missing);
}

void judge_members(struct judge *j)
{
    judge_text(j);
    judge_source(j);
    judge_favorited(j);
    judge_retweet_count(j);
    judge_unknowns(j);
    judge_modern(j);
}
