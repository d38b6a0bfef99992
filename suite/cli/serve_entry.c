#include "cli/serve_entry.h"

#include "base/die.h"

#include <stdlib.h>

static size_t fields_size(const struct http_headers *headers)
{
    size_t size = headers->count * sizeof(struct http_header);

    for (size_t i = 0; i < headers->count; i++)
        size += headers->items[i].name.len + headers->items[i].value.len;
    return size;
}

static struct span put(char **at, struct span s)
{
    struct span copy = span_make(*at, s.len);

    if (s.len)
        memcpy(*at, s.p, s.len);
    *at += s.len;
    return copy;
}

static void put_fields(char **at, struct entry_fields *out,
                       const struct http_headers *headers)
{
    for (size_t i = 0; i < headers->count; i++)
        out->items[i] = (struct http_header){ put(at, headers->items[i].name),
                                              put(at, headers->items[i].value) };
    out->count = headers->count;
}

struct entry *entry_new(const struct http_request *request,
                        const struct http_response *response,
                        const struct endpoint_seen *seen, int64_t now_ms)
{
    size_t size = sizeof(struct entry) + request->method.len + request->target.len +
                  request->body.len + response->body.len +
                  fields_size(&request->headers) + fields_size(&response->headers);
    struct entry *entry = xmalloc(size);
    char *at;

    *entry = (struct entry){
        .now_ms = now_ms, .seen = *seen, .status = response->status, .weight = size
    };
    entry->headers.items = (struct http_header *)(entry + 1);
    entry->response_headers.items = entry->headers.items + request->headers.count;
    at = (char *)(entry->response_headers.items + response->headers.count);
    put_fields(&at, &entry->headers, &request->headers);
    put_fields(&at, &entry->response_headers, &response->headers);
    entry->method = put(&at, request->method);
    entry->target = put(&at, request->target);
    entry->body = put(&at, request->body);
    entry->response_body = put(&at, response->body);
    return entry;
}

void entry_free(struct entry *entry)
{
    if (entry->diagnosis)
        diagnosis_release(entry->diagnosis);
    free(entry->diagnosis);
    free(entry);
}

bool entry_looks_right(const struct entry *entry)
{
    return entry->seen.reason == REASON_NONE && !entry->seen.violations;
}

void entry_request(const struct entry *entry, struct http_request *out)
{
    http_request_init(out);
    out->method = entry->method;
    out->target = entry->target;
    out->body = entry->body;
    out->headers.count = entry->headers.count;
    memcpy(out->headers.items, entry->headers.items,
           entry->headers.count * sizeof(struct http_header));
}

static bool leaks(const struct entry *entry, const struct redactor *redactor)
{
    if (redactor_finds(redactor, entry->target) || redactor_finds(redactor, entry->body))
        return true;
    for (size_t i = 0; i < entry->headers.count; i++)
        if (redactor_finds(redactor, entry->headers.items[i].value))
            return true;
    return false;
}

void entry_examine(struct entry *entry, const struct journal_options *options,
                   const struct redactor *redactor, uint64_t waiting,
                   struct diagnosis_memory *memory)
{
    struct diagnosis *diagnosis = xcalloc(1, sizeof(*diagnosis));
    struct http_request request;
    struct diagnosis_subject subject = {
        .request = &request,
        .seen = &entry->seen,
        .scheme = options->scheme,
        .now_ms = entry->now_ms,
        .id = options->id,
        .leaked = leaks(entry, redactor),
        .quick = waiting > JOURNAL_BACKLOG,
        .hurried = waiting > JOURNAL_BACKLOG_PAIRS,
        .hosts = options->hosts,
        .host_count = options->host_count,
    };

    entry_request(entry, &request);
    diagnosis_init(diagnosis);
    if (diagnosis_run(diagnosis, &subject, memory) != DIAGNOSIS_PASS) {
        entry->diagnosis = diagnosis;
        return;
    }
    diagnosis_release(diagnosis);
    free(diagnosis);
}

enum diagnosis_verdict entry_verdict(const struct entry *entry)
{
    return entry->diagnosis ? entry->diagnosis->verdict : DIAGNOSIS_PASS;
}

void entry_note(const struct entry *entry, struct buf *out)
{
    if (entry->diagnosis && entry->diagnosis->signature_skipped)
        buf_add_str(out, "the signature is wrong; why was not looked into, too many "
                         "requests came at once");
    else if (entry->seen.note[0])
        buf_add_str(out, entry->seen.note);
    else if (entry->status >= 400)
        buf_add_str(out, "answered by the fault");
}
