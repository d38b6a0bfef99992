#include "cli/test_server.h"

#include "server/doctor.h"

int cmd_doctor(int argc, char **argv)
{
    struct test_server t = { 0 };
    struct target target;
    struct buf text;
    int status = test_server_options(&t, KIND_DOCTOR, argc, argv);

    buf_init(&text, BUF_MAX_TEXT);
    if (status < 0) {
        enum target_error error = target_open(&t.target, &target, &text);

        if (error == TARGET_OK) {
            status = doctor_examine(&target, t.ledger, &text) ? EXIT_OK : EXIT_NO_VERDICT;
            target_close(&target);
            fputs(text.p, stdout);
        } else {
            fprintf(stderr, "favspec doctor: %s\n", text.p);
            status = error == TARGET_CONFIG ? EXIT_USAGE : EXIT_NO_VERDICT;
        }
    }
    buf_release(&text);
    test_server_release(&t);
    return status;
}
