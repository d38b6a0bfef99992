#include "base/die.h"
#include "wire/client_parts.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void configure_tls(const struct client_options *options, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, options->insecure ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, options->insecure ? 0L : 2L);
    if (options->cacert)
        curl_easy_setopt(easy, CURLOPT_CAINFO, options->cacert);
    if (!options->insecure)
        return;
    /* GnuTLS would read the whole list for every connection */
    curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
}

/* Through a proxy everything is tunnelled, so that the peer sees our bytes. */
static void configure_proxy(const struct client_options *options, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_PROXY, options->proxy ? options->proxy : "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (options->proxy)
        curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
}

static void set_url(CURL *easy, struct span origin)
{
    char *url = xmemdup0(origin.p, origin.len);

    curl_easy_setopt(easy, CURLOPT_URL, url);
    free(url);
}

/* libcurl says "could not connect" and "timeout" for a peer that took the connection and
 * then broke the handshake; a socket with a peer's name tells. */
static int on_close(void *data, curl_socket_t fd)
{
    struct client *client = data;
    struct sockaddr_storage peer;
    socklen_t len = sizeof(peer);

    if (getpeername(fd, (struct sockaddr *)&peer, &len) == 0)
        client->was_connected = true;
    return close(fd);
}

void line_configure(struct client *client, CURL *easy, struct span origin,
                    long timeout_ms)
{
    long connect_ms = client->options.connect_timeout_ms;

    client->was_connected = false;
    set_url(easy, origin);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_SHARE, client->share);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(easy, CURLOPT_RESOLVE, client->resolve);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, client->connect_to);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
    /* or cleaning up waits for a name server that does not answer */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, client);
    configure_tls(&client->options, easy);
    configure_proxy(&client->options, easy);
}

static CURLcode sharpen(const struct client *client, CURLcode code, long os_errno,
                        struct span origin)
{
    bool broken = client->was_connected || os_errno == ECONNRESET;

    if (code != CURLE_COULDNT_CONNECT && code != CURLE_RECV_ERROR)
        return code;
    if (client->options.proxy)
        return CURLE_PROXY;
    if (broken)
        return span_starts_nocase(origin, SPAN("https")) ? CURLE_SSL_CONNECT_ERROR
                                                         : CURLE_RECV_ERROR;
    return code;
}

enum client_error line_explain(const struct client *client, CURL *easy, CURLcode code,
                               struct span origin, const char *detail, struct buf *why)
{
    long os_errno = 0;

    if (code == CURLE_OPERATION_TIMEDOUT && !client->was_connected) {
        client_say_of(why, "@ did not accept a connection in time", origin);
        return CLIENT_CONNECT_TIMEOUT;
    }
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os_errno);
    if (code == CURLE_COULDNT_CONNECT && os_errno)
        detail = strerrordesc_np((int)os_errno);
    return client_explain_curl(sharpen(client, code, os_errno, origin), origin, detail,
                               why);
}

static long ms_left(int64_t deadline_us)
{
    int64_t left = (deadline_us - client_now_us()) / 1000;

    return left > 0 ? (long)left : 1;
}

enum client_error line_open(struct client *client, struct span origin,
                            int64_t deadline_us, struct line *out, struct buf *why)
{
    char detail[CURL_ERROR_SIZE] = "";
    struct line line = { .easy = curl_easy_init(), .fd = CURL_SOCKET_BAD };
    enum client_error error;
    CURLcode code;

    if (!line.easy)
        die("libcurl cannot start");
    line_configure(client, line.easy, origin, ms_left(deadline_us));
    curl_easy_setopt(line.easy, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(line.easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(line.easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    code = curl_easy_perform(line.easy);
    curl_easy_setopt(line.easy, CURLOPT_ERRORBUFFER, NULL);
    if (!code)
        code = curl_easy_getinfo(line.easy, CURLINFO_ACTIVESOCKET, &line.fd);
    if (!code) {
        *out = line;
        return CLIENT_OK;
    }
    error = line_explain(client, line.easy, code, origin, detail, why);
    line_close(&line);
    return error;
}

void line_close(struct line *line)
{
    if (line->easy)
        curl_easy_cleanup(line->easy);
    *line = (struct line){ .fd = CURL_SOCKET_BAD };
}

bool line_is_quiet(const struct line *line, int wait_ms)
{
    struct pollfd fd = { .fd = line->fd, .events = POLLIN };

    return poll(&fd, 1, wait_ms) == 0;
}

enum line_state line_send(struct line *line, struct span bytes, size_t *out_sent)
{
    CURLcode code = curl_easy_send(line->easy, bytes.p, bytes.len, out_sent);

    if (code == CURLE_AGAIN)
        return LINE_AGAIN;
    return code ? LINE_BROKEN : LINE_OK;
}

enum line_state line_recv(struct line *line, char *into, size_t size, size_t *out_len)
{
    CURLcode code = curl_easy_recv(line->easy, into, size, out_len);

    if (code == CURLE_AGAIN)
        return LINE_AGAIN;
    if (code)
        return LINE_BROKEN;
    return *out_len ? LINE_OK : LINE_END;
}
