#include "json/status.h"

_Static_assert(STATUS_RULE_COUNT < 64, "a set of rules is 64 bits");
_Static_assert((int)STATUS_RULE_COUNT < (int)STATUS_FINDINGS_MAX,
               "each rule needs a finding");

const struct status_rule_info status_rules[STATUS_RULE_COUNT] = {
#define X(enumerator, name, hard, sentence) [enumerator] = { name, hard, sentence },
    STATUS_RULES(X)
#undef X
};
