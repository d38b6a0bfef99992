#include "cli/test_server.h"
#include "server/plan.h"

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

static const char *const paths[] = {
    [RESOURCE_DESTROY] = "/favorites/destroy.json",
    [RESOURCE_CREATE] = "/favorites/create.json",
    [RESOURCE_SHOW] = "/statuses/show.json",
    [RESOURCE_LIST] = "/favorites/list.json",
    [RESOURCE_VERIFY] = "/account/verify_credentials.json",
};

/* What an honest server would make of the request. */
static const char *consequence(const struct step *step)
{
    if (step->send.resource == RESOURCE_CREATE)
        return "likes the status";
    if (step->send.resource != RESOURCE_DESTROY)
        return "reads";
    return step->expect.answer == ANSWER_OK ? "un-likes the status"
                                            : "must change nothing; likes again first";
}

static void print_step(const struct conformance_case *test, const struct step *step)
{
    const struct sending *send = &step->send;
    const char *query = send->query ? send->query : send->body ? "" : "id={id}";

    if (send->raw)
        printf("%-48s raw bytes%35s %s\n", test->id, "", consequence(step));
    else
        printf("%-48s %-7s %s%s%s%s%s  [%s]\n", test->id,
               send->method ? send->method : "POST",
               send->path ? send->path : paths[send->resource], query[0] ? "?" : "",
               query, send->body ? "  body: " : "", send->body ? send->body : "",
               consequence(step));
}

void test_server_dry_run(const struct test_server *t)
{
    for (size_t i = 0; i < catalogue_count(); i++) {
        const struct conformance_case *test = catalogue_case(i);

        for (int k = 0; t->selected[i] && k < case_step_count(test); k++)
            print_step(test, &test->steps[k]);
    }
    printf("%zu cases; each brings the status into the state it needs first, and looks "
           "at it "
           "afterwards; nothing was sent\n",
           t->selected_count);
}
