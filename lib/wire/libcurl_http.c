#include "base/die.h"
#include "wire/client_parts.h"

#include <stdio.h>
#include <stdlib.h>

/* One transfer through libcurl's HTTP. libcurl sends a request again by itself in some
 * cases (a kept connection that dies, a refused stream); before_request stops the second
 * one. */
struct transfer {
    struct http_response *out;
    struct buf head, body, detail;
    struct curl_slist *headers;
    char error[CURL_ERROR_SIZE];
    size_t head_bytes; /* interim heads included */
    int requests;
    bool http2, head_done, bad_head, second, broken;
    CURL *easy;
};

static int before_request(void *data, char *peer, char *local, int peer_port,
                          int local_port)
{
    struct transfer *transfer = data;

    (void)peer, (void)local, (void)peer_port, (void)local_port;
    if (transfer->requests++ == 0)
        return CURL_PREREQFUNC_OK;
    transfer->second = true;
    transfer->broken = transfer->error[0] != '\0' || transfer->http2;
    return CURL_PREREQFUNC_ABORT;
}

static int parse_head(struct transfer *transfer)
{
    enum head_framing framing;
    uint64_t length;

    if (head_parse_response(buf_span(&transfer->head), transfer->out, &transfer->detail) <
        0)
        return -1;
    return head_framing(&transfer->out->headers, &framing, &length, &transfer->detail);
}

static bool end_head(struct transfer *transfer)
{
    struct http_response *out = transfer->out;

    http_response_reset(out);
    if (parse_head(transfer)) {
        http_response_reset(out);
        transfer->bad_head = true;
        return false;
    }
    transfer->head_done = out->status >= 200 || out->status == 101;
    if (!transfer->head_done)
        http_response_reset(out);
    buf_reset(&transfer->head);
    return true;
}

static size_t on_head(char *p, size_t size, size_t count, void *data)
{
    struct transfer *transfer = data;
    size_t len = size * count;

    if (transfer->head_done) /* trailers */
        return len;
    transfer->head_bytes += len;
    buf_add(&transfer->head, p, len);
    if (transfer->head_bytes > HTTP_HEAD_MAX)
        return 0;
    if (len <= 2 && !end_head(transfer))
        return 0;
    return len;
}

static size_t on_body(char *p, size_t size, size_t count, void *data)
{
    struct transfer *transfer = data;

    buf_add(&transfer->body, p, size * count);
    return transfer->body.overflow ? 0 : size * count;
}

static bool is_sendable(struct span s, const char *forbidden)
{
    for (size_t i = 0; i < s.len; i++)
        if (!s.p[i] || strchr(forbidden, s.p[i]))
            return false;
    return true;
}

static int check_request(const struct http_request *request, struct buf *why)
{
    const struct http_headers *headers = &request->headers;
    bool good = request->method.len && is_sendable(request->method, " \t\r\n") &&
                request->target.len && is_sendable(request->target, " \r\n");

    for (size_t i = 0; i < headers->count; i++)
        good = good && headers->items[i].name.len &&
               is_sendable(headers->items[i].name, " \t\r\n:;") &&
               is_sendable(headers->items[i].value, "\r\n");
    if (good)
        return 0;
    client_say(why,
               "libcurl cannot send this request as it is (a line end, or a name that "
               "is no token)");
    return -1;
}

static void append(struct transfer *transfer, struct span name, struct span value)
{
    struct buf line;

    buf_init(&line, BUF_MAX_MESSAGE);
    buf_add_span(&line, name);
    if (span_trim(value).len) {
        buf_add_str(&line, ": ");
        buf_add_span(&line, value);
    } else {
        buf_add_char(&line, ';'); /* libcurl's way to send an empty value */
    }
    transfer->headers = curl_slist_append(transfer->headers, line.p);
    buf_release(&line);
}

/* A name with nothing after the colon stops libcurl from writing that field itself; a
 * later entry of the same name then goes out where it stands. */
static void list_headers(struct transfer *transfer, struct span origin,
                         const struct http_request *request)
{
    static const char *const silenced[] = {
        "Host:", "Accept:", "User-Agent:", "Expect:", "Content-Length:", "Content-Type:"
    };
    const struct http_headers *headers = &request->headers;
    char length[24];

    for (size_t i = 0; i < sizeof(silenced) / sizeof(silenced[0]); i++)
        transfer->headers = curl_slist_append(transfer->headers, silenced[i]);
    for (size_t i = 0; i < headers->count; i++)
        if (headers->items[i].value.p)
            append(transfer, headers->items[i].name, headers->items[i].value);
    if (!http_count(headers, "Host"))
        append(transfer, SPAN("Host"), client_host_of(origin));
    if (client_wants_length(request)) {
        snprintf(length, sizeof(length), "%zu", request->body.len);
        append(transfer, SPAN("Content-Length"), span_of(length));
    }
}

static void set_string(CURL *easy, CURLoption option, struct span value)
{
    char *text = xmemdup0(value.p, value.len);

    curl_easy_setopt(easy, option, text);
    free(text);
}

static void set_request(CURL *easy, const struct http_request *request)
{
    set_string(easy, CURLOPT_REQUEST_TARGET, request->target);
    set_string(easy, CURLOPT_CUSTOMREQUEST, request->method);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    if (span_eq_str(request->method, "HEAD")) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (request->body.len || span_eq_str(request->method, "POST")) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)request->body.len);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
                         request->body.len ? request->body.p : "");
    }
    if (http_count(&request->headers, "Accept-Encoding"))
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
}

static long version_for(const struct client *client, struct span origin)
{
    if (!client->options.http2)
        return CURL_HTTP_VERSION_1_1;
    return span_starts_nocase(origin, SPAN("https"))
               ? CURL_HTTP_VERSION_2TLS
               : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
}

/* libcurl 7.88.0 and 7.88.1 break a reused HTTP/2 connection without TLS (curl #10634).
 */
static void set_reuse(CURL *easy, long version)
{
    unsigned libcurl = curl_version_info(CURLVERSION_NOW)->version_num >> 8;

    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 1L);
    if (libcurl == 0x0758 && version == CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE)
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

static void set_callbacks(CURL *easy, struct transfer *transfer)
{
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}

static CURL *prepare(struct client *client, struct span origin,
                     const struct http_request *request, struct transfer *transfer)
{
    if (!client->easy)
        client->easy = curl_easy_init();
    if (!client->easy)
        die("libcurl cannot start");
    curl_easy_reset(client->easy); /* keeps the connections */
    line_configure(client, client->easy, origin, client->options.timeout_ms);
    curl_easy_setopt(client->easy, CURLOPT_HTTP_VERSION, version_for(client, origin));
    set_reuse(client->easy, version_for(client, origin));
    list_headers(transfer, origin, request);
    set_request(client->easy, request);
    set_callbacks(client->easy, transfer);
    return client->easy;
}

static enum client_error say(struct buf *why, struct span origin, enum client_error error,
                             const char *sentence)
{
    client_say_of(why, sentence, origin);
    return error;
}

static bool is_too_large(const struct transfer *transfer, CURLcode code)
{
    return transfer->body.overflow || transfer->head_bytes > HTTP_HEAD_MAX ||
           (code == CURLE_OUT_OF_MEMORY &&
            !transfer->head_done); /* a line above 100 kB */
}

/* Every way of breaking off counts as cut once a part of the answer is here. */
static bool is_cut(const struct transfer *transfer, CURLcode code)
{
    static const CURLcode broken[] = { CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
                                       CURLE_HTTP2_STREAM };

    if (!transfer->head_bytes)
        return false;
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
        if (code == broken[i])
            return true;
    return code == CURLE_OK && !transfer->head_done;
}

/* The kept connection died under the request, and libcurl went to try a fresh one. */
static bool is_lost(const struct transfer *transfer, CURLcode code)
{
    if (transfer->second)
        return !transfer->head_done;
    return transfer->requests &&
           (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
            code == CURLE_SSL_CONNECT_ERROR);
}

/* What libcurl's code means, given how far the answer came. */
static enum client_error judge(const struct client *client,
                               const struct transfer *transfer, CURLcode code,
                               struct span origin, struct buf *why)
{
    if (transfer->bad_head) {
        say(why, origin, CLIENT_NOT_HTTP, "the answer of @ is not HTTP: ");
        client_say(why, "%s", transfer->detail.p);
        return CLIENT_NOT_HTTP;
    }
    if (is_too_large(transfer, code))
        return say(why, origin, CLIENT_TOO_LARGE, "the answer of @ is too large");
    if (is_lost(transfer, code))
        return say(why, origin,
                   transfer->second && !transfer->broken ? CLIENT_EMPTY : CLIENT_RESET,
                   "@ dropped a request on a kept connection");
    if (transfer->second || (!code && transfer->head_done))
        return CLIENT_OK;
    if (code == CURLE_PARTIAL_FILE && !transfer->head_bytes)
        code = CURLE_GOT_NOTHING;
    if (is_cut(transfer, code))
        return say(why, origin, CLIENT_CUT, "the answer of @ ended before its end");
    if (!transfer->requests)
        return line_explain(client, transfer->easy, code, origin, transfer->error, why);
    return client_explain_curl(code, origin, transfer->error, why);
}

static void read_times(CURL *easy, struct client_times *out_times)
{
    curl_off_t connected = 0, first = 0, total = 0;

    curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &connected);
    if (!connected)
        curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(easy, CURLINFO_STARTTRANSFER_TIME_T, &first);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &total);
    out_times->connected_us = connected;
    out_times->first_byte_us = first;
    out_times->total_us = total;
}

static enum client_error transfer_run(struct client *client, struct span origin,
                                      const struct http_request *request,
                                      struct transfer *transfer,
                                      struct client_times *out_times, struct buf *why)
{
    enum client_error error;
    CURLcode code;

    transfer->easy = prepare(client, origin, request, transfer);
    code = curl_easy_perform(transfer->easy);
    error = judge(client, transfer, code, origin, why);
    if (out_times)
        read_times(transfer->easy, out_times);
    if (transfer->head_done)
        http_response_set_body(transfer->out, buf_span(&transfer->body));
    curl_easy_reset(transfer->easy);
    return error;
}

enum client_error libcurl_http_send(struct client *client, struct span origin,
                                    const struct http_request *request,
                                    struct http_response *out,
                                    struct client_times *out_times, struct buf *why)
{
    struct transfer transfer = { .out = out, .http2 = client->options.http2 };
    enum client_error error;

    if (out_times)
        *out_times = (struct client_times){ .started_unix_ms = client_unix_ms() };
    if (check_request(request, why))
        return CLIENT_OTHER;
    buf_init(&transfer.head, HTTP_HEAD_MAX);
    buf_init(&transfer.body, client->options.max_body);
    buf_init(&transfer.detail, BUF_MAX_TEXT);
    error = transfer_run(client, origin, request, &transfer, out_times, why);
    curl_slist_free_all(transfer.headers);
    buf_release(&transfer.head);
    buf_release(&transfer.body);
    buf_release(&transfer.detail);
    return error;
}
