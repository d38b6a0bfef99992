#include "report/formats.h"
#include "report/json_writer.h"

/* A subject decides how long its answers are, not how large the report gets. */
enum {
    TEXT_MAX = 16 * 1024,
    MESSAGE_MAX = 64 * 1024,
    MESSAGES_MAX = 32 * 1024 * 1024,
};

static void member_cut(struct json_writer *w, const char *name, struct span text,
                       size_t max)
{
    struct span head = hostile_head(text, max);
    struct buf cut;

    if (head.len == text.len) {
        json_writer_text(w, name, text);
        return;
    }
    buf_init(&cut, BUF_MAX_MESSAGE);
    buf_add_span(&cut, head);
    buf_addf(&cut, " … (%zu bytes more)", text.len - head.len);
    json_writer_text(w, name, buf_span(&cut));
    buf_release(&cut);
}

static void member_string(struct json_writer *w, const char *name, const char *text)
{
    json_writer_text(w, name, span_of(text));
}

static void member_time(struct json_writer *w, const char *name, int64_t ms,
                        bool fraction)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    report_time(&text, ms, fraction);
    json_writer_text(w, name, buf_span(&text));
    buf_release(&text);
}

static void member_duration(struct json_writer *w, int64_t us)
{
    json_writer_int(w, "duration_ms", (us + 500) / 1000);
}

static void head(struct json_writer *w, const struct result_set *set)
{
    member_string(w, "schema", "favspec/report-1");
    json_writer_open(w, "tool", '{');
    member_string(w, "name", "favspec");
    member_string(w, "version", FAVSPEC_VERSION);
    json_writer_close(w, '}');
    member_string(w, "command", set->command);
    json_writer_open(w, "target", '{');
    member_string(w, "url", set->target_url);
    member_string(w, "profile", set->profile);
    json_writer_close(w, '}');
    member_time(w, "started", set->started_unix_ms, false);
    member_duration(w, set->duration_us);
    json_writer_bool(w, "interrupted", set->interrupted != 0);
    json_writer_bool(w, "deadline_hit", set->deadline_hit);
}

static void summary(struct json_writer *w, const struct result_set *set)
{
    const struct report_totals totals = report_totals(set);

    json_writer_open(w, "summary", '{');
    json_writer_int(w, "planned", (int64_t)totals.planned);
    for (int i = 0; i < VERDICT_COUNT; i++)
        json_writer_int(w, verdict_name((enum verdict)i), (int64_t)totals.of[i]);
    json_writer_close(w, '}');
    json_writer_int(w, "exit_status", set->exit_status);
}

static void case_requirements(struct json_writer *w, const struct result *result)
{
    const struct requirement *requirement;

    json_writer_open(w, "requirements", '[');
    for (size_t i = 0; (requirement = result_requirement(result, i)); i++) {
        json_writer_open(w, NULL, '{');
        member_string(w, "id", requirement->id);
        member_string(w, "level", requirement_level_name(requirement->level));
        member_string(w, "source", requirement->source);
        json_writer_close(w, '}');
    }
    json_writer_close(w, ']');
}

static void case_object(struct json_writer *w, const struct result *result,
                        size_t exchange)
{
    json_writer_open(w, NULL, '{');
    member_string(w, "id", result->id);
    member_string(w, "title", result->title);
    case_requirements(w, result);
    member_string(w, "level", requirement_level_name(result_level(result)));
    member_string(w, "since", result->since ? result->since : "0.1.0");
    json_writer_bool(w, "relaxed", result->relaxed);
    member_string(w, "verdict", verdict_name(result->verdict));
    member_cut(w, "reason", result->reason, TEXT_MAX);
    member_cut(w, "expected", result->expected, TEXT_MAX);
    member_cut(w, "got", result->got, TEXT_MAX);
    member_string(w, "hint", result->hint);
    if (result->excuse.len)
        member_cut(w, "baseline", result->excuse, TEXT_MAX);
    member_duration(w, result->duration_us);
    json_writer_open(w, "exchanges", '[');
    for (size_t i = 0; i < result->exchange_count; i++)
        json_writer_int(w, NULL, (int64_t)(exchange + i));
    json_writer_close(w, ']');
    json_writer_close(w, '}');
}

static void cases(struct json_writer *w, const struct result_set *set)
{
    size_t exchange = 0;

    json_writer_open(w, "cases", '[');
    for (size_t i = 0; i < set->count; i++) {
        case_object(w, &set->items[i], exchange);
        exchange += set->items[i].exchange_count;
    }
    json_writer_close(w, ']');
}

static void message(struct json_writer *w, const char *name, struct span text,
                    size_t *room)
{
    size_t max = *room < MESSAGE_MAX ? *room : MESSAGE_MAX;

    member_cut(w, name, text, max);
    *room -= text.len < max ? text.len : max;
}

static void exchange_object(struct json_writer *w, const struct exchange *exchange,
                            size_t *room)
{
    json_writer_open(w, NULL, '{');
    message(w, "request", exchange->request, room);
    message(w, "response", exchange->response, room);
    member_time(w, "started", exchange->started_unix_ms, true);
    member_duration(w, exchange->duration_us);
    json_writer_close(w, '}');
}

static void exchanges(struct json_writer *w, const struct result_set *set)
{
    size_t room = MESSAGES_MAX;

    json_writer_open(w, "exchanges", '[');
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < set->items[i].exchange_count; k++)
            exchange_object(w, &set->items[i].exchanges[k], &room);
    json_writer_close(w, ']');
}

void report_json(const struct result_set *set, struct buf *out)
{
    struct json_writer w;

    json_writer_init(&w, out);
    json_writer_open(&w, NULL, '{');
    head(&w, set);
    summary(&w, set);
    cases(&w, set);
    exchanges(&w, set);
    json_writer_open(&w, "notes", '[');
    for (size_t i = 0; i < set->note_count; i++)
        member_cut(&w, NULL, set->notes[i], TEXT_MAX);
    json_writer_close(&w, ']');
    json_writer_close(&w, '}');
}
