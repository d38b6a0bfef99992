/* The adapter of this project's own library: what all others are compared with. */
#include "fuzz/host/host.h"
#include "oauth/header.h"
#include "oauth/verify.h"
#include "json/error.h"
#include "json/json.h"
#include "json/schema.h"

/* A message of error_doc that may have been cut is not offered. */
enum { MESSAGE_MAYBE_CUT = 250 };

static struct span in(struct fav_in value)
{
    return span_make((const char *)value.p, value.n);
}

static struct oauth_request request_of(const struct fav_request *r)
{
    return (struct oauth_request){ .method = in(r->method),
                                   .url = in(r->url),
                                   .content_type = in(r->content_type),
                                   .body = in(r->body) };
}

static struct oauth_credentials credentials_of(const struct fav_request *r)
{
    return (struct oauth_credentials){ .consumer_key = in(r->consumer_key),
                                       .consumer_secret = in(r->consumer_secret),
                                       .token = in(r->token),
                                       .token_secret = in(r->token_secret) };
}

static int collect(struct oauth_params *list, const struct oauth_request *request,
                   const struct fav_request *r)
{
    const struct {
        struct span name, value;
    } pairs[] = {
        { SPAN("oauth_consumer_key"), in(r->consumer_key) },
        { SPAN("oauth_nonce"), in(r->nonce) },
        { SPAN("oauth_signature_method"), SPAN("HMAC-SHA1") },
        { SPAN("oauth_timestamp"), in(r->timestamp) },
        { SPAN("oauth_token"), in(r->token) },
        { SPAN("oauth_version"), SPAN("1.0") },
    };
    int result = oauth_collect(list, request, NULL);

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (pairs[i].value.p)
            result |=
                oauth_params_add(list, pairs[i].name, pairs[i].value, OAUTH_IN_HEADER);
    return result;
}

static int put_buf(struct fav_out *out, const struct buf *text, int before)
{
    int result = fav_put(out, text->p, text->len);

    return before ? before : result;
}

static int sign(const struct fav_request *r, struct fav_signed *out)
{
    struct oauth_request request = request_of(r);
    struct oauth_credentials credentials = credentials_of(r);
    struct buf base, signature, header;
    struct oauth_params list;
    int result = FAV_REJECT;

    oauth_params_init(&list);
    buf_init(&base, BUF_MAX_MESSAGE);
    buf_init(&signature, BUF_MAX_TEXT);
    buf_init(&header, BUF_MAX_MESSAGE);
    if (collect(&list, &request, r) == 0 &&
        oauth_base_string(&base, &request, &list, NULL, NULL) == 0) {
        oauth_sign(&signature, &request, &list, &credentials, NULL, NULL);
        oauth_params_add(&list, SPAN("oauth_signature"), buf_span(&signature),
                         OAUTH_IN_HEADER);
        oauth_header_write(&header, &list, NULL);
        result = put_buf(&out->base_string, &base, FAV_OK);
        result = put_buf(&out->signature, &signature, result);
        result = put_buf(&out->header, &header, result);
    }
    buf_release(&base);
    buf_release(&signature);
    buf_release(&header);
    oauth_params_release(&list);
    return result;
}

static int verify(const struct fav_request *r, struct fav_in authorization)
{
    struct oauth_credentials credentials = credentials_of(r);
    struct oauth_request request = request_of(r);
    struct oauth_scratch scratch;
    struct oauth_claim claim;
    uint32_t violations;

    request.authorization = in(authorization);
    oauth_claim_init(&claim);
    oauth_scratch_init(&scratch);
    violations = oauth_claim_read(&claim, &request, NULL);
    violations |= oauth_claim_check(&claim, &request, &credentials, NULL, NULL, &scratch);
    oauth_scratch_release(&scratch);
    oauth_claim_release(&claim);
    return violations ? FAV_REJECT : FAV_OK;
}

static int put_string(struct fav_out *out, const cJSON *node, int before)
{
    int result = FAV_OK;

    if (cJSON_IsString(node))
        result = fav_put(out, node->valuestring, strlen(node->valuestring));
    else
        out->n = FAV_NO_MEMBER;
    return before ? before : result;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
}

static int put_status(const struct json_doc *doc, struct fav_status *out)
{
    const cJSON *favorited = member(doc->root, "favorited");
    struct span id = json_number(doc, member(doc->root, "id"));
    int result;

    out->known = FAV_HAS_ID | FAV_HAS_FAVORITED;
    if (span_eq_str(id, "-0") || span_u64(id, &out->id))
        out->present |= FAV_HAS_ID;
    if (cJSON_IsBool(favorited))
        out->present |= FAV_HAS_FAVORITED;
    out->favorited = cJSON_IsTrue(favorited) ? 1 : 0;
    result = put_string(&out->id_str, member(doc->root, "id_str"), FAV_OK);
    result = put_string(&out->text, member(doc->root, "text"), result);
    return put_string(&out->user_id_str, member(member(doc->root, "user"), "id_str"),
                      result);
}

/* What the tree cannot hold (a NUL in a string) or is not asked to (its maxima). */
static bool is_beyond(struct span text, enum json_error error)
{
    return error == JSON_DEPTH || error == JSON_TOO_LARGE ||
           span_find(text, SPAN("\\u0000")) >= 0;
}

static int status(struct fav_in json, struct fav_status *out)
{
    struct json_doc doc;
    enum json_error error = json_parse(in(json), &doc, NULL);
    int result;

    if (is_beyond(in(json), error)) {
        if (!error)
            json_release(&doc);
        return FAV_SKIP;
    }
    if (error)
        return FAV_REJECT;
    result = cJSON_IsObject(doc.root) ? put_status(&doc, out) : FAV_REJECT;
    json_release(&doc);
    return result;
}

static int error(int32_t http_status, struct fav_in body, struct fav_error *out)
{
    struct error_doc doc;
    size_t len;

    (void)http_status;
    if (is_beyond(in(body), json_check(in(body), NULL)))
        return FAV_SKIP;
    error_read(in(body), &doc, NULL);
    if (doc.form != ERROR_ARRAY)
        return FAV_REJECT;
    out->known = FAV_HAS_CODE;
    out->present = doc.has_code ? FAV_HAS_CODE : 0;
    out->code = doc.code;
    len = strlen(doc.message);
    if (doc.message_not_string)
        out->message.n = FAV_NO_MEMBER;
    else if (len < MESSAGE_MAYBE_CUT)
        return fav_put(&out->message, doc.message, len);
    return FAV_OK;
}

static int shape(struct fav_in schema, struct fav_in document)
{
    struct json_schema *loaded = json_schema_new(in(schema), NULL);
    struct json_doc doc;
    enum json_error error;
    int result = FAV_SKIP;

    if (!loaded)
        return FAV_SKIP;
    error = json_parse(in(document), &doc, NULL);
    if (!is_beyond(in(document), error))
        result = !error && json_schema_validate(loaded, &doc, doc.root, NULL)
                     ? FAV_OK
                     : FAV_REJECT;
    if (!error)
        json_release(&doc);
    json_schema_free(loaded);
    return result;
}

const struct fav_adapter *adapter_reference(void)
{
    static const struct fav_adapter adapter = {
        .abi = FAV_ADAPTER_ABI,
        .size = sizeof(adapter),
        .name = FAV_TEXT("reference"),
        .version = FAV_TEXT(FAVSPEC_VERSION),
        .sign = sign,
        .verify = verify,
        .status = status,
        .error = error,
        .shape = shape,
    };

    return &adapter;
}
