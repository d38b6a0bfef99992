/* What the tests of lib/json share. */
#ifndef FAVSPEC_TESTS_JSON_SUPPORT_H
#define FAVSPEC_TESTS_JSON_SUPPORT_H

#include "json/lint.h"

#include <check.h>

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* Copies bytes into a heap block of exactly their size, so that a read past the end is
 * seen. The caller frees out->p. */
struct span exact_copy(struct span s);
/* Reads SOURCE_DIR/NAME into an exact copy; a file that cannot be read fails the test. */
struct span read_source(const char *name);
/* Calls `visit` for each *.json and *.txt of SOURCE_DIR/FOLDER in the order of their
 * names; returns how many there were. */
int each_source(const char *folder, void (*visit)(const char *name, struct span text));
/* The schemas of golden/. */
const struct json_schemas *golden_schemas(void);
/* Replaces the one place where `from` stands in `text`; anything else fails the test. */
struct span replace_once(struct span text, const char *from, const char *to);
/* The rules broken beyond a note, as a set; soft rules too. */
uint64_t broken_rules(const struct status_findings *findings);
/* "id-str nested", for messages. */
const char *rules_text(uint64_t rules);

TCase *check_tcase(void);
TCase *tree_tcase(void);
TCase *number_tcase(void);
TCase *schema_tcase(void);
TCase *schema_load_tcase(void);
TCase *error_tcase(void);
TCase *status_edit_tcase(void);
TCase *status_indices_tcase(void);
TCase *status_date_tcase(void);
TCase *summary_tcase(void);
TCase *lint_tcase(void);
TCase *golden_tcase(void);
TCase *golden_bad_tcase(void);
TCase *recorded_tcase(void);

#endif
