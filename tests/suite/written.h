/* The sample set, and what a format makes of it. */
#ifndef FAVSPEC_TESTS_SUITE_WRITTEN_H
#define FAVSPEC_TESTS_SUITE_WRITTEN_H

#include "report/report.h"

#include <cjson/cJSON.h>

extern struct result_set set;
extern struct buf out;

/* A checked fixture. */
void make_set(void);
void drop_set(void);
/* Writes the set into `out`. */
void write_as(const char *format);

size_t count_text(const char *text, const char *needle);
/* How many lines begin so. */
size_t count_lines(const char *text, const char *head);
/* The member of that name, which must be there. */
const cJSON *member(const cJSON *object, const char *name);

#endif
