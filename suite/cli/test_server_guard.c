#include "cli/test_server.h"
#include "server/plan.h"
#include "server/redact.h"

/* The original service lets an account like 1,000 times a day; a run takes no more than
 * half of that. */
enum { CREATES_MAX = 500 };

/* A host of the original service, or one below it. */
static bool is_original(struct span host)
{
    static const char *const domains[] = { "twitter.com", "x.com" };

    while (host.len && host.p[host.len - 1] == '.')
        host.len--;
    for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
        struct span domain = span_of(domains[i]);
        size_t before = host.len - domain.len;

        if (host.len >= domain.len && span_eq_nocase(span_from(host, before), domain) &&
            (before == 0 || host.p[before - 1] == '.'))
            return true;
    }
    return false;
}

static bool url_is_original(const char *url)
{
    struct span scheme, authority, target, host, port;

    if (http_split_url(span_of(url), &scheme, &authority, &target) != 0)
        return false;
    span_cut(authority, ':', &host, &port);
    return is_original(host);
}

/* --connect-to HOST1:PORT1:HOST2:PORT2 may lead there too, under another name. */
static bool route_is_original(const char *route)
{
    struct span rest = span_of(route), part;

    while (rest.len) {
        span_cut(rest, ':', &part, &rest);
        if (is_original(part))
            return true;
    }
    return false;
}

static bool is_production(const struct test_server *t)
{
    for (size_t i = 0; i < t->connect_to_count; i++)
        if (route_is_original(t->connect_to[i]))
            return true;
    return url_is_original(t->settings.url);
}

static int count_creates(const struct test_server *t)
{
    int count = 0;

    for (size_t i = 0; t->selected && i < catalogue_count(); i++) {
        const struct conformance_case *test = catalogue_case(i);

        if (t->selected[i] && !(t->target.spare_likes && plan_is_hazardous(test)))
            count += plan_creates(test);
    }
    return count;
}

static int ask_for_consent(const struct test_server *t, const struct cli *cli)
{
    struct buf url;

    buf_init(&url, BUF_MAX_TEXT);
    redact_url(&url, span_of(t->settings.url));
    cli_usage(cli,
              "%s leads to the original service; --yes-this-is-production says that this "
              "is meant",
              url.p);
    buf_release(&url);
    return EXIT_USAGE;
}

int test_server_guard(struct test_server *t, const struct cli *cli)
{
    int creates;

    if (!t->settings.url || !is_production(t))
        return -1;
    if (!t->production && !t->dry_run)
        return ask_for_consent(t, cli);
    t->target.original = true;
    t->target.spare_likes = !t->hazardous;
    if (t->kind == KIND_DOCTOR || t->kind == KIND_RESTORE)
        return -1;
    creates = count_creates(t);
    if (creates > CREATES_MAX && !t->dry_run)
        return cli_usage(
            cli,
            "the plan likes the status up to %d times, more than %d of the "
            "1000 that the original service allows a day; --only, --skip and "
            "--level make it smaller, --dry-run shows it",
            creates, CREATES_MAX);
    return -1;
}
