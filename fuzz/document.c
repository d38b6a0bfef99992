#include "fuzz/document.h"

#include "fuzz/golden.h"
#include "fuzz/oracle.h"
#include "refserver/render.h"
#include "json/status.h"

#include <inttypes.h>

enum { VIEWS = 8, FUZZ_DOCUMENTS = STATUS_KIND_COUNT * 2 * VIEWS };

static struct span documents[FUZZ_DOCUMENTS];
static struct arena memory;

/* The bits of a view: 1 no entities, 2 extended, 4 a trimmed user. */
static struct span *place(enum status_kind kind, bool liked, unsigned view)
{
    return &documents[((unsigned)kind * 2 + liked) * VIEWS + view];
}

static struct span render(const struct fuzz_server *server, enum status_kind kind,
                          const struct render_view *view)
{
    struct store_status status;
    struct arena nodes = { 0 };
    struct buf text;
    struct span copy;

    buf_init(&text, BUF_MAX_MESSAGE);
    oracle_holds("store_status", "the world has this kind",
                 store_status(server->store, server->world.ids[kind], &status),
                 span_of(NULL));
    node_write(&text, render_status(&nodes, &status, view), NULL);
    copy = arena_copy(&memory, buf_span(&text));
    buf_release(&text);
    arena_release(&nodes);
    return copy;
}

static void judge(struct span text, uint64_t id, const struct render_view *view)
{
    static struct status_findings found;
    struct status_question question = {
        .entities = view->no_entities ? ENTITIES_OMITTED : ENTITIES_WANTED,
        .after_unlike = !view->favorited,
        .trimmed = view->trim_user,
    };
    struct status_summary summary = { .has_favorited = false };
    struct buf digits;

    buf_init(&digits, BUF_MAX_TEXT);
    buf_addf(&digits, "%" PRIu64, id);
    question.id = buf_span(&digits);
    status_judge(text, STATUS_ALL_RULES, &question, &golden_schemas, &found);
    for (size_t i = 0; i < found.count; i++)
        oracle_holds("status_judge", "the server's own status keeps the rules",
                     !status_rules[found.items[i].rule].hard || found.items[i].noted,
                     span_of(found.items[i].text));
    oracle_holds("status_summarise", "reads the server's status",
                 status_summarise(text, &summary), text);
    oracle_same("status_summarise", "id", question.id, span_of(summary.id));
    oracle_same_number("status_summarise", "favorited", view->favorited,
                       summary.has_favorited && summary.favorited);
    buf_release(&digits);
}

static void make(const struct fuzz_server *server, enum status_kind kind, bool liked,
                 unsigned bits)
{
    struct render_view view = { .favorited = liked,
                                .no_entities = bits & 1,
                                .extended = bits & 2,
                                .trim_user = bits & 4 };
    struct span text = render(server, kind, &view);

    judge(text, server->world.ids[kind], &view);
    fuzz_server_check_silent(server, text);
    *place(kind, liked, bits) = text;
}

void document_start(const struct fuzz_server *server, const enum status_kind *kinds,
                    size_t count, bool views)
{
    for (size_t i = 0; i < count; i++)
        for (unsigned bits = 0; bits < (views ? VIEWS : 1); bits++) {
            make(server, kinds[i], false, bits);
            make(server, kinds[i], true, bits);
        }
}

struct span document_plain(enum status_kind kind, bool liked)
{
    return *place(kind, liked, 0);
}

int document_find(struct span body)
{
    for (int i = 0; i < FUZZ_DOCUMENTS; i++)
        if (documents[i].p && documents[i].len == body.len && span_eq(documents[i], body))
            return i;
    return -1;
}
