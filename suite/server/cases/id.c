#include "server/cases/groups.h"

#define DIGITS_HINT                                                                      \
    "take an id of one to nineteen ASCII digits and refuse anything else with 4xx "      \
    "before a number is made of it"
#define RANGE_HINT "refuse a number beyond 63 bits before it is made an integer"
#define NAME_HINT "take the parameter that is called id, letter by letter, and no other"
#define PLACE_HINT "read the id from query and form, and from nowhere else"
#define EXACT_HINT "keep ids as text or as 64-bit integers, never as doubles"
#define ONE_HINT "answer 200 or 4xx; refusing ids that differ is the safest reading"

/* Served: the id is understood in this place or spelling. */
#define SERVED(words, requirement, sentence, query_text, body_text)                      \
    {                                                                                    \
        .id = "id/" words, .title = sentence, .requirements = { requirement },           \
        .hint = "merge the decoded parameters of query and form, then look for id",      \
        .steps = { { .send = { .query = query_text, .body = body_text },                 \
                     .expect.effect = EFFECT_GONE } },                                   \
    }
/* Refused with 4xx, and the like stays; status and code are free. */
#define REFUSED(words, requirement, sentence, query_text, body_text, advice)             \
    {                                                                                    \
        .id = "id/" words, .title = sentence, .requirements = { requirement },           \
        .hint = advice,                                                                  \
        .steps = { { .send = { .query = query_text, .body = body_text },                 \
                     .expect.answer = ANSWER_BAD_ID } },                                 \
    }
#define NO_NUMBER(words, what, text)                                                     \
    REFUSED(words, REQ_ID_NUMERICAL, what " is no id", "id=" text, NULL, DIGITS_HINT)
#define NO_NUMBER_IN_FORM(words, what, text)                                             \
    REFUSED(words, REQ_ID_NUMERICAL, what " is no id in a form either", NULL,            \
            "id=" text, DIGITS_HINT)
#define OUT_OF_RANGE(words, what, text)                                                  \
    REFUSED(words, REQ_ID_RANGE, what " is the id of no status", "id=" text, NULL,       \
            RANGE_HINT)
#define OTHER_NAME(words, what, text)                                                    \
    REFUSED(words, REQ_ID_NAME_EXACT, what " is not the parameter id", text, NULL,       \
            NAME_HINT)
#define UNKNOWN(words, requirement, sentence, role, text)                                \
    {                                                                                    \
        .id = "id/" words, .title = sentence,                                            \
        .requirements = { requirement,                                                   \
                          requirement == REQ_ID_UNKNOWN ? REQ_NONE : REQ_ID_UNKNOWN },   \
        .hint = EXACT_HINT,                                                              \
        .steps = { { .send = { .status = role, .query = text },                          \
                     .expect.answer = ANSWER_UNKNOWN_ID } },                             \
    }
/* What several ids mean is open: the answer is reported. */
#define OPEN(words, sentence, query_text, body_text)                                     \
    {                                                                                    \
        .id = "id/" words, .title = sentence,                                            \
        .requirements = { REQ_ID_ONE, REQ_ERROR_NO_5XX }, .hint = ONE_HINT,              \
        .survey = true,                                                                  \
        .steps = { { .send = { .query = query_text, .body = body_text },                 \
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },                      \
    }

static const struct conformance_case list[] = {
    SERVED("in-query", REQ_ID_IN_QUERY, "The id is understood in the query", "id={id}",
           NULL),
    SERVED("in-form", REQ_ID_IN_BODY, "The id is understood in the form body", NULL,
           "id={id}"),
    SERVED("first-in-query", REQ_ID_IN_QUERY,
           "The id is understood in front of other parameters",
           "id={id}&trim_user=false&zz=9", NULL),
    SERVED("last-in-query", REQ_ID_IN_QUERY,
           "The id is understood behind other parameters", "aa=1&trim_user=false&id={id}",
           NULL),
    SERVED("among-others-in-form", REQ_ID_IN_BODY,
           "The id is understood among other fields of the form", NULL,
           "aa=1&id={id}&zz=9"),
    SERVED("in-form-flags-in-query", REQ_ID_IN_BODY,
           "The id is understood in the form while flags stand in the query",
           "tweet_mode=extended&include_cards=true", "id={id}"),
    SERVED("in-query-flags-in-form", REQ_ID_IN_QUERY,
           "The id is understood in the query while flags stand in the form", "id={id}",
           "include_cards=true&cards_platform=none"),
    SERVED("percent-encoded-digits", REQ_ID_IN_QUERY,
           "Percent-encoded digits in the query are digits", "id={id.percent}", NULL),
    SERVED("percent-encoded-digits-in-form", REQ_ID_IN_BODY,
           "Percent-encoded digits in the form are digits", NULL, "id={id.percent}"),
    SERVED("percent-encoded-name", REQ_ID_IN_QUERY,
           "A percent-encoded letter in the name of id is that letter", "%69d={id}",
           NULL),

    REFUSED("missing", REQ_ID_REQUIRED, "A request without id is refused", "", NULL,
            DIGITS_HINT),
    REFUSED("missing-in-empty-form", REQ_ID_REQUIRED,
            "A request with an empty form is refused", "", "", DIGITS_HINT),
    REFUSED("missing-among-others", REQ_ID_REQUIRED,
            "A request with other parameters alone is refused", "include_entities=true",
            "trim_user=false", DIGITS_HINT),
    REFUSED("empty", REQ_ID_REQUIRED, "An empty id is refused", "id=", NULL, DIGITS_HINT),
    REFUSED("empty-in-form", REQ_ID_REQUIRED, "An empty id in the form is refused", NULL,
            "id=", DIGITS_HINT),
    REFUSED("without-equals-sign", REQ_ID_REQUIRED,
            "An id without an equals sign is empty, and refused", "id", NULL,
            DIGITS_HINT),
    {
        .id = "id/in-cookie",
        .title = "A cookie cannot carry the id",
        .requirements = { REQ_ID_REQUIRED },
        .hint = PLACE_HINT,
        .steps = { { .send = { .query = "", .header = { "Cookie: id={id}" } },
                     .expect.answer = ANSWER_BAD_ID } },
    },
    {
        .id = "id/in-header-field",
        .title = "A header field cannot carry the id",
        .requirements = { REQ_ID_REQUIRED },
        .hint = PLACE_HINT,
        .steps = { { .send = { .query = "", .header = { "Id: {id}", "X-Id: {id}" } },
                     .expect.answer = ANSWER_BAD_ID } },
    },
    {
        .id = "id/in-json",
        .title = "A JSON body cannot carry the id",
        .requirements = { REQ_ID_REQUIRED, REQ_ROBUST_OTHER_BODIES },
        .hint = PLACE_HINT,
        .steps = { { .send = { .query = "",
                               .body = "{\"id\":\"{id}\"}",
                               .content_type = "application/json" },
                     .expect.answer = ANSWER_BAD_ID } },
    },
    {
        .id = "id/number-in-json",
        .title = "A JSON body cannot carry the id as a number",
        .requirements = { REQ_ID_REQUIRED, REQ_ROBUST_OTHER_BODIES },
        .hint = PLACE_HINT,
        .steps = { { .send = { .query = "",
                               .body = "{\"id\": {id}}",
                               .content_type = "application/json; charset=utf-8" },
                     .expect.answer = ANSWER_BAD_ID } },
    },

    NO_NUMBER("letters-behind", "A number with letters behind it", "{id}abc"),
    NO_NUMBER("letters-before", "A number with letters before it", "abc{id}"),
    NO_NUMBER("json-behind", "A number with .json behind it", "{id}.json"),
    NO_NUMBER("word", "A word", "latest"),
    NO_NUMBER("null-word", "The word null", "null"),
    NO_NUMBER("fraction", "A number with a fraction of zero", "{id}.0"),
    NO_NUMBER("point-behind", "A number with a point behind it", "{id}."),
    NO_NUMBER("plus-sign", "A number with a plus sign", "%2B{id}"),
    NO_NUMBER("minus-sign", "A number with a minus sign", "-{id}"),
    NO_NUMBER("minus-one", "-1", "-1"),
    NO_NUMBER("space-before", "A number with a space before it, sent as %20,", "%20{id}"),
    NO_NUMBER("plus-as-space-before", "A number with a space before it, sent as +,",
              "+{id}"),
    NO_NUMBER("space-behind", "A number with a space behind it", "{id}%20"),
    NO_NUMBER("tab-behind", "A number with a tab behind it", "{id}%09"),
    NO_NUMBER("newline-before", "A number behind a newline", "%0A{id}"),
    NO_NUMBER("newline-behind", "A number with a newline behind it", "{id}%0A"),
    NO_NUMBER("line-end-behind", "A number with CR LF behind it", "{id}%0D%0A"),
    NO_NUMBER("exponent", "A number with an exponent of zero", "{id}e0"),
    NO_NUMBER("exponent-with-plus", "A number with an exponent of plus zero",
              "{id}E%2B0"),
    NO_NUMBER("hexadecimal", "A hexadecimal number", "0x{id.hex}"),
    NO_NUMBER("in-double-quotes", "A number in double quotes", "%22{id}%22"),
    NO_NUMBER("in-single-quotes", "A number in single quotes", "%27{id}%27"),
    NO_NUMBER("sql-condition", "A number with an SQL condition",
              "{id}%27+or+%271%27=%271"),
    NO_NUMBER("sql-comment", "A number with an SQL comment", "{id}--"),
    NO_NUMBER("wildcard", "A percent sign, the wildcard of SQL,", "%25"),
    NO_NUMBER("nul-behind", "A number with a NUL behind it", "{id}%00"),
    NO_NUMBER("text-behind-nul", "A number with NUL and text behind it", "{id}%00abc"),
    NO_NUMBER("comma-list", "A list of numbers with commas", "{id},{neighbour}"),
    NO_NUMBER("comma-behind", "A number with a comma behind it", "{id},"),
    NO_NUMBER("json-array", "A JSON array with a number", "%5B{id}%5D"),
    NO_NUMBER("grouped-digits", "A number with its digits in groups", "{id.grouped}"),
    NO_NUMBER("fullwidth-digits", "A number in fullwidth digits", "{id.fullwidth}"),
    NO_NUMBER("arabic-indic-digits", "A number in Arabic-Indic digits", "{id.arabic}"),
    {
        .id = "id/as-double",
        .title = "A number as a double prints it, with an exponent, is no id",
        .requirements = { REQ_ID_NUMERICAL, REQ_ID_EXACT },
        .hint = DIGITS_HINT,
        .steps = { { .send = { .status = ROLE_NEIGHBOUR, .query = "id={id.double}" },
                     .expect = { .answer = ANSWER_BAD_ID,
                                 .effect = EFFECT_STILL_LIKED } } },
    },
    NO_NUMBER_IN_FORM("letters-behind-in-form", "A number with letters behind it",
                      "{id}abc"),
    NO_NUMBER_IN_FORM("space-before-in-form", "A number with a space before it", "+{id}"),
    NO_NUMBER_IN_FORM("fraction-in-form", "A number with a fraction of zero", "{id}.0"),
    NO_NUMBER_IN_FORM("raw-nul-in-form", "A number with a raw NUL behind it",
                      "{id}{nul}abc"),

    OUT_OF_RANGE("zero", "Zero", "0"),
    OUT_OF_RANGE("two-to-63", "2^63", "9223372036854775808"),
    OUT_OF_RANGE("two-to-64", "2^64", "18446744073709551616"),
    OUT_OF_RANGE("two-to-64-higher", "The id plus 2^64", "{id+2^64}"),
    OUT_OF_RANGE("two-to-32-higher", "The id plus 2^32", "{id+2^32}"),
    OUT_OF_RANGE("twenty-nines", "A number of 20 digits", "{many:20:9}"),
    OUT_OF_RANGE("thousand-digits", "A number of 1000 digits", "{many:1000:7}"),

    OTHER_NAME("array-name", "id[]", "id[]={id}"),
    OTHER_NAME("array-name-encoded", "id[], percent-encoded,", "id%5B%5D={id}"),
    OTHER_NAME("indexed-name", "id[0]", "id%5B0%5D={id}"),
    OTHER_NAME("upper-case-name", "ID", "ID={id}"),
    OTHER_NAME("capital-name", "Id", "Id={id}"),
    OTHER_NAME("long-name", "status_id", "status_id={id}"),
    OTHER_NAME("id-str-name", "id_str", "id_str={id}"),
    OTHER_NAME("plural-name", "ids", "ids={id}"),
    OTHER_NAME("space-before-name", "A name that begins with a space", "%20id={id}"),
    OTHER_NAME("space-behind-name", "A name that ends with a space", "id%20={id}"),
    REFUSED("array-name-in-form", REQ_ID_NAME_EXACT,
            "id[] in a form is not the parameter id", NULL, "id[]={id}", NAME_HINT),

    UNKNOWN("unknown", REQ_ID_UNKNOWN, "The id of no status is answered with 404 and 144",
            ROLE_UNKNOWN, NULL),
    UNKNOWN("largest", REQ_ID_UNKNOWN, "2^63-1 is a number, and the id of no status",
            ROLE_LIKED, "id=9223372036854775807"),
    UNKNOWN("one-above", REQ_ID_EXACT, "The next higher id is another status", ROLE_LIKED,
            "id={id+1}"),
    UNKNOWN("one-below", REQ_ID_EXACT, "The next lower id is another status", ROLE_LIKED,
            "id={id-1}"),
    {
        .id = "id/same-double",
        .title = "Of two likes whose ids are the same double the right one goes",
        .requirements = { REQ_ID_EXACT },
        .hint = EXACT_HINT,
        .steps = { { .send.status = ROLE_NEIGHBOUR,
                     .expect.effect = EFFECT_NEIGHBOUR_STAYS } },
    },

    {
        .id = "id/leading-zero",
        .title = "What a leading zero makes of an id is reported",
        .requirements = { REQ_ID_NUMERICAL, REQ_ERROR_NO_5XX },
        .hint = DIGITS_HINT,
        .survey = true,
        .steps = { { .send.query = "id=0{id}",
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    {
        .id = "id/many-leading-zeros",
        .title = "What fifty leading zeros make of an id is reported",
        .requirements = { REQ_ID_NUMERICAL, REQ_ERROR_NO_5XX },
        .hint = DIGITS_HINT,
        .survey = true,
        .steps = { { .send.query = "id={many:50:0}{id}",
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    OPEN("query-and-form-alike", "What the same id in query and form means is reported",
         "id={id}", "id={id}"),
    OPEN("query-and-form-different",
         "What an unknown id in the form beside that of the query means is reported",
         "id={id}", "id={other}"),
    OPEN("form-beside-unknown-in-query",
         "What an unknown id in the query beside that of the form means is reported",
         "id={other}", "id={id}"),
    OPEN("twice-alike", "What the same id given twice means is reported",
         "id={id}&id={id}", NULL),
    OPEN("twice-different", "What two ids in the query mean is reported",
         "id={id}&id={other}", NULL),
};

CASE_GROUP(id);
