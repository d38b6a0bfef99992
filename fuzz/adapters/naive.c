/* The adapter of the second implementation (fuzz/naive.h). */
#include "fuzz/naive.h"

#include "fuzz/host/host.h"
#include "fuzz/naive_schema.h"
#include "fuzz/request.h"

static struct span in(struct fav_in value)
{
    return span_make((const char *)value.p, value.n);
}

static void add(struct naive_pairs *pairs, const char *name, struct fav_in value)
{
    if (value.p)
        naive_pairs_add(pairs, span_of(name), in(value), NAIVE_HEADER);
}

static void add_text(struct naive_pairs *pairs, const char *name, const char *value)
{
    naive_pairs_add(pairs, span_of(name), span_of(value), NAIVE_HEADER);
}

static void write_header(struct buf *out, const struct naive_pairs *pairs,
                         struct span signature)
{
    buf_add_str(out, "OAuth ");
    for (size_t i = 0; i < pairs->count; i++) {
        if (pairs->items[i].place != NAIVE_HEADER)
            continue;
        naive_encode(out, buf_span(&pairs->items[i].name));
        buf_add_str(out, "=\"");
        naive_encode(out, buf_span(&pairs->items[i].value));
        buf_add_str(out, "\", ");
    }
    buf_add_str(out, "oauth_signature=\"");
    naive_encode(out, signature);
    buf_add_str(out, "\"");
}

static void collect(struct naive_pairs *pairs, const struct naive_request *request,
                    const struct fav_request *r)
{
    naive_collect(pairs, request);
    add(pairs, "oauth_consumer_key", r->consumer_key);
    add(pairs, "oauth_nonce", r->nonce);
    add_text(pairs, "oauth_signature_method", "HMAC-SHA1");
    add(pairs, "oauth_timestamp", r->timestamp);
    add(pairs, "oauth_token", r->token);
    add_text(pairs, "oauth_version", "1.0");
}

static int put(struct fav_out *out, const struct buf *text, int before)
{
    int result = fav_put(out, text->p, text->len);

    return before ? before : result;
}

static int sign(const struct fav_request *r, struct fav_signed *out)
{
    struct naive_request request = { .method = in(r->method),
                                     .url = in(r->url),
                                     .content_type = in(r->content_type),
                                     .body = in(r->body) };
    struct buf base, signature, header;
    struct naive_pairs pairs;
    int result = FAV_REJECT;

    naive_pairs_init(&pairs);
    buf_init(&base, BUF_MAX_MESSAGE);
    buf_init(&signature, BUF_MAX_TEXT);
    buf_init(&header, BUF_MAX_MESSAGE);
    collect(&pairs, &request, r);
    if (!pairs.overflow && naive_base_string(&base, &request, &pairs)) {
        naive_signature(&signature, buf_span(&base), in(r->consumer_secret),
                        in(r->token_secret));
        write_header(&header, &pairs, buf_span(&signature));
        result = put(&out->base_string, &base, FAV_OK);
        result = put(&out->signature, &signature, result);
        result = put(&out->header, &header, result);
    }
    buf_release(&base);
    buf_release(&signature);
    buf_release(&header);
    naive_pairs_release(&pairs);
    return result;
}

static int verify(const struct fav_request *r, struct fav_in authorization)
{
    struct fuzz_request request = {
        .theirs = { .method = in(r->method),
                    .url = in(r->url),
                    .content_type = in(r->content_type),
                    .body = in(r->body),
                    .authorization = in(authorization) },
        .credentials = { .consumer_secret = in(r->consumer_secret),
                         .token_secret = in(r->token_secret) },
    };

    return naive_accepts(&request) ? FAV_OK : FAV_REJECT;
}

/* The verdict alone: it reads no values. */
static int status(struct fav_in json, struct fav_status *out)
{
    static struct naive_json reader;
    struct span text = in(json);

    (void)out;
    if (!naive_json_accepts(&reader, text, 4096))
        return FAV_REJECT;
    while (text.len && strchr(" \t\r\n", text.p[0]))
        text = span_from(text, 1);
    return span_starts(text, SPAN("{")) ? FAV_OK : FAV_REJECT;
}

/* The tree is the parser's; what the schema means is read a second time. */
static int shape(struct fav_in schema, struct fav_in document)
{
    struct json_doc rules, doc;
    enum naive_match match = NAIVE_UNKNOWN;

    if (json_parse(in(schema), &rules, NULL) != JSON_OK)
        return FAV_SKIP;
    if (json_parse(in(document), &doc, NULL) == JSON_OK) {
        match = naive_schema_matches(&rules, rules.root, &doc, doc.root);
        json_release(&doc);
    } else {
        match = NAIVE_DIFFERS;
    }
    json_release(&rules);
    return match == NAIVE_UNKNOWN   ? FAV_SKIP
           : match == NAIVE_MATCHES ? FAV_OK
                                    : FAV_REJECT;
}

const struct fav_adapter *adapter_naive(void)
{
    static const struct fav_adapter adapter = {
        .abi = FAV_ADAPTER_ABI,
        .size = sizeof(adapter),
        .name = FAV_TEXT("naive"),
        .version = FAV_TEXT(FAVSPEC_VERSION),
        .sign = sign,
        .verify = verify,
        .status = status,
        .shape = shape,
    };

    return &adapter;
}
