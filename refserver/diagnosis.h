/* What is wrong with one request, by the stable names of oauth/mistakes.h: the bytes on
 * the wire, what the endpoint saw, and the autopsy of its signature. A name is there only
 * when it is proven. Pure: no clock, no I/O. */
#ifndef FAVSPEC_REFSERVER_DIAGNOSIS_H
#define FAVSPEC_REFSERVER_DIAGNOSIS_H

#include "oauth/autopsy.h"
#include "oauth/nonce.h"
#include "refserver/endpoint.h"

enum diagnosis_verdict {
    DIAGNOSIS_PASS, /* served, and nothing to say */
    DIAGNOSIS_WARN, /* served, with notes alone */
    DIAGNOSIS_FAIL, /* at least one mistake, served or not */
    DIAGNOSIS_INFO, /* refused, and not for how the request was made */
};

/* What there is to judge; everything is borrowed. */
struct diagnosis_subject {
    const struct http_request *request;
    const struct endpoint_seen *seen;
    const char *scheme;
    int64_t now_ms;
    uint64_t id;              /* the status that is meant to be asked for; 0: not known */
    bool leaked;              /* a secret stands in the request */
    bool quick;               /* no autopsy */
    bool hurried;             /* an autopsy of single mistakes alone */
    const struct span *hosts; /* that may have been signed, for the autopsy */
    size_t host_count;
};

enum { DIAGNOSIS_NONCE_MAX = 64 };

/* What is remembered from one request to the next of one client: the last nonces, the
 * latest first, for one that is a counter. Zero at first. */
struct diagnosis_memory {
    struct {
        char text[DIAGNOSIS_NONCE_MAX];
        unsigned char len, bare_at, bare_len; /* without the timestamp in it */
    } nonces[OAUTH_COUNTER_MIN];
    unsigned count;
};

enum { DIAGNOSIS_FINDINGS_MAX = 24 };

struct diagnosis_finding {
    enum oauth_mistake mistake;
    bool noted;         /* a note: accepted, but not what it should be */
    struct span detail; /* one sentence */
    const char *fix;    /* what to change */
};

/* All spans live until the next run or the release. */
struct diagnosis {
    enum diagnosis_verdict verdict;
    struct diagnosis_finding found[DIAGNOSIS_FINDINGS_MAX]; /* in table order */
    size_t count;
    bool signature_skipped;       /* a wrong signature was not looked into (`quick`) */
    struct oauth_autopsy autopsy; /* with `expected` absent when there was none */
    struct arena mem;
};

void diagnosis_init(struct diagnosis *diagnosis);
void diagnosis_release(struct diagnosis *diagnosis);

/* Judges one request; what the diagnosis held before is dropped. `memory` may be NULL. */
enum diagnosis_verdict diagnosis_run(struct diagnosis *diagnosis,
                                     const struct diagnosis_subject *subject,
                                     struct diagnosis_memory *memory);

/* The words of the reports: "pass", "warn", "fail", "info". */
const char *diagnosis_verdict_name(enum diagnosis_verdict verdict);

/* Builds the OAuth view of a request; the URL is written to `url`. */
void diagnosis_request(const struct http_request *request, const char *scheme,
                       struct buf *url, struct oauth_request *out);

#endif
