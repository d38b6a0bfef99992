#include "wire/client_parts.h"

enum {
    KEPT_US = 1500 * 1000, /* below the shortest keep-alive time that servers have */
    CLOSE_SEEN_MS = 5,     /* a peer that closes after an answer does so within this */
};

bool client_wants_length(const struct http_request *request)
{
    return !http_count(&request->headers, "Content-Length") &&
           !http_count(&request->headers, "Transfer-Encoding") &&
           (request->body.len || span_eq_str(request->method, "POST") ||
            span_eq_str(request->method, "PUT"));
}

int client_write_wire(struct buf *out, struct span origin,
                      const struct http_request *request, struct buf *why)
{
    buf_add_span(out, request->method);
    buf_add_char(out, ' ');
    buf_add_span(out, request->target);
    buf_add_str(out, " HTTP/1.1\r\n");
    head_write_fields(out, &request->headers);
    if (!http_count(&request->headers, "Host"))
        buf_addf(out, "Host: %.*s\r\n", SPAN_ARG(client_host_of(origin)));
    if (client_wants_length(request))
        buf_addf(out, "Content-Length: %zu\r\n", request->body.len);
    buf_add_str(out, "\r\n");
    head_write_body(out, &request->headers, request->body);
    if (!out->overflow)
        return 0;
    client_say(why, "the request is larger than %zu bytes", out->max);
    return -1;
}

struct clock {
    int64_t start_us, connected_us;
};

static struct clock start_clock(struct client_times *out_times)
{
    if (out_times)
        *out_times = (struct client_times){ .started_unix_ms = client_unix_ms() };
    return (struct clock){ .start_us = client_now_us() };
}

static int64_t deadline_of(const struct client *client, const struct clock *clock)
{
    return clock->start_us + client->options.timeout_ms * 1000;
}

static void stop_clock(const struct clock *clock, const struct exchange *exchange,
                       struct client_times *out_times)
{
    if (!out_times)
        return;
    if (clock->connected_us && exchange->line.easy)
        out_times->connected_us = clock->connected_us - clock->start_us;
    if (exchange->first_byte_us)
        out_times->first_byte_us = exchange->first_byte_us - clock->start_us;
    out_times->total_us =
        (exchange->end_us ? exchange->end_us : client_now_us()) - clock->start_us;
}

static enum client_error open_line(struct client *client, struct span origin,
                                   struct clock *clock, struct line *out, struct buf *why)
{
    enum client_error error =
        line_open(client, origin, deadline_of(client, clock), out, why);

    clock->connected_us = client_now_us();
    return error;
}

/* A peer that closes after its answer without saying so is found out once, by waiting a
 * moment before the first reuse; later a look without waiting is enough. */
static bool kept_is_alive(struct client *client)
{
    if (client_now_us() - client->kept_since_us >= KEPT_US)
        return false;
    if (client->keeps_open)
        return line_is_quiet(&client->kept, 0);
    client->keeps_open = line_is_quiet(&client->kept, CLOSE_SEEN_MS);
    client->never_keep = !client->keeps_open;
    return client->keeps_open;
}

static bool take_kept(struct client *client, struct span origin, struct line *out)
{
    if (!client->kept.easy)
        return false;
    if (!span_eq(origin, buf_span(&client->kept_origin))) {
        client->keeps_open = client->never_keep = false;
        line_close(&client->kept);
        return false;
    }
    if (!kept_is_alive(client)) {
        line_close(&client->kept);
        return false;
    }
    *out = client->kept;
    client->kept = (struct line){ .fd = CURL_SOCKET_BAD };
    return true;
}

static void keep(struct client *client, struct span origin,
                 const struct http_request *request, struct exchange *exchange)
{
    bool close = client->never_keep || exchange->result ||
                 exchange->sent < exchange->bytes.len ||
                 !answer_keeps_open(&exchange->answer) ||
                 head_lists(&request->headers, "Connection", "close");

    line_close(&client->kept);
    if (close) {
        line_close(&exchange->line);
        return;
    }
    client->kept = exchange->line;
    client->kept_since_us = client_now_us();
    buf_reset(&client->kept_origin);
    buf_add_span(&client->kept_origin, origin);
}

/* Returns false when the kept connection turned out dead before it took a byte. */
static bool run_on_kept(struct client *client, struct span origin, int64_t deadline_us,
                        struct exchange *exchange)
{
    if (!take_kept(client, origin, &exchange->line))
        return false;
    exchange_run(exchange, 1, deadline_us, 0);
    if (!exchange_is_untouched(exchange))
        return true;
    line_close(&exchange->line);
    return false;
}

static enum client_error send_http1(struct client *client, struct span origin,
                                    const struct http_request *request, struct span wire,
                                    struct http_response *out,
                                    struct client_times *out_times, struct buf *why)
{
    struct clock clock = start_clock(out_times);
    struct exchange exchange;
    enum client_error error = CLIENT_OK;

    exchange_init(&exchange, wire, request->method, client->options.max_body, out);
    if (!run_on_kept(client, origin, deadline_of(client, &clock), &exchange)) {
        exchange_release(&exchange);
        exchange_init(&exchange, wire, request->method, client->options.max_body, out);
        error = open_line(client, origin, &clock, &exchange.line, why);
        if (!error)
            exchange_run(&exchange, 1, deadline_of(client, &clock), 0);
    }
    if (!error) {
        error = exchange.result;
        exchange_explain(&exchange, origin, &client->options, why);
    }
    stop_clock(&clock, &exchange, out_times);
    if (exchange.line.easy)
        keep(client, origin, request, &exchange);
    exchange_release(&exchange);
    return error;
}

static bool wants_libcurl(const struct client *client, const struct http_request *request)
{
    return client->options.http2 ||
           head_lists(&request->headers, "Accept-Encoding", "gzip") ||
           head_lists(&request->headers, "Accept-Encoding", "deflate");
}

enum client_error client_send(struct client *client, struct span origin,
                              const struct http_request *request,
                              struct http_response *out, struct client_times *out_times,
                              struct buf *why)
{
    struct buf wire;
    enum client_error error = CLIENT_OTHER;

    http_response_reset(out);
    if (client_check_origin(origin, why))
        return CLIENT_BAD_URL;
    if (wants_libcurl(client, request))
        return libcurl_http_send(client, origin, request, out, out_times, why);
    buf_init(&wire, BUF_MAX_MESSAGE);
    if (client_write_wire(&wire, origin, request, why) == 0)
        error = send_http1(client, origin, request, buf_span(&wire), out, out_times, why);
    buf_release(&wire);
    return error;
}

static struct span method_of(struct span bytes)
{
    struct span method, rest;

    span_cut(bytes, ' ', &method, &rest);
    return method;
}

enum client_error client_send_raw(struct client *client, struct span origin,
                                  struct span bytes, struct http_response *out,
                                  struct client_times *out_times, struct buf *why)
{
    struct clock clock = start_clock(out_times);
    struct exchange exchange;
    enum client_error error;

    http_response_reset(out);
    if (client_check_origin(origin, why))
        return CLIENT_BAD_URL;
    exchange_init(&exchange, bytes, method_of(bytes), client->options.max_body, out);
    error = open_line(client, origin, &clock, &exchange.line, why);
    if (!error) {
        exchange_run(&exchange, 1, deadline_of(client, &clock), 0);
        error = exchange.result;
        exchange_explain(&exchange, origin, &client->options, why);
    }
    stop_clock(&clock, &exchange, out_times);
    line_close(&exchange.line);
    exchange_release(&exchange);
    return error;
}

enum client_error client_send_raw_all(struct client *client, struct span origin,
                                      struct span bytes, long idle_ms,
                                      struct buf *out_bytes, struct buf *why)
{
    struct clock clock = start_clock(NULL);
    struct exchange exchange;
    enum client_error error;

    if (client_check_origin(origin, why))
        return CLIENT_BAD_URL;
    exchange_init(&exchange, bytes, SPAN(""), 0, NULL);
    exchange.all = out_bytes;
    error = open_line(client, origin, &clock, &exchange.line, why);
    if (!error) {
        exchange_run(&exchange, 1, deadline_of(client, &clock), idle_ms);
        error = exchange.result;
        exchange_explain(&exchange, origin, &client->options, why);
        line_close(&exchange.line);
    }
    exchange_release(&exchange);
    return error;
}
