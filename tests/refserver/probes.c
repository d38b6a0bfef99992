#include "probes.h"

#include <inttypes.h>

static const struct oauth_header_style styles[] = {
    { .separator = "," },   { .realm = "r" },      { .realm = "r", .realm_last = true },
    { .reversed = true },   { .scheme = "oauth" }, { .separator = " ,\t" },
    { .separator = ",, " },
};

#define FORM "application/x-www-form-urlencoded"

const struct probe probes[] = {
/* every kind of status; twice; with a look afterwards */
#define X(enumerator, name, liked)                                                       \
    { { { .kind = enumerator }, { .kind = enumerator } }, 2 },
    STATUS_KINDS(X)
#undef X
#define X(enumerator, name, liked)                                                       \
    { { { .kind = enumerator, .query = "id={id}&tweet_mode=extended" } }, 1 },
        STATUS_KINDS(X)
#undef X
            { { { .query = "id={id}&include_entities=false" } }, 1 },
    { { { .kind = KIND_MEDIA, .query = "id={id}&include_entities=false" } }, 1 },
    { { { .query = "id={id}&include_entities=true" } }, 1 },
    { { { .query = "id={id}&include_entities=t" } }, 1 },
    { { { .query = "id={id}&include_entities=1" } }, 1 },
    { { { .query = "id={id}&include_entities=nope" } }, 1 },
    { { { .body = "id={id}&include_entities=false" } }, 1 },

    /* methods and paths */
    { { { .method = "GET" } }, 1 },
    { { { .method = "HEAD" } }, 1 },
    { { { .method = "PUT" } }, 1 },
    { { { .method = "PATCH" } }, 1 },
    { { { .method = "DELETE" } }, 1 },
    { { { .method = "OPTIONS" } }, 1 },
    { { { .method = "GET", .headers = { "X-HTTP-Method-Override: POST" } } }, 1 },
    { { { .method = "GET", .query = "id={id}&_method=POST" } }, 1 },
    { { { .path = "/favorites/destroyed.json" } }, 1 },
    { { { .path = "/favorites/destroy.json.bak" } }, 1 },
    { { { .path = "/favorites/destroy/{id}.json", .query = "" } }, 1 },
    { { { .path = "/Favorites/Destroy.json" } }, 1 },
    { { { .path = "/favorites/destroy.json/" } }, 1 },
    { { { .path = "/favorites/destroy" } }, 1 },
    { { { .path = "/favorites/destroy.xml" } }, 1 },
    { { { .path = "/favorites//destroy.json" } }, 1 },
    { { { .path = "/favorites/nosuch.json" } }, 1 },
    { { { .prefix = "/1" } }, 1 },
    { { { .absolute = true } }, 1 },

    /* ids */
    { { { .query = "id={id}abc" } }, 1 },
    { { { .query = "id={id}.0" } }, 1 },
    { { { .query = "id=%2B{id}" } }, 1 },
    { { { .query = "id=-{id}" } }, 1 },
    { { { .query = "id=+{id}" } }, 1 },
    { { { .query = "id={id}e0" } }, 1 },
    { { { .query = "id={hex}" } }, 1 },
    { { { .query = "id={id}'+or+'1'='1" } }, 1 },
    { { { .query = "id={id}%00x" } }, 1 },
    { { { .query = "id={id},{neighbour}" } }, 1 },
    { { { .query = "id={fullwidth}" } }, 1 },
    { { { .query = "id=%22{id}%22" } }, 1 },
    { { { .query = "id={id}abc%C3%A9" } }, 1 },
    { { { .query = "id=0" } }, 1 },
    { { { .query = "id={id+2^32}" } }, 1 },
    { { { .query = "id={id+2^64}" } }, 1 },
    { { { .query = "id={neighbour}" } }, 1 },
    { { { .query = "id={unknown}" } }, 1 },
    { { { .query = "" } }, 1 },
    { { { .query = "id%5B%5D={id}" } }, 1 },
    { { { .query = "ID={id}" } }, 1 },
    { { { .query = "status_id={id}" } }, 1 },
    { { { .body = "id={id}" } }, 1 },
    { { { .query = "", .body = "{\"id\": 1}", .content_type = "application/json" } }, 1 },
    { { { .query = "",
          .body = "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n1\r\n--b--",
          .content_type = "multipart/form-data; boundary=b" } },
      1 },
    { { { .query = "", .body = "id={id}", .content_type = "text/plain" } }, 1 },
    { { { .body = "id={id}", .content_type = FORM "; charset=UTF-8" } }, 1 },

    /* as whom */
    { { { .authorization = "" } }, 1 },
    { { { .authorization = "Basic YTpi" } }, 1 },
    { { { .authorization = "Digest x" } }, 1 },
    { { { .authorization = "OAuth oauth_nonce" } }, 1 },
    { { { .authorization = "Bearer {bearer}" } }, 1 },
    { { { .as = AS_SECOND } }, 1 },
    { { { .as = AS_READ_ONLY } }, 1 },
    { { { .as = AS_REVOKED } }, 1 },
    { { { .as = AS_UNKNOWN_TOKEN } }, 1 },
    { { { .as = AS_UNKNOWN_CONSUMER } }, 1 },
    { { { .as = AS_OTHER_CONSUMER } }, 1 },
    { { { .as = AS_NO_TOKEN } }, 1 },
    { { { .as = AS_WRONG_SECRET } }, 1 },
    { { { 0 },
        { .authorization = "",
          .kind = KIND_BYSTANDER,
          .headers = { "Cookie: {cookie}" } } },
      2 },

    /* protocol parameters */
    { { { .omit = "oauth_nonce" } }, 1 },
    { { { .omit = "oauth_timestamp" } }, 1 },
    { { { .omit = "oauth_signature_method" } }, 1 },
    { { { .omit = "oauth_signature" } }, 1 },
    { { { .omit = "oauth_version" } }, 1 },
    { { { .repeat = "oauth_nonce" } }, 1 },
    { { { .query = "id={id}&oauth_nonce=x" } }, 1 },
    { { { .set_name = "oauth_version", .set_value = "2.0" } }, 1 },
    { { { .set_name = "oauth_signature_method", .set_value = "HMAC-MD5" } }, 1 },
    { { { .set_name = "oauth_signature_method", .set_value = "PLAINTEXT" } }, 1 },
    { { { .set_name = "oauth_signature_method",
          .set_value = "RSA-SHA1",
          .signature = "x" } },
      1 },
    { { { .set_name = "oauth_signature_method",
          .set_value = "HMAC-SHA256",
          .recipe.digest = OAUTH_DIGEST_HMAC_SHA256 } },
      1 },
    { { { .set_name = "oauth_timestamp", .set_value = "now" } }, 1 },
    { { { .set_name = "oauth_body_hash", .set_value = "x=" } }, 1 },
    { { { .place = OAUTH_IN_QUERY } }, 1 },
    { { { .place = OAUTH_IN_BODY } }, 1 },
    { { { .style = &styles[0] } }, 1 },
    { { { .style = &styles[1] } }, 1 },
    { { { .style = &styles[2] } }, 1 },
    { { { .style = &styles[3] } }, 1 },
    { { { .style = &styles[4] } }, 1 },
    { { { .style = &styles[5] } }, 1 },
    { { { .style = &styles[6] } }, 1 },
    { { { .encode_more = true } }, 1 },
    { { { .lower_hex = true } }, 1 },
    { { { .field = "authorization" } }, 1 },

    /* signatures */
    { { { .signature = "~" } }, 1 },
    { { { .signature = "0123456789012345678901234567" } }, 1 },
    { { { .recipe.key = OAUTH_KEY_NO_TOKEN_SECRET } }, 1 },
    { { { .as = AS_NO_CONSUMER_SECRET } }, 1 },
    { { { .recipe.key = OAUTH_KEY_BOTH_PUBLIC } }, 1 },
    { { { .recipe.method = OAUTH_METHOD_OTHER } }, 1 },
    { { { .sign_host = "api.twitter.com" } }, 1 },
    { { { .recipe.scheme = OAUTH_SCHEME_HTTPS } }, 1 },
    { { { .recipe.path = OAUTH_PATH_V1 } }, 1 },
    { { { .recipe.query_out = 1 } }, 1 },
    { { { .body = "id={id}", .recipe.body_out = 1 } }, 1 },
    { { { .recipe.token_out = 1 } }, 1 },
    { { { .recipe.version_out = 1 } }, 1 },
    { { { .recipe.port = OAUTH_PORT_DROP } }, 1 },
    { { { .host = "LOCALHOST:8080", .sign_host = "localhost:8080" } }, 1 },
    { { { .query = "id={id}&a=x%20y" } }, 1 },
    { { { .query = "id={id}&a=x+y" } }, 1 },
    { { { .query = "id={id}&a=%c3%a9" } }, 1 },
    { { { .query = "id={id}&a=~" } }, 1 },
    { { { .query = "id={id}&a=%21%2A%27%28%29" } }, 1 },
    { { { .query = "z=1&id={id}" } }, 1 },
    { { { .query = "id={id}&a=2&a=1" } }, 1 },
    { { { .query = "id={id}&a~=1&a%7C=1&a%C3%A9=1" } }, 1 },
    { { { .query = "id={id}&A=1&b=2&C=3&a=1&B=1" } }, 1 },
    { { { .query = "id={id}&a=1&a-b=1" } }, 1 },
    { { { .query = "id={id}&a=" } }, 1 },

    /* clock and nonce */
    { { { .skew_s = -3600 } }, 1 },
    { { { .skew_s = 3600 } }, 1 },
    { { { .skew_s = -5 } }, 1 },
    { { { 0 }, { .skew_s = -20, .kind = KIND_BYSTANDER } }, 2 },
    { { { 0 }, { .path = "/favorites/create.json" }, { .again = true } }, 3 },
    { { { .nonce = "abc" }, { .nonce = "abc", .wait_ms = 1000, .kind = KIND_OWN } }, 2 },
    { { { .nonce = "abd" }, { .nonce = "abd", .as = AS_SECOND, .kind = KIND_OWN } }, 2 },
    { { { .nonce = "abe" }, { .nonce = "ABE", .kind = KIND_OWN } }, 2 },
    { { { .nonce = "0123456789abcdefX" },
        { .nonce = "0123456789abcdefY", .kind = KIND_OWN } },
      2 },
    { { { .nonce = "abf", .signature = "~" }, { .nonce = "abf" } }, 2 },
    { { { .nonce = "abg" },
        { .nonce = "abh", .kind = KIND_OWN },
        { .nonce = "abg", .kind = KIND_BYSTANDER } },
      3 },
    { { { .nonce = "abi" }, { .nonce = "abi", .kind = KIND_BYSTANDER } }, 2 },
    { { { .nonce = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg" } }, 1 },
    { { { .nonce = "a/b" } }, 1 },

    /* effect */
    { { { .kind = KIND_LIKED },
        { .path = "/statuses/show.json", .method = "GET", .wait_ms = 2000 },
        { .path = "/favorites/list.json", .method = "GET" } },
      3 },
    { { { 0 }, { .path = "/favorites/create.json" }, { 0 } }, 3 },

    /* wire */
    { { { .host = "" } }, 1 },
    { { { .headers = { "Host: 127.0.0.1:8080" } } }, 1 },
    { { { .headers = { "Content-Length: 0", "Content-Length: 1" } } }, 1 },
    { { { .headers = { "Content-Length: 0" } } }, 1 },
    { { { .body = "id={id}", .headers = { "Transfer-Encoding: chunked" } } }, 1 },
    { { { .headers = { "Expect: 100-continue" } } }, 1 },
    { { { .query = "id={id}&a={many}" } }, 1 },
};
const size_t probe_count = sizeof(probes) / sizeof(probes[0]);

static void write_likes(const struct rig *rig, struct buf *out)
{
    const uint64_t users[] = { rig->world.user_id, rig->world.second_user_id };

    for (size_t u = 0; u < 2; u++)
        for (size_t kind = 0; kind < STATUS_KIND_COUNT; kind++)
            buf_addf(out, "%d",
                     store_likes(rig->store, users[u], rig->world.ids[kind], rig->now_ms,
                                 VIEW_STATUS));
    buf_add_char(out, '\n');
}

static void write_step(const struct rig *rig, struct buf *out)
{
    const struct http_response *response = &rig->response;
    const struct endpoint_wire *wire = &rig->seen.wire;

    buf_addf(out, "%d %d %d %d\n", response->status, (int)wire->mode,
             (int)wire->length_delta, wire->head_body);
    for (size_t i = 0; i < response->headers.count; i++)
        buf_addf(out, "%.*s: %.*s\n", SPAN_ARG(response->headers.items[i].name),
                 SPAN_ARG(response->headers.items[i].value));
    buf_add_span(out, response->body);
    buf_add_char(out, '\n');
    write_likes(rig, out);
}

void probe_run(struct rig *rig, size_t number, struct buf *out)
{
    const struct probe *probe = &probes[number];

    store_world(rig->store, (unsigned)number, &rig->world);
    rig->now_ms = RIG_NOW_S * 1000;
    for (size_t i = 0; i < probe->count; i++) {
        rig_ask(rig, &probe->steps[i]);
        write_step(rig, out);
    }
    rig->now_ms += 5000;
    write_likes(rig, out);
}
