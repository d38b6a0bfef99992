#include "server/ledger_text.h"

#include "base/die.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static const char *text_of(const cJSON *root, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, name);

    return cJSON_IsString(item) ? item->valuestring : "";
}

static cJSON *parse(struct span text)
{
    cJSON *root = text.len ? cJSON_ParseWithLength(text.p, text.len) : NULL;

    if (root && strcmp(text_of(root, "schema"), "favspec/ledger-1") == 0)
        return root;
    cJSON_Delete(root);
    return NULL;
}

static void take_likes(struct target *target, const cJSON *root)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "likes"), *item;
    const cJSON *liked = cJSON_GetObjectItemCaseSensitive(root, "liked");
    struct likes *likes = &target->likes_before;

    target->liked_before = cJSON_IsBool(liked) ? cJSON_IsTrue(liked) : -1;
    free(likes->ids);
    *likes = (struct likes){ .known = cJSON_IsArray(list) };
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item) || strlen(item->valuestring) >= sizeof(likes->ids[0]) ||
            likes->count == LIKES_MAX)
            continue;
        likes->ids = xrealloc(likes->ids, (likes->count + 1) * sizeof(likes->ids[0]));
        memset(likes->ids[likes->count], 0, sizeof(likes->ids[0]));
        memcpy(likes->ids[likes->count++], item->valuestring, strlen(item->valuestring));
    }
}

bool ledger_adopt(struct span text, struct target *target)
{
    cJSON *root = parse(text);
    bool same = root && strcmp(text_of(root, "url"), target->options.url) == 0 &&
                strcmp(text_of(root, "status_id"), target->options.status_id) == 0 &&
                strcmp(text_of(root, "token"), target->options.token) == 0;

    if (same)
        take_likes(target, root);
    cJSON_Delete(root);
    return same;
}

static const char *const path_names[RESOURCE_COUNT] = {
    [RESOURCE_DESTROY] = "destroy", [RESOURCE_CREATE] = "create",
    [RESOURCE_SHOW] = "show",       [RESOURCE_LIST] = "list",
    [RESOURCE_VERIFY] = "verify",
};

/* Where the resources are: restoring must not depend on a configuration file. */
static void print_profile(cJSON *root, const struct profile *profile)
{
    cJSON *object = cJSON_AddObjectToObject(root, "profile");

    cJSON_AddStringToObject(object, "preset", profile->name);
    for (int i = 0; i < RESOURCE_COUNT; i++) {
        const char *path = profile_path(profile, (enum resource)i);

        cJSON_AddStringToObject(object, path_names[i], path ? path : "none");
    }
    cJSON_AddStringToObject(object, "id", profile->id_in_body ? "body" : "query");
}

/* Members of an object alone: the items of an array have no names. */
static bool read_profile(const cJSON *root, struct arena *mem, struct profile *out)
{
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(root, "profile"), *item;
    struct buf why;
    bool fine = !object || cJSON_IsObject(object);

    buf_init(&why, BUF_MAX_TEXT);
    *out = *profile_preset("x-1.1", &why);
    if (fine)
        cJSON_ArrayForEach(item, object) fine =
            fine && cJSON_IsString(item) &&
            profile_key(out, item->string, item->valuestring, mem, &why) == 0;
    buf_release(&why);
    return fine;
}

char *ledger_print(const struct target *target)
{
    cJSON *root = cJSON_CreateObject();
    char *text;

    cJSON_AddStringToObject(root, "schema", "favspec/ledger-1");
    cJSON_AddStringToObject(root, "url", target->options.url);
    cJSON_AddStringToObject(root, "status_id", target->options.status_id);
    cJSON_AddStringToObject(root, "consumer_key", target->options.consumer_key);
    cJSON_AddStringToObject(root, "token", target->options.token);
    print_profile(root, &target->options.profile);
    if (target->liked_before >= 0)
        cJSON_AddBoolToObject(root, "liked", target->liked_before);
    if (target->likes_before.known) {
        cJSON *list = cJSON_AddArrayToObject(root, "likes");

        for (size_t i = 0; i < target->likes_before.count; i++)
            cJSON_AddItemToArray(list, cJSON_CreateString(target->likes_before.ids[i]));
    }
    text = cJSON_Print(root);
    cJSON_Delete(root);
    return text;
}

bool ledger_parse(struct span text, struct arena *mem, struct ledger_facts *out)
{
    cJSON *root = parse(text);
    struct profile profile;
    bool fine = root && read_profile(root, mem, &profile);

    if (fine)
        *out = (struct ledger_facts){
            arena_str(mem, span_of(text_of(root, "url"))),
            arena_str(mem, span_of(text_of(root, "status_id"))),
            arena_str(mem, span_of(text_of(root, "consumer_key"))),
            arena_str(mem, span_of(text_of(root, "token"))),
            profile,
        };
    cJSON_Delete(root);
    return fine;
}
