/* What a configuration and a baseline may hold, by docs/PROFILES.md and
 * report/baseline.h, over the lines of naive_ini.h. */
#ifndef FAVSPEC_FUZZ_INI_RULES_H
#define FAVSPEC_FUZZ_INI_RULES_H

#include "base/buf.h"
#include "fuzz/naive_ini.h"

/* The line that has to be refused; 0: none. */
int ini_bad_config_line(const struct naive_ini *naive);
int ini_bad_baseline_line(const struct naive_ini *naive);
/* What was read, as name=value on lines (a configuration without its profile). */
void ini_expect_config(const struct naive_ini *naive, struct buf *out);
void ini_expect_baseline(const struct naive_ini *naive, struct buf *out);

#endif
