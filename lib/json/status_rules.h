/* The rules of the status document as a list: names and levels, no code (see status.h).
 */
#ifndef FAVSPEC_JSON_STATUS_RULES_H
#define FAVSPEC_JSON_STATUS_RULES_H

#include <stdint.h>

/* X(enumerator, name, hard, sentence). hard 0: a deviation is a warning. */
#define STATUS_RULES(X)                                                                  \
    X(STATUS_IS_OBJECT, "is-object", 1, "the document is one JSON object")               \
    X(STATUS_ID_INTEGER, "id-integer", 1, "id is a positive integer below 2^63")         \
    X(STATUS_ID_STR, "id-str", 1, "id_str is the decimal text of id")                    \
    X(STATUS_ID_REQUESTED, "id-requested", 1,                                            \
      "the status is the one that was asked for")                                        \
    X(STATUS_CREATED_AT, "created-at", 1,                                                \
      "created_at has the form Wed Sep 05 00:07:01 +0000 2012, a real date in UTC")      \
    X(STATUS_TEXT, "text", 1, "exactly one of text and full_text, a string")             \
    X(STATUS_TRUNCATED, "truncated", 1, "truncated is a boolean, false with full_text")  \
    X(STATUS_SOURCE, "source", 1, "source is a string")                                  \
    X(STATUS_SOURCE_ANCHOR, "source-anchor", 0,                                          \
      "source is an HTML anchor, web, or empty")                                         \
    X(STATUS_FAVORITED, "favorited", 1, "favorited is a boolean or null")                \
    X(STATUS_FAVORITED_FALSE, "favorited-false", 0,                                      \
      "favorited is false after an un-like")                                             \
    X(STATUS_RETWEETED, "retweeted", 1, "retweeted is a boolean")                        \
    X(STATUS_RETWEET_COUNT, "retweet-count", 1,                                          \
      "retweet_count is an integer, not negative")                                       \
    X(STATUS_FAVORITE_COUNT, "favorite-count", 1,                                        \
      "favorite_count is an integer, not negative, or null, when present")               \
    X(STATUS_REPLY_STATUS_PAIR, "reply-status-pair", 1,                                  \
      "in_reply_to_status_id and _str are both null or equal")                           \
    X(STATUS_REPLY_USER_PAIR, "reply-user-pair", 1,                                      \
      "in_reply_to_user_id and _str are both null or equal")                             \
    X(STATUS_REPLY_NAME, "reply-name", 1,                                                \
      "in_reply_to_screen_name is null exactly when in_reply_to_user_id is")             \
    X(STATUS_GEO, "geo", 1,                                                              \
      "geo and coordinates are both null, or points in reverse order")                   \
    X(STATUS_PLACE, "place", 1, "place is null or an object of the recorded shape")      \
    X(STATUS_CONTRIBUTORS, "contributors", 1, "contributors is null or an array")        \
    X(STATUS_USER, "user", 1, "user is an object with id and id_str that are equal")     \
    X(STATUS_USER_FIELDS, "user-fields", 1,                                              \
      "the members of user have the recorded types")                                     \
    X(STATUS_USER_CREATED_AT, "user-created-at", 1, "user.created_at has the same form") \
    X(STATUS_USER_COLORS, "user-colors", 1, "colours are six hex digits without #")      \
    X(STATUS_USER_ENTITIES, "user-entities", 1,                                          \
      "user.entities, when present, has description.urls and url.urls as arrays")        \
    X(STATUS_ENTITIES_PRESENT, "entities-present", 1,                                    \
      "entities is an object with hashtags, urls and user_mentions as arrays")           \
    X(STATUS_ENTITIES_ABSENT, "entities-absent", 1, "entities is not in the status")     \
    X(STATUS_ENTITIES_SYMBOLS, "entities-symbols", 0, "entities has symbols, an array")  \
    X(STATUS_ENTITY_SHAPE, "entity-shape", 1, "each entity has its recorded members")    \
    X(STATUS_INDICES, "indices", 1,                                                      \
      "indices are two integers, ordered, within the text, counted in code points")      \
    X(STATUS_EXTENDED_ENTITIES, "extended-entities", 1,                                  \
      "extended_entities, when present, has media, a non-empty array")                   \
    X(STATUS_QUOTE_PAIR, "quote-pair", 1,                                                \
      "quoted_status_id and _str are equal, and equal to quoted_status.id")              \
    X(STATUS_NESTED, "nested", 1,                                                        \
      "quoted_status and retweeted_status keep the same rules")                          \
    X(STATUS_LANG, "lang", 1, "lang, when present, is a string or null")                 \
    X(STATUS_OPTIONAL_TYPES, "optional-types", 1,                                        \
      "other known members have the recorded types when present")                        \
    X(STATUS_MODERN, "modern", 0,                                                        \
      "favorite_count, lang and is_quote_status are present, as since 2015")             \
    X(STATUS_NULLS, "nulls", 1, "what is unknown is null, not an empty string or 0")

enum status_rule {
#define X(enumerator, name, hard, sentence) enumerator,
    STATUS_RULES(X)
#undef X
        STATUS_RULE_COUNT
};

/* A set of rules. */
#define STATUS_RULE(rule) (UINT64_C(1) << (rule))
#define STATUS_ALL_RULES ((UINT64_C(1) << STATUS_RULE_COUNT) - 1)

#endif
