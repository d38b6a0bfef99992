/* The indices of entities, counted in code points of the text as it was delivered.
 * Internal to lib/json. */
#ifndef FAVSPEC_JSON_STATUS_INDICES_H
#define FAVSPEC_JSON_STATUS_INDICES_H

#include "json/status_judge.h"

/* What the text between the indices has to be. */
enum entity_kind {
    ENTITY_HASHTAG,
    ENTITY_SYMBOL,
    ENTITY_MENTION,
    ENTITY_URL,
    ENTITY_MEDIA
};

struct indices {
    uint64_t from, to;
};

/* Reads [from, to]; false when it is not two integers, which the schema reports. */
bool indices_read(const struct judge *j, const cJSON *node, struct indices *out);
/* Judges 0 <= from <= to <= length. */
bool indices_judge_bounds(struct judge *j, const struct utf8_map *text,
                          const struct indices *indices, const char *path);
/* Judges the bounds and that the text between them is the entity's. When it is not and
 * another way of counting (bytes, UTF-16 units) explains the indices, the finding says
 * so. */
void judge_indices(struct judge *j, const struct utf8_map *text, const cJSON *entity,
                   enum entity_kind kind, const char *path);
/* Judges the indices of an address in a user's description or url, a text of `length`
 * code points; only the order is hard. */
void judge_user_indices(struct judge *j, size_t length, const cJSON *entity,
                        const char *path);

#endif
