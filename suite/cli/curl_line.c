#include "cli/curl_line.h"

static bool is_printable(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] < ' ' || text.p[i] > '~')
            return false;
    return true;
}

static void quote_single(struct buf *out, struct span text)
{
    struct span piece, rest = text;

    buf_add_char(out, '\'');
    while (span_cut(rest, '\'', &piece, &rest)) {
        buf_add_span(out, piece);
        buf_add_str(out, "'\\''");
    }
    buf_add_span(out, piece);
    buf_add_char(out, '\'');
}

/* Three octal digits end by themselves, whatever follows; hex digits may not. */
static void add_octal(struct buf *out, struct span text, const char *special)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (c < ' ' || c > '~' || strchr(special, c))
            buf_addf(out, "\\%03o", c);
        else
            buf_add_char(out, (char)c);
    }
}

void shell_quote(struct buf *out, struct span text)
{
    if (is_printable(text)) {
        quote_single(out, text);
        return;
    }
    buf_add_str(out, "$'");
    add_octal(out, text, "'\\");
    buf_add_char(out, '\'');
}

static void add_url(struct buf *out, struct span url)
{
    for (size_t i = 0; i < url.len; i++)
        if (strchr("[]{}", url.p[i])) {
            buf_add_str(out, " --globoff");
            break;
        }
    if (span_find(url, SPAN("/.")) >= 0)
        buf_add_str(out, " --path-as-is");
    buf_add_char(out, ' ');
    shell_quote(out, url);
}

static bool is_curls_own(struct span name)
{
    static const char *const names[] = { "Host", "Content-Length", "Connection",
                                         "Transfer-Encoding", "Accept" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (span_eq_nocase(name, span_of(names[i])))
            return true;
    return false;
}

/* The Host that curl makes of the URL goes without saying, and so does the type of a
 * form. */
static bool is_said_anyway(const struct curl_line *line, const struct http_header *header)
{
    struct span scheme, authority, target;

    if (span_eq_nocase(header->name, SPAN("Content-Type")))
        return line->body.p &&
               span_eq_str(header->value, "application/x-www-form-urlencoded");
    if (!is_curls_own(header->name))
        return false;
    if (!span_eq_nocase(header->name, SPAN("Host")))
        return true;
    return http_split_url(line->url, &scheme, &authority, &target) == 0 &&
           span_eq_nocase(authority, header->value);
}

/* curl drops a field that is written "Name:"; "Name;" is how it sends one without value.
 */
static void add_header(struct buf *out, const struct http_header *header)
{
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_span(&text, header->name);
    if (header->value.len) {
        buf_add_str(&text, ": ");
        buf_add_span(&text, header->value);
    } else {
        buf_add_char(&text, ';');
    }
    buf_add_str(out, " -H ");
    shell_quote(out, buf_span(&text));
    buf_release(&text);
}

static bool has_header(const struct curl_line *line, const char *name)
{
    for (size_t i = 0; i < line->header_count; i++)
        if (span_eq_nocase(line->headers[i].name, span_of(name)))
            return true;
    return false;
}

/* No shell word can hold a NUL; printf makes one. */
static void pipe_body(struct buf *out, struct span body)
{
    struct span piece, rest = body;
    bool more;

    buf_add_str(out, "printf '");
    do {
        more = span_cut(rest, '%', &piece, &rest);
        add_octal(out, piece, "'\\");
        buf_add_str(out, more ? "%%" : "");
    } while (more);
    buf_add_str(out, "' | ");
}

static void add_body(struct buf *out, const struct curl_line *line, bool piped)
{
    if (!line->body.p)
        return;
    if (piped) {
        buf_add_str(out, " --data-binary @-");
    } else {
        buf_add_str(out, " --data-raw ");
        shell_quote(out, line->body);
    }
    /* curl would call every body a form. */
    if (!has_header(line, "Content-Type"))
        buf_add_str(out, " -H Content-Type:");
}

void curl_line_write(struct buf *out, const struct curl_line *line)
{
    bool piped = line->body.len && !is_printable(line->body);

    if (piped)
        pipe_body(out, line->body);
    buf_add_str(out, "curl");
    if (span_eq_str(line->method, "HEAD")) {
        buf_add_str(out, " --head");
    } else {
        buf_add_str(out, " -X ");
        shell_quote(out, line->method);
    }
    if (line->cacert) {
        buf_add_str(out, " --cacert ");
        shell_quote(out, span_of(line->cacert));
    }
    add_url(out, line->url);
    for (size_t i = 0; i < line->header_count; i++)
        if (!is_said_anyway(line, &line->headers[i]))
            add_header(out, &line->headers[i]);
    add_body(out, line, piped);
}
