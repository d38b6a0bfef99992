#include "refserver/render.h"

#include "refserver/index.h"
#include "refserver/text.h"

#include <inttypes.h>
#include <time.h>

#define SNOWFLAKE_EPOCH_S INT64_C(1288834974)
enum { SNOWFLAKE_SECOND_SHIFT = 22, FIRST_DAY = 1142974214 /* 2006-03-21 */ };

/* Ids tell when they were made, those of 2006 only their order. */
static int64_t written_s(uint64_t id)
{
    if (id < UINT64_C(1) << 40)
        return FIRST_DAY + (int64_t)(id % 1000000);
    return SNOWFLAKE_EPOCH_S + (int64_t)(id >> SNOWFLAKE_SECOND_SHIFT) / 1000;
}

static void put_date(struct arena *mem, struct node *object, int64_t when)
{
    time_t seconds = (time_t)when;
    struct tm date;
    char text[40];

    gmtime_r(&seconds, &date);
    strftime(text, sizeof(text), "%a %b %d %H:%M:%S +0000 %Y", &date);
    node_put(object, "created_at", node_string(mem, arena_copy(mem, span_of(text))));
}

static void put_user_entities(struct arena *mem, struct node *user)
{
    struct node *entities = node_put(user, "entities", node_object(mem));
    struct node *urls =
        node_put(node_put(entities, "url", node_object(mem)), "urls", node_array(mem));
    struct node *url = node_push(urls, node_object(mem)), *indices;

    node_put_string(mem, url, "url", "https://t.co/u1");
    node_put_raw(mem, url, "expanded_url", "null");
    node_put_raw(mem, url, "display_url", "null");
    indices = node_put(url, "indices", node_array(mem));
    node_push(indices, node_int(mem, 0));
    node_push(indices, node_int(mem, 15));
    node_put(node_put(entities, "description", node_object(mem)), "urls",
             node_array(mem));
}

/* Members that are the same for every user, in their recorded order. */
static const struct {
    const char *name, *raw;
} user_middle[] = {
    { "utc_offset", "null" },
    { "time_zone", "null" },
    { "geo_enabled", "true" },
    { "verified", "false" },
}, user_colours[] = {
    { "profile_background_color", "F5F8FA" },
    { "profile_background_image_url", NULL },
    { "profile_background_image_url_https", NULL },
}, user_theme[] = {
    { "profile_link_color", "1DA1F2" },
    { "profile_sidebar_border_color", "C0DEED" },
    { "profile_sidebar_fill_color", "DDEEF6" },
    { "profile_text_color", "333333" },
}, user_end[] = {
    { "profile_use_background_image", "true" },
    { "has_extended_profile", "false" },
    { "default_profile", "true" },
    { "default_profile_image", "false" },
    { "following", "false" },
    { "follow_request_sent", "false" },
    { "notifications", "false" },
    { "translator_type", "\"none\"" },
};

static void put_profile(struct arena *mem, struct node *user, uint64_t hash)
{
    for (size_t i = 0; i < sizeof(user_middle) / sizeof(user_middle[0]); i++)
        node_put_raw(mem, user, user_middle[i].name, user_middle[i].raw);
    node_put_int(mem, user, "statuses_count", 1 + (int64_t)(hash % 9000));
    node_put_raw(mem, user, "lang", "null");
    node_put_bool(mem, user, "contributors_enabled", false);
    node_put_bool(mem, user, "is_translator", false);
    node_put_bool(mem, user, "is_translation_enabled", false);
    for (size_t i = 0; i < sizeof(user_colours) / sizeof(user_colours[0]); i++)
        node_put_string(mem, user, user_colours[i].name, user_colours[i].raw);
    node_put_bool(mem, user, "profile_background_tile", false);
    node_put_string(mem, user, "profile_image_url",
                    "http://pbs.twimg.com/profile_images/1/example_normal.png");
    node_put_string(mem, user, "profile_image_url_https",
                    "https://pbs.twimg.com/profile_images/1/example_normal.png");
    for (size_t i = 0; i < sizeof(user_theme) / sizeof(user_theme[0]); i++)
        node_put_string(mem, user, user_theme[i].name, user_theme[i].raw);
    for (size_t i = 0; i < sizeof(user_end) / sizeof(user_end[0]); i++)
        node_put_raw(mem, user, user_end[i].name, user_end[i].raw);
}

struct node *render_user(struct arena *mem, uint64_t user_id,
                         const struct render_view *view)
{
    struct node *user = node_object(mem);
    uint64_t hash = hash_mix(7, user_id);
    unsigned number = (unsigned)(hash % 10000);

    node_put_id(mem, user, "id", user_id);
    if (view->trim_user)
        return user;
    node_put(
        user, "name",
        node_string(mem, arena_printf(mem, "Ex\xc3\xa4mple %u \xe2\x98\x83", number)));
    node_put(user, "screen_name",
             node_string(mem, arena_printf(mem, "example_%u", number)));
    node_put_string(mem, user, "location", "Som\xc3\xa9where");
    node_put_string(mem, user, "description", "Writes \"examples\" &amp; nothing else.");
    node_put_string(mem, user, "url", "https://t.co/u1");
    if (!view->no_user_entities)
        put_user_entities(mem, user);
    node_put_bool(mem, user, "protected", false);
    node_put_int(mem, user, "followers_count", (int64_t)(hash >> 8) % 500);
    node_put_int(mem, user, "friends_count", (int64_t)((hash >> 16) % 300));
    node_put_int(mem, user, "listed_count", (int64_t)((hash >> 24) % 20));
    put_date(mem, user, written_s(user_id));
    node_put_int(mem, user, "favourites_count", (int64_t)((hash >> 32) % 700));
    put_profile(mem, user, hash);
    return user;
}

static void put_reply(struct arena *mem, struct node *node,
                      const struct store_status *status)
{
    bool reply = status->kind == KIND_REPLY;

    node_put_id(mem, node, "in_reply_to_status_id", reply ? status->id - 1000 : 0);
    node_put_id(mem, node, "in_reply_to_user_id", reply ? 2000000777 : 0);
    node_put_string(mem, node, "in_reply_to_screen_name",
                    reply ? "example_author" : NULL);
}

static struct node *point(struct arena *mem, const char *a, const char *b)
{
    struct node *node = node_object(mem), *coordinates;

    node_put_string(mem, node, "type", "Point");
    coordinates = node_put(node, "coordinates", node_array(mem));
    node_push(coordinates, node_raw(mem, span_of(a)));
    node_push(coordinates, node_raw(mem, span_of(b)));
    return node;
}

static struct node *bounding_box(struct arena *mem)
{
    static const char *const corners[] = { "[-9.2,38.6]", "[-9.0,38.6]", "[-9.0,38.8]",
                                           "[-9.2,38.8]" };
    struct node *box = node_object(mem), *ring;

    node_put_string(mem, box, "type", "Polygon");
    ring = node_push(node_put(box, "coordinates", node_array(mem)), node_array(mem));
    for (size_t i = 0; i < sizeof(corners) / sizeof(corners[0]); i++)
        node_push(ring, node_raw(mem, span_of(corners[i])));
    return box;
}

static struct node *place(struct arena *mem)
{
    static const char *const members[][2] = {
        { "id", "0123456789abcdef" },
        { "url", "https://api.twitter.com/1.1/geo/id/0123456789abcdef.json" },
        { "place_type", "city" },
        { "name", "Exampl\xc3\xb3polis" },
        { "full_name", "Exampl\xc3\xb3polis, Portugal" },
        { "country_code", "PT" },
        { "country", "Portugal" },
    };
    struct node *node = node_object(mem);

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        node_put_string(mem, node, members[i][0], members[i][1]);
    node_put(node, "contained_within", node_array(mem));
    node_put(node, "bounding_box", bounding_box(mem));
    node_put(node, "attributes", node_object(mem));
    return node;
}

static void put_where(struct arena *mem, struct node *node,
                      const struct store_status *status)
{
    bool placed = status->kind == KIND_PLACE;

    node_put(node, "geo",
             placed ? point(mem, "38.707071", "-9.135517") : node_raw(mem, SPAN("null")));
    node_put(node, "coordinates",
             placed ? point(mem, "-9.135517", "38.707071") : node_raw(mem, SPAN("null")));
    node_put(node, "place", placed ? place(mem) : node_raw(mem, SPAN("null")));
    node_put_raw(mem, node, "contributors", "null");
}

/* The status inside a retweet or a quote: an ordinary one, a second older. */
static struct store_status inner_status(const struct store_status *outer)
{
    return (struct store_status){ .id = outer->id -
                                        (UINT64_C(1000) << SNOWFLAKE_SECOND_SHIFT),
                                  .author_id = 2000000777,
                                  .kind = KIND_LIKED };
}

static void put_quote(struct arena *mem, struct node *node,
                      const struct store_status *status, const struct render_view *view)
{
    struct store_status inner = inner_status(status);
    struct node *permalink;

    node_put_id(mem, node, "quoted_status_id", inner.id);
    permalink = node_put(node, "quoted_status_permalink", node_object(mem));
    node_put_string(mem, permalink, "url", "https://t.co/q1");
    node_put(
        permalink, "expanded",
        node_string(
            mem, arena_printf(mem, "https://twitter.com/example_author/status/%" PRIu64,
                              inner.id)));
    node_put_string(mem, permalink, "display", "twitter.com/example_author\xe2\x80\xa6");
    node_put(node, "quoted_status", render_status(mem, &inner, view));
}

static void put_nested(struct arena *mem, struct node *node,
                       const struct store_status *status, const struct render_view *view)
{
    struct render_view inside = *view;

    inside.favorited = false;
    if (status->kind == KIND_RETWEET) {
        struct store_status inner = inner_status(status);

        node_put(node, "retweeted_status", render_status(mem, &inner, &inside));
    }
    node_put_bool(mem, node, "is_quote_status", status->kind == KIND_QUOTE);
    if (status->kind == KIND_QUOTE)
        put_quote(mem, node, status, &inside);
}

static void put_withheld(struct arena *mem, struct node *node)
{
    struct node *countries;

    node_put_bool(mem, node, "withheld_copyright", true);
    countries = node_put(node, "withheld_in_countries", node_array(mem));
    node_push(countries, node_string(mem, SPAN("DE")));
    node_push(countries, node_string(mem, SPAN("XY")));
    node_put_string(mem, node, "withheld_scope", "status");
}

static void put_text(struct arena *mem, struct node *node, struct span text,
                     bool extended, bool truncated)
{
    struct node *range;

    node_put(node, extended ? "full_text" : "text", node_string(mem, text));
    node_put_bool(mem, node, "truncated", truncated);
    if (!extended)
        return;
    range = node_put(node, "display_text_range", node_array(mem));
    node_push(range, node_int(mem, 0));
    node_push(range, node_int(mem, (int64_t)text_points(text)));
}

static void put_entities(struct arena *mem, struct node *node, struct span text,
                         uint64_t id, const struct render_view *view)
{
    struct node *extended = text_extended_entities(mem, text, id);

    if (view->null_entities)
        node_put_raw(mem, node, "entities", "null");
    else if (view->empty_entities)
        node_put(node, "entities", node_object(mem));
    else if (!view->no_entities)
        node_put(node, "entities", text_entities(mem, text, id));
    if (extended && !view->no_extended_entities)
        node_put(node, "extended_entities", extended);
}

static void put_counts(struct arena *mem, struct node *node,
                       const struct store_status *status, const struct render_view *view)
{
    uint64_t hash = hash_mix(9, status->id);

    node_put_int(mem, node, "retweet_count", (int64_t)(hash % 50));
    node_put_int(mem, node, "favorite_count",
                 (int64_t)(hash >> 8) % 90 + view->favorited);
    node_put_bool(mem, node, "favorited", view->favorited);
    node_put_bool(mem, node, "retweeted", false);
}

struct node *render_status(struct arena *mem, const struct store_status *status,
                           const struct render_view *view)
{
    const struct text *words = &texts[status->kind];
    bool whole = view->extended && words->full;
    struct span text = span_of(whole ? words->full : words->compat);
    struct node *node = node_object(mem);

    put_date(mem, node, written_s(status->id));
    node_put_id(mem, node, "id", status->id);
    put_text(mem, node, text, view->extended, words->full && !view->extended);
    put_entities(mem, node, text, status->id, view);
    node_put_string(
        mem, node, "source",
        status->kind == KIND_OLD
            ? "web"
            : "<a href=\"https://example.org/client\" rel=\"nofollow\">Example</a>");
    put_reply(mem, node, status);
    node_put(node, "user", render_user(mem, status->author_id, view));
    put_where(mem, node, status);
    put_nested(mem, node, status, view);
    put_counts(mem, node, status, view);
    if (span_find(text, SPAN("https://")) >= 0)
        node_put_bool(mem, node, "possibly_sensitive", false);
    node_put_string(mem, node, "lang", words->lang);
    if (status->kind == KIND_WITHHELD)
        put_withheld(mem, node);
    return node;
}
