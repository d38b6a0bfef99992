/* What the recogniser has to accept and to reject, and why. */
#ifndef FAVSPEC_TESTS_JSON_CHECK_CASES_H
#define FAVSPEC_TESTS_JSON_CHECK_CASES_H

#include "json/json.h"

struct check_case {
    const char *name;
    struct span text;
    enum json_error error;
};

extern const struct check_case check_cases[];
extern const int check_case_count;

#endif
