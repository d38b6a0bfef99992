/* Status documents that a server wrote before: the same question gives the same bytes. No
 * lock of its own. */
#ifndef FAVSPEC_REFSERVER_DOCUMENTS_H
#define FAVSPEC_REFSERVER_DOCUMENTS_H

#include "base/buf.h"
#include "refserver/render.h"

enum { DOCUMENTS_MAX = 64 };

struct document {
    struct store_status status;
    struct render_view view;
    struct buf text;
};

/* A zeroed one is valid and empty. */
struct documents {
    struct document items[DOCUMENTS_MAX];
    size_t count, kept;
    size_t next; /* whose place the next one takes when all are taken */
};

void documents_release(struct documents *documents);
/* Adds the text of this document to `out`; false when it is not known. */
bool documents_find(const struct documents *documents, const struct store_status *status,
                    const struct render_view *view, struct buf *out);
/* Takes the place of the oldest one that is not kept. */
void documents_add(struct documents *documents, const struct store_status *status,
                   const struct render_view *view, struct span text);
/* Those known by now are kept for good, as far as one place is left for others. */
void documents_keep(struct documents *documents);
/* Forgets all that are not kept. */
void documents_forget(struct documents *documents);

#endif
