/* The adapter of liboauth, by the calls that its documentation shows: the URL and the
 * form body are split by it, and oauth_sign_array2_process does the rest. */
#include "fuzz/host/host.h"

#include <oauth.h>
#include <stdlib.h>
#include <strings.h>

static char *text_of(struct fav_in value)
{
    char *text = malloc(value.n + 1);

    if (!text)
        abort();
    if (value.n)
        memcpy(text, value.p, value.n);
    text[value.n] = '\0';
    return text;
}

static int is_form(struct fav_in type)
{
    static const char form[] = "application/x-www-form-urlencoded";

    const char *p = (const char *)type.p;
    size_t len = sizeof(form) - 1;

    return type.n >= len && strncasecmp(p, form, len) == 0 &&
           (type.n == len || p[len] == ';' || p[len] == ' ');
}

struct arguments {
    int count;
    char **list;
};

/* Nonce and timestamp are made by liboauth unless they are there. */
static void add_parameter(struct arguments *to, const char *name, struct fav_in value)
{
    char *text = text_of(value), *pair = malloc(strlen(name) + value.n + 2);

    if (!pair)
        abort();
    memcpy(pair, name, strlen(name));
    pair[strlen(name)] = '=';
    memcpy(pair + strlen(name) + 1, text, value.n + 1);
    oauth_add_param_to_array(&to->count, &to->list, pair);
    free(pair);
    free(text);
}

static void collect(struct arguments *to, const struct fav_request *r)
{
    char *url = text_of(r->url), *body = text_of(r->body);

    to->count = oauth_split_url_parameters(url, &to->list);
    if (r->body.n && is_form(r->content_type)) {
        struct arguments more = { 0, NULL };

        more.count = oauth_split_post_paramters(body, &more.list, 7);
        for (int i = 0; i < more.count; i++)
            oauth_add_param_to_array(&to->count, &to->list, more.list[i]);
        oauth_free_array(&more.count, &more.list);
    }
    add_parameter(to, "oauth_nonce", r->nonce);
    add_parameter(to, "oauth_timestamp", r->timestamp);
    free(url);
    free(body);
}

static int put(struct fav_out *out, const char *text, int before)
{
    int result = fav_put(out, text, strlen(text));

    return before ? before : result;
}

/* What oauth_sign_array2_process has signed: all but the signature that it added. */
static int answer(struct arguments *signed_list, const char *method,
                  struct fav_signed *out)
{
    const char *last = signed_list->list[signed_list->count - 1];
    const char *signature = strchr(last, '=');
    char *query =
        oauth_serialize_url_parameters(signed_list->count - 1, signed_list->list);
    char *base = oauth_catenc(3, method, signed_list->list[0], query);
    int result = put(&out->base_string, base, FAV_OK);

    result = put(&out->signature, signature ? signature + 1 : "", result);
    free(query);
    free(base);
    return result;
}

static int sign(const struct fav_request *r, struct fav_signed *out)
{
    struct arguments list = { 0, NULL };
    char *method = text_of(r->method);
    char *key = text_of(r->consumer_key), *secret = text_of(r->consumer_secret);
    char *token = text_of(r->token), *token_secret = text_of(r->token_secret);
    int result = FAV_REJECT;

    collect(&list, r);
    if (list.count > 0) {
        oauth_sign_array2_process(&list.count, &list.list, NULL, OA_HMAC, method, key,
                                  secret, r->token.p ? token : NULL, token_secret);
        result = answer(&list, method, out);
    }
    oauth_free_array(&list.count, &list.list);
    free(method);
    free(key);
    free(secret);
    free(token);
    free(token_secret);
    return result;
}

const struct fav_adapter *adapter_liboauth(void)
{
    static const struct fav_adapter adapter = {
        .abi = FAV_ADAPTER_ABI,
        .size = sizeof(adapter),
        .name = FAV_TEXT("liboauth"),
        .version = FAV_TEXT(LIBOAUTH_VERSION),
        .quirks = FAV_QUIRK_URL_CASE | FAV_QUIRK_DEFAULT_PORT | FAV_QUIRK_ODD_PORT |
                  FAV_QUIRK_PORT_TEXT | FAV_QUIRK_USER_INFO | FAV_QUIRK_FRAGMENT |
                  FAV_QUIRK_METHOD_CASE | FAV_QUIRK_PATH_TEXT | FAV_QUIRK_QUESTION |
                  FAV_QUIRK_NO_EQUALS | FAV_QUIRK_NUL | FAV_QUIRK_DELIMITER |
                  FAV_QUIRK_LONG | FAV_QUIRK_SIGNATURE | FAV_QUIRK_URL_TEXT,
        .sign = sign,
    };

    return &adapter;
}
