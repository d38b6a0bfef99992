#include "wire/head.h"

/* RFC 9110 5.6.2, tchar. */
static const bool token_char[256] = {
    ['!'] = true, ['#'] = true, ['$'] = true, ['%'] = true, ['&'] = true, ['\''] = true,
    ['*'] = true, ['+'] = true, ['-'] = true, ['.'] = true, ['^'] = true, ['_'] = true,
    ['`'] = true, ['|'] = true, ['~'] = true, ['0'] = true, ['1'] = true, ['2'] = true,
    ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true,
    ['9'] = true, ['A'] = true, ['B'] = true, ['C'] = true, ['D'] = true, ['E'] = true,
    ['F'] = true, ['G'] = true, ['H'] = true, ['I'] = true, ['J'] = true, ['K'] = true,
    ['L'] = true, ['M'] = true, ['N'] = true, ['O'] = true, ['P'] = true, ['Q'] = true,
    ['R'] = true, ['S'] = true, ['T'] = true, ['U'] = true, ['V'] = true, ['W'] = true,
    ['X'] = true, ['Y'] = true, ['Z'] = true, ['a'] = true, ['b'] = true, ['c'] = true,
    ['d'] = true, ['e'] = true, ['f'] = true, ['g'] = true, ['h'] = true, ['i'] = true,
    ['j'] = true, ['k'] = true, ['l'] = true, ['m'] = true, ['n'] = true, ['o'] = true,
    ['p'] = true, ['q'] = true, ['r'] = true, ['s'] = true, ['t'] = true, ['u'] = true,
    ['v'] = true, ['w'] = true, ['x'] = true, ['y'] = true, ['z'] = true,
};

static const struct {
    const char *text;
    int version;
} versions[] = {
    { "HTTP/1.1", 11 },
    { "HTTP/1.0", 10 },
    { "HTTP/2", 20 },
    { "HTTP/2.0", 20 },
};

int head_fail(struct buf *why, const char *format, ...)
{
    va_list args;

    if (!why)
        return -1;
    va_start(args, format);
    buf_addv(why, format, args);
    va_end(args);
    return -1;
}

static bool is_token(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!token_char[(unsigned char)s.p[i]])
            return false;
    return s.len > 0;
}

/* RFC 9110 5.5: visible characters, spaces, tabs and bytes from 0x80 on. */
static bool is_text(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] != '\t' && ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f))
            return false;
    return true;
}

static int version_of(struct span s)
{
    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
        if (span_eq_str(s, versions[i].text))
            return versions[i].version;
    return -1;
}

static bool next_line(struct span *rest, struct span *out_line)
{
    struct span line, after;

    if (!span_cut(*rest, '\n', &line, &after))
        return false;
    if (line.len && line.p[line.len - 1] == '\r')
        line.len--;
    *rest = after;
    *out_line = line;
    return true;
}

static int parse_field(struct span line, struct http_header *out, struct buf *why)
{
    struct span name, value;

    if (line.p[0] == ' ' || line.p[0] == '\t')
        return head_fail(why, "a header line is folded (RFC 9112 5.2)");
    if (!span_cut(line, ':', &name, &value))
        return head_fail(why, "a header line has no colon");
    if (!is_token(name))
        return head_fail(why, "a header name is not a token (RFC 9110 5.1)");
    value = span_trim(value);
    if (!is_text(value))
        return head_fail(why, "the header %.*s has a control character in its value",
                         SPAN_ARG(name));
    *out = (struct http_header){ name, value };
    return 0;
}

static int parse_fields(struct span *rest, struct http_headers *out, struct buf *why)
{
    struct span line;

    while (next_line(rest, &line)) {
        if (line.len == 0)
            return 0;
        if (out->count == HTTP_HEADERS_MAX)
            return head_fail(why, "there are more than %d header fields",
                             HTTP_HEADERS_MAX);
        if (parse_field(line, &out->items[out->count], why))
            return -1;
        out->count++;
    }
    return head_fail(why, "the head has no empty line at its end");
}

static int parse_request_line(struct span line, struct http_request *out, struct buf *why)
{
    struct span method, target, version;

    if (!span_cut(line, ' ', &method, &target) ||
        !span_cut(target, ' ', &target, &version))
        return head_fail(why, "the request line is not METHOD TARGET VERSION");
    if (!is_token(method))
        return head_fail(why, "the method is not a token (RFC 9110 9.1)");
    if (target.len == 0 || !is_text(target) || span_find_char(target, '\t') >= 0)
        return head_fail(why, "the request target is empty or has a control character");
    if (version_of(version) < 0)
        return head_fail(why, "the request line does not end in HTTP/1.1 or HTTP/1.0");
    out->method = method;
    out->target = target;
    return 0;
}

static int parse_status_line(struct span line, struct http_response *out, struct buf *why)
{
    struct span version, rest, digits, reason;
    uint64_t status = 0;

    if (!span_cut(line, ' ', &version, &rest) || version_of(version) < 0)
        return head_fail(why, "the status line does not begin with HTTP/1.1 or HTTP/1.0");
    span_cut(rest, ' ', &digits, &reason);
    if (digits.len != 3 || !span_u64(digits, &status) || status < 100)
        return head_fail(why, "the status is not three digits from 100 to 999");
    if (!is_text(reason))
        return head_fail(why, "the reason phrase has a control character");
    out->version = version_of(version);
    out->status = (int)status;
    out->reason = reason.p ? reason : SPAN("");
    return 0;
}

/* The length of the head with its empty line, or of the text when it has none. */
static size_t head_len(struct span text)
{
    size_t line = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.p[i] == '\n' && line == 0)
            return i + 1;
        if (text.p[i] != '\r')
            line = text.p[i] == '\n' ? 0 : line + 1;
    }
    return text.len;
}

/* Copies the head once, so that all spans of the message point into one block. */
static int take_head(struct span text, struct arena *mem, struct span *out_line,
                     struct span *out_rest, struct buf *why)
{
    size_t len = head_len(text);

    if (len > HTTP_HEAD_MAX)
        return head_fail(why, "the head is larger than %d bytes", HTTP_HEAD_MAX);
    *out_rest = arena_copy(mem, span_make(text.p, len));
    if (!out_rest->p || !next_line(out_rest, out_line))
        return head_fail(why, "there is no start line");
    return 0;
}

ptrdiff_t head_parse_request(struct span text, struct http_request *out, struct buf *why)
{
    struct span line, rest;

    if (take_head(text, &out->mem, &line, &rest, why))
        return -1;
    if (parse_request_line(line, out, why) || parse_fields(&rest, &out->headers, why))
        return -1;
    return rest.p - line.p;
}

ptrdiff_t head_parse_response(struct span text, struct http_response *out,
                              struct buf *why)
{
    struct span line, rest;

    if (take_head(text, &out->mem, &line, &rest, why))
        return -1;
    if (parse_status_line(line, out, why) || parse_fields(&rest, &out->headers, why))
        return -1;
    return rest.p - line.p;
}

static bool next_member(struct span *list, struct span *out_member)
{
    struct span after;
    bool more = list->p != NULL;

    span_cut(*list, ',', out_member, &after);
    *out_member = span_trim(*out_member);
    *list = after;
    return more;
}

bool head_lists(const struct http_headers *headers, const char *name, const char *member)
{
    for (size_t i = 0; i < headers->count; i++) {
        struct span list = headers->items[i].value, item;

        if (!span_eq_nocase(headers->items[i].name, span_of(name)))
            continue;
        while (next_member(&list, &item))
            if (span_eq_nocase(item, span_of(member)))
                return true;
    }
    return false;
}

static int parse_length(const struct http_headers *headers, uint64_t *out_length,
                        struct buf *why)
{
    uint64_t first = 0, length;
    bool seen = false;

    for (size_t i = 0; i < headers->count; i++) {
        if (!span_eq_nocase(headers->items[i].name, SPAN("Content-Length")))
            continue;
        if (!span_u64(headers->items[i].value, &length))
            return head_fail(why, "Content-Length is not a number");
        if (seen && length != first)
            return head_fail(why, "two Content-Length fields differ (RFC 9112 6.3)");
        first = length;
        seen = true;
    }
    *out_length = first;
    return 0;
}

int head_framing(const struct http_headers *headers, enum head_framing *out_framing,
                 uint64_t *out_length, struct buf *why)
{
    uint64_t length = 0;

    if (parse_length(headers, &length, why))
        return -1;
    *out_framing = HEAD_OPEN;
    if (head_lists(headers, "Transfer-Encoding", "chunked")) {
        *out_framing = HEAD_CHUNKED;
    } else if (http_count(headers, "Content-Length") &&
               !http_count(headers, "Transfer-Encoding")) {
        *out_framing = HEAD_LENGTH;
        *out_length = length;
    }
    return 0;
}
