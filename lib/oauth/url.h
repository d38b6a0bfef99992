/* An absolute http or https URL, taken apart for the base string (RFC 5849 3.4.1.2). */
#ifndef FAVSPEC_OAUTH_URL_H
#define FAVSPEC_OAUTH_URL_H

#include "base/span.h"

/* All spans point into the URL; nothing is decoded or lowered. `port`, `query` and
 * `fragment` are absent when the URL has none; an empty port counts as none. `path` may
 * be empty. */
struct oauth_url {
    struct span scheme, host, port, path, query, fragment;
    bool https;
};

/* Returns 0, or -1 when the URL is not absolute, of another scheme, without a host, or
 * has a port that is no port or a host with octets that no host has. User info is
 * skipped. */
int oauth_url_split(struct span url, struct oauth_url *out_url);

/* Splits host[:port], with user info before or without. Returns 0 or -1 as above. */
int oauth_authority_split(struct span authority, struct span *out_host,
                          struct span *out_port);

/* Whether `port` is the one that the scheme has anyway (80, 443). */
bool oauth_port_is_default(struct span port, bool https);

#endif
