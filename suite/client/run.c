#include "client/run.h"

#include "base/die.h"
#include "client/script.h"
#include "refserver/daemon.h"
#include "refserver/tls.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LATE_MS = 1500, DRIP_MS = 250, NONCES = 4096, MONTHS_AGO_S = 60 * 86400 };

struct run_trust {
    struct tls_identity identity;
    char file[64];
};

/* One server: the one that the client is sent to, or the other origin. */
struct origin {
    struct play *play;
    struct store *store;
    struct endpoint *endpoint;
    struct daemon *daemon;
    char authority[280], url[300];
};

struct play {
    const struct run_options *options;
    const struct scenario *scenario;
    const struct account *account;
    struct performance *out;
    struct origin here, other;
    struct run_trust *trust; /* of this scenario alone */
    const struct run_trust *shown;
    bool ca_known;
    atomic_uint call, connections;
    unsigned scripted; /* under the trail's lock */
};

static int64_t now_us(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int write_file(char path[64], struct span text, struct buf *why)
{
    const char *folder = getenv("TMPDIR");
    int fd;

    snprintf(path, 64, "%s/favspec-ca-XXXXXX",
             folder && strlen(folder) < 40 ? folder : "/tmp");
    fd = mkstemp(path);
    if (fd >= 0 && write(fd, text.p, text.len) == (ssize_t)text.len)
        return close(fd);
    buf_addf(why, "%s cannot be written: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static struct run_trust *trust_at(const char *name, int64_t now_s, struct buf *why)
{
    struct run_trust *trust = xcalloc(1, sizeof(*trust));

    tls_identity_init(&trust->identity);
    if (tls_identity_make(name, now_s, &trust->identity, why) == 0 &&
        write_file(trust->file, buf_span(&trust->identity.ca), why) == 0)
        return trust;
    run_trust_free(trust);
    return NULL;
}

struct run_trust *run_trust_new(const char *name, struct buf *why)
{
    return trust_at(name, now_us(CLOCK_REALTIME) / 1000000, why);
}

void run_trust_free(struct run_trust *trust)
{
    if (!trust)
        return;
    if (trust->file[0])
        unlink(trust->file);
    tls_identity_release(&trust->identity);
    free(trust);
}

static void set_manner(const struct play *play, const struct http_request *request,
                       struct http_response *response, struct endpoint_wire *wire)
{
    enum manner manner = play->scenario->answer.manner;

    wire->chunked = manner == MANNER_CHUNKED;
    wire->http_1_0 = manner == MANNER_HTTP_1_0;
    wire->mode = manner == MANNER_DROP    ? WIRE_DROP
                 : manner == MANNER_RESET ? WIRE_RESET
                                          : WIRE_PLAIN;
    wire->drip_ms = manner == MANNER_DRIP ? DRIP_MS : 0;
    wire->cut = manner == MANNER_CUT ? response->body.len / 2 : 0;
    if (manner == MANNER_LATE)
        poll(NULL, 0, LATE_MS);
    if (manner == MANNER_GZIP && script_wants_gzip(request))
        script_gzip(response);
}

/* Whether it is this request's turn to get the answer of the scenario. */
static bool takes_turn(struct play *play, const struct sighting *s)
{
    const struct scripted_answer *answer = &play->scenario->answer;

    if (!answer->status || s->elsewhere || s->asked != ASKED_DESTROY || !s->served)
        return false;
    return answer->times == 0 || play->scripted < answer->times;
}

static void note_answer(struct trail *trail, struct sighting *s,
                        const struct http_response *response, bool sent)
{
    struct span reset = http_find(&response->headers, "x-rate-limit-reset");
    struct buf text;
    uint64_t seconds;

    if (!sent)
        return;
    buf_init(&text, BUF_MAX_MESSAGE);
    http_response_write(&text, response);
    s->response = arena_copy(&trail->mem, buf_span(&text));
    s->status = response->status;
    if (reset.p && span_u64(reset, &seconds) && seconds < INT64_MAX / 1000)
        s->reset_s = (int64_t)seconds;
    buf_release(&text);
}

static void note_request(const struct origin *origin, struct sighting *s,
                         const struct endpoint_seen *seen)
{
    struct play *play = origin->play;

    s->at_ms = now_us(CLOCK_REALTIME) / 1000;
    s->violations = seen->violations;
    s->call = play->call;
    s->unknown_consumer = seen->unknown_consumer;
    s->unknown_token = seen->unknown_token;
    s->served = seen->reason == REASON_NONE;
    s->elsewhere = origin == &play->other;
    for (size_t i = play->out->trail.count - 1; i > 0 && !s->follows; i--) {
        const struct sighting *before = s - i;

        s->follows =
            play->scenario->redirects && before->call == s->call && before->scripted;
    }
}

static void alter(void *context, const struct http_request *request,
                  struct http_response *response, struct endpoint_seen *seen)
{
    struct origin *origin = context;
    struct play *play = origin->play;
    struct trail *trail = &play->out->trail;
    struct script_names names = { .status_id = play->account->status_id,
                                  .base_url = play->here.url,
                                  .other_url = play->other.url,
                                  .now_s = now_us(CLOCK_REALTIME) / 1000000 };
    struct sighting *s;
    struct span path;

    http_split_target(request->target, &path, &names.query);
    pthread_mutex_lock(&trail->lock);
    s = trail_add(trail, request, play->shown ? "https" : "http");
    if (s) {
        note_request(origin, s, seen);
        s->scripted = takes_turn(play, s);
        play->scripted += s->scripted;
        if (s->scripted) {
            script_answer(&play->scenario->answer, &names, response);
            set_manner(play, request, response, &seen->wire);
        }
        note_answer(trail, s, response, seen->wire.mode == WIRE_PLAIN);
    } else {
        seen->wire.mode = WIRE_DROP; /* it would never end */
    }
    pthread_mutex_unlock(&trail->lock);
}

static int origin_open(struct origin *origin, struct play *play, struct buf *why)
{
    const char *where =
        play->scenario->trust == TRUST_OTHER_NAME ? "127.0.0.2" : "127.0.0.1";
    const char *host = play->options->name && play->scenario->trust != TRUST_OTHER_NAME
                           ? play->options->name
                           : where;
    const struct run_trust *shown = play->shown;
    struct endpoint_options endpoint = { .lenient = play->options->lenient,
                                         .keep_liked = true,
                                         .nonce_capacity = NONCES };
    struct daemon_options daemon = {
        .listen = where,
        .cert_pem = shown ? shown->identity.chain.p : NULL,
        .key_pem = shown ? shown->identity.key.p : NULL,
        .alter = alter,
        .context = origin,
        .connections = &play->connections,
    };

    origin->play = play;
    origin->store = store_new(1);
    origin->endpoint = endpoint_new(origin->store, &endpoint);
    origin->daemon = daemon_start(origin->endpoint, &daemon, why);
    if (!origin->daemon)
        return -1;
    snprintf(origin->authority, sizeof(origin->authority), "%.255s:%u", host,
             (unsigned)daemon_port(origin->daemon));
    snprintf(origin->url, sizeof(origin->url), "%s://%s/1.1", shown ? "https" : "http",
             origin->authority);
    return 0;
}

static void origin_close(struct origin *origin)
{
    daemon_stop(origin->daemon);
    endpoint_free(origin->endpoint);
    store_free(origin->store);
}

/* The certificate that the server shows, and whether the client is told its authority. */
static int choose_trust(struct play *play, struct buf *why)
{
    enum trust trust = play->scenario->trust;
    int64_t now_s = now_us(CLOCK_REALTIME) / 1000000;

    play->shown = play->options->trust;
    play->ca_known = trust != TRUST_UNKNOWN;
    if (trust == TRUST_GIVEN)
        return 0;
    play->trust = trust_at(trust == TRUST_OTHER_NAME ? NULL : play->options->name,
                           trust == TRUST_EXPIRED ? now_s - MONTHS_AGO_S : now_s, why);
    play->shown = play->trust;
    return play->trust ? 0 : -1;
}

static int open_servers(struct play *play, struct buf *why)
{
    uint64_t id = 0;

    if (choose_trust(play, why) != 0 || origin_open(&play->here, play, why) != 0)
        return -1;
    span_u64(play->account->status_id, &id);
    store_add_account(play->here.store, &play->account->credentials, id);
    return play->scenario->redirects ? origin_open(&play->other, play, why) : 0;
}

static struct span ca_file(const struct play *play)
{
    if (play->ca_known)
        return span_of(play->shown ? play->shown->file : NULL);
    return span_of(play->options->trust ? play->options->trust->file : NULL);
}

static void start_call(struct play *play, unsigned call)
{
    const struct account *a = play->account;
    struct span url = span_of(play->here.url);
    const struct launch_value values[] = {
        { "{base_url}", "FAVSPEC_BASE_URL", url },
        { "{consumer_key}", "FAVSPEC_CONSUMER_KEY", a->credentials.consumer_key },
        { NULL, "FAVSPEC_CONSUMER_SECRET", a->credentials.consumer_secret },
        { "{token}", "FAVSPEC_TOKEN", a->credentials.token },
        { NULL, "FAVSPEC_TOKEN_SECRET", a->credentials.token_secret },
        { "{id}", "FAVSPEC_STATUS_ID", a->status_id },
        { "{include_entities}", "FAVSPEC_INCLUDE_ENTITIES", a->include_entities },
        { "{scenario}", "FAVSPEC_SCENARIO", span_of(play->scenario->id) },
        { NULL, "FAVSPEC_CACERT", ca_file(play) },
    };
    enum { COUNT = sizeof(values) / sizeof(values[0]) };
    const struct launch launch = { play->options->command, values, COUNT,
                                   play->options->timeout_ms, play->options->stop };

    if (play->options->pause)
        play->options->pause(play->scenario, values, COUNT);
    else
        launch_run(&launch, &play->out->ends[call]);
}

struct call {
    struct play *play;
    unsigned number;
    pthread_t thread;
};

static void *call_thread(void *context)
{
    struct call *call = context;

    start_call(call->play, call->number);
    return NULL;
}

static void calls_at_once(struct play *play, unsigned count)
{
    struct call calls[RUN_CALLS_MAX];

    for (unsigned i = 0; i < count; i++) {
        calls[i] = (struct call){ .play = play, .number = i };
        if (pthread_create(&calls[i].thread, NULL, call_thread, &calls[i]) != 0)
            die("no thread for a call");
    }
    for (unsigned i = 0; i < count; i++)
        pthread_join(calls[i].thread, NULL);
}

static void make_calls(struct play *play)
{
    unsigned count = play->scenario->calls ? play->scenario->calls : 1;

    if (play->options->pause) {
        start_call(play, 0);
        return;
    }
    if (play->scenario->at_once) {
        play->out->calls = count;
        calls_at_once(play, count);
        return;
    }
    for (unsigned i = 0; i < count; i++) {
        play->call = i;
        start_call(play, i);
        play->out->calls = i + 1;
        if (play->out->ends[i].how == LAUNCH_HUNG)
            return; /* one says enough */
    }
}

int run_scenario(const struct run_options *options, const struct scenario *scenario,
                 const struct account *account, struct performance *out, struct buf *why)
{
    struct play play = {
        .options = options, .scenario = scenario, .account = account, .out = out
    };
    int64_t started = now_us(CLOCK_MONOTONIC);
    int failed;

    *out = (struct performance){ .started_unix_ms = now_us(CLOCK_REALTIME) / 1000 };
    trail_init(&out->trail);
    failed = open_servers(&play, why);
    if (!failed) {
        memcpy(out->authority, play.here.authority, sizeof(out->authority));
        memcpy(out->url, play.here.url, sizeof(out->url));
        make_calls(&play);
        daemon_settle(play.here.daemon);
        daemon_settle(play.other.daemon);
    }
    origin_close(&play.here);
    origin_close(&play.other);
    run_trust_free(play.trust);
    out->connections = play.connections;
    out->duration_us = now_us(CLOCK_MONOTONIC) - started;
    return failed;
}

void performance_release(struct performance *performance)
{
    for (unsigned i = 0; i < performance->calls; i++)
        launch_end_release(&performance->ends[i]);
    trail_release(&performance->trail);
}
