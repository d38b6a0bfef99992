#include "server/doctor.h"

#include "base/die.h"
#include "report/report.h"
#include "server/effect.h"
#include "server/exchange.h"
#include "server/judge.h"
#include "server/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SKEW_MAX_S = 60 };

struct visit {
    struct conformance_case test;
    struct result result;
    struct session session;
    struct client *client;
    struct buf *out;
    bool well;
};

static void say(struct visit *v, bool well, const char *what, const char *advice)
{
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    report_neutralise(&line, span_of(what), false);
    buf_addf(v->out, "%s %s%s%s\n", well ? "ok " : "BAD", line.p, well ? "" : ": ",
             well ? "" : advice);
    buf_release(&line);
    v->well = v->well && well;
}

static bool ask(struct visit *v, struct sending send)
{
    session_restart(&v->session);
    return exchange_extra(&v->session, &send, &v->session.side[0]) == CLIENT_OK;
}

static const struct http_response *answer(const struct visit *v)
{
    return &v->session.side[0].response;
}

static const char *told(struct visit *v)
{
    struct buf text;
    char *kept;

    buf_init(&text, BUF_MAX_TEXT);
    judge_describe(&text, &v->session.side[0]);
    kept = arena_str(&v->session.mem, buf_span(&text));
    buf_release(&text);
    return kept;
}

static bool reaches(struct visit *v)
{
    if (ask(v, (struct sending){ .resource = RESOURCE_VERIFY })) {
        say(v, true, "the server answers", "");
        return true;
    }
    say(v, false, arena_str(&v->session.mem, v->session.why),
        "check host, port, scheme, --cacert or --insecure, and proxies");
    return false;
}

static void check_clock(struct visit *v)
{
    struct span date = http_find(&answer(v)->headers, "date");
    struct tm tm = { 0 };
    char text[64], what[96];
    long long off;

    snprintf(text, sizeof(text), "%.*s", SPAN_ARG(date));
    if (!date.p || !strptime(text, "%a, %d %b %Y %H:%M:%S", &tm)) {
        say(v, true, "the answer has no Date header: the clocks cannot be compared", "");
        return;
    }
    off = (long long)timegm(&tm) - target_now_ms(v->session.target) / 1000;
    snprintf(what, sizeof(what), "the clocks differ by %lld s", off);
    say(v, off <= SKEW_MAX_S && off >= -SKEW_MAX_S, what,
        "set this machine's clock, or the server's: timestamps are refused");
}

static bool serves(struct visit *v, struct sending send)
{
    return ask(v, send) && answer(v)->status >= 200 && answer(v)->status < 300;
}

/* Other spellings of the same request tell what the server misunderstands. */
static const struct {
    struct sending send;
    const char *advice;
} attempts[] = {
    { { .flaw.recipe.port = OAUTH_PORT_DROP },
      "the server leaves the port out of the base string: call it on a default port, or "
      "mend it" },
    { { .flaw.recipe.port = OAUTH_PORT_TWICE },
      "the server builds the port into the base string twice: call it on a default "
      "port" },
    { { .flaw.recipe.scheme = OAUTH_SCHEME_HTTPS },
      "the server believes it is called by https: a proxy in front of it does not say "
      "http" },
    { { .flaw.recipe.scheme = OAUTH_SCHEME_HTTP },
      "the server believes it is called by http: a proxy in front of it ends TLS" },
    { { .transport = TRANSPORT_QUERY },
      "the Authorization header does not arrive: a proxy or a web server drops it" },
    { { .spelling.separator = "," },
      "the server does not understand a space after a comma" },
};

static bool authenticates(struct visit *v)
{
    static const enum resource readers[] = { RESOURCE_VERIFY, RESOURCE_SHOW,
                                             RESOURCE_LIST };

    for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
        if (serves(v, (struct sending){ .resource = readers[i] })) {
            say(v, true, "the credentials are accepted", "");
            return true;
        }
    for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
        for (size_t k = 0; k < sizeof(readers) / sizeof(readers[0]); k++) {
            struct sending send = attempts[i].send;

            send.resource = readers[k];
            if (serves(v, send)) {
                say(v, false, "a valid signature is refused", attempts[i].advice);
                return false;
            }
        }
    ask(v, (struct sending){ .status = ROLE_UNKNOWN });
    if (answer(v)->status == 404 || answer(v)->status == 200) {
        say(v, true, "the credentials are accepted (no companion answers)", "");
        return true;
    }
    say(v, false, told(v),
        answer(v)->status == 404
            ? "the base URL's path does not exist: is the /1.1 or /api missing?"
            : "check the four keys: consumer key and secret, token and token secret");
    return false;
}

static bool is_read_only(struct visit *v)
{
    struct span body = answer(v)->body;

    return span_find(body, SPAN("Read-only")) >= 0 ||
           span_find(body, SPAN("read-only")) >= 0;
}

static void check_like(struct visit *v, const struct target *target)
{
    struct session *s = &v->session;
    bool liked;

    if (target->embedded)
        return;
    session_restart(s);
    liked = effect_prepare(s, ROLE_LIKED, true);
    if (liked)
        say(v, true, "the status can be liked", "");
    else if (is_read_only(v) || span_find(s->why, SPAN("ead-only")) >= 0)
        say(v, false, "the token may only read",
            "give the application write access, then make a new token");
    else
        say(v, false, arena_str(&s->mem, s->why),
            "choose with --id a status that this account may like");
    if (!liked)
        return;
    session_restart(s);
    liked = effect_prepare(s, ROLE_LIKED, false);
    say(v, liked, "the status can be un-liked",
        "the server refuses the very first un-like");
}

static void restore(struct visit *v, const struct target *target)
{
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    if (!target->embedded && probe_restore(target, false, &why) != 0)
        say(v, false, why.p, "restore it by hand");
    buf_release(&why);
}

bool doctor_examine(struct target *target, struct buf *out)
{
    struct visit *v = xcalloc(1, sizeof(*v));
    struct buf why;
    bool well;

    v->out = out;
    v->well = true;
    v->client = client_new(&target->options.client);
    result_init(&v->result);
    session_init(&v->session, target, &v->test, 0, v->client, &v->result);
    if (reaches(v)) {
        check_clock(v);
        if (authenticates(v)) {
            buf_init(&why, BUF_MAX_TEXT);
            if (!target->embedded)
                probe_target(target, &why);
            buf_release(&why);
            check_like(v, target);
            restore(v, target);
        }
    }
    well = v->well;
    session_release(&v->session);
    client_free(v->client);
    result_release(&v->result);
    free(v);
    return well;
}
