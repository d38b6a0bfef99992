/* Status documents for the answers of scenarios, in pieces that string literals are put
 * together from. {id} is replaced when the answer is given. */
#ifndef FAVSPEC_SUITE_CLIENT_DOCUMENTS_H
#define FAVSPEC_SUITE_CLIENT_DOCUMENTS_H

#define JSON_TYPE "content-type: application/json;charset=utf-8\n"

#define DOC_ID                                                                           \
    "{\"created_at\":\"Wed Sep 05 00:37:15 +0000 "                                       \
    "2012\",\"id\":{id},\"id_str\":\"{id}\","
#define DOC_TEXT(text) "\"text\":\"" text "\",\"truncated\":false,"
#define DOC_ENTITIES                                                                     \
    "\"entities\":{\"hashtags\":[],\"symbols\":[],\"user_mentions\":[],\"urls\":[]},"
#define DOC_SOURCE                                                                       \
    "\"source\":\"\\u003ca href=\\\"http:\\/\\/example.org\\\" "                         \
    "rel=\\\"nofollow\\\"\\u003eExample\\u003c\\/a\\u003e\","
#define DOC_REPLY                                                                        \
    "\"in_reply_to_status_id\":null,\"in_reply_to_status_id_str\":null,"                 \
    "\"in_reply_to_user_id\":null,\"in_reply_to_user_id_str\":null,"                     \
    "\"in_reply_to_screen_name\":null,"
#define DOC_USER_OF(id, name)                                                            \
    "\"user\":{\"id\":" id ",\"id_str\":\"" id "\",\"name\":\"" name "\","               \
    "\"screen_name\":\"quietharbour\",\"location\":\"\",\"description\":\"\","           \
    "\"url\":null,\"entities\":{\"description\":{\"urls\":[]}},\"protected\":false,"     \
    "\"followers_count\":12,\"friends_count\":34,\"listed_count\":0,"                    \
    "\"created_at\":\"Mon May 16 20:21:51 +0000 2011\",\"favourites_count\":5,"          \
    "\"utc_offset\":null,\"time_zone\":null,\"geo_enabled\":false,\"verified\":false,"   \
    "\"statuses_count\":678,\"lang\":null,\"contributors_enabled\":false,"               \
    "\"is_translator\":false,\"profile_background_color\":\"C0DEED\","                   \
    "\"profile_background_image_url\":null,\"profile_background_image_url_https\":"      \
    "null,\"profile_background_tile\":false,\"profile_image_url\":"                      \
    "\"http:\\/\\/example.org\\/a.png\",\"profile_image_url_https\":"                    \
    "\"https:\\/\\/example.org\\/a.png\",\"profile_link_color\":\"1DA1F2\","             \
    "\"profile_sidebar_border_color\":\"C0DEED\",\"profile_sidebar_fill_color\":"        \
    "\"DDEEF6\",\"profile_text_color\":\"333333\",\"profile_use_background_image\":"     \
    "true,\"default_profile\":true,\"default_profile_image\":false,\"following\":"       \
    "false,\"follow_request_sent\":false,\"notifications\":false},"
#define DOC_USER DOC_USER_OF("301248934", "Quiet Harbour")
#define DOC_PLACE                                                                        \
    "\"geo\":null,\"coordinates\":null,\"place\":null,\"contributors\":null,"
#define DOC_FAVORITED(favorited)                                                         \
    "\"is_quote_status\":false,\"retweet_count\":3,\"favorite_count\":9,"                \
    "\"favorited\":" favorited ",\"retweeted\":false,\"lang\":\"en\"}"

/* Everything behind the entities. */
#define DOC_REST DOC_SOURCE DOC_REPLY DOC_USER DOC_PLACE DOC_FAVORITED("false")
#define DOC_STATUS DOC_ID DOC_TEXT("A quiet harbour") DOC_ENTITIES DOC_REST

#define DOC_ERROR(code, message)                                                         \
    "{\"errors\":[{\"code\":" code ",\"message\":\"" message "\"}]}"

#endif
