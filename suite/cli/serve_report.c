#include "cli/serve_entry.h"

static const struct requirement no_mistake = {
    "CLIENT-REQUEST",
    LEVEL_MUST,
    "RFC 5849; doc: POST favorites/destroy",
    "A request has none of the known mistakes",
};

static const enum verdict verdicts[] = {
    [DIAGNOSIS_PASS] = VERDICT_PASS,
    [DIAGNOSIS_WARN] = VERDICT_WARN,
    [DIAGNOSIS_FAIL] = VERDICT_FAIL,
    [DIAGNOSIS_INFO] = VERDICT_INFO,
};

static void add_fields(struct buf *out, const struct entry_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        buf_add_span(out, fields->items[i].name);
        buf_add_str(out, ": ");
        buf_add_span(out, fields->items[i].value);
        buf_add_str(out, "\r\n");
    }
    buf_add_str(out, "\r\n");
}

static struct span keep(struct result *result, const struct redactor *redactor,
                        struct span text)
{
    struct buf hidden;
    struct span copy;

    buf_init(&hidden, BUF_MAX_MESSAGE);
    redactor_write(redactor, &hidden, text);
    copy = arena_copy(&result->mem, buf_span(&hidden));
    buf_release(&hidden);
    return copy;
}

static void add_exchange(const struct entry *entry, const struct redactor *redactor,
                         struct result *result)
{
    struct exchange *exchange = &result->exchanges[0];
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_addf(&text, "%.*s %.*s HTTP/1.1\r\n", SPAN_ARG(entry->method),
             SPAN_ARG(entry->target));
    add_fields(&text, &entry->headers);
    buf_add_span(&text, entry->body);
    exchange->request = keep(result, redactor, buf_span(&text));
    buf_reset(&text);
    buf_addf(&text, "HTTP/1.1 %d %s\r\n", entry->status, http_reason(entry->status));
    add_fields(&text, &entry->response_headers);
    buf_add_span(&text, entry->response_body);
    exchange->response = keep(result, redactor, buf_span(&text));
    exchange->started_unix_ms = entry->now_ms;
    result->exchange_count = 1;
    buf_release(&text);
}

/* The names stand in `reason`, what the client did in `got`. */
static void add_findings(const struct entry *entry, const struct redactor *redactor,
                         struct result *result)
{
    const struct diagnosis *diagnosis = entry->diagnosis;
    struct buf names, details;

    buf_init(&names, BUF_MAX_TEXT);
    buf_init(&details, BUF_MAX_MESSAGE);
    for (size_t i = 0; diagnosis && i < diagnosis->count; i++) {
        const struct diagnosis_finding *found = &diagnosis->found[i];

        buf_addf(&names, "%s%s", i ? ", " : "", oauth_mistakes[found->mistake].name);
        buf_addf(&details, "%s%.*s", i ? " " : "", SPAN_ARG(found->detail));
        if (!result->hint)
            result->hint = found->fix;
    }
    if (!names.len)
        entry_note(entry, &names);
    result->reason = keep(result, redactor, buf_span(&names));
    result->got = keep(result, redactor, buf_span(&details));
    buf_release(&names);
    buf_release(&details);
}

void entry_report(const struct entry *entry, const struct redactor *redactor,
                  struct result_set *set)
{
    struct result result;
    struct buf title;

    result_init(&result);
    buf_init(&title, BUF_MAX_TEXT);
    buf_addf(&title, "%.*s %.*s", SPAN_ARG(entry->method), SPAN_ARG(entry->target));
    result.id =
        arena_printf(&result.mem, "request/%llu", (unsigned long long)entry->number).p;
    result.title = keep(&result, redactor, buf_span(&title)).p;
    result.own = &no_mistake;
    result.verdict = verdicts[entry_verdict(entry)];
    add_findings(entry, redactor, &result);
    add_exchange(entry, redactor, &result);
    result_set_add(set, &result);
    buf_release(&title);
}
