/* The status document in the answer: one case a rule and a kind of status. */
#include "server/cases/groups.h"

#define RULE(name) STATUS_RULE(STATUS_##name)
#define SOFT_RULES                                                                       \
    (RULE(SOURCE_ANCHOR) | RULE(FAVORITED_FALSE) | RULE(ENTITIES_SYMBOLS) | RULE(MODERN))
#define HARD_RULES                                                                       \
    (STATUS_ALL_RULES & ~(SOFT_RULES | RULE(ENTITIES_PRESENT) | RULE(ENTITIES_ABSENT)))

#define SHAPE(words, says, requirement, role, rule_set, fix)                             \
    {                                                                                    \
        .id = "shape/" words, .title = says, .requirements = { requirement },            \
        .hint = fix,                                                                     \
        .steps = { { .send.status = role,                                                \
                     .expect = { .answer = ANSWER_OK, .rules = (rule_set) } } },         \
    }

/* All hard rules at once, when something else is special. */
#define WHOLE(words, says, first_requirement, fix, ...)                                  \
    {                                                                                    \
        .id = "shape/" words, .title = says, .requirements = { first_requirement },      \
        .hint = fix,                                                                     \
        .steps = { { .send = { __VA_ARGS__ },                                            \
                     .expect = { .answer = ANSWER_OK, .rules = HARD_RULES } } },         \
    }

#define EXTENDED(words, says, role)                                                      \
    {                                                                                    \
        .id = "shape/" words, .title = says,                                             \
        .requirements = { REQ_SHAPE_EXTENDED_MODE },                                     \
        .hint = "give full_text and display_text_range, or ignore tweet_mode",           \
        .survey = true,                                                                  \
        .steps = { { .send = { .status = role, .query = "id={id}&tweet_mode=extended" }, \
                     .expect = { .answer = ANSWER_OK, .rules = HARD_RULES } } },         \
    }

#define WRITE_ID "write id as an integer of 64 bits, never through a double"
#define WRITE_ID_STR "write the decimal text of id as id_str"
#define WRITE_DATE "write dates in UTC as Wed Sep 05 00:07:01 +0000 2012"
#define WRITE_TEXT                                                                       \
    "write text (full_text in extended mode alone), and truncated beside it"
#define WRITE_USER "give user with id, id_str and the documented members"
#define WRITE_ENTITIES "give entities with hashtags, symbols, user_mentions and urls"
#define COUNT_POINTS                                                                     \
    "count indices in code points of the text as it is delivered, not in bytes or "      \
    "UTF-16 units"
#define WRITE_NULL "write null for what is unknown: no empty string, no 0, no omission"
#define PAIR "write in_reply_to ids as number and as text, and the screen name with them"
#define SAME_RULES "write the same document whatever stands beside id"

static const struct conformance_case list[] = {
    /* the status itself */
    SHAPE("object", "The answer is one object", REQ_SHAPE_OBJECT, ROLE_LIKED,
          RULE(IS_OBJECT), "answer with the status itself, not with a list of it"),
    SHAPE("same-status", "The status is the one that was asked for",
          REQ_SHAPE_SAME_STATUS, ROLE_LIKED, RULE(ID_REQUESTED),
          "answer with the status that was un-liked"),
    SHAPE(
        "same-status-of-neighbours",
        "The status is the one that was asked for, though another id is the same double",
        REQ_SHAPE_SAME_STATUS, ROLE_NEIGHBOUR, RULE(ID_REQUESTED),
        "look the status up by all digits of its id"),
    {
        .id = "shape/id",
        .title = "id is an integer, exact to the last digit",
        .requirements = { REQ_SHAPE_ID, REQ_SHAPE_ID_STR },
        .hint = WRITE_ID,
        .steps = { { .expect.rules =
                         RULE(ID_INTEGER) | RULE(ID_STR) | RULE(ID_REQUESTED) } },
    },
    {
        .id = "shape/id-beyond-doubles",
        .title = "id is exact where a double is not",
        .requirements = { REQ_SHAPE_ID, REQ_SHAPE_ID_STR },
        .hint = WRITE_ID,
        .steps = { { .send.status = ROLE_NEIGHBOUR,
                     .expect.rules =
                         RULE(ID_INTEGER) | RULE(ID_STR) | RULE(ID_REQUESTED) } },
    },
    SHAPE("id-of-2006", "A small id is an integer too", REQ_SHAPE_ID, ROLE_OLD,
          RULE(ID_INTEGER), WRITE_ID),
    SHAPE("id-str", "id_str is the text of id", REQ_SHAPE_ID_STR, ROLE_LIKED,
          RULE(ID_STR), WRITE_ID_STR),
    SHAPE("id-str-of-2006", "id_str of a small id has no leading zeros", REQ_SHAPE_ID_STR,
          ROLE_OLD, RULE(ID_STR), WRITE_ID_STR),
    SHAPE("created-at", "created_at has the recorded form", REQ_SHAPE_CREATED_AT,
          ROLE_LIKED, RULE(CREATED_AT), WRITE_DATE),
    SHAPE("created-at-of-2006", "created_at of an old status has the recorded form",
          REQ_SHAPE_CREATED_AT, ROLE_OLD, RULE(CREATED_AT), WRITE_DATE),
    SHAPE("text", "text is there, and full_text is not", REQ_SHAPE_TEXT, ROLE_LIKED,
          RULE(TEXT), WRITE_TEXT),
    SHAPE("text-of-long", "A long status has text, too", REQ_SHAPE_TEXT, ROLE_LONG,
          RULE(TEXT), WRITE_TEXT),
    SHAPE("text-with-emoji", "A text with emoji is a string", REQ_SHAPE_TEXT, ROLE_EMOJI,
          RULE(IS_OBJECT) | RULE(TEXT), WRITE_TEXT),
    SHAPE("truncated", "truncated is a boolean", REQ_SHAPE_TRUNCATED, ROLE_LIKED,
          RULE(TRUNCATED), WRITE_TEXT),
    SHAPE("truncated-of-long", "truncated of a long status is a boolean",
          REQ_SHAPE_TRUNCATED, ROLE_LONG, RULE(TRUNCATED), WRITE_TEXT),
    SHAPE("source", "source is a string", REQ_SHAPE_SOURCE, ROLE_LIKED, RULE(SOURCE),
          "write source as a string, empty when it is unknown"),
    SHAPE("source-of-2006", "source of an old status is a string", REQ_SHAPE_SOURCE,
          ROLE_OLD, RULE(SOURCE), "write source as a string, web for the oldest"),
    SHAPE("source-anchor", "source is an HTML anchor, web, or empty",
          REQ_SHAPE_SOURCE_ANCHOR, ROLE_LIKED, RULE(SOURCE_ANCHOR),
          "write source as <a href=\"…\" rel=\"nofollow\">…</a>"),
    SHAPE("favorited", "favorited is a boolean", REQ_SHAPE_FAVORITED, ROLE_LIKED,
          RULE(FAVORITED), "write favorited as true or false"),
    SHAPE("retweeted", "retweeted is a boolean", REQ_SHAPE_RETWEETED, ROLE_LIKED,
          RULE(RETWEETED), "write retweeted as true or false"),
    SHAPE("counts", "retweet_count and favorite_count are integers", REQ_SHAPE_COUNTS,
          ROLE_LIKED, RULE(RETWEET_COUNT) | RULE(FAVORITE_COUNT),
          "write counts as integers, not negative"),
    SHAPE("lang", "lang is a string", REQ_SHAPE_LANG, ROLE_LIKED, RULE(LANG),
          "write lang as a language tag, und when it is unknown"),
    SHAPE("modern", "favorite_count, lang and is_quote_status are there",
          REQ_SHAPE_MODERN, ROLE_LIKED, RULE(MODERN),
          "give favorite_count, lang and is_quote_status"),
    SHAPE("contributors", "contributors is null or an array", REQ_SHAPE_CONTRIBUTORS,
          ROLE_LIKED, RULE(CONTRIBUTORS), "write contributors as null"),
    SHAPE("nulls", "What is unknown is null", REQ_SHAPE_NULLS, ROLE_LIKED, RULE(NULLS),
          WRITE_NULL),
    SHAPE("nulls-of-2006", "What is unknown of an old status is null", REQ_SHAPE_NULLS,
          ROLE_OLD, RULE(NULLS), WRITE_NULL),
    SHAPE("nulls-of-place", "A status with a place has nulls elsewhere", REQ_SHAPE_NULLS,
          ROLE_PLACE, RULE(NULLS), WRITE_NULL),

    /* replies */
    SHAPE("reply", "The in_reply_to members of a reply come in pairs", REQ_SHAPE_REPLY,
          ROLE_REPLY, RULE(REPLY_STATUS_PAIR) | RULE(REPLY_USER_PAIR) | RULE(REPLY_NAME),
          PAIR),
    SHAPE("no-reply", "The in_reply_to members of what is no reply agree",
          REQ_SHAPE_REPLY, ROLE_LIKED,
          RULE(REPLY_STATUS_PAIR) | RULE(REPLY_USER_PAIR) | RULE(REPLY_NAME), PAIR),

    /* places */
    SHAPE("geo", "geo and coordinates are one point in reverse order", REQ_SHAPE_GEO,
          ROLE_PLACE, RULE(GEO), "write coordinates as [lon, lat] and geo as [lat, lon]"),
    SHAPE("no-geo", "geo and coordinates are null together", REQ_SHAPE_GEO, ROLE_LIKED,
          RULE(GEO), WRITE_NULL),
    SHAPE("place", "place is a place of the recorded shape", REQ_SHAPE_PLACE, ROLE_PLACE,
          RULE(PLACE), "give place with its names, types and bounding_box, or null"),
    SHAPE("no-place", "place is null without one", REQ_SHAPE_PLACE, ROLE_LIKED,
          RULE(PLACE), WRITE_NULL),

    /* the user */
    SHAPE("user", "user has an exact id and the same id_str", REQ_SHAPE_USER, ROLE_LIKED,
          RULE(USER), WRITE_USER),
    SHAPE("user-of-own", "The account's own status has a user", REQ_SHAPE_USER, ROLE_OWN,
          RULE(USER), WRITE_USER),
    SHAPE("user-of-2006", "A user with a small id has the same id_str", REQ_SHAPE_USER,
          ROLE_OLD, RULE(USER), WRITE_USER),
    SHAPE("user-fields", "The members of user have their types", REQ_SHAPE_USER_FIELDS,
          ROLE_LIKED, RULE(USER_FIELDS), WRITE_USER),
    SHAPE("user-created-at", "user.created_at has the recorded form",
          REQ_SHAPE_USER_CREATED_AT, ROLE_LIKED, RULE(USER_CREATED_AT), WRITE_DATE),
    SHAPE("user-colors", "Colours are six hex digits", REQ_SHAPE_USER_COLORS, ROLE_LIKED,
          RULE(USER_COLORS), "write colours as six hex digits without #"),
    SHAPE("user-entities", "user.entities holds urls in lists", REQ_SHAPE_USER_ENTITIES,
          ROLE_LIKED, RULE(USER_ENTITIES),
          "give user.entities with description.urls, and url.urls when there is a url"),
    SHAPE("user-entities-of-own", "user.entities of the account holds urls in lists",
          REQ_SHAPE_USER_ENTITIES, ROLE_OWN, RULE(USER_ENTITIES),
          "give user.entities with description.urls, and url.urls when there is a url"),
    {
        .id = "shape/trimmed-user",
        .title = "Beside trim_user, known or not, user has id and id_str",
        .requirements = { REQ_SHAPE_USER },
        .hint = WRITE_USER,
        .steps = { { .send.query = "id={id}&trim_user=true",
                     .expect.rules = RULE(USER) } },
    },

    /* entities */
    {
        .id = "shape/entities",
        .title = "entities holds its lists, also when they are empty",
        .requirements = { REQ_SHAPE_ENTITIES },
        .hint = WRITE_ENTITIES,
        .steps = { { .expect.entities = ENTITIES_MUST_BE_THERE } },
    },
    {
        .id = "shape/entities-of-every-kind",
        .title = "entities holds its lists when there is much in them",
        .requirements = { REQ_SHAPE_ENTITIES },
        .hint = WRITE_ENTITIES,
        .steps = { { .send.status = ROLE_ENTITIES,
                     .expect.entities = ENTITIES_MUST_BE_THERE } },
    },
    SHAPE("symbols", "entities holds symbols", REQ_SHAPE_SYMBOLS, ROLE_LIKED,
          RULE(ENTITIES_SYMBOLS), WRITE_ENTITIES),
    SHAPE("entity", "Hashtags, symbols, mentions and urls have their members",
          REQ_SHAPE_ENTITY, ROLE_ENTITIES, RULE(ENTITY_SHAPE),
          "give each entity its documented members"),
    SHAPE("entity-of-media", "Media have their members", REQ_SHAPE_ENTITY, ROLE_MEDIA,
          RULE(ENTITY_SHAPE), "give each of media its documented members"),
    SHAPE("entity-of-reply", "The mention of a reply has its members", REQ_SHAPE_ENTITY,
          ROLE_REPLY, RULE(ENTITY_SHAPE), "give each entity its documented members"),
    SHAPE("indices", "indices cover their entities", REQ_SHAPE_INDICES, ROLE_ENTITIES,
          RULE(INDICES), COUNT_POINTS),
    SHAPE("indices-behind-emoji", "indices behind emoji count code points",
          REQ_SHAPE_INDICES, ROLE_EMOJI, RULE(INDICES), COUNT_POINTS),
    SHAPE("indices-behind-escapes", "indices behind &amp; count the escaped text",
          REQ_SHAPE_INDICES, ROLE_ESCAPED, RULE(INDICES), COUNT_POINTS),
    SHAPE("indices-of-media", "indices of media lie within the text", REQ_SHAPE_INDICES,
          ROLE_MEDIA, RULE(INDICES), COUNT_POINTS),
    SHAPE("indices-of-long", "indices of a cut text lie within it", REQ_SHAPE_INDICES,
          ROLE_LONG, RULE(INDICES), COUNT_POINTS),
    SHAPE("indices-of-retweet", "indices of a retweet count its own text",
          REQ_SHAPE_INDICES, ROLE_RETWEET, RULE(INDICES), COUNT_POINTS),
    SHAPE("extended-entities", "extended_entities holds the media", REQ_SHAPE_EXTENDED,
          ROLE_MEDIA, RULE(EXTENDED_ENTITIES),
          "give extended_entities with media, and only where there are any"),
    SHAPE("no-extended-entities", "Without media there is no empty extended_entities",
          REQ_SHAPE_EXTENDED, ROLE_LIKED, RULE(EXTENDED_ENTITIES),
          "give extended_entities with media, and only where there are any"),

    /* statuses within, and what is there at times */
    SHAPE("quote", "A quote names the quoted status twice alike", REQ_SHAPE_QUOTE,
          ROLE_QUOTE, RULE(QUOTE_PAIR),
          "write quoted_status_id and its _str as the id of quoted_status"),
    SHAPE("quoted-status", "The quoted status keeps the rules", REQ_SHAPE_NESTED,
          ROLE_QUOTE, RULE(NESTED), "write nested statuses by the same rules"),
    SHAPE("retweeted-status", "The retweeted status keeps the rules", REQ_SHAPE_NESTED,
          ROLE_RETWEET, RULE(NESTED), "write nested statuses by the same rules"),
    SHAPE("withheld", "The members of a withheld status have their types",
          REQ_SHAPE_OPTIONAL, ROLE_WITHHELD, RULE(OPTIONAL_TYPES),
          "write withheld_in_countries as an array of codes"),
    SHAPE("optional-of-media", "possibly_sensitive is a boolean", REQ_SHAPE_OPTIONAL,
          ROLE_MEDIA, RULE(OPTIONAL_TYPES), "write possibly_sensitive as true or false"),
    SHAPE("optional", "What else is there has its documented type", REQ_SHAPE_OPTIONAL,
          ROLE_LIKED, RULE(OPTIONAL_TYPES), "give each member its documented type"),

    /* all of it */
    WHOLE("asked-in-body", "An id in the body gives the same document", REQ_SHAPE_OBJECT,
          SAME_RULES, .body = "id={id}"),
    WHOLE("without-entities", "include_entities=false leaves the rest as it is",
          REQ_SHAPE_OBJECT, SAME_RULES, .query = "id={id}&include_entities=false"),
    WHOLE("media-without-entities",
          "include_entities=false leaves the rest of a status with media as it is",
          REQ_SHAPE_OBJECT, SAME_RULES, .status = ROLE_MEDIA,
          .query = "id={id}&include_entities=false"),
    WHOLE("retweet-without-entities",
          "include_entities=false leaves the rest of a retweet as it is",
          REQ_SHAPE_OBJECT, SAME_RULES, .status = ROLE_RETWEET,
          .query = "id={id}&include_entities=false"),
    WHOLE("own", "The account's own status keeps all rules", REQ_SHAPE_OBJECT, SAME_RULES,
          .status = ROLE_OWN),
    WHOLE("escaped", "A status with escaped characters keeps all rules", REQ_SHAPE_OBJECT,
          SAME_RULES, .status = ROLE_ESCAPED),
    EXTENDED("extended-mode", "What tweet_mode=extended gives keeps all rules",
             ROLE_LIKED),
    EXTENDED("extended-mode-of-long",
             "What tweet_mode=extended gives for a long status keeps all rules",
             ROLE_LONG),
    EXTENDED("extended-mode-with-emoji",
             "What tweet_mode=extended gives for emoji keeps all rules", ROLE_EMOJI),
};

CASE_GROUP(shape);
