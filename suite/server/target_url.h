/* The base URL that a user names, before anything is sent there. */
#ifndef FAVSPEC_SERVER_TARGET_URL_H
#define FAVSPEC_SERVER_TARGET_URL_H

#include "server/target.h"

/* Fills scheme, authority, base_path and origin from target->url, which loses the slashes
 * at its end. TARGET_CONFIG with a sentence in `why` (user info and query masked) where
 * nobody could ask there: no http(s) URL with a host, a port that is none, user info, a
 * query, a fragment, or an octet that RFC 3986 allows in no URI. */
enum target_error target_take_url_apart(struct target *target, struct buf *why);

#endif
