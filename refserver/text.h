/* The texts of statuses, and the entities found in them. */
#ifndef FAVSPEC_REFSERVER_TEXT_H
#define FAVSPEC_REFSERVER_TEXT_H

#include "refserver/store.h"
#include "refserver/tree.h"

struct text {
    const char *compat; /* as `text` */
    const char *full;   /* as `full_text`; NULL: the same */
    const char *lang;
};
extern const struct text texts[STATUS_KIND_COUNT];

/* Words that begin with # $ @ and https://t.co/ become hashtags, symbols, mentions and
 * links; a link that begins with https://t.co/m is media. Indices count code points.
 * `owner` is the status that media and truncated texts link to. */
struct node *text_entities(struct arena *mem, struct span text, uint64_t owner);
/* The media alone, in their extended form; NULL when there are none. */
struct node *text_extended_entities(struct arena *mem, struct span text, uint64_t owner);
size_t text_points(struct span text);

#endif
