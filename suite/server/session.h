/* One case while it runs: what was sent and received, and what was found.
 The client is
 * borrowed from the runner. */
#ifndef FAVSPEC_SUITE_SERVER_SESSION_H
#define FAVSPEC_SUITE_SERVER_SESSION_H

#include "report/result.h"
#include "server/redact.h"
#include "server/situation.h"
#include "server/target.h"
#include "json/error.h"

/* One request that was sent, and what came back. */
struct record {
    struct http_request request;
    struct http_response response;
    enum client_error error;
    struct span nonce; /* as it was sent; lives as long as the session */
    int64_t timestamp;
    struct span following; /* bytes after the first answer, on a pipelined connection */
};

/* One thing that is not as it should be. */
struct finding {
    enum requirement_id requirement;
    enum tier tier;
    struct span reason, expected, got;
};

enum { FINDINGS_MAX = 16, PARALLEL_MAX = 8 };

struct session {
    const struct target *target;
    const struct conformance_case *test;
    struct subject subject;
    struct client *client;
    struct result *result;
    struct redactor redactor;
    struct record records[CASE_STEPS_MAX];
    struct record side[PARALLEL_MAX]; /* look-ups, controls, parallel copies */
    int shown_status;                 /* what statuses/show answered last; 0 nothing */
    struct likes likes_before; /* read by steps that must leave other likes alone */
    struct finding findings[FINDINGS_MAX];
    size_t finding_count;
    /* Set when the case cannot go on: */
    bool restoring; /* likes are put back: --max-requests does not stop that */
    bool skipped, broken, inconclusive;
    struct span why; /* one sentence for these */
    /* A reset, an empty or cut answer, a timeout or a 5xx that decided a step: */
    char unstable[40];
    struct arena mem;
};

void session_init(struct session *s, const struct target *target,
                  const struct conformance_case *test, unsigned index,
                  struct client *client, struct result *result);
void session_release(struct session *s);
/* Forgets findings and records for another attempt; exchanges stay. */
void session_restart(struct session *s);

/* Adds a finding; texts are copied. */
void session_find(struct session *s, enum requirement_id requirement, enum tier tier,
                  const char *expected, struct span got, const char *reason);
/* Ends the case as skipped, broken (verdict error) or inconclusive; the first one stays.
 */
void session_skip(struct session *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void session_break(struct session *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void session_doubt(struct session *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool session_over(const struct session *s);

#endif
