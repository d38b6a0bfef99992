/* Plays and judges one scenario, and makes the results of it: one for each check, and one
 * more for each further mistake of the same check. */
#ifndef FAVSPEC_SUITE_CLIENT_OUTCOME_H
#define FAVSPEC_SUITE_CLIENT_OUTCOME_H

#include "client/judge.h"

struct outcome {
    struct result *items;
    size_t count, cap;
    /* What was found, for people; its texts hold no secrets. */
    struct finding findings[FINDINGS_MAX];
    size_t finding_count;
    bool connected;     /* the command reached the server */
    bool unusable;      /* it could not be started, or said so: 126, 127 */
    bool hung;          /* in one of its calls */
    bool missing;       /* a call ended without a request */
    bool declined;      /* exit 77 */
    bool stopped;       /* no results */
    struct span output; /* of the last call, without its secrets, when it was no use */
    struct arena mem;
};

/* `show_secrets`: token and signature are not masked. Never fails: trouble of the harness
 * is a result. */
void outcome_make(const struct run_options *options, const struct scenario *scenario,
                  bool show_secrets, struct outcome *out);
void outcome_release(struct outcome *outcome);

#endif
