/* A diagnosis while it is made; internal to diagnosis*.c. */
#ifndef FAVSPEC_REFSERVER_DIAGNOSIS_WORK_H
#define FAVSPEC_REFSERVER_DIAGNOSIS_WORK_H

#include "refserver/diagnosis.h"

struct examination {
    struct diagnosis *diagnosis;
    const struct diagnosis_subject *subject;
    struct oauth_request request;
    struct oauth_claim claim;
    struct span path, query;
    bool acts; /* the path is one that un-likes or likes */
    struct buf url;
};

/* Adds a name once; the first sentence stays. `format` NULL: the catalogue's. */
void diagnosis_add(struct examination *e, enum oauth_mistake mistake, bool noted,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* diagnosis_params.c: id, include_entities, the type of the body. */
void diagnosis_params(struct examination *e);

#endif
