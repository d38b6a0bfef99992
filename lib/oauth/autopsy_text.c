#include "oauth/autopsy_parts.h"
#include "oauth/header.h"
#include "oauth/steps.h"

struct report {
    struct oauth_autopsy *autopsy;
    struct oauth_search *search;
    bool named[OAUTH_MISTAKE_COUNT];
    struct span notes[OAUTH_MISTAKE_COUNT];
};

static void name_one(struct report *r, enum oauth_mistake mistake, struct span note)
{
    if (mistake == OAUTH_MISTAKE_NONE)
        return;
    r->named[mistake] = true;
    if (note.p)
        r->notes[mistake] = note;
}

/* What the wire and the shape of the signature show, whatever else was done. */
static void name_visible(struct report *r)
{
    const struct oauth_received *received = &r->search->received;
    uint32_t violations = r->autopsy->violations;
    const struct {
        bool shown;
        enum oauth_mistake mistake;
    } rows[] = {
        { received->sha256, OAUTH_MISTAKE_DIGEST_SHA256 },
        { received->hex, OAUTH_MISTAKE_DIGEST_HEX },
        { received->base64url, OAUTH_MISTAKE_DIGEST_BASE64URL },
        { received->twice, OAUTH_MISTAKE_SIGNATURE_ENCODED_TWICE },
        { received->spaces || violations & OAUTH_SIGNATURE_NOT_ENCODED,
          OAUTH_MISTAKE_SIGNATURE_NOT_ENCODED },
        { violations & OAUTH_VALUE_NOT_ENCODED, OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (rows[i].shown)
            name_one(r, rows[i].mistake, span_of(NULL));
}

static void add_finding(struct report *r, enum oauth_mistake mistake)
{
    struct oauth_autopsy *autopsy = r->autopsy;
    const char *what = oauth_mistakes[mistake].description;
    struct span note = r->notes[mistake];

    if (autopsy->found_count == OAUTH_FINDINGS_MAX)
        return;
    autopsy->found[autopsy->found_count++] = (struct oauth_finding){
        .mistake = mistake,
        .detail = note.p ? arena_printf(&autopsy->mem, "The client %s (%.*s).", what,
                                        SPAN_ARG(note))
                         : arena_printf(&autopsy->mem, "The client %s.", what),
    };
}

/* A query that stands in the URL and nowhere else: two mistakes that are often one. */
static void name_query(struct report *r)
{
    const struct oauth_recipe *recipe = &r->search->winner.recipe;

    if (r->search->won && recipe->query_kept && recipe->query_out)
        name_one(r, OAUTH_MISTAKE_QUERY_MISSING, span_of(NULL));
}

static void name_white(struct report *r)
{
    unsigned white = r->search->winner.key.white;

    if (r->search->won && white)
        name_one(r, OAUTH_MISTAKE_KEY_SECRET_WHITESPACE,
                 oauth_key_white_note(&r->autopsy->mem, white));
}

static void list_findings(struct report *r)
{
    struct oauth_autopsy *autopsy = r->autopsy;

    name_one(r, r->search->winner.mistake, r->search->winner.note);
    name_one(r, r->search->winner.second, r->search->winner.second_note);
    name_query(r);
    name_white(r);
    for (int i = 0; i < OAUTH_MISTAKE_COUNT; i++) {
        if (r->named[i])
            add_finding(r, (enum oauth_mistake)i);
        else if (r->search->also[i])
            autopsy->equivalent[autopsy->equivalent_count++] = (enum oauth_mistake)i;
    }
}

static ptrdiff_t first_difference(struct span a, struct span b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.p[i] == b.p[i])
        i++;
    return i == a.len && i == b.len ? -1 : (ptrdiff_t)i;
}

static struct span join(struct arena *mem, const struct oauth_guess *guess)
{
    struct buf text;
    struct span copy;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_span(&text, guess->head);
    buf_add_span(&text, oauth_recipe_separator(&guess->recipe));
    buf_add_span(&text, guess->tail);
    copy = arena_copy(mem, buf_span(&text));
    buf_release(&text);
    return copy;
}

static struct span uri_of(const struct report *r, const struct oauth_recipe *recipe)
{
    struct buf uri;
    struct span copy;

    buf_init(&uri, BUF_MAX_MESSAGE);
    oauth_recipe_uri(&uri, r->search->request->url, recipe, r->search->hosts);
    copy = arena_copy(&r->autopsy->mem, buf_span(&uri));
    buf_release(&uri);
    return copy;
}

static void fill_strings(const struct report *r)
{
    struct oauth_autopsy *autopsy = r->autopsy;
    const struct oauth_search *search = r->search;

    autopsy->expected = join(&autopsy->mem, &search->right);
    autopsy->expected_uri = uri_of(r, &search->right.recipe);
    autopsy->difference = -1;
    if (!search->won)
        return;
    autopsy->matched = join(&autopsy->mem, &search->winner);
    autopsy->matched_uri = uri_of(r, &search->winner.recipe);
    autopsy->difference = first_difference(autopsy->expected, autopsy->matched);
}

/* All oauth_ parameters and realm in a header of their own, with the right signature. */
static void fill_authorization(const struct report *r)
{
    const struct oauth_params *sent = &r->search->claim->params;
    struct oauth_params list = { 0 };
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_digest(&text, r->search->right.key_text, r->autopsy->expected, NULL);
    r->autopsy->signature = arena_copy(&r->autopsy->mem, buf_span(&text));
    for (size_t i = 0; i < sent->count; i++) {
        const struct oauth_param *item = &sent->items[i];

        if (span_eq(item->name, SPAN("oauth_signature")))
            continue;
        if (item->place == OAUTH_IN_HEADER || span_starts(item->name, SPAN("oauth_")))
            oauth_params_add(&list, item->name, item->value, OAUTH_IN_HEADER);
    }
    oauth_params_add(&list, SPAN("oauth_signature"), r->autopsy->signature,
                     OAUTH_IN_HEADER);
    buf_reset(&text);
    oauth_header_write(&text, &list, NULL);
    r->autopsy->authorization = arena_copy(&r->autopsy->mem, buf_span(&text));
    oauth_params_release(&list);
    buf_release(&text);
}

/* The names of which at least one reading would have shown in this request. */
static void list_ruled_out(struct oauth_autopsy *autopsy,
                           const struct oauth_search *search)
{
    bool tried[OAUTH_MISTAKE_COUNT] = { false };

    for (size_t i = 0; i < search->count; i++)
        tried[search->guesses[i].mistake] |= !search->guesses[i].idle;
    for (int i = 0; i < OAUTH_MISTAKE_COUNT; i++)
        if (tried[i])
            autopsy->ruled_out[autopsy->ruled_out_count++] = (enum oauth_mistake)i;
}

/* The token is written as it is in a header, which is the form that reports mask. */
static void add_advice(struct buf *out, const struct report *r)
{
    const struct oauth_search *search = r->search;
    const struct oauth_credentials *c = search->credentials;

    if (!search->received.len)
        buf_addf(out, "The signature has %zu characters; a digest in base64 has 28. ",
                 search->claim->signature.len);
    if (c->consumer_key.len && !span_eq(c->consumer_key, search->claim->consumer_key))
        buf_addf(
            out,
            "The request names the consumer key %.*s, the secrets are those of %.*s. ",
            SPAN_ARG(search->claim->consumer_key), SPAN_ARG(c->consumer_key));
    if (c->token.len && !span_eq(c->token, search->claim->token))
        buf_addf(out,
                 "The request names oauth_token=\"%.*s\", the secrets are those of "
                 "oauth_token=\"%.*s\". ",
                 SPAN_ARG(search->claim->token), SPAN_ARG(c->token));
    if (r->autopsy->violations & OAUTH_SIGNATURE_NOT_ENCODED)
        buf_add_str(out, "The signature is not percent-encoded in the header. ");
    buf_addf(
        out,
        "Check next: that both secrets are complete and belong to consumer key %.*s and "
        "oauth_token=\"%.*s\"; that the client signs the nonce and the parameters that "
        "it sends; "
        "that nothing on the way changes the URL, the Host header or the body. Compare "
        "the client's base string with the expected one.",
        SPAN_ARG(search->claim->consumer_key), SPAN_ARG(search->claim->token));
}

static void fill_advice(const struct report *r)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    add_advice(&text, r);
    r->autopsy->advice = arena_copy(&r->autopsy->mem, buf_span(&text));
    buf_release(&text);
}

void oauth_autopsy_report(struct oauth_autopsy *autopsy, struct oauth_search *search)
{
    struct report r = { .autopsy = autopsy, .search = search };

    autopsy->singles = search->singles;
    autopsy->pairs = search->pairs;
    fill_strings(&r);
    fill_authorization(&r);
    if (search->won) {
        name_visible(&r);
        list_findings(&r);
        autopsy->verdict =
            autopsy->found_count ? OAUTH_AUTOPSY_EXPLAINED : OAUTH_AUTOPSY_VALID;
        return;
    }
    autopsy->verdict = OAUTH_AUTOPSY_UNEXPLAINED;
    list_ruled_out(autopsy, search);
    fill_advice(&r);
}
