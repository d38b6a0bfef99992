#include "base/die.h"
#include "wire/client_parts.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
    TIMEOUT_MS = 10000,
    ORIGIN_MAX = 2048,
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start_libcurl(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        die("libcurl cannot start");
}

int64_t client_now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t client_unix_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct curl_slist *list_of(const char *const *items)
{
    struct curl_slist *list = NULL;

    for (; items && *items; items++)
        list = curl_slist_append(list, *items);
    return list;
}

struct client *client_new(const struct client_options *options)
{
    struct client *client = xcalloc(1, sizeof(*client));

    pthread_once(&once, start_libcurl);
    client->options = *options;
    if (!client->options.max_body)
        client->options.max_body = HTTP_BODY_MAX;
    client->resolve = list_of(options->resolve);
    client->connect_to = list_of(options->connect_to);
    client->share = curl_share_init();
    curl_share_setopt(client->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
    curl_share_setopt(client->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    buf_init(&client->kept_origin, ORIGIN_MAX);
    client->kept.fd = CURL_SOCKET_BAD;
    client_set_timeout(client, options->timeout_ms);
    return client;
}

void client_free(struct client *client)
{
    if (!client)
        return;
    line_close(&client->kept);
    if (client->easy)
        curl_easy_cleanup(client->easy);
    curl_share_cleanup(client->share);
    curl_slist_free_all(client->resolve);
    curl_slist_free_all(client->connect_to);
    buf_release(&client->kept_origin);
    free(client);
}

void client_set_timeout(struct client *client, long timeout_ms)
{
    struct client_options *options = &client->options;

    if (options->connect_timeout_ms == options->timeout_ms)
        options->connect_timeout_ms = 0;
    options->timeout_ms = timeout_ms > 0 ? timeout_ms : TIMEOUT_MS;
    if (options->connect_timeout_ms <= 0)
        options->connect_timeout_ms = options->timeout_ms;
}

int client_check_origin(struct span origin, struct buf *why)
{
    struct span scheme, authority, target;

    if (origin.len <= ORIGIN_MAX &&
        http_split_url(origin, &scheme, &authority, &target) == 0 &&
        (span_eq_nocase(scheme, SPAN("http")) || span_eq_nocase(scheme, SPAN("https"))) &&
        span_eq_str(target, "/") && span_find_char(authority, '@') < 0)
        return 0;
    client_say_of(why, "\"@\" is not http://HOST:PORT or https://HOST:PORT", origin);
    return -1;
}

struct span client_host_of(struct span origin)
{
    struct span scheme, authority = { NULL, 0 }, target, port;

    http_split_url(origin, &scheme, &authority, &target);
    port = span_eq_nocase(scheme, SPAN("https")) ? SPAN(":443") : SPAN(":80");
    if (span_ends(authority, port))
        authority.len -= port.len;
    return authority;
}
