/* Judges one performance: which mistakes are proven by what was on the wire and, where
 * the answer was the test, by how the command ended. Pure: no clock, no I/O. */
#ifndef FAVSPEC_SUITE_CLIENT_JUDGE_H
#define FAVSPEC_SUITE_CLIENT_JUDGE_H

#include "client/check.h"
#include "client/run.h"
#include "oauth/mistakes.h"
#include "report/result.h"

struct judge_question {
    const struct scenario *scenario;
    const struct account *account;
    const struct performance *performance;
    bool lenient;
    const char *name; /* --name; NULL: none */
};

struct finding {
    enum check check;
    enum oauth_mistake mistake; /* OAUTH_MISTAKE_NONE: a note */
    enum verdict verdict;       /* fail, warn or info */
    struct span detail;         /* one sentence about this client */
    struct span expected, got;  /* base strings, values; absent when there are none */
    ptrdiff_t difference;       /* first octet in which those two differ, or -1 */
    size_t count;               /* requests or calls that show it */
};

enum { FINDINGS_MAX = 40 };

/* Texts may hold secrets: what is printed goes through a redactor first. */
struct judgement {
    struct finding items[FINDINGS_MAX]; /* each mistake of a check once */
    size_t count;
    /* Why a check without a finding is not kept either: absent, it is. */
    struct span open[CHECK_COUNT];
    bool declined; /* exit 77 */
    bool stopped;  /* before its end */
    bool unusable; /* a call ended in 126 or 127 */
    bool hung;     /* a call did not end before its deadline */
    bool missing;  /* a call ended without a request */
    /* Why how a call ended proves nothing: it was unusable, or ended by a signal before
     * its request. Absent: it does. */
    struct span excuse;
    struct arena mem;
};

void judge(const struct judge_question *question, struct judgement *out);
void judgement_release(struct judgement *judgement);

#endif
