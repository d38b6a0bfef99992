#include "server/doctor.h"

#include "base/die.h"
#include "report/report.h"
#include "server/doctor_visit.h"
#include "server/effect.h"
#include "server/exchange.h"
#include "server/judge.h"
#include "server/ledger.h"
#include "server/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SKEW_MAX_S = 60 };

/* Redacted and neutralised: a sentence may quote what the server said. */
static void add_clean(const struct visit *v, struct buf *out, const char *text)
{
    struct buf redacted;

    buf_init(&redacted, BUF_MAX_TEXT);
    redactor_write(&v->session.redactor, &redacted, span_of(text));
    report_neutralise(out, buf_span(&redacted), false);
    buf_release(&redacted);
}

void visit_say(struct visit *v, bool well, const char *what, const char *advice)
{
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    add_clean(v, &line, what);
    if (!well) {
        buf_add_str(&line, ": ");
        add_clean(v, &line, advice);
    }
    buf_addf(v->out, "%s %s\n", well ? "ok " : "BAD", line.p);
    if (!well && !v->cause.len)
        buf_add_span(&v->cause, buf_span(&line));
    buf_release(&line);
}

void visit_note(struct visit *v, const char *what)
{
    buf_add_str(v->out, "note ");
    add_clean(v, v->out, what);
    buf_add_char(v->out, '\n');
}

bool visit_ask(struct visit *v, struct sending send)
{
    session_restart(&v->session);
    return exchange_extra(&v->session, &send, &v->session.side[0]) == CLIENT_OK;
}

const struct http_response *visit_answer(const struct visit *v)
{
    return &v->session.side[0].response;
}

const char *visit_told(struct visit *v)
{
    struct buf text;
    char *kept;

    buf_init(&text, BUF_MAX_TEXT);
    judge_describe(&v->session, &text, &v->session.side[0]);
    kept = arena_str(&v->session.mem, buf_span(&text));
    buf_release(&text);
    return kept;
}

/* What to change when there is no answer. */
static const struct {
    enum client_error error;
    const char *advice;
} silences[] = {
    { CLIENT_UNRESOLVED, "check the host's name; --resolve gives it an address" },
    { CLIENT_REFUSED, "nobody listens there: check host and port, start the server" },
    { CLIENT_TLS, "--cacert FILE names whom to trust, --insecure trusts all; a server "
                  "without TLS is called by http://" },
    { CLIENT_TIMEOUT,
      "the server does not answer in time: --timeout, firewalls, proxies" },
    { CLIENT_CONNECT_TIMEOUT,
      "no connection in time: check host and port, firewalls, and "
      "whether a proxy is needed (--proxy)" },
    { CLIENT_PROXY, "check --proxy" },
    { CLIENT_NOT_HTTP,
      "no HTTP is spoken there: check the port, and https:// for http://" },
    { CLIENT_RESET,
      "the connection is closed: check the port, and https:// for http://" },
    { CLIENT_EMPTY,
      "the connection is closed: check the port, and https:// for http://" },
};

static const char *advice_of(enum client_error error)
{
    for (size_t i = 0; i < sizeof(silences) / sizeof(silences[0]); i++)
        if (silences[i].error == error)
            return silences[i].advice;
    return "check host, port, scheme, and proxies";
}

static bool reaches(struct visit *v)
{
    bool there = visit_ask(v, (struct sending){ .status = ROLE_UNKNOWN });

    if (there && visit_answer(v)->status != 407) {
        visit_say(v, true, "the server answers", "");
        return true;
    }
    visit_say(v, false, arena_str(&v->session.mem, v->session.why),
              there ? "give --proxy a user and a password"
                    : advice_of(v->session.side[0].error));
    return false;
}

static void check_clock(struct visit *v)
{
    struct span date = http_find(&visit_answer(v)->headers, "date");
    struct tm tm = { 0 };
    char text[64], what[96];
    long long off;

    snprintf(text, sizeof(text), "%.*s", SPAN_ARG(date));
    if (!date.p || !strptime(text, "%a, %d %b %Y %H:%M:%S", &tm)) {
        visit_note(v, "the answer has no Date header: the clocks cannot be compared");
        return;
    }
    off = (long long)timegm(&tm) - target_now_ms(v->session.target) / 1000;
    snprintf(what, sizeof(what), "the clocks differ by %lld s", off);
    visit_say(v, off <= SKEW_MAX_S && off >= -SKEW_MAX_S, what,
              "set this machine's clock, or the server's: timestamps are refused");
}

static bool serves(struct visit *v, struct sending send)
{
    return visit_ask(v, send) && visit_answer(v)->status >= 200 &&
           visit_answer(v)->status < 300;
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

/* What the code of a refusal says. */
static const char *advice_for_refusal(struct visit *v)
{
    struct error_doc error;

    error_read(visit_answer(v)->body, &error, NULL);
    if (error.has_code && error.code == 89)
        return "the token is unknown, expired or revoked: make a new one";
    if (error.has_code && error.code == 135)
        return "the timestamp is refused: compare the clocks";
    if (error.has_code && error.code == 215)
        return "the server sees no credentials: a proxy may drop the Authorization "
               "header";
    return "check the four keys: consumer key and secret, token and token secret";
}

static bool spelled_otherwise(struct visit *v, const enum resource *readers, size_t count)
{
    for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
        for (size_t k = 0; k < count; k++) {
            struct sending send = attempts[i].send;

            send.resource = readers[k];
            if (serves(v, send)) {
                visit_say(v, false, "a valid signature is refused", attempts[i].advice);
                return true;
            }
        }
    return false;
}

static bool authenticates(struct visit *v)
{
    static const enum resource readers[] = { RESOURCE_VERIFY, RESOURCE_SHOW,
                                             RESOURCE_LIST };
    size_t count = sizeof(readers) / sizeof(readers[0]);

    for (size_t i = 0; i < count; i++)
        if (serves(v, (struct sending){ .resource = readers[i] })) {
            visit_say(v, true, "the credentials are accepted", "");
            return true;
        }
    if (spelled_otherwise(v, readers, count))
        return false;
    visit_ask(v, (struct sending){ .status = ROLE_UNKNOWN });
    if (visit_answer(v)->status == 404 || visit_answer(v)->status == 200) {
        visit_say(v, true, "the credentials are accepted (no companion answers)", "");
        return true;
    }
    visit_say(v, false, visit_told(v), advice_for_refusal(v));
    return false;
}

/* The set-up says what the server answered to it. */
static void say_prepared(struct visit *v, bool prepared, const char *done,
                         const char *advice)
{
    struct session *s = &v->session;

    if (prepared)
        visit_say(v, true, done, "");
    else if (span_find(s->why, SPAN("ead-only")) >= 0 ||
             span_find(s->why, SPAN("ead only")) >= 0)
        visit_say(v, false, "the token may only read",
                  "give the application write access, then make a new token");
    else
        visit_say(v, false, arena_str(&s->mem, s->why), advice);
}

static void check_like(struct visit *v)
{
    struct session *s = &v->session;
    bool prepared;

    if (!(v->target->companions & COMPANION_CREATE)) {
        visit_note(v, "there is no favorites/create: only answers can be judged");
        return;
    }
    session_restart(s);
    prepared = effect_prepare(s, ROLE_LIKED, true);
    say_prepared(v, prepared, "the status can be liked",
                 "choose with --id a status that this account may like");
    if (!prepared)
        return;
    session_restart(s);
    prepared = effect_prepare(s, ROLE_LIKED, false);
    say_prepared(v, prepared, "the status can be un-liked",
                 "the server refuses the very first un-like");
}

/* Everything that changes something, with the ledger on disk. */
static void try_like(struct visit *v, const char *file)
{
    struct ledger *ledger;
    struct buf why;

    buf_init(&why, BUF_MAX_TEXT);
    if (probe_target(v->target, &why) != PROBE_OK)
        visit_say(v, false, why.p, "ask again");
    else if (!(ledger = ledger_open(file, v->target, &why)))
        visit_say(v, false, why.p, "nothing was changed");
    else {
        if (probe_create(v->target))
            ledger_update(ledger, v->target);
        check_like(v);
        buf_reset(&why);
        if (probe_restore(v->target, false, &why) == 0)
            ledger_close(ledger, true);
        else {
            visit_say(v, false, why.p, "favspec restore tries again");
            ledger_close(ledger, false);
        }
    }
    buf_release(&why);
}

static void examine(struct visit *v, const char *ledger)
{
    if (!reaches(v))
        return;
    check_clock(v);
    if (!doctor_finds_path(v) || !authenticates(v) || v->target->embedded)
        return;
    doctor_check_profile(v);
    try_like(v, ledger);
}

bool doctor_examine(struct target *target, const char *ledger, struct buf *out)
{
    struct visit *v = xcalloc(1, sizeof(*v));
    bool well;

    v->out = out;
    v->target = target;
    buf_init(&v->cause, BUF_MAX_TEXT);
    v->client = client_new(&target->options.client);
    result_init(&v->result);
    session_init(&v->session, target, &v->test, 0, v->client, &v->result);
    examine(v, ledger);
    well = v->cause.len == 0;
    if (well)
        buf_add_str(out, "nothing stands in the way of a run\n");
    else
        buf_addf(out, "this explains why cases fail: %s\n", v->cause.p);
    session_release(&v->session);
    client_free(v->client);
    result_release(&v->result);
    buf_release(&v->cause);
    free(v);
    return well;
}
