#include "client/judge_parts.h"

#include "json/json.h"

static struct span called_host(const struct sighting *s)
{
    struct span scheme, authority, target;

    if (http_split_url(s->url, &scheme, &authority, &target) != 0)
        return SPAN("");
    return authority;
}

/* With --name the client may have been led here by a proxy or a table of hosts, and then
 * it sends the name as it stands in its own URL. */
static void judge_host(struct judging *j, const struct sighting *s)
{
    const struct judge_question *q = j->question;
    struct span authority = span_of(q->performance->authority), host = called_host(s);

    if (span_eq_nocase(host, authority) ||
        (q->name && span_eq_nocase(host, span_of(q->name))))
        return;
    judge_found(j, CHECK_REQUEST, OAUTH_MISTAKE_HOST_WRONG, VERDICT_FAIL,
                "It called %.*s and said Host: %.*s.", SPAN_ARG(authority),
                SPAN_ARG(host));
}

const char *judge_body_in_disguise(const struct sighting *s)
{
    struct span body = span_trim(s->request.body);

    if (!oauth_is_form(http_find(&s->request.headers, "Content-Type")))
        return NULL;
    if (span_starts(body, SPAN("{")) && json_check(body, NULL) == JSON_OK)
        return "JSON";
    if (span_starts(body, SPAN("--")) && span_find(body, SPAN("form-data;")) >= 0)
        return "multipart/form-data";
    return NULL;
}

static void judge_media_type(struct judging *j, const struct sighting *s)
{
    struct span type = http_find(&s->request.headers, "Content-Type");
    const char *disguised = judge_body_in_disguise(s);

    if (!disguised && (oauth_is_form(type) || (!type.p && !s->request.body.len)))
        return;
    if (disguised)
        judge_found(j, CHECK_REQUEST, OAUTH_MISTAKE_CONTENT_TYPE_WRONG, VERDICT_FAIL,
                    "It sent %s as Content-Type: %.*s.", disguised, SPAN_ARG(type));
    else if (s->request.body.len)
        judge_found(j, CHECK_REQUEST, OAUTH_MISTAKE_CONTENT_TYPE_WRONG, VERDICT_FAIL,
                    "It sent a body of %zu bytes with %s%.*s.", s->request.body.len,
                    type.p ? "Content-Type: " : "no Content-Type", SPAN_ARG(type));
    else
        judge_found(j, CHECK_REQUEST, OAUTH_MISTAKE_NONE, VERDICT_INFO,
                    "Content-Type: %.*s with an empty body is accepted, and not needed",
                    SPAN_ARG(type));
}

void judge_request(struct judging *j, const struct sighting *s)
{
    struct span path, query;

    http_split_target(s->request.target, &path, &query);
    if (s->asked == ASKED_OTHER)
        judge_found(j, CHECK_REQUEST, OAUTH_MISTAKE_PATH_WRONG, VERDICT_FAIL,
                    "It asked for %.*s, not for /1.1/favorites/destroy.json.",
                    SPAN_ARG(path));
    if (s->asked != ASKED_COMPANION && !span_eq_str(s->request.method, "POST"))
        judge_found(j, CHECK_REQUEST, OAUTH_MISTAKE_METHOD_WRONG, VERDICT_FAIL,
                    "It used %.*s, not POST.", SPAN_ARG(s->request.method));
    judge_host(j, s);
    if (s->asked == ASKED_DESTROY)
        judge_media_type(j, s);
}
