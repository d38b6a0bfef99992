/* What the files that judge a status share. Internal to lib/json. */
#ifndef FAVSPEC_JSON_STATUS_JUDGE_H
#define FAVSPEC_JSON_STATUS_JUDGE_H

#include "json/status.h"
#include "json/utf8.h"
#include "json/value.h"

/* One status under judgement; a nested one has a judge of its own that reports to the
 * outer document's findings. */
struct judge {
    const struct json_doc *doc;
    const cJSON *status;
    const struct status_question *question;
    const struct json_schemas *schemas;
    uint64_t rules;
    struct status_findings *out;
    struct json_path base; /* where a nested status stands; empty at the top */
};

/* As status_judge, of a document that has been read; NULL when the body is not JSON,
 * which `why` explains. */
void status_judge_document(const struct json_doc *doc, const char *why, uint64_t rules,
                           const struct status_question *question,
                           const struct json_schemas *schemas,
                           struct status_findings *out);

/* How the value of a member that may be unknown is written. */
enum written { MISSING, EMPTY, NULLED, GIVEN };
/* EMPTY is "", "0", 0, false, {} or [] where null is meant. */
enum written judge_written(const struct judge *j, const cJSON *node);
/* Judges a member that has to be null when it is unknown (STATUS_NULLS). */
void judge_null(struct judge *j, const char *name);
/* Whether entities need no judging, because they were to be left out or may be. */
bool judge_entities_left_out(const struct judge *j);
/* Whether retweet_count is written as v1 wrote it: accepted with a note. */
bool judge_retweet_count_is_old(const struct judge *j);

/* Reports at `path` (within this status). The first finding of a rule always finds room.
 */
void judge_break(struct judge *j, enum status_rule rule, const char *path,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same, accepted with a note. */
void judge_note(struct judge *j, enum status_rule rule, const char *path,
                const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Reports "MEMBER is VALUE, SENTENCE". */
void judge_value(struct judge *j, enum status_rule rule, const char *path,
                 const cJSON *node, const char *sentence);
/* Whether another finding of this rule would be kept: saves the work of explaining it. */
bool judge_has_room(const struct judge *j, enum status_rule rule);

/* Adds a name to a list of names; the list allocates once. */
void judge_list_name(struct buf *list, const char *name);

/* The rule that a breach of the schema at this pointer breaks. */
enum status_rule judge_rule_of_path(const char *path);

/* A decimal without sign and leading zero, above 0. */
bool judge_is_decimal(struct span text);
/* Judges that `id_name` and `str_name` of an object are equal. Types are the schema's. */
void judge_pair(struct judge *j, enum status_rule rule, const cJSON *object,
                const char *id_name, const char *str_name, const char *path);

/* The parts, each for one group of rules. */
void judge_schema(struct judge *j);
void judge_ids(struct judge *j);
void judge_replies(struct judge *j);
void judge_dates(struct judge *j);
void judge_members(struct judge *j);
void judge_user(struct judge *j);
void judge_entities(struct judge *j);
void judge_quote(struct judge *j);
void judge_nested(struct judge *j);

/* NULL when `text` is a date of the form Wed Sep 05 00:07:01 +0000 2012, else what is
 * wrong. */
const char *status_date_flaw(struct span text);

#endif
