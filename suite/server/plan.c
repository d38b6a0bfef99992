#include "server/plan.h"

#include "server/situation.h"

#include <string.h>

int case_step_count(const struct conformance_case *test)
{
    return test->step_count ? test->step_count : 1;
}

bool case_acts(const struct conformance_case *test)
{
    for (int i = 0; i < case_step_count(test); i++)
        if (test->steps[i].send.resource <= RESOURCE_CREATE)
            return true;
    return false;
}

int plan_state_of(enum status_role role)
{
    if (role == ROLE_UNKNOWN || role == ROLE_OF_OTHER || role == ROLE_PROTECTED)
        return -1;
    return role != ROLE_NOT_LIKED;
}

bool plan_is_witness(const struct step *step)
{
    return step->send.resource == RESOURCE_DESTROY && step->expect.answer == ANSWER_OK;
}

const struct step *plan_controlled(const struct conformance_case *test)
{
    const struct step *refused = NULL;

    for (int i = 0; i < case_step_count(test); i++) {
        if (plan_is_witness(&test->steps[i]) || test->no_control)
            return NULL;
        if (situations[test->steps[i].expect.answer].refusal &&
            test->steps[i].send.resource == RESOURCE_DESTROY)
            refused = &test->steps[i];
    }
    return refused;
}

bool plan_names_the_status(const char *text)
{
    const char *at = text ? strstr(text, "id={id}") : NULL;

    return at && (at == text || at[-1] == '&') && (at[7] == '\0' || at[7] == '&');
}

int plan_creates(const struct conformance_case *test)
{
    const struct step *controlled = plan_controlled(test);
    unsigned done = 0;
    int count = 0;

    for (int i = 0; i < case_step_count(test); i++) {
        enum status_role role = test->steps[i].send.status;

        count += test->steps[i].send.resource == RESOURCE_CREATE;
        if (plan_state_of(role) == 1 && !(done & 1u << role))
            count++;
        done |= 1u << role;
    }
    return count + (controlled && controlled->send.status != ROLE_LIKED);
}

/* Spellings of the id that no reading turns into another one. */
static bool is_the_status(struct span value)
{
    static const char *const spellings[] = { "{id}", "{id.percent}", "0{id}",
                                             "{many:50:0}{id}" };

    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
        if (span_eq_str(value, spellings[i]))
            return true;
    return false;
}

/* Looks at the parameters called id; false when one names something else. */
static bool names_nothing_else(const char *text, bool *named)
{
    struct span rest = span_of(text ? text : ""), pair, name, value;

    while (rest.len) {
        span_cut(rest, '&', &pair, &rest);
        span_cut(pair, '=', &name, &value);
        if (!span_eq_str(name, "id"))
            continue;
        if (!is_the_status(value))
            return false;
        *named = true;
    }
    return true;
}

static bool is_hazardous(const struct sending *send)
{
    bool named = !send->query && !send->body && !send->raw;

    if (send->resource > RESOURCE_CREATE)
        return false;
    if (send->raw)
        return !strstr(send->raw, "{id}") && !strstr(send->raw, "{id.percent}");
    return !names_nothing_else(send->query, &named) ||
           !names_nothing_else(send->body, &named) || !named;
}

bool plan_is_hazardous(const struct conformance_case *test)
{
    for (int i = 0; i < case_step_count(test); i++)
        if (is_hazardous(&test->steps[i].send))
            return true;
    return false;
}
