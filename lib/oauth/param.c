#include "oauth/param.h"

#include "base/die.h"
#include "base/pct.h"

#include <stdlib.h>

void oauth_params_init(struct oauth_params *list)
{
    *list = (struct oauth_params){ 0 };
}

void oauth_params_release(struct oauth_params *list)
{
    free(list->items);
    arena_release(&list->mem);
    oauth_params_init(list);
}

void oauth_params_reset(struct oauth_params *list)
{
    list->count = 0;
    arena_reset(&list->mem);
}

static struct oauth_param *add_item(struct oauth_params *list)
{
    if (list->count >= OAUTH_PARAMS_MAX)
        return NULL;
    if (list->count == list->cap) {
        list->cap = list->cap ? 2 * list->cap : 16;
        list->items = xrealloc(list->items, list->cap * sizeof(*list->items));
    }
    return &list->items[list->count++];
}

static struct span copy_to(char *to, struct span s)
{
    if (s.len)
        memcpy(to, s.p, s.len);
    return span_make(to, s.len);
}

int oauth_params_add(struct oauth_params *list, struct span name, struct span value,
                     enum oauth_place place)
{
    struct oauth_param *item = add_item(list);
    char *text;

    if (!item)
        return -1;
    text = arena_alloc(&list->mem, name.len + value.len + 2);
    *item = (struct oauth_param){
        .name = copy_to(text, name),
        .value = copy_to(text + name.len + 1, value),
        .place = place,
    };
    return 0;
}

/* As pct_read; also says whether a header's octet should have been encoded. */
static char *decode(char *to, struct span s, bool form, bool *out_raw)
{
    size_t len;

    *out_raw = false;
    if (form)
        return pct_read(to, s, true);
    for (; s.len; s = span_from(s, len)) {
        len = pct_plain_len(s);
        if (len) {
            to = (char *)memcpy(to, s.p, len) + len;
        } else {
            len = pct_read_octet(s, to++);
            *out_raw = *out_raw || len == 1;
        }
    }
    return to;
}

int oauth_params_add_encoded(struct oauth_params *list, struct span name,
                             struct span value, enum oauth_place place)
{
    bool form = place != OAUTH_IN_HEADER, raw;
    struct oauth_param *item = add_item(list);
    char *text, *end;

    if (!item)
        return -1;
    text = arena_alloc(&list->mem, name.len + value.len + 2);
    end = decode(text, name, form, &raw);
    *item = (struct oauth_param){
        .name = span_make(text, (size_t)(end - text)),
        .place = place,
    };
    text = end + 1;
    end = decode(text, value, form, &raw);
    item->value = span_make(text, (size_t)(end - text));
    item->raw = raw;
    return 0;
}

int oauth_params_add_form(struct oauth_params *list, struct span text,
                          enum oauth_place place)
{
    struct span piece, rest = text, name, value;

    while (rest.p) {
        span_cut(rest, '&', &piece, &rest);
        if (piece.len == 0)
            continue;
        span_cut(piece, '=', &name, &value);
        if (oauth_params_add_encoded(list, name, value, place) < 0)
            return -1;
    }
    return 0;
}

const struct oauth_param *oauth_params_find(const struct oauth_params *list,
                                            struct span name)
{
    for (size_t i = 0; i < list->count; i++)
        if (span_eq(list->items[i].name, name))
            return &list->items[i];
    return NULL;
}
