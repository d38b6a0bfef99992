#include "server/target_url.h"

#include "server/redact.h"

#include <ctype.h>
#include <string.h>

/* http or https, a host without user info, and a port that a port can be. */
static bool is_usable(struct span scheme, struct span authority)
{
    struct span host = authority, port = { NULL, 0 };
    uint64_t number = 1;

    if (!span_eq_nocase(scheme, SPAN("http")) && !span_eq_nocase(scheme, SPAN("https")))
        return false;
    if (span_starts(authority, SPAN("["))) {
        span_cut(authority, ']', &host, &port);
        port = port.len ? span_from(port, 1) : (struct span){ NULL, 0 };
    } else {
        span_cut(authority, ':', &host, &port);
    }
    if (port.p && (!span_u64(port, &number) || number == 0 || number > 65535))
        return false;
    return host.len && span_find_char(authority, '@') < 0;
}

/* RFC 3986 2: unreserved and reserved characters, and % with two digits. */
static bool is_uri_text(struct span s)
{
    static const char others[] = "-._~:/?#[]@!$&'()*+,;=";

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool escape = c == '%' && i + 2 < s.len && isxdigit((unsigned char)s.p[i + 1]) &&
                      isxdigit((unsigned char)s.p[i + 2]);

        if (!escape && (c >= 0x80 || (!isalnum(c) && (!c || !strchr(others, c)))))
            return false;
    }
    return true;
}

static void refuse_url(const struct target *target, const char *reason, struct buf *why)
{
    buf_add_str(why, "the base URL \"");
    redact_url(why, target->url);
    buf_add_str(why, reason);
}

enum target_error target_take_url_apart(struct target *target, struct buf *why)
{
    struct span path, query;

    while (span_ends(target->url, SPAN("/")))
        target->url.len--;
    if (http_split_url(target->url, &target->scheme, &target->authority, &path) != 0 ||
        !is_usable(target->scheme, target->authority)) {
        buf_add_char(why, '"');
        redact_url(why, target->url);
        buf_add_str(why, "\" is no base URL; it looks like https://api.example.org/1.1");
        return TARGET_CONFIG;
    }
    http_split_target(path, &path, &query);
    if (query.p || span_find_char(target->url, '#') >= 0) {
        refuse_url(target, "\" must have neither query nor fragment", why);
        return TARGET_CONFIG;
    }
    if (!is_uri_text(target->url)) {
        refuse_url(target, "\" has an octet that no URL has as it is: write it as %XX",
                   why);
        return TARGET_CONFIG;
    }
    target->base_path = span_eq_str(path, "/") ? SPAN("") : path;
    target->origin = arena_printf(&target->mem, "%.*s://%.*s", SPAN_ARG(target->scheme),
                                  SPAN_ARG(target->authority));
    return TARGET_OK;
}
