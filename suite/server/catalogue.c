#include "server/catalogue.h"

#include "base/die.h"
#include "server/cases/groups.h"
#include "server/plan.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

static const struct case_group *const groups[] = {
#define GROUP(name) &cases_##name,
#include "server/cases/groups.def"
#undef GROUP
};

enum { GROUP_COUNT = sizeof(groups) / sizeof(groups[0]) };

size_t catalogue_count(void)
{
    size_t count = 0;

    for (size_t i = 0; i < GROUP_COUNT; i++)
        count += (size_t)groups[i]->count;
    return count;
}

const struct conformance_case *catalogue_case(size_t number)
{
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        if (number < (size_t)groups[i]->count)
            return &groups[i]->cases[number];
        number -= (size_t)groups[i]->count;
    }
    die("there is no case %zu", number);
}

ptrdiff_t catalogue_find(const char *id)
{
    for (size_t i = 0; i < catalogue_count(); i++)
        if (strcmp(catalogue_case(i)->id, id) == 0)
            return (ptrdiff_t)i;
    return -1;
}

struct span catalogue_group(const struct conformance_case *test)
{
    struct span group, rest;

    span_cut(span_of(test->id), '/', &group, &rest);
    return group;
}

static bool matches(const char *pattern, const char *id)
{
    size_t len = strlen(pattern);

    return fnmatch(pattern, id, 0) == 0 ||
           (strncmp(pattern, id, len) == 0 && id[len] == '/');
}

static bool any_match(const char *const *patterns, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (matches(patterns[i], id))
            return true;
    return false;
}

static size_t distance(const char *a, const char *b)
{
    size_t row[80], len = strlen(b);

    if (len >= 80)
        return 80;
    for (size_t k = 0; k <= len; k++)
        row[k] = k;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t k = 1; k <= len; k++) {
            size_t replace = diagonal + (a[i - 1] != b[k - 1]);
            size_t best = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;

            diagonal = row[k];
            row[k] = best < replace ? best : replace;
        }
    }
    return row[len];
}

const char *closest_name(const char *name, const char *const *names, size_t count)
{
    size_t best = strlen(name) / 2 + 2;
    const char *found = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t d = distance(name, names[i]);

        if (d < best) {
            best = d;
            found = names[i];
        }
    }
    return found;
}

static int complain(const char *pattern, struct buf *why)
{
    size_t count = catalogue_count();
    const char **ids = xcalloc(count, sizeof(*ids));
    const char *near;

    for (size_t i = 0; i < count; i++)
        ids[i] = catalogue_case(i)->id;
    near = closest_name(pattern, ids, count);
    buf_addf(why, "no case matches \"%s\"", pattern);
    if (near)
        buf_addf(why, "; did you mean \"%s\"?", near);
    else
        buf_add_str(why, "; favspec list names the cases");
    free(ids);
    return -1;
}

static int check_patterns(const char *const *patterns, size_t count, struct buf *why)
{
    for (size_t i = 0; i < count; i++) {
        bool found = false;

        for (size_t k = 0; k < catalogue_count() && !found; k++)
            found = matches(patterns[i], catalogue_case(k)->id);
        if (!found)
            return complain(patterns[i], why);
    }
    return 0;
}

/* Compares versions such as 0.10.2 by their numbers. */
static int version_cmp(const char *a, const char *b)
{
    unsigned va[3] = { 0 }, vb[3] = { 0 };

    sscanf(a, "%u.%u.%u", &va[0], &va[1], &va[2]);
    sscanf(b, "%u.%u.%u", &vb[0], &vb[1], &vb[2]);
    for (int i = 0; i < 3; i++)
        if (va[i] != vb[i])
            return va[i] < vb[i] ? -1 : 1;
    return 0;
}

static bool selected(const struct selection *s, const struct conformance_case *test)
{
    if (s->only_count && !any_match(s->only, s->only_count, test->id))
        return false;
    if (any_match(s->skip, s->skip_count, test->id))
        return false;
    if (s->as_of && version_cmp(test->since ? test->since : "0.1.0", s->as_of) > 0)
        return false;
    return requirements[test->requirements[0]].level <= s->level;
}

ptrdiff_t catalogue_select(const struct selection *selection, bool *out_selected,
                           struct buf *why)
{
    ptrdiff_t count = 0;

    if (check_patterns(selection->only, selection->only_count, why) != 0 ||
        check_patterns(selection->skip, selection->skip_count, why) != 0)
        return -1;
    for (size_t i = 0; i < catalogue_count(); i++) {
        out_selected[i] = selected(selection, catalogue_case(i));
        count += out_selected[i];
    }
    return count;
}

static void check_case(const struct conformance_case *test, size_t number,
                       struct buf *out)
{
    if (!test->id || !strchr(test->id, '/'))
        buf_addf(out, "case %zu has no group/words id\n", number);
    else if (catalogue_find(test->id) != (ptrdiff_t)number)
        buf_addf(out, "%s: the id stands twice\n", test->id);
    if (!test->title || !test->hint)
        buf_addf(out, "%s: title or hint is missing\n", test->id);
    if (test->requirements[0] == REQ_NONE)
        buf_addf(out, "%s: cites no requirement\n", test->id);
    for (int i = 1; i < CASE_REQUIREMENTS_MAX && test->requirements[i]; i++)
        for (int k = 0; k < i; k++)
            if (test->requirements[i] == test->requirements[k])
                buf_addf(out, "%s: cites a requirement twice\n", test->id);
    for (int i = 0; i < case_step_count(test); i++) {
        const struct sending *send = &test->steps[i].send;

        if (send->replay_of > i || send->cookie_from > i ||
            send->flaw.nonce_from_step > i)
            buf_addf(out, "%s: step %d refers to a step that is not before it\n",
                     test->id, i + 1);
    }
}

void catalogue_self_check(struct buf *out)
{
    for (size_t i = 0; i < catalogue_count(); i++)
        check_case(catalogue_case(i), i, out);
}
