/* A battery of short conversations that together show every defect the reference server
 * can have: what it says and does is written down, so that two servers can be compared.
 */
#ifndef FAVSPEC_TESTS_REFSERVER_PROBES_H
#define FAVSPEC_TESTS_REFSERVER_PROBES_H

#include "rig.h"

enum { PROBE_STEPS_MAX = 4 };

struct probe {
    struct asking steps[PROBE_STEPS_MAX];
    size_t count; /* 0: one */
};
extern const struct probe probes[];
extern const size_t probe_count;

/* Runs one probe in a world of its own and appends what was seen: status, headers, body,
 * how it goes out, and what everybody likes afterwards. */
void probe_run(struct rig *rig, size_t number, struct buf *out);

#endif
