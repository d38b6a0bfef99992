/* The requirements that a client is judged by, made from check.def. Each scenario is
 * judged by those that it can show; one of them in one scenario is a case of the report.
 */
#ifndef FAVSPEC_SUITE_CLIENT_CHECK_H
#define FAVSPEC_SUITE_CLIENT_CHECK_H

#include "client/scenario.h"

enum check {
#define C(enumerator, word, id, source, sentence) CHECK_##enumerator,
#include "client/check.def"
#undef C
    CHECK_COUNT
};

const char *check_word(enum check check);
/* The check as a requirement of this level. */
const struct requirement *check_requirement(enum check check,
                                            enum requirement_level level);
/* Whether a scenario can show that the check is kept. */
bool check_applies(enum check check, const struct scenario *scenario);
/* How many apply. */
size_t check_count(const struct scenario *scenario);

#endif
