#include "oauth/base_string.h"
#include "oauth/header.h"

static struct span query_of(struct span url)
{
    struct span before, query, fragment;

    span_cut(url, '#', &before, &fragment);
    span_cut(before, '?', &url, &query);
    return query;
}

static int too_many(struct buf *why)
{
    if (why && why->len == 0)
        buf_addf(why, "The request has more than %d parameters.", OAUTH_PARAMS_MAX);
    return -1;
}

int oauth_collect(struct oauth_params *out_list, const struct oauth_request *request,
                  struct buf *why)
{
    enum oauth_header_error error;

    if (oauth_params_add_form(out_list, query_of(request->url), OAUTH_IN_QUERY) < 0)
        return too_many(why);
    if (oauth_is_form(request->content_type) &&
        oauth_params_add_form(out_list, request->body, OAUTH_IN_BODY) < 0)
        return too_many(why);
    if (span_trim(request->authorization).len == 0)
        return 0;
    error = oauth_header_parse(request->authorization, out_list,
                               why && why->len == 0 ? why : NULL);
    return error == OAUTH_HEADER_MALFORMED ? -1 : 0;
}
