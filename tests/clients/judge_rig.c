#include "judge_rig.h"

#include "oauth/header.h"
#include "oauth/verify.h"

#include <inttypes.h>
#include <stdio.h>

void rig_open(struct rig *rig, const struct scenario *scenario)
{
    *rig = (struct rig){ .scenario = *scenario };
    if (!rig->scenario.id)
        rig->scenario.id = "call/plain";
    account_init(&rig->account, &rig->scenario);
    trail_init(&rig->performance.trail);
    snprintf(rig->performance.authority, sizeof(rig->performance.authority),
             "127.0.0.1:8080");
}

void rig_close(struct rig *rig)
{
    if (rig->judged)
        judgement_release(&rig->judgement);
    performance_release(&rig->performance);
    account_release(&rig->account);
}

static const char *usual(const char *given, const char *otherwise)
{
    return given ? given : otherwise;
}

static const char *random_nonce(void)
{
    static char nonce[33];

    oauth_nonce(nonce, 32);
    return nonce;
}

static void add_oauth(struct rig *rig, const struct spec *spec, struct oauth_params *list)
{
    const struct oauth_credentials *c = &rig->account.credentials;
    const char *nonce = random_nonce();
    const struct {
        const char *name;
        struct span value;
    } pairs[] = {
        { "oauth_consumer_key", c->consumer_key },
        { "oauth_token", c->token },
        { "oauth_signature_method", SPAN("HMAC-SHA1") },
        { "oauth_timestamp", span_of(usual(spec->timestamp, "1700000000")) },
        { "oauth_nonce", span_of(usual(spec->nonce, nonce)) },
        { "oauth_version", span_of(usual(spec->version, "1.0")) },
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        oauth_params_add(list, span_of(pairs[i].name), pairs[i].value, OAUTH_IN_HEADER);
}

static void sign(struct rig *rig, const struct spec *spec, struct http_request *request)
{
    struct arena mem = { 0 };
    struct oauth_request oauth = {
        .method = spec->signed_method ? span_of(spec->signed_method) : request->method,
        .url = arena_printf(&mem, "http://%.*s%.*s",
                            SPAN_ARG(spec->signed_host
                                         ? span_of(spec->signed_host)
                                         : http_find(&request->headers, "Host")),
                            SPAN_ARG(request->target)),
        .content_type = http_find(&request->headers, "Content-Type"),
        .body = request->body,
    };
    struct oauth_params list;
    struct buf signature, header;

    oauth_params_init(&list);
    buf_init(&signature, BUF_MAX_TEXT);
    buf_init(&header, BUF_MAX_TEXT);
    oauth_collect(&list, &oauth, NULL);
    add_oauth(rig, spec, &list);
    oauth_sign(&signature, &oauth, &list, &rig->account.credentials, NULL, NULL);
    oauth_params_add(&list, SPAN("oauth_signature"), buf_span(&signature),
                     OAUTH_IN_HEADER);
    oauth_header_write(&header, &list, NULL);
    http_request_add(request, SPAN("Authorization"), buf_span(&header));
    oauth_params_release(&list);
    buf_release(&signature);
    buf_release(&header);
    arena_release(&mem);
}

static uint32_t violations(const struct sighting *s)
{
    struct oauth_request request = sighting_oauth(s);
    struct oauth_claim claim;
    uint32_t found;

    oauth_claim_init(&claim);
    found = oauth_claim_read(&claim, &request, NULL);
    if (claim.timestamp > 0)
        found |= oauth_claim_clock(&claim, s->at_ms / 1000, 300);
    oauth_claim_release(&claim);
    return found;
}

static void fill(const struct spec *spec, struct sighting *s)
{
    s->at_ms = RIG_NOW * 1000 + spec->late_ms;
    s->violations = violations(s);
    s->status = spec->status == -1 ? 0 : spec->status ? spec->status : 200;
    s->reset_s = spec->reset_s ? RIG_NOW + spec->reset_s : 0;
    s->call = spec->call;
    s->served = !spec->refused;
    s->scripted = spec->scripted;
    s->elsewhere = spec->elsewhere;
    s->follows = spec->follows;
}

void rig_see(struct rig *rig, const struct spec *spec)
{
    struct http_request request = { 0 };
    char target[100];

    snprintf(target, sizeof(target), "/1.1/favorites/destroy.json?id=%.*s",
             SPAN_ARG(rig->account.status_id));
    http_request_set(&request, span_of(usual(spec->method, "POST")),
                     span_of(usual(spec->target, target)));
    http_request_add(&request, SPAN("Host"),
                     span_of(usual(spec->host, rig->performance.authority)));
    if (spec->type)
        http_request_add(&request, SPAN("Content-Type"), span_of(spec->type));
    if (spec->header)
        http_request_add(&request, span_of(spec->header), span_of(spec->header_value));
    http_request_set_body(&request, span_of(usual(spec->body, "")));
    if (!spec->unsigned_)
        sign(rig, spec, &request);
    fill(spec, trail_add(&rig->performance.trail, &request, "http"));
    http_request_release(&request);
}

void rig_end(struct rig *rig, enum launch_how how, int status)
{
    struct launch_end *end = &rig->performance.ends[rig->performance.calls++];

    *end = (struct launch_end){ .how = how, .status = status };
    buf_init(&end->output, LAUNCH_OUTPUT_MAX);
}

const char *rig_names(struct rig *rig, enum verdict verdict)
{
    static char names[1000];
    struct judge_question question = { &rig->scenario, &rig->account, &rig->performance,
                                       false, NULL };
    size_t len = 0;

    if (!rig->judged)
        judge(&question, &rig->judgement);
    rig->judged = true;
    names[0] = '\0';
    for (size_t i = 0; i < rig->judgement.count; i++) {
        const struct finding *f = &rig->judgement.items[i];

        if (f->verdict == verdict && f->mistake != OAUTH_MISTAKE_NONE)
            len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s",
                                    len ? " " : "", oauth_mistakes[f->mistake].name);
    }
    return names;
}
