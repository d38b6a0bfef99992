/* One result set feeds every report. A result is what one case ended in, with the
 * evidence: it owns its texts, crosses from the runner's child to the parent in a byte
 * form, and is never changed after the run but by the baseline. */
#ifndef FAVSPEC_SUITE_REPORT_RESULT_H
#define FAVSPEC_SUITE_REPORT_RESULT_H

#include "base/arena.h"
#include "base/buf.h"
#include "requirement.h"

enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,         /* a MUST is violated */
    VERDICT_WARN,         /* a SHOULD is, or the answer is accepted with a note */
    VERDICT_INFO,         /* a survey */
    VERDICT_SKIP,         /* profile or account lack what the case needs */
    VERDICT_INCONCLUSIVE, /* the control request did not succeed */
    VERDICT_ERROR,        /* harness or transport */
    VERDICT_XFAIL,        /* failed, and the baseline expects it */
    VERDICT_XPASS,        /* passed, and the baseline expected a failure */
    VERDICT_FLAKY,        /* failed first, passed on retry */
    VERDICT_COUNT,
};

/* "pass", "fail" … as in the reports. */
const char *verdict_name(enum verdict verdict);
/* -1 when there is none of that name. */
int verdict_find(const char *name);

/* One request and its answer in text form (lib/wire/message.h), redacted: secrets are
 * never in it, token and signature values are masked unless asked for otherwise. */
struct exchange {
    struct span request, response; /* response empty when none came */
    int64_t duration_us;
    int64_t started_unix_ms;
};

enum { RESULT_REQUIREMENTS_MAX = 4, RESULT_EXCHANGES_MAX = 40 };

struct result {
    /* Borrowed from the catalogue, or owned by mem after result_read. */
    const char *id, *title, *hint, *since;
    enum requirement_id requirements[RESULT_REQUIREMENTS_MAX]; /* REQ_NONE ends */
    /* For cases of test-client: a requirement of the client side, which then stands
     * instead of `requirements`; else NULL. */
    const struct requirement *own;
    enum verdict verdict;
    struct span reason; /* one sentence; the reason of a skip; the mistake's name */
    struct span expected, got;
    struct span excuse; /* xfail and xpass: reason and issue of the baseline's entry */
    int64_t duration_us;
    struct exchange exchanges[RESULT_EXCHANGES_MAX];
    size_t exchange_count;
    bool relaxed;      /* the profile relaxes one of the requirements */
    const char *again; /* borrowed from the set */
    struct arena mem;
};

void result_init(struct result *result);
void result_release(struct result *result);
/* The byte form, for the pipe from a forked case; version and length are checked on
 * reading. What does not fit into `out` sets its `overflow`, and such bytes do not read
 * back. result_read leaves *out untouched and returns -1 when the bytes are cut, have
 * something behind them, or are not of this form. */
void result_write(struct buf *out, const struct result *result);
int result_read(struct span bytes, struct result *out);

/* A whole run. */
struct result_set {
    const char *command; /* "test-server", "test-client", "serve" */
    const char *target_url, *profile;
    const char *again; /* what a replay of a case needs to be told, with a space behind */
    int64_t started_unix_ms, duration_us;
    size_t planned;
    struct result *items; /* in catalogue order */
    size_t count, cap;
    int exit_status;
    int interrupted;     /* signal number, 0: no */
    bool deadline_hit;   /* --max-time */
    bool unproven;       /* nothing valid was ever accepted: no refusal means anything */
    bool strict;         /* --strict: reports show a warn as a failure */
    size_t baseline_bad; /* entries that are stale or expired (baseline_apply) */
    struct span
        *notes; /* sentences for the end: what could not be restored, why it stopped */
    size_t note_count;
    struct arena mem;
};

void result_set_init(struct result_set *set);
void result_set_release(struct result_set *set);
/* Moves *result into the set. */
void result_set_add(struct result_set *set, struct result *result);
void result_set_note(struct result_set *set, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
size_t result_set_count(const struct result_set *set, enum verdict verdict);
/* The level that decides fail against warn: that of the first requirement. */
enum requirement_level result_level(const struct result *result);
/* The i-th requirement, own or of the catalogue; NULL behind the last. */
const struct requirement *result_requirement(const struct result *result, size_t i);
/* Whether the result counts against the subject: fail, xpass (a stale entry), and warn
 * when the set is strict. */
bool result_is_failure(const struct result_set *set, const struct result *result);

/* The exit status of the contract, from verdicts, interruption and deadline:
 * 130/143, then 3 (only while no case has a verdict), 1, 4, 0. `reachable` false: the
 * subject could not be reached or authenticated to. 4 is also the answer when fewer cases
 * ended than were planned, and when all were skipped: what was not tested is not green.
 */
int result_set_exit_status(const struct result_set *set, bool strict, bool reachable);

#endif
