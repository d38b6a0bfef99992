#include "report/formats.h"

#include <stdio.h>
#include <stdlib.h>

/* Annotations of GitHub Actions: workflow commands, of which it shows ten of a kind for a
 * step. What came from the subject is neutralised, so that it has no line end, and
 * escaped, so that it stays in its place. */
enum { SHOWN_MAX = 10 };

static const char *escape_of(char c, bool property)
{
    switch (c) {
    case '%':
        return "%25";
    case '\r':
        return "%0D";
    case '\n':
        return "%0A";
    case ':':
        return property ? "%3A" : NULL;
    case ',':
        return property ? "%2C" : NULL;
    default:
        return NULL;
    }
}

static void add_escaped(struct buf *out, struct span text, bool property)
{
    for (size_t i = 0; i < text.len; i++) {
        const char *escape = escape_of(text.p[i], property);

        if (escape)
            buf_add_str(out, escape);
        else
            buf_add_char(out, text.p[i]);
    }
}

static void add_annotation(struct buf *out, const char *kind, const struct result *result)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_addf(&text, "favspec %s: %s", verdict_name(result->verdict), result->id);
    buf_addf(out, "::%s title=", kind);
    add_escaped(out, buf_span(&text), true);
    buf_add_str(out, "::");
    buf_reset(&text);
    report_short(&text, result);
    if (result->reason.len && result->expected.len) {
        buf_add_str(&text, "; expected ");
        hostile_add(&text, result->expected, HOSTILE_MAX_LINE, false);
        buf_add_str(&text, ", got ");
        hostile_add(&text, result->got, HOSTILE_MAX_LINE, false);
    }
    add_escaped(out, buf_span(&text), false);
    buf_add_char(out, '\n');
    buf_release(&text);
}

static const char *kind_of(const struct result_set *set, const struct result *result)
{
    static const char *const kinds[VERDICT_COUNT] = {
        [VERDICT_WARN] = "warning",
        [VERDICT_ERROR] = "warning",
        [VERDICT_INCONCLUSIVE] = "warning",
        [VERDICT_FLAKY] = "notice",
    };

    return result_is_failure(set, result) ? "error" : kinds[result->verdict];
}

static void add_kind(const struct result_set *set, const char *kind, struct buf *out)
{
    size_t shown = 0;

    for (size_t i = 0; i < set->count && shown < SHOWN_MAX; i++) {
        const char *own = kind_of(set, &set->items[i]);

        if (own && strcmp(own, kind) == 0) {
            add_annotation(out, kind, &set->items[i]);
            shown++;
        }
    }
}

void report_github(const struct result_set *set, struct buf *out)
{
    add_kind(set, "error", out);
    add_kind(set, "warning", out);
    add_kind(set, "notice", out);
}

void report_announce(const struct result_set *set)
{
    const char *there = getenv("GITHUB_ACTIONS");
    struct buf text;

    if (!there || strcmp(there, "true") != 0)
        return;
    buf_init(&text, BUF_MAX_REPORT);
    report_github(set, &text);
    fwrite(text.p, 1, text.len, stderr);
    buf_release(&text);
}
