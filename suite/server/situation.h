/* The rows of situations.def as a table, and the judgement of one answer by them. */
#ifndef FAVSPEC_SUITE_SERVER_SITUATION_H
#define FAVSPEC_SUITE_SERVER_SITUATION_H

#include "server/case.h"
#include "wire/message.h"
#include "json/error.h"

enum tier { TIER_PASS, TIER_NOTE, TIER_FAIL };

struct situation {
    bool refusal;
    enum requirement_id requirement; /* that a note speaks of; REQ_NONE: the case's */
    const char *sentence;            /* what is expected, for reports */
};
extern const struct situation situations[ANSWER_COUNT];

/* Judges status, code and form of an answer. */
enum tier situation_judge(enum answer answer, const struct http_response *response,
                          const struct error_doc *error);

/* The requirement that an answer of this tier breaks, where it is not the case's own
 * (REQ_NONE): the one on 200 when another 2xx came instead, the one on error bodies when
 * the status is right and the body cannot be read, and the situation's for a note and for
 * another refusal. */
enum requirement_id situation_blame(enum answer answer, enum tier tier,
                                    const struct http_response *response,
                                    const struct error_doc *error);

/* Whether the status alone is one that the situation requires. */
bool situation_has_status(enum answer answer, int status);

/* Appends what was got: "403 with code 220, {"errors":[…]}" and the like; one line. */
void situation_describe(struct buf *out, const struct http_response *response,
                        const struct error_doc *error);

#endif
