#include "report/formats.h"

#include "base/die.h"

#include <libxml/xmlwriter.h>

/* The elements, their order and their attributes are what the schemas of Jenkins and of
 * Maven Surefire both accept (the root is of Jenkins alone): the notes and the time of
 * the start are therefore properties. */

struct junit {
    xmlTextWriterPtr xml;
    struct buf scratch;
};

static void must(int rc)
{
    if (rc < 0)
        die("the junit report could not be built");
}

static const xmlChar *xml_text(const char *text)
{
    return (const xmlChar *)text;
}

static void begin(struct junit *j, const char *name)
{
    must(xmlTextWriterStartElement(j->xml, xml_text(name)));
}

static void end(struct junit *j)
{
    must(xmlTextWriterEndElement(j->xml));
}

static void attribute(struct junit *j, const char *name, const char *value)
{
    must(xmlTextWriterWriteAttribute(j->xml, xml_text(name), xml_text(value)));
}

static void attribute_count(struct junit *j, const char *name, size_t value)
{
    must(xmlTextWriterWriteFormatAttribute(j->xml, xml_text(name), "%zu", value));
}

static void attribute_seconds(struct junit *j, int64_t us)
{
    must(xmlTextWriterWriteFormatAttribute(j->xml, xml_text("time"), "%.3f",
                                           (double)us / 1e6));
}

/* Starts a text of which nothing is left of the last one. */
static struct buf *scratch(struct junit *j)
{
    buf_reset(&j->scratch);
    return &j->scratch;
}

static void attribute_hostile(struct junit *j, const char *name, struct span value)
{
    hostile_add(scratch(j), value, HOSTILE_MAX_LINE, false);
    attribute(j, name, j->scratch.p);
}

static void property(struct junit *j, const char *name, struct span value)
{
    begin(j, "property");
    attribute(j, "name", name);
    attribute_hostile(j, "value", value);
    end(j);
}

static void properties(struct junit *j, const struct result_set *set)
{
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    begin(j, "properties");
    property(j, "url", span_of(set->target_url));
    property(j, "profile", span_of(set->profile));
    report_time(&line, set->started_unix_ms, false);
    property(j, "started", buf_span(&line));
    buf_reset(&line);
    report_verdict_line(set, &line);
    property(j, "summary", buf_span(&line));
    for (size_t i = 0; i < set->note_count; i++)
        property(j, "note", set->notes[i]);
    end(j);
    buf_release(&line);
}

enum outcome { PASSED, FAILED, SKIPPED, BROKEN, FLAKY };

static const enum outcome outcomes[VERDICT_COUNT] = {
    [VERDICT_FAIL] = FAILED,   [VERDICT_XPASS] = FAILED, [VERDICT_SKIP] = SKIPPED,
    [VERDICT_XFAIL] = SKIPPED, [VERDICT_ERROR] = BROKEN, [VERDICT_INCONCLUSIVE] = BROKEN,
    [VERDICT_FLAKY] = FLAKY,
};

static const char *const elements[] = { NULL, "failure", "skipped", "error",
                                        "flakyFailure" };

static enum outcome outcome_of(const struct result_set *set, const struct result *result)
{
    return result_is_failure(set, result) ? FAILED : outcomes[result->verdict];
}

static void add_message(struct buf *out, const char *title, struct span text)
{
    if (!text.len)
        return;
    buf_addf(out, "\n%s\n", title);
    hostile_add(out, text, HOSTILE_MAX_BLOCK, true);
    buf_add_char(out, '\n');
}

static void add_details(struct buf *out, const struct result *result)
{
    report_failure_text(out, result, false);
    for (size_t i = 0; i < result->exchange_count; i++) {
        add_message(out, "request:", result->exchanges[i].request);
        add_message(out, "response:", result->exchanges[i].response);
    }
}

/* The text is the element's own, or for flakyFailure that of its stackTrace. */
static void details(struct junit *j, const struct result *result, enum outcome outcome)
{
    if (outcome == SKIPPED)
        return;
    if (outcome == FLAKY)
        begin(j, "stackTrace");
    add_details(scratch(j), result);
    must(xmlTextWriterWriteString(j->xml, xml_text(j->scratch.p)));
    if (outcome == FLAKY)
        end(j);
}

static void outcome_element(struct junit *j, const struct result *result,
                            enum outcome outcome)
{
    if (outcome == PASSED)
        return;
    begin(j, elements[outcome]);
    report_short(scratch(j), result);
    attribute(j, "message", j->scratch.p);
    if (outcome != SKIPPED)
        attribute(j, "type", verdict_name(result->verdict));
    details(j, result, outcome);
    end(j);
}

/* What JUnit has no word for stands in the output of the case. */
static void output_element(struct junit *j, const struct result *result)
{
    struct buf *text = scratch(j);

    if (result->verdict == VERDICT_PASS)
        return;
    buf_addf(text, "verdict: %s\nnote: ", verdict_name(result->verdict));
    report_short(text, result);
    begin(j, "system-out");
    must(xmlTextWriterWriteString(j->xml, xml_text(text->p)));
    end(j);
}

static void class_attribute(struct junit *j, const char *id)
{
    const char *slash = strrchr(id, '/');
    struct buf *text = scratch(j);

    buf_add_str(text, "favspec");
    if (slash)
        buf_addf(text, ".%.*s", (int)(slash - id), id);
    attribute(j, "classname", text->p);
}

static void case_element(struct junit *j, const struct result_set *set,
                         const struct result *result)
{
    const char *id = result->id ? result->id : "";

    begin(j, "testcase");
    attribute(j, "name", id);
    class_attribute(j, id);
    attribute_seconds(j, result->duration_us);
    outcome_element(j, result, outcome_of(set, result));
    output_element(j, result);
    end(j);
}

static void counts(struct junit *j, const struct result_set *set, bool with_skipped)
{
    size_t of[FLAKY + 1] = { 0 };

    for (size_t i = 0; i < set->count; i++)
        of[outcome_of(set, &set->items[i])]++;
    attribute_count(j, "tests", set->count);
    attribute_count(j, "failures", of[FAILED]);
    attribute_count(j, "errors", of[BROKEN]);
    if (with_skipped)
        attribute_count(j, "skipped", of[SKIPPED]);
    attribute_seconds(j, set->duration_us);
}

static void document(struct junit *j, const struct result_set *set)
{
    must(xmlTextWriterStartDocument(j->xml, "1.0", "UTF-8", NULL));
    begin(j, "testsuites");
    attribute(j, "name", "favspec");
    counts(j, set, false);
    begin(j, "testsuite");
    buf_addf(scratch(j), "favspec %s", set->command ? set->command : "");
    attribute(j, "name", j->scratch.p);
    counts(j, set, true);
    properties(j, set);
    for (size_t i = 0; i < set->count; i++)
        case_element(j, set, &set->items[i]);
    must(xmlTextWriterEndDocument(j->xml));
}

void report_junit(const struct result_set *set, struct buf *out)
{
    xmlBufferPtr memory = xmlBufferCreate();
    struct junit j = { .xml = memory ? xmlNewTextWriterMemory(memory, 0) : NULL };

    if (!j.xml)
        die("the junit report could not be begun");
    buf_init(&j.scratch, BUF_MAX_MESSAGE);
    must(xmlTextWriterSetIndent(j.xml, 1));
    document(&j, set);
    xmlFreeTextWriter(j.xml);
    buf_add(out, (const char *)xmlBufferContent(memory), (size_t)xmlBufferLength(memory));
    xmlBufferFree(memory);
    buf_release(&j.scratch);
}
