#include "fuzz/transfer.h"

#include "fuzz/oracle.h"
#include "wire/answer.h"

enum { PIECE = 100, HEAD_ROOM = 2048 };

void transfer_check(const struct http_response *sent, struct span method)
{
    struct http_response received = { 0 };
    struct answer answer;
    struct buf bytes, why;

    buf_init(&bytes, BUF_MAX_MESSAGE);
    buf_init(&why, BUF_MAX_TEXT);
    buf_reserve(&bytes, sent->body.len + HEAD_ROOM);
    http_response_write(&bytes, sent);
    answer_init(&answer, method, HTTP_BODY_MAX, &received, &why);
    for (size_t at = 0; at < bytes.len; at += PIECE) {
        struct span piece = span_from(buf_span(&bytes), at);

        piece.len = piece.len < PIECE ? piece.len : PIECE;
        answer_feed(&answer, piece);
    }
    oracle_same_number("endpoint_answer", "what it writes is a whole answer", ANSWER_DONE,
                       answer_end(&answer));
    answer_settle(&answer);
    oracle_same_number("endpoint_answer", "status on the wire", sent->status,
                       received.status);
    if (!span_eq_str(method, "HEAD"))
        oracle_same("endpoint_answer", "body on the wire", sent->body, received.body);
    answer_release(&answer);
    http_response_release(&received);
    buf_release(&why);
    buf_release(&bytes);
}
