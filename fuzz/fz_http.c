/* The HTTP parsers. Input: request, response, or answer and the method it answers; then
 * the octets. Accepted: it is a whole message.
 *
 * An answer that comes in pieces is the same as one that comes at once; what was parsed
 * and written parses to the same. */
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "wire/answer.h"

const char fuzz_target_name[] = "http";

enum { KIND, TEXT, COUNT, BODY_MAX = 2048 };

static struct http_response whole, pieces;
static struct http_request request, request_again;

void fuzz_start(void)
{
}

static void same_headers(const char *function, const struct http_headers *a,
                         const struct http_headers *b)
{
    oracle_same_number(function, "header fields", (int64_t)a->count, (int64_t)b->count);
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        oracle_same(function, "header name", a->items[i].name, b->items[i].name);
        oracle_same(function, "header value", a->items[i].value, b->items[i].value);
    }
}

static void same_response(const char *function, const struct http_response *a,
                          const struct http_response *b)
{
    oracle_same_number(function, "status", a->status, b->status);
    oracle_same_number(function, "version", a->version, b->version);
    oracle_same(function, "reason", a->reason, b->reason);
    same_headers(function, &a->headers, &b->headers);
    oracle_same(function, "body", a->body, b->body);
}

/* How an answer ended. */
struct ending {
    enum answer_state state;
    bool left_over, keeps_open;
};

/* The n-th piece of several fixed ways to cut. */
static size_t piece_len(struct span input, unsigned way, size_t n)
{
    static const size_t fixed[] = { 1, 2, 3, 7 };

    return way < 4 ? fixed[way] : 1 + (size_t)(fuzz_hash(input) >> (n % 48)) % 29;
}

static struct ending feed(struct span input, struct span text, struct span method,
                          unsigned way, struct http_response *out)
{
    struct answer answer;
    struct ending ending;
    size_t at = 0;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    answer_init(&answer, method, BODY_MAX, out, &why);
    for (size_t n = 0; at < text.len; n++) {
        size_t len = way ? piece_len(input, way - 1, n) : text.len;
        struct span piece = span_from(text, at);

        piece.len = piece.len < len ? piece.len : len;
        piece = fuzz_copy(piece);
        answer_feed(&answer, piece);
        fuzz_free(piece);
        at += len;
    }
    answer_end(&answer);
    answer_settle(&answer);
    ending =
        (struct ending){ answer.state, answer.left_over, answer_keeps_open(&answer) };
    oracle_same_number("answer_end", "is final", 0, answer.state == ANSWER_MORE);
    oracle_holds("answer_feed", "the body is bounded", out->body.len <= BODY_MAX,
                 out->body);
    if (answer.state == ANSWER_NOT_HTTP)
        oracle_holds("answer_feed", "says why it is no HTTP", why.len > 0, text);
    answer_release(&answer);
    buf_release(&why);
    return ending;
}

static bool check_answer(struct span input, struct span text, struct span method)
{
    struct ending a = feed(input, text, method, 0, &whole);
    struct ending b = feed(input, text, method, 1 + fuzz_choice(input, 1, 5), &pieces);

    oracle_same_number("answer_feed", "state in pieces", a.state, b.state);
    if (a.state == ANSWER_DONE)
        oracle_same_number("answer_feed", "left over in pieces", a.left_over,
                           b.left_over);
    oracle_same_number("answer_keeps_open", "in pieces", a.keeps_open, b.keeps_open);
    same_response("answer_feed", &whole, &pieces);
    fuzz_note_number(a.state);
    fuzz_note(whole.body);
    return a.state == ANSWER_DONE;
}

static uint64_t number(struct span digits)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + (uint64_t)(digits.p[i] & 15);
    return value;
}

/* What RFC 9112 6.3 says of an answer that was taken for whole. */
static void check_framing(struct span method)
{
    struct span first = http_find(&whole.headers, "Content-Length");
    bool none = whole.status == 204 || whole.status == 304 || span_eq_str(method, "HEAD");

    oracle_holds("answer_feed", "an answer that has no body has none",
                 !none || whole.body.len == 0, whole.body);
    for (size_t i = 0; i < whole.headers.count && first.p && !none && whole.status != 101;
         i++)
        if (span_eq_nocase(whole.headers.items[i].name, SPAN("Content-Length")))
            oracle_same_number("answer_feed", "lengths that differ are no answer",
                               (int64_t)number(first),
                               (int64_t)number(whole.headers.items[i].value));
}

/* A whole answer is a response in the text form too. */
static void check_as_response(struct span text)
{
    struct http_response again = { 0 };

    if (whole.status >= 200 && whole.status != 204 && whole.status != 304 &&
        span_find(text, SPAN("HTTP/1.1 1")) != 0 &&
        span_find(text, SPAN("HTTP/1.0 1")) != 0) {
        oracle_same_number("http_response_parse", "of a whole answer", 0,
                           http_response_parse(text, &again, NULL));
        same_response("http_response_parse", &whole, &again);
    }
    http_response_release(&again);
}

static bool check_response(struct span text)
{
    struct buf written, why;
    bool fine;

    buf_init(&written, BUF_MAX_MESSAGE);
    buf_init(&why, BUF_MAX_TEXT);
    fine = http_response_parse(text, &whole, &why) == 0;
    oracle_same_number("http_response_parse", "says why", !fine, why.len > 0);
    if (fine) {
        http_response_write(&written, &whole);
        oracle_same_number("http_response_parse", "of what was written", 0,
                           http_response_parse(buf_span(&written), &pieces, &why));
        same_response("http_response_write", &whole, &pieces);
        fuzz_note(buf_span(&written));
    }
    buf_release(&why);
    buf_release(&written);
    return fine;
}

static bool check_request(struct span text)
{
    struct buf written, why;
    bool fine;

    buf_init(&written, BUF_MAX_MESSAGE);
    buf_init(&why, BUF_MAX_TEXT);
    fine = http_request_parse(text, &request, &why) == 0;
    oracle_same_number("http_request_parse", "says why", !fine, why.len > 0);
    if (fine) {
        http_request_write(&written, &request);
        oracle_same_number("http_request_parse", "of what was written", 0,
                           http_request_parse(buf_span(&written), &request_again, &why));
        oracle_same("http_request_write", "method", request.method, request_again.method);
        oracle_same("http_request_write", "target", request.target, request_again.target);
        same_headers("http_request_write", &request.headers, &request_again.headers);
        oracle_same("http_request_write", "body", request.body, request_again.body);
        fuzz_note(buf_span(&written));
        http_request_reset(&request_again);
        oracle_holds("http_request_reset", "nothing is left",
                     !request_again.headers.count && !request_again.method.len &&
                         !request_again.target.len && !request_again.body.p,
                     request_again.target);
    }
    buf_release(&why);
    buf_release(&written);
    return fine;
}

static void check_urls(struct span text)
{
    struct span scheme = { 0 }, authority = { 0 }, target = { 0 }, path, query;

    http_split_target(text, &path, &query);
    oracle_same_number("http_split_target", "parts", (int64_t)text.len,
                       (int64_t)(path.len + query.len + (query.p ? 1 : 0)));
    if (http_split_url(text, &scheme, &authority, &target) == 0)
        oracle_holds("http_split_url", "a target begins with a slash or a query",
                     target.len && authority.len, target);
}

static void reset(void)
{
    http_response_release(&whole);
    http_response_release(&pieces);
    http_request_release(&request);
    http_request_release(&request_again);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_input fields;
    struct span kind, text;
    bool fine;

    fuzz_input_split(input, COUNT, &fields);
    kind = fields.field[KIND];
    if (!fields.field[TEXT].p)
        fields.field[TEXT] = fuzz_copy(SPAN(""));
    text = fields.field[TEXT];
    if (span_eq_str(kind, "request")) {
        fine = check_request(text);
    } else if (span_eq_str(kind, "response")) {
        fine = check_response(text);
    } else {
        bool head = span_ends(kind, SPAN("HEAD"));

        fine = check_answer(input, text, head ? SPAN("HEAD") : SPAN("POST"));
        if (fine)
            check_framing(head ? SPAN("HEAD") : SPAN("POST"));
        if (fine && !head && whole.version != 20)
            check_as_response(text);
    }
    check_urls(kind.p ? kind : text);
    reset();
    fuzz_input_release(&fields);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
