#include "oauth/base_string.h"

#include "base/die.h"
#include "base/pct.h"
#include "oauth/header.h"
#include "oauth/steps.h"
#include "oauth/url.h"

#include <stdlib.h>

/* Up to this many parameters are sorted in place on the stack. */
enum { FEW = 48 };

bool oauth_is_form(struct span content_type)
{
    struct span form = SPAN("application/x-www-form-urlencoded"), type, parameters;

    if (span_eq(content_type, form))
        return true;
    span_cut(content_type, ';', &type, &parameters);
    return span_eq_nocase(span_trim(type), form);
}

static void add_lower(struct buf *out, struct span s)
{
    size_t from = out->len;

    buf_add_span(out, s);
    for (char *at = out->p + from; at < out->p + out->len; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
}

int oauth_base_uri(struct buf *out, struct span url)
{
    struct oauth_url parts;

    if (oauth_url_split(url, &parts) < 0)
        return -1;
    buf_add_str(out, parts.https ? "https://" : "http://");
    add_lower(out, parts.host);
    if (parts.port.p && !oauth_port_is_default(parts.port, parts.https)) {
        buf_add_char(out, ':');
        buf_add_span(out, parts.port);
    }
    buf_add_span(out, parts.path.len ? parts.path : SPAN("/"));
    return 0;
}

bool oauth_param_is_signed(const struct oauth_param *item)
{
    if (item->place == OAUTH_IN_HEADER && oauth_header_is_realm(item->name))
        return false;
    return !span_eq(item->name, SPAN("oauth_signature"));
}

static int compare(const struct oauth_param *a, const struct oauth_param *b)
{
    int order = pct_cmp(a->name, b->name);

    return order ? order : pct_cmp(a->value, b->value);
}

static int compare_pointers(const void *a, const void *b)
{
    return compare(*(const struct oauth_param *const *)a,
                   *(const struct oauth_param *const *)b);
}

/* RFC 5849 3.4.1.3.2: pct_cmp orders as if the texts were encoded already. */
static size_t sort_signed(const struct oauth_params *list, const struct oauth_param **out)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct oauth_param *item = &list->items[i];
        size_t at = count;

        if (!oauth_param_is_signed(item))
            continue;
        count++;
        for (; list->count <= FEW && at > 0 && compare(item, out[at - 1]) < 0; at--)
            out[at] = out[at - 1];
        out[at] = item;
    }
    if (list->count > FEW)
        qsort(out, count, sizeof(*out), compare_pointers);
    return count;
}

/* The sorted parameters; `few` is used when it is large enough, else the caller frees. */
static const struct oauth_param **
sorted(const struct oauth_params *list, const struct oauth_param **few, size_t *out_count)
{
    const struct oauth_param **all = few;

    if (list->count > FEW)
        all = xmalloc(list->count * sizeof(*all));
    *out_count = sort_signed(list, all);
    return all;
}

void oauth_parameter_string(struct buf *out, const struct oauth_params *list)
{
    const struct oauth_param *few[FEW];
    size_t count;
    const struct oauth_param **items = sorted(list, few, &count);

    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_char(out, '&');
        pct_encode(out, items[i]->name);
        buf_add_char(out, '=');
        pct_encode(out, items[i]->value);
    }
    if (items != few)
        free(items);
}

static char *write_text(char *to, struct span s)
{
    memcpy(to, s.p, s.len);
    return to + s.len;
}

static char *write_method(char *to, struct span method)
{
    for (size_t i = 0; i < method.len; i++) {
        char c = method.p[i];

        c = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        to = pct_write(to, span_make(&c, 1));
    }
    return to;
}

static char *write_uri(char *to, const struct oauth_url *url)
{
    to = write_text(to, url->https ? SPAN("https%3A%2F%2F") : SPAN("http%3A%2F%2F"));
    for (size_t i = 0; i < url->host.len; i++) {
        char c = url->host.p[i];

        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        to = pct_write(to, span_make(&c, 1));
    }
    if (url->port.p && !oauth_port_is_default(url->port, url->https)) {
        to = write_text(to, SPAN("%3A"));
        to = write_text(to, url->port);
    }
    return pct_write(to, url->path.len ? url->path : SPAN("/"));
}

static char *write_parameters(char *to, const struct oauth_params *list)
{
    const struct oauth_param *few[FEW];
    size_t count;
    const struct oauth_param **items = sorted(list, few, &count);

    for (size_t i = 0; i < count; i++) {
        if (i)
            to = write_text(to, SPAN("%26"));
        to = pct_write_twice(to, items[i]->name);
        to = write_text(to, SPAN("%3D"));
        to = pct_write_twice(to, items[i]->value);
    }
    if (items != few)
        free(items);
    return to;
}

size_t oauth_base_string_room(const struct oauth_request *request,
                              const struct oauth_params *list)
{
    size_t room = 3 * (request->method.len + request->url.len) + 16;

    for (size_t i = 0; i < list->count; i++)
        room += 5 * (list->items[i].name.len + list->items[i].value.len) + 6;
    return room;
}

char *oauth_base_string_write(char *to, const struct oauth_request *request,
                              const struct oauth_params *list)
{
    struct oauth_url url;

    if (oauth_url_split(request->url, &url) < 0)
        return NULL;
    to = write_method(to, request->method);
    *to++ = '&';
    to = write_uri(to, &url);
    *to++ = '&';
    return write_parameters(to, list);
}

int oauth_base_string(struct buf *out, const struct oauth_request *request,
                      const struct oauth_params *list, const struct oauth_recipe *recipe,
                      const struct span *hosts)
{
    size_t room = oauth_base_string_room(request, list);
    bool fits = !out->overflow && room <= out->max - out->len;
    char *to, *end;

    if (!oauth_recipe_is_zero(recipe))
        return oauth_recipe_base_string(out, request, list, recipe, hosts);
    to = fits ? buf_reserve(out, room) : xmalloc(room);
    end = oauth_base_string_write(to, request, list);
    if (fits && end)
        out->len += (size_t)(end - to);
    else if (end)
        buf_add(out, to, (size_t)(end - to));
    buf_terminate(out);
    if (!fits)
        free(to);
    return end ? 0 : -1;
}
