/* One request in the journal, and how it shows: as lines, as JSON for the page, as a
 * result of a report. Internal to serve_*.c. */
#ifndef FAVSPEC_SUITE_CLI_SERVE_ENTRY_H
#define FAVSPEC_SUITE_CLI_SERVE_ENTRY_H

#include "cli/serve_journal.h"
#include "report/json_writer.h"

struct entry_fields {
    struct http_header *items;
    size_t count;
};

/* Copied into one block: the spans and arrays point behind it. */
struct entry {
    uint64_t number;
    int64_t now_ms;
    struct endpoint_seen seen;
    struct span method, target, body, response_body;
    struct entry_fields headers, response_headers;
    int status;
    size_t weight; /* bytes that count against the journal's maximum */
    bool examined;
    unsigned pins;               /* somebody is looking at it without the lock */
    bool evicted;                /* to be freed by whoever unpins it last */
    struct diagnosis *diagnosis; /* NULL while there is nothing to say */
};

struct entry *entry_new(const struct http_request *request,
                        const struct http_response *response,
                        const struct endpoint_seen *seen, int64_t now_ms);
void entry_free(struct entry *entry);

/* Whether nothing is to be seen at a glance. */
bool entry_looks_right(const struct entry *entry);
/* Diagnoses it; how closely depends on how many others wait. `memory` may be NULL. */
void entry_examine(struct entry *entry, const struct journal_options *options,
                   const struct redactor *redactor, uint64_t waiting,
                   struct diagnosis_memory *memory);
enum diagnosis_verdict entry_verdict(const struct entry *entry);
/* Appends why it was refused, in the server's words; nothing when it was served. */
void entry_note(const struct entry *entry, struct buf *out);
/* Its text as http_request, which owns nothing. */
void entry_request(const struct entry *entry, struct http_request *out);

/* serve_line.c: what stands on stderr. */
void entry_write_line(const struct entry *entry, const struct redactor *redactor,
                      struct buf *out);
/* serve_json.c: one object. */
void entry_write_json(const struct entry *entry, const struct journal_options *options,
                      const struct redactor *redactor, struct json_writer *w);
/* serve_report.c */
void entry_report(const struct entry *entry, const struct redactor *redactor,
                  struct result_set *set);

#endif
