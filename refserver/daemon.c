#include "refserver/link.h"

#include "base/die.h"
#include "refserver/framing.h"
#include "refserver/listen.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    IDLE_S = 60,
    SILENT_S = 2, /* libmicrohttpd waits for more after some bytes that are no request */
    /* libmicrohttpd clears as much after every request. */
    HEAD_MAX = 32 * 1024,
    SETTLE_MS = 1000,
    SETTLE_TURNS = 4, /* accept, read, answer; and one more */
};

struct daemon {
    struct MHD_Daemon *mhd;
    struct endpoint *endpoint;
    const struct wire_defects *wrong;
    struct daemon_options options;
    const char *scheme;
    uint16_t port;
    struct crowd crowd;
    atomic_uint suffered; /* faults */
    atomic_uint probe;    /* the port that daemon_settle comes from; 0: none */
    atomic_bool garbage;  /* a connection ended without a request: for one mutant */
};

static int64_t now_ms(const struct daemon *daemon)
{
    struct timespec now;
    int64_t offset =
        daemon->options.clock_offset_ms ? *daemon->options.clock_offset_ms : 0;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + offset;
}

static struct link *link_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
        ->socket_context;
}

static bool is_probe(struct daemon *daemon, int fd)
{
    unsigned port = atomic_load(&daemon->probe);
    bool probe = port && listen_peer(fd) == port;

    if (probe)
        atomic_store(&daemon->probe, 0);
    return probe;
}

static void connection_changed(void *context, struct MHD_Connection *connection,
                               void **socket, enum MHD_ConnectionNotificationCode code)
{
    struct daemon *daemon = context;
    struct link *link = *socket;
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
                 ->connect_fd,
        yes = 1;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        if (!is_probe(daemon, fd) && daemon->options.connections)
            atomic_fetch_add(daemon->options.connections, 1);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
                                  (unsigned)SILENT_S);
        link = link_new();
        crowd_join(&daemon->crowd, &link->member, fd);
        *socket = link;
        return;
    }
    if (link->answered == 0)
        daemon->garbage = true;
    crowd_leave(&daemon->crowd, &link->member);
    link_free(link);
    *socket = NULL;
}

static void *request_begins(void *context, const char *uri,
                            struct MHD_Connection *connection)
{
    struct link *link = link_of(connection);

    (void)context;
    if (link->answered == 0)
        MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
                                  (unsigned)IDLE_S);
    link_begin(link, uri);
    return link;
}

/* Mutants that mix up the requests of a connection. */
static void mix_up(struct daemon *daemon, struct link *link, struct endpoint_wire *wire)
{
    const struct wire_defects *wrong = daemon->wrong;

    if (wrong->dies_after_garbage && atomic_exchange(&daemon->garbage, false))
        wire->mode = WIRE_DROP;
    if (wrong->error_on_kept && link->answered % 2 == 1)
        link->response.status = 500;
    if (wrong->first_answer_again && !link->first) {
        link->first = xcalloc(1, sizeof(*link->first));
        link->first->status = link->response.status;
        http_response_set_body(link->first, link->response.body);
        for (size_t i = 0; i < link->response.headers.count; i++)
            http_response_add(link->first, link->response.headers.items[i].name,
                              link->response.headers.items[i].value);
    }
}

static const struct http_response *answer_to_send(const struct link *link)
{
    return link->first ? link->first : &link->response;
}

static void copy_first(struct link *link)
{
    const struct http_response *first = answer_to_send(link);

    if (first == &link->response)
        return;
    http_response_reset(&link->response);
    link->response.status = first->status;
    http_response_set_body(&link->response, first->body);
    for (size_t i = 0; i < first->headers.count; i++)
        http_response_add(&link->response, first->headers.items[i].name,
                          first->headers.items[i].value);
}

/* The fault that befalls this request, or NULL. */
static const struct fault *next_fault(struct daemon *daemon)
{
    const struct fault *fault = daemon->options.fault;

    if (!fault ||
        (fault->times && atomic_fetch_add(&daemon->suffered, 1) >= fault->times))
        return NULL;
    return fault;
}

static void suffer(const struct fault *fault, struct link *link,
                   struct endpoint_wire *wire)
{
    static const enum wire_mode modes[] = { [FAULT_END_WELL] = WIRE_PLAIN,
                                            [FAULT_END_DROP] = WIRE_DROP,
                                            [FAULT_END_RESET] = WIRE_RESET };

    if (fault->delay_ms)
        poll(NULL, 0, (int)fault->delay_ms);
    if (fault->end != FAULT_END_WELL)
        wire->mode = modes[fault->end];
    wire->drip_ms = fault->drip_ms;
    wire->cut = link->response.body.len * fault->cut_percent / 100;
}

static void ask_endpoint(struct daemon *daemon, struct link *link,
                         struct endpoint_seen *seen)
{
    const struct fault *fault = next_fault(daemon);
    int64_t now = now_ms(daemon);

    if (fault && fault->status) {
        endpoint_look(daemon->endpoint, daemon->scheme, now, &link->request, seen);
        fault_answer(fault, now, &link->response);
    } else {
        endpoint_answer(daemon->endpoint, daemon->scheme, now, &link->request,
                        &link->response, seen);
    }
    mix_up(daemon, link, &seen->wire);
    copy_first(link);
    if (fault)
        suffer(fault, link, &seen->wire);
}

static enum MHD_Result answer(struct daemon *daemon, struct link *link,
                              struct MHD_Connection *connection)
{
    const struct daemon_options *options = &daemon->options;
    struct endpoint_seen seen = { 0 };

    crowd_touch(&daemon->crowd, &link->member);
    http_request_set_body(&link->request, buf_span(&link->body));
    http_response_reset(&link->response);
    if (options->page && options->page(options->context, &link->request, &link->response))
        return link_send(link, connection, &seen.wire);
    ask_endpoint(daemon, link, &seen);
    if (options->alter)
        options->alter(options->context, &link->request, &link->response, &seen);
    if (options->seen)
        options->seen(options->context, &link->request, &link->response, &seen);
    return link_send(link, connection, &seen.wire);
}

static enum MHD_Result answer_refusal(struct link *link,
                                      struct MHD_Connection *connection, int status)
{
    struct endpoint_wire wire = { .close = true };

    http_response_reset(&link->response);
    link->response.status = status;
    http_response_addf(&link->response, "content-type", "application/json");
    http_response_set_body(
        &link->response,
        SPAN("{\"errors\":[{\"message\":\"Request too large\",\"code\":214}]}"));
    return link_send(link, connection, &wire);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *data, size_t *data_len, void **request)
{
    struct daemon *daemon = context;
    struct link *link = *request;
    int refusal;

    (void)url, (void)version;
    if (!link->begun) {
        link_read_head(link, connection, method);
        refusal = link_refusal(link);
        if (refusal)
            return answer_refusal(link, connection, refusal);
        /* Answered before a byte of the body is read. */
        return framing_contradicts(&link->request.headers)
                   ? answer(daemon, link, connection)
                   : MHD_YES;
    }
    if (*data_len > 0) {
        buf_add(&link->body, data, *data_len);
        *data_len = 0;
        return MHD_YES;
    }
    refusal = link_refusal(link);
    return refusal ? answer_refusal(link, connection, refusal)
                   : answer(daemon, link, connection);
}

static struct MHD_Daemon *start(struct daemon *daemon, int fd)
{
    const struct daemon_options *options = &daemon->options;
    bool tls = options->cert_pem && options->key_pem;
    /* A fault that waits must not keep other connections waiting. */
    unsigned threads = fault_waits(options->fault)
                           ? MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL
                           : (unsigned)MHD_USE_EPOLL;
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | threads |
                     MHD_USE_SUPPRESS_DATE_NO_CLOCK | (tls ? MHD_USE_TLS : 0u);
    struct MHD_OptionItem items[5] = { { MHD_OPTION_END, 0, NULL } };
    size_t count = 0;

    /* Twice what the crowd holds, since threads share them unevenly. */
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_CONNECTION_LIMIT,
                                              (intptr_t)(2 * daemon->crowd.max), NULL };
    if (options->threads > 1 && !fault_waits(options->fault))
        items[count++] = (struct MHD_OptionItem){ MHD_OPTION_THREAD_POOL_SIZE,
                                                  (intptr_t)options->threads, NULL };
    if (tls) {
        items[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0,
                                                  (void *)(uintptr_t)options->cert_pem };
        items[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0,
                                                  (void *)(uintptr_t)options->key_pem };
    }
    items[count] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    return MHD_start_daemon(flags, 0, NULL, NULL, handle, daemon,
                            MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_TIMEOUT,
                            (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            options->head_max ? options->head_max : (size_t)HEAD_MAX,
                            MHD_OPTION_URI_LOG_CALLBACK, request_begins, daemon,
                            MHD_OPTION_NOTIFY_CONNECTION, connection_changed, daemon,
                            MHD_OPTION_ARRAY, items, MHD_OPTION_END);
}

struct daemon *daemon_start(struct endpoint *endpoint,
                            const struct daemon_options *options, struct buf *why)
{
    struct daemon *daemon;
    uint16_t port = 0;
    int fd = listen_open(options->listen, options->port, &port, why);

    if (fd < 0)
        return NULL;
    signal(SIGPIPE, SIG_IGN);
    daemon = xcalloc(1, sizeof(*daemon));
    daemon->endpoint = endpoint;
    daemon->wrong = &endpoint_defects(endpoint)->wire;
    daemon->options = *options;
    daemon->scheme = options->cert_pem && options->key_pem ? "https" : "http";
    daemon->port = port;
    crowd_init(&daemon->crowd, crowd_room());
    daemon->mhd = start(daemon, fd);
    if (daemon->mhd)
        return daemon;
    buf_add_str(why, "libmicrohttpd does not start; is the certificate right?");
    close(fd);
    crowd_release(&daemon->crowd);
    free(daemon);
    return NULL;
}

uint16_t daemon_port(const struct daemon *daemon)
{
    return daemon->port;
}

/* Connects and waits until that is accepted. Connections are accepted in their order, so
 * those made before have been by then; what came on them is read in the daemon's next
 * turns. */
static void probe(struct daemon *daemon)
{
    const struct timespec pause = { 0, 200000 };
    uint16_t from;
    int fd = listen_come_from(daemon->options.listen, &from);

    atomic_store(&daemon->probe, from);
    if (fd >= 0 && listen_reach(fd, daemon->options.listen, daemon->port) == 0)
        for (int i = 0; i < SETTLE_MS * 5 && atomic_load(&daemon->probe); i++)
            nanosleep(&pause, NULL);
    atomic_store(&daemon->probe, 0);
    if (fd >= 0)
        close(fd);
}

void daemon_settle(struct daemon *daemon)
{
    if (!daemon)
        return;
    for (int i = 0; i < SETTLE_TURNS; i++)
        probe(daemon);
}

void daemon_stop(struct daemon *daemon)
{
    if (!daemon)
        return;
    MHD_stop_daemon(daemon->mhd);
    crowd_release(&daemon->crowd);
    free(daemon);
}
