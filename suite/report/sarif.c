#include "report/formats.h"
#include "report/json_writer.h"

#include <nettle/sha1.h>

/* SARIF 2.1.0 (OASIS, 27 March 2020): one run; a rule for each requirement that a result
 * blames; a result for each case that is not as it should be. A server has no source
 * file, so the location is the logical one of the case, beside the artifact that every
 * consumer wants. Verdict and fingerprint are what `favspec diff` would compare. */

static const char *const levels[VERDICT_COUNT] = {
    [VERDICT_FAIL] = "error",           [VERDICT_XPASS] = "error",
    [VERDICT_XFAIL] = "error", /* suppressed */
    [VERDICT_WARN] = "warning",         [VERDICT_ERROR] = "warning",
    [VERDICT_INCONCLUSIVE] = "warning", [VERDICT_FLAKY] = "note",
};

/* What the profile relaxes is told, too; NULL: no finding. */
static const char *level_of(const struct result *result)
{
    return result->verdict == VERDICT_INFO && result->relaxed ? "note"
                                                              : levels[result->verdict];
}

/* Requirements of both sides together; more than there are. */
enum { RULES_MAX = REQ_COUNT + 100 };

/* Each requirement that a result blames, once. */
struct rules {
    const struct requirement *of[RULES_MAX];
    size_t count;
};

static int64_t rule_index(const struct rules *rules, const struct requirement *r)
{
    for (size_t i = 0; i < rules->count; i++)
        if (strcmp(rules->of[i]->id, r->id) == 0)
            return (int64_t)i;
    return -1;
}

static void collect(struct rules *rules, const struct result_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct requirement *r = result_requirement(&set->items[i], 0);

        if (r && level_of(&set->items[i]) && rule_index(rules, r) < 0 &&
            rules->count < sizeof(rules->of) / sizeof(*rules->of))
            rules->of[rules->count++] = r;
    }
}

static void add_message(struct json_writer *w, const char *name, struct span text)
{
    json_writer_open(w, name, '{');
    json_writer_text(w, "text", text);
    json_writer_close(w, '}');
}

static void add_rules(struct json_writer *w, const struct rules *rules)
{
    json_writer_open(w, "rules", '[');
    for (size_t i = 0; i < rules->count; i++) {
        const struct requirement *r = rules->of[i];

        json_writer_open(w, NULL, '{');
        json_writer_text(w, "id", span_of(r->id));
        add_message(w, "shortDescription", span_of(r->sentence));
        add_message(w, "fullDescription", span_of(r->source));
        json_writer_open(w, "properties", '{');
        json_writer_text(w, "requirement_level",
                         span_of(requirement_level_name(r->level)));
        json_writer_close(w, '}');
        json_writer_close(w, '}');
    }
    json_writer_close(w, ']');
}

/* The same case against the same requirement is the same finding, whatever it said this
 * time. */
static void add_fingerprint(struct json_writer *w, const struct result *result)
{
    struct sha1_ctx sha1;
    uint8_t digest[SHA1_DIGEST_SIZE];
    char hex[2 * SHA1_DIGEST_SIZE + 1];

    sha1_init(&sha1);
    sha1_update(&sha1, strlen(result->id), (const uint8_t *)result->id);
    sha1_digest(&sha1, sizeof(digest), digest);
    for (size_t i = 0; i < sizeof(digest); i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    json_writer_open(w, "partialFingerprints", '{');
    json_writer_text(w, "favspecCase/v1", span_make(hex, 2 * sizeof(digest)));
    json_writer_close(w, '}');
}

static void add_location(struct json_writer *w, const struct result *result)
{
    json_writer_open(w, "locations", '[');
    json_writer_open(w, NULL, '{');
    json_writer_open(w, "physicalLocation", '{');
    json_writer_open(w, "artifactLocation", '{');
    json_writer_text(w, "uri", SPAN("favorites/destroy.json"));
    json_writer_close(w, '}');
    json_writer_open(w, "region", '{');
    json_writer_int(w, "startLine", 1);
    json_writer_close(w, '}');
    json_writer_close(w, '}');
    json_writer_open(w, "logicalLocations", '[');
    json_writer_open(w, NULL, '{');
    json_writer_text(w, "fullyQualifiedName", span_of(result->id));
    json_writer_close(w, '}');
    json_writer_close(w, ']');
    json_writer_close(w, '}');
    json_writer_close(w, ']');
}

/* What the baseline expects is a finding that somebody has accepted. */
static void add_suppression(struct json_writer *w, const struct result *result)
{
    json_writer_open(w, "suppressions", '[');
    json_writer_open(w, NULL, '{');
    json_writer_text(w, "kind", SPAN("external"));
    if (result->excuse.len)
        json_writer_text(w, "justification",
                         hostile_head(result->excuse, HOSTILE_MAX_LINE));
    json_writer_close(w, '}');
    json_writer_close(w, ']');
}

static void add_verdict(struct json_writer *w, const struct result *result)
{
    json_writer_open(w, "properties", '{');
    json_writer_text(w, "verdict", span_of(verdict_name(result->verdict)));
    if (result->hint && *result->hint)
        json_writer_text(w, "hint", span_of(result->hint));
    json_writer_close(w, '}');
}

static void add_result(struct json_writer *w, const struct result_set *set,
                       const struct rules *rules, const struct result *result)
{
    const struct requirement *rule = result_requirement(result, 0);
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_addf(&text, "%s: ", result->id);
    report_short(&text, result);
    if (result->got.len) {
        buf_add_str(&text, "; got ");
        hostile_add(&text, result->got, HOSTILE_MAX_LINE, false);
    }
    json_writer_open(w, NULL, '{');
    json_writer_text(w, "ruleId", span_of(rule->id));
    json_writer_int(w, "ruleIndex", rule_index(rules, rule));
    json_writer_text(w, "level",
                     result_is_failure(set, result) ? SPAN("error")
                                                    : span_of(level_of(result)));
    add_message(w, "message", buf_span(&text));
    add_location(w, result);
    add_fingerprint(w, result);
    if (result->verdict == VERDICT_XFAIL)
        add_suppression(w, result);
    add_verdict(w, result);
    json_writer_close(w, '}');
    buf_release(&text);
}

static void add_driver(struct json_writer *w, const struct rules *rules)
{
    json_writer_open(w, "tool", '{');
    json_writer_open(w, "driver", '{');
    json_writer_text(w, "name", SPAN("favspec"));
    json_writer_text(w, "version", SPAN(FAVSPEC_VERSION));
    json_writer_text(w, "semanticVersion", SPAN(FAVSPEC_VERSION));
    add_rules(w, rules);
    json_writer_close(w, '}');
    json_writer_close(w, '}');
}

/* All verdicts, also those that are no finding. */
static void add_summary(struct json_writer *w, const struct result_set *set)
{
    const struct report_totals totals = report_totals(set);

    json_writer_open(w, "properties", '{');
    json_writer_int(w, "planned", (int64_t)totals.planned);
    for (int i = 0; i < VERDICT_COUNT; i++)
        json_writer_int(w, verdict_name((enum verdict)i), (int64_t)totals.of[i]);
    json_writer_close(w, '}');
}

static void add_invocation(struct json_writer *w, const struct result_set *set)
{
    struct buf started;

    buf_init(&started, BUF_MAX_TEXT);
    report_time(&started, set->started_unix_ms, true);
    json_writer_open(w, "invocations", '[');
    json_writer_open(w, NULL, '{');
    json_writer_bool(w, "executionSuccessful",
                     set->exit_status == 0 || set->exit_status == 1);
    json_writer_int(w, "exitCode", set->exit_status);
    json_writer_text(w, "startTimeUtc", buf_span(&started));
    json_writer_close(w, '}');
    json_writer_close(w, ']');
    buf_release(&started);
}

void report_sarif(const struct result_set *set, struct buf *out)
{
    struct rules rules = { .count = 0 };
    struct json_writer w;

    collect(&rules, set);
    json_writer_init(&w, out);
    json_writer_open(&w, NULL, '{');
    json_writer_text(&w, "$schema",
                     SPAN("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                          "schemas/sarif-schema-2.1.0.json"));
    json_writer_text(&w, "version", SPAN("2.1.0"));
    json_writer_open(&w, "runs", '[');
    json_writer_open(&w, NULL, '{');
    add_driver(&w, &rules);
    add_invocation(&w, set);
    json_writer_open(&w, "results", '[');
    for (size_t i = 0; i < set->count; i++)
        if (level_of(&set->items[i]))
            add_result(&w, set, &rules, &set->items[i]);
    json_writer_close(&w, ']');
    add_summary(&w, set);
    json_writer_close(&w, '}');
    json_writer_close(&w, ']');
    json_writer_close(&w, '}');
    buf_add_char(out, '\n');
}
