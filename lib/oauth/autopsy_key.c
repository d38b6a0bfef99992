#include "oauth/autopsy_parts.h"
#include "oauth/steps.h"

enum part { CONSUMER_SECRET, TOKEN_SECRET, CONSUMER_KEY, TOKEN };

/* What clients put where the two secrets belong. */
static const struct {
    enum part first, second;
    struct span note;
} instead[OAUTH_KEY_INSTEAD_COUNT] = {
    { CONSUMER_KEY, TOKEN, SPAN_INIT("the consumer key and the token") },
    { CONSUMER_KEY, TOKEN_SECRET, SPAN_INIT("the consumer key for its secret") },
    { CONSUMER_SECRET, TOKEN, SPAN_INIT("the token for its secret") },
    { TOKEN, TOKEN_SECRET, SPAN_INIT("the token for the consumer secret") },
    { CONSUMER_SECRET, CONSUMER_KEY, SPAN_INIT("the consumer key for the token secret") },
    { CONSUMER_KEY, CONSUMER_KEY, SPAN_INIT("the consumer key for both secrets") },
    { TOKEN, TOKEN, SPAN_INIT("the token for both secrets") },
};

static const struct {
    struct span text;
    const char *name;
} whites[] = {
    { SPAN_INIT("\n"), "a line feed" },
    { SPAN_INIT(" "), "a space" },
    { SPAN_INIT("\r\n"), "a CR and line feed" },
    { SPAN_INIT("\t"), "a tab" },
    { SPAN_INIT("\r"), "a carriage return" },
    { SPAN_INIT("  "), "two spaces" },
    { SPAN_INIT("\xc2\xa0"), "a no-break space" },
    { SPAN_INIT("\xef\xbb\xbf"), "a byte order mark" },
};

enum { WHITES = sizeof(whites) / sizeof(*whites) };

_Static_assert(OAUTH_KEY_WHITE_COUNT == 3 * 3 * WHITES * 2, "readings of white space");

/* One of them. */
struct white {
    struct span text;
    unsigned side;  /* 0 after, 1 before, 2 both */
    unsigned where; /* 0 both secrets, 1 the consumer's, 2 the token's */
    bool raw;       /* added to the encoded secret */
};

static struct white read_white(unsigned white)
{
    unsigned index = white - 1;

    return (struct white){
        .raw = index / (9 * WHITES),
        .text = whites[index % WHITES].text,
        .side = index / WHITES % 3,
        .where = index / (3 * WHITES) % 3,
    };
}

static struct span part_text(const struct oauth_search *search, enum part part)
{
    const struct oauth_credentials *c = search->credentials;
    const struct span texts[] = {
        [CONSUMER_SECRET] = c->consumer_secret,
        [TOKEN_SECRET] = c->token_secret,
        [CONSUMER_KEY] =
            c->consumer_key.len ? c->consumer_key : search->claim->consumer_key,
        [TOKEN] = c->token.len ? c->token : search->claim->token,
    };

    return texts[part];
}

struct secret_writer {
    struct oauth_encoder encoder;
    const struct oauth_key_plan *plan;
};

static void add_encoded(struct buf *out, struct span s, bool raw,
                        const struct secret_writer *w)
{
    struct buf once;

    if (raw || !w->plan->twice) {
        if (raw)
            buf_add_span(out, s);
        else
            oauth_encode(out, s, &w->encoder);
        return;
    }
    buf_init(&once, BUF_MAX_MESSAGE);
    oauth_encode(&once, s, &w->encoder);
    oauth_encode(out, buf_span(&once), &w->encoder);
    buf_release(&once);
}

/* `which` is 1 for the consumer's, 2 for the token's secret. */
static void add_secret(struct buf *out, struct span secret, unsigned which,
                       const struct secret_writer *w)
{
    bool raw = w->plan->raw == 1 || w->plan->raw == which + 1;
    struct white white = { 0 };

    if (w->plan->white)
        white = read_white(w->plan->white);
    if (white.where && white.where != which)
        white.text.len = 0;
    if (white.side > 0)
        add_encoded(out, white.text, raw || white.raw, w);
    add_encoded(out, secret, raw, w);
    if (white.side != 1)
        add_encoded(out, white.text, raw || white.raw, w);
}

void oauth_key_build(struct buf *out, const struct oauth_search *search,
                     const struct oauth_guess *guess)
{
    const struct oauth_key_plan *plan = &guess->key;
    struct secret_writer w = { oauth_encoder_at(&guess->recipe, OAUTH_AT_KEY), plan };
    enum part first = plan->instead ? instead[plan->instead - 1].first : CONSUMER_SECRET;
    enum part second = plan->instead ? instead[plan->instead - 1].second : TOKEN_SECRET;
    struct span consumer = part_text(search, first), token = part_text(search, second);

    if (!plan->swapped)
        add_secret(out, consumer, 1, &w);
    else if (!plan->no_token)
        add_secret(out, token, 2, &w);
    if (plan->no_ampersand != 1)
        buf_add_str(out, plan->no_ampersand ? "%26" : "&");
    if (plan->swapped)
        add_secret(out, consumer, 1, &w);
    else if (!plan->no_token)
        add_secret(out, token, 2, &w);
}

struct span oauth_key_white_note(struct arena *mem, unsigned white)
{
    static const char *const sides[] = { "after", "before", "before and after" };
    static const char *const secrets[] = { "both secrets", "the consumer secret",
                                           "the token secret" };
    struct white w = read_white(white);

    return arena_printf(mem, "%s %s %s", whites[(white - 1) % WHITES].name, sides[w.side],
                        secrets[w.where]);
}

struct span oauth_key_instead_note(unsigned index)
{
    return instead[index - 1].note;
}
