/* Base string URI (RFC 5849 3.4.1.2) against the naive one. Input: a URL. Accepted: it
 * can be signed. */
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "oauth/base_string.h"
#include "oauth/url.h"

const char fuzz_target_name[] = "baseuri";

/* What the code under test and the naive one made, and a URL made from the input; they
 * keep their memory. */
static struct buf ours = BUF_INIT(BUF_MAX_MESSAGE), theirs = BUF_INIT(BUF_MAX_MESSAGE),
                  changed = BUF_INIT(BUF_MAX_MESSAGE);

void fuzz_start(void)
{
}

/* A URL that has to be signed like the input. */
static void check_alike(const char *relation, struct span url)
{
    struct span copy = fuzz_copy(url);

    buf_reset(&ours);
    oauth_base_uri(&ours, copy);
    oracle_same("oauth_base_uri", relation, buf_span(&theirs), buf_span(&ours));
    fuzz_free(copy);
}

static bool within(struct span part, struct span whole)
{
    return !part.p || (part.p >= whole.p && part.p + part.len <= whole.p + whole.len);
}

static void check_split(struct span url, bool accepted)
{
    struct oauth_url parts = { 0 };
    int result = oauth_url_split(url, &parts);

    oracle_same_number("oauth_url_split", "result", accepted ? 0 : -1, result);
    if (result < 0) {
        oracle_holds("oauth_url_split", "the output is untouched on failure",
                     !parts.host.p, parts.host);
        return;
    }
    oracle_holds("oauth_url_split", "the parts lie within the URL",
                 within(parts.host, url) && within(parts.port, url) &&
                     within(parts.path, url) && within(parts.query, url) &&
                     within(parts.fragment, url) && within(parts.scheme, url),
                 url);
    oracle_same("oauth_url_split", "query", naive_query(url), parts.query);
    fuzz_note(parts.host);
    fuzz_note(parts.fragment);
}

/* What a URL is signed as is a URL that is signed as itself, without query and fragment.
 */
static void check_idempotent(struct span uri, struct span url)
{
    (void)url;
    check_alike("is its own base string URI", uri);
    oracle_holds("oauth_base_uri", "no query and no fragment",
                 span_find_char(uri, '?') < 0 && span_find_char(uri, '#') < 0, uri);
}

static size_t authority_at(struct span url)
{
    return (size_t)span_find(url, SPAN("://")) + 3;
}

static size_t authority_end(struct span url)
{
    size_t i = authority_at(url);

    while (i < url.len && !memchr("/?#", url.p[i], 3))
        i++;
    return i;
}

/* The URL with a text put in at an offset. */
static void check_with(const char *relation, struct span url, size_t at, const char *text)
{
    buf_reset(&changed);
    buf_add(&changed, url.p, at);
    buf_add_str(&changed, text);
    buf_add_span(&changed, span_from(url, at));
    check_alike(relation, buf_span(&changed));
}

static void check_user_info(struct span uri, struct span url)
{
    (void)uri;
    check_with("user info is skipped", url, authority_at(url), "user:word@");
}

static void check_fragment(struct span uri, struct span url)
{
    (void)uri;
    check_with("a fragment is dropped", url, url.len, "#fragment?x");
}

static void check_port(struct span uri, struct span url)
{
    bool https = span_starts(uri, SPAN("https"));
    struct oauth_url parts;

    if (oauth_url_split(url, &parts) == 0 && !parts.port.p &&
        url.p[authority_end(url) - 1] != ':')
        check_with("the default port is dropped", url, authority_end(url),
                   https ? ":443" : ":80");
}

static void check_case(struct span uri, struct span url)
{
    size_t end = authority_end(url);

    (void)uri;
    buf_reset(&changed);
    buf_add_span(&changed, url);
    for (size_t i = 0; i < end; i++)
        if (changed.p[i] >= 'a' && changed.p[i] <= 'z')
            changed.p[i] = (char)(changed.p[i] - 32);
    check_alike("case of scheme and host", buf_span(&changed));
}

static void check_empty_path(struct span uri, struct span url)
{
    (void)uri;
    if (authority_end(url) == url.len)
        check_with("an empty path is a slash", url, url.len, "/");
}

static void check_parts(struct span uri, struct span url)
{
    (void)uri;
    check_split(url, true);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(struct span, struct span) = {
        check_idempotent, check_user_info,  check_fragment, check_port,
        check_case,       check_empty_path, check_parts,
    };
    bool accepted;

    buf_reset(&ours);
    buf_reset(&theirs);
    accepted = naive_base_uri(&theirs, input);
    oracle_same_number("oauth_base_uri", "result", accepted ? 0 : -1,
                       oauth_base_uri(&ours, input));
    oracle_same("oauth_base_uri", "URI", buf_span(&theirs), buf_span(&ours));
    fuzz_note(buf_span(&ours));
    if (accepted)
        relations[fuzz_choice(input, 1, sizeof(relations) / sizeof(relations[0]))](
            buf_span(&theirs), input);
    else
        check_split(input, false);
    return accepted ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
