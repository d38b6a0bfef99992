/* The adapter of the JSON parser jansson, as strict as it can be told to be. */
#include "fuzz/host/host.h"

#include <jansson.h>

static int put_string(struct fav_out *out, const json_t *value, int before)
{
    int result = FAV_OK;

    if (json_is_string(value))
        result = fav_put(out, json_string_value(value), json_string_length(value));
    else
        out->n = FAV_NO_MEMBER;
    return before ? before : result;
}

static json_t *load(struct fav_in text)
{
    const char *p = (const char *)text.p;

    return json_loadb(p ? p : "", text.n,
                      JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
}

static int read_status(const json_t *root, struct fav_status *out)
{
    const json_t *id = json_object_get(root, "id");
    const json_t *favorited = json_object_get(root, "favorited");
    const json_t *user = json_object_get(root, "user");
    int result;

    out->known = FAV_HAS_ID | FAV_HAS_FAVORITED;
    if (json_is_integer(id) && json_integer_value(id) >= 0) {
        out->present |= FAV_HAS_ID;
        out->id = (uint64_t)json_integer_value(id);
    }
    if (json_is_boolean(favorited))
        out->present |= FAV_HAS_FAVORITED;
    out->favorited = json_is_true(favorited) ? 1 : 0;
    result = put_string(&out->id_str, json_object_get(root, "id_str"), FAV_OK);
    result = put_string(&out->text, json_object_get(root, "text"), result);
    return put_string(&out->user_id_str, json_object_get(user, "id_str"), result);
}

static int status(struct fav_in json, struct fav_status *out)
{
    json_t *root = load(json);
    int result = json_is_object(root) ? read_status(root, out) : FAV_REJECT;

    json_decref(root);
    return result;
}

static int error(int32_t http_status, struct fav_in body, struct fav_error *out)
{
    json_t *root = load(body);
    const json_t *first = json_array_get(json_object_get(root, "errors"), 0);
    const json_t *code = json_object_get(first, "code");
    int result = FAV_REJECT;

    (void)http_status;
    if (json_is_object(first)) {
        out->known = FAV_HAS_CODE;
        out->present = json_is_integer(code) ? FAV_HAS_CODE : 0;
        out->code = json_integer_value(code);
        result = put_string(&out->message, json_object_get(first, "message"), FAV_OK);
    }
    json_decref(root);
    return result;
}

const struct fav_adapter *adapter_jansson(void)
{
    static const struct fav_adapter adapter = {
        .abi = FAV_ADAPTER_ABI,
        .size = sizeof(adapter),
        .name = FAV_TEXT("jansson"),
        .version = FAV_TEXT(JANSSON_VERSION),
        .quirks = FAV_QUIRK_ID_63 | FAV_QUIRK_RANGE,
        .status = status,
        .error = error,
    };

    return &adapter;
}
