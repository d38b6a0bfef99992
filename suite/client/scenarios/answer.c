#include "client/documents.h"
#include "client/scenario.h"

/* Valid statuses in every form that was recorded or is allowed: all of them are success.
 */
#define GIVEN(words, sentence, ...)                                                      \
    {                                                                                    \
        .id = "answer/" words, .title = sentence, .answer = {                            \
            .status = 200,                                                               \
            .headers = JSON_TYPE,                                                        \
            .body = __VA_ARGS__                                                          \
        }                                                                                \
    }
#define SENT(words, sentence, type, how)                                                 \
    {                                                                                    \
        .id = "answer/" words, .title = sentence, .answer = {                            \
            .status = 200,                                                               \
            .headers = type,                                                             \
            .body = DOC_STATUS,                                                          \
            .manner = how                                                                \
        }                                                                                \
    }

static const struct scenario list[] = {
    GIVEN("favorited-true", "favorited: true is success: the process is asynchronous",
          DOC_ID DOC_TEXT("A quiet harbour")
              DOC_ENTITIES DOC_SOURCE DOC_REPLY DOC_USER DOC_PLACE DOC_FAVORITED("true")),
    GIVEN("favorited-null", "favorited may be null",
          DOC_ID DOC_TEXT("A quiet harbour")
              DOC_ENTITIES DOC_SOURCE DOC_REPLY DOC_USER DOC_PLACE DOC_FAVORITED("null")),
    GIVEN("no-entities", "entities may be missing, as in documents of 2010",
          DOC_ID DOC_TEXT("A quiet harbour") DOC_REST),
    GIVEN("entities-without-symbols", "entities may lack symbols, as before 2013",
          DOC_ID DOC_TEXT("A quiet harbour") "\"entities\":{\"hashtags\":[],\"user_"
                                             "mentions\":[],\"urls\":[]}," DOC_REST),
    GIVEN("unknown-members", "Members that nobody knows are ignored",
          DOC_ID "\"x_views\":{\"count\":\"12\",\"state\":[1,2.5e0,null,{}]},"
                 "\"\":0,\"card_uri\":\"card:\\/\\/1\"," DOC_TEXT("A quiet harbour")
                     DOC_ENTITIES DOC_REST),
    GIVEN(
        "nulls", "Everything that may be null is null",
        DOC_ID DOC_TEXT("") DOC_ENTITIES DOC_SOURCE DOC_REPLY DOC_USER DOC_PLACE
        "\"possibly_sensitive\":false,\"is_quote_status\":false,\"retweet_count\":0,"
        "\"favorite_count\":null,\"favorited\":null,\"retweeted\":false,\"lang\":null}"),
    GIVEN("shape-of-2012", "favorite_count, lang and is_quote_status may be missing",
          DOC_ID DOC_TEXT(
              "A quiet harbour") "\"entities\":{\"hashtags\":[],\"user_mentions\":[],"
                                 "\"urls\":[]},"
                                 "\"source\":\"web\"," DOC_REPLY DOC_USER DOC_PLACE
                                 "\"retweet_count\":0,\"favorited\":false,\"retweeted\":"
                                 "false}"),
    GIVEN("huge-ids", "Ids up to 2^63-1 stand elsewhere in the status too",
          DOC_ID DOC_TEXT("A quiet harbour") DOC_ENTITIES DOC_SOURCE
          "\"in_reply_to_status_id\":9223372036854775806,"
          "\"in_reply_to_status_id_str\":\"9223372036854775806\","
          "\"in_reply_to_user_id\":9007199254740993,"
          "\"in_reply_to_user_id_str\":\"9007199254740993\","
          "\"in_reply_to_screen_name\":\"quietharbour\"," DOC_USER_OF(
              "9223372036854775807", "Quiet Harbour") DOC_PLACE DOC_FAVORITED("false")),
    GIVEN("non-ascii", "Text is UTF-8: accents, ideographs, emoji, right to left",
          DOC_ID DOC_TEXT(
              "Gr\xc3\xbc\xc3\x9f"
              "e \xe6\xb8\xaf \xf0\x9f\x8c\x8a \xd9\x85\xd8\xb1\xd9\x81\xd8\xa3")
              DOC_ENTITIES DOC_SOURCE DOC_REPLY DOC_USER_OF(
                  "301248934", "\xe9\x9d\x99\xe3\x81\x8b\xe3\x81\xaa\xe6\xb8\xaf")
                  DOC_PLACE DOC_FAVORITED("false")),
    GIVEN("escapes", "Text may be written with \\u escapes, surrogate pairs among them",
          DOC_ID DOC_TEXT("Gr\\u00fc\\u00dfe \\ud83c\\udf0a \\\"a\\\\b\\/c\\\" \\t\\r\\n")
              DOC_ENTITIES DOC_REST),
    GIVEN("html-escapes", "&amp; &lt; and &gt; in the text stay text",
          DOC_ID DOC_TEXT("a &amp; b &lt;c&gt; &amp;amp;") DOC_ENTITIES DOC_REST),
    GIVEN("empty-text", "The text may be empty",
          DOC_ID DOC_TEXT("") DOC_ENTITIES DOC_REST),
    GIVEN("extended", "full_text and display_text_range may stand for text",
          DOC_ID "\"full_text\":\"A quiet harbour\",\"truncated\":false,"
                 "\"display_text_range\":[0,15]," DOC_ENTITIES DOC_REST),
    GIVEN("white-space", "White space between the tokens means nothing",
          "\r\n\t " DOC_ID "\n  " DOC_TEXT(
              "A quiet harbour") "\t\t" DOC_ENTITIES "\r\n\r\n" DOC_REST "\r\n \n"),
    {
        .id = "answer/large",
        .title = "An answer of 300 kB is read to its end",
        .answer = { .status = 200,
                    .headers = JSON_TYPE,
                    .body = DOC_ID "\"x_note\":\"{filler}\"," DOC_TEXT("A quiet harbour")
                        DOC_ENTITIES DOC_REST,
                    .filler = true },
    },
    SENT("no-charset", "Content-Type may lack a charset",
         "content-type: application/json\n", MANNER_PLAIN),
    {
        .id = "answer/charset-spelled-otherwise",
        .title = "Case and spaces in Content-Type mean nothing",
        .level = LEVEL_SHOULD, /* RFC 9110 8.3.1; the service has one spelling */
        .answer = { .status = 200,
                    .headers = "Content-Type: Application/JSON ; Charset=\"UTF-8\"\n",
                    .body = DOC_STATUS },
    },
    SENT("more-headers", "Unknown headers and cookies are ignored",
         JSON_TYPE "set-cookie: guest_id=v1%3A1; path=/\nx-connection-hash: 0a1b\n"
                   "x-rate-limit-limit: 1000\nx-rate-limit-remaining: 999\n",
         MANNER_PLAIN),
    SENT("rate-limit-used-up",
         "A 200 that uses up the last call of the window is success",
         JSON_TYPE "x-rate-limit-limit: 15\nx-rate-limit-remaining: 0\n"
                   "x-rate-limit-reset: {now+2}\n",
         MANNER_PLAIN),
    SENT("chunked", "A chunked answer is put together", JSON_TYPE, MANNER_CHUNKED),
    SENT("gzip", "A compressed answer is unpacked, if it was asked for", JSON_TYPE,
         MANNER_GZIP),
    SENT("http-1.0", "An answer of HTTP/1.0 ends with the connection", JSON_TYPE,
         MANNER_HTTP_1_0),
};

SCENARIO_GROUP(answer, list);
