#include "base/die.h"
#include "refserver/answer.h"
#include "refserver/text.h"
#include "refserver/work.h"

#include <stdio.h>
#include <stdlib.h>

static const struct defects no_defects;

static uint64_t random_seed(void)
{
    char text[17];
    uint64_t seed;

    oauth_nonce(text, sizeof(text) - 1);
    memcpy(&seed, text, sizeof(seed));
    return seed;
}

struct endpoint *endpoint_new(struct store *store, const struct endpoint_options *options)
{
    struct endpoint *endpoint = xcalloc(1, sizeof(*endpoint));

    endpoint->store = store;
    endpoint->defects = options->mutant ? &options->mutant->defects : &no_defects;
    endpoint->costume = options->costume ? options->costume : &costumes[0];
    endpoint->prefix = span_of(options->prefix ? options->prefix : "/1.1");
    endpoint->window_s = options->clock_window_s ? options->clock_window_s : 300;
    endpoint->lenient = options->lenient;
    endpoint->keep_liked = options->keep_liked;
    endpoint->honest = !options->mutant;
    endpoint->nonces = nonce_set_new(
        random_seed(), options->nonce_capacity ? options->nonce_capacity : NONCE_CAPACITY,
        endpoint->window_s);
    pthread_mutex_init(&endpoint->lock, NULL);
    return endpoint;
}

static void work_free(struct work *work)
{
    oauth_claim_release(&work->claim);
    oauth_scratch_release(&work->scratch);
    oauth_params_release(&work->params);
    buf_release(&work->url);
    buf_release(&work->text);
    buf_release(&work->body);
    buf_release(&work->why);
    arena_release(&work->mem);
    free(work);
}

static void free_works(struct endpoint *endpoint)
{
    struct work *next;

    for (struct work *work = endpoint->free_works; work; work = next) {
        next = work->next;
        work_free(work);
    }
    endpoint->free_works = NULL;
}

void endpoint_free(struct endpoint *endpoint)
{
    if (!endpoint)
        return;
    free_works(endpoint);
    nonce_set_free(endpoint->nonces);
    documents_release(&endpoint->documents);
    pthread_mutex_destroy(&endpoint->lock);
    free(endpoint);
}

const struct defects *endpoint_defects(const struct endpoint *endpoint)
{
    return endpoint->defects;
}

static struct work *work_new(void)
{
    struct work *work = xcalloc(1, sizeof(*work));

    oauth_claim_init(&work->claim);
    oauth_scratch_init(&work->scratch);
    oauth_params_init(&work->params);
    buf_init(&work->url, BUF_MAX_MESSAGE);
    buf_init(&work->text, BUF_MAX_MESSAGE);
    buf_init(&work->body, BUF_MAX_MESSAGE);
    buf_init(&work->why, BUF_MAX_TEXT);
    return work;
}

static struct work *work_take(struct endpoint *endpoint)
{
    struct work *work;

    pthread_mutex_lock(&endpoint->lock);
    work = endpoint->free_works;
    if (work)
        endpoint->free_works = work->next;
    pthread_mutex_unlock(&endpoint->lock);
    return work ? work : work_new();
}

static void work_give_back(struct endpoint *endpoint, struct work *work)
{
    pthread_mutex_lock(&endpoint->lock);
    work->next = endpoint->free_works;
    endpoint->free_works = work;
    pthread_mutex_unlock(&endpoint->lock);
}

/* Forgets the last request and keeps the memory. */
static void work_reset(struct work *work)
{
    struct work fresh = { .claim = work->claim,
                          .scratch = work->scratch,
                          .params = work->params,
                          .url = work->url,
                          .text = work->text,
                          .body = work->body,
                          .why = work->why,
                          .mem = work->mem,
                          .wrong = &no_defects };

    *work = fresh;
    oauth_params_reset(&work->params);
    buf_reset(&work->url);
    buf_reset(&work->why);
    arena_reset(&work->mem);
}

/* The order of the checks: routing, authentication, method, access, parameters. */
static enum reason judge(struct work *work)
{
    enum reason found = route_find(work), reason = framing_check(work);

    params_read(work);
    if (reason != REASON_NONE)
        return reason;
    auth_look(work);
    if (found != REASON_NONE)
        return found;
    if ((reason = auth_decide(work)) != REASON_NONE)
        return reason;
    if ((reason = route_method(work)) != REASON_NONE)
        return reason;
    if ((reason = auth_access(work)) != REASON_NONE)
        return reason;
    if ((reason = params_media_type(work)) != REASON_NONE)
        return reason;
    return work->look_only ? REASON_NONE : act(work);
}

static void note(struct work *work, enum reason reason)
{
    struct endpoint_seen *seen = work->seen;

    seen->reason = reason;
    seen->note[0] = '\0';
    if (reason == REASON_NONE)
        return;
    if (reasons[reason].status <= 401 && work->why.len)
        snprintf(seen->note, sizeof(seen->note), "%s", work->why.p);
    else
        snprintf(seen->note, sizeof(seen->note), "%s", reasons[reason].note);
}

static int32_t length_delta(const struct work *work)
{
    struct span body = work->out->body;

    if (!work->wrong->wire.length_in_points)
        return work->wrong->wire.length_delta;
    return (int32_t)text_points(body) - (int32_t)body.len;
}

static void set_wire(struct work *work, enum reason reason)
{
    const struct wire_defects *wrong = &work->wrong->wire;
    const struct costume *costume = work->endpoint->costume;
    struct endpoint_wire *wire = &work->seen->wire;
    bool head = span_eq_str(work->request->method, "HEAD");

    wire->chunked = costume->chunked && !head;
    wire->http_1_0 = costume->http_1_0;
    wire->close = reason == REASON_FRAMING || reason == REASON_HOST;
    wire->head_body = wrong->head_body && head;
    wire->length_delta = head ? 0 : length_delta(work);
    if (wrong->dies)
        wire->mode = WIRE_DROP;
    else if (wrong->resets)
        wire->mode = WIRE_RESET;
    else if (wire->mode == WIRE_PLAIN &&
             (wire->head_body || wire->length_delta || wrong->closes_silently))
        wire->mode = WIRE_RAW;
}

static struct work *begin(struct endpoint *endpoint, const char *scheme, int64_t now_ms,
                          const struct http_request *request, struct endpoint_seen *seen)
{
    struct work *work = work_take(endpoint);

    work_reset(work);
    *seen = (struct endpoint_seen){ 0 };
    work->endpoint = endpoint;
    work->scheme = scheme;
    work->now_ms = now_ms;
    work->request = request;
    work->seen = seen;
    return work;
}

void endpoint_answer(struct endpoint *endpoint, const char *scheme, int64_t now_ms,
                     const struct http_request *request, struct http_response *out,
                     struct endpoint_seen *out_seen)
{
    struct endpoint_seen seen;
    struct work *work = begin(endpoint, scheme, now_ms, request, &seen);
    enum reason reason;

    http_response_reset(out);
    work->out = out;
    reason = judge(work);
    if (reason != REASON_NONE)
        refuse(work, reason);
    note(work, reason);
    set_wire(work, reason);
    if (out_seen)
        *out_seen = seen;
    work_give_back(endpoint, work);
}

void endpoint_look(struct endpoint *endpoint, const char *scheme, int64_t now_ms,
                   const struct http_request *request, struct endpoint_seen *out_seen)
{
    struct work *work = begin(endpoint, scheme, now_ms, request, out_seen);

    work->look_only = true;
    note(work, judge(work));
    work_give_back(endpoint, work);
}

static void prepare(struct work *work, const struct store_status *status)
{
    for (int favorited = 0; favorited < 2; favorited++) {
        struct render_view view = { .favorited = favorited };

        arena_reset(&work->mem);
        answer_write_status(work, status, &view);
    }
}

void endpoint_prepare(struct endpoint *endpoint, const uint64_t *ids, size_t count)
{
    struct endpoint_seen seen;
    struct work *work = begin(endpoint, "http", 0, NULL, &seen);
    struct store_status status;

    for (size_t i = 0; i < count; i++)
        if (store_status(endpoint->store, ids[i], &status))
            prepare(work, &status);
    work_free(work);
    pthread_mutex_lock(&endpoint->lock);
    documents_keep(&endpoint->documents);
    pthread_mutex_unlock(&endpoint->lock);
}

void endpoint_forget(struct endpoint *endpoint)
{
    pthread_mutex_lock(&endpoint->lock);
    nonce_set_clear(endpoint->nonces);
    if (!endpoint->honest)
        memset(endpoint->last_seen, 0, sizeof(endpoint->last_seen));
    documents_forget(&endpoint->documents);
    free_works(endpoint);
    pthread_mutex_unlock(&endpoint->lock);
}
