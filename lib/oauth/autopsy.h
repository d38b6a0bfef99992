/* The signature autopsy: which known mistake made the signature that a request carries.
 *
 * Each hypothesis is one deviation (a recipe, another key, a changed parameter); the
 * signature is recomputed under it and compared with the one received, single deviations
 * first, then pairs. HMAC leaves no room for chance, so a match is proof, and without one
 * nothing is accused. A mistake that has several readings (a set of characters, the port
 * kept or not) is several hypotheses under one name. Pure: no clock, no I/O, nothing kept
 * between runs. */
#ifndef FAVSPEC_OAUTH_AUTOPSY_H
#define FAVSPEC_OAUTH_AUTOPSY_H

#include "oauth/mistakes.h"
#include "oauth/verify.h"

enum oauth_autopsy_verdict {
    OAUTH_AUTOPSY_VALID,        /* the signature is right and spelt legally */
    OAUTH_AUTOPSY_EXPLAINED,    /* `found` reproduces it */
    OAUTH_AUTOPSY_UNEXPLAINED,  /* wrong, and no hypothesis reproduces it; or the URL is
                                 * one that nobody can sign: then `expected` and
                                 * `authorization` are absent */
    OAUTH_AUTOPSY_UNVERIFIABLE, /* nothing to recompute: `found` holds protocol mistakes
                                 */
};

enum { OAUTH_FINDINGS_MAX = 12 };

struct oauth_finding {
    enum oauth_mistake mistake;
    struct span
        detail; /* one sentence: what the client did, with the value that it signed */
};

/* All spans live until the next run or the release; absent where there is nothing to
 * show. */
struct oauth_autopsy {
    enum oauth_autopsy_verdict verdict;
    uint32_t violations; /* of oauth_claim_read, whatever the verdict */
    /* In table order. */
    struct oauth_finding found[OAUTH_FINDINGS_MAX];
    size_t found_count;
    /* Other names that reproduce the same bytes, in table order, none of them in `found`.
     */
    enum oauth_mistake equivalent[OAUTH_MISTAKE_COUNT];
    size_t equivalent_count;
    struct span expected; /* the base string of RFC 5849 for the request as received */
    struct span matched;  /* the base string that made the received signature */
    ptrdiff_t difference; /* first octet in which they differ; -1 when they do not */
    struct span expected_uri; /* the URL part of both, not encoded */
    struct span matched_uri;
    struct span signature;     /* the right one */
    struct span authorization; /* the header as it should have been; holds no secret */
    size_t singles, pairs;     /* how many hypotheses were recomputed */
    /* Unexplained only: what was ruled out, in table order, and what to check next. */
    enum oauth_mistake ruled_out[OAUTH_MISTAKE_COUNT];
    size_t ruled_out_count;
    struct span advice;
    struct arena mem;
};

void oauth_autopsy_init(struct oauth_autopsy *autopsy);
void oauth_autopsy_release(struct oauth_autopsy *autopsy);

/* Judges the signature of a request as received, and nothing else: clock, nonce and path
 * are not looked at. `hosts` are those that may have been signed instead of the one
 * called, as host or host:port, beside api.twitter.com, api.x.com, localhost and
 * 127.0.0.1; they may be none. The former contents of `autopsy` are dropped. Returns the
 * verdict. */
enum oauth_autopsy_verdict oauth_autopsy_run(struct oauth_autopsy *autopsy,
                                             const struct oauth_request *request,
                                             const struct oauth_credentials *credentials,
                                             const struct span *hosts, size_t host_count);

/* `effort` bounds the pairs and ids near the one sent that are tried; 0: single mistakes
 * alone, which takes less than a hundredth of the time when none matches. `only`, indexed
 * by enum oauth_mistake, says which are tried at all, for who has a suspicion; NULL:
 * every one. Of each name at most `readings` are tried, the likelier first; 0: all. */
struct oauth_autopsy_bounds {
    size_t effort;
    const bool *only;
    unsigned readings;
};

/* The same within bounds. */
enum oauth_autopsy_verdict oauth_autopsy_run_within(
    struct oauth_autopsy *autopsy, const struct oauth_request *request,
    const struct oauth_credentials *credentials, const struct span *hosts,
    size_t host_count, const struct oauth_autopsy_bounds *bounds);

#endif
