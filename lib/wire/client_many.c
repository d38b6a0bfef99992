#include "base/die.h"
#include "wire/client_parts.h"

#include <stdlib.h>

struct many {
    struct exchange *exchanges;
    struct buf *wires;
    size_t count;
};

static void many_init(struct many *many, const struct client *client, struct span origin,
                      const struct http_request *requests, size_t count,
                      struct http_response *outs)
{
    *many = (struct many){
        .exchanges = xcalloc(count, sizeof(*many->exchanges)),
        .wires = xcalloc(count, sizeof(*many->wires)),
        .count = count,
    };
    for (size_t i = 0; i < count; i++) {
        struct exchange *exchange = &many->exchanges[i];
        struct buf *wire = &many->wires[i];
        int written;

        buf_init(wire, BUF_MAX_MESSAGE);
        written = client_write_wire(wire, origin, &requests[i], NULL);
        exchange_init(exchange, buf_span(wire), requests[i].method,
                      client->options.max_body, &outs[i]);
        if (written < 0) {
            exchange->done = true;
            exchange->result = CLIENT_OTHER;
        }
    }
}

static void many_release(struct many *many)
{
    for (size_t i = 0; i < many->count; i++) {
        line_close(&many->exchanges[i].line);
        exchange_release(&many->exchanges[i]);
        buf_release(&many->wires[i]);
    }
    free(many->exchanges);
    free(many->wires);
}

static void say_first(struct buf *why, size_t index, const struct buf *sentence)
{
    if (why && why->len == 0 && sentence->len)
        client_say(why, "request %zu: %s", index + 1, sentence->p);
}

static void connect_all(struct client *client, struct span origin, struct many *many,
                        struct buf *why)
{
    int64_t deadline = client_now_us() + client->options.connect_timeout_ms * 1000;

    for (size_t i = 0; i < many->count; i++) {
        struct exchange *exchange = &many->exchanges[i];
        struct buf sentence;

        if (exchange->done)
            continue;
        buf_init(&sentence, BUF_MAX_TEXT);
        exchange->result =
            line_open(client, origin, deadline, &exchange->line, &sentence);
        exchange->done = exchange->result != CLIENT_OK;
        say_first(why, i, &sentence);
        buf_release(&sentence);
    }
}

static void report_all(const struct client *client, struct span origin,
                       const struct many *many, enum client_error *results,
                       struct buf *why)
{
    for (size_t i = 0; i < many->count; i++) {
        struct buf sentence;

        buf_init(&sentence, BUF_MAX_TEXT);
        results[i] = many->exchanges[i].result;
        if (many->exchanges[i].line.easy)
            exchange_explain(&many->exchanges[i], origin, &client->options, &sentence);
        say_first(why, i, &sentence);
        buf_release(&sentence);
    }
}

void client_send_many(struct client *client, struct span origin,
                      const struct http_request *requests, size_t count,
                      struct http_response *outs, enum client_error *results,
                      struct buf *why)
{
    struct many many;

    if (client_check_origin(origin, why)) {
        for (size_t i = 0; i < count; i++) {
            http_response_reset(&outs[i]);
            results[i] = CLIENT_BAD_URL;
        }
        return;
    }
    many_init(&many, client, origin, requests, count, outs);
    connect_all(client, origin, &many, why);
    exchange_run(many.exchanges, count,
                 client_now_us() + client->options.timeout_ms * 1000, 0);
    report_all(client, origin, &many, results, why);
    many_release(&many);
}
