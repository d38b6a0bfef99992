/* A curl command that sends one request, for any POSIX shell. Whatever the bytes are, the
 * line is printable ASCII, one line, and the shell gives curl exactly those bytes. */
#ifndef FAVSPEC_SUITE_CLI_CURL_LINE_H
#define FAVSPEC_SUITE_CLI_CURL_LINE_H

#include "wire/message.h"

struct curl_line {
    struct span method, url;
    /* Sent in this order; those that curl makes itself (Host, Content-Length …) are left
     * out when they say what curl would say. */
    const struct http_header *headers;
    size_t header_count;
    struct span body;   /* absent: none at all */
    const char *cacert; /* what to trust instead of the system's; NULL: nothing */
};

void curl_line_write(struct buf *out, const struct curl_line *line);

/* Appends `text` quoted for a POSIX shell: in single quotes, or, when it holds other
 * bytes than printable ASCII, as $'…' (POSIX.1-2024; bash, zsh, ksh and busybox have it).
 */
void shell_quote(struct buf *out, struct span text);

#endif
