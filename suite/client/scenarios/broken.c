#include "client/documents.h"
#include "client/scenario.h"

/* 200, but the body is not the status that was asked for. */
#define BODY(words, sentence, how, type, text)                                           \
    {                                                                                    \
        .id = "broken/" words, .title = sentence,                                        \
        .answer = { .status = 200, .headers = type, .body = text }, .ending = how        \
    }

static const struct scenario list[] = {
    {
        .id = "broken/truncated",
        .title = "A body that is shorter than its Content-Length is noticed",
        .answer = { .status = 200,
                    .headers = JSON_TYPE,
                    .body = DOC_STATUS,
                    .manner = MANNER_CUT },
        .ending = ENDS_BADLY,
    },
    BODY("cut-off", "A document that is cut off is noticed", ENDS_BADLY, JSON_TYPE,
         DOC_ID DOC_TEXT("A quiet harbour") DOC_ENTITIES),
    BODY("empty", "A 200 with an empty body is noticed", ENDS_BADLY, JSON_TYPE, ""),
    BODY("not-json", "A body that is no JSON is noticed", ENDS_BADLY, JSON_TYPE,
         "{'id':{id},'id_str':'{id}','favorited':False}"),
    BODY("html", "A page of a captive portal with 200 is noticed", ENDS_BADLY,
         "content-type: text/html; charset=utf-8\n",
         "<!DOCTYPE html><html><body><form>Please log in</form></body></html>\n"),
    BODY("error-with-200", "An error document with 200 is noticed", ENDS_BADLY, JSON_TYPE,
         DOC_ERROR("144", "No status found with that ID.")),
    BODY("v1-error-with-200", "An error document of v1 with 200 is noticed", ENDS_BADLY,
         JSON_TYPE,
         "{\"request\":\"\\/1.1\\/favorites\\/destroy.json\",\"error\":"
         "\"Not authorized.\"}"),
    BODY("empty-object", "An object without members is noticed", ENDS_BADLY, JSON_TYPE,
         "{}"),
    BODY("null", "null is noticed", ENDS_BADLY, JSON_TYPE, "null"),
    BODY("list", "An empty list is noticed", ENDS_BADLY, JSON_TYPE, "[]"),
    BODY("text", "A JSON string is noticed", ENDS_BADLY, JSON_TYPE, "\"OK\""),
    BODY("other-status", "Another status than the one asked for is noticed", ENDS_BADLY,
         JSON_TYPE,
         "{\"created_at\":\"Wed Sep 05 00:37:15 +0000 2012\",\"id\":{neighbour},"
         "\"id_str\":\"{neighbour}\"," DOC_TEXT("A quiet harbour") DOC_ENTITIES DOC_REST),
    BODY("behind-it", "A second document behind the status is met in some way",
         ENDS_EITHER, JSON_TYPE, DOC_STATUS DOC_ERROR("131", "Internal error.")),
    BODY("name-twice", "A name that stands twice is met in some way", ENDS_EITHER,
         JSON_TYPE,
         DOC_ID DOC_TEXT("A quiet harbour") DOC_TEXT("A loud one") DOC_ENTITIES DOC_REST),
    BODY("lone-surrogate", "Half a surrogate pair is met in some way", ENDS_EITHER,
         JSON_TYPE, DOC_ID DOC_TEXT("A \\ud83c harbour") DOC_ENTITIES DOC_REST),
    BODY("not-utf-8", "Bytes that are no UTF-8 are met in some way", ENDS_EITHER,
         JSON_TYPE, DOC_ID DOC_TEXT("A \xe9\xff harbour") DOC_ENTITIES DOC_REST),
    BODY("byte-order-mark", "A byte order mark is met in some way", ENDS_EITHER,
         JSON_TYPE, "\xef\xbb\xbf" DOC_STATUS),
    BODY("type-html", "A valid status said to be HTML is met in some way", ENDS_EITHER,
         "content-type: text/html\n", DOC_STATUS),
    BODY("no-type", "A valid status without Content-Type is met in some way", ENDS_EITHER,
         "", DOC_STATUS),
};

SCENARIO_GROUP(broken, list);
