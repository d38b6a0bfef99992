#include "oauth/url.h"

static bool split_scheme(struct span url, struct oauth_url *out, struct span *out_rest)
{
    out->https = span_starts_nocase(url, SPAN("https://"));
    if (!out->https && !span_starts_nocase(url, SPAN("http://")))
        return false;
    out->scheme = span_make(url.p, out->https ? 5 : 4);
    *out_rest = span_from(url, out->scheme.len + 3);
    return true;
}

static bool host_is_clean(struct span host)
{
    for (size_t i = 0; i < host.len; i++)
        if ((unsigned char)host.p[i] <= ' ' || host.p[i] == 0x7f)
            return false;
    return host.len > 0;
}

static bool port_is_valid(struct span port)
{
    uint64_t value;

    return span_u64(port, &value) && value <= 65535;
}

static size_t host_len(struct span authority)
{
    ptrdiff_t end;

    if (authority.len && authority.p[0] == '[') {
        end = span_find_char(authority, ']');
        return end < 0 ? 0 : (size_t)end + 1;
    }
    end = span_find_char(authority, ':');
    return end < 0 ? authority.len : (size_t)end;
}

int oauth_authority_split(struct span authority, struct span *out_host,
                          struct span *out_port)
{
    struct span before, after = authority, host, port;

    while (span_cut(authority, '@', &before, &after))
        authority = after;
    host = span_make(authority.p, host_len(authority));
    port = span_from(authority, host.len);
    if (!host_is_clean(host) || (port.len && port.p[0] != ':'))
        return -1;
    port = port.len > 1 ? span_from(port, 1) : span_make(NULL, 0);
    if (port.p && !port_is_valid(port))
        return -1;
    *out_host = host;
    *out_port = port;
    return 0;
}

int oauth_url_split(struct span url, struct oauth_url *out_url)
{
    struct oauth_url parts = { 0 };
    struct span rest, authority;
    size_t end = 0;

    if (!split_scheme(url, &parts, &rest))
        return -1;
    while (end < rest.len && rest.p[end] != '/' && rest.p[end] != '?' &&
           rest.p[end] != '#')
        end++;
    authority = span_make(rest.p, end);
    if (oauth_authority_split(authority, &parts.host, &parts.port) < 0)
        return -1;
    span_cut(span_from(rest, end), '#', &rest, &parts.fragment);
    span_cut(rest, '?', &parts.path, &parts.query);
    *out_url = parts;
    return 0;
}

bool oauth_port_is_default(struct span port, bool https)
{
    uint64_t value;

    return span_u64(port, &value) && value == (https ? 443 : 80);
}
