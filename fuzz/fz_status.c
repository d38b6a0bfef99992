/* The status parser: what reads the id and whether it is liked from a status, and looks
 * for an id in a list of statuses. Input: an id, a body. Accepted: the body is a status,
 * or a list of statuses, each with a decimal id. */
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "json/status.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

const char fuzz_target_name[] = "status";

enum { ID, BODY, COUNT };

static struct naive_json naive;

/* What the parser makes of a body. */
struct reading {
    bool is_status;
    struct status_summary summary;
    int list_has;
};

struct asking {
    struct span input, id, body;
    bool json; /* by the strict recogniser */
    struct reading read;
};

void fuzz_start(void)
{
}

static void read_body(struct span body, struct span id, struct reading *out)
{
    out->summary = (struct status_summary){ .has_favorited = false };
    out->is_status = status_summarise(body, &out->summary);
    out->list_has = status_list_has(body, id);
}

static void expect(const char *relation, const struct reading *expected,
                   const struct reading *got)
{
    oracle_same_number("status_summarise", relation, expected->is_status, got->is_status);
    oracle_same("status_summarise", relation, span_of(expected->summary.id),
                span_of(got->summary.id));
    oracle_same_number("status_summarise", relation, expected->summary.has_favorited,
                       got->summary.has_favorited);
    oracle_same_number("status_summarise", relation, expected->summary.favorited,
                       got->summary.favorited);
    oracle_same_number("status_list_has", relation, expected->list_has, got->list_has);
}

static void expect_of(const char *relation, const struct reading *expected,
                      struct span body, struct span id)
{
    struct span copy = fuzz_copy(body);
    struct reading got;

    read_body(copy, id, &got);
    expect(relation, expected, &got);
    fuzz_free(copy);
}

static void check_naive(const struct asking *asking)
{
    struct reading expected = { .list_has = -1 };
    struct naive_status status;

    if (asking->json) {
        expected.is_status = naive_status_read(asking->body, &status);
        expected.list_has = naive_status_list_has(asking->body, asking->id);
    }
    if (expected.is_status) {
        memcpy(expected.summary.id, status.id, sizeof(status.id));
        expected.summary.has_favorited = status.has_favorited;
        expected.summary.favorited = status.favorited;
    }
    expect("as the naive reader says", &expected, &asking->read);
}

static void check_around(const struct asking *asking, const char *before,
                         const char *after, const struct reading *expected,
                         const char *relation)
{
    struct buf body;

    buf_init(&body, BUF_MAX_MESSAGE);
    buf_add_str(&body, before);
    buf_add_span(&body, asking->body);
    buf_add_str(&body, after);
    expect_of(relation, expected, buf_span(&body), asking->id);
    buf_release(&body);
}

/* White space around it changes nothing; a byte order mark is none. */
static void check_space(const struct asking *asking)
{
    static const struct reading nothing = { .list_has = -1 };

    if (span_starts(asking->body, SPAN("\xEF\xBB\xBF")))
        check_around(asking, " ", "", &nothing, "a mark behind white space");
    else
        check_around(asking, "\n ", "\t\r\n", &asking->read, "white space around it");
}

/* Where the first object or array begins, behind white space alone; -1: nowhere. */
static ptrdiff_t opening(struct span body, char bracket)
{
    size_t at = 0;

    while (at < body.len && body.p[at] && strchr(" \t\r\n", body.p[at]))
        at++;
    return at < body.len && body.p[at] == bracket ? (ptrdiff_t)at : -1;
}

/* A member that nobody knows, in front of all others; the ids in it are not the
 * status's. */
static void check_unknown(const struct asking *asking)
{
    ptrdiff_t at = opening(asking->body, '{');
    struct span rest = span_from(asking->body, (size_t)at + 1);
    struct buf body;

    if (!asking->json || at < 0 || span_find(rest, SPAN("zz_")) >= 0)
        return;
    buf_init(&body, BUF_MAX_MESSAGE);
    buf_add(&body, asking->body.p, (size_t)at + 1);
    buf_add_str(&body, "\"zz_new\":[{\"id\":1}],\"zz_\\u006eewer\":{\"id_str\":\"1\"}");
    buf_add_str(&body, opening(rest, '}') >= 0 ? "" : ",");
    buf_add_span(&body, rest);
    expect_of("members that nobody knows", &asking->read, buf_span(&body), asking->id);
    buf_release(&body);
}

/* In a list it is found by its id; beside what is no status, nothing is. */
static void check_listed(const struct asking *asking)
{
    struct reading expected = { .list_has = asking->read.is_status ? 1 : -1 };
    struct span id = span_of(asking->read.summary.id);
    struct asking listed = *asking;

    /* An id too long for the summary is one all the same, which a list may hold. */
    if (!naive_json_accepts(&naive, asking->body, JSON_DEPTH_MAX - 1) ||
        (!asking->read.is_status && opening(asking->body, '{') >= 0))
        return;
    listed.id = id;
    check_around(&listed, "[{\"id\":1},", "]", &expected, "in a list");
    expected.list_has = -1;
    check_around(&listed, "[{\"id\":1},", ",{\"favorited\":true}]", &expected,
                 "in a list with what is no status");
    check_around(&listed, "{\"a\":", "}", &expected, "in an object");
}

static void check_cut(const struct asking *asking)
{
    static const struct reading nothing = { .list_has = -1 };
    struct span cut = asking->body;

    while (cut.len && strchr(" \t\r\n", cut.p[cut.len - 1]))
        cut.len--;
    if (!asking->json || cut.len < 2 || !strchr("]}", cut.p[cut.len - 1]))
        return;
    cut.len = fuzz_choice(asking->input, 3, 4) ? cut.len - 1
                                               : fuzz_hash(asking->input) % cut.len;
    expect_of("what was cut off", &nothing, cut, asking->id);
}

/* A body made of an id reads back as exactly that id, however it is written. */
static void check_made(const struct asking *asking)
{
    static const char *const ways[][2] = {
        { "{\"id\":", "}" },
        { "{\"favorited\":null,\"id_str\":\"", "\"}" },
        { "{\"id\":1,\"user\":{\"id_str\":\"2\"},\"id_str\":\"", "\"}" },
        { "{\"id_str\":\"05\",\"i\\u0064\":", "}" },
        { " {\"id\" : 12 , \"\\u0069d_str\" :\"", "\" } " },
    };
    const char *const *way = ways[fuzz_choice(asking->input, 4, 5)];
    uint64_t hash = fuzz_hash(asking->input);
    struct reading expected = { .is_status = true, .list_has = -1 };
    struct buf body;

    snprintf(expected.summary.id, sizeof(expected.summary.id), "%" PRIu64,
             (hash >> hash % 61) | 1); /* of all lengths */
    buf_init(&body, BUF_MAX_TEXT);
    buf_addf(&body, "%s%s%s", way[0], expected.summary.id, way[1]);
    expect_of("made of an id", &expected, buf_span(&body), asking->id);
    buf_reset(&body);
    buf_addf(&body, "[%s%s%s]", way[0], expected.summary.id, way[1]);
    oracle_same_number("status_list_has", "a list made of an id", 1,
                       status_list_has(buf_span(&body), span_of(expected.summary.id)));
    buf_release(&body);
}

static unsigned allocations_left;

static void *scarce(size_t size)
{
    if (allocations_left == 0)
        return NULL;
    allocations_left--;
    return malloc(size);
}

/* The tree's k-th allocation fails: that is nothing to a parser that builds none. */
static void check_memory(const struct asking *asking)
{
    cJSON_Hooks hooks = { scarce, free };
    struct reading got;

    allocations_left = fuzz_choice(asking->input, 8, 8);
    cJSON_InitHooks(&hooks);
    read_body(asking->body, asking->id, &got);
    cJSON_InitHooks(NULL);
    expect("without memory for a tree", &asking->read, &got);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(const struct asking *) = {
        check_space, check_unknown, check_listed, check_cut, check_made, check_memory,
    };
    struct fuzz_input fields;
    struct asking asking;
    bool accepted;

    fuzz_input_split(input, COUNT, &fields);
    if (!fields.field[BODY].p)
        fields.field[BODY] = fuzz_copy(SPAN(""));
    asking = (struct asking){ .input = input,
                              .id = fields.field[ID],
                              .body = fields.field[BODY] };
    asking.json = naive_json_accepts(&naive, asking.body, JSON_DEPTH_MAX);
    read_body(asking.body, asking.id, &asking.read);
    check_naive(&asking);
    relations[fuzz_choice(input, 1, 6)](&asking);
    accepted = asking.read.is_status || asking.read.list_has >= 0;
    fuzz_note(span_of(asking.read.summary.id));
    fuzz_note_number((uint64_t)(int64_t)asking.read.list_has);
    fuzz_input_release(&fields);
    return accepted ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
