/* Reads a status from a text that is known to be JSON, by skipping: no tree, no table. */
#include "fuzz/naive.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trim(struct span s)
{
    while (s.len && is_space(s.p[0]))
        s = span_from(s, 1);
    while (s.len && is_space(s.p[s.len - 1]))
        s.len--;
    return s;
}

/* Up to the comma or colon (`end`) outside of all strings and brackets, or up to the end;
 * takes it off. */
static struct span piece(struct span *s, char end)
{
    const char *start = s->p;
    size_t at = 0, depth = 0;
    struct span found;

    for (bool quoted = false; at < s->len; at++) {
        char c = s->p[at];

        if (quoted && c == '\\')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            depth++;
        else if (!quoted && (c == '}' || c == ']'))
            depth--;
        else if (!quoted && depth == 0 && c == end)
            break;
    }
    found = trim(span_make(start, at));
    *s = span_from(*s, at + 1);
    return found;
}

static struct span inside(struct span brackets)
{
    return trim(span_make(brackets.p + 1, brackets.len - 2));
}

/* The next octet of a string that is ASCII, or 0 for what is not. */
static int next_octet(struct span *s)
{
    char digits[5] = { 0 };
    int octet = s->p[0];

    if (octet == '\\' && s->len >= 6 && s->p[1] == 'u') {
        memcpy(digits, s->p + 2, 4);
        octet = (int)strtol(digits, NULL, 16);
        *s = span_from(*s, 6);
    } else {
        octet = octet == '\\' ? 0 : octet;
        *s = span_from(*s, 1);
    }
    return octet > 0 && octet < 0x80 ? octet : 0;
}

/* Whether a string, quotes and all, says this. */
static bool says(struct span string, const char *text)
{
    struct span s = span_make(string.p + 1, string.len - 2);

    for (; *text && s.len; text++)
        if (next_octet(&s) != *text)
            return false;
    return !*text && !s.len;
}

/* The digits of a decimal above 0, from a string or a number. */
static bool digits_of(struct span value, struct buf *out)
{
    struct span s = value.p[0] == '"' ? span_make(value.p + 1, value.len - 2) : value;

    buf_reset(out);
    while (s.len) {
        int octet = next_octet(&s);

        if (octet < '0' || octet > '9')
            return false;
        buf_add_char(out, (char)octet);
    }
    return out->len > 0 && out->p[0] != '0';
}

/* id_str if it is a decimal, else id. */
static bool read_id(struct span object, struct buf *out)
{
    struct span rest = inside(object), number = { NULL, 0 };

    while (rest.len) {
        struct span member = piece(&rest, ','), name = piece(&member, ':'),
                    value = trim(member);

        if (says(name, "id_str") && value.p[0] == '"' && digits_of(value, out))
            return true;
        if (says(name, "id") && value.p[0] != '"')
            number = value;
    }
    return number.p && digits_of(number, out);
}

static bool read_favorited(struct span object, struct naive_status *out)
{
    struct span rest = inside(object);

    while (rest.len) {
        struct span member = piece(&rest, ','), name = piece(&member, ':'),
                    value = trim(member);

        if (!says(name, "favorited"))
            continue;
        out->favorited = span_eq_str(value, "true");
        return out->favorited || span_eq_str(value, "false");
    }
    return false;
}

bool naive_status_read(struct span json, struct naive_status *out)
{
    struct span object = trim(json);
    bool fine = object.p[0] == '{';
    struct buf id;

    *out = (struct naive_status){ .favorited = false };
    buf_init(&id, BUF_MAX_MESSAGE);
    fine = fine && read_id(object, &id) && id.len < sizeof(out->id);
    if (fine)
        memcpy(out->id, id.p, id.len);
    out->has_favorited = fine && read_favorited(object, out);
    buf_release(&id);
    return fine;
}

int naive_status_list_has(struct span json, struct span id)
{
    struct span list = trim(json), rest;
    struct buf have;
    int found = 0;

    if (list.p[0] != '[')
        return -1;
    buf_init(&have, BUF_MAX_MESSAGE);
    for (rest = inside(list); rest.len && found >= 0;) {
        struct span status = piece(&rest, ',');

        if (status.p[0] != '{' || !read_id(status, &have))
            found = -1;
        else if (span_eq(buf_span(&have), id))
            found = 1;
    }
    buf_release(&have);
    return found;
}
