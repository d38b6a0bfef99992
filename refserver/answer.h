/* Writing answers; shared by answer.c and refuse.c. */
#ifndef FAVSPEC_REFSERVER_ANSWER_H
#define FAVSPEC_REFSERVER_ANSWER_H

#include "refserver/work.h"

/* Writes a document to work->body in the costume's style. */
void answer_write(struct work *work, const struct node *root);
/* Writes the un-liked status to work->body, with the shape of the mutant. */
void answer_write_unliked(struct work *work, const struct store_status *status);
/* Writes a status document to work->body, or the one that was written before. */
void answer_write_status(struct work *work, const struct store_status *status,
                         const struct render_view *view);
/* Makes the response of work->body. `content_type` NULL: JSON; "": none. */
void answer_send(struct work *work, enum layer layer, int status,
                 const char *content_type);

#endif
