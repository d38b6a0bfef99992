#include "client/catalogue.h"

#include "base/die.h"
#include "client/check.h"
#include "client/scenarios/groups.h"
#include "server/catalogue.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

static const struct scenario_group *const groups[] = {
#define GROUP(name) &scenarios_##name,
#include "client/scenarios/groups.def"
#undef GROUP
};

enum { GROUP_COUNT = sizeof(groups) / sizeof(groups[0]) };

size_t scenario_count(void)
{
    size_t count = 0;

    for (size_t i = 0; i < GROUP_COUNT; i++)
        count += groups[i]->count;
    return count;
}

const struct scenario *scenario_at(size_t number)
{
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        if (number < groups[i]->count)
            return &groups[i]->scenarios[number];
        number -= groups[i]->count;
    }
    die("there is no scenario %zu", number);
}

/* Whether one is the other or stands in it, as a path does in a folder. */
static bool holds(const char *folder, const char *path)
{
    size_t len = strlen(folder);

    return strncmp(folder, path, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

/* Whether it is the id of a case: SCENARIO/CHECK, and for some a word more. */
static bool is_case(const char *pattern, const char *id)
{
    size_t len = strlen(id);

    if (strncmp(id, pattern, len) != 0 || pattern[len] != '/')
        return false;
    for (int i = 0; i < CHECK_COUNT; i++)
        if (holds(check_word((enum check)i), pattern + len + 1))
            return true;
    return false;
}

static bool matches(const char *pattern, const char *id)
{
    return fnmatch(pattern, id, 0) == 0 || holds(pattern, id) || is_case(pattern, id);
}

static bool any_match(const char *const *patterns, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (matches(patterns[i], id))
            return true;
    return false;
}

static int complain(const char *pattern, struct buf *why)
{
    size_t count = scenario_count();
    const char **ids = xcalloc(count, sizeof(*ids));
    const char *near;

    for (size_t i = 0; i < count; i++)
        ids[i] = scenario_at(i)->id;
    near = closest_name(pattern, ids, count);
    buf_addf(why, "no scenario matches \"%s\"", pattern);
    if (near)
        buf_addf(why, "; did you mean \"%s\"?", near);
    else
        buf_add_str(why, "; favspec test-client --list names them");
    free(ids);
    return -1;
}

static int check_patterns(const char *const *patterns, size_t count, struct buf *why)
{
    for (size_t i = 0; i < count; i++) {
        bool found = false;

        for (size_t k = 0; k < scenario_count() && !found; k++)
            found = matches(patterns[i], scenario_at(k)->id);
        if (!found)
            return complain(patterns[i], why);
    }
    return 0;
}

static bool is_newer(const char *version, const char *than)
{
    unsigned a[3] = { 0 }, b[3] = { 0 };

    sscanf(version, "%u.%u.%u", &a[0], &a[1], &a[2]);
    sscanf(than, "%u.%u.%u", &b[0], &b[1], &b[2]);
    for (int i = 0; i < 3; i++)
        if (a[i] != b[i])
            return a[i] > b[i];
    return false;
}

static bool is_selected(const struct scenario_selection *s,
                        const struct scenario *scenario)
{
    if (s->only_count && !any_match(s->only, s->only_count, scenario->id))
        return false;
    if (any_match(s->skip, s->skip_count, scenario->id))
        return false;
    return !s->as_of || !is_newer(scenario->since ? scenario->since : "0.1.0", s->as_of);
}

ptrdiff_t scenario_select(const struct scenario_selection *selection, bool *out_selected,
                          struct buf *why)
{
    ptrdiff_t count = 0;

    if (check_patterns(selection->only, selection->only_count, why) != 0 ||
        check_patterns(selection->skip, selection->skip_count, why) != 0)
        return -1;
    for (size_t i = 0; i < scenario_count(); i++) {
        out_selected[i] = is_selected(selection, scenario_at(i));
        count += out_selected[i];
    }
    return count;
}

void scenario_self_check(struct buf *out)
{
    for (size_t i = 0; i < scenario_count(); i++) {
        const struct scenario *s = scenario_at(i);

        if (!s->id || !strchr(s->id, '/'))
            buf_addf(out, "scenario %zu has no group/words id\n", i);
        for (size_t k = 0; k < i && s->id; k++)
            if (strcmp(scenario_at(k)->id, s->id) == 0)
                buf_addf(out, "%s: the id stands twice\n", s->id);
        if (!s->title)
            buf_addf(out, "%s: has no title\n", s->id);
        if (s->answer.body && !s->answer.status)
            buf_addf(out, "%s: a body without a status\n", s->id);
        if (s->answer.status && !s->answer.headers)
            buf_addf(out, "%s: a status without headers\n", s->id);
    }
}
