/* The reader of a recorded request (favspec explain). Input: its text. Accepted: it was
 * read.
 *
 * What editors and `curl -v` do to a request changes nothing of what is read; what was
 * read is written and read again; the body is all that stands behind the empty line. */
#include "cli/explain.h"
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"

const char fuzz_target_name[] = "explain";

enum { WHY_MAX = 8192 };

void fuzz_start(void)
{
}

/* One reading; what it says as a text to compare. */
struct reading {
    struct explain explain;
    struct buf says, why;
    bool fine;
};

static void say(struct buf *out, const char *name, struct span value)
{
    if (value.p)
        buf_addf(out, "%s %zu ", name, value.len);
    buf_add_span(out, value);
    buf_add_char(out, '\n');
}

static void read_text(struct span text, struct reading *out)
{
    struct explain *e = &out->explain;

    *e = (struct explain){ .scheme = SPAN("https") };
    oauth_claim_init(&e->claim);
    buf_init(&e->url, BUF_MAX_MESSAGE);
    buf_init(&out->says, BUF_MAX_MESSAGE);
    buf_init(&out->why, BUF_MAX_TEXT);
    out->fine = explain_read(e, text, &out->why) == 0;
    if (!out->fine)
        return;
    say(&out->says, "method", e->request.method);
    say(&out->says, "url", e->request.url);
    say(&out->says, "type", e->request.content_type);
    say(&out->says, "body", e->request.body);
    say(&out->says, "authorization", e->request.authorization);
    buf_addf(&out->says, "hosts %zu violations %u\n", e->host_count, e->violations);
}

static void release(struct reading *r)
{
    http_request_release(&r->explain.http);
    oauth_claim_release(&r->explain.claim);
    buf_release(&r->explain.url);
    buf_release(&r->says);
    buf_release(&r->why);
}

static void check_why(const struct reading *got)
{
    struct span why = got->fine ? SPAN("") : buf_span(&got->why);

    oracle_same_number("explain_read", "says why", !got->fine, why.len > 0);
    oracle_holds("explain_read", "the sentence is UTF-8, on one line and bounded",
                 why.len < WHY_MAX && (!why.len || naive_is_text(why.p, why.len + 1)) &&
                     span_find_char(why, '\n') < 0,
                 why);
}

static struct span without_start(struct span text)
{
    if (span_starts(text, SPAN("\xef\xbb\xbf")))
        text = span_from(text, 3);
    while (text.len && (text.p[0] == '\r' || text.p[0] == '\n'))
        text = span_from(text, 1);
    return text;
}

static bool is_trace(struct span text)
{
    return span_starts(text, SPAN(">")) || span_starts(text, SPAN("* "));
}

static bool has_length(const struct reading *got)
{
    const struct http_headers *headers = &got->explain.http.headers;

    return http_find(headers, "Content-Length").p ||
           http_find(headers, "Transfer-Encoding").p;
}

/* Behind the first empty line, without the line ends behind it. */
static struct span naive_body(struct span text)
{
    size_t at = 0;

    while (at < text.len &&
           !(text.p[at] == '\n' && (span_starts(span_from(text, at + 1), SPAN("\n")) ||
                                    span_starts(span_from(text, at + 1), SPAN("\r\n")))))
        at++;
    text = span_from(text, at + 1);
    text = span_from(text, span_starts(text, SPAN("\r\n")) ? 2 : 1);
    while (text.len && (text.p[text.len - 1] == '\r' || text.p[text.len - 1] == '\n'))
        text.len--;
    return text;
}

static void check_read(struct span text, const struct reading *got)
{
    struct buf uri;

    text = without_start(text);
    buf_init(&uri, BUF_MAX_MESSAGE);
    oracle_holds("explain_read", "the URL can be signed",
                 naive_base_uri(&uri, got->explain.request.url),
                 got->explain.request.url);
    buf_release(&uri);
    if (!has_length(got) && !is_trace(text))
        oracle_same("explain_read", "body", naive_body(text), got->explain.request.body);
}

static void same_again(const char *relation, struct span text, const struct reading *got)
{
    struct span copy = fuzz_copy(text);
    struct reading again;

    read_text(copy, &again);
    oracle_same_number("explain_read", relation, got->fine, again.fine);
    oracle_same("explain_read", relation, buf_span(&got->says), buf_span(&again.says));
    release(&again);
    fuzz_free(copy);
}

/* A byte order mark and line ends before it. */
static void check_start(struct span text, const struct reading *got)
{
    struct buf more;

    buf_init(&more, BUF_MAX_MESSAGE);
    buf_add_str(&more, "\xef\xbb\xbf\r\n\n");
    buf_add_span(&more, without_start(text));
    same_again("line ends before it", buf_span(&more), got);
    buf_release(&more);
}

static void check_written(struct span text, const struct reading *got)
{
    struct buf more;

    (void)text;
    if (!got->fine)
        return;
    buf_init(&more, BUF_MAX_MESSAGE);
    http_request_write(&more, &got->explain.http);
    same_again("what was written", buf_span(&more), got);
    buf_release(&more);
}

/* The head as curl -v shows it, in a trace or on its own; the body is not in it. */
static void check_trace(struct span text, const struct reading *got)
{
    struct span line, rest;
    struct buf head, more;

    if (!got->fine || got->explain.http.body.len || has_length(got))
        return;
    buf_init(&head, BUF_MAX_MESSAGE);
    buf_init(&more, BUF_MAX_MESSAGE);
    http_request_write(&head, &got->explain.http);
    if (fuzz_choice(text, 2, 2))
        buf_add_str(&more, "* Connected to h\n");
    for (rest = buf_span(&head); rest.len;) {
        span_cut(rest, '\n', &line, &rest);
        buf_addf(&more, "> %.*s\n", SPAN_ARG(line));
    }
    buf_add_str(&more, "< HTTP/1.1 200 OK\n{ [5 bytes data]\n");
    same_again("a trace", buf_span(&more), got);
    buf_release(&head);
    buf_release(&more);
}

/* LF alone in the head. */
static void check_line_ends(struct span text, const struct reading *got)
{
    struct span line, rest = text;
    struct buf more;
    bool fine = got->fine && !is_trace(without_start(text));

    buf_init(&more, BUF_MAX_MESSAGE);
    while (rest.p && fine) {
        bool end = span_cut(rest, '\n', &line, &rest);

        if (span_ends(line, SPAN("\r")) && end)
            line.len--;
        fine = span_find_char(line, '\r') < 0;
        buf_add_span(&more, line);
        if (end)
            buf_add_char(&more, '\n');
        if (!line.len && more.len > 4)
            break;
    }
    if (rest.p)
        buf_add_span(&more, rest);
    if (fine)
        same_again("other line ends", buf_span(&more), got);
    buf_release(&more);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(struct span, const struct reading *) = {
        check_start, check_written, check_trace, check_line_ends
    };
    static struct reading got;
    bool fine;

    read_text(input, &got);
    fine = got.fine;
    check_why(&got);
    if (fine)
        check_read(input, &got);
    relations[fuzz_choice(input, 1, 4)](input, &got);
    fuzz_note(buf_span(&got.says));
    fuzz_note(buf_span(&got.why));
    release(&got);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
