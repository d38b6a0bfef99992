/* Performances made by hand: requests signed as they should be, with one thing changed.
 */
#ifndef FAVSPEC_TESTS_CLIENTS_JUDGE_RIG_H
#define FAVSPEC_TESTS_CLIENTS_JUDGE_RIG_H

#include "client/judge.h"

#define RIG_NOW INT64_C(1700000000)

/* One request; all-zero is the right one. */
struct spec {
    const char *method, *target, *host, *type, *body; /* NULL: the usual */
    const char *nonce, *timestamp, *version, *signed_method, *signed_host;
    const char *header, *header_value; /* one more field */
    int64_t late_ms;                   /* arrives so much after RIG_NOW */
    int status;                        /* of the answer; 0: 200; -1: none */
    int64_t reset_s;                   /* x-rate-limit-reset, after RIG_NOW */
    unsigned call;
    bool unsigned_, refused, scripted, elsewhere, follows;
};

struct rig {
    struct scenario scenario;
    struct account account;
    struct performance performance;
    struct judgement judgement;
    bool judged;
};

/* `scenario` is copied; its id may be NULL. */
void rig_open(struct rig *rig, const struct scenario *scenario);
void rig_close(struct rig *rig);
void rig_see(struct rig *rig, const struct spec *spec);
/* Adds the end of a call. */
void rig_end(struct rig *rig, enum launch_how how, int status);
/* Judges, and returns the names of what was found with this verdict, in the order found,
 * separated by spaces; valid until the next call. */
const char *rig_names(struct rig *rig, enum verdict verdict);

#endif
