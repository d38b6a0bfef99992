#include "base/die.h"
#include "base/pct.h"
#include "oauth/header.h"
#include "oauth/recipe_items.h"

#include <stdlib.h>

static bool is_oauth(struct span name)
{
    return span_starts(name, SPAN("oauth_"));
}

static bool drops_empty(struct span name, unsigned empty_out)
{
    switch (empty_out) {
    case OAUTH_EMPTY_ALL:
        return true;
    case OAUTH_EMPTY_REQUEST:
        return !is_oauth(name);
    case OAUTH_EMPTY_NOT_ENTITIES:
        return !span_eq_str(name, "include_entities");
    default:
        return false;
    }
}

static bool is_left_out(const struct oauth_param *param, const struct oauth_recipe *r)
{
    static const struct {
        struct span name;
        size_t field;
    } named[] = {
        { SPAN_INIT("oauth_version"), offsetof(struct oauth_recipe, version_out) },
        { SPAN_INIT("oauth_token"), offsetof(struct oauth_recipe, token_out) },
        { SPAN_INIT("include_entities"), offsetof(struct oauth_recipe, entities_out) },
        { SPAN_INIT("id"), offsetof(struct oauth_recipe, id_out) },
    };

    for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
        if (((const uint8_t *)r)[named[i].field] && span_eq(param->name, named[i].name))
            return true;
    if (r->query_out && param->place == OAUTH_IN_QUERY && !is_oauth(param->name))
        return true;
    if (r->body_out && param->place == OAUTH_IN_BODY && !is_oauth(param->name))
        return true;
    if (r->oauth_only && !is_oauth(param->name))
        return true;
    return param->value.len == 0 && drops_empty(param->name, r->empty_out);
}

static bool takes_part(const struct oauth_param *param, const struct oauth_recipe *r)
{
    if (span_eq(param->name, SPAN("oauth_signature")))
        return r->signature_in == OAUTH_SIGNATURE_LISTED;
    if (param->place == OAUTH_IN_HEADER && oauth_header_is_realm(param->name))
        return r->realm_in == OAUTH_REALM_LISTED;
    return !is_left_out(param, r);
}

/* Whether pairs_raw, pairs_twice or pairs_only means this text. */
static bool means(unsigned pairs, bool is_name, bool oauth)
{
    switch (pairs) {
    case OAUTH_PAIRS_ALL:
        return true;
    case OAUTH_PAIRS_NAMES:
        return is_name;
    case OAUTH_PAIRS_VALUES:
        return !is_name;
    case OAUTH_PAIRS_REQUEST:
        return !oauth;
    case OAUTH_PAIRS_OAUTH:
        return oauth;
    case OAUTH_PAIRS_REQUEST_VALUES:
        return !is_name && !oauth;
    case OAUTH_PAIRS_OAUTH_VALUES:
        return !is_name && oauth;
    default:
        return false;
    }
}

static void add_item(struct oauth_items *items, struct span name, struct span value,
                     unsigned place, const struct oauth_recipe *r)
{
    unsigned only = r->pairs_only ? r->pairs_only : OAUTH_PAIRS_ALL;
    bool oauth = is_oauth(name);

    items->at[items->count] = (struct oauth_item){
        .name = means(only, true, oauth) ? oauth_text_change(&items->mem, name, r) : name,
        .value =
            means(only, false, oauth) ? oauth_text_change(&items->mem, value, r) : value,
        .order = items->count,
        .place = place,
    };
    items->count++;
}

static void add_params(struct oauth_items *items, const struct oauth_params *list,
                       const struct oauth_recipe *r)
{
    for (size_t i = 0; i < list->count; i++)
        if (takes_part(&list->items[i], r))
            add_item(items, list->items[i].name, list->items[i].value,
                     list->items[i].place, r);
}

static void add_realm_last(struct oauth_items *items, const struct oauth_params *list,
                           const struct oauth_recipe *r)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].place == OAUTH_IN_HEADER &&
            oauth_header_is_realm(list->items[i].name)) {
            add_item(items, list->items[i].name, list->items[i].value, OAUTH_PLACE_LAST,
                     r);
            return;
        }
}

static void select_items(struct oauth_items *items, const struct oauth_request *request,
                         const struct oauth_params *list, const struct oauth_recipe *r)
{
    if (r->other_body_in && !oauth_is_form(request->content_type))
        oauth_body_parameters(&items->other, request, r->other_body_in);
    items->at = xmalloc((list->count + items->other.count + 3) * sizeof(*items->at));
    add_params(items, list, r);
    add_params(items, &items->other, r);
    if (r->realm_in == OAUTH_REALM_LAST)
        add_realm_last(items, list, r);
    if (r->version_in && !oauth_params_find(list, SPAN("oauth_version")))
        add_item(items, SPAN("oauth_version"), SPAN("1.0"),
                 r->version_in == OAUTH_VERSION_LAST ? OAUTH_PLACE_LAST : OAUTH_IN_HEADER,
                 r);
    if (r->signature_in == OAUTH_SIGNATURE_EMPTY ||
        r->signature_in == OAUTH_SIGNATURE_LAST)
        add_item(items, SPAN("oauth_signature"), SPAN(""),
                 r->signature_in == OAUTH_SIGNATURE_LAST ? OAUTH_PLACE_LAST
                                                         : OAUTH_IN_HEADER,
                 r);
}

static bool replaces(struct span later, struct span earlier, unsigned collapse)
{
    switch (collapse) {
    case OAUTH_COLLAPSE_LAST:
    case OAUTH_COLLAPSE_LAST_BODY:
        return true;
    case OAUTH_COLLAPSE_SMALLEST:
        return pct_cmp(later, earlier) < 0;
    case OAUTH_COLLAPSE_LARGEST:
        return pct_cmp(later, earlier) > 0;
    default:
        return false;
    }
}

static bool are_twins(const struct oauth_item *a, const struct oauth_item *b,
                      unsigned collapse)
{
    return span_eq(a->name, b->name) &&
           (collapse != OAUTH_COLLAPSE_SAME || span_eq(a->value, b->value));
}

/* One of equal names stays, at the place of the first, as a map of a language would have
 * it. */
static void collapse_items(struct oauth_items *items, unsigned collapse)
{
    size_t kept = 0;

    if (collapse == OAUTH_COLLAPSE_FIRST_BODY || collapse == OAUTH_COLLAPSE_LAST_BODY)
        oauth_items_sort(items, OAUTH_SORT_NONE_BODY_QUERY_HEADER);
    for (size_t i = 0; i < items->count; i++) {
        size_t twin = 0;

        while (twin < kept && !are_twins(&items->at[twin], &items->at[i], collapse))
            twin++;
        if (twin == kept)
            items->at[kept++] = items->at[i];
        else if (replaces(items->at[i].value, items->at[twin].value, collapse))
            items->at[twin].value = items->at[i].value;
    }
    items->count = kept;
}

struct pair_writer {
    struct oauth_encoder encoder, plain;
    const struct oauth_recipe *recipe;
    bool oauth;
};

/* Needs room for 9 * len bytes. */
static char *write_part(char *to, struct span s, bool is_name,
                        const struct pair_writer *w)
{
    unsigned only = w->recipe->pairs_only;
    const struct oauth_encoder *encoder =
        only && !means(only, is_name, w->oauth) ? &w->plain : &w->encoder;
    char *end;

    if (means(w->recipe->pairs_raw, is_name, w->oauth)) {
        if (s.len)
            memcpy(to, s.p, s.len);
        return to + s.len;
    }
    if (w->recipe->latin1 >= OAUTH_LATIN1_ESCAPE && encoder == &w->encoder)
        return oauth_escape_write(to, s, w->recipe->latin1, encoder);
    if (!means(w->recipe->pairs_twice, is_name, w->oauth))
        return oauth_encode_write(to, s, encoder);
    end = oauth_encode_write(to + 6 * s.len, s, encoder);
    return oauth_encode_write(
        to, span_make(to + 6 * s.len, (size_t)(end - to) - 6 * s.len), encoder);
}

static size_t item_room(const struct oauth_item *item)
{
    return 9 * (item->name.len + item->value.len) + 1;
}

/* Returns where the text ends. */
static char *encode_item(char *text, struct oauth_item *item, struct pair_writer *w)
{
    char *end;

    w->oauth = is_oauth(item->name);
    end = write_part(text, item->name, true, w);
    item->name_len = (size_t)(end - text);
    *end++ = '=';
    end = write_part(end, item->value, false, w);
    item->text = span_make(text, (size_t)(end - text));
    return end;
}

/* All into one block, which the caller frees; returns how long the texts are. */
static size_t encode_items(struct oauth_items *items, struct pair_writer *w, char **out)
{
    size_t room = 1;
    char *to;

    for (size_t i = 0; i < items->count; i++)
        room += item_room(&items->at[i]);
    to = *out = xmalloc(room);
    for (size_t i = 0; i < items->count; i++)
        to = encode_item(to, &items->at[i], w);
    return (size_t)(to - *out);
}

static void add_parameters(struct buf *out, const struct oauth_request *request,
                           const struct oauth_params *list,
                           const struct oauth_recipe *recipe)
{
    struct pair_writer writer = {
        oauth_encoder_at(recipe, OAUTH_AT_PAIRS), { 0 }, recipe, false
    };
    struct oauth_items items = { 0 };
    char *texts;

    select_items(&items, request, list, recipe);
    if (recipe->collapse)
        collapse_items(&items, recipe->collapse);
    buf_reserve(out, encode_items(&items, &writer, &texts) + items.count);
    oauth_items_sort(&items, recipe->sort);
    for (size_t i = 0; i < items.count; i++) {
        if (i)
            buf_add_char(out, '&');
        buf_add_span(out, items.at[i].text);
    }
    oauth_params_release(&items.other);
    arena_release(&items.mem);
    free(items.at);
    free(texts);
}

/* Encodes 0 to 3 times. */
static void add_whole(struct buf *out, struct span s, int times,
                      const struct oauth_encoder *encoder)
{
    struct buf text;

    if (times == 0)
        buf_add_span(out, s);
    if (times == 1)
        oauth_encode(out, s, encoder);
    if (times < 2)
        return;
    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_encode(&text, s, encoder);
    add_whole(out, buf_span(&text), times - 1, encoder);
    buf_release(&text);
}

struct span oauth_recipe_separator(const struct oauth_recipe *recipe)
{
    return recipe->base_twice ? SPAN("%26") : SPAN("&");
}

static void add_method(struct buf *out, struct span method,
                       const struct oauth_recipe *recipe)
{
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_recipe_method(&text, method, recipe);
    pct_encode(out, buf_span(&text));
    buf_release(&text);
}

int oauth_recipe_head(struct buf *out, const struct oauth_request *request,
                      const struct oauth_recipe *recipe, const struct span *hosts)
{
    struct oauth_encoder encoder = oauth_encoder_at(recipe, OAUTH_AT_URL);
    struct buf uri;
    int result;

    buf_init(&uri, BUF_MAX_MESSAGE);
    result = oauth_recipe_uri(&uri, request->url, recipe, hosts);
    if (result == 0) {
        add_method(out, request->method, recipe);
        buf_add_span(out, oauth_recipe_separator(recipe));
        add_whole(out, buf_span(&uri),
                  (recipe->url_raw != OAUTH_LEFT_ALL) + (recipe->url_twice != 0) +
                      (recipe->base_twice != 0),
                  &encoder);
    }
    buf_release(&uri);
    return result;
}

void oauth_recipe_tail(struct buf *out, const struct oauth_request *request,
                       const struct oauth_params *list, const struct oauth_recipe *recipe)
{
    struct oauth_encoder encoder = oauth_encoder_at(recipe, OAUTH_AT_STRING);
    struct buf string;

    buf_init(&string, BUF_MAX_MESSAGE);
    add_parameters(&string, request, list, recipe);
    add_whole(out, buf_span(&string),
              (recipe->string_raw != OAUTH_LEFT_ALL) + (recipe->string_twice != 0) +
                  (recipe->base_twice != 0),
              &encoder);
    buf_release(&string);
}

int oauth_recipe_base_string(struct buf *out, const struct oauth_request *request,
                             const struct oauth_params *list,
                             const struct oauth_recipe *recipe, const struct span *hosts)
{
    if (oauth_recipe_head(out, request, recipe, hosts) < 0)
        return -1;
    buf_add_span(out, oauth_recipe_separator(recipe));
    oauth_recipe_tail(out, request, list, recipe);
    return 0;
}
