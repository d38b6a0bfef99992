#include "refserver/index.h"
#include "refserver/work.h"

#include <ctype.h>

static struct nonce_key key_of(const struct work *work)
{
    const struct oauth_claim *claim = &work->claim;

    return (struct nonce_key){ claim->consumer_key, claim->token, claim->nonce,
                               claim->timestamp };
}

static struct span lower(struct work *work, struct span text)
{
    char *copy = arena_str(&work->mem, text);

    for (size_t i = 0; i < text.len; i++)
        copy[i] = (char)tolower((unsigned char)copy[i]);
    return span_make(copy, text.len);
}

/* The key as a mutant understands it. */
static struct nonce_key wrong_key_of(struct work *work)
{
    const struct nonce_defects *wrong = &work->wrong->nonce;
    struct nonce_key key = key_of(work);

    if (wrong->without_timestamp)
        key.timestamp = UINT32_MAX; /* never expires */
    if (wrong->without_token)
        key.token = key.consumer = SPAN("");
    if (wrong->nocase)
        key.nonce = lower(work, key.nonce);
    if (wrong->cut && key.nonce.len > wrong->cut)
        key.nonce.len = wrong->cut;
    return key;
}

static bool is_alphanumeric(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!isalnum((unsigned char)text.p[i]))
            return false;
    return true;
}

static struct last_seen *last_of(struct work *work, uint64_t token)
{
    return &work->endpoint->last_seen[token % LAST_SEEN_SLOTS];
}

/* Remembers the request as the token's last one, and says what mutants find wrong with
 * it. */
static bool fits_last(struct work *work)
{
    uint64_t token = hash_bytes(3, work->claim.token);
    struct last_seen now = { token, hash_bytes(5, work->claim.nonce),
                             work->claim.timestamp };
    struct last_seen *last = last_of(work, token);
    bool same = last->token == token, fits = true;

    if (same && work->wrong->clock.must_grow && now.timestamp < last->timestamp)
        fits = false;
    if (same && work->wrong->nonce.last_only && now.nonce == last->nonce &&
        now.timestamp == last->timestamp)
        fits = false;
    if (fits)
        *last = now;
    return fits;
}

static enum reason remember(struct work *work)
{
    struct nonce_key key = wrong_key_of(work);
    enum nonce_result result;

    result = nonce_set_add(work->endpoint->nonces, &key, work->now_ms / 1000);
    if (result == NONCE_FULL)
        return REASON_OVER_CAPACITY;
    work->seen->nonce_used = result == NONCE_USED;
    return result == NONCE_USED ? REASON_REPLAY : REASON_NONE;
}

enum reason replay_before(struct work *work)
{
    const struct nonce_defects *wrong = &work->wrong->nonce;
    struct span nonce = work->claim.nonce;
    enum reason reason = REASON_NONE;

    if (wrong->longest && nonce.len > wrong->longest)
        return REASON_INTERNAL;
    if (wrong->alphanumeric && !is_alphanumeric(nonce))
        return REASON_SPELLING;
    if (!wrong->before_signature)
        return REASON_NONE;
    pthread_mutex_lock(&work->endpoint->lock);
    reason = remember(work);
    pthread_mutex_unlock(&work->endpoint->lock);
    return reason;
}

/* Only a request that is signed rightly uses up its nonce: nobody else can spend it. */
enum reason replay_after(struct work *work)
{
    const struct defects *wrong = work->wrong;
    enum reason reason = REASON_NONE;

    if (work->violations & OAUTH_BAD_SIGNATURE || !work->claim.nonce.len)
        return REASON_NONE;
    pthread_mutex_lock(&work->endpoint->lock);
    if ((wrong->clock.must_grow || wrong->nonce.last_only) && !fits_last(work))
        reason = REASON_REPLAY;
    else if (!wrong->nonce.before_signature && !wrong->nonce.last_only)
        reason = remember(work);
    pthread_mutex_unlock(&work->endpoint->lock);
    return work_overlooks(work, reason) ? REASON_NONE : reason;
}
