/* The base string URI (RFC 5849 3.4.1.2). */
#include "fuzz/naive.h"

#include "base/die.h"

/* 0 to 65535, or -1. */
static long port_number(struct span port)
{
    long value = 0;

    for (size_t i = 0; i < port.len; i++) {
        if (port.p[i] < '0' || port.p[i] > '9')
            return -1;
        value = value * 10 + (port.p[i] - '0');
        if (value > 65535)
            return -1;
    }
    return value;
}

static bool host_is_possible(struct span host)
{
    for (size_t i = 0; i < host.len; i++)
        if ((unsigned char)host.p[i] < 0x21 || (unsigned char)host.p[i] == 0x7f)
            return false;
    return host.len > 0;
}

static size_t host_end(struct span authority)
{
    size_t end =
        naive_up_to(authority, authority.len && authority.p[0] == '[' ? "]" : ":");

    if (authority.len && authority.p[0] == '[')
        return end < authority.len ? end + 1 : 0;
    return end;
}

static bool add_authority(struct buf *out, struct span authority, long usual_port)
{
    struct span host, port;
    char *to;

    for (size_t i = authority.len; i > 0; i--)
        if (authority.p[i - 1] == '@') {
            authority = span_from(authority, i);
            break;
        }
    host = span_make(authority.p, host_end(authority));
    port = span_from(authority, host.len);
    if (!host_is_possible(host) || (port.len && port.p[0] != ':'))
        return false;
    port = span_from(port, 1);
    if (port_number(port) < 0)
        return false;
    to = buf_reserve(out, host.len);
    if (!to)
        die("naive: no room");
    for (size_t i = 0; i < host.len; i++) {
        char c = host.p[i];

        *to++ = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    out->len = (size_t)(to - out->p);
    buf_terminate(out);
    if (port.len && port_number(port) != usual_port) {
        buf_add_char(out, ':');
        buf_add_span(out, port);
    }
    return true;
}

bool naive_base_uri(struct buf *out, struct span url)
{
    bool https = url.len >= 8 && naive_is_word(span_make(url.p, 8), "https://");
    bool http = url.len >= 7 && naive_is_word(span_make(url.p, 7), "http://");
    struct span rest = span_from(url, https ? 8 : 7), path;
    size_t end = naive_up_to(rest, "/?#");

    if (!https && !http)
        return false;
    buf_add_str(out, https ? "https://" : "http://");
    if (!add_authority(out, span_make(rest.p, end), https ? 443 : 80)) {
        buf_reset(out);
        return false;
    }
    path = span_from(rest, end);
    path.len = naive_up_to(path, "?#");
    if (path.len == 0)
        buf_add_char(out, '/');
    buf_add_span(out, path);
    return true;
}
