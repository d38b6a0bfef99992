#include "base/die.h"
#include "base/pct.h"
#include "oauth/autopsy_parts.h"
#include "oauth/url.h"

/* The characters of encode-reserved-kept, in the order of the bits of reserved_kept. */
static const char reserved[] = "!*'()";

static struct oauth_guess *next_guess(struct oauth_search *search)
{
    if (search->count == search->cap) {
        search->cap = search->cap ? 2 * search->cap : search->bounds->only ? 64 : 512;
        search->guesses =
            xrealloc(search->guesses, search->cap * sizeof(*search->guesses));
    }
    return &search->guesses[search->count++];
}

struct oauth_guess *oauth_guess_add(struct oauth_search *search,
                                    enum oauth_mistake mistake)
{
    struct oauth_guess *guess;

    if (!oauth_search_tries(search, mistake))
        return &search->ignored;
    guess = next_guess(search);
    search->readings[mistake]++;
    *guess = (struct oauth_guess){ .mistake = mistake, .second = OAUTH_MISTAKE_NONE };
    return guess;
}

static struct span path_of(const struct oauth_search *search)
{
    struct oauth_url url;

    return oauth_url_split(search->request->url, &url) == 0 ? url.path : span_of(NULL);
}

/* Where an octet occurs, as a set of OAUTH_AT_…, once nothing is encoded. */
static unsigned places_of(const struct oauth_search *search, char c)
{
    const struct oauth_params *list = &search->claim->params;
    unsigned places = 0;

    for (size_t i = 0; i < list->count; i++)
        if (span_find_char(list->items[i].name, c) >= 0 ||
            span_find_char(list->items[i].value, c) >= 0)
            places |= OAUTH_AT_PAIRS | OAUTH_AT_STRING;
    if (span_find_char(path_of(search), c) >= 0)
        places |= OAUTH_AT_URL;
    if (span_find_char(search->credentials->consumer_secret, c) >= 0 ||
        span_find_char(search->credentials->token_secret, c) >= 0)
        places |= OAUTH_AT_KEY;
    return places;
}

/* Whether it can matter if sorting comes before a deviation: names that are equal or odd.
 */
static bool order_matters(const struct oauth_params *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct span name = list->items[i].name;

        if (pct_plain_len(name) < name.len ||
            oauth_params_find(list, name) != &list->items[i])
            return true;
    }
    return false;
}

/* An encoder that is right for some names and values and wrong for the others. */
static void guess_some_pairs(struct oauth_search *search, enum oauth_mistake mistake,
                             struct oauth_recipe recipe)
{
    static const uint8_t parts[] = { OAUTH_PAIRS_VALUES, OAUTH_PAIRS_NAMES,
                                     OAUTH_PAIRS_REQUEST, OAUTH_PAIRS_OAUTH };

    for (size_t i = 0; i < sizeof(parts); i++) {
        struct oauth_guess *guess = oauth_guess_add(search, mistake);

        recipe.pairs_only = parts[i];
        guess->recipe = recipe;
        guess->rare = true;
    }
}

static void guess_set(struct oauth_search *search, enum oauth_mistake mistake,
                      unsigned at, struct oauth_recipe recipe, size_t field)
{
    ((uint8_t *)&recipe)[field] = (uint8_t)at;
    oauth_guess_add(search, mistake)->recipe = recipe;
    if (at == OAUTH_AT_PAIRS)
        guess_some_pairs(search, mistake, recipe);
    if (!(at & OAUTH_AT_PAIRS) || !order_matters(&search->claim->params))
        return;
    recipe.sort = OAUTH_SORT_RFC_FIRST;
    oauth_guess_add(search, mistake)->recipe = recipe;
}

/* One guess for each set of places in which the deviation can show. */
static void guess_sets(struct oauth_search *search, enum oauth_mistake mistake,
                       unsigned places, size_t field)
{
    for (unsigned at = 1; at <= places && oauth_search_tries(search, mistake); at++)
        if (!(at & ~places))
            guess_set(search, mistake, at, (struct oauth_recipe){ 0 }, field);
}

/* Characters that are kept in the string as a whole show only when they reached it raw.
 */
static void guess_kept(struct oauth_search *search, uint8_t kept, unsigned places,
                       bool rare)
{
    size_t first = search->count;

    static const uint8_t sets[] = {
        OAUTH_AT_PAIRS,
        OAUTH_AT_PAIRS | OAUTH_AT_STRING,
        OAUTH_AT_PAIRS | OAUTH_AT_KEY,
        OAUTH_AT_PAIRS | OAUTH_AT_STRING | OAUTH_AT_KEY,
        OAUTH_AT_PAIRS | OAUTH_AT_URL,
        OAUTH_AT_PAIRS | OAUTH_AT_URL | OAUTH_AT_KEY,
        OAUTH_AT_PAIRS | OAUTH_AT_STRING | OAUTH_AT_URL,
        OAUTH_AT_PAIRS | OAUTH_AT_STRING | OAUTH_AT_URL | OAUTH_AT_KEY,
        OAUTH_AT_URL,
        OAUTH_AT_KEY,
    };

    for (size_t i = 0; i < sizeof(sets); i++)
        if (!(sets[i] & ~places))
            guess_set(search, OAUTH_MISTAKE_ENCODE_RESERVED_KEPT, sets[i],
                      (struct oauth_recipe){ .reserved_kept = kept },
                      offsetof(struct oauth_recipe, reserved_at));
    for (size_t i = first; i < search->count; i++)
        search->guesses[i].rare |= rare;
}

/* Where any of these characters occurs. */
static unsigned union_of(const unsigned places[5], unsigned kept)
{
    unsigned at = 0;

    for (unsigned i = 0; i < 5; i++)
        at |= kept >> i & 1 ? places[i] : 0;
    return at;
}

static void guess_reserved(struct oauth_search *search)
{
    unsigned places[5], all = 0;

    if (!oauth_search_tries(search, OAUTH_MISTAKE_ENCODE_RESERVED_KEPT))
        return;
    for (unsigned i = 0; i < 5; i++) {
        places[i] = places_of(search, reserved[i]);
        all |= places[i] ? 1U << i : 0;
    }
    /* All of them first: that is what encodeURIComponent and its like do; one alone is
     * what others do, and the rest is rare. */
    guess_kept(search, (uint8_t)all, union_of(places, all), false);
    for (int rare = 0; rare < 2; rare++)
        for (unsigned kept = (all - 1) & all; kept > 0; kept = (kept - 1) & all)
            if (((kept & (kept - 1)) != 0) == rare)
                guess_kept(search, (uint8_t)kept, union_of(places, kept), rare);
}

static bool encodes_anything(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] >= 0x80 || strchr("*+,-/:;<=>?@[\\]^`{|}()", s.p[i]))
            return true;
    return false;
}

/* Another text than the one sent, in values alone. */
static void guess_values_changed(struct oauth_search *search)
{
    for (unsigned form = OAUTH_LATIN1_UTF8_ELSE; form <= OAUTH_LATIN1_UNICODE; form++) {
        struct oauth_guess *guess = oauth_guess_add(search, OAUTH_MISTAKE_ENCODE_LATIN1);

        guess->recipe.latin1 = (uint8_t)form;
        guess->recipe.pairs_only = OAUTH_PAIRS_VALUES;
        guess->rare = true;
    }
    for (unsigned form = OAUTH_NFD; form <= OAUTH_NFC; form++) {
        struct oauth_guess *guess =
            oauth_guess_add(search, OAUTH_MISTAKE_ENCODE_UNICODE_NFD);

        guess->recipe.nfd = (uint8_t)form;
        guess->recipe.pairs_only = OAUTH_PAIRS_VALUES;
        guess->rare = true;
    }
}

static void guess_encodings(struct oauth_search *search)
{
    const struct oauth_credentials *c = search->credentials;
    unsigned spaces = places_of(search, ' '), tildes = places_of(search, '~');
    unsigned hex = OAUTH_AT_PAIRS | OAUTH_AT_STRING | OAUTH_AT_URL;

    if (span_find(path_of(search), SPAN("%20")) >= 0)
        spaces |= OAUTH_AT_URL;
    if (encodes_anything(c->consumer_secret) || encodes_anything(c->token_secret))
        hex |= OAUTH_AT_KEY;
    guess_sets(search, OAUTH_MISTAKE_ENCODE_SPACE_AS_PLUS, spaces,
               offsetof(struct oauth_recipe, space_plus));
    guess_sets(search, OAUTH_MISTAKE_ENCODE_LOWERCASE_HEX, hex,
               offsetof(struct oauth_recipe, hex_lower));
    guess_sets(search, OAUTH_MISTAKE_ENCODE_TILDE, tildes,
               offsetof(struct oauth_recipe, tilde_encoded));
    guess_reserved(search);
    guess_values_changed(search);
}

/* Each slash of the path in turn. */
static void guess_slashes(struct oauth_search *search)
{
    struct span path = path_of(search);
    uint8_t n = 0;

    for (size_t i = 0; i < path.len && n < 16; i++) {
        struct oauth_guess *guess;

        if (path.p[i] != '/')
            continue;
        guess = oauth_guess_add(search, OAUTH_MISTAKE_URL_TRAILING_SLASH);
        guess->recipe.path = (uint8_t)(OAUTH_PATH_DOUBLED_AT + n++);
        guess->note = SPAN("doubled");
    }
}

/* Another host with the port that was called, with none, and with one that is the
 * default and was called or given all the same. */
static void guess_hosts(struct oauth_search *search)
{
    static const uint8_t ports[] = { OAUTH_PORT_RFC, OAUTH_PORT_DROP, OAUTH_PORT_SENT };

    if (!oauth_search_tries(search, OAUTH_MISTAKE_URL_HOST_OTHER))
        return;
    for (size_t i = 0; i < search->host_count; i++) {
        for (size_t k = 0; k < sizeof(ports); k++) {
            struct oauth_guess *guess =
                oauth_guess_add(search, OAUTH_MISTAKE_URL_HOST_OTHER);

            guess->recipe.host_other = (uint8_t)(i + 1);
            guess->recipe.port = ports[k];
            guess->note = search->hosts[i];
            guess->rare = ports[k] == OAUTH_PORT_SENT;
        }
    }
}

static void guess_keys(struct oauth_search *search)
{
    static const struct {
        enum oauth_mistake mistake;
        struct oauth_key_plan plan;
    } rows[] = {
        { OAUTH_MISTAKE_KEY_TOKEN_SECRET_MISSING, { .no_token = 1 } },
        { OAUTH_MISTAKE_KEY_AMPERSAND_MISSING, { .no_ampersand = 1 } },
        { OAUTH_MISTAKE_KEY_AMPERSAND_MISSING, { .no_ampersand = 2 } },
        { OAUTH_MISTAKE_ENCODE_TWICE, { .twice = 1 } },
        { OAUTH_MISTAKE_KEY_SECRETS_SWAPPED, { .swapped = 1 } },
        { OAUTH_MISTAKE_KEY_SECRETS_NOT_ENCODED, { .raw = 1 } },
        { OAUTH_MISTAKE_KEY_SECRETS_NOT_ENCODED, { .raw = 2 } },
        { OAUTH_MISTAKE_KEY_SECRETS_NOT_ENCODED, { .raw = 3 } },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        oauth_guess_add(search, rows[i].mistake)->key = rows[i].plan;
    for (uint8_t i = 1; i <= OAUTH_KEY_INSTEAD_COUNT; i++) {
        struct oauth_guess *guess =
            oauth_guess_add(search, OAUTH_MISTAKE_KEY_CONSUMER_KEY_FOR_SECRET);

        guess->key.instead = i;
        guess->note = oauth_key_instead_note(i);
    }
}

/* What people read of it is written when it matches. */
static void guess_white(struct oauth_search *search)
{
    const enum oauth_mistake mistake = OAUTH_MISTAKE_KEY_SECRET_WHITESPACE;

    for (uint8_t i = 1; i <= OAUTH_KEY_WHITE_COUNT && oauth_search_tries(search, mistake);
         i++) {
        struct oauth_guess *guess = oauth_guess_add(search, mistake);

        guess->key.white = i;
        guess->rare = i > 18;
    }
}

/* Values of the header taken as they stand there: all of them, or one alone. */
static void guess_raw_values(struct oauth_search *search)
{
    const struct oauth_params *list = &search->claim->params;

    for (size_t i = 0; i <= list->count; i++) {
        const struct oauth_param *item = i ? &list->items[i - 1] : NULL;
        struct oauth_guess *guess;

        if (item && (item->place != OAUTH_IN_HEADER || !search->raw[i - 1].p ||
                     span_eq(search->raw[i - 1], item->value)))
            continue;
        guess = oauth_guess_add(search, OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED);
        guess->edits[0] = (struct oauth_edit){
            .kind = OAUTH_EDIT_RAW,
            .name = item ? item->name : span_of(NULL),
        };
        guess->note = item ? item->name : span_of(NULL);
    }
}

/* Query and body taken as they stand, and encoded once more. */
static void guess_raw_forms(struct oauth_search *search)
{
    struct oauth_guess *guess = oauth_guess_add(search, OAUTH_MISTAKE_ENCODE_TWICE);

    guess->edits[0].kind = OAUTH_EDIT_RAW_FORM;
    guess->note = SPAN("values of query and body");
}

void oauth_guess_request(struct oauth_search *search)
{
    guess_encodings(search);
    guess_slashes(search);
    guess_hosts(search);
    guess_keys(search);
    guess_white(search);
    guess_raw_values(search);
    guess_raw_forms(search);
}
