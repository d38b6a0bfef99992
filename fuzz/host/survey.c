#include "fuzz/host/survey.h"

#include "base/buf.h"
#include "fuzz/host/quirks.h"

#include <stdio.h>
#include <stdlib.h>

/* The last row is for inputs without any feature. */
enum { PLAIN = 64, ROWS, EXAMPLE_MAX = 300 };

static struct row {
    unsigned long inputs, differing, alone, alone_differing;
    char field[32], expected[EXAMPLE_MAX], got[EXAMPLE_MAX];
    bool example_alone;
} rows[ROWS];
static bool each; /* every difference is told when it is found */

bool survey_is_on(void)
{
    static int known = -1;

    if (known < 0) {
        const char *word = getenv("FAVSPEC_ADAPTER_SURVEY");

        known = word != NULL;
        each = word && strcmp(word, "each") == 0;
    }
    return known;
}

/* From some octets before the first difference. */
static void keep_example(char *to, struct span s, size_t from)
{
    size_t at = 0;

    s = span_from(s, from > 20 ? from - 20 : 0);
    for (size_t i = 0; i < s.len && i < 60; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 0x20 && c < 0x7f)
            to[at++] = (char)c;
        else
            at += (size_t)snprintf(to + at, 5, "\\x%02x", c);
    }
    to[at] = '\0';
}

static void count(struct row *row, bool alone, const char *field, struct span expected,
                  struct span got)
{
    size_t at = 0;

    row->inputs++;
    row->alone += alone;
    if (!field)
        return;
    row->differing++;
    row->alone_differing += alone;
    if (row->field[0] && (row->example_alone || !alone))
        return;
    while (at < expected.len && at < got.len && expected.p[at] == got.p[at])
        at++;
    snprintf(row->field, sizeof(row->field), "%s", field);
    keep_example(row->expected, expected, at);
    keep_example(row->got, got, at);
    row->example_alone = alone;
}

void survey_add(uint64_t features, const char *field, struct span expected,
                struct span got)
{
    bool alone = (features & (features - 1)) == 0;

    if (field && each)
        fprintf(stderr, "differs: %s\n", field);
    if (!features)
        count(&rows[PLAIN], true, field, expected, got);
    for (unsigned i = 0; features && i < PLAIN; i++)
        if (features >> i & 1)
            count(&rows[i], alone, field, expected, got);
}

void survey_print(void)
{
    fprintf(stderr,
            "survey: feature, inputs that differ of those with it, the same where "
            "it is the only one\n");
    for (unsigned i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];
        const char *name = i == PLAIN ? "(none)" : quirk_name(i);

        if (row->inputs == 0)
            continue;
        fprintf(stderr, "%-12s %7lu of %7lu  alone %6lu of %6lu%s%s\n", name ? name : "?",
                row->differing, row->inputs, row->alone_differing, row->alone,
                row->field[0] ? "  " : "", row->field);
        if (row->field[0])
            fprintf(stderr, "    expected …%s\n    got      …%s\n", row->expected,
                    row->got);
    }
}
