#include "oauth/autopsy.h"

#include "base/die.h"
#include "oauth/autopsy_parts.h"
#include "oauth/header.h"
#include "oauth/steps.h"
#include "oauth/url.h"

#include <stdlib.h>

enum { HOSTS_MAX = 60 };

/* Without these there is nothing to recompute. */
static const uint32_t unverifiable =
    OAUTH_NO_CREDENTIALS | OAUTH_OTHER_SCHEME | OAUTH_MALFORMED |
    OAUTH_MISSING_CONSUMER_KEY | OAUTH_MISSING_TOKEN | OAUTH_MISSING_SIGNATURE |
    OAUTH_MISSING_METHOD | OAUTH_MISSING_TIMESTAMP | OAUTH_MISSING_NONCE |
    OAUTH_BAD_METHOD | OAUTH_TOO_MANY;

void oauth_autopsy_init(struct oauth_autopsy *autopsy)
{
    *autopsy = (struct oauth_autopsy){ .difference = -1 };
}

void oauth_autopsy_release(struct oauth_autopsy *autopsy)
{
    arena_release(&autopsy->mem);
    oauth_autopsy_init(autopsy);
}

static bool is_listed(const struct span *hosts, size_t count, struct span host)
{
    for (size_t i = 0; i < count; i++)
        if (span_eq_nocase(hosts[i], host))
            return true;
    return false;
}

static void take_hosts(struct oauth_search *search, const struct span *hosts,
                       size_t count)
{
    static const struct span usual[] = { SPAN_INIT("api.twitter.com"),
                                         SPAN_INIT("api.x.com"), SPAN_INIT("localhost"),
                                         SPAN_INIT("127.0.0.1") };
    enum { USUAL = sizeof(usual) / sizeof(*usual) };
    struct span *all = arena_alloc(&search->mem, HOSTS_MAX * sizeof(*all));
    size_t used = 0;

    for (size_t i = 0; i < count + USUAL && used < HOSTS_MAX; i++) {
        struct span host = i < count ? hosts[i] : usual[i - count];

        if (host.len && !is_listed(all, used, host))
            all[used++] = host;
    }
    search->hosts = all;
    search->host_count = used;
}

/* Takes the values of one query or form as they stand, in the order of the list. */
static void take_raw_form(struct oauth_search *search, struct span *raw, struct span text,
                          enum oauth_place place)
{
    const struct oauth_params *list = &search->claim->params;
    struct span piece, name, value, rest = text;

    for (size_t i = 0; i < list->count && rest.p;) {
        span_cut(rest, '&', &piece, &rest);
        if (piece.len == 0)
            continue;
        while (i < list->count && list->items[i].place != place)
            i++;
        if (i == list->count)
            return;
        span_cut(piece, '=', &name, &value);
        raw[i++] = value;
    }
}

static void take_raw_header(struct oauth_search *search, struct span *raw)
{
    const struct oauth_params *list = &search->claim->params;
    struct oauth_header_item item;
    struct span rest;

    if (oauth_header_open(search->request->authorization, &rest, NULL) != OAUTH_HEADER_OK)
        return;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].place != OAUTH_IN_HEADER)
            continue;
        if (oauth_header_next(&rest, &item, NULL) <= 0)
            return;
        raw[i] = oauth_header_spells_realm(item.name) ? span_of(NULL) : item.value;
    }
}

/* The values as they stand on the wire, each beside the parameter that it became. */
static void take_raw_values(struct oauth_search *search)
{
    struct span *raw =
        arena_alloc(&search->mem, (search->claim->params.count + 1) * sizeof(*raw));
    struct oauth_url url;

    search->raw = raw;
    take_raw_header(search, raw);
    if (oauth_url_split(search->request->url, &url) == 0)
        take_raw_form(search, raw, url.query, OAUTH_IN_QUERY);
    take_raw_form(search, raw, search->request->body, OAUTH_IN_BODY);
}

static void search_init(struct oauth_search *search, const struct oauth_request *request,
                        const struct oauth_claim *claim,
                        const struct oauth_credentials *credentials)
{
    *search = (struct oauth_search){ .request = request,
                                     .claim = claim,
                                     .credentials = credentials };
    buf_init(&search->head, BUF_MAX_MESSAGE);
    buf_init(&search->tail, BUF_MAX_MESSAGE);
    buf_init(&search->key, BUF_MAX_MESSAGE);
    buf_init(&search->text, BUF_MAX_MESSAGE);
    if (!oauth_is_form(request->content_type))
        oauth_body_parameters(&search->other, request, OAUTH_BODY_BY_TYPE);
    search->scratch =
        xcalloc(claim->params.count + search->other.count + 2, sizeof(*search->scratch));
    search->right.mistake = search->right.second = OAUTH_MISTAKE_NONE;
    search->winner = search->right;
}

static void search_release(struct oauth_search *search)
{
    arena_release(&search->mem);
    oauth_params_release(&search->other);
    buf_release(&search->head);
    buf_release(&search->tail);
    buf_release(&search->key);
    buf_release(&search->text);
    free(search->guesses);
    free(search->scratch);
}

/* Ids near the one sent: it was rounded on the way, and the original was signed. */
static void try_ids(struct oauth_search *search)
{
    struct oauth_guess guess = { .mistake = OAUTH_MISTAKE_ID_SIGNED_DIFFERS,
                                 .second = OAUTH_MISTAKE_NONE };

    while (oauth_search_tries(search, guess.mistake) && !search->won && search->effort &&
           oauth_guess_next_id(search, &guess)) {
        search->effort--;
        oauth_try_one(search, &guess);
    }
}

static void run(struct oauth_search *search)
{
    oauth_received_read(&search->received, search->claim->signature, &search->mem);
    oauth_try_one(search, &search->right);
    if (search->won || !search->received.len)
        return;
    oauth_guess_table(search);
    oauth_guess_request(search);
    oauth_guess_values(search);
    oauth_try_prepare(search);
    oauth_try_singles(search);
    try_ids(search);
    if (!search->won)
        oauth_try_pairs(search);
}

static void report_violations(struct oauth_autopsy *autopsy, struct span why)
{
    enum oauth_mistake mistakes[OAUTH_MISTAKE_COUNT];
    size_t count = oauth_mistakes_of(autopsy->violations & unverifiable, mistakes);

    autopsy->verdict = OAUTH_AUTOPSY_UNVERIFIABLE;
    for (size_t i = 0; i < count && i < OAUTH_FINDINGS_MAX; i++)
        autopsy->found[autopsy->found_count++] =
            (struct oauth_finding){ mistakes[i], arena_copy(&autopsy->mem, why) };
}

/* There is no base string to compare with, nor a header that would be right. */
static void report_url(struct oauth_autopsy *autopsy, struct span url)
{
    autopsy->verdict = OAUTH_AUTOPSY_UNEXPLAINED;
    autopsy->advice = arena_printf(&autopsy->mem,
                                   "The URL %.*s cannot be signed: it needs http or "
                                   "https, a host, and a port of at most 65535.",
                                   SPAN_ARG(url));
}

static bool can_be_signed(struct span url)
{
    struct oauth_url parts;

    return oauth_url_split(url, &parts) == 0;
}

enum oauth_autopsy_verdict oauth_autopsy_run_within(
    struct oauth_autopsy *autopsy, const struct oauth_request *request,
    const struct oauth_credentials *credentials, const struct span *hosts,
    size_t host_count, const struct oauth_autopsy_bounds *bounds)
{
    struct oauth_claim claim;
    struct buf why;

    oauth_autopsy_release(autopsy);
    oauth_claim_init(&claim);
    buf_init(&why, BUF_MAX_TEXT);
    autopsy->violations = oauth_claim_read(&claim, request, &why);
    if (autopsy->violations & unverifiable) {
        report_violations(autopsy, buf_span(&why));
    } else if (!can_be_signed(request->url)) {
        report_url(autopsy, request->url);
    } else {
        struct oauth_search search;

        search_init(&search, request, &claim, credentials);
        search.effort = bounds->effort;
        search.bounds = bounds;
        take_hosts(&search, hosts, host_count);
        take_raw_values(&search);
        run(&search);
        oauth_autopsy_report(autopsy, &search);
        search_release(&search);
    }
    oauth_claim_release(&claim);
    buf_release(&why);
    return autopsy->verdict;
}

enum oauth_autopsy_verdict oauth_autopsy_run(struct oauth_autopsy *autopsy,
                                             const struct oauth_request *request,
                                             const struct oauth_credentials *credentials,
                                             const struct span *hosts, size_t host_count)
{
    static const struct oauth_autopsy_bounds none = { .effort = SIZE_MAX };

    return oauth_autopsy_run_within(autopsy, request, credentials, hosts, host_count,
                                    &none);
}
