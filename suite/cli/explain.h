/* `favspec explain`: a recorded request, the credentials, and what the autopsy found. */
#ifndef FAVSPEC_SUITE_CLI_EXPLAIN_H
#define FAVSPEC_SUITE_CLI_EXPLAIN_H

#include "cli/cli.h"
#include "oauth/autopsy.h"
#include "server/redact.h"
#include "wire/message.h"

enum { EXPLAIN_HOSTS_MAX = 32, EXPLAIN_TEXT_MAX = HTTP_HEAD_MAX + HTTP_BODY_MAX };

struct explain {
    /* What was asked for. */
    struct settings settings;
    struct span scheme, hosts[EXPLAIN_HOSTS_MAX + 1];
    size_t host_count;
    bool json, has_at;
    int64_t at;
    /* The request as read. */
    struct http_request http;
    struct oauth_request request;
    struct oauth_claim claim;
    uint32_t violations;
    struct buf url;
    /* What came out of it. */
    struct oauth_autopsy autopsy;
    struct redactor redactor;
    enum oauth_mistake clock; /* OAUTH_MISTAKE_NONE: right, or not asked for */
};

/* Takes the text of a request apart. 0, or -1 and one sentence. Tolerates what editors
 * and `curl -v` do to it: LF line ends, no empty line at the end, "> " before each line,
 * a line end behind the body, a byte order mark. */
int explain_read(struct explain *explain, struct span text, struct buf *why);

/* Prints the findings to stdout, as text or JSON; returns the exit status. */
int explain_print(const struct explain *explain);

#endif
