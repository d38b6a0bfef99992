#include "base/die.h"
#include "wire/client_parts.h"

#include <poll.h>
#include <stdlib.h>

void exchange_init(struct exchange *exchange, struct span bytes, struct span method,
                   size_t max_body, struct http_response *out)
{
    *exchange = (struct exchange){ .bytes = bytes, .line.fd = CURL_SOCKET_BAD };
    buf_init(&exchange->detail, BUF_MAX_TEXT);
    if (out)
        answer_init(&exchange->answer, method, max_body, out, &exchange->detail);
}

void exchange_release(struct exchange *exchange)
{
    buf_release(&exchange->detail);
    if (exchange->answer.out)
        answer_release(&exchange->answer);
}

static void finish(struct exchange *exchange, enum client_error result)
{
    exchange->result = result;
    exchange->done = true;
    exchange->end_us = client_now_us();
    if (!exchange->all)
        answer_settle(&exchange->answer);
}

static void push(struct exchange *exchange)
{
    enum line_state state = LINE_OK;

    while (state == LINE_OK && exchange->sent < exchange->bytes.len) {
        size_t sent = 0;

        state =
            line_send(&exchange->line, span_from(exchange->bytes, exchange->sent), &sent);
        exchange->sent += sent;
    }
    /* the answer may be there all the same, so reading goes on */
    exchange->send_broken = state == LINE_BROKEN;
}

static void finish_answer(struct exchange *exchange, enum answer_state state)
{
    static const enum client_error results[] = {
        [ANSWER_DONE] = CLIENT_OK,
        [ANSWER_NOT_HTTP] = CLIENT_NOT_HTTP,
        [ANSWER_CUT] = CLIENT_CUT,
        [ANSWER_LARGE_HEAD] = CLIENT_TOO_LARGE,
        [ANSWER_LARGE_BODY] = CLIENT_TOO_LARGE,
        [ANSWER_EMPTY] = CLIENT_EMPTY,
    };

    if (state != ANSWER_MORE)
        finish(exchange, results[state]);
}

static void take(struct exchange *exchange, struct span bytes)
{
    if (!exchange->first_byte_us)
        exchange->first_byte_us = client_now_us();
    if (!exchange->all) {
        finish_answer(exchange, answer_feed(&exchange->answer, bytes));
        return;
    }
    buf_add_span(exchange->all, bytes);
    if (exchange->all->overflow)
        finish(exchange, CLIENT_TOO_LARGE);
}

static void end(struct exchange *exchange, bool broken)
{
    if (!exchange->first_byte_us)
        finish(exchange, broken || exchange->send_broken ? CLIENT_RESET : CLIENT_EMPTY);
    else if (exchange->all)
        finish(exchange, CLIENT_OK);
    else if (broken)
        finish(exchange, CLIENT_CUT);
    else
        finish_answer(exchange, answer_end(&exchange->answer));
}

/* Returns whether anything happened. */
static bool pull(struct exchange *exchange)
{
    char chunk[16 * 1024];
    size_t len = 0;
    enum line_state state = line_recv(&exchange->line, chunk, sizeof(chunk), &len);

    if (state == LINE_AGAIN)
        return false;
    if (state == LINE_OK)
        take(exchange, span_make(chunk, len));
    else
        end(exchange, state == LINE_BROKEN);
    return true;
}

static size_t step_all(struct exchange *exchanges, size_t count, bool *out_moved)
{
    size_t open = 0;

    *out_moved = false;
    for (size_t i = 0; i < count; i++) {
        struct exchange *exchange = &exchanges[i];

        if (exchange->done)
            continue;
        if (exchange->sent < exchange->bytes.len && !exchange->send_broken)
            push(exchange);
        *out_moved = pull(exchange) || *out_moved;
        open += !exchange->done;
    }
    return open;
}

static short events_of(const struct exchange *exchange)
{
    bool sending = exchange->sent < exchange->bytes.len && !exchange->send_broken;

    return (short)(sending ? POLLIN | POLLOUT : POLLIN);
}

static int wait_all(const struct exchange *exchanges, size_t count, struct pollfd *fds,
                    int64_t until_us)
{
    int64_t left = until_us - client_now_us();

    for (size_t i = 0; i < count; i++)
        fds[i] = (struct pollfd){
            .fd = exchanges[i].done ? -1 : exchanges[i].line.fd,
            .events = events_of(&exchanges[i]),
        };
    return left <= 0 ? 0 : poll(fds, count, (int)(left / 1000) + 1);
}

static void time_out(struct exchange *exchanges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!exchanges[i].done)
            finish(&exchanges[i], exchanges[i].all && exchanges[i].first_byte_us
                                      ? CLIENT_OK
                                      : CLIENT_TIMEOUT);
}

void exchange_run(struct exchange *exchanges, size_t count, int64_t deadline_us,
                  long idle_ms)
{
    struct pollfd *fds = xcalloc(count, sizeof(*fds));
    int64_t until = deadline_us;
    bool moved;

    for (size_t i = 0; i < count; i++)
        if (!exchanges[i].done)
            push(&exchanges[i]);
    while (client_now_us() < deadline_us && step_all(exchanges, count, &moved)) {
        int64_t idle_until = client_now_us() + idle_ms * 1000;

        if (moved)
            continue;
        if (idle_ms)
            until = idle_until < deadline_us ? idle_until : deadline_us;
        if (wait_all(exchanges, count, fds, until) == 0)
            break;
    }
    time_out(exchanges, count);
    free(fds);
}

bool exchange_is_untouched(const struct exchange *exchange)
{
    return exchange->send_broken && exchange->sent == 0 && !exchange->first_byte_us;
}

static const char *sentence_of(enum client_error result)
{
    static const char *const sentences[] = {
        [-CLIENT_TIMEOUT] = "@ gave no complete answer in time",
        [-CLIENT_RESET] = "@ reset the connection before any byte of an answer",
        [-CLIENT_EMPTY] = "@ closed the connection without an answer",
        [-CLIENT_CUT] = "the answer of @ ended before its end",
        [-CLIENT_NOT_HTTP] = "the answer of @ is not HTTP",
        [-CLIENT_TOO_LARGE] = "the answer of @ is too large",
    };

    return sentences[-result];
}

void exchange_explain(const struct exchange *exchange, struct span origin,
                      const struct client_options *options, struct buf *why)
{
    if (exchange->result == CLIENT_OK)
        return;
    client_say_of(why, sentence_of(exchange->result), origin);
    if (exchange->detail.len)
        client_say(why, ": %s", exchange->detail.p);
    else if (exchange->result == CLIENT_TIMEOUT && !exchange->all)
        client_say(why, " (%ld ms)", options->timeout_ms);
    else if (exchange->result == CLIENT_TOO_LARGE && exchange->answer.in_body)
        client_say(why, " (more than %zu bytes of body)", options->max_body);
    else if (exchange->result == CLIENT_TOO_LARGE && !exchange->all)
        client_say(why, " (more than %d bytes of head)", HTTP_HEAD_MAX);
}
