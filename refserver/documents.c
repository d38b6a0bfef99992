#include "refserver/documents.h"

void documents_release(struct documents *documents)
{
    for (size_t i = 0; i < documents->count; i++)
        buf_release(&documents->items[i].text);
    *documents = (struct documents){ 0 };
}

static bool is_same(const struct document *document, const struct store_status *status,
                    const struct render_view *view)
{
    return document->status.id == status->id && document->status.kind == status->kind &&
           document->status.author_id == status->author_id &&
           memcmp(&document->view, view, sizeof(*view)) == 0;
}

bool documents_find(const struct documents *documents, const struct store_status *status,
                    const struct render_view *view, struct buf *out)
{
    for (size_t i = 0; i < documents->count; i++) {
        if (!is_same(&documents->items[i], status, view))
            continue;
        buf_add_span(out, buf_span(&documents->items[i].text));
        return true;
    }
    return false;
}

static struct document *place(struct documents *documents)
{
    struct document *taken;

    if (documents->count < DOCUMENTS_MAX) {
        taken = &documents->items[documents->count++];
        buf_init(&taken->text, BUF_MAX_MESSAGE);
        return taken;
    }
    if (documents->next < documents->kept || documents->next == DOCUMENTS_MAX)
        documents->next = documents->kept;
    return &documents->items[documents->next++];
}

void documents_add(struct documents *documents, const struct store_status *status,
                   const struct render_view *view, struct span text)
{
    struct document *document = place(documents);

    document->status = *status;
    document->view = *view;
    buf_reset(&document->text);
    buf_add_span(&document->text, text);
}

void documents_keep(struct documents *documents)
{
    documents->kept =
        documents->count < DOCUMENTS_MAX ? documents->count : DOCUMENTS_MAX - 1;
}

void documents_forget(struct documents *documents)
{
    for (size_t i = documents->kept; i < documents->count; i++)
        buf_release(&documents->items[i].text);
    documents->count = documents->kept;
    documents->next = 0;
}
