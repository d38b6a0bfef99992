#include "suite/written.h"

#include "suite/sample.h"

#include <check.h>

struct result_set set;
struct buf out;

void make_set(void)
{
    result_set_init(&set);
    sample_fill(&set);
    buf_init(&out, BUF_MAX_REPORT);
}

void drop_set(void)
{
    result_set_release(&set);
    buf_release(&out);
}

void write_as(const char *format)
{
    buf_reset(&out);
    report_format_find(format)->write(&set, &out);
    ck_assert(!out.overflow);
}

size_t count_text(const char *text, const char *needle)
{
    size_t count = 0;

    for (const char *p = text; (p = strstr(p, needle)); p += strlen(needle))
        count++;
    return count;
}

size_t count_lines(const char *text, const char *head)
{
    size_t len = strlen(head), count = strncmp(text, head, len) == 0;

    for (const char *p = text; (p = strchr(p, '\n')); p++)
        count += strncmp(p + 1, head, len) == 0;
    return count;
}

const cJSON *member(const cJSON *object, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);

    ck_assert_msg(found, "no member %s", name);
    return found;
}
