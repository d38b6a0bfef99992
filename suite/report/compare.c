#include "report/compare.h"

#include "base/die.h"
#include "report/report.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

/* The cases are sorted by id. */
struct compare_side {
    cJSON *root;
    const cJSON **cases;
    size_t count;
};

/* How bad a verdict is. */
static const int badness[VERDICT_COUNT] = {
    [VERDICT_PASS] = 0,  [VERDICT_INFO] = 0,  [VERDICT_XFAIL] = 0,
    [VERDICT_FLAKY] = 1, [VERDICT_SKIP] = 2,  [VERDICT_WARN] = 3,
    [VERDICT_ERROR] = 4, [VERDICT_XPASS] = 4, [VERDICT_INCONCLUSIVE] = 4,
    [VERDICT_FAIL] = 5,
};

static const char *text_of(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

    return cJSON_IsString(item) ? item->valuestring : "";
}

static int by_id(const void *a, const void *b)
{
    return strcmp(text_of(*(const cJSON *const *)a, "id"),
                  text_of(*(const cJSON *const *)b, "id"));
}

struct compare_side *compare_read(struct span text, struct buf *why)
{
    cJSON *root = text.len ? cJSON_ParseWithLength(text.p, text.len) : NULL;
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "cases"), *item;
    struct compare_side *side;

    if (!root || strcmp(text_of(root, "schema"), "favspec/report-1") != 0 ||
        !cJSON_IsArray(list)) {
        buf_add_str(why, root ? "is no report of favspec (schema favspec/report-1)"
                              : "is not JSON");
        cJSON_Delete(root);
        return NULL;
    }
    side = xcalloc(1, sizeof(*side));
    side->root = root;
    side->cases = xcalloc((size_t)cJSON_GetArraySize(list) + 1, sizeof(*side->cases));
    cJSON_ArrayForEach(item, list) side->cases[side->count++] = item;
    qsort(side->cases, side->count, sizeof(*side->cases), by_id);
    return side;
}

void compare_free(struct compare_side *side)
{
    if (!side)
        return;
    cJSON_Delete(side->root);
    free(side->cases);
    free(side);
}

static int badness_of(const cJSON *test)
{
    int verdict = test ? verdict_find(text_of(test, "verdict")) : -1;

    return verdict < 0 ? 6 : badness[verdict];
}

const char *compare_incomplete(const struct compare_side *side)
{
    const cJSON *root = side->root;
    const cJSON *summary = cJSON_GetObjectItemCaseSensitive(root, "summary");
    const cJSON *planned = cJSON_GetObjectItemCaseSensitive(summary, "planned");
    const cJSON *status = cJSON_GetObjectItemCaseSensitive(root, "exit_status");
    const cJSON *cases = cJSON_GetObjectItemCaseSensitive(root, "cases");

    if (cJSON_IsNumber(status) && (status->valueint == 130 || status->valueint == 143))
        return "its run was interrupted";
    if (cJSON_IsNumber(planned) && planned->valueint > cJSON_GetArraySize(cases))
        return "it has fewer cases than were planned";
    return cJSON_GetArraySize(cases) ? NULL : "it has no cases";
}

enum change { WORSE, MISSING, BETTER, OTHER, ADDED, CHANGE_COUNT };

struct diff {
    struct buf lines[CHANGE_COUNT];
    size_t counts[CHANGE_COUNT];
};

static void add(struct diff *diff, enum change change, const cJSON *old, const cJSON *new)
{
    const cJSON *named = new ? new : old;
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    buf_addf(&line, "%s: %s -> %s", text_of(named, "id"),
             old ? text_of(old, "verdict") : "(not there)",
             new ? text_of(new, "verdict") : "(not there)");
    if (new &&text_of(new, "reason")[0])
        buf_addf(&line, " (%s)", text_of(new, "reason"));
    buf_add_str(&diff->lines[change], "  ");
    report_neutralise(&diff->lines[change], buf_span(&line), false);
    buf_add_char(&diff->lines[change], '\n');
    diff->counts[change]++;
    buf_release(&line);
}

static void compare(struct diff *diff, const cJSON *old, const cJSON *new)
{
    int before = badness_of(old), after = badness_of(new);

    if (strcmp(text_of(old, "verdict"), text_of(new, "verdict")) != 0)
        add(diff, after > before ? WORSE : after < before ? BETTER : OTHER, old, new);
}

static void merge(struct diff *diff, const struct compare_side *old,
                  const struct compare_side *new)
{
    size_t i = 0, k = 0;

    while (i < old->count || k < new->count) {
        int order = i == old->count   ? 1
                    : k == new->count ? -1
                                      : by_id(&old->cases[i], &new->cases[k]);

        if (order == 0)
            compare(diff, old->cases[i++], new->cases[k++]);
        else if (order < 0)
            add(diff, MISSING, old->cases[i++], NULL);
        else
            add(diff, badness_of(new->cases[k]) >= badness[VERDICT_WARN] ? WORSE : ADDED,
                NULL, new->cases[k]),
                k++;
    }
}

enum comparison compare_write(struct buf *out, const struct compare_side *old,
                              const struct compare_side *new)
{
    static const char *const titles[CHANGE_COUNT] = {
        [WORSE] = "worse",   [MISSING] = "no longer there",
        [BETTER] = "better", [OTHER] = "changed",
        [ADDED] = "new",
    };
    struct diff diff = { 0 };
    size_t all = 0;

    for (int i = 0; i < CHANGE_COUNT; i++)
        buf_init(&diff.lines[i], BUF_MAX_REPORT);
    merge(&diff, old, new);
    for (int i = 0; i < CHANGE_COUNT; i++) {
        if (diff.counts[i]) {
            buf_addf(out, "%s (%zu)\n", titles[i], diff.counts[i]);
            buf_add_span(out, buf_span(&diff.lines[i]));
        }
        all += diff.counts[i];
        buf_release(&diff.lines[i]);
    }
    if (all == 0)
        buf_add_str(out, "no case changed\n");
    return diff.counts[WORSE] || diff.counts[MISSING] ? COMPARE_WORSE
           : all                                      ? COMPARE_CHANGED
                                                      : COMPARE_SAME;
}
