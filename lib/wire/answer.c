#include "wire/answer.h"

void answer_init(struct answer *answer, struct span method, size_t max_body,
                 struct http_response *out, struct buf *why)
{
    *answer = (struct answer){
        .out = out,
        .bodiless = span_eq_str(method, "HEAD"),
        .why = why,
    };
    buf_init(&answer->head, HTTP_HEAD_MAX);
    buf_init(&answer->content, max_body);
    http_response_reset(out);
}

void answer_release(struct answer *answer)
{
    buf_release(&answer->head);
    buf_release(&answer->content);
}

static bool is_interim(int status)
{
    return status < 200 && status != 101;
}

/* RFC 9112 6.3, rules 1 and 2. */
static bool has_no_body(const struct answer *answer)
{
    int status = answer->out->status;

    return answer->bodiless || status == 101 || status == 204 || status == 304;
}

static void start_body(struct answer *answer)
{
    enum head_framing framing = HEAD_LENGTH;
    uint64_t length = 0;

    if (!has_no_body(answer) &&
        head_framing(&answer->out->headers, &framing, &length, answer->why)) {
        answer->state = ANSWER_NOT_HTTP;
        return;
    }
    answer->in_body = true;
    body_start(&answer->body, framing, length, &answer->content);
    if (answer->body.state == BODY_DONE)
        answer->state = ANSWER_DONE;
}

static void skip_interim(struct answer *answer)
{
    answer->interim_len += answer->head.len;
    buf_reset(&answer->head);
    http_response_reset(answer->out);
}

/* libcurl hands over HTTP/2 heads with that version; here nobody may claim it. */
static int parse_head(struct answer *answer)
{
    if (head_parse_response(buf_span(&answer->head), answer->out, answer->why) < 0)
        return -1;
    if (answer->out->version == 20)
        return head_fail(answer->why, "the status line says HTTP/2");
    return 0;
}

static void end_head(struct answer *answer)
{
    if (parse_head(answer)) {
        http_response_reset(answer->out);
        answer->state = ANSWER_NOT_HTTP;
    } else if (is_interim(answer->out->status)) {
        skip_interim(answer);
    } else {
        start_body(answer);
    }
}

/* Garbage need not have a line end: the first bytes decide. */
static bool begins_like_http(struct span head)
{
    size_t len = head.len < 5 ? head.len : 5;

    return span_starts(SPAN("HTTP/"), span_make(head.p, len));
}

/* Whether the line that just ended holds nothing but its end, LF or CRLF. */
static bool is_blank(const struct answer *answer, size_t line_len)
{
    const struct buf *head = &answer->head;

    return line_len == 0 || (line_len == 1 && head->p[head->len - 2] == '\r');
}

/* Takes one line of the head, or the part of it that is here. */
static size_t feed_line(struct answer *answer, struct span in)
{
    const char *end = memchr(in.p, '\n', in.len);
    size_t len = end ? (size_t)(end - in.p) + 1 : in.len;
    size_t line_len = answer->line_len + len - (end != NULL);

    buf_add(&answer->head, in.p, len);
    answer->line_len = end ? 0 : line_len;
    if (answer->head.overflow || answer->interim_len + answer->head.len > HTTP_HEAD_MAX) {
        answer->state = ANSWER_LARGE_HEAD;
    } else if (!begins_like_http(buf_span(&answer->head))) {
        head_fail(answer->why, "it does not begin with HTTP/");
        answer->state = ANSWER_NOT_HTTP;
    } else if (end && is_blank(answer, line_len)) {
        end_head(answer);
    }
    return len;
}

static size_t feed_body(struct answer *answer, struct span in)
{
    static const enum answer_state states[] = {
        [BODY_MORE] = ANSWER_MORE,
        [BODY_DONE] = ANSWER_DONE,
        [BODY_BAD] = ANSWER_CUT,
        [BODY_LARGE] = ANSWER_LARGE_BODY,
    };
    size_t used;

    answer->state = states[body_feed(&answer->body, in, &used)];
    return used;
}

enum answer_state answer_feed(struct answer *answer, struct span bytes)
{
    while (answer->state == ANSWER_MORE && bytes.len) {
        size_t used =
            answer->in_body ? feed_body(answer, bytes) : feed_line(answer, bytes);

        bytes = span_from(bytes, used);
    }
    answer->left_over = answer->left_over || bytes.len;
    return answer->state;
}

enum answer_state answer_end(struct answer *answer)
{
    if (answer->state != ANSWER_MORE)
        return answer->state;
    if (answer->in_body)
        answer->state = body_may_end(&answer->body) ? ANSWER_DONE : ANSWER_CUT;
    else
        answer->state =
            answer->head.len || answer->interim_len ? ANSWER_CUT : ANSWER_EMPTY;
    return answer->state;
}

void answer_settle(struct answer *answer)
{
    if (answer->in_body)
        http_response_set_body(answer->out, buf_span(&answer->content));
}

bool answer_keeps_open(const struct answer *answer)
{
    const struct http_response *out = answer->out;

    return answer->state == ANSWER_DONE && answer->body.state == BODY_DONE &&
           !answer->left_over && out->version == 11 && out->status != 101 &&
           !head_lists(&out->headers, "Connection", "close");
}
