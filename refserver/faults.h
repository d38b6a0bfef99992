/* Faults: what a network, a front end or a bad day does to answers, for `serve --fault`
 * and the scenarios of `test-client`. Unlike a mutant a fault breaks no rule of the
 * endpoint. A row is plain data; a scenario may fill in one of its own. */
#ifndef FAVSPEC_REFSERVER_FAULTS_H
#define FAVSPEC_REFSERVER_FAULTS_H

#include "wire/message.h"

enum { FAULT_HEADERS_MAX = 5 };

enum fault_end {
    FAULT_END_WELL,
    FAULT_END_DROP,  /* closed without an answer */
    FAULT_END_RESET, /* RST without an answer */
};

struct fault {
    const char *name; /* stable words with hyphens */
    const char *sentence;
    unsigned times; /* so many requests suffer; 0: all */
    /* 0: the endpoint answers, and acts. Else this is answered, and nothing happens. */
    int status;
    struct {
        const char *name, *value; /* {now+N}: the Unix time in N seconds */
    } headers[FAULT_HEADERS_MAX];
    const char *body;
    enum fault_end end;
    unsigned delay_ms; /* before the answer */
    unsigned drip_ms;  /* before each piece of the body; there are 10 */
    unsigned
        cut_percent; /* so much of the body is missing at its end; then it is closed */
};

extern const struct fault faults[]; /* ends with name NULL */
const struct fault *fault_find(const char *name);

/* Makes the answer of a fault that has a status. */
void fault_answer(const struct fault *fault, int64_t now_ms, struct http_response *out);
/* Whether a fault lets time pass. */
bool fault_waits(const struct fault *fault);

#endif
