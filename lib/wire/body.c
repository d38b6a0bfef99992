#include "wire/body.h"

#include "base/pct.h"

enum step {
    TO_END,
    CONTENT,
    SIZE,
    SIZE_END, /* a chunk extension, skipped (RFC 9112 7.1.1) */
    CHUNK,
    CHUNK_END,
    TRAILER,
};

enum { DIGITS_MAX = 15 };

void body_start(struct body *body, enum head_framing framing, uint64_t length,
                struct buf *out)
{
    static const int steps[] = {
        [HEAD_OPEN] = TO_END,
        [HEAD_LENGTH] = CONTENT,
        [HEAD_CHUNKED] = SIZE,
    };

    *body = (struct body){ .out = out, .step = steps[framing], .left = length };
    if (body->step == CONTENT && length == 0)
        body->state = BODY_DONE;
}

bool body_may_end(const struct body *body)
{
    return body->state == BODY_DONE || (body->state == BODY_MORE && body->step == TO_END);
}

static size_t copy(struct body *body, struct span in, uint64_t most)
{
    size_t len = in.len < most ? in.len : (size_t)most;

    buf_add(body->out, in.p, len);
    if (body->out->overflow)
        body->state = BODY_LARGE;
    return len;
}

static size_t step_to_end(struct body *body, struct span in)
{
    return copy(body, in, in.len);
}

static size_t step_content(struct body *body, struct span in)
{
    size_t len = copy(body, in, body->left);

    body->left -= len;
    if (body->left == 0 && body->state == BODY_MORE)
        body->state = BODY_DONE;
    return len;
}

static void end_size(struct body *body)
{
    if (body->digits == 0)
        body->state = BODY_BAD;
    body->step = body->left ? CHUNK : TRAILER;
    body->crlf = body->last == '\r';
    body->blank = true;
}

static size_t step_size(struct body *body, struct span in)
{
    int value = pct_hex_value(in.p[0]);

    if (value >= 0 && body->digits < DIGITS_MAX) {
        body->left = body->left * 16 + (unsigned)value;
        body->digits++;
    } else if (in.p[0] == '\n') {
        end_size(body);
    } else if (body->digits && in.p[0] && strchr(";\r \t", in.p[0])) {
        body->step = SIZE_END;
    } else {
        body->state = BODY_BAD;
    }
    body->last = in.p[0];
    return 1;
}

static size_t step_size_end(struct body *body, struct span in)
{
    if (in.p[0] == '\n')
        end_size(body);
    body->last = in.p[0];
    return 1;
}

static size_t step_chunk(struct body *body, struct span in)
{
    size_t len = copy(body, in, body->left);

    body->left -= len;
    body->overhead = 0;
    if (body->left == 0)
        body->step = CHUNK_END;
    return len;
}

static size_t step_chunk_end(struct body *body, struct span in)
{
    bool first = body->overhead == 1;

    if (in.p[0] == '\n' && first != body->crlf) {
        body->step = SIZE;
        body->digits = 0;
    } else if (in.p[0] != '\r' || !first || !body->crlf) {
        body->state = BODY_BAD;
    }
    return 1;
}

static size_t step_trailer(struct body *body, struct span in)
{
    if (in.p[0] == '\n' && body->blank)
        body->state = BODY_DONE;
    if (in.p[0] != '\r')
        body->blank = in.p[0] == '\n';
    return 1;
}

static const struct {
    size_t (*run)(struct body *body, struct span in);
    bool content;
} steps[] = {
    [TO_END] = { step_to_end, true },    [CONTENT] = { step_content, true },
    [SIZE] = { step_size, false },       [SIZE_END] = { step_size_end, false },
    [CHUNK] = { step_chunk, true },      [CHUNK_END] = { step_chunk_end, false },
    [TRAILER] = { step_trailer, false },
};

enum body_state body_feed(struct body *body, struct span bytes, size_t *out_used)
{
    size_t used = 0;

    while (body->state == BODY_MORE && used < bytes.len) {
        if (!steps[body->step].content && ++body->overhead > HTTP_HEAD_MAX)
            body->state = BODY_LARGE;
        else
            used += steps[body->step].run(body, span_from(bytes, used));
    }
    *out_used = used;
    return body->state;
}
