/* Members and documents for the targets that read JSON. */
#include "fuzz/phrases_json.h"

#include <stddef.h>

/* A status with all that a status has to have. */
#define PLAIN_STATUS                                                                     \
    "{\"created_at\":\"Wed Sep 05 00:07:01 +0000 "                                       \
    "2012\",\"id\":71,\"id_str\":\"71\",\"text\":\"a\",\"truncated\":false,\"source\":"  \
    "\"web\",\"in_reply_to_status_id\":null,\"in_reply_to_status_id_str\":null,\"in_"    \
    "reply_to_user_id\":null,\"in_reply_to_user_id_str\":null,\"in_reply_to_screen_"     \
    "name\":null,\"user\":{\"id\":1,\"id_str\":\"1\",\"name\":\"A\",\"screen_name\":"    \
    "\"ann\"},\"geo\":null,\"coordinates\":null,\"place\":null,\"contributors\":null,"   \
    "\"retweet_count\":0,\"favorited\":false,\"retweeted\":false}"

const char *const fuzz_judge_phrases[] = {
    "71\nentities\n" PLAIN_STATUS,
    "72\nafter trimmed\n{}",
    "\nomitted\n{}",
    "entities",
    "omitted",
    "after",
    "trimmed",
    "\"id\":243138128959913986",
    "\"id_str\":\"243138128959913986\"",
    "\"id_str\":\"072\"",
    "\"created_at\":\"Thu Feb 29 23:59:59 +0000 2024\"",
    "\"created_at\":\"Thu Feb 29 23:59:59 +0000 2023\"",
    "\"text\":\"RT @ann: #tag $SYM https://t.co/a é😀 @ann\"",
    "\"full_text\":\"#tag é😀 @ann &amp;\"",
    "\"display_text_range\":[0,4]",
    "\"truncated\":true",
    "\"source\":\"<a href=\\\"u\\\">C</a>\"",
    "\"source\":\"x\"",
    "\"favorited\":true",
    "\"favorited\":null",
    "\"retweeted\":false",
    "\"retweet_count\":\"100+\"",
    "\"retweet_count\":null",
    "\"favorite_count\":1",
    "\"lang\":\"en\"",
    "\"is_quote_status\":false",
    "\"in_reply_to_status_id\":1",
    "\"in_reply_to_status_id_str\":\"1\"",
    "\"in_reply_to_user_id\":2",
    "\"in_reply_to_user_id_str\":\"2\"",
    "\"in_reply_to_screen_name\":\"ann\"",
    "\"geo\":{\"type\":\"Point\",\"coordinates\":[1.5,2.5]}",
    "\"coordinates\":{\"type\":\"Point\",\"coordinates\":[2.5,1.5]}",
    "\"place\":{\"id\":\"p\",\"url\":\"u\",\"place_type\":\"city\",\"name\":\"L\",\"full_"
    "name\":\"L, "
    "D\",\"country_code\":\"DE\",\"country\":\"D\",\"bounding_box\":{\"type\":"
    "\"Polygon\",\"coordinates\":[[[1.5,2.5],[3.5,2.5],[3.5,4.5],[1.5,4.5]]]},"
    "\"attributes\":{}}",
    "\"contributors\":[1]",
    "\"user\":{\"id\":1,\"id_str\":\"1\"}",
    "\"user\":{\"id\":1,\"id_str\":\"1\",\"name\":\"A\",\"screen_name\":\"ann\","
    "\"location\":\"L\",\"description\":\"Paints\",\"url\":\"https://t.co/"
    "a\",\"protected\":false,\"followers_count\":4,\"friends_count\":9,\"listed_count\":"
    "5,\"created_at\":\"Sat Dec 14 04:35:55 +0000 "
    "2013\",\"favourites_count\":1,\"utc_offset\":null,\"time_zone\":null,\"geo_"
    "enabled\":false,\"verified\":false,\"statuses_count\":2,\"lang\":null,"
    "\"contributors_enabled\":false,\"is_translator\":false,\"profile_background_color\":"
    "\"F5F8FA\",\"profile_background_image_url\":null,\"profile_background_image_url_"
    "https\":null,\"profile_background_tile\":false,\"profile_image_url\":\"u\","
    "\"profile_image_url_https\":\"u\",\"profile_link_color\":\"1DA1F2\",\"profile_"
    "sidebar_border_color\":\"C0DEED\",\"profile_sidebar_fill_color\":\"DDEEF6\","
    "\"profile_text_color\":\"333333\",\"profile_use_background_image\":true,\"default_"
    "profile\":true,\"default_profile_image\":false,\"following\":false,\"follow_request_"
    "sent\":false,\"notifications\":false}",
    "\"entities\":{\"hashtags\":[],\"symbols\":[],\"user_mentions\":[],\"urls\":[]}",
    "\"entities\":null",
    "\"entities\":{}",
    "\"entities\":{\"url\":{\"urls\":[{\"url\":\"https://t.co/"
    "a\",\"expanded_url\":\"https://"
    "e.org\",\"display_url\":\"e.org\",\"indices\":[0,14]}]},\"description\":{\"urls\":[{"
    "\"url\":\"https://t.co/a\",\"expanded_url\":\"https://"
    "e.org\",\"display_url\":\"e.org\",\"indices\":[0,14]}]}}",
    "\"hashtags\":[{\"text\":\"tag\",\"indices\":[9,13]}]",
    "\"symbols\":[{\"text\":\"SYM\",\"indices\":[14,18]}]",
    "\"user_mentions\":[{\"screen_name\":\"ann\",\"name\":\"A\",\"id\":2,\"id_str\":"
    "\"2\",\"indices\":[3,7]}]",
    "\"urls\":[{\"url\":\"https://t.co/a\",\"expanded_url\":\"https://"
    "e.org\",\"display_url\":\"e.org\",\"indices\":[0,14]}]",
    "\"indices\":[19,33]",
    "\"indices\":[33,19]",
    "\"indices\":[35,37]",
    "\"media\":[{\"id\":7,\"id_str\":\"7\",\"indices\":[0,13],\"media_url\":\"u\","
    "\"media_url_https\":\"u\",\"url\":\"https://t.co/"
    "a\",\"display_url\":\"d\",\"expanded_url\":\"e\",\"type\":\"photo\",\"sizes\":{"
    "\"small\":{\"w\":1,\"h\":2,\"resize\":\"fit\"},\"thumb\":{\"w\":1,\"h\":2,"
    "\"resize\":\"fit\"},\"large\":{\"w\":1,\"h\":2,\"resize\":\"fit\"},\"medium\":{"
    "\"w\":1,\"h\":2,\"resize\":\"fit\"}}}]",
    "\"extended_entities\":{\"media\":[{\"id\":7,\"id_str\":\"7\",\"indices\":[0,13],"
    "\"media_url\":\"u\",\"media_url_https\":\"u\",\"url\":\"https://t.co/"
    "a\",\"display_url\":\"d\",\"expanded_url\":\"e\",\"type\":\"photo\",\"sizes\":{"
    "\"small\":{\"w\":1,\"h\":2,\"resize\":\"fit\"},\"thumb\":{\"w\":1,\"h\":2,"
    "\"resize\":\"fit\"},\"large\":{\"w\":1,\"h\":2,\"resize\":\"fit\"},\"medium\":{"
    "\"w\":1,\"h\":2,\"resize\":\"fit\"}}}]}",
    "\"source_status_id\":5",
    "\"source_status_id_str\":\"5\"",
    "\"quoted_status\":" PLAIN_STATUS,
    "\"quoted_status_id\":71",
    "\"quoted_status_id_str\":\"71\"",
    "\"retweeted_status\":" PLAIN_STATUS,
    "\"quoted_status_permalink\":{\"url\":\"u\",\"expanded\":\"e\",\"display\":\"d\"}",
    "\"profile_link_color\":\"#1DA1\"",
    "\"description\":\"Paints\"",
    "\"url\":\"https://t.co/a\"",
    "\"possibly_sensitive\":false",
    "\"scopes\":{\"followers\":false}",
    "\"withheld_in_countries\":[\"DE\"]",
    "\"errors\":[{\"code\":144,\"message\":\"No.\"}]",
    "\"error\":\"No.\"",
    NULL,
};

const char *const fuzz_status_phrases[] = {
    "71\n{}",
    "71\n[{}]",
    "71\n[{\"id\":71},{\"id\":72}]",
    "\"id\":71",
    "\"id_str\":\"71\"",
    "\"id_str\":\"071\"",
    "\"favorited\":true",
    "\"favorited\":false",
    "\"favorited\":null",
    "\"\\u0069d\":71",
    "\"id\":1.5",
    "\"id\":-1",
    "\"id\":1e5",
    "\"a\":[1,{\"b\":2}]",
    "\"user\":{\"id\":1}",
    NULL,
};

const char *const fuzz_error_phrases[] = {
    "{\"errors\":[{\"code\":144,\"message\":\"No status found with that ID.\"}]}",
    "{\"request\":\"/1/favorites/destroy.json\",\"error\":\"Not authorized\"}",
    "{\"errors\":\"sorry\"}",
    "{\"status\":{\"error\":\"x\",\"code\":\"1\"}}",
    "\"errors\":[{\"code\":34,\"message\":\"x\"}]",
    "\"errors\":[]",
    "\"errors\":[1]",
    "\"code\":-1",
    "\"code\":\"34\"",
    "\"code\":1.5",
    "\"code\":null",
    "\"message\":\"x\"",
    "\"message\":null",
    "\"error\":\"x\"",
    "\"request\":\"/1\"",
    "\"status\":{\"error\":\"x\"}",
    "\"id\":1",
    NULL,
};

const char *const fuzz_schema_phrases[] = {
    "{}\n1",
    "{}\n{\"a\":1,\"b\":[]}",
    "{}\n[1,\"x\",null,true]",
    "{}\n\"text é\"",
    "true\n1",
    "false\n1",
    "status\n{}",
    "error\n{}",
    "error\n{\"errors\":[{\"code\":1,\"message\":\"x\"}]}",
    "\"type\":\"integer\"",
    "\"type\":\"number\"",
    "\"type\":\"string\"",
    "\"type\":\"array\"",
    "\"type\":\"object\"",
    "\"type\":\"boolean\"",
    "\"type\":[\"null\",\"integer\"]",
    "\"type\":\"x\"",
    "\"type\":[]",
    "\"properties\":{\"a\":{\"type\":\"string\"}}",
    "\"properties\":{\"a\":false}",
    "\"required\":[\"a\",\"b\"]",
    "\"required\":[\"z\"]",
    "\"required\":[1]",
    "\"additionalProperties\":false",
    "\"additionalProperties\":{\"type\":\"integer\"}",
    "\"items\":{\"type\":\"integer\"}",
    "\"items\":{\"minimum\":2}",
    "\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}]",
    "\"minItems\":1",
    "\"minItems\":9",
    "\"minItems\":-1",
    "\"maxItems\":1",
    "\"minLength\":3",
    "\"minLength\":99",
    "\"maxLength\":1",
    "\"maxLength\":99",
    "\"minimum\":1",
    "\"minimum\":5",
    "\"minimum\":1.5",
    "\"minimum\":-2",
    "\"maximum\":0",
    "\"maximum\":99999999999999999999",
    "\"maximum\":\"x\"",
    "\"const\":1",
    "\"const\":[1,\"x\",null,true]",
    "\"const\":{\"a\":1,\"b\":[]}",
    "\"enum\":[1,\"x\",null]",
    "\"enum\":[]",
    "\"enum\":[{\"b\":[],\"a\":1}]",
    "\"allOf\":[{},{\"type\":\"object\"}]",
    "\"allOf\":[]",
    "\"anyOf\":[{\"type\":\"string\"},{\"minimum\":1}]",
    "\"oneOf\":[{},{}]",
    "\"oneOf\":[{\"type\":\"null\"},{\"type\":\"integer\"}]",
    "\"not\":{\"type\":\"null\"}",
    "\"not\":{}",
    "\"$ref\":\"#\"",
    "\"$ref\":\"#/$defs/a\"",
    "\"$ref\":\"#/$defs/z\"",
    "\"$ref\":\"x\"",
    "\"$ref\":1",
    "\"$defs\":{\"a\":{\"type\":\"integer\"}}",
    "\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}",
    "\"$defs\":{\"a\":{\"properties\":{\"a\":{\"$ref\":\"#\"}}}}",
    "\"title\":\"t\"",
    "\"title\":1",
    "\"description\":\"d\"",
    "\"$comment\":\"c\"",
    "\"$id\":\"i\"",
    "\"$schema\":\"s\"",
    "\"examples\":[1]",
    "\"default\":1",
    "\"pattern\":\"x\"",
    "\"a\":1",
    "\"a\":\"x\"",
    "\"b\":null",
    "\"a\":1e3",
    "\"a\":-5",
    "\"a\":18446744073709551616",
    NULL,
};
