#include "oauth/header.h"

#include "base/pct.h"

static void tell(struct buf *why, const char *text)
{
    if (why && why->len == 0)
        buf_add_str(why, text);
}

bool oauth_header_is_realm(struct span name)
{
    return name.len == 5 && span_eq_nocase(name, SPAN("realm"));
}

bool oauth_header_spells_realm(struct span sent)
{
    char decoded[15];
    struct span name = { decoded, 0 };

    if (sent.len < 5 || sent.len > sizeof(decoded))
        return false;
    name.len = (size_t)(pct_read(decoded, sent, false) - decoded);
    return oauth_header_is_realm(name);
}

bool oauth_header_is_oauth(struct span value)
{
    struct span trimmed = span_trim(value), rest = span_from(trimmed, 5);

    return span_starts_nocase(trimmed, SPAN("OAuth")) &&
           (rest.len == 0 || rest.p[0] == ' ' || rest.p[0] == '\t');
}

enum oauth_header_error oauth_header_open(struct span value, struct span *out_rest,
                                          struct buf *why)
{
    struct span trimmed = span_trim(value);

    if (trimmed.len == 0) {
        tell(why, "There is no Authorization header.");
        return OAUTH_HEADER_ABSENT;
    }
    if (!oauth_header_is_oauth(trimmed)) {
        tell(why, "The Authorization header is of another scheme than OAuth.");
        return OAUTH_HEADER_NOT_OAUTH;
    }
    *out_rest = span_from(trimmed, 5);
    return OAUTH_HEADER_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == ',';
}

static int malformed(struct buf *why, const char *text)
{
    tell(why, text);
    return -1;
}

/* Where the quoted value ends: `\"` does not end a realm (RFC 9110 5.6.4). */
static size_t quote_end(struct span s, bool escapes)
{
    ptrdiff_t at = span_find_char(span_from(s, 1), '"');
    size_t i = 1;

    if (!escapes)
        return at < 0 ? s.len : (size_t)at + 1;
    while (i < s.len && s.p[i] != '"')
        i += s.p[i] == '\\' ? 2 : 1;
    return i;
}

/* After a value come the end, or white space and a comma. */
static bool separator_follows(struct span rest)
{
    while (rest.len && (rest.p[0] == ' ' || rest.p[0] == '\t'))
        rest = span_from(rest, 1);
    return rest.len == 0 || rest.p[0] == ',';
}

static bool name_is_clean(struct span name)
{
    for (size_t i = pct_plain_len(name); i < name.len; i++)
        if ((unsigned char)name.p[i] <= ' ' || name.p[i] == 0x7f || name.p[i] == '"' ||
            name.p[i] == ',')
            return false;
    return name.len > 0;
}

/* Where the `=` stands; a name of unreserved octets, the usual one, is looked at once. */
static size_t name_end(struct span s, bool *out_plain)
{
    size_t end = pct_plain_len(s);
    ptrdiff_t at;

    *out_plain = end > 0 && end < s.len && s.p[end] == '=';
    if (*out_plain)
        return end;
    at = span_find_char(s, '=');
    return at < 0 || !name_is_clean(span_make(s.p, (size_t)at)) ? s.len : (size_t)at;
}

/* Where the closing quote stands, in the same way. */
static size_t value_end(struct span s, struct span name, bool *plain)
{
    size_t end = 1 + pct_plain_len(span_from(s, 1));

    if (end < s.len && s.p[end] == '"')
        return end;
    *plain = false;
    return quote_end(s, oauth_header_spells_realm(name));
}

static bool has_controls(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7f)
            return true;
    return false;
}

int oauth_header_next(struct span *rest, struct oauth_header_item *out_item,
                      struct buf *why)
{
    struct span s = *rest, name, value;
    size_t end;
    bool plain;

    while (s.len && is_blank(s.p[0]))
        s = span_from(s, 1);
    if (s.len == 0)
        return 0;
    end = name_end(s, &plain);
    if (end >= s.len)
        return malformed(
            why, "A parameter of the Authorization header is not name=\"value\".");
    name = span_make(s.p, end);
    value = span_from(s, end + 1);
    if (value.len == 0 || value.p[0] != '"')
        return malformed(why, "A value of the Authorization header is not in quotes.");
    end = value_end(value, name, &plain);
    if (end >= value.len)
        return malformed(why, "A quote of the Authorization header is not closed.");
    s = span_from(value, end + 1);
    if (!separator_follows(s))
        return malformed(why,
                         "The parameters of the Authorization header are not separated "
                         "by commas.");
    *out_item =
        (struct oauth_header_item){ name, span_make(value.p + 1, end - 1), plain };
    *rest = s;
    return 1;
}

static int add_realm(struct oauth_params *list, struct span value)
{
    struct buf text;
    int result;

    buf_init(&text, BUF_MAX_MESSAGE);
    for (size_t i = 0; i < value.len; i++) {
        i += value.p[i] == '\\' && i + 1 < value.len;
        buf_add_char(&text, value.p[i]);
    }
    result = oauth_params_add(list, SPAN("realm"), buf_span(&text), OAUTH_IN_HEADER);
    buf_release(&text);
    return result;
}

/* A value that is encoded as it should be holds no control characters. */
static enum oauth_header_error
add_item(struct oauth_params *list, const struct oauth_header_item *item, struct buf *why)
{
    bool realm = oauth_header_spells_realm(item->name);
    int result;

    if (realm)
        result = add_realm(list, item->value);
    else if (item->plain)
        result = oauth_params_add(list, item->name, item->value, OAUTH_IN_HEADER);
    else
        result = oauth_params_add_encoded(list, item->name, item->value, OAUTH_IN_HEADER);
    if (result < 0) {
        tell(why, "The request has too many parameters.");
        return OAUTH_HEADER_MALFORMED;
    }
    if ((realm || list->items[list->count - 1].raw) && has_controls(item->value)) {
        tell(why, "The Authorization header holds control characters.");
        return OAUTH_HEADER_MALFORMED;
    }
    return OAUTH_HEADER_OK;
}

enum oauth_header_error oauth_header_parse(struct span value, struct oauth_params *list,
                                           struct buf *why)
{
    struct oauth_header_item item;
    struct span rest;
    enum oauth_header_error error = oauth_header_open(value, &rest, why);
    int more = 1;

    while (error == OAUTH_HEADER_OK && more > 0) {
        more = oauth_header_next(&rest, &item, why);
        if (more > 0)
            error = add_item(list, &item, why);
    }
    return more < 0 ? OAUTH_HEADER_MALFORMED : error;
}

struct writer {
    struct buf *out;
    const struct oauth_header_style *style;
    bool started;
};

static void begin_pair(struct writer *w, struct span name)
{
    if (w->started)
        buf_add_str(w->out, w->style->separator ? w->style->separator : ", ");
    w->started = true;
    pct_encode(w->out, name);
    buf_add_str(w->out, w->style->spaces ? " = " : "=");
}

static void write_realm(struct writer *w, struct span value)
{
    begin_pair(w, SPAN("realm"));
    buf_add_char(w->out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.p[i] == '"' || value.p[i] == '\\')
            buf_add_char(w->out, '\\');
        buf_add_char(w->out, value.p[i]);
    }
    buf_add_char(w->out, '"');
}

static void write_value(struct writer *w, struct span value)
{
    char *room;

    if (w->style->raw_values) {
        buf_add_span(w->out, value);
    } else if (w->style->twice && (room = buf_reserve(w->out, 5 * value.len))) {
        w->out->len += (size_t)(pct_write_twice(room, value) - room);
        buf_terminate(w->out);
    } else {
        pct_encode(w->out, value);
    }
}

static void write_item(struct writer *w, const struct oauth_param *item)
{
    if (item->place != OAUTH_IN_HEADER)
        return;
    if (oauth_header_is_realm(item->name)) {
        write_realm(w, item->value);
        return;
    }
    begin_pair(w, item->name);
    if (!w->style->unquoted)
        buf_add_char(w->out, '"');
    write_value(w, item->value);
    if (!w->style->unquoted)
        buf_add_char(w->out, '"');
}

void oauth_header_write(struct buf *out, const struct oauth_params *list,
                        const struct oauth_header_style *style)
{
    static const struct oauth_header_style plain;
    struct writer w = { out, style ? style : &plain, false };
    struct span realm = span_of(w.style->realm);

    buf_add_str(out, w.style->scheme ? w.style->scheme : "OAuth");
    buf_add_char(out, ' ');
    if (realm.p && !w.style->realm_last)
        write_realm(&w, realm);
    for (size_t i = 0; i < list->count; i++)
        write_item(&w, &list->items[w.style->reversed ? list->count - 1 - i : i]);
    if (realm.p && w.style->realm_last)
        write_realm(&w, realm);
}
