#include "oauth/autopsy_parts.h"

/* Two deviations of the same field that can be made together: two steps of the path,
 * another method in lower case. The earlier name comes first. */
static bool combine(struct oauth_recipe *into, size_t at, uint8_t value)
{
    if (at == offsetof(struct oauth_recipe, path) && !into->path_then) {
        into->path_then = value;
        return true;
    }
    if (at == offsetof(struct oauth_recipe, method) &&
        into->method == OAUTH_METHOD_LOWER) {
        into->method = (uint8_t)(OAUTH_METHOD_LOWER_OF + value);
        return true;
    }
    return false;
}

static bool merge_recipes(struct oauth_recipe *into, const struct oauth_recipe *other)
{
    uint8_t *to = (uint8_t *)into;
    const uint8_t *from = (const uint8_t *)other;

    for (size_t i = 0; i < sizeof(*into); i++) {
        uint8_t value = from[i];

        if (value && to[i]) {
            if (!combine(into, i, value))
                return false;
        } else {
            to[i] |= value;
        }
    }
    return true;
}

static bool merge_plans(struct oauth_key_plan *into, const struct oauth_key_plan *other)
{
    uint8_t *to = (uint8_t *)into;
    const uint8_t *from = (const uint8_t *)other;

    for (size_t i = 0; i < sizeof(*into); i++) {
        if (from[i] && to[i])
            return false;
        to[i] |= from[i];
    }
    return true;
}

bool oauth_guess_merge(const struct oauth_guess *a, const struct oauth_guess *b,
                       struct oauth_guess *out)
{
    *out = *a;
    if (a->mistake == b->mistake || !merge_recipes(&out->recipe, &b->recipe) ||
        !merge_plans(&out->key, &b->key))
        return false;
    if (a->edits[0].kind != OAUTH_EDIT_NONE && b->edits[0].kind != OAUTH_EDIT_NONE &&
        span_eq(a->edits[0].name, b->edits[0].name))
        return false;
    out->edits[a->edits[0].kind != OAUTH_EDIT_NONE] = b->edits[0];
    out->second = b->mistake;
    out->second_note = b->note;
    return true;
}
