#include "client/documents.h"
#include "client/scenario.h"

/* Refusals in every form that was recorded: none of them is success, none of them is
 * worth sending again. */
#define REFUSED(words, sentence, code, type, text)                                       \
    {                                                                                    \
        .id = "refusal/" words, .title = sentence,                                       \
        .answer = { .status = code, .headers = type, .body = text },                     \
        .ending = ENDS_BADLY                                                             \
    }

static const struct scenario list[] = {
    REFUSED("not-liked", "404 with code 144 is noticed", 404, JSON_TYPE,
            DOC_ERROR("144", "No status found with that ID.")),
    REFUSED("message-first", "404 with code 34, message before code, is noticed", 404,
            JSON_TYPE,
            "{\"errors\":[{\"message\":\"Sorry, that page does not exist\","
            "\"code\":34}]}"),
    REFUSED("could-not-authenticate", "401 with code 32 is noticed", 401,
            JSON_TYPE "www-authenticate: OAuth realm=\"https://api.twitter.com\", "
                      "api_error_code=32\n",
            DOC_ERROR("32", "Could not authenticate you.")),
    REFUSED("expired-token", "401 with code 89 is noticed", 401,
            JSON_TYPE "www-authenticate: OAuth realm=\"https://api.twitter.com\"\n",
            DOC_ERROR("89", "Invalid or expired token.")),
    REFUSED("read-only", "401 in the form of v1, without a code, is noticed", 401,
            JSON_TYPE,
            "{\"request\":\"\\/1.1\\/favorites\\/destroy.json\",\"error\":"
            "\"Read-only application cannot POST.\"}"),
    REFUSED("bad-authentication", "400 with code 215 is noticed", 400, JSON_TYPE,
            "{\"errors\":[{\"message\":\"Bad Authentication data\",\"code\":215}]}"),
    REFUSED("forbidden", "403 with code 261 is noticed", 403, JSON_TYPE,
            DOC_ERROR("261", "Application cannot perform write actions.")),
    REFUSED(
        "locked", "403 with members beside code and message is noticed", 403, JSON_TYPE,
        "{\"errors\":[{\"code\":326,\"message\":\"This account is temporarily locked.\","
        "\"sub_error_code\":0,\"bounce_location\":\"https:\\/\\/example.org\\/\"}]}"),
    REFUSED("errors-as-text", "403 with errors as a string is noticed", 403, JSON_TYPE,
            "{\"errors\":\"sharing is not permissible for this status (Share validations "
            "failed)\"}"),
    REFUSED("two-errors", "403 with two errors is noticed", 403, JSON_TYPE,
            "{\"errors\":[{\"code\":63,\"message\":\"User has been suspended.\"},"
            "{\"code\":179,\"message\":\"Sorry, you are not authorized.\"}]}"),
    REFUSED("nested-status", "400 in the form of Friendica is noticed", 400, JSON_TYPE,
            "{\"status\":{\"error\":\"Item id not found\",\"code\":\"400 Bad Request\","
            "\"request\":\"favorites\\/destroy\"}}"),
    REFUSED("empty-404", "404 without a body is noticed", 404, "", NULL),
    REFUSED("html", "404 with a page of HTML is noticed", 404,
            "content-type: text/html; charset=utf-8\n",
            "<!DOCTYPE html><html><head><title>Not Found</title></head><body>"
            "<h1>Not Found</h1></body></html>\n"),
    REFUSED("plain-text", "401 with plain text is noticed", 401,
            "content-type: text/plain\n", "Failed to validate oauth signature and token"),
    REFUSED("broken-json", "403 with JSON that is cut off is noticed", 403, JSON_TYPE,
            "{\"errors\":[{\"code\":2"),
    REFUSED("status-with-404", "404 is a refusal although the body is the status", 404,
            JSON_TYPE, DOC_STATUS),
    REFUSED("gone", "410 with code 68 is noticed", 410, JSON_TYPE,
            DOC_ERROR("68", "The Twitter REST API v1 is no longer active.")),
    REFUSED("unknown-code", "4xx with a code that nobody knows is noticed", 422,
            JSON_TYPE, DOC_ERROR("99999", "Something new.")),
};

SCENARIO_GROUP(refusal, list);
