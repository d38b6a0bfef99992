#include "refserver/text.h"

#include "refserver/index.h"

#include <inttypes.h>

const struct text texts[STATUS_KIND_COUNT] = {
    [KIND_LIKED] = { "An ordinary status that somebody likes", NULL, "en" },
    [KIND_NOT_LIKED] = { "A status that nobody likes", NULL, "en" },
    [KIND_LIKED_BY_OTHER] = { "A status that only the second user likes", NULL, "en" },
    [KIND_NEIGHBOUR_LOW] = { "One of two statuses that a double cannot tell apart", NULL,
                             "en" },
    [KIND_NEIGHBOUR_HIGH] = { "The other one of the two", NULL, "en" },
    [KIND_BYSTANDER] = { "A status that nobody asks for", NULL, "en" },
    [KIND_OWN] = { "Written by the account that likes it \xe2\x98\x95", NULL, "en" },
    [KIND_REPLY] = { "@example_author Yes, that one.", NULL, "en" },
    [KIND_RETWEET] = { "RT @example_author: Gr\xc3\xbc\xc3\x9f"
                       "e aus #Kassel https://t.co/r1",
                       NULL, "de" },
    [KIND_QUOTE] = { "Seen this? https://t.co/q1", NULL, "en" },
    [KIND_MEDIA] = { "Two pictures of #snow https://t.co/m1", NULL, "en" },
    [KIND_ENTITIES] = { "A #tag, a $CHK and @example_reader at https://t.co/a1 and "
                        "https://t.co/a2 #two",
                        NULL, "en" },
    [KIND_EMOJI] = { "\xf0\x9f\x98\x80\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac "
                     "#party "
                     "\xf0\x9d\x92\xb3 @example_reader \xf0\x9f\x8e\x89 https://t.co/e1",
                     NULL, "und" },
    [KIND_ESCAPED] = { "Fish &amp; chips &lt;3 &gt; #salt https://t.co/s1", NULL, "en" },
    [KIND_PLACE] = { "Ol\xc3\xa1 from here", NULL, "pt" },
    [KIND_WITHHELD] = { "Withheld in some countries", NULL, "en" },
    [KIND_OLD] = { "just setting up an example", NULL, "en" },
    [KIND_LONG] = { "This status is longer than one hundred and forty characters, and so "
                    "its text is cut in "
                    "the old form of the\xe2\x80\xa6 https://t.co/l1",
                    "This status is longer than one hundred and forty characters, and so "
                    "its text is cut in "
                    "the old form of the document; whoever asks for the extended mode "
                    "gets all of it, with a "
                    "#hashtag at the end",
                    "en" },
    [KIND_PROTECTED] = { "For followers only", NULL, "en" },
};

size_t text_points(struct span text)
{
    size_t points = 0;

    for (size_t i = 0; i < text.len; i++)
        points += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return points;
}

/* One entity: the bytes of its word, and where it stands. */
struct found {
    struct span word;
    size_t from, to; /* in code points */
    uint64_t owner;
};

static struct node *with_indices(struct arena *mem, struct node *entity,
                                 const struct found *f)
{
    struct node *indices = node_put(entity, "indices", node_array(mem));

    node_push(indices, node_int(mem, (int64_t)f->from));
    node_push(indices, node_int(mem, (int64_t)f->to));
    return entity;
}

static struct node *tag(struct arena *mem, const struct found *f)
{
    struct node *entity = node_object(mem);

    node_put(entity, "text", node_string(mem, span_from(f->word, 1)));
    return with_indices(mem, entity, f);
}

static struct node *mention(struct arena *mem, const struct found *f)
{
    struct node *entity = node_object(mem);

    node_put(entity, "screen_name", node_string(mem, span_from(f->word, 1)));
    node_put_string(mem, entity, "name", "Ex\xc3\xa4mple \xe2\x98\x83");
    node_put_id(mem, entity, "id", 2000000000 + hash_bytes(1, f->word) % 1000000000);
    return with_indices(mem, entity, f);
}

static struct node *link(struct arena *mem, const struct found *f)
{
    struct node *entity = node_object(mem);
    struct span code = span_from(f->word, sizeof("https://t.co/") - 1);
    bool continues = code.p[0] == 'l';

    node_put(entity, "url", node_string(mem, f->word));
    if (continues) {
        node_put(entity, "expanded_url",
                 node_string(
                     mem, arena_printf(mem, "https://twitter.com/i/web/status/%" PRIu64,
                                       f->owner)));
        node_put_string(mem, entity, "display_url",
                        "twitter.com/i/web/status/\xe2\x80\xa6");
        return with_indices(mem, entity, f);
    }
    node_put(
        entity, "expanded_url",
        node_string(mem, arena_printf(mem, "https://example.org/%.*s", SPAN_ARG(code))));
    node_put(entity, "display_url",
             node_string(mem, arena_printf(mem, "example.org/%.*s", SPAN_ARG(code))));
    return with_indices(mem, entity, f);
}

static void put_size(struct arena *mem, struct node *sizes, const char *name, int w,
                     int h, const char *resize)
{
    struct node *size = node_put(sizes, name, node_object(mem));

    node_put_int(mem, size, "w", w);
    node_put_int(mem, size, "h", h);
    node_put_string(mem, size, "resize", resize);
}

static struct node *picture(struct arena *mem, const struct found *f, int number)
{
    struct node *entity = node_object(mem), *sizes;
    const char *file = arena_printf(mem, "pbs.twimg.com/media/Example%d.jpg", number).p;

    node_put_id(mem, entity, "id", f->owner - (uint64_t)number - 1);
    with_indices(mem, entity, f);
    node_put(entity, "media_url", node_string(mem, arena_printf(mem, "http://%s", file)));
    node_put(entity, "media_url_https",
             node_string(mem, arena_printf(mem, "https://%s", file)));
    node_put(entity, "url", node_string(mem, f->word));
    node_put(entity, "display_url",
             node_string(mem, arena_printf(mem, "pic.twitter.com/%.*s",
                                           SPAN_ARG(span_from(f->word, 13)))));
    node_put(
        entity, "expanded_url",
        node_string(mem, arena_printf(mem,
                                      "https://twitter.com/example_author/status/%" PRIu64
                                      "/photo/1",
                                      f->owner)));
    node_put_string(mem, entity, "type", "photo");
    sizes = node_put(entity, "sizes", node_object(mem));
    put_size(mem, sizes, "thumb", 150, 150, "crop");
    put_size(mem, sizes, "small", 680, 382, "fit");
    put_size(mem, sizes, "medium", 1024, 575, "fit");
    put_size(mem, sizes, "large", 1024, 575, "fit");
    return entity;
}

static bool is_media(struct span word)
{
    return span_starts(word, SPAN("https://t.co/m"));
}

/* The end of the word that begins at `at`: a comma or full stop behind it is no part of
 * it. */
static size_t word_end(struct span text, size_t at)
{
    size_t end = at;

    while (end < text.len && text.p[end] != ' ')
        end++;
    while (end > at + 1 && strchr(",.:", text.p[end - 1]))
        end--;
    return end;
}

/* Finds the next word that is an entity, from byte *at and code point *point on. */
static bool next_entity(struct span text, size_t *at, size_t *point, struct found *out)
{
    while (*at < text.len) {
        size_t end = word_end(text, *at);
        struct span word = span_make(text.p + *at, end - *at);
        size_t from = *point;

        end = end == *at ? end + 1 : end;
        *point += text_points(span_make(text.p + *at, end - *at));
        *at = end;
        if (word.len > 1 &&
            (strchr("#$@", word.p[0]) || span_starts(word, SPAN("https://t.co/")))) {
            out->word = word;
            out->from = from;
            out->to = *point;
            return true;
        }
    }
    return false;
}

struct node *text_entities(struct arena *mem, struct span text, uint64_t owner)
{
    struct node *entities = node_object(mem);
    struct node *hashtags = node_put(entities, "hashtags", node_array(mem));
    struct node *symbols = node_put(entities, "symbols", node_array(mem));
    struct node *mentions = node_put(entities, "user_mentions", node_array(mem));
    struct node *urls = node_put(entities, "urls", node_array(mem));
    struct found f = { .owner = owner };
    size_t at = 0, point = 0;

    while (next_entity(text, &at, &point, &f)) {
        if (f.word.p[0] == '#')
            node_push(hashtags, tag(mem, &f));
        else if (f.word.p[0] == '$')
            node_push(symbols, tag(mem, &f));
        else if (f.word.p[0] == '@')
            node_push(mentions, mention(mem, &f));
        else if (!is_media(f.word))
            node_push(urls, link(mem, &f));
        else
            node_push(node_put(entities, "media", node_array(mem)), picture(mem, &f, 1));
    }
    return entities;
}

struct node *text_extended_entities(struct arena *mem, struct span text, uint64_t owner)
{
    struct found f = { .owner = owner };
    size_t at = 0, point = 0;

    while (next_entity(text, &at, &point, &f)) {
        struct node *extended, *media;

        if (!is_media(f.word))
            continue;
        extended = node_object(mem);
        media = node_put(extended, "media", node_array(mem));
        node_push(media, picture(mem, &f, 1));
        node_push(media, picture(mem, &f, 2));
        return extended;
    }
    return NULL;
}
