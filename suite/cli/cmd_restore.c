#include "cli/test_server.h"

#include "server/ledger.h"
#include "server/probe.h"

static int put_back(struct test_server *t, struct target *target)
{
    struct ledger *ledger;
    struct buf why;
    int missing = 1, status = EXIT_OK;

    buf_init(&why, BUF_MAX_TEXT);
    if (probe_target(target, &why) != PROBE_OK)
        status = EXIT_NO_VERDICT;
    else if (!(ledger = ledger_open(t->ledger, target, &why)))
        status = EXIT_USAGE;
    else {
        missing = probe_restore(target, true, &why);
        ledger_close(ledger, missing == 0);
        status = missing ? EXIT_VIOLATED : EXIT_OK;
    }
    if (status)
        fprintf(stderr, "favspec restore: %s\n", why.p);
    else
        printf("restored: what %s says was liked is liked again; the ledger is removed\n",
               t->ledger);
    buf_release(&why);
    return status;
}

int cmd_restore(int argc, char **argv)
{
    struct test_server t = { 0 };
    struct target target;
    struct buf why;
    int status = test_server_options(&t, KIND_RESTORE, argc, argv);

    buf_init(&why, BUF_MAX_TEXT);
    if (status < 0) {
        if (target_open(&t.target, &target, &why) == TARGET_OK) {
            status = put_back(&t, &target);
            target_close(&target);
        } else {
            fprintf(stderr, "favspec restore: %s\n", why.p);
            status = EXIT_USAGE;
        }
    }
    buf_release(&why);
    test_server_release(&t);
    return status;
}
