/* What the parts of the doctor share: internal to doctor.c and doctor_paths.c. */
#ifndef FAVSPEC_SUITE_SERVER_DOCTOR_VISIT_H
#define FAVSPEC_SUITE_SERVER_DOCTOR_VISIT_H

#include "server/session.h"

struct visit {
    struct conformance_case test;
    struct result result;
    struct session session;
    struct client *client;
    struct target *target;
    struct buf *out;
    struct buf cause; /* the first thing that is BAD */
};

void visit_say(struct visit *v, bool well, const char *what, const char *advice);
void visit_note(struct visit *v, const char *what);
/* Sends; the answer is in visit_answer. False without an answer. */
bool visit_ask(struct visit *v, struct sending send);
const struct http_response *visit_answer(const struct visit *v);
/* What the last answer was, for people; lives as long as the session. */
const char *visit_told(struct visit *v);

/* Whether the resource is where the profile and the base URL say; says where else. */
bool doctor_finds_path(struct visit *v);
/* Whether the companions and the errors are those of the profile; says which preset they
 * are of. */
void doctor_check_profile(struct visit *v);

#endif
