#include "suite/run_cases.h"
#include "suite/sample.h"
#include "suite/written.h"

#include <libxml/parser.h>
#include <stdio.h>

static void count_json(size_t counts[VERDICT_COUNT], size_t summary[VERDICT_COUNT])
{
    const cJSON *one;
    cJSON *root;

    write_as("json");
    root = cJSON_Parse(out.p);
    ck_assert_ptr_nonnull(root);
    cJSON_ArrayForEach(one, member(root, "cases"))
    {
        int verdict = verdict_find(member(one, "verdict")->valuestring);

        ck_assert_int_ge(verdict, 0);
        counts[verdict]++;
    }
    for (int v = 0; v < VERDICT_COUNT; v++)
        summary[v] =
            (size_t)member(member(root, "summary"), verdict_name((enum verdict)v))
                ->valueint;
    ck_assert_int_eq(member(member(root, "summary"), "planned")->valueint,
                     (int)set.planned);
    cJSON_Delete(root);
}

static size_t number_of(xmlNodePtr node, const char *name)
{
    xmlChar *text = xmlGetProp(node, (const xmlChar *)name);
    size_t value;

    ck_assert_msg(text, "no attribute %s", name);
    value = strtoul((const char *)text, NULL, 10);
    xmlFree(text);
    return value;
}

/* Counts what the cases say in their output; a case without output has passed. */
static void count_case(xmlNodePtr node, size_t counts[VERDICT_COUNT])
{
    char name[20] = "pass";

    for (xmlNodePtr child = node->children; child; child = child->next)
        if (strcmp((const char *)child->name, "system-out") == 0)
            ck_assert_int_eq(
                sscanf((const char *)child->children->content, "verdict: %19s", name), 1);
    ck_assert_int_ge(verdict_find(name), 0);
    counts[verdict_find(name)]++;
}

static void count_junit(size_t counts[VERDICT_COUNT])
{
    xmlNodePtr suite;
    xmlDocPtr doc;

    write_as("junit");
    doc = xmlReadMemory(out.p, (int)out.len, "junit.xml", NULL, XML_PARSE_NONET);
    ck_assert_ptr_nonnull(doc);
    suite = xmlFirstElementChild(xmlDocGetRootElement(doc));
    for (xmlNodePtr node = suite->children; node; node = node->next)
        if (strcmp((const char *)node->name, "testcase") == 0)
            count_case(node, counts);
    ck_assert_uint_eq(number_of(suite, "tests"), set.count);
    ck_assert_uint_eq(number_of(suite, "failures"),
                      counts[VERDICT_FAIL] + counts[VERDICT_XPASS]);
    ck_assert_uint_eq(number_of(suite, "errors"),
                      counts[VERDICT_ERROR] + counts[VERDICT_INCONCLUSIVE]);
    ck_assert_uint_eq(number_of(suite, "skipped"),
                      counts[VERDICT_SKIP] + counts[VERDICT_XFAIL]);
    xmlFreeDoc(doc);
    xmlCleanupParser();
}

/* Passes and skips have no diagnostics in TAP, all others name their verdict there. */
static void count_tap(size_t counts[VERDICT_COUNT])
{
    char line[60];
    size_t other = 0, ok;

    write_as("tap");
    for (int v = 0; v < VERDICT_COUNT; v++) {
        snprintf(line, sizeof(line), "  verdict: \"%s\"\n",
                 verdict_name((enum verdict)v));
        counts[v] = count_lines(out.p, line);
        other += counts[v];
    }
    ok = count_lines(out.p, "ok ");
    ck_assert_uint_eq(ok + count_lines(out.p, "not ok "), set.count);
    ck_assert_uint_eq(count_lines(out.p, "not ok "),
                      counts[VERDICT_FAIL] + counts[VERDICT_XPASS] +
                          counts[VERDICT_XFAIL] + counts[VERDICT_ERROR] +
                          counts[VERDICT_INCONCLUSIVE]);
    counts[VERDICT_SKIP] = count_text(out.p, " # SKIP this needs a second user\n");
    counts[VERDICT_PASS] = set.count - other - counts[VERDICT_SKIP];
    ck_assert_uint_eq(count_lines(out.p, "1.."), 1);
    ck_assert_uint_eq(count_lines(out.p, "Bail out!"), 0);
}

static void count_markdown(size_t counts[VERDICT_COUNT])
{
    char head[40];

    write_as("markdown");
    for (int v = 0; v < VERDICT_COUNT; v++) {
        const char *row;

        snprintf(head, sizeof(head), "\n| %s | ", verdict_name((enum verdict)v));
        row = strstr(out.p, head);
        ck_assert_ptr_nonnull(row);
        counts[v] = strtoul(row + strlen(head), NULL, 10);
    }
}

static void count_plain(size_t counts[VERDICT_COUNT])
{
    const char *line;

    write_as("text");
    line = strstr(out.p, "\nplanned ");
    ck_assert_ptr_nonnull(line);
    for (int v = 0; v < VERDICT_COUNT; v++) {
        char head[40];
        const char *at;

        snprintf(head, sizeof(head), ", %s ", verdict_name((enum verdict)v));
        at = strstr(line, head);
        counts[v] = at ? strtoul(at + strlen(head), NULL, 10) : 0;
    }
}

START_TEST(formats_agree)
{
    size_t counts[6][VERDICT_COUNT] = { 0 };

    count_json(counts[0], counts[1]);
    count_junit(counts[2]);
    count_tap(counts[3]);
    count_markdown(counts[4]);
    count_plain(counts[5]);
    for (size_t i = 0; i < 6; i++)
        for (int v = 0; v < VERDICT_COUNT; v++)
            ck_assert_msg(counts[i][v] == sample_counts[v],
                          "reader %zu, %s: %zu, not %zu", i,
                          verdict_name((enum verdict)v), counts[i][v], sample_counts[v]);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("agree");

    tcase_add_checked_fixture(tc, make_set, drop_set);
    tcase_add_test(tc, formats_agree);
    return run_cases(tc);
}
