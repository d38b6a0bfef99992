#include "cli/test_server.h"
#include "server/plan.h"
#include "server/situation.h"

/* What the plan comes to. */
struct count {
    size_t requests, likes, unlikes;
};

static const char *const queries[] = {
    [RESOURCE_DESTROY] = "id={id}", [RESOURCE_CREATE] = "id={id}",
    [RESOURCE_SHOW] = "id={id}",    [RESOURCE_LIST] = "count=200",
    [RESOURCE_VERIFY] = "",
};

static void print_request(const struct test_server *t, const char *who,
                          const struct sending *send, const char *effect,
                          struct count *count)
{
    const char *path =
        send->path ? send->path : profile_path(&t->target.profile, send->resource);
    const char *query = send->query            ? send->query
                        : send->body           ? ""
                        : strstr(path, "{id}") ? ""
                                               : queries[send->resource];

    if (send->raw)
        printf("%-48s raw bytes  [%s]\n", who, effect);
    else
        printf("%-48s %-7s %s%s%s%s%s  [%s]\n", who,
               send->method                       ? send->method
               : send->resource > RESOURCE_CREATE ? "GET"
                                                  : "POST",
               path, query[0] ? "?" : "", query, send->body ? "  body: " : "",
               send->body ? send->body : "", effect);
    count->requests += send->parallel ? (size_t)send->parallel : 1;
}

static void print_extra(const struct test_server *t, const char *who,
                        enum resource resource, const char *effect, struct count *count)
{
    struct sending send = { .resource = resource };

    if (!profile_path(&t->target.profile, resource))
        return;
    count->likes += resource == RESOURCE_CREATE;
    count->unlikes += resource == RESOURCE_DESTROY;
    print_request(t, who, &send, effect, count);
}

/* What an honest server makes of the request. */
static const char *consequence(const struct step *step, struct count *count)
{
    if (step->send.resource == RESOURCE_CREATE) {
        count->likes++;
        return "likes the status";
    }
    if (step->send.resource != RESOURCE_DESTROY)
        return "reads";
    if (!plan_is_witness(step) && situations[step->expect.answer].refusal)
        return "to be refused: changes nothing";
    count->unlikes++;
    return plan_is_witness(step) ? "un-likes the status" : "may un-like the status";
}

static void print_set_up(const struct test_server *t, const struct conformance_case *test,
                         struct count *count)
{
    unsigned done = 0;

    for (int i = 0; t->target.url && i < case_step_count(test); i++) {
        enum status_role role = test->steps[i].send.status;
        int state = plan_state_of(role);

        if (state >= 0 && !(done & 1u << role))
            print_extra(t, test->id, state ? RESOURCE_CREATE : RESOURCE_DESTROY,
                        state ? "likes the status, first" : "un-likes the status, first",
                        count);
        done |= 1u << role;
    }
}

/* The look-up of the effect: of destroys that say one, and of refusals of the status. */
static bool is_looked_at(const struct step *step)
{
    if (step->send.resource != RESOURCE_DESTROY || step->expect.effect == EFFECT_NONE)
        return false;
    return step->expect.effect != EFFECT_AUTO ||
           (situations[step->expect.answer].refusal && step->send.status == ROLE_LIKED);
}

static void print_case(const struct test_server *t, const struct conformance_case *test,
                       struct count *count)
{
    const struct step *controlled = plan_controlled(test);

    if (t->target.spare_likes && plan_is_hazardous(test)) {
        printf("%-48s skipped without --hazardous\n", test->id);
        return;
    }
    print_set_up(t, test, count);
    for (int i = 0; i < case_step_count(test); i++) {
        const struct step *step = &test->steps[i];

        print_request(t, test->id, &step->send, consequence(step, count), count);
        if (is_looked_at(step))
            print_extra(t, test->id, RESOURCE_SHOW, "reads: is it liked?", count);
    }
    if (controlled && controlled->send.status != ROLE_LIKED && t->target.url)
        print_extra(t, test->id, RESOURCE_CREATE, "likes the status", count);
    if (controlled)
        print_extra(t, test->id, RESOURCE_DESTROY,
                    "un-likes the status: the same request without the flaw", count);
}

void test_server_dry_run(const struct test_server *t)
{
    struct count count = { 0 };

    if (t->target.url) {
        print_extra(t, "(before the cases)", RESOURCE_SHOW, "reads", &count);
        print_extra(t, "(before the cases)", RESOURCE_LIST, "reads", &count);
        print_extra(t, "(before the cases)", RESOURCE_VERIFY, "reads", &count);
        print_extra(t, "(before the cases)", RESOURCE_CREATE,
                    "likes the status: once the ledger is written", &count);
    }
    for (size_t i = 0; i < catalogue_count(); i++)
        if (t->selected[i])
            print_case(t, catalogue_case(i), &count);
    if (t->target.url) {
        print_extra(t, "(after the cases)", RESOURCE_CREATE,
                    "or destroy: as the status was before", &count);
        print_extra(t, "(after the cases)", RESOURCE_LIST, "reads", &count);
    }
    printf("%zu cases, %zu requests, of which %zu like and %zu un-like the status; an "
           "answer that is not as expected makes a few more; nothing was sent\n",
           t->selected_count, count.requests, count.likes, count.unlikes);
}
