/* Placeholders of case texts (server/case.h) put in their values. */
#ifndef FAVSPEC_SUITE_SERVER_TEMPLATE_H
#define FAVSPEC_SUITE_SERVER_TEMPLATE_H

#include "server/target.h"

struct template_values {
    const struct target *target;
    const struct subject *subject;
    enum status_role role;
    struct span authorization, oauth; /* absent until they are known */
    struct span nonce;                /* of the step that a flaw names, else absent */
    int64_t now_s;
};

/* Appends `text` with its placeholders replaced. */
void template_expand(struct buf *out, const char *text,
                     const struct template_values *values);

#endif
