#include "client/script.h"

#include <inttypes.h>
#include <stdlib.h>

enum { FILLER_LEN = 300000, BLOCK_MAX = 65535 };

static void add_filler(struct buf *out)
{
    static const char letters[] = "harbourtideferrygullquayropemast";

    for (size_t i = 0; i < FILLER_LEN; i++)
        buf_add_char(out, letters[i % (sizeof(letters) - 1)]);
}

/* What a redirect hands on: not the signature, and not what redirects add. */
static void add_query(struct buf *out, struct span query)
{
    struct span pair;

    while (query.len) {
        span_cut(query, '&', &pair, &query);
        if (pair.len && !span_starts(pair, SPAN("oauth_")) &&
            !span_eq_str(pair, "moved=1") && span_find_char(pair, '\r') < 0 &&
            span_find_char(pair, '\n') < 0)
            buf_addf(out, "%.*s&", SPAN_ARG(pair));
    }
}

/* Writes what a placeholder stands for and returns its length, or 0. */
static size_t add_name(struct buf *out, const struct script_names *names,
                       struct span rest)
{
    static const char *const words[] = { "{id}",        "{neighbour}", "{base_url}",
                                         "{other_url}", "{filler}",    "{now+",
                                         "{query&}" };
    enum { WORDS = sizeof(words) / sizeof(words[0]) };
    uint64_t id = 0;
    size_t i = 0;

    while (i < WORDS && !span_starts(rest, span_of(words[i])))
        i++;
    if (i == WORDS)
        return 0;
    span_u64(names->status_id, &id);
    if (i == 0)
        buf_add_span(out, names->status_id);
    else if (i == 1)
        buf_addf(out, "%" PRIu64, id ^ 1);
    else if (i == 2 || i == 3)
        buf_add_str(out, i == 2 ? names->base_url : names->other_url);
    else if (i == 4)
        add_filler(out);
    else if (i == 5)
        buf_addf(out, "%" PRId64, names->now_s + strtol(rest.p + 5, NULL, 10));
    else
        add_query(out, names->query);
    return (size_t)span_find_char(rest, '}') + 1;
}

static void fill_in(struct buf *out, const struct script_names *names, struct span text)
{
    for (size_t i = 0; i < text.len;) {
        size_t used = text.p[i] == '{' ? add_name(out, names, span_from(text, i)) : 0;

        if (!used)
            buf_add_char(out, text.p[i]);
        i += used ? used : 1;
    }
}

static void add_headers(struct http_response *out, struct span lines)
{
    struct span line, name, value;

    while (lines.len) {
        span_cut(lines, '\n', &line, &lines);
        if (span_cut(line, ':', &name, &value))
            http_response_add(out, name, span_trim(value));
    }
}

void script_answer(const struct scripted_answer *answer, const struct script_names *names,
                   struct http_response *out)
{
    struct buf text;

    http_response_reset(out);
    out->status = answer->status;
    out->version = 11;
    out->reason = span_of(http_reason(answer->status));
    buf_init(&text, BUF_MAX_MESSAGE);
    fill_in(&text, names, span_of(answer->headers));
    add_headers(out, buf_span(&text));
    buf_reset(&text);
    fill_in(&text, names, span_of(answer->body ? answer->body : ""));
    http_response_set_body(out, buf_span(&text));
    buf_release(&text);
}

bool script_wants_gzip(const struct http_request *request)
{
    for (size_t i = 0; i < request->headers.count; i++) {
        struct span rest = request->headers.items[i].value, member, coding, quality;

        if (!span_eq_nocase(request->headers.items[i].name, SPAN("Accept-Encoding")))
            continue;
        while (rest.len) {
            span_cut(rest, ',', &member, &rest);
            span_cut(member, ';', &coding, &quality);
            quality = span_trim(quality);
            if (span_eq_nocase(span_trim(coding), SPAN("gzip")) &&
                !span_eq_str(quality, "q=0") && !span_eq_str(quality, "q=0.0"))
                return true;
        }
    }
    return false;
}

static uint32_t crc32_of(struct span bytes)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
    }
    return ~crc;
}

static void add_little(struct buf *out, uint32_t value, int octets)
{
    for (int i = 0; i < octets; i++)
        buf_add_char(out, (char)(value >> 8 * i & 0xff));
}

void script_gzip(struct http_response *response)
{
    static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff";
    struct span body = response->body, rest = body;
    struct buf out;

    buf_init(&out, BUF_MAX_MESSAGE);
    buf_add(&out, head, sizeof(head) - 1);
    do {
        uint32_t len = rest.len < BLOCK_MAX ? (uint32_t)rest.len : BLOCK_MAX;

        buf_add_char(&out, len == rest.len); /* BFINAL; BTYPE 00 */
        add_little(&out, len, 2);
        add_little(&out, ~len, 2);
        buf_add(&out, rest.p, len);
        rest = span_from(rest, len);
    } while (rest.len);
    add_little(&out, crc32_of(body), 4);
    add_little(&out, (uint32_t)body.len, 4);
    http_response_set_body(response, buf_span(&out));
    http_response_add(response, SPAN("content-encoding"), SPAN("gzip"));
    http_response_add(response, SPAN("vary"), SPAN("accept-encoding"));
    buf_release(&out);
}
