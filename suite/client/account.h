/* As whom the client calls in a scenario: credentials that no other scenario has, the
 * same ones in every run. Their secrets open nothing but the server of the scenario. */
#ifndef FAVSPEC_SUITE_CLIENT_ACCOUNT_H
#define FAVSPEC_SUITE_CLIENT_ACCOUNT_H

#include "client/scenario.h"
#include "oauth/sign.h"

struct account {
    struct oauth_credentials credentials;
    struct span status_id;
    struct span include_entities; /* empty: to be left out */
    struct arena mem;
};

void account_init(struct account *account, const struct scenario *scenario);
void account_release(struct account *account);

#endif
