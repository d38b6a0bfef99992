/* The baseline: known failures that are expected, each with a reason, an issue and an
 * expiry date, in an INI file of sections named by case id:
 *
 *     [auth/signature-wrong-key]
 *     reason  = nonces are not stored yet
 *     issue   = #12
 *     expires = 2027-01-31
 *
 * An entry whose case fails makes it xfail; one whose case passes makes it xpass, a stale
 * entry (exit 1); one past its expiry no longer excuses (the failure counts, and the
 * entry is named); one whose id no case has is an error of configuration (exit 2). */
#ifndef FAVSPEC_SUITE_REPORT_BASELINE_H
#define FAVSPEC_SUITE_REPORT_BASELINE_H

#include "report/result.h"

struct baseline;

/* NULL and one sentence in `why` (with the line) when unreadable, when reason is missing,
 * when a key is unknown or a date is none. `known_id` tells whether a case id exists. */
struct baseline *baseline_load(const char *file, bool (*known_id)(const char *id),
                               struct buf *why);
/* The same of a text; `file` is for messages. */
struct baseline *baseline_parse(const char *file, struct span text,
                                bool (*known_id)(const char *id), struct buf *why);
void baseline_free(struct baseline *baseline);
/* Turns verdicts; `today` is YYYY-MM-DD. Returns how many entries are stale or expired;
 * each gets a note in the set. */
size_t baseline_apply(const struct baseline *baseline, struct result_set *set,
                      const char *today);
/* A baseline that expects what failed in `set`; keeps reason, issue and expiry of entries
 * that are still needed; new entries say reason = TODO(reason) and expire in 90 days.
 * `today` is a date. */
void baseline_print(struct buf *out, const struct baseline *old,
                    const struct result_set *set, const char *today);
/* Writes it to a file. 0, or -1 and one sentence. */
int baseline_update(const char *file, const struct baseline *old,
                    const struct result_set *set, const char *today, struct buf *why);

#endif
