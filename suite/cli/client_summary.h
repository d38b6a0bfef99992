/* What `test-client` tells a person: each mistake once, with the scenarios that show it,
 * one of them in full, and how to fix it. */
#ifndef FAVSPEC_SUITE_CLI_CLIENT_SUMMARY_H
#define FAVSPEC_SUITE_CLI_CLIENT_SUMMARY_H

#include "client/outcome.h"

struct client_summary;

struct client_summary *client_summary_new(void);
void client_summary_free(struct client_summary *summary);
/* Takes the findings of one scenario over, in any order of scenarios. */
void client_summary_add(struct client_summary *summary, const struct scenario *scenario,
                        const struct outcome *outcome);
/* Appends failures and warnings (failures alone when `quiet`), the counts of the set, its
 * notes, and a last line with the verdict. */
void client_summary_write(const struct client_summary *summary,
                          const struct result_set *set, bool color, bool quiet,
                          struct buf *out);

#endif
