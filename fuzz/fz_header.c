/* The Authorization header against the naive reader. Input: a header value. Accepted: it
 * is an OAuth header that parses. */
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "oauth/header.h"

const char fuzz_target_name[] = "header";

void fuzz_start(void)
{
}

static const enum oauth_header_error expected_error[] = {
    [NAIVE_NO_HEADER] = OAUTH_HEADER_ABSENT,
    [NAIVE_OTHER_SCHEME] = OAUTH_HEADER_NOT_OAUTH,
    [NAIVE_BROKEN] = OAUTH_HEADER_MALFORMED,
    [NAIVE_OAUTH] = OAUTH_HEADER_OK,
};

static void check_lists(const struct naive_pairs *theirs, const struct oauth_params *ours)
{
    oracle_same_number("oauth_header_parse", "count", (int64_t)theirs->count,
                       (int64_t)ours->count);
    for (size_t i = 0; i < theirs->count && i < ours->count; i++) {
        oracle_same("oauth_header_parse", "name", buf_span(&theirs->items[i].name),
                    ours->items[i].name);
        oracle_same("oauth_header_parse", "value", buf_span(&theirs->items[i].value),
                    ours->items[i].value);
        fuzz_note(ours->items[i].value);
    }
}

static bool has_controls(const struct oauth_params *list)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; k < list->items[i].value.len; k++) {
            unsigned char c = (unsigned char)list->items[i].value.p[k];

            if (oauth_header_is_realm(list->items[i].name) &&
                ((c < ' ' && c != '\t') || c == 0x7f))
                return true;
        }
    return false;
}

static void check_read(const struct oauth_params *list, struct span value, bool reversed)
{
    struct span copy = fuzz_copy(value);
    struct oauth_params again;

    oauth_params_init(&again);
    oracle_same_number("oauth_header_parse", "result on what oauth_header_write wrote", 0,
                       oauth_header_parse(copy, &again, NULL));
    oracle_same_number("oauth_header_parse", "count of what was written",
                       (int64_t)list->count, (int64_t)again.count);
    for (size_t i = 0; i < list->count && i < again.count; i++) {
        const struct oauth_param *item = &again.items[reversed ? again.count - 1 - i : i];

        oracle_same("oauth_header_write", "name", list->items[i].name, item->name);
        oracle_same("oauth_header_write", "value", list->items[i].value, item->value);
        oracle_holds("oauth_header_write", "values are percent-encoded", !item->raw,
                     value);
    }
    oauth_params_release(&again);
    fuzz_free(copy);
}

/* Every legal style says the same. */
static void check_styles(struct span input, const struct oauth_params *list)
{
    static const struct oauth_header_style styles[] = {
        { 0 },
        { .scheme = "oAUTH" },
        { .separator = "," },
        { .separator = " ,\t, " },
        { .reversed = true },
    };
    const struct oauth_header_style *style = &styles[fuzz_choice(input, 1, 5)];
    struct buf text;

    if (has_controls(list))
        return;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name.len == 0)
            return;
    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_header_write(&text, list, style);
    check_read(list, buf_span(&text), style->reversed);
    buf_release(&text);
}

/* A realm in front or at the end comes along. */
static void check_realm(struct span input, const struct oauth_params *list)
{
    struct oauth_header_style style = { .realm = "a \"b\\",
                                        .realm_last = fuzz_choice(input, 2, 2) };
    const struct oauth_param *item;
    struct oauth_params again;
    struct buf text;

    if (has_controls(list) || list->count == OAUTH_PARAMS_MAX)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name.len == 0)
            return;
    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_params_init(&again);
    oauth_header_write(&text, list, &style);
    oracle_same_number("oauth_header_parse", "with a realm of the style's", 0,
                       oauth_header_parse(buf_span(&text), &again, NULL));
    oracle_same_number("oauth_header_write", "one more with a realm",
                       (int64_t)list->count + 1, (int64_t)again.count);
    item = &again.items[style.realm_last ? again.count - 1 : 0];
    oracle_same("oauth_header_write", "realm", span_of(style.realm), item->value);
    oauth_params_release(&again);
    buf_release(&text);
}

/* One at a time gives as many as all at once, each within the header. */
static void check_items(struct span input, size_t count)
{
    struct oauth_header_item item;
    struct span rest;
    size_t seen = 0;

    oauth_header_open(input, &rest, NULL);
    while (oauth_header_next(&rest, &item, NULL) > 0) {
        oracle_holds("oauth_header_next", "items lie within the header",
                     item.name.p > input.p && item.value.p > item.name.p &&
                         item.value.p + item.value.len <= input.p + input.len,
                     item.value);
        seen++;
    }
    oracle_same_number("oauth_header_next", "items", (int64_t)count, (int64_t)seen);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct naive_pairs theirs;
    struct oauth_params ours;
    struct buf why;
    enum naive_header expected;
    enum oauth_header_error error;

    naive_pairs_init(&theirs);
    oauth_params_init(&ours);
    buf_init(&why, BUF_MAX_TEXT);
    expected = naive_header(&theirs, input);
    error = oauth_header_parse(input, &ours, &why);
    oracle_same_number("oauth_header_parse", "result", expected_error[expected], error);
    oracle_same_number("oauth_header_parse", "says why", error != OAUTH_HEADER_OK,
                       why.len > 0);
    oracle_same_number("oauth_header_is_oauth", "result",
                       expected == NAIVE_OAUTH || expected == NAIVE_BROKEN,
                       oauth_header_is_oauth(input));
    if (error == OAUTH_HEADER_OK) {
        check_lists(&theirs, &ours);
        check_items(input, ours.count);
        if (fuzz_choice(input, 3, 3))
            check_styles(input, &ours);
        else
            check_realm(input, &ours);
    }
    buf_release(&why);
    oauth_params_release(&ours);
    naive_pairs_release(&theirs);
    return error == OAUTH_HEADER_OK ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
