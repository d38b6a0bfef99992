#include "cli/serve.h"

#include "cli/serve_journal.h"
#include "refserver/daemon.h"
#include "report/output.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 8, HOST_MAX = 300 };

struct server {
    const struct serve_options *options;
    struct store *store;
    struct endpoint *endpoint;
    struct journal *journal;
    struct page_source page;
    struct daemon *daemon;
    int64_t started_ms;
    char base_url[HOST_MAX + 32];
    char ca_folder[512], ca_file[544]; /* empty: none was written */
};

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool uses_tls(const struct serve_options *o)
{
    return o->identity.chain.len > 0;
}

static void seen(void *context, const struct http_request *request,
                 const struct http_response *response, const struct endpoint_seen *found)
{
    struct server *server = context;

    journal_add(server->journal, request, response, found);
}

static bool page(void *context, const struct http_request *request,
                 struct http_response *out)
{
    struct server *server = context;

    return page_answer(&server->page, request, out);
}

static unsigned thread_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : count > THREADS_MAX ? THREADS_MAX : (unsigned)count;
}

/* The host of the READY line: what a client on this machine can call. */
static const char *own_host(const struct serve_options *o)
{
    if (o->name)
        return o->name;
    if (!o->listen || strcmp(o->listen, "0.0.0.0") == 0)
        return "127.0.0.1";
    return strcmp(o->listen, "::") == 0 ? "::1" : o->listen;
}

static void make_url(struct server *server)
{
    const char *host = own_host(server->options);
    bool v6 = strchr(host, ':') != NULL;

    snprintf(server->base_url, sizeof(server->base_url), "%s://%s%s%s:%u/1.1",
             uses_tls(server->options) ? "https" : "http", v6 ? "[" : "", host,
             v6 ? "]" : "", (unsigned)daemon_port(server->daemon));
}

static void make_store(struct server *server)
{
    const struct serve_options *o = server->options;
    struct oauth_credentials credentials = { span_of(o->settings.consumer_key),
                                             span_of(o->settings.consumer_secret),
                                             span_of(o->settings.token),
                                             span_of(o->settings.token_secret) };
    struct endpoint_options how = { .mutant = o->mutant,
                                    .lenient = o->lenient,
                                    .keep_liked = o->keep_liked };

    server->store = store_new(1);
    store_add_account(server->store, &credentials, o->id);
    server->endpoint = endpoint_new(server->store, &how);
}

static void make_journal(struct server *server)
{
    const struct serve_options *o = server->options;
    struct journal_options how = {
        .scheme = uses_tls(o) ? "https" : "http",
        .credentials = { span_of(o->settings.consumer_key),
                         span_of(o->settings.consumer_secret), span_of(o->settings.token),
                         span_of(o->settings.token_secret) },
        .id = o->id,
        .cacert = server->ca_file[0] ? server->ca_file : NULL,
        .quiet = o->quiet,
        .show_secrets = o->show_secrets,
    };

    how.hosts[how.host_count++] = SPAN("[::1]");
    if (o->name)
        how.hosts[how.host_count++] = span_of(o->name);
    server->journal = journal_new(&how);
    server->page = (struct page_source){ server->journal, journal_write_json };
}

static int start_daemon(struct server *server, struct buf *why)
{
    const struct serve_options *o = server->options;
    struct daemon_options how = {
        .listen = o->listen,
        .port = o->port,
        .cert_pem = uses_tls(o) ? o->identity.chain.p : NULL,
        .key_pem = uses_tls(o) ? o->identity.key.p : NULL,
        .threads = thread_count(),
        .seen = seen,
        .page = page,
        .context = server,
        .fault = o->fault,
    };

    server->daemon = daemon_start(server->endpoint, &how, why);
    return server->daemon ? 0 : -1;
}

static int write_ca(struct server *server, struct buf *why)
{
    const char *folder = getenv("TMPDIR");

    if (!server->options->identity.ca.len)
        return 0;
    snprintf(server->ca_folder, sizeof(server->ca_folder), "%s/favspec-XXXXXX",
             folder && folder[0] == '/' ? folder : "/tmp");
    if (!mkdtemp(server->ca_folder)) {
        buf_addf(why, "no folder %s for the certificate", server->ca_folder);
        server->ca_folder[0] = '\0';
        return -1;
    }
    snprintf(server->ca_file, sizeof(server->ca_file), "%s/cacert.pem",
             server->ca_folder);
    return output_write(server->ca_file, buf_span(&server->options->identity.ca), why);
}

static int write_port(const struct server *server, struct buf *why)
{
    char text[16];

    if (!server->options->port_file)
        return 0;
    snprintf(text, sizeof(text), "%u\n", (unsigned)daemon_port(server->daemon));
    return output_write(server->options->port_file, span_of(text), why);
}

static bool stdout_taken(const struct serve_options *o)
{
    for (size_t i = 0; i < o->report_count; i++)
        if (strcmp(o->reports[i].file, "-") == 0)
            return true;
    return false;
}

static void announce(const struct server *server)
{
    FILE *out = stdout_taken(server->options) ? stderr : stdout;

    fprintf(out, "READY %s\n", server->base_url);
    if (server->ca_file[0])
        fprintf(out, "CACERT %s\n", server->ca_file);
    fflush(out);
}

static int write_reports(struct server *server)
{
    const struct serve_options *o = server->options;
    struct result_set set;
    struct buf why;
    int failed;

    if (!o->report_count)
        return EXIT_OK;
    result_set_init(&set);
    set.command = "serve";
    set.target_url = server->base_url;
    set.profile = "x-1.1";
    set.started_unix_ms = server->started_ms;
    set.duration_us = (wall_ms() - server->started_ms) * 1000;
    journal_report(server->journal, &set);
    set.planned = set.count;
    buf_init(&why, BUF_MAX_TEXT);
    failed = report_write_all(&set, o->reports, o->report_count, &why);
    if (failed)
        fprintf(stderr, "favspec serve: %s\n", why.p);
    buf_release(&why);
    result_set_release(&set);
    return failed ? EXIT_INTERNAL : EXIT_OK;
}

static void wait_for_signal(const sigset_t *signals)
{
    int number;

    while (sigwait(signals, &number) != 0)
        continue;
    /* A second one ends it at once. */
    pthread_sigmask(SIG_UNBLOCK, signals, NULL);
}

static void block_signals(sigset_t *out)
{
    sigemptyset(out);
    sigaddset(out, SIGINT);
    sigaddset(out, SIGTERM);
    sigaddset(out, SIGHUP);
    pthread_sigmask(SIG_BLOCK, out, NULL);
}

static void release(struct server *server)
{
    if (server->ca_file[0])
        unlink(server->ca_file);
    if (server->ca_folder[0])
        rmdir(server->ca_folder);
    journal_free(server->journal);
    endpoint_free(server->endpoint);
    store_free(server->store);
}

/* The journal takes and gives back memory with every request: glibc asks the kernel for
 * it page by page unless it is told otherwise. */
static void keep_memory(void)
{
#ifdef M_TOP_PAD
    mallopt(M_ARENA_MAX, 1); /* others than the first grow page by page all the same */
    mallopt(M_TOP_PAD, 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
#endif
}

static int open_all(struct server *server, struct buf *why)
{
    int failed = write_ca(server, why);

    make_store(server);
    make_journal(server);
    if (failed || start_daemon(server, why) != 0)
        return -1;
    make_url(server);
    return write_port(server, why);
}

int serve(const struct serve_options *options)
{
    struct server server = { .options = options, .started_ms = wall_ms() };
    int status = EXIT_USAGE;
    sigset_t signals;
    struct buf why;

    keep_memory();
    block_signals(&signals);
    buf_init(&why, BUF_MAX_TEXT);
    if (open_all(&server, &why) == 0) {
        announce(&server);
        wait_for_signal(&signals);
        status = EXIT_OK;
    } else {
        fprintf(stderr, "favspec serve: %s\n", why.p);
    }
    if (server.daemon)
        daemon_stop(server.daemon);
    journal_stop(server.journal);
    if (status == EXIT_OK)
        status = write_reports(&server);
    release(&server);
    buf_release(&why);
    return status;
}
