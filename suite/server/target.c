#include "server/target.h"

#include "base/die.h"
#include "refserver/daemon.h"
#include "server/catalogue.h"
#include "server/target_url.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The embedded server runs in a process of its own, so that the parent has no thread when
 * it forks the runners. Both hold the same worlds: they are made before. */
struct embedded {
    struct store *store;
    pid_t pid;
    int life; /* the server ends when this end is closed */
};

static const struct costume *costume_find(const char *name)
{
    for (const struct costume *c = costumes; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static void no_mutant(const char *name, struct buf *why)
{
    const char **names = xcalloc(mutant_count, sizeof(*names)), *near;

    for (size_t i = 0; i < mutant_count; i++)
        names[i] = mutants[i].name;
    near = closest_name(name, names, mutant_count);
    buf_addf(why, "there is no mutant \"%s\"; ", name);
    if (near)
        buf_addf(why, "did you mean \"%s\"? ", near);
    buf_add_str(why, "--mutant list names them");
    free(names);
}

static enum target_error embedded_options(const struct target_options *options,
                                          struct endpoint_options *out, struct buf *why)
{
    *out = (struct endpoint_options){ 0 };
    if (options->mutant && !(out->mutant = mutant_find(options->mutant))) {
        no_mutant(options->mutant, why);
        return TARGET_CONFIG;
    }
    if (options->costume && !(out->costume = costume_find(options->costume))) {
        buf_addf(why, "there is no costume \"%s\"", options->costume);
        return TARGET_CONFIG;
    }
    return TARGET_OK;
}

/* What the server's process does: serve until the parent closes its end or is gone. */
__attribute__((noreturn)) static void serve(struct target *target, struct store *store,
                                            const struct endpoint_options *options,
                                            int life, int news)
{
    struct daemon_options serving = { .head_max = 128 * 1024 }; /* what cases send */
    struct endpoint *endpoint;
    struct daemon *daemon;
    uint16_t port = 0;
    struct buf why;
    char byte;

    serving.clock_offset_ms = &target->shared->clock_offset_ms;
    setpgid(0, 0);
    signal(SIGINT, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    buf_init(&why, BUF_MAX_TEXT);
    endpoint = endpoint_new(store, options);
    daemon = daemon_start(endpoint, &serving, &why);
    port = daemon ? daemon_port(daemon) : 0;
    if (write(news, &port, sizeof(port)) != sizeof(port) ||
        write(news, why.p, why.len) != (ssize_t)why.len)
        _exit(1);
    close(news);
    while (daemon && read(life, &byte, 1) < 0)
        continue;
    if (daemon)
        daemon_stop(daemon);
    endpoint_free(endpoint);
    store_free(store);
    _exit(0);
}

static void start_process(struct target *target, const struct endpoint_options *options,
                          int *out_news)
{
    struct embedded *server = target->server;
    int life[2], news[2];

    if (pipe(life) != 0 || pipe(news) != 0)
        die("no pipe");
    fflush(NULL);
    server->pid = fork();
    if (server->pid < 0)
        die("no process");
    if (server->pid == 0) {
        close(life[1]);
        close(news[0]);
        serve(target, server->store, options, life[0], news[1]);
    }
    close(life[0]);
    close(news[1]);
    server->life = life[1];
    *out_news = news[0];
}

static uint16_t hear_port(int news, struct buf *why)
{
    uint16_t port = 0;
    char text[256];
    ssize_t got = read(news, &port, sizeof(port));

    if (got != sizeof(port) || port == 0) {
        got = read(news, text, sizeof(text));
        buf_add(why, text, got > 0 ? (size_t)got : 0);
        port = 0;
    }
    close(news);
    return port;
}

static enum target_error embedded_start(struct target *target, struct buf *why)
{
    struct endpoint_options options;
    enum target_error error = embedded_options(&target->options, &options, why);
    struct world world;
    uint16_t port;
    int news;

    if (error)
        return error;
    target->server = xcalloc(1, sizeof(*target->server));
    target->server->store = store_new(1);
    for (unsigned i = 0; i < target->options.worlds; i++)
        store_world(target->server->store, i, &world);
    start_process(target, &options, &news);
    port = hear_port(news, why);
    if (!port)
        return TARGET_UNREACHABLE;
    target->url = arena_printf(&target->mem, "http://127.0.0.1:%u/1.1", (unsigned)port);
    target->embedded = true;
    target->companions = COMPANION_ALL;
    target->liked_before = -1;
    return TARGET_OK;
}

static void embedded_stop(struct embedded *server)
{
    if (!server)
        return;
    if (server->pid > 0) {
        close(server->life);
        while (waitpid(server->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    store_free(server->store);
    free(server);
}

static enum target_error open_kind(struct target *target, struct buf *why)
{
    enum target_error error = TARGET_OK;

    if (json_schemas_load(&target->schemas, target->options.golden, why) != 0)
        return TARGET_CONFIG;
    if (target->options.url)
        target->url = arena_copy(&target->mem, span_of(target->options.url));
    else
        error = embedded_start(target, why);
    return error ? error : target_take_url_apart(target, why);
}

enum target_error target_open(const struct target_options *options, struct target *out,
                              struct buf *why)
{
    struct target target = { .options = *options, .liked_before = -1 };
    enum target_error error;

    target.shared = mmap(NULL, sizeof(*target.shared), PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (target.shared == MAP_FAILED)
        die("no shared memory");
    error = open_kind(&target, why);
    if (error)
        target_close(&target);
    else
        *out = target;
    return error;
}

void target_close(struct target *target)
{
    embedded_stop(target->server);
    json_schemas_release(&target->schemas);
    munmap(target->shared, sizeof(*target->shared));
    free(target->likes_before.ids);
    arena_release(&target->mem);
}

static struct span keep(struct arena *mem, const char *text)
{
    return arena_copy(mem, span_of(text));
}

static struct oauth_credentials identity(struct arena *mem, const char *key,
                                         const char *secret, const char *token,
                                         const char *token_secret)
{
    return (struct oauth_credentials){ keep(mem, key), keep(mem, secret),
                                       keep(mem, token), keep(mem, token_secret) };
}

/* Identities that every target has, made from the account's. */
static void derive_identities(struct arena *mem, struct subject *out)
{
    const struct oauth_credentials *account = &out->as[AS_ACCOUNT];
    char random[41];

    oauth_nonce(random, 40);
    out->as[AS_UNKNOWN_TOKEN] = *account;
    out->as[AS_UNKNOWN_TOKEN].token = arena_printf(mem, "1-%s", random);
    out->as[AS_UNKNOWN_TOKEN].token_secret = keep(mem, random);
    out->as[AS_UNKNOWN_CONSUMER] = *account;
    out->as[AS_UNKNOWN_CONSUMER].consumer_key = keep(mem, random);
    out->as[AS_NO_TOKEN] = *account;
    out->as[AS_NO_TOKEN].token = (struct span){ NULL, 0 };
    out->as[AS_NO_TOKEN].token_secret = SPAN("");
    out->as[AS_BASIC] = *account;
    out->as[AS_NOBODY] = *account;
}

static const enum status_kind kinds[ROLE_COUNT] = {
    [ROLE_LIKED] = KIND_LIKED,
    [ROLE_NOT_LIKED] = KIND_NOT_LIKED,
    [ROLE_NEIGHBOUR] = KIND_NEIGHBOUR_LOW,
    [ROLE_OF_OTHER] = KIND_LIKED_BY_OTHER,
    [ROLE_PROTECTED] = KIND_PROTECTED,
    [ROLE_OWN] = KIND_OWN,
    [ROLE_REPLY] = KIND_REPLY,
    [ROLE_RETWEET] = KIND_RETWEET,
    [ROLE_QUOTE] = KIND_QUOTE,
    [ROLE_MEDIA] = KIND_MEDIA,
    [ROLE_ENTITIES] = KIND_ENTITIES,
    [ROLE_EMOJI] = KIND_EMOJI,
    [ROLE_ESCAPED] = KIND_ESCAPED,
    [ROLE_PLACE] = KIND_PLACE,
    [ROLE_WITHHELD] = KIND_WITHHELD,
    [ROLE_OLD] = KIND_OLD,
    [ROLE_LONG] = KIND_LONG,
};

static void embedded_subject(const struct target *target, unsigned index,
                             struct arena *mem, struct subject *out)
{
    struct world w;

    store_world(target->server->store, index, &w);
    out->as[AS_ACCOUNT] =
        identity(mem, w.consumer_key, w.consumer_secret, w.token, w.token_secret);
    out->as[AS_SECOND_USER] =
        identity(mem, w.consumer_key, w.consumer_secret, w.second_token, w.second_secret);
    out->as[AS_READ_ONLY] = identity(mem, w.consumer_key, w.consumer_secret,
                                     w.readonly_token, w.readonly_secret);
    out->as[AS_REVOKED] = identity(mem, w.consumer_key, w.consumer_secret,
                                   w.revoked_token, w.revoked_secret);
    out->as[AS_OTHER_CONSUMER] = identity(
        mem, w.other_consumer_key, w.other_consumer_secret, w.token, w.token_secret);
    out->as[AS_BEARER] = out->as[AS_ACCOUNT];
    out->bearer = keep(mem, w.bearer);
    for (int role = 0; role < ROLE_COUNT; role++)
        out->ids[role] = w.ids[kinds[role]];
    out->ids[ROLE_UNKNOWN] = w.unknown_id;
    out->neighbour = w.ids[KIND_NEIGHBOUR_HIGH];
    out->bystander = w.ids[KIND_BYSTANDER];
}

static void remote_subject(const struct target *target, struct arena *mem,
                           struct subject *out)
{
    const struct target_options *o = &target->options;
    uint64_t id = 0;

    out->as[AS_ACCOUNT] =
        identity(mem, o->consumer_key, o->consumer_secret, o->token, o->token_secret);
    span_u64(span_of(o->status_id), &id);
    out->ids[ROLE_LIKED] = out->ids[ROLE_NOT_LIKED] = id;
    /* Far from any id in use: before the first snowflake and above every small counter.
     */
    out->ids[ROLE_UNKNOWN] = UINT64_C(20000000000000000) + (uint64_t)time(NULL) % 1000003;
}

void target_subject(const struct target *target, unsigned index, struct arena *mem,
                    struct subject *out)
{
    *out = (struct subject){ 0 };
    if (target->embedded)
        embedded_subject(target, index, mem, out);
    else
        remote_subject(target, mem, out);
    derive_identities(mem, out);
}

int64_t target_now_ms(const struct target *target)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 +
           atomic_load(&target->shared->clock_offset_ms);
}

void target_pass_ms(const struct target *target, int64_t ms)
{
    struct timespec wait = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    if (target->embedded)
        atomic_fetch_add(&target->shared->clock_offset_ms, ms);
    else
        while (nanosleep(&wait, &wait) != 0)
            continue;
}

bool target_mutant(size_t number, struct mutant_row *out)
{
    if (number >= mutant_count)
        return false;
    *out = (struct mutant_row){ mutants[number].name, mutants[number].requirement,
                                mutants[number].sentence,
                                mutants[number].noted ? "warn" : "fail" };
    return true;
}

const char *target_costume(size_t number, bool *out_noted)
{
    for (size_t i = 0; i < number; i++)
        if (!costumes[i].name)
            return NULL;
    *out_noted = costumes[number].noted;
    return costumes[number].name;
}
