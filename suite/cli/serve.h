/* `favspec serve`: the reference server alone, until somebody interrupts it. */
#ifndef FAVSPEC_SUITE_CLI_SERVE_H
#define FAVSPEC_SUITE_CLI_SERVE_H

#include "cli/cli.h"
#include "refserver/faults.h"
#include "refserver/mutants.h"
#include "refserver/tls.h"
#include "report/report.h"

enum { SERVE_REPORTS_MAX = 16 };

/* Whom the server knows when nobody is named. */
#define DEMO_CONSUMER_KEY "favspec-demo-app"
#define DEMO_CONSUMER_SECRET "demo-consumer-secret"
#define DEMO_TOKEN "1000001-favspec-demo-token"
#define DEMO_TOKEN_SECRET "demo-token-secret"
#define DEMO_STATUS_ID "243138128959913986"

struct serve_options {
    struct settings settings; /* complete: the demo credentials if there are no others */
    uint64_t id;
    uint16_t port;
    const char *port_file, *listen, *name, *cert, *key;
    bool tls, keep_liked, lenient, quiet, show_secrets;
    const struct mutant *mutant;
    const struct fault *fault;
    struct report_order reports[SERVE_REPORTS_MAX];
    size_t report_count;
    struct tls_identity identity; /* with chain and key for TLS, else empty */
};

/* Serves until SIGINT, SIGTERM or SIGHUP; returns the exit status. */
int serve(const struct serve_options *options);

#endif
