#include "refserver/link.h"

#include "base/die.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

struct link *link_new(void)
{
    struct link *link = xcalloc(1, sizeof(*link));

    buf_init(&link->body, LINK_BODY_MAX);
    return link;
}

void link_free(struct link *link)
{
    if (link->first)
        http_response_release(link->first);
    free(link->first);
    http_request_release(&link->request);
    http_response_release(&link->response);
    http_response_release(&link->sent);
    if (link->sent_form)
        MHD_destroy_response(link->sent_form);
    buf_release(&link->body);
    free(link);
}

void link_begin(struct link *link, const char *target)
{
    http_request_reset(&link->request);
    buf_reset(&link->body);
    link->begun = link->too_many_fields = false;
    http_request_set(&link->request, SPAN(""), span_of(target));
}

static enum MHD_Result add_field(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_len, const char *value, size_t value_len)
{
    struct link *link = context;
    struct span text = value ? span_make(value, value_len) : SPAN("");

    (void)kind;
    if (http_request_add(&link->request, span_make(name, name_len), text) < 0)
        link->too_many_fields = true;
    return MHD_YES;
}

void link_read_head(struct link *link, struct MHD_Connection *connection,
                    const char *method)
{
    link->begun = true;
    link->request.method = arena_copy(&link->request.mem, span_of(method));
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, add_field, link);
}

int link_refusal(const struct link *link)
{
    uint64_t length = 0;

    if (link->too_many_fields)
        return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
    if (span_u64(http_find(&link->request.headers, "Content-Length"), &length) &&
        length > LINK_BODY_MAX)
        return MHD_HTTP_CONTENT_TOO_LARGE;
    return link->body.overflow ? MHD_HTTP_CONTENT_TOO_LARGE : 0;
}

/* Hands out the body piece by piece. */
struct pieces {
    size_t len, announced;
    unsigned drip_ms;
    char bytes[];
};

static ssize_t read_piece(void *context, uint64_t at, char *out, size_t max)
{
    const struct pieces *pieces = context;
    size_t rest = at < pieces->len ? pieces->len - (size_t)at : 0;
    size_t piece = pieces->drip_ms ? pieces->announced / 10 + 1 : max;
    size_t take = rest < piece ? rest : piece;

    if (rest == 0)
        return pieces->len < pieces->announced ? MHD_CONTENT_READER_END_WITH_ERROR
                                               : MHD_CONTENT_READER_END_OF_STREAM;
    take = take < max ? take : max;
    if (pieces->drip_ms)
        poll(NULL, 0, (int)pieces->drip_ms);
    memcpy(out, pieces->bytes + at, take);
    return (ssize_t)take;
}

static struct MHD_Response *make_pieces(struct span body,
                                        const struct endpoint_wire *wire)
{
    struct pieces *pieces = xmalloc(sizeof(*pieces) + body.len);

    pieces->announced = body.len;
    pieces->len = body.len - (wire->cut < body.len ? wire->cut : body.len);
    pieces->drip_ms = wire->drip_ms;
    if (body.len)
        memcpy(pieces->bytes, body.p, body.len);
    return MHD_create_response_from_callback(wire->chunked ? MHD_SIZE_UNKNOWN : body.len,
                                             700, read_piece, pieces, free);
}

static struct MHD_Response *make_response(const struct http_response *response,
                                          const struct endpoint_wire *wire)
{
    struct MHD_Response *out =
        wire->chunked || wire->cut || wire->drip_ms
            ? make_pieces(response->body, wire)
            : MHD_create_response_from_buffer(response->body.len,
                                              (void *)(uintptr_t)response->body.p,
                                              MHD_RESPMEM_MUST_COPY);

    if (!out)
        die("libmicrohttpd makes no response");
    for (size_t i = 0; i < response->headers.count; i++)
        MHD_add_response_header(out, response->headers.items[i].name.p,
                                response->headers.items[i].value.p);
    if (wire->close || wire->http_1_0)
        MHD_add_response_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
    if (wire->http_1_0)
        MHD_set_response_options(out, MHD_RF_HTTP_1_0_SERVER, MHD_RO_END);
    return out;
}

static int descriptor(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
        ->connect_fd;
}

static void send_all(int fd, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(fd, bytes.p, bytes.len, MSG_NOSIGNAL);
        struct pollfd writable = { .fd = fd, .events = POLLOUT };

        if (sent > 0)
            bytes = span_from(bytes, (size_t)sent);
        else if (sent == 0 || errno != EAGAIN || poll(&writable, 1, 1000) <= 0)
            return;
    }
}

/* What libmicrohttpd would not send: a length that is not the body's, a body after HEAD.
 */
static void send_raw(struct link *link, int fd, const struct endpoint_wire *wire)
{
    const struct http_response *response = &link->response;
    bool head = span_eq_str(link->request.method, "HEAD");
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_addf(&text, "HTTP/1.1 %d %s\r\n", response->status,
             http_reason(response->status));
    for (size_t i = 0; i < response->headers.count; i++)
        buf_addf(&text, "%.*s: %.*s\r\n", SPAN_ARG(response->headers.items[i].name),
                 SPAN_ARG(response->headers.items[i].value));
    buf_addf(&text, "Content-Length: %lld\r\n\r\n",
             (long long)response->body.len + wire->length_delta);
    if (!head || wire->head_body)
        buf_add_span(&text, response->body);
    send_all(fd, buf_span(&text));
    buf_release(&text);
}

/* A connect to nowhere makes the kernel send RST; SO_LINGER would end in a plain FIN. */
static void reset(int fd)
{
    struct sockaddr nowhere = { .sa_family = AF_UNSPEC };

    if (connect(fd, &nowhere, sizeof(nowhere)) < 0)
        shutdown(fd, SHUT_RDWR);
}

static bool same_fields(const struct http_headers *a, const struct http_headers *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!span_eq(a->items[i].name, b->items[i].name) ||
            !span_eq(a->items[i].value, b->items[i].value))
            return false;
    return true;
}

static void remember(struct link *link)
{
    const struct http_response *response = &link->response;

    if (link->sent_form)
        MHD_destroy_response(link->sent_form);
    http_response_reset(&link->sent);
    http_response_set_body(&link->sent, response->body);
    for (size_t i = 0; i < response->headers.count; i++)
        http_response_add(&link->sent, response->headers.items[i].name,
                          response->headers.items[i].value);
    link->sent_form = make_response(response, &(struct endpoint_wire){ 0 });
}

/* A client that asks the same over and over gets the same but for the date, and each
 * field that libmicrohttpd takes over costs three blocks of memory. */
static enum MHD_Result send_plain(struct link *link, struct MHD_Connection *connection)
{
    const struct http_response *response = &link->response;

    if (!link->sent_form || !same_fields(&link->sent.headers, &response->headers) ||
        !span_eq(link->sent.body, response->body))
        remember(link);
    return MHD_queue_response(connection, (unsigned)response->status, link->sent_form);
}

static bool is_plain(const struct endpoint_wire *wire)
{
    return !wire->chunked && !wire->cut && !wire->drip_ms && !wire->close &&
           !wire->http_1_0;
}

enum MHD_Result link_send(struct link *link, struct MHD_Connection *connection,
                          const struct endpoint_wire *wire)
{
    struct MHD_Response *response;
    enum MHD_Result result;

    link->answered++;
    switch (wire->mode) {
    case WIRE_DROP:
        return MHD_NO;
    case WIRE_RESET:
        reset(descriptor(connection));
        return MHD_NO;
    case WIRE_RAW:
        send_raw(link, descriptor(connection), wire);
        return MHD_NO;
    default:
        break;
    }
    if (is_plain(wire) && link->answered > 1)
        return send_plain(link, connection);
    response = make_response(&link->response, wire);
    result = MHD_queue_response(connection, (unsigned)link->response.status, response);
    MHD_destroy_response(response);
    return result;
}
