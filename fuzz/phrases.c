#include "fuzz/mutate.h"
#include "fuzz/phrases_json.h"

#include <string.h>

#define HEADER(key, nonce, signature, time, token)                                       \
    "OAuth oauth_consumer_key=\"" key "\", oauth_nonce=\"" nonce                         \
    "\", oauth_signature=\"" signature "\", oauth_signature_method=\"HMAC-SHA1\", "      \
    "oauth_timestamp=\"" time "\", oauth_token=\"" token "\", oauth_version=\"1.0\""

#define FORM(key, nonce, signature, time, token)                                         \
    "oauth_consumer_key=" key "&oauth_nonce=" nonce "&oauth_signature=" signature        \
    "&oauth_signature_method=HMAC-SHA1&oauth_timestamp=" time "&oauth_token=" token      \
    "&oauth_version=1.0"

#define REQUEST(body)                                                                    \
    "POST\nhttps://api.twitter.com/1.1/favorites/destroy.json?id=1\n"                    \
    "application/x-www-form-urlencoded\n" HEADER("k", "n", "{sig}", "1", "t") "\ns\nt\n" \
                                                                              "\n" body

static const char *const none[] = { NULL };
static const char *const requests[] = {
    REQUEST("id=243138128959913986&a=%20b+c"),
    "http://Example.com:80/1.1/favorites/destroy.json?id=1&b=2&a=1&a=",
    "application/x-www-form-urlencoded",
    HEADER("k", "n", "{sig}", "1318622958", "t"),
    HEADER("k", "n", "{raw}", "1318622958", "t"),
    FORM("k", "n", "{sig}", "1318622958", "t"),
    "https://h/?" FORM("k", "n", "{sig}", "1318622958", "t"),
    NULL,
};
/* With single parameters, for the front of a query or a body as for anywhere in it. */
static const char *const signers[] = {
    REQUEST("id=243138128959913986&a=%20b+c"),
    "application/x-www-form-urlencoded",
    "id=1&",
    "oauth_token=t&",
    "oauth_signature=a&",
    "oauth_version=1.0&",
    NULL,
};
static const char *const autopsies[] = {
    REQUEST("id=243138128959913986&a=%20b+c"),
    HEADER("k", "n", "{sig}", "1318622958", "t"),
    HEADER("k", "n", "tnnArxj06cWHq44gCs1OSKk%2FjLY%3D", "1318622958", "t"),
    FORM("k", "n", "{sig}", "1318622958", "t"),
    "POST\nhttp://h:8080/1.1/favorites/"
    "destroy.json?id=243138128959913986&a=%7E+b\n\n" HEADER(
        "k", "n", "{sig}", "1318622958", "t") "\nsecret/\n to ken\nhex-lower\n",
    "hex-lower",
    "no-query",
    "no-token-secret",
    "unsorted",
    "method-get",
    "sha256",
    NULL,
};
static const char *const headers[] = {
    HEADER("k", "n", "tnnArxj06cWHq44gCs1OSKk%2FjLY%3D", "1318622958", "t"),
    "OAuth realm=\"a\\\"b\", a=\"%20\"",
    NULL,
};

#define SIGNED HEADER("{key}", "n1", "{sig}", "{now}", "{token}")
#define AUTHORIZED " HTTP/1.1\r\nHost: h\r\nAuthorization: " SIGNED "\r\n"

static const char *const endpoints[] = {
    "\nPOST /1.1/favorites/destroy.json?id={id}" AUTHORIZED "\r\n",
    "\nPOST /1.1/favorites/create.json?id={other}" AUTHORIZED "\r\n",
    "\nPOST /1.1/favorites/destroy.json" AUTHORIZED
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nid={id}",
    "\nGET /1.1/statuses/show.json?id={id}" AUTHORIZED "\r\n",
    "\nGET /1.1/favorites/list.json?count=5" AUTHORIZED "\r\n",
    "\nGET /1.1/account/verify_credentials.json" AUTHORIZED "\r\n",
    "POST /1.1/favorites/destroy.json?id={id} HTTP/1.1\r",
    "Authorization: " SIGNED "\r",
    "Authorization: " HEADER("{key}", "n", "{sig}", "{now}", "{second}") "\r",
    "Authorization: " HEADER("{key}", "n", "{sig}", "1600000000", "{token}") "\r",
    "Authorization: Bearer {bearer}\r",
    "Content-Type: application/x-www-form-urlencoded\r",
    FORM("{key}", "n", "{sig}", "{now}", "{token}"),
    NULL,
};
static const char *const messages[] = {
    "answer\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "answer\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n"
    "A: b\r\n\r\n",
    "answer\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhi",
    "request\nPOST /a?b=c HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab",
    "response\nHTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>",
    NULL,
};
#define REPORT(cases) "{\"schema\":\"favspec/report-1\",\"cases\":[" cases "]"
#define CASE(id, verdict) "{\"id\":\"" id "\",\"verdict\":\"" verdict "\"}"
#define LEDGER "{\"schema\":\"favspec/ledger-1\""

static const char *const reports[] = {
    "diff\n" REPORT(CASE("a", "pass")) "}\n" REPORT(CASE("a", "fail")) "}",
    "made\na pass,b fail\na fail,c warn",
    "ledger\n\n" LEDGER ",\"url\":\"u\",\"token\":\"t\",\"profile\":{\"list\":\"none\"},"
    "\"liked\":true,\"likes\":[\"1\",\"2\"]}",
    REPORT(CASE("a", "xpass") "," CASE("b", "skip")) ",\"summary\":{\"planned\":3}}",
    REPORT(CASE("a", "error") "," CASE("b", "flaky")) ",\"exit_status\":130}",
    LEDGER ",\"profile\":{\"preset\":\"friendica\",\"id\":\"body\"}}",
    LEDGER ",\"status_id\":\"1\",\"consumer_key\":\"k\",\"profile\":{\"errors\":\"text\","
           "\"relax\":\"SHAPE-COUNTS\",\"reason\":\"r\"}}",
    CASE("c", "inconclusive") ",",
    NULL,
};
static const char *const recordings[] = {
    "POST /x?id=1 HTTP/1.1\nHost: h\nAuthorization: " HEADER("k", "n", "{sig}",
                                                             "1318622958", "t") "\n\n",
    "POST https://h/x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab",
    "* Connected to h\n> POST /x HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 200 OK\n",
    "Host: h\r\nContent-Type: application/x-www-form-urlencoded\r\n",
    "Transfer-Encoding: chunked\r\n\r\n4\r\nid=1\r\n0\r\n\r\n",
    NULL,
};
static const char *const settings[] = {
    "config\nurl = https://h\ntoken = t\n[profile]\npreset = gnusocial\nlist = none\n",
    "baseline\n[a/b]\nreason = r\nissue = #1\nexpires = 2028-02-29\n",
    "relax = SHAPE-COUNTS, ERROR-BODY\nreason = r\n",
    NULL,
};

static const struct {
    const char *target;
    const char *const *phrases;
} all[] = {
    { "sign", requests },
    { "verify", requests },
    { "autopsy", autopsies },
    { "header", headers },
    { "http", messages },
    { "error", fuzz_error_phrases },
    { "endpoint", endpoints },
    { "adapter_sign", signers },
    { "adapter_verify", requests },
    { "adapter_error", fuzz_error_phrases },
    { "status", fuzz_status_phrases },
    { "judge", fuzz_judge_phrases },
    { "schema", fuzz_schema_phrases },
    { "adapter_status", fuzz_judge_phrases },
    { "report", reports },
    { "explain", recordings },
    { "ini", settings },
};

const char *const *fuzz_phrases(const char *target)
{
    for (size_t i = 0; target && i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(all[i].target, target) == 0)
            return all[i].phrases;
    return none;
}
