#include "server/exchange.h"

#include "server/backoff.h"

#include <time.h>

enum { SHOWN_REQUEST_MAX = 32 * 1024, SHOWN_RESPONSE_MAX = 32 * 1024 };

/* Takes the slot if it is still the next one, or looks again. */
static bool claim_slot(struct shared *shared, int64_t *slot, int64_t every)
{
    int64_t next = atomic_load(&shared->next_request_us);

    if (next > *slot) {
        *slot = next;
        return false;
    }
    return atomic_compare_exchange_strong(&shared->next_request_us, &next, *slot + every);
}

/* Keeps the rate and the request budget; false when the budget is spent. */
static bool may_send(struct session *s)
{
    const struct target_options *o = &s->target->options;
    struct shared *shared = s->target->shared;
    int64_t number = atomic_fetch_add(&shared->requests, 1) + 1;

    if (o->max_requests && number > o->max_requests && !s->restoring) {
        atomic_store(&shared->budget_spent, true);
        session_break(s, "--max-requests %lld is used up", (long long)o->max_requests);
        return false;
    }
    if (o->rate > 0) {
        struct timespec now, wait;
        int64_t now_us, slot, every = (int64_t)(1e6 / o->rate);

        clock_gettime(CLOCK_MONOTONIC, &now);
        now_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
        slot = atomic_load(&shared->next_request_us);
        do {
            if (slot < now_us)
                slot = now_us;
        } while (!claim_slot(shared, &slot, every));
        wait = (struct timespec){ (slot - now_us) / 1000000,
                                  (slot - now_us) % 1000000 * 1000 };
        if (slot > now_us)
            nanosleep(&wait, NULL);
    }
    return true;
}

static struct span shown(struct session *s, const struct buf *text, size_t max)
{
    struct buf redacted;
    struct span all = buf_span(text), result;

    buf_init(&redacted, 2 * max);
    redactor_write(&s->redactor, &redacted,
                   span_make(all.p, all.len < max ? all.len : max));
    if (all.len > max)
        buf_addf(&redacted, "\n[%zu more bytes]", all.len - max);
    result = arena_copy(&s->result->mem, buf_span(&redacted));
    buf_release(&redacted);
    return result;
}

static void note_exchange(struct session *s, const struct record *record, struct span raw,
                          const struct client_times *times)
{
    struct result *result = s->result;
    struct exchange *e;
    struct buf text;

    if (result->exchange_count == RESULT_EXCHANGES_MAX)
        return;
    e = &result->exchanges[result->exchange_count++];
    buf_init(&text, BUF_MAX_MESSAGE);
    if (raw.p)
        buf_add_span(&text, raw);
    else
        http_request_write(&text, &record->request);
    e->request = shown(s, &text, SHOWN_REQUEST_MAX);
    buf_reset(&text);
    if (record->response.status)
        http_response_write(&text, &record->response);
    e->response = shown(s, &text, SHOWN_RESPONSE_MAX);
    buf_release(&text);
    e->duration_us = times->total_us;
    e->started_unix_ms = times->started_unix_ms;
}

static void remember_destroy(struct session *s)
{
    atomic_store(&s->target->shared->last_destroy_ms, target_now_ms(s->target));
}

static void send_record(struct session *s, struct record *record, struct span raw)
{
    struct client_times times = { 0 };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    http_response_reset(&record->response);
    record->error = raw.p ? client_send_raw(s->client, s->target->origin, raw,
                                            &record->response, &times, &why)
                          : client_send(s->client, s->target->origin, &record->request,
                                        &record->response, &times, &why);
    if (record->error)
        s->why = arena_copy(&s->mem, buf_span(&why));
    remember_destroy(s);
    note_exchange(s, record, raw, &times);
    buf_release(&why);
    if (record->response.status == 407) /* who says so is not the subject */
        session_break(s, "the proxy wants credentials: 407");
}

enum client_error exchange_extra(struct session *s, const struct sending *send,
                                 struct record *out)
{
    int attempt = 0;

    do {
        if (session_over(s) || exchange_build(s, send, out, NULL) != 0 || !may_send(s))
            return CLIENT_OTHER;
        send_record(s, out, (struct span){ NULL, 0 });
    } while (backoff_wait(s, out, attempt++));
    return out->error;
}

static void copy_request(struct http_request *to, const struct http_request *from)
{
    http_request_reset(to);
    http_request_set(to, from->method, from->target);
    for (size_t i = 0; i < from->headers.count; i++)
        http_request_add(to, from->headers.items[i].name, from->headers.items[i].value);
    if (from->body.p)
        http_request_set_body(to, from->body);
}

static void add_cookies(struct record *record, const struct http_response *from)
{
    for (size_t i = 0; i < from->headers.count; i++) {
        struct span pair, rest;

        if (!span_eq_nocase(from->headers.items[i].name, SPAN("set-cookie")))
            continue;
        span_cut(from->headers.items[i].value, ';', &pair, &rest);
        http_request_add(&record->request, SPAN("Cookie"), pair);
    }
}

static void send_parallel(struct session *s, const struct sending *send, int count)
{
    struct http_request requests[PARALLEL_MAX] = { 0 };
    struct http_response responses[PARALLEL_MAX] = { 0 };
    enum client_error errors[PARALLEL_MAX];
    struct client_times times = { .started_unix_ms = target_now_ms(s->target) };
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    for (int i = 0; i < count; i++) {
        if (exchange_build(s, send, &s->side[i], NULL) != 0 || !may_send(s))
            count = i;
        else
            requests[i] = s->side[i].request;
    }
    client_send_many(s->client, s->target->origin, requests, (size_t)count, responses,
                     errors, &why);
    remember_destroy(s);
    for (int i = 0; i < count; i++) {
        http_response_release(&s->side[i].response);
        s->side[i].response = responses[i];
        s->side[i].error = errors[i];
        note_exchange(s, &s->side[i], (struct span){ NULL, 0 }, &times);
    }
    for (int i = 0; i < count; i++)
        backoff_wait(s, &s->side[i], PARALLEL_AGAIN);
    buf_release(&why);
}

/* Where the first answer ends in what came: behind its head after HEAD, else where the
 * next begins. */
static size_t first_answer_len(struct span raw, struct span bytes)
{
    ptrdiff_t at = span_starts(raw, SPAN("HEAD ")) ? span_find(bytes, SPAN("\r\n\r\n"))
                   : bytes.len > 8 ? span_find(span_from(bytes, 8), SPAN("HTTP/1."))
                                   : -1;

    if (at < 0)
        return bytes.len;
    return (size_t)at + (span_starts(raw, SPAN("HEAD ")) ? 4 : 8);
}

/* The answer to HEAD announces the length of a body that it must not have. */
static int parse_answer(struct span raw, struct span text, struct http_response *out,
                        struct buf *why)
{
    struct span line = text, rest;
    uint64_t status = 0;

    if (!span_starts(raw, SPAN("HEAD ")))
        return http_response_parse(text, out, why);
    span_cut(text, ' ', &line, &rest);
    if (!span_starts(line, SPAN("HTTP/1.")) || rest.len < 3 ||
        !span_u64(span_make(rest.p, 3), &status))
        return -1;
    out->status = (int)status;
    out->version = 11;
    return 0;
}

/* Several requests in one write, or HEAD: everything that comes until the peer closes is
 * kept, and the first answer is taken from its front. */
static void send_pipelined(struct session *s, struct record *record, struct span raw)
{
    struct client_times times = { .started_unix_ms = target_now_ms(s->target) };
    struct buf bytes, why;
    struct span all;
    size_t len;

    buf_init(&bytes, BUF_MAX_MESSAGE);
    buf_init(&why, BUF_MAX_TEXT);
    record->error =
        client_send_raw_all(s->client, s->target->origin, raw, 2000, &bytes, &why);
    if (record->error)
        s->why = arena_copy(&s->mem, buf_span(&why));
    all = arena_copy(&s->mem, buf_span(&bytes));
    len = first_answer_len(raw, all);
    record->following = span_from(all, len);
    if (!record->error &&
        parse_answer(raw, span_make(all.p, len), &record->response, &why) != 0)
        record->error = CLIENT_NOT_HTTP;
    remember_destroy(s);
    note_exchange(s, record, raw, &times);
    buf_release(&bytes);
    buf_release(&why);
}

static void send_raw(struct session *s, const struct sending *send, struct record *record)
{
    struct buf raw;

    buf_init(&raw, BUF_MAX_MESSAGE);
    if (exchange_build(s, send, record, &raw) != 0)
        session_break(s, "the case's request cannot be signed");
    else if (may_send(s) && send->pipelined)
        send_pipelined(s, record, buf_span(&raw));
    else if (!session_over(s))
        send_record(s, record, buf_span(&raw));
    buf_release(&raw);
}

static void send_plain(struct session *s, const struct sending *send,
                       struct record *record)
{
    if (send->replay_of)
        copy_request(&record->request, &s->records[send->replay_of - 1].request);
    else if (exchange_build(s, send, record, NULL) != 0)
        session_break(s, "the case's request cannot be signed");
    if (send->cookie_from)
        add_cookies(record, &s->records[send->cookie_from - 1].response);
    if (!session_over(s) && may_send(s))
        send_record(s, record, (struct span){ NULL, 0 });
}

void exchange_step(struct session *s, int step)
{
    const struct sending *send = &s->test->steps[step].send;
    struct record *record = &s->records[step];
    int attempt = 0;

    if (send->wait_ms)
        target_pass_ms(s->target, send->wait_ms);
    if (send->parallel) {
        send_parallel(s, send, send->parallel);
        return;
    }
    do {
        if (send->raw)
            send_raw(s, send, record);
        else
            send_plain(s, send, record);
    } while (backoff_wait(s, record, attempt++));
}
