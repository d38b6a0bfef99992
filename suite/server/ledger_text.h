/* What stands in a ledger, apart from files and locks: JSON of schema favspec/ledger-1.
 * For the files ledger*.c alone. */
#ifndef FAVSPEC_SUITE_SERVER_LEDGER_TEXT_H
#define FAVSPEC_SUITE_SERVER_LEDGER_TEXT_H

#include "server/ledger.h"

/* The ledger of a target whose likes are known. The caller frees it. */
char *ledger_print(const struct target *target);
/* Reads whom it is about; false when the text is no ledger. */
bool ledger_parse(struct span text, struct arena *mem, struct ledger_facts *out);
/* Takes over what was liked before the run that left it; false when it is no ledger, or
 * that of another target. */
bool ledger_adopt(struct span text, struct target *target);

#endif
