#include "wire/ask.h"

#include <time.h>

int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void asked_init(struct asked *asked)
{
    *asked = (struct asked){ 0 };
    buf_init(&asked->why, BUF_MAX_TEXT);
}

void asked_release(struct asked *asked)
{
    http_response_release(&asked->response);
    buf_release(&asked->why);
}

/* A failure has a sentence, a success has none. */
static void check_sane(const struct asked *asked)
{
    ck_assert_int_eq(asked->error != CLIENT_OK, asked->why.len != 0);
    ck_assert_int_eq(asked->times.total_us < asked->times.first_byte_us, 0);
    if (asked->error == CLIENT_OK)
        ck_assert_int_ge(asked->response.status, 100);
}

void ask(struct client *client, const char *origin, const struct http_request *request,
         struct asked *asked)
{
    int64_t start = now_ms();

    buf_reset(&asked->why);
    asked->error = client_send(client, span_of(origin), request, &asked->response,
                               &asked->times, &asked->why);
    asked->took_ms = now_ms() - start;
    check_sane(asked);
}

void ask_raw(struct client *client, const char *origin, const char *bytes,
             struct asked *asked)
{
    int64_t start = now_ms();

    buf_reset(&asked->why);
    asked->error = client_send_raw(client, span_of(origin), span_of(bytes),
                                   &asked->response, &asked->times, &asked->why);
    asked->took_ms = now_ms() - start;
    check_sane(asked);
}

void ask_post(struct client *client, const char *origin, struct asked *asked)
{
    struct http_request request = { 0 };

    http_request_set(&request, SPAN("POST"), SPAN("/"));
    http_request_set_body(&request, SPAN("id=1"));
    ask(client, origin, &request, asked);
    http_request_release(&request);
}
