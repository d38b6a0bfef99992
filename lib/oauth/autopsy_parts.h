/* The parts of the autopsy: guesses, where they come from, how they are tried. Internal.
 */
#ifndef FAVSPEC_OAUTH_AUTOPSY_PARTS_H
#define FAVSPEC_OAUTH_AUTOPSY_PARTS_H

#include "oauth/autopsy.h"

#include <nettle/hmac.h>

/* One change of the parameters before they are signed: every parameter of a name has
 * another value; one more parameter; header values as they stand there, not decoded (no
 * name: all of them); the same of query and form body. */
enum oauth_edit_kind {
    OAUTH_EDIT_NONE,
    OAUTH_EDIT_SET,
    OAUTH_EDIT_ADD,
    OAUTH_EDIT_RAW,
    OAUTH_EDIT_RAW_FORM,
};

struct oauth_edit {
    enum oauth_edit_kind kind;
    struct span name, value;
};

/* How the key is put together; zero is RFC 5849. One byte a field, as in a recipe. */
struct oauth_key_plan {
    uint8_t no_token, swapped, twice;
    uint8_t no_ampersand; /* 1; 2: a `&` that was encoded with the secrets */
    uint8_t raw;     /* not encoded: 1 both, 2 the consumer's, 3 the token's secret */
    uint8_t instead; /* 1 + index into the table of public names in place of secrets */
    uint8_t white;   /* 1 + index into the readings of white space round a secret */
};

enum { OAUTH_KEY_INSTEAD_COUNT = 7, OAUTH_KEY_WHITE_COUNT = 144 };

/* One hypothesis, or two merged. */
struct oauth_guess {
    enum oauth_mistake mistake, second; /* `second` NONE for a single one */
    struct oauth_recipe recipe;
    struct oauth_key_plan key;
    struct oauth_edit edits[2];
    struct span note, second_note; /* the value that was signed, for people */
    size_t order;                  /* as made: the likelier reading of a name first */
    /* Prepared: which parts of the signature it touches, and what they are then. */
    bool at_head, at_tail, at_key;
    bool rare; /* in pairs it comes last */
    bool idle; /* changes nothing in this request, or what an earlier reading changes */
    struct span head, tail;
    const struct hmac_sha1_ctx *hmac;
    struct span key_text;
    uint64_t head_print, tail_print, key_print; /* equal for equal texts */
};

/* The signature received, reduced to octets. */
struct oauth_received {
    uint8_t digest[32];
    size_t len; /* 20, 32, or 0 when its shape is no digest's */
    struct span base64;
    bool sha256, hex, base64url, twice, spaces; /* what its shape shows already */
};

struct oauth_search {
    const struct oauth_request *request;
    const struct oauth_claim *claim;
    const struct oauth_credentials *credentials;
    const struct span *hosts;
    size_t host_count;
    /* Of each parameter, its value as it stands on the wire. */
    const struct span *raw;
    /* What a body that is no form would give, should it have been signed. */
    struct oauth_params other;
    struct oauth_received received;
    struct oauth_guess right; /* RFC 5849 */
    struct oauth_guess *guesses;
    size_t count, cap;
    struct oauth_guess winner;
    bool won;
    bool also[OAUTH_MISTAKE_COUNT]; /* names that match too */
    size_t singles, pairs;
    size_t effort; /* how many ids and pairs may still be tried */
    const struct oauth_autopsy_bounds *bounds;
    unsigned readings[OAUTH_MISTAKE_COUNT]; /* added so far */
    struct oauth_guess ignored;             /* for a guess that is not to be tried */
    /* Memory: what lives as long as the search, and what each try reuses. */
    struct arena mem;
    struct buf head, tail, key, text;
    struct oauth_param *scratch;
};

/* autopsy_received.c */
void oauth_received_read(struct oauth_received *out, struct span text, struct arena *mem);

/* autopsy_key.c */
void oauth_key_build(struct buf *out, const struct oauth_search *search,
                     const struct oauth_guess *guess);
/* What the plan's white space is, for people. */
struct span oauth_key_white_note(struct arena *mem, unsigned white);
struct span oauth_key_instead_note(unsigned instead);

/* autopsy_table.c: adds what is the same for every request. */
void oauth_guess_table(struct oauth_search *search);
/* autopsy_guess.c: adds what depends on the request. */
void oauth_guess_request(struct oauth_search *search);
struct oauth_guess *oauth_guess_add(struct oauth_search *search,
                                    enum oauth_mistake mistake);
/* Whether guesses of this name are wanted; those of others may be added all the same and
 * are dropped. */
static inline bool oauth_search_tries(const struct oauth_search *search,
                                      enum oauth_mistake mistake)
{
    const struct oauth_autopsy_bounds *bounds = search->bounds;

    return (!bounds->only || bounds->only[mistake]) &&
           (!bounds->readings || search->readings[mistake] < bounds->readings);
}

/* autopsy_values.c: adds other values of id, include_entities, timestamp and signature.
 */
void oauth_guess_values(struct oauth_search *search);
/* Changes a guess of another id to the next one near the id that was sent; false at the
 * end. */
bool oauth_guess_next_id(struct oauth_search *search, struct oauth_guess *guess);

/* autopsy_try.c */
void oauth_try_prepare(struct oauth_search *search);
bool oauth_try_one(struct oauth_search *search, struct oauth_guess *guess);
void oauth_try_singles(struct oauth_search *search);
void oauth_try_pairs(struct oauth_search *search);

/* autopsy_effect.c: which guesses come to the same. A print need only tell texts apart.
 */
uint64_t oauth_print_of(struct span s);
bool oauth_guess_is_like(const struct oauth_guess *a, const struct oauth_guess *b);
/* A table of the effects seen so far, half of it at most in use. */
struct oauth_effects {
    uint64_t *slots;
    size_t mask;
};
void oauth_effects_init(struct oauth_effects *seen, struct arena *mem, size_t count);
/* Whether a guess of the same name with the same effect was there; now it is. */
bool oauth_effects_hold(struct oauth_effects *seen, const struct oauth_guess *guess);

/* autopsy_pair.c: makes one guess of two; false when they change the same thing. */
bool oauth_guess_merge(const struct oauth_guess *a, const struct oauth_guess *b,
                       struct oauth_guess *out);

/* autopsy_text.c: fills what people read from what was found. */
void oauth_autopsy_report(struct oauth_autopsy *autopsy, struct oauth_search *search);

#endif
