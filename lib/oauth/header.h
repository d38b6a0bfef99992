/* The Authorization header of RFC 5849 3.5.1, read and written. */
#ifndef FAVSPEC_OAUTH_HEADER_H
#define FAVSPEC_OAUTH_HEADER_H

#include "base/buf.h"
#include "oauth/param.h"

enum oauth_header_error {
    OAUTH_HEADER_OK = 0,
    OAUTH_HEADER_ABSENT = -1,    /* no value at all */
    OAUTH_HEADER_NOT_OAUTH = -2, /* another scheme */
    OAUTH_HEADER_MALFORMED = -3, /* the scheme is OAuth, the rest does not parse */
};

/* Reads a header value. Tolerant where the grammar leaves freedom: scheme in any case,
 * any white space round commas, empty list elements, any order, realm anywhere. Adds
 * every parameter, realm included, decoded, to the list; realm's value is taken as a
 * quoted-string (RFC 9110 5.6.4), not percent-decoded. On an error the list may hold some
 * parameters, and `why` (may be NULL) one sentence. */
enum oauth_header_error oauth_header_parse(struct span value, struct oauth_params *list,
                                           struct buf *why);

/* One parameter as it stands in the header, nothing decoded; the value without its
 * quotes. `plain`: neither holds an octet that decoding would look at. */
struct oauth_header_item {
    struct span name, value;
    bool plain;
};

/* Reads a header one parameter at a time: _open checks the scheme and gives what follows
 * it, _next takes one parameter off `rest` and returns 1, 0 at the end, or -1 where it
 * does not parse (`why`, may be NULL, gets one sentence). */
enum oauth_header_error oauth_header_open(struct span value, struct span *out_rest,
                                          struct buf *why);
int oauth_header_next(struct span *rest, struct oauth_header_item *out_item,
                      struct buf *why);
/* Whether the scheme is OAuth. */
bool oauth_header_is_oauth(struct span value);
/* Whether a parameter's name is realm (in any case, RFC 9110 11.5). */
bool oauth_header_is_realm(struct span name);
/* The same of a name as it stands in a header, where it may hold escapes. */
bool oauth_header_spells_realm(struct span sent);

/* How a legal header may be spelled; zero is `OAuth a="1", b="2"`. */
struct oauth_header_style {
    const char *scheme;    /* NULL: OAuth */
    const char *separator; /* NULL: ", " */
    const char *realm;     /* NULL: none */
    bool realm_last;
    bool reversed;   /* parameters in reverse order */
    bool unquoted;   /* illegal: values without quotes */
    bool raw_values; /* illegal: values not percent-encoded */
    bool twice;      /* illegal: values encoded twice */
    bool spaces;     /* white space round the equals signs: illegal in RFC 5849 */
};

/* Appends a header value with the parameters whose place is OAUTH_IN_HEADER, in list
 * order. `style` NULL means the zero style. */
void oauth_header_write(struct buf *out, const struct oauth_params *list,
                        const struct oauth_header_style *style);

#endif
