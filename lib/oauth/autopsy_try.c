#include "oauth/autopsy_parts.h"
#include "oauth/steps.h"

#include <stdlib.h>

/* The sets that say where an encoder stands. */
static const size_t sets[] = {
    offsetof(struct oauth_recipe, space_plus),
    offsetof(struct oauth_recipe, hex_lower),
    offsetof(struct oauth_recipe, tilde_encoded),
    offsetof(struct oauth_recipe, reserved_at),
};

/* Fields that show in the head alone; the rest but digest and output shows in the tail.
 */
static const struct oauth_recipe head_fields = {
    .url_raw = 1,
    .url_twice = 1,
    .method = 1,
    .scheme = 1,
    .port = 1,
    .path = 1,
    .path_then = 1,
    .host_upper = 1,
    .host_other = 1,
    .query_kept = 1,
    .fragment_kept = 1,
    .method_ignored = 1,
    .host_ignored = 1,
};
static const struct oauth_recipe neither_fields = {
    .reserved_kept = 1,
    .key = 1,
    .digest = 1,
    .output = 1,
};

static uint8_t field(const struct oauth_recipe *recipe, size_t at)
{
    return ((const uint8_t *)recipe)[at];
}

static bool is_set(size_t at)
{
    for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
        if (sets[i] == at)
            return true;
    return false;
}

/* Which parts of the signature a guess touches. */
static void classify(struct oauth_guess *guess)
{
    const uint8_t *plan = (const uint8_t *)&guess->key;

    guess->at_tail = guess->edits[0].kind != OAUTH_EDIT_NONE;
    for (size_t i = 0; i < sizeof(guess->key); i++)
        guess->at_key |= plan[i] != 0;
    for (size_t i = 0; i < sizeof(guess->recipe); i++) {
        uint8_t value = field(&guess->recipe, i);

        if (!value)
            continue;
        if (is_set(i)) {
            guess->at_head |= (value & OAUTH_AT_URL) != 0;
            guess->at_tail |= (value & (OAUTH_AT_PAIRS | OAUTH_AT_STRING)) != 0;
            guess->at_key |= (value & OAUTH_AT_KEY) != 0;
        } else if (field(&head_fields, i)) {
            guess->at_head = true;
        } else if (!field(&neither_fields, i)) {
            guess->at_tail = true;
        }
    }
}

/* The whole base string shows in both of its parts. */
static void classify_whole(struct oauth_guess *guess)
{
    if (guess->recipe.base_twice)
        guess->at_head = guess->at_tail = true;
}

static void edit_items(const struct oauth_search *search, struct oauth_params *list,
                       const struct oauth_edit *edit)
{
    for (size_t i = 0; i < list->count; i++) {
        struct oauth_param *item = &list->items[i];
        bool named = edit->name.p == NULL || span_eq(item->name, edit->name);

        if (edit->kind == OAUTH_EDIT_SET && named)
            item->value = edit->value;
        if (named && i < search->claim->params.count && search->raw[i].p &&
            edit->kind ==
                (item->place == OAUTH_IN_HEADER ? OAUTH_EDIT_RAW : OAUTH_EDIT_RAW_FORM))
            item->value = search->raw[i];
    }
}

static void append(struct oauth_params *list, const struct oauth_params *more)
{
    if (more->count)
        memcpy(list->items + list->count, more->items,
               more->count * sizeof(*list->items));
    list->count += more->count;
}

/* The list as the client had it when it signed, in memory of the search; it borrows. */
static struct oauth_params edited_list(struct oauth_search *search,
                                       const struct oauth_guess *guess)
{
    struct oauth_params list = { .items = search->scratch };

    append(&list, &search->claim->params);
    if (guess->recipe.other_body_in)
        append(&list, &search->other);
    for (int i = 0; i < 2; i++) {
        const struct oauth_edit *edit = &guess->edits[i];

        if (edit->kind == OAUTH_EDIT_ADD)
            list.items[list.count++] = (struct oauth_param){ .name = edit->name,
                                                             .value = edit->value,
                                                             .place = OAUTH_IN_BODY };
        else
            edit_items(search, &list, edit);
    }
    return list;
}

static struct span build_head(struct oauth_search *search,
                              const struct oauth_guess *guess)
{
    buf_reset(&search->head);
    oauth_recipe_head(&search->head, search->request, &guess->recipe, search->hosts);
    return buf_span(&search->head);
}

static struct span build_tail(struct oauth_search *search,
                              const struct oauth_guess *guess)
{
    buf_reset(&search->tail);
    if (guess->edits[0].kind == OAUTH_EDIT_NONE) {
        oauth_recipe_tail(&search->tail, search->request, &search->claim->params,
                          &guess->recipe);
    } else {
        struct oauth_params list = edited_list(search, guess);
        struct oauth_recipe recipe = guess->recipe;

        recipe.other_body_in = 0;
        oauth_recipe_tail(&search->tail, search->request, &list, &recipe);
    }
    return buf_span(&search->tail);
}

static struct span build_key(struct oauth_search *search, const struct oauth_guess *guess,
                             struct hmac_sha1_ctx *hmac)
{
    buf_reset(&search->key);
    oauth_key_build(&search->key, search, guess);
    hmac_sha1_set_key(hmac, search->key.len, (const uint8_t *)search->key.p);
    return buf_span(&search->key);
}

/* Any other digest than HMAC-SHA1, by the long way. */
static bool matches_otherwise(struct oauth_search *search,
                              const struct oauth_guess *guess)
{
    struct oauth_recipe recipe = { .digest = guess->recipe.digest };
    struct buf digest;
    bool equal;

    if (search->received.sha256 && recipe.digest == OAUTH_DIGEST_HMAC_SHA1)
        recipe.digest = OAUTH_DIGEST_HMAC_SHA256;
    if (search->received.sha256 && recipe.digest == OAUTH_DIGEST_SWAPPED)
        recipe.digest = OAUTH_DIGEST_SWAPPED_SHA256;
    buf_reset(&search->text);
    buf_add_span(&search->text, guess->head);
    buf_add_span(&search->text, oauth_recipe_separator(&guess->recipe));
    buf_add_span(&search->text, guess->tail);
    buf_init(&digest, BUF_MAX_TEXT);
    oauth_digest(&digest, guess->key_text, buf_span(&search->text), &recipe);
    equal = span_eq(buf_span(&digest), search->received.base64);
    buf_release(&digest);
    return equal;
}

static bool matches(struct oauth_search *search, const struct oauth_guess *guess)
{
    struct hmac_sha1_ctx hmac = *guess->hmac;
    struct span separator = oauth_recipe_separator(&guess->recipe);
    uint8_t digest[SHA1_DIGEST_SIZE];

    if (guess->recipe.digest != OAUTH_DIGEST_HMAC_SHA1 ||
        search->received.len != sizeof(digest))
        return matches_otherwise(search, guess);
    hmac_sha1_update(&hmac, guess->head.len, (const uint8_t *)guess->head.p);
    hmac_sha1_update(&hmac, separator.len, (const uint8_t *)separator.p);
    hmac_sha1_update(&hmac, guess->tail.len, (const uint8_t *)guess->tail.p);
    hmac_sha1_digest(&hmac, sizeof(digest), digest);
    return memcmp(digest, search->received.digest, sizeof(digest)) == 0;
}

static void copy_parts(struct oauth_guess *to, const struct oauth_guess *from)
{
    to->head = from->head;
    to->head_print = from->head_print;
    to->tail = from->tail;
    to->tail_print = from->tail_print;
    to->key_text = from->key_text;
    to->key_print = from->key_print;
    to->hmac = from->hmac;
}

static void prepare(struct oauth_search *search, struct oauth_guess *guess)
{
    const struct oauth_guess *right = &search->right;

    classify(guess);
    classify_whole(guess);
    copy_parts(guess, right);
    if (guess->at_head || !right->head.p) {
        guess->head = arena_copy(&search->mem, build_head(search, guess));
        guess->head_print = oauth_print_of(guess->head);
    }
    if (guess->at_tail || !right->tail.p) {
        guess->tail = arena_copy(&search->mem, build_tail(search, guess));
        guess->tail_print = oauth_print_of(guess->tail);
    }
    if (guess->at_key || !right->hmac) {
        struct hmac_sha1_ctx *hmac = arena_alloc(&search->mem, sizeof(*hmac));

        guess->key_text = arena_copy(&search->mem, build_key(search, guess, hmac));
        guess->key_print = oauth_print_of(guess->key_text);
        guess->hmac = hmac;
    }
}

/* Joined strings sorted without case are two mistakes in one: where case makes no
 * difference, it is the joined order alone. */
static void leave_to_joined(struct oauth_search *search, struct oauth_guess *guess)
{
    if (guess->recipe.sort != OAUTH_SORT_NOCASE_JOINED)
        return;
    for (size_t i = 0; i < search->count; i++)
        if (search->guesses[i].mistake == OAUTH_MISTAKE_SORT_JOINED &&
            oauth_guess_is_like(guess, &search->guesses[i]))
            guess->idle = true;
}

static int compare_guesses(const void *a, const void *b)
{
    const struct oauth_guess *x = a, *y = b;

    if (x->mistake != y->mistake)
        return x->mistake < y->mistake ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* By name; the readings of each stay in the order in which they were made. */
static void sort_guesses(struct oauth_search *search)
{
    bool sorted = true;

    for (size_t i = 0; i < search->count; i++) {
        search->guesses[i].order = i;
        sorted = sorted &&
                 (i == 0 || search->guesses[i - 1].mistake <= search->guesses[i].mistake);
    }
    if (!sorted)
        qsort(search->guesses, search->count, sizeof(*search->guesses), compare_guesses);
}

void oauth_try_prepare(struct oauth_search *search)
{
    struct oauth_effects seen;

    oauth_effects_init(&seen, &search->mem, search->count);
    sort_guesses(search);
    for (size_t i = 0; i < search->count; i++) {
        struct oauth_guess *guess = &search->guesses[i];

        prepare(search, guess);
        /* No effect at all, or that of an earlier reading of the same name. */
        guess->idle = oauth_guess_is_like(guess, &search->right) ||
                      oauth_effects_hold(&seen, guess);
    }
    for (size_t i = 0; i < search->count; i++)
        leave_to_joined(search, &search->guesses[i]);
}

static void note_match(struct oauth_search *search, const struct oauth_guess *guess)
{
    if (!search->won) {
        search->won = true;
        search->winner = *guess;
        search->winner.head = arena_copy(&search->mem, guess->head);
        search->winner.tail = arena_copy(&search->mem, guess->tail);
        return;
    }
    if (guess->mistake != OAUTH_MISTAKE_NONE)
        search->also[guess->mistake] = true;
    if (guess->second != OAUTH_MISTAKE_NONE)
        search->also[guess->second] = true;
}

bool oauth_try_one(struct oauth_search *search, struct oauth_guess *guess)
{
    search->singles++;
    prepare(search, guess);
    if (!matches(search, guess))
        return false;
    note_match(search, guess);
    return true;
}

void oauth_try_singles(struct oauth_search *search)
{
    for (size_t i = 0; i < search->count; i++) {
        search->singles++;
        if (!search->guesses[i].idle && matches(search, &search->guesses[i]))
            note_match(search, &search->guesses[i]);
    }
}

static void try_pair(struct oauth_search *search, const struct oauth_guess *a,
                     const struct oauth_guess *b)
{
    struct hmac_sha1_ctx hmac;
    struct oauth_guess both;

    if (!oauth_guess_merge(a, b, &both))
        return;
    if (a->at_head && b->at_head)
        both.head = build_head(search, &both);
    else if (b->at_head)
        both.head = b->head;
    if (a->at_tail && b->at_tail)
        both.tail = build_tail(search, &both);
    else if (b->at_tail)
        both.tail = b->tail;
    if (b->at_key) {
        both.hmac = b->hmac;
        both.key_text = b->key_text;
    }
    if (a->at_key && b->at_key) {
        both.hmac = &hmac;
        both.key_text = build_key(search, &both, &hmac);
    }
    search->pairs++;
    search->effort--;
    if (matches(search, &both))
        note_match(search, &both);
}

static bool is_late(const struct oauth_guess *a, const struct oauth_guess *b)
{
    return a->idle || a->rare || b->idle || b->rare;
}

/* Pairs of likely guesses that show alone first; one that does not may still show beside
 * another. Two rare ones are not tried. */
void oauth_try_pairs(struct oauth_search *search)
{
    for (int late = 0; late < 2 && !search->won; late++)
        for (size_t i = 0; i < search->count; i++)
            for (size_t k = i + 1; k < search->count && search->effort; k++) {
                const struct oauth_guess *a = &search->guesses[i],
                                         *b = &search->guesses[k];

                if (is_late(a, b) == late && !(a->rare && b->rare))
                    try_pair(search, a, b);
            }
}
