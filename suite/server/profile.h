/* A profile: how a compatible server differs from the original. It says where the
 * resources are, which companions there are, in which form errors come, and which
 * requirements are out of scope and why. It never changes a case: a relaxed requirement
 * that is broken shows as info, marked as relaxed, in every report. */
#ifndef FAVSPEC_SUITE_SERVER_PROFILE_H
#define FAVSPEC_SUITE_SERVER_PROFILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "server/case.h"
#include "json/error.h"

/* Room for each requirement. */
enum { PROFILE_RELAXED_MAX = REQ_COUNT, RESOURCE_COUNT = RESOURCE_VERIFY + 1 };

struct profile {
    const char *name;
    /* Below the base URL; NULL: the original's, "" for a companion that does not exist.
     */
    const char *paths[RESOURCE_COUNT];
    bool id_in_body; /* id travels in the form body unless the case says otherwise */
    /* The form of this server's errors; where it is not ERROR_ARRAY (0 is the same), a
     * refusal in that form with the right status counts as right but for the form. */
    enum error_form errors;
    struct {
        enum requirement_id requirement;
        const char *why;
    } relaxed[PROFILE_RELAXED_MAX];
};

/* Finds a shipped profile: x-1.1, gnusocial, friendica. NULL and one sentence that names
 * the closest when there is none. */
const struct profile *profile_preset(const char *name, struct buf *why);

/* Reads one key of the [profile] section into *profile, which starts as a copy of a
 * preset
 * (`preset` itself replaces it whole, so it must come first). Keys: preset, destroy,
 * create, show, list, verify (a path, which may hold {id}, or none), id (query or body),
 * errors (array, request, status, string or text), relax (requirement ids, separated by
 * commas), reason (for those of relax). Profiles are copied freely: their texts are kept
 * in `texts`, which has to live as long as any copy. 0, or -1 and one sentence. */
int profile_key(struct profile *profile, const char *key, const char *value,
                struct arena *texts, struct buf *why);

/* The path of a resource below the base URL; NULL when the profile says there is none. */
const char *profile_path(const struct profile *profile, enum resource resource);
/* Whether an error document has the form that the profile names, and not the original's.
 */
bool profile_error_form(const struct profile *profile, enum error_form form);
/* Why a requirement is out of scope; NULL when it is not. */
const char *profile_relaxes(const struct profile *profile,
                            enum requirement_id requirement);

#endif
