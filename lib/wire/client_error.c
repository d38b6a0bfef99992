#include "wire/client_parts.h"

static const char *const names[] = {
    [-CLIENT_OK] = "ok",
    [-CLIENT_BAD_URL] = "bad-url",
    [-CLIENT_UNRESOLVED] = "host-unresolved",
    [-CLIENT_REFUSED] = "connection-refused",
    [-CLIENT_TLS] = "tls-failed",
    [-CLIENT_TIMEOUT] = "timeout",
    [-CLIENT_CONNECT_TIMEOUT] = "connect-timeout",
    [-CLIENT_RESET] = "connection-reset",
    [-CLIENT_EMPTY] = "empty-answer",
    [-CLIENT_CUT] = "answer-cut",
    [-CLIENT_NOT_HTTP] = "not-http",
    [-CLIENT_TOO_LARGE] = "answer-too-large",
    [-CLIENT_PROXY] = "proxy-failed",
    [-CLIENT_OTHER] = "other",
};

const char *client_error_name(enum client_error error)
{
    size_t index = (size_t) - (int)error;

    return index < sizeof(names) / sizeof(names[0]) ? names[index] : "other";
}

/* What libcurl says about connecting, and about HTTP/2 exchanges. */
static const struct {
    CURLcode code;
    enum client_error error;
    const char *sentence; /* `@` is the origin */
} codes[] = {
    { CURLE_URL_MALFORMAT, CLIENT_BAD_URL, "@ is not a URL" },
    { CURLE_UNSUPPORTED_PROTOCOL, CLIENT_NOT_HTTP, "the answer of @ is not HTTP" },
    { CURLE_COULDNT_RESOLVE_HOST, CLIENT_UNRESOLVED, "the host of @ has no address" },
    { CURLE_COULDNT_CONNECT, CLIENT_REFUSED, "nobody listens at @" },
    { CURLE_INTERFACE_FAILED, CLIENT_REFUSED, "there is no route to @" },
    { CURLE_COULDNT_RESOLVE_PROXY, CLIENT_PROXY,
      "the proxy on the way to @ has no address" },
    { CURLE_PROXY, CLIENT_PROXY, "the proxy did not connect to @" },
    { CURLE_PEER_FAILED_VERIFICATION, CLIENT_TLS,
      "TLS: the certificate of @ is not trusted (use --cacert FILE or --insecure)" },
    { CURLE_SSL_CACERT_BADFILE, CLIENT_TLS,
      "TLS: the file of --cacert cannot be read, so @ cannot be checked" },
    { CURLE_SSL_CONNECT_ERROR, CLIENT_TLS, "TLS: the handshake with @ failed" },
    { CURLE_SSL_CERTPROBLEM, CLIENT_TLS, "TLS: a local certificate for @ is bad" },
    { CURLE_SSL_CIPHER, CLIENT_TLS, "TLS: no cipher in common with @" },
    { CURLE_SSL_ISSUER_ERROR, CLIENT_TLS, "TLS: the issuer of @ is not the right one" },
    { CURLE_SSL_INVALIDCERTSTATUS, CLIENT_TLS, "TLS: the certificate of @ is revoked" },
    { CURLE_SSL_PINNEDPUBKEYNOTMATCH, CLIENT_TLS, "TLS: @ has another public key" },
    { CURLE_OPERATION_TIMEDOUT, CLIENT_TIMEOUT, "@ gave no complete answer in time" },
    { CURLE_GOT_NOTHING, CLIENT_EMPTY, "@ closed the connection without an answer" },
    { CURLE_SEND_ERROR, CLIENT_RESET, "@ broke the connection before any answer" },
    { CURLE_RECV_ERROR, CLIENT_RESET, "@ broke the connection before any answer" },
    { CURLE_PARTIAL_FILE, CLIENT_CUT, "the answer of @ ended before its end" },
    { CURLE_HTTP2, CLIENT_NOT_HTTP, "@ does not speak HTTP/2 correctly" },
    { CURLE_HTTP2_STREAM, CLIENT_RESET, "@ reset the HTTP/2 stream" },
    { CURLE_WEIRD_SERVER_REPLY, CLIENT_NOT_HTTP, "the answer of @ is not HTTP" },
    { CURLE_BAD_CONTENT_ENCODING, CLIENT_NOT_HTTP,
      "the body of @ is not in the content coding it claims" },
};

void client_say(struct buf *why, const char *format, ...)
{
    va_list args;

    if (!why)
        return;
    va_start(args, format);
    buf_addv(why, format, args);
    va_end(args);
}

void client_say_of(struct buf *why, const char *sentence, struct span origin)
{
    const char *at = strchr(sentence, '@');

    client_say(why, "%.*s%.*s%s", (int)(at - sentence), sentence, SPAN_ARG(origin),
               at + 1);
}

enum client_error client_explain_curl(CURLcode code, struct span origin,
                                      const char *detail, struct buf *why)
{
    enum client_error error = CLIENT_OTHER;
    const char *sentence = "libcurl failed with @";

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (codes[i].code == code) {
            error = codes[i].error;
            sentence = codes[i].sentence;
        }
    client_say_of(why, sentence, origin);
    if (detail && strchr(detail, '@')) /* a proxy's URL with user and password */
        detail = NULL;
    client_say(why, " (%s)", detail && *detail ? detail : curl_easy_strerror(code));
    return error;
}
