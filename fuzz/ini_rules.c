#include "fuzz/ini_rules.h"

#include "requirement.h"

static bool is_one_of(struct span name, const char *const *words)
{
    for (; *words; words++)
        if (span_eq_str(name, *words))
            return true;
    return false;
}

static const char *const keys[] = { "url",   "consumer_key", "consumer_secret",
                                    "token", "token_secret", "status_id",
                                    NULL };

/* The keys of [profile] by docs/PROFILES.md. */
static bool relax_is_known(struct span list)
{
    while (list.p && list.len) {
        struct span one;
        int i = 1;

        span_cut(list, ',', &one, &list);
        one = span_trim(one);
        while (i < REQ_COUNT && !span_eq_str(one, requirements[i].id))
            i++;
        if (one.len && i == REQ_COUNT)
            return false;
    }
    return true;
}

static bool profile_item_is_fine(const struct naive_ini_item *item)
{
    static const char *const presets[] = { "x-1.1", "gnusocial", "friendica", NULL };
    static const char *const paths[] = { "destroy", "create", "show",
                                         "list",    "verify", NULL };
    static const char *const places[] = { "query", "body", NULL };
    static const char *const forms[] = { "array",  "request", "status",
                                         "string", "text",    NULL };

    if (span_eq_str(item->name, "preset"))
        return is_one_of(item->value, presets);
    if (is_one_of(item->name, paths))
        return span_starts(item->value, SPAN("/")) ||
               (span_eq_str(item->value, "none") && !span_eq_str(item->name, "destroy"));
    if (span_eq_str(item->name, "id"))
        return is_one_of(item->value, places);
    if (span_eq_str(item->name, "errors"))
        return is_one_of(item->value, forms);
    if (span_eq_str(item->name, "relax"))
        return relax_is_known(item->value);
    return span_eq_str(item->name, "reason");
}

static bool config_item_is_fine(const struct naive_ini_item *item)
{
    if (!item->name.p)
        return true;
    if (span_eq_str(item->section, "profile"))
        return profile_item_is_fine(item);
    return item->section.len == 0 && is_one_of(item->name, keys);
}

/* The first line that a configuration may not have; 0: none. */
int ini_bad_config_line(const struct naive_ini *naive)
{
    for (size_t i = 0; i < naive->count; i++)
        if (!config_item_is_fine(&naive->items[i]))
            return naive->items[i].line;
    return naive->bad_line;
}

/* The first value of a key outside of sections counts. */
void ini_expect_config(const struct naive_ini *naive, struct buf *out)
{
    for (size_t k = 0; keys[k]; k++)
        for (size_t i = 0; i < naive->count; i++)
            if (naive->items[i].name.p && !naive->items[i].section.len &&
                span_eq_str(naive->items[i].name, keys[k])) {
                buf_addf(out, "%s=%.*s\n", keys[k], SPAN_ARG(naive->items[i].value));
                break;
            }
}

static bool is_day(struct span date)
{
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = 0, month, day;

    if (date.len != 10)
        return false;
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? date.p[i] != '-' : date.p[i] < '0' || date.p[i] > '9')
            return false;
    for (int i = 0; i < 4; i++)
        year = year * 10 + date.p[i] - '0';
    month = (date.p[5] - '0') * 10 + date.p[6] - '0';
    day = (date.p[8] - '0') * 10 + date.p[9] - '0';
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    return month != 2 || day < 29 ||
           (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static bool stands_before(const struct naive_ini *naive, size_t i, bool head)
{
    for (size_t k = i; k-- > 0;) {
        const struct naive_ini_item *a = &naive->items[k], *b = &naive->items[i];

        if (head && !a->name.p && span_eq(a->section, b->section))
            return true;
        if (!head && !a->name.p)
            return false;
        if (!head && span_eq(a->name, b->name))
            return true;
    }
    return false;
}

/* A section whose reason is missing or empty is told by its own line, at the end. */
static int section_without_reason(const struct naive_ini *naive)
{
    for (size_t i = 0; i < naive->count; i++) {
        bool fine = naive->items[i].name.p != NULL;

        for (size_t k = i + 1; !fine && k < naive->count && naive->items[k].name.p; k++)
            fine =
                span_eq_str(naive->items[k].name, "reason") && naive->items[k].value.len;
        if (!fine)
            return naive->items[i].line;
    }
    return 0;
}

int ini_bad_baseline_line(const struct naive_ini *naive)
{
    static const char *const names[] = { "reason", "issue", "expires", NULL };

    for (size_t i = 0; i < naive->count; i++) {
        const struct naive_ini_item *item = &naive->items[i];
        bool fine = item->name.p ? item->section.p && is_one_of(item->name, names)
                                 : !span_starts(item->section, SPAN("no/"));

        if (!fine || stands_before(naive, i, !item->name.p) ||
            (span_eq_str(item->name, "expires") && !is_day(item->value)))
            return item->line;
    }
    return naive->bad_line ? naive->bad_line : section_without_reason(naive);
}

void ini_expect_baseline(const struct naive_ini *naive, struct buf *out)
{
    static const char *const names[] = { "reason", "issue", "expires" };

    for (size_t i = 0; i < naive->count; i++) {
        if (naive->items[i].name.p)
            continue;
        buf_addf(out, "[]=%.*s\n", SPAN_ARG(naive->items[i].section));
        for (int n = 0; n < 3; n++)
            for (size_t k = i + 1; k < naive->count && naive->items[k].name.p; k++)
                if (span_eq_str(naive->items[k].name, names[n]))
                    buf_addf(out, "%s=%.*s\n", names[n], SPAN_ARG(naive->items[k].value));
    }
}
