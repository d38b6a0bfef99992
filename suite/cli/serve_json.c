#include "cli/curl_line.h"
#include "cli/serve_entry.h"
#include "report/hostile.h"

#include <time.h>

enum { FIELD_MAX = 4096, BODY_MAX = 16 * 1024, BASE_MAX = 32 * 1024 };

struct writer {
    const struct entry *entry;
    const struct journal_options *options;
    const struct redactor *redactor;
    struct json_writer *w;
    struct buf hidden, safe;
};

/* Secrets hidden, nothing that steers, cut: what the page may show. */
static void add(struct writer *out, const char *name, struct span text, size_t max)
{
    buf_reset(&out->hidden);
    buf_reset(&out->safe);
    redactor_write(out->redactor, &out->hidden, text);
    hostile_add(&out->safe, buf_span(&out->hidden), max, false);
    json_writer_text(out->w, name, buf_span(&out->safe));
}

static void add_or_null(struct writer *out, const char *name, struct span text)
{
    if (text.p)
        add(out, name, text, BASE_MAX);
    else
        json_writer_null(out->w, name);
}

static void add_time(struct writer *out)
{
    time_t seconds = (time_t)(out->entry->now_ms / 1000);
    struct tm tm;
    char text[40];

    if (!gmtime_r(&seconds, &tm) ||
        !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm))
        text[0] = '\0';
    buf_reset(&out->safe);
    buf_addf(&out->safe, "%s.%03dZ", text, (int)(out->entry->now_ms % 1000));
    json_writer_text(out->w, "time", buf_span(&out->safe));
}

static void add_fields(struct writer *out, const char *name,
                       const struct entry_fields *fields)
{
    json_writer_open(out->w, name, '[');
    for (size_t i = 0; i < fields->count; i++) {
        json_writer_open(out->w, NULL, '[');
        add(out, NULL, fields->items[i].name, FIELD_MAX);
        add(out, NULL, fields->items[i].value, FIELD_MAX);
        json_writer_close(out->w, ']');
    }
    json_writer_close(out->w, ']');
}

static void add_mistakes(struct writer *out)
{
    const struct diagnosis *diagnosis = out->entry->diagnosis;

    json_writer_open(out->w, "mistakes", '[');
    for (size_t i = 0; diagnosis && i < diagnosis->count; i++) {
        const struct diagnosis_finding *found = &diagnosis->found[i];

        json_writer_open(out->w, NULL, '{');
        json_writer_text(out->w, "name", span_of(oauth_mistakes[found->mistake].name));
        json_writer_bool(out->w, "noted", found->noted);
        add(out, "detail", found->detail, FIELD_MAX);
        json_writer_text(out->w, "fix", span_of(found->fix));
        json_writer_close(out->w, '}');
    }
    json_writer_close(out->w, ']');
    json_writer_open(out->w, "equivalent", '[');
    for (size_t i = 0; diagnosis && i < diagnosis->autopsy.equivalent_count; i++)
        json_writer_text(out->w, NULL,
                         span_of(oauth_mistakes[diagnosis->autopsy.equivalent[i]].name));
    json_writer_close(out->w, ']');
}

/* Without an autopsy the base string is made anew: the client's and the server's are one,
 * when the signature is right. */
static void add_right_base_string(struct writer *out)
{
    uint32_t useless = OAUTH_NO_CREDENTIALS | OAUTH_OTHER_SCHEME | OAUTH_MALFORMED |
                       OAUTH_TOO_MANY | OAUTH_MISSING_SIGNATURE;
    const struct endpoint_seen *seen = &out->entry->seen;
    bool right = !(seen->violations & OAUTH_BAD_SIGNATURE) &&
                 seen->credentials.consumer_secret.p && seen->credentials.token_secret.p;
    struct http_request request;
    struct oauth_request view;
    struct oauth_params list;
    struct buf url, base;
    bool made;

    buf_init(&url, BUF_MAX_MESSAGE);
    buf_init(&base, BUF_MAX_MESSAGE);
    oauth_params_init(&list);
    entry_request(out->entry, &request);
    diagnosis_request(&request, out->options->scheme, &url, &view);
    made = !(seen->violations & useless) && oauth_collect(&list, &view, NULL) == 0 &&
           oauth_base_string(&base, &view, &list, NULL, NULL) == 0;
    add_or_null(out, "expected", made ? buf_span(&base) : span_of(NULL));
    add_or_null(out, "signed", made && right ? buf_span(&base) : span_of(NULL));
    json_writer_null(out->w, "authorization");
    oauth_params_release(&list);
    buf_release(&url);
    buf_release(&base);
}

static void add_base_strings(struct writer *out)
{
    const struct oauth_autopsy *autopsy =
        out->entry->diagnosis ? &out->entry->diagnosis->autopsy : NULL;

    if (!autopsy || !autopsy->expected.p) {
        add_right_base_string(out);
        return;
    }
    add_or_null(out, "expected", autopsy->expected);
    add_or_null(out, "signed", autopsy->matched);
    add_or_null(out, "authorization", autopsy->authorization);
}

static struct span hide(struct writer *out, struct arena *mem, struct span text)
{
    buf_reset(&out->hidden);
    redactor_write(out->redactor, &out->hidden, text);
    return arena_copy(mem, buf_span(&out->hidden));
}

/* Secrets are hidden before the shell's quotes could come between their characters. */
static void add_curl(struct writer *out)
{
    const struct entry *entry = out->entry;
    struct http_headers headers = { .count = entry->headers.count };
    struct arena mem = { 0 };
    struct http_request request;
    struct oauth_request view;
    struct curl_line line;
    struct buf url;

    buf_init(&url, BUF_MAX_MESSAGE);
    entry_request(entry, &request);
    diagnosis_request(&request, out->options->scheme, &url, &view);
    for (size_t i = 0; i < headers.count; i++)
        headers.items[i] =
            (struct http_header){ hide(out, &mem, entry->headers.items[i].name),
                                  hide(out, &mem, entry->headers.items[i].value) };
    line = (struct curl_line){
        .method = entry->method,
        .url = hide(out, &mem, view.url),
        .headers = headers.items,
        .header_count = headers.count,
        .body = entry->body.len || http_find(&headers, "Content-Length").p
                    ? hide(out, &mem, entry->body.p ? entry->body : SPAN(""))
                    : span_of(NULL),
        .cacert = out->options->cacert,
    };
    buf_reset(&out->safe);
    curl_line_write(&out->safe, &line);
    json_writer_text(out->w, "curl", hostile_head(buf_span(&out->safe), BASE_MAX));
    arena_release(&mem);
    buf_release(&url);
}

void entry_write_json(const struct entry *entry, const struct journal_options *options,
                      const struct redactor *redactor, struct json_writer *w)
{
    struct writer out = {
        .entry = entry, .options = options, .redactor = redactor, .w = w
    };
    const char *verdict = diagnosis_verdict_name(entry_verdict(entry));

    buf_init(&out.hidden, BUF_MAX_MESSAGE);
    buf_init(&out.safe, BUF_MAX_MESSAGE);
    json_writer_open(w, NULL, '{');
    json_writer_int(w, "number", (int64_t)entry->number);
    add_time(&out);
    add(&out, "method", entry->method, FIELD_MAX);
    add(&out, "target", entry->target, FIELD_MAX);
    json_writer_int(w, "status", entry->status);
    json_writer_text(w, "verdict", span_of(verdict));
    add_mistakes(&out);
    buf_reset(&out.safe);
    entry_note(entry, &out.safe);
    json_writer_text(w, "note", buf_span(&out.safe));
    add_base_strings(&out);
    add_fields(&out, "headers", &entry->headers);
    add(&out, "body", entry->body, BODY_MAX);
    add_curl(&out);
    add_fields(&out, "response_headers", &entry->response_headers);
    add(&out, "response_body", entry->response_body, BODY_MAX);
    json_writer_close(w, '}');
    buf_release(&out.hidden);
    buf_release(&out.safe);
}
