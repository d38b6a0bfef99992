#include "cli/test_server.h"

static void show(FILE *to, const char *arrow, struct span text)
{
    struct buf out;

    buf_init(&out, BUF_MAX_REPORT);
    report_neutralise(&out, text, true);
    fprintf(to, "%s\n%s\n", arrow, out.p);
    buf_release(&out);
}

static void show_all(FILE *to, const struct result *result)
{
    fprintf(to, "== %s: %s\n", result->id, verdict_name(result->verdict));
    for (size_t i = 0; i < result->exchange_count; i++) {
        show(to, ">>", result->exchanges[i].request);
        show(to, "<<", result->exchanges[i].response);
    }
}

void test_server_show(const struct result *result)
{
    show_all(stderr, result);
}

void test_server_replay(const struct result *result)
{
    show_all(stdout, result);
}
