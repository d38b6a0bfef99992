/* The signature base string of RFC 5849 3.4.1: METHOD & base string URI & parameter
 * string. Pure functions over spans; nothing here knows HTTP types, time or the network.
 */
#ifndef FAVSPEC_OAUTH_BASE_STRING_H
#define FAVSPEC_OAUTH_BASE_STRING_H

#include "base/buf.h"
#include "oauth/param.h"
#include "oauth/recipe.h"

/* What is signed. `url` is absolute and holds the query as sent; host and port are those
 * of the Host header (3.4.1.2). `authorization` is the value of the header, absent if
 * there is none. `body` takes part only when `content_type` is a form's (3.4.1.3.1). All
 * borrowed. */
struct oauth_request {
    struct span method, url, content_type, body, authorization;
};

/* Whether a Content-Type value names application/x-www-form-urlencoded; parameters such
 * as charset and letter case do not matter. */
bool oauth_is_form(struct span content_type);

/* Appends the base string URI (3.4.1.2): scheme and host in lower case, default port
 * dropped, path as sent, `/` for an empty path, no user info, query or fragment. Returns
 * 0, or -1 with nothing appended when `url` is not an absolute http or https URL with a
 * host. */
int oauth_base_uri(struct buf *out, struct span url);

/* Appends the parameter string (3.4.1.3.2) of all parameters but oauth_signature and
 * realm; the list itself is not reordered. */
void oauth_parameter_string(struct buf *out, const struct oauth_params *list);

/* Appends the whole base string. The list holds every parameter of the request, the
 * oauth_ ones included, as oauth_collect gives them. `recipe` NULL means the zero recipe;
 * then `hosts` may be NULL too, else it is the list that recipe->host_other counts in.
 * Returns 0, or -1 when the URL is not usable. */
int oauth_base_string(struct buf *out, const struct oauth_request *request,
                      const struct oauth_params *list, const struct oauth_recipe *recipe,
                      const struct span *hosts);

/* Whether a parameter takes part: all but oauth_signature, and realm in the header. */
bool oauth_param_is_signed(const struct oauth_param *item);

/* For callers with memory of their own: the room that the base string of RFC 5849 may
 * take, and the writer, which returns where it ends, or NULL when the URL is not usable.
 */
size_t oauth_base_string_room(const struct oauth_request *request,
                              const struct oauth_params *list);
char *oauth_base_string_write(char *to, const struct oauth_request *request,
                              const struct oauth_params *list);

/* Collects all parameters of a request: query, form body, Authorization header. Returns
 * 0, or -1 when there are too many or the header does not parse (`why` says which; may be
 * NULL). */
int oauth_collect(struct oauth_params *out_list, const struct oauth_request *request,
                  struct buf *why);

#endif
