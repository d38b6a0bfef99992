/* What `favspec serve` received: the last requests with their answers, each diagnosed by
 * a thread of its own that prints a line for it. Memory is bounded by count and by bytes;
 * the server's threads only copy a request and go on. */
#ifndef FAVSPEC_SUITE_CLI_SERVE_JOURNAL_H
#define FAVSPEC_SUITE_CLI_SERVE_JOURNAL_H

#include "refserver/diagnosis.h"
#include "refserver/page.h"
#include "report/result.h"
#include "server/redact.h"

enum {
    JOURNAL_COUNT_MAX = 1000,
    JOURNAL_BYTES_MAX = 64 * 1024 * 1024,
    /* While more requests than this wait, pairs of mistakes are not tried, or wrong
     * signatures not looked into at all. */
    JOURNAL_BACKLOG_PAIRS = 8,
    JOURNAL_BACKLOG = 500,
    JOURNAL_HOSTS_MAX = 8,
};

struct journal_options {
    const char *scheme;
    struct oauth_credentials credentials; /* borrowed */
    uint64_t id;
    struct span hosts[JOURNAL_HOSTS_MAX]; /* borrowed */
    size_t host_count;
    const char *cacert; /* borrowed; for the curl lines; NULL: none */
    bool quiet; /* no lines: requests that look right are diagnosed when somebody asks */
    bool show_secrets; /* tokens and signatures in reports are not masked */
};

struct journal;

/* Starts the thread that examines and prints. */
struct journal *journal_new(const struct journal_options *options);
/* Waits until what was received is examined and printed, and ends the thread. */
void journal_stop(struct journal *journal);
void journal_free(struct journal *journal);

/* Takes a copy; called from the server's threads. */
void journal_add(struct journal *journal, const struct http_request *request,
                 const struct http_response *response, const struct endpoint_seen *seen);

/* Appends the document that the page asks for; for struct page_source. */
void journal_write_json(void *journal, const struct page_wish *wish, struct buf *out);

/* Adds one result a request that is still kept; after journal_stop. */
void journal_report(struct journal *journal, struct result_set *set);

#endif
