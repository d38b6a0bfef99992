#include "server/profile.h"

#include "server/catalogue.h"

#include <stdio.h>

static const char *const original_paths[RESOURCE_COUNT] = {
    [RESOURCE_DESTROY] = "/favorites/destroy.json",
    [RESOURCE_CREATE] = "/favorites/create.json",
    [RESOURCE_SHOW] = "/statuses/show.json",
    [RESOURCE_LIST] = "/favorites/list.json",
    [RESOURCE_VERIFY] = "/account/verify_credentials.json",
};

static const char *const key_names[] = {
    "preset", "destroy", "create", "show",  "list",
    "verify", "id",      "errors", "relax", "reason"
};

/* What `errors` may say. */
static const struct {
    const char *word;
    enum error_form form;
} error_words[] = {
    { "array", ERROR_ARRAY },   { "request", ERROR_REQUEST }, { "status", ERROR_STATUS },
    { "string", ERROR_STRING }, { "text", ERROR_NOT_JSON },
};

enum { ERROR_WORD_COUNT = sizeof(error_words) / sizeof(error_words[0]) };

static const char no_member[] = "this server's statuses do not have the member";
static const char old_errors[] = "this server answers errors in a form of its own";

/* What the examined versions do (GNU social 2.0.1-beta0, Friendica 3.5.4). Relaxed is
 * what is part of the product's own form: members that its statuses do not have, how its
 * errors look. What it does wrongly (casts of ids, replays, statuses of refusals) is not.
 */
static const struct profile presets[] = {
    { .name = "x-1.1" },
    {
        .name = "gnusocial",
        .paths = { [RESOURCE_LIST] = "/favorites.json" },
        .errors = ERROR_REQUEST,
        .relaxed = {
            { REQ_SHAPE_ID_STR, no_member },
            { REQ_SHAPE_ENTITIES, no_member },
            { REQ_SHAPE_SYMBOLS, no_member },
            { REQ_SHAPE_ENTITY, no_member },
            { REQ_SHAPE_INDICES, no_member },
            { REQ_SHAPE_COUNTS, no_member },
            { REQ_SHAPE_RETWEETED, no_member },
            { REQ_SHAPE_GEO, no_member },
            { REQ_SHAPE_PLACE, no_member },
            { REQ_SHAPE_CONTRIBUTORS, no_member },
            { REQ_SHAPE_NULLS, no_member },
            { REQ_SHAPE_MODERN, no_member },
            { REQ_SHAPE_REPLY, no_member },
            { REQ_SHAPE_USER, no_member },
            { REQ_SHAPE_USER_FIELDS, "utc_offset is a string, ids have no _str" },
            { REQ_SHAPE_USER_ENTITIES, no_member },
            { REQ_SHAPE_SOURCE, "source is null, or plain text beside source_link" },
            { REQ_SHAPE_SOURCE_ANCHOR, "source is null, or plain text beside source_link" },
            { REQ_SHAPE_CREATED_AT, "created_at is in the zone of the server" },
            { REQ_SHAPE_USER_CREATED_AT, "created_at is in the zone of the server" },
            { REQ_ENTITIES_DEFAULT, "include_entities is ignored: entities are never given" },
            { REQ_ENTITIES_TRUE, "include_entities is ignored: entities are never given" },
            { REQ_ENTITIES_TRUE_WORDS, "include_entities is ignored" },
            { REQ_ENTITIES_TRANSPORT, "include_entities is ignored" },
            { REQ_ENTITIES_ONLY_NODE, no_member },
            { REQ_ERROR_BODY, old_errors },
            { REQ_ERROR_CODE_INTEGER, old_errors },
            { REQ_ERROR_CHALLENGE, "a 401 offers Basic alone" },
        },
    },
    {
        .name = "friendica",
        .paths = { [RESOURCE_LIST] = "/favorites.json" },
        .errors = ERROR_STATUS,
        .relaxed = {
            { REQ_SHAPE_COUNTS, no_member },
            { REQ_SHAPE_RETWEETED, no_member },
            { REQ_SHAPE_GEO, no_member },
            { REQ_SHAPE_PLACE, no_member },
            { REQ_SHAPE_CONTRIBUTORS, no_member },
            { REQ_SHAPE_NULLS, no_member },
            { REQ_SHAPE_MODERN, no_member },
            { REQ_SHAPE_LANG, no_member },
            { REQ_SHAPE_USER_FIELDS, "utc_offset is a string" },
            { REQ_SHAPE_SOURCE_ANCHOR, "source is plain text" },
            { REQ_SHAPE_USER_ENTITIES, no_member },
            { REQ_ENTITIES_ONLY_NODE, no_member },
            { REQ_SHAPE_SYMBOLS, no_member },
            { REQ_ERROR_BODY, old_errors },
            { REQ_ERROR_CODE_INTEGER, old_errors },
            { REQ_ERROR_CHALLENGE, "a 401 offers Basic alone" },
        },
    },
};

enum { PRESET_COUNT = sizeof(presets) / sizeof(presets[0]) };

const struct profile *profile_preset(const char *name, struct buf *why)
{
    const char *names[PRESET_COUNT], *near;

    for (size_t i = 0; i < PRESET_COUNT; i++) {
        names[i] = presets[i].name;
        if (strcmp(presets[i].name, name) == 0)
            return &presets[i];
    }
    near = closest_name(name, names, PRESET_COUNT);
    buf_addf(why, "there is no preset \"%s\"; x-1.1, gnusocial and friendica are shipped",
             name);
    if (near)
        buf_addf(why, "; did you mean \"%s\"?", near);
    return NULL;
}

const char *profile_path(const struct profile *profile, enum resource resource)
{
    const char *path = profile->paths[resource];

    if (!path)
        return original_paths[resource];
    return path[0] ? path : NULL;
}

bool profile_error_form(const struct profile *profile, enum error_form form)
{
    return profile->errors && profile->errors != ERROR_ARRAY && form == profile->errors;
}

const char *profile_relaxes(const struct profile *profile,
                            enum requirement_id requirement)
{
    for (int i = 0; i < PROFILE_RELAXED_MAX && profile->relaxed[i].requirement; i++)
        if (profile->relaxed[i].requirement == requirement)
            return profile->relaxed[i].why;
    return NULL;
}

static const char *closest_requirement(const char *name)
{
    const char *names[REQ_COUNT];
    size_t count = 0;
    char upper[64];

    snprintf(upper, sizeof(upper), "%s", name);
    for (char *c = upper; *c; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    for (int i = 1; i < REQ_COUNT; i++)
        names[count++] = requirements[i].id;
    return closest_name(upper, names, count);
}

static int relax_one(struct profile *profile, struct span id, struct buf *why)
{
    char name[64];
    enum requirement_id requirement;
    int free_place = 0;

    snprintf(name, sizeof(name), "%.*s", SPAN_ARG(id));
    requirement = requirement_find(name);
    while (free_place < PROFILE_RELAXED_MAX && profile->relaxed[free_place].requirement &&
           profile->relaxed[free_place].requirement != requirement)
        free_place++;
    if (requirement == REQ_NONE) {
        const char *near = closest_requirement(name);

        buf_addf(why,
                 "there is no requirement \"%s\"; favspec list --requirements names them",
                 name);
        if (near)
            buf_addf(why, "; did you mean \"%s\"?", near);
        return -1;
    }
    profile->relaxed[free_place].requirement = requirement;
    profile->relaxed[free_place].why = "relaxed by the configuration file";
    return 0;
}

static int relax(struct profile *profile, const char *list, struct buf *why)
{
    struct span rest = span_of(list), one;

    while (rest.len) {
        span_cut(rest, ',', &one, &rest);
        one = span_trim(one);
        if (one.len && relax_one(profile, one, why) != 0)
            return -1;
    }
    return 0;
}

static void set_reason(struct profile *profile, const char *reason)
{
    for (int i = 0; i < PROFILE_RELAXED_MAX && profile->relaxed[i].requirement; i++)
        if (strcmp(profile->relaxed[i].why, "relaxed by the configuration file") == 0)
            profile->relaxed[i].why = reason;
}

static int set_path(struct profile *profile, size_t resource, const char *value,
                    struct arena *texts, struct buf *why)
{
    bool none = strcmp(value, "none") == 0;

    if (value[0] != '/' && !none) {
        buf_addf(why, "\"%s\" is no path: it begins with a slash, or is none", value);
        return -1;
    }
    if (none && resource == RESOURCE_DESTROY) {
        buf_add_str(why, "destroy cannot be none: it is what is tested");
        return -1;
    }
    profile->paths[resource] = none ? "" : arena_str(texts, span_of(value));
    return 0;
}

static int set_preset(struct profile *profile, const char *value, struct buf *why)
{
    const struct profile *preset = profile_preset(value, why);

    if (preset)
        *profile = *preset;
    return preset ? 0 : -1;
}

/* Other words for errors are a choice of the product: what asks for the original's form
 * is relaxed. */
static int set_errors(struct profile *profile, const char *value, struct buf *why)
{
    const char *names[ERROR_WORD_COUNT], *near;

    for (size_t i = 0; i < ERROR_WORD_COUNT; i++) {
        names[i] = error_words[i].word;
        if (strcmp(error_words[i].word, value) != 0)
            continue;
        profile->errors = error_words[i].form;
        if (profile->errors != ERROR_ARRAY)
            return relax(profile, "ERROR-BODY, ERROR-CODE-INTEGER, ERROR-CONTENT-TYPE",
                         why);
        return 0;
    }
    near = closest_name(value, names, ERROR_WORD_COUNT);
    buf_addf(why, "errors come as array, request, status, string or text, not as \"%s\"",
             value);
    if (near)
        buf_addf(why, "; did you mean \"%s\"?", near);
    return -1;
}

static int set_id_place(struct profile *profile, const char *value, struct buf *why)
{
    static const char *const words[] = { "query", "body" };
    const char *near = closest_name(value, words, 2);

    profile->id_in_body = strcmp(value, "body") == 0;
    if (profile->id_in_body || strcmp(value, "query") == 0)
        return 0;
    buf_addf(
        why,
        "id travels in the query or in the body (or in a path that holds {id}), not in "
        "\"%s\"",
        value);
    if (near)
        buf_addf(why, "; did you mean \"%s\"?", near);
    return -1;
}

int profile_key(struct profile *profile, const char *key, const char *value,
                struct arena *texts, struct buf *why)
{
    const char *near;
    size_t place = 0;

    while (place < sizeof(key_names) / sizeof(key_names[0]) &&
           strcmp(key_names[place], key) != 0)
        place++;
    if (place == 0)
        return set_preset(profile, value, why);
    if (place <= RESOURCE_COUNT)
        return set_path(profile, place - 1, value, texts, why);
    if (strcmp(key, "id") == 0)
        return set_id_place(profile, value, why);
    if (strcmp(key, "errors") == 0)
        return set_errors(profile, value, why);
    if (strcmp(key, "relax") == 0)
        return relax(profile, value, why);
    if (strcmp(key, "reason") == 0) {
        set_reason(profile, arena_str(texts, span_of(value)));
        return 0;
    }
    near = closest_name(key, key_names, sizeof(key_names) / sizeof(key_names[0]));
    buf_addf(why, "there is no key \"%s\" in [profile]%s%s%s", key,
             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return -1;
}
