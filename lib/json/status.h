/* The status document: the rules that every answer of favorites/destroy has to keep, each
 * with a stable name, judged one by one so that a report can say which. Types come from
 * the JSON Schema in golden/; the rules across fields are code. The facts are recorded
 * ones: only what holds in every undamaged recording is hard. */
#ifndef FAVSPEC_JSON_STATUS_H
#define FAVSPEC_JSON_STATUS_H

#include "json/json.h"
#include "json/schema.h"
#include "json/status_rules.h"

struct status_rule_info {
    const char *name;
    bool hard;
    const char *sentence;
};
extern const struct status_rule_info status_rules[STATUS_RULE_COUNT];

/* What was asked for, as far as it is known. */
struct status_question {
    struct span id; /* the id that was asked for, decimal; absent: not judged */
    enum { ENTITIES_ANY, ENTITIES_WANTED, ENTITIES_OMITTED } entities;
    bool after_unlike; /* judge STATUS_FAVORITED_FALSE */
    bool trimmed;      /* trim_user was sent: user holds id and id_str alone */
};

/* One broken rule. `path` is a JSON Pointer, `text` one sentence with the value that was
 * found, cut and still to be neutralised before it is printed. `noted` is a deviation
 * that is accepted with a note where the rule itself is hard (entities null instead of
 * absent …). */
struct status_finding {
    enum status_rule rule;
    bool noted;
    char path[96];
    char text[256];
};

enum { STATUS_FINDINGS_MAX = 64 };
struct status_findings {
    struct status_finding items[STATUS_FINDINGS_MAX];
    size_t count; /* more are counted in dropped */
    size_t dropped;
};

/* Judges a body against the rules in `rules`; a body that does not parse breaks
 * STATUS_IS_OBJECT with the parser's sentence, and nothing else is judged. `schemas` are
 * those of golden/ (schema.h). */
void status_judge(struct span body, uint64_t rules,
                  const struct status_question *question,
                  const struct json_schemas *schemas, struct status_findings *out);

/* What the suite itself needs from a status: false when the body is not one. */
struct status_summary {
    char id[24]; /* from id_str if it is decimal, else from id */
    bool has_favorited, favorited;
};
bool status_summarise(struct span body, struct status_summary *out);
/* Whether a body (an array of statuses) lists this id: 1 yes, 0 no, -1 not such a list.
 */
int status_list_has(struct span body, struct span id);

#endif
